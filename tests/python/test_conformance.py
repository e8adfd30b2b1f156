"""The emulator against the published service model: every operation, every member, every constraint."""

import dataclasses
import json
import re

import pytest

from held import Held
from model import IDENTITY, MESSAGING, service_of
from process import CANARY, TRACE
from scenarios import SCENARIOS
from violations import UNSENDABLE, longest, violations, with_value
from world import World

VIOLATIONS = [one for operation in SCENARIOS for one in violations(operation)]
UNSUPPORTED = sorted((MESSAGING.operations.keys() | IDENTITY.operations.keys()) - SCENARIOS.keys())

# Values at their longest that mean something and so cannot be made up.
MEANINGFUL = {"CallbackId", "MessageId", "SubChannelId"}


@pytest.fixture(scope="module")
def world(start_for_module):
    held = Held()
    emulator = start_for_module("emulate", "--function", f"held={held.url}", "--max-processors", "3", env=TRACE)
    world = World(emulator["endpoint"], "arn:aws:lambda:us-east-1:111122223333:function:held", held)
    yield world
    world.wire.close()
    held.stop()


@pytest.fixture(scope="module")
def base(world):
    """Valid parameters of an operation, made once: a refused request changes nothing, so they stay valid."""
    made = {}

    def base(operation):
        if operation not in made:
            made[operation] = SCENARIOS[operation](world)
        return made[operation]

    return base


@pytest.mark.parametrize("operation", SCENARIOS)
def test_a_valid_request_gets_the_modelled_answer(world, operation):
    world.call(operation, **SCENARIOS[operation](world))


# Optional members of which even a valid value is refused here, with the reason.
ALWAYS_REFUSED = {
    "SubChannelId": "elastic channels are not emulated",
    "ElasticChannelConfiguration": "elastic channels are not emulated",
    "NextToken": "only a token that was given is a token",
}


def refusal(world, base, operation, member):
    """What is answered for a valid value of such a member."""
    service = service_of(operation)
    value = service.value_of(service.input(operation)["members"][member])
    status, _, body = world.wire.send(service.encode(operation, base(operation) | {member: value}))
    assert status in (400, 501)
    return json.loads(body)["Message"]


@pytest.mark.parametrize("violation", [one for one in VIOLATIONS if one.sendable], ids=str)
def test_a_violated_constraint_gets_the_modelled_error(world, base, violation):
    operation = violation.operation
    service = service_of(operation)
    request = service.encode(operation, violation.apply(base(operation)))
    status, headers, body = world.wire.send(request)
    kind = headers.get("x-amzn-errortype")
    assert (status, kind) == (400, "BadRequestException"), f"{request.method} {request.target[:200]}"
    assert service.errors(operation).get(kind) == status, f"{operation} does not declare {kind}"
    error = json.loads(body)
    assert error.keys() == {"Code", "Message"} and error["Code"] == "BadRequest" and error["Message"]
    assert violation.member in error["Message"], f"another constraint was found broken: {error['Message']}"
    assert CANARY not in error["Message"], "the error repeats what was sent"
    if (member := violation.path[0]) in ALWAYS_REFUSED and violation.kind != "required":
        assert error["Message"] != refusal(world, base, operation, member)
    if violation.sensitive:
        assert not re.search(r"a{12}", error["Message"]), "the error repeats the value"


NOT_AN_OBJECT = {
    "nothing": b"",
    "half": b'{"Name": ',
    "a list": b"[]",
    "a text": b'"text"',
    "not UTF-8": b'{"Name": "\xff"}',
}
BODIES = [
    pytest.param(operation, body, id=f"{operation}-{kind}")
    for operation in SCENARIOS
    if service_of(operation).has_body(operation)
    for kind, body in NOT_AN_OBJECT.items()
    if body or service_of(operation).requires_body(operation)
]


@pytest.mark.parametrize("operation, body", BODIES)
def test_a_body_that_is_no_json_object_is_refused(world, base, operation, body):
    request = service_of(operation).encode(operation, base(operation))
    status, headers, _ = world.wire.send(dataclasses.replace(request, body=body))
    assert (status, headers.get("x-amzn-errortype")) == (400, "BadRequestException")


# Deletions whose model has no error for what is not there: they leave things as asked.
IDEMPOTENT = {("DeleteChannelMembership", "MemberArn"), ("DeleteChannelModerator", "ChannelModeratorArn")}
NAMES_A_RESOURCE = {"ChimeArn", "MessageId", "CallbackIdType"}
REFERENCES = [
    pytest.param(operation, name, id=f"{operation}-{name}")
    for operation in SCENARIOS
    for name, member in service_of(operation).input(operation).get("members", {}).items()
    if member["shape"] in NAMES_A_RESOURCE
]


