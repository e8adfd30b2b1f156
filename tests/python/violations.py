"""What can be wrong in a request: every constraint of the published model, each broken once, and its limits."""

import copy
import dataclasses
import re
from collections.abc import Callable, Iterator

from model import VALID_BY_SHAPE, service_of

MISSING = object()

# Kinds of violation that HTTP cannot carry, by (location, kind), with the reason.
UNSENDABLE = {
    ("uri", "required"): "a path without the label is another path",
    ("uri", "empty"): "an empty label is another path",
}
# Patterns that every string matches constrain nothing.
VACUOUS_PATTERNS = {r"[\s\S]*"}


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
    def member(self):
        """The name of the member that is wrong; of a list's or map's element, that of the list or map."""
        return [step for step in self.path if step not in (0, "key")][-1]

    @property
    def sendable(self):
        return (self.location, self.kind) not in UNSENDABLE


class Constraints:
    """The constraints on the requests of one service."""

    def __init__(self, service):
        self.service, self.shapes = service, service.shapes

    def violations(self, operation) -> Iterator[Violation]:
        """Every constraint of every input member, nested ones too, each broken once."""
        shape = self.service.input(operation)
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
                element = self.service.value_of(shape["member"])
                if shape.get("min", 0) > 0:
                    yield broken("min", [element] * (shape["min"] - 1))
                if "max" in shape:
                    yield broken("max", _Repeated(shape["max"] + 1, element))
                yield from self._value_violations(operation, (*path, 0), location, shape["member"])
            case "map":
                for kind, key in self._string_violations(shape["key"]["shape"]):
                    yield broken(f"key-{kind}", {key: self.service.value_of(shape["value"])})
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
        valid = self.service.string_of(name, max(low, 2))
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
            self._graft(changed, self.service.operations[operation]["input"], path, value)
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
                fresh = self.service.value_of(child)
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
        yield from self._longest(self.service.operations[operation]["input"], ())

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


@dataclasses.dataclass(frozen=True)
class _Repeated:
    """A list that is too long and otherwise valid: made of the element that the valid request has."""

    times: int
    fallback: object

    def of(self, element):
        return [self.fallback if element is None else element] * self.times


def violations(operation):
    return Constraints(service_of(operation)).violations(operation)


def longest(operation):
    return Constraints(service_of(operation)).longest(operation)


def with_value(operation, params, path, value):
    return Constraints(service_of(operation)).with_value(operation, params, path, value)
