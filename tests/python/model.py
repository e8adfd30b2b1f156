"""The published service model, read as a test oracle.

botocore ships AWS's own description of both APIs. This module turns that description into three things: an encoder of
requests (our own, so that it can also write wrong ones), every violation of every input constraint, and a strict check
of responses. Nothing here knows the emulator.
"""

import copy
import dataclasses
import json
import re
import urllib.parse
from collections.abc import Callable, Iterator

import botocore.loaders

ARN = "arn:aws:chime:us-east-1:111122223333:app-instance/00000000-0000-4000-8000-000000000000"
VALID_BY_SHAPE = {
    "ChimeArn": ARN,
    "SensitiveChimeArn": ARN,
    "LambdaFunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:channel-flow",
    "LexBotAliasArn": "arn:aws:lex:us-east-1:111122223333:bot-alias/ABCDEFGHIJ/ABCDEFGHIJ",
    "LexIntentName": "Welcome",
}
MISSING = object()

# Kinds of violation that HTTP cannot carry, by (location, kind), with the reason.
UNSENDABLE = {
    ("uri", "required"): "a path without the label is another path",
    ("uri", "empty"): "an empty label is another path",
}
# Patterns that every string matches constrain nothing.
VACUOUS_PATTERNS = {r"[\s\S]*"}


@dataclasses.dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: dict
    body: bytes


@dataclasses.dataclass(frozen=True)
class Violation:
    """One input constraint broken: `apply` turns valid parameters into the ones to send."""

    operation: str
    path: tuple
    location: str
    kind: str
    sensitive: bool
    apply: Callable

    def __str__(self):
        return f"{self.operation}-{'.'.join(map(str, self.path))}-{self.kind}"

    @property
    def sendable(self):
        return (self.location, self.kind) not in UNSENDABLE