@pytest.mark.parametrize("operation, name", REFERENCES)
def test_what_does_not_exist_gets_a_declared_error(world, base, operation, name):
    service = service_of(operation)
    params = base(operation)
    missing = params[name][:-6] + ("000000" if not params[name].endswith("000000") else "111111")
    status, headers, body = world.wire.send(service.encode(operation, params | {name: missing}))
    if (operation, name) in IDEMPOTENT:
        assert status == 204
        return
    kind = headers.get("x-amzn-errortype")
    assert service.errors(operation).get(kind) == status, f"{status} {kind} is not declared"
    assert kind in ("ForbiddenException", "NotFoundException", "BadRequestException")
    error = json.loads(body)
    assert error["Code"] in service.shapes["ErrorCode"]["enum"] and error["Message"]


PAGED = [operation for operation in SCENARIOS if "NextToken" in service_of(operation).input(operation)["members"]]


@pytest.mark.parametrize("operation", PAGED)
def test_a_token_works_for_the_query_that_gave_it_and_no_other(world, operation):
    service = service_of(operation)
    params = SCENARIOS[operation](world) | {"MaxResults": 1}
    token = world.call(operation, **params).get("NextToken")
    assert token, "the scenario makes more than one page"
    world.call(operation, **params, NextToken=token)
    for made_up in ("made-up", token[:-1] + ("A" if token[-1] != "A" else "B"), foreign_token(world, operation)):
        status, headers, _ = world.wire.send(service.encode(operation, params | {"NextToken": made_up}))
        assert (status, headers.get("x-amzn-errortype")) == (400, "BadRequestException")


def foreign_token(world, operation):
    other = next(one for one in PAGED if one != operation)
    return world.call(other, **SCENARIOS[other](world) | {"MaxResults": 1})["NextToken"]


def test_what_cannot_be_sent_is_listed_and_nothing_else_is():
    needed = {(one.location, one.kind) for one in VIOLATIONS if not one.sendable}
    assert needed == UNSENDABLE.keys()


OPTIONAL = [
    pytest.param(operation, name, id=f"{operation}-{name}")
    for operation in SCENARIOS
    for name in service_of(operation).optional(operation)
    if name not in ALWAYS_REFUSED
]


@pytest.mark.parametrize("operation, name", OPTIONAL)
def test_an_optional_member_may_be_left_out_or_be_valid(world, operation, name):
    params = SCENARIOS[operation](world)
    params.setdefault(name, service_of(operation).value_of(service_of(operation).input(operation)["members"][name]))
    world.call(operation, **params)
    without = SCENARIOS[operation](world)
    without.pop(name, None)
    world.call(operation, **without)


LONGEST = [
    pytest.param(operation, path, value, id=f"{operation}-{'.'.join(map(str, path))}")
    for operation in SCENARIOS
    for path, value in longest(operation)
    if not MEANINGFUL & set(path)
]


@pytest.mark.parametrize("operation, path, value", LONGEST)
def test_the_longest_allowed_value_is_accepted(world, operation, path, value):
    world.call(operation, **with_value(operation, SCENARIOS[operation](world), path, value))


def test_lengths_are_counted_in_characters(world):
    name = "é" * 256
    params = SCENARIOS["CreateChannel"](world) | {"Name": name}
    channel = world.call("CreateChannel", **params)["ChannelArn"]
    found = world.call("DescribeChannel", ChannelArn=channel, ChimeBearer=world.admin)
    assert found["Channel"]["Name"] == name


# Output members that no answer holds, with the reason.
NEVER_ANSWERED = {
    "SubChannelId": "elastic channels are not emulated",
    "ElasticChannelConfiguration": "elastic channels are not emulated",
    "Detail": "free text about a status, of which no value is documented",
}


def test_every_output_member_is_answered_somewhere(world):
    for operation, params in SCENARIOS.items():
        world.call(operation, **params(world))
    missing = {
        f"{operation}: {member}"
        for operation in SCENARIOS
        for member in service_of(operation).members(operation) - world.wire.seen.get(operation, set())
    }
    explained = {one: {name for name in NEVER_ANSWERED if name in re.split(r"[:. ]+", one)} for one in missing}
    assert [one for one, names in explained.items() if not names] == []
    assert set().union(*explained.values()) == NEVER_ANSWERED.keys(), "a reason that is not needed"


@pytest.mark.parametrize("operation", UNSUPPORTED)
def test_an_operation_that_is_not_supported_says_so(world, operation):
    service = service_of(operation)
    status, _, body = world.wire.send(service.encode(operation, service.minimal(operation)))
    assert status == 501
    assert operation in json.loads(body)["Message"]


def test_a_path_of_no_operation_is_not_found(world):
    status, _, _ = world.wire.send(dataclasses.replace(MESSAGING.encode("ListChannels", {}), target="/no-such-path"))
    assert status == 404


@pytest.mark.parametrize("operation", SCENARIOS)
def test_all_that_was_refused_above_was_otherwise_valid(world, base, operation):
    # Last: the requests that the violations were made from succeed to this moment.
    world.call(operation, **base(operation))
