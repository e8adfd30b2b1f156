"""The published service model, read as a test oracle.

botocore ships AWS's own description of both APIs. This module turns that description into an encoder of requests (our
own, so that it can also write wrong ones), values that are valid, and a strict check of responses. What can be wrong in
a request is in `violations.py`. Nothing here knows the emulator.
"""

import dataclasses
import json
import re
import urllib.parse

import botocore.loaders

ARN = "arn:aws:chime:us-east-1:111122223333:app-instance/00000000-0000-4000-8000-000000000000"
VALID_BY_SHAPE = {
    "ChimeArn": ARN,
    "SensitiveChimeArn": ARN,
    "LambdaFunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:channel-flow",
    "LexBotAliasArn": "arn:aws:lex:us-east-1:111122223333:bot-alias/ABCDEFGHIJ/ABCDEFGHIJ",
    "LexIntentName": "Welcome",
}


@dataclasses.dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: dict
    body: bytes


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

    def optional(self, operation):
        shape = self.input(operation)
        return [name for name in shape.get("members", {}) if name not in shape.get("required", [])]

    def has_body(self, operation):
        members = self.input(operation).get("members", {})
        return any("location" not in member for member in members.values())

    def requires_body(self, operation):
        shape = self.input(operation)
        return any("location" not in shape["members"][name] for name in shape.get("required", []))

    def minimal(self, operation):
        """Parameters that satisfy every constraint, with required members only."""
        return self.value_of(self.operations[operation]["input"])

    def value_of(self, reference):
        """A value of a shape that satisfies its constraints, at its smallest."""
        name = reference["shape"]
        shape = self.shapes[name]
        match shape["type"]:
            case "structure":
                members = shape.get("members", {})
                return {key: self.value_of(members[key]) for key in shape.get("required", [])}
            case "list":
                return [self.value_of(shape["member"])] * shape.get("min", 1)
            case "map":
                return {"key": self.value_of(shape["value"])}
            case "string":
                return self.string_of(name, max(shape.get("min", 1), 1))
            case "integer":
                return shape.get("min", 1)
            case "boolean":
                return False
            case "timestamp":
                return "2026-01-15T09:30:00Z"
        raise AssertionError(f"no value for {name}")

    def string_of(self, name, length):
        shape = self.shapes[name]
        if "enum" in shape:
            return shape["enum"][0]
        value = VALID_BY_SHAPE.get(name, "a" * length)
        assert re.fullmatch(shape.get("pattern", r"[\s\S]*"), value), f"{name}: no valid value"
        return value

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


MESSAGING = Service("chime-sdk-messaging")
IDENTITY = Service("chime-sdk-identity")


def service_of(operation) -> Service:
    # The operations on tags are in both models; the supported ones are in one each.
    return MESSAGING if operation in MESSAGING.operations else IDENTITY