class Service:
    def __init__(self, name):
        self.name = name
        self.document = botocore.loaders.Loader().load_service_model(name, "service-2")
        self.operations = self.document["operations"]
        self.shapes = self.document["shapes"]

    # Requests

    def input(self, operation):
        return self.shapes[self.operations[operation]["input"]["shape"]]

    def status(self, operation):
        return self.operations[operation]["http"].get("responseCode", 200)

    def errors(self, operation):
        """The exceptions that an operation declares, with their statuses."""
        names = [error["shape"] for error in self.operations[operation].get("errors", [])]
        return {name: self.shapes[name]["error"]["httpStatusCode"] for name in names}

    def encode(self, operation, params) -> Request:
        """Writes a request as the protocol wants it, without any check of `params`."""
        http = self.operations[operation]["http"]
        path, _, fixed = http["requestUri"].partition("?")
        query, headers, body = [fixed] if fixed else [], {}, {}
        for name, member in self.input(operation).get("members", {}).items():
            location, wire = member.get("location", "body"), member.get("locationName", name)
            if name not in params:
                continue
            value = params[name]
            if location == "uri":
                path = path.replace("{" + wire + "}", urllib.parse.quote(str(value), safe=""))
            elif location == "querystring":
                query.append(f"{wire}={urllib.parse.quote(str(value), safe='')}")
            elif location == "header":
                headers[wire] = str(value)
            else:
                body[wire] = value
        content = b""
        if self.has_body(operation):
            headers["Content-Type"] = "application/json"
            content = json.dumps(body).encode()
        target = path + ("?" + "&".join(query) if query else "")
        return Request(http["method"], target, headers, content)

    def has_body(self, operation):
        members = self.input(operation).get("members", {})
        return any("location" not in member for member in members.values())

    def requires_body(self, operation):
        shape = self.input(operation)
        return any("location" not in shape["members"][name] for name in shape.get("required", []))

    def minimal(self, operation):
        """Parameters that satisfy every constraint, with required members only."""
        return self._minimal(self.operations[operation]["input"])

    def _minimal(self, reference):
        name = reference["shape"]
        shape = self.shapes[name]
        match shape["type"]:
            case "structure":
                members = shape.get("members", {})
                return {key: self._minimal(members[key]) for key in shape.get("required", [])}
            case "list":
                return [self._minimal(shape["member"])] * shape.get("min", 1)
            case "map":
                return {"key": self._minimal(shape["value"])}
            case "string":
                return self._string(name, max(shape.get("min", 1), 1))
            case "integer":
                return shape.get("min", 1)
            case "boolean":
                return False
            case "timestamp":
                return "2026-01-15T09:30:00Z"
        raise AssertionError(f"no value for {name}")

    def _string(self, name, length):
        shape = self.shapes[name]
        if "enum" in shape:
            return shape["enum"][0]
        value = VALID_BY_SHAPE.get(name, "a" * length)
        assert re.fullmatch(shape.get("pattern", r"[\s\S]*"), value), f"{name}: no valid value"
        return value

    # Violations

    def violations(self, operation) -> Iterator[Violation]:
        """Every constraint of every input member, nested ones too, each broken once."""
        shape = self.input(operation)
        for name, member in shape.get("members", {}).items():
            location = member.get("location", "body")
            if name in shape.get("required", []):
                yield self._violation(operation, (name,), location, "required", MISSING)
            yield from self._value_violations(operation, (name,), location, member)

    def _value_violations(self, operation, path, location, reference):
        name = reference["shape"]
        shape = self.shapes[name]

        def broken(kind, value):
            return self._violation(operation, path, location, kind, value, shape.get("sensitive", False))

        if location == "body":
            yield broken("type", self._wrong_type(shape))
        elif shape["type"] in ("integer", "timestamp"):
            yield broken("type", "neither a number nor a time")
        match shape["type"]:
            case "structure":
                for key, member in shape.get("members", {}).items():
                    if key in shape.get("required", []):
                        yield self._violation(operation, (*path, key), location, "required", MISSING)
                    yield from self._value_violations(operation, (*path, key), location, member)
            case "list":
                element = self._minimal(shape["member"])
                if shape.get("min", 0) > 0:
                    yield broken("min", [element] * (shape["min"] - 1))
                if "max" in shape:
                    yield broken("max", _Repeated(shape["max"] + 1, element))
                yield from self._value_violations(operation, (*path, 0), location, shape["member"])
            case "map":
                for kind, key in self._string_violations(shape["key"]["shape"]):
                    yield broken(f"key-{kind}", {key: self._minimal(shape["value"])})
                yield from self._value_violations(operation, (*path, "key"), location, shape["value"])
            case "string":
                for kind, value in self._string_violations(name):
                    yield broken(kind, value)
            case "integer":
                if "min" in shape:
                    yield broken("min", shape["min"] - 1)
                if "max" in shape:
                    yield broken("max", shape["max"] + 1)

    def _string_violations(self, name):
        shape = self.shapes[name]
        if "enum" in shape:
            yield "enum", "NO_SUCH_VALUE"
            return
        low, high = shape.get("min", 0), shape.get("max")
        if low > 0:
            yield ("empty" if low == 1 else "min"), self._string_of(name, low - 1)
        if high is not None:
            yield "max", self._string_of(name, high + 1)
        pattern = shape.get("pattern")
        if pattern is None or pattern in VACUOUS_PATTERNS:
            return
        valid = self._string(name, max(low, 2))
        candidates = ["x" + valid[1:], valid + "\x01", valid + "\n"]
        yield "pattern", next(text for text in candidates if not re.fullmatch(pattern, text))

    def _string_of(self, name, length):
        """A string of exactly this length which, if any such exists, keeps to the pattern."""
        valid = VALID_BY_SHAPE.get(name, "")
        return valid[:length] + "a" * (length - len(valid))

    @staticmethod
    def _wrong_type(shape):
        wrong = {"string": 7, "integer": "7", "boolean": "true", "list": {}, "map": [], "structure": "text"}
        return wrong[shape["type"]]

    def _violation(self, operation, path, location, kind, value, sensitive=False):
        def apply(params):
            changed = copy.deepcopy(params)
            self._graft(changed, self.operations[operation]["input"], path, value)
            return changed

        return Violation(operation, path, location, kind, sensitive, apply)

    def _graft(self, target, reference, path, value):
        """Puts `value` at `path`, building valid parents where the parameters have none."""
        shape = self.shapes[reference["shape"]]
        step, rest = path[0], path[1:]
        if shape["type"] == "structure":
            child, present = shape["members"][step], step in target
        elif shape["type"] == "list":
            child, present = shape["member"], step < len(target)
        else:
            child = shape["value"]
            step = next(iter(target), "key")
            present = step in target
        if rest:
            if not present:
                fresh = self._minimal(child)
                target.append(fresh) if shape["type"] == "list" else target.__setitem__(step, fresh)
            self._graft(target[step], child, rest, value)
        elif value is MISSING:
            target.pop(step, None)
        else:
            if isinstance(value, _Repeated):
                value = value.of(target[step][0] if present and target[step] else None)
            if shape["type"] == "list" and not present:
                target.append(value)
            else:
                target[step] = value

    # Limits that must be accepted

    def longest(self, operation):
        """(path, longest allowed value) of every body string that has a maximum and no meaning of its own."""
        yield from self._longest(self.operations[operation]["input"], ())

    def _longest(self, reference, path):
        name = reference["shape"]
        shape = self.shapes[name]
        match shape["type"]:
            case "structure":
                for key, member in shape.get("members", {}).items():
                    if member.get("location", "body") == "body":
                        yield from self._longest(member, (*path, key))
            case "list":
                yield from self._longest(shape["member"], (*path, 0))
            case "map":
                yield from self._longest(shape["value"], (*path, "key"))
            case "string" if "max" in shape and name not in VALID_BY_SHAPE and "enum" not in shape:
                yield path, "a" * shape["max"]

    def with_value(self, operation, params, path, value):
        return self._violation(operation, path, "body", "valid", value).apply(params)

    # Responses

    def check(self, operation, status, headers, body) -> list[str]:
        """What is wrong with a successful response; nothing, for a right one."""
        problems = []
        if status != self.status(operation):
            problems.append(f"status {status}, not {self.status(operation)}")
        output = self.operations[operation].get("output")
        if output is None or not self.shapes[output["shape"]].get("members"):
            if body not in (b"", b"{}"):
                problems.append("a body where the model has none")
            return problems
        if not headers.get("content-type", "").startswith("application/json"):
            problems.append(f"content type {headers.get('content-type')}")
        value = json.loads(body)
        problems += self._check(output["shape"], value, operation)
        return problems

    def _check(self, name, value, where):
        shape = self.shapes[name]
        kinds = {
            "structure": dict,
            "map": dict,
            "list": list,
            "string": str,
            "boolean": bool,
            "integer": int,
            "timestamp": (int, float),
        }
        wrong_bool = isinstance(value, bool) and shape["type"] != "boolean"
        if wrong_bool or not isinstance(value, kinds[shape["type"]]):
            return [f"{where}: {type(value).__name__} for {shape['type']}"]
        problems = []
        size = value if shape["type"] == "integer" else len(value) if hasattr(value, "__len__") else None
        if size is not None and size < shape.get("min", size):
            problems.append(f"{where}: below {shape['min']}")
        if size is not None and size > shape.get("max", size):
            problems.append(f"{where}: above {shape['max']}")
        if "enum" in shape and value not in shape["enum"]:
            problems.append(f"{where}: {value!r} is not in the enum")
        if "pattern" in shape and not re.fullmatch(shape["pattern"], value):
            problems.append(f"{where}: does not match {shape['pattern']}")
        if shape["type"] == "structure":
            members = shape.get("members", {})
            problems += [f"{where}.{key}: unknown member" for key in value if key not in members]
            problems += [f"{where}.{key}: missing" for key in shape.get("required", []) if key not in value]
            for key in value.keys() & members.keys():
                problems += self._check(members[key]["shape"], value[key], f"{where}.{key}")
        elif shape["type"] == "list":
            for index, element in enumerate(value):
                problems += self._check(shape["member"]["shape"], element, f"{where}[{index}]")
        elif shape["type"] == "map":
            for key, element in value.items():
                problems += self._check(shape["key"]["shape"], key, f"{where} key")
                problems += self._check(shape["value"]["shape"], element, f"{where}[…]")
        return problems

    def members(self, operation) -> set[str]:
        """Dotted paths of all output members, through lists and maps."""
        output = self.operations[operation].get("output")
        return set(self._members(output["shape"], "")) if output else set()

    def _members(self, name, prefix):
        shape = self.shapes[name]
        if shape["type"] == "structure":
            for key, member in shape.get("members", {}).items():
                yield prefix + key
                yield from self._members(member["shape"], prefix + key + ".")
        elif shape["type"] == "list":
            yield from self._members(shape["member"]["shape"], prefix)
        elif shape["type"] == "map":
            yield from self._members(shape["value"]["shape"], prefix)

    def seen(self, operation, body) -> set[str]:
        output = self.operations[operation].get("output")
        return set(self._seen(output["shape"], json.loads(body), "")) if output and body else set()

    def _seen(self, name, value, prefix):
        shape = self.shapes[name]
        if shape["type"] == "structure":
            for key in value:
                yield prefix + key
                yield from self._seen(shape["members"][key]["shape"], value[key], prefix + key + ".")
        elif shape["type"] == "list":
            for element in value:
                yield from self._seen(shape["member"]["shape"], element, prefix)
        elif shape["type"] == "map":
            for element in value.values():
                yield from self._seen(shape["value"]["shape"], element, prefix)


@dataclasses.dataclass(frozen=True)
class _Repeated:
    """A list that is too long and otherwise valid: made of the element that the valid request has."""

    times: int
    fallback: object

    def of(self, element):
        return [self.fallback if element is None else element] * self.times


MESSAGING = Service("chime-sdk-messaging")
IDENTITY = Service("chime-sdk-identity")


def service_of(operation) -> Service:
    # The operations on tags are in both models; the supported ones are in one each.
    return MESSAGING if operation in MESSAGING.operations else IDENTITY
