"""The oracle itself: what it takes for right and for wrong."""

import json

import pytest

from model import ARN, IDENTITY, MESSAGING
from violations import Constraints, violations

JSON = {"content-type": "application/json"}
CHANNEL = {
    "Name": "name",
    "ChannelArn": ARN,
    "Mode": "RESTRICTED",
    "CreatedBy": {"Arn": ARN, "Name": "alice"},
    "CreatedTimestamp": 1768469400.123,
}
WRONG = {
    "a time as text": ({"CreatedTimestamp": "2026-01-15T09:30:00Z"}, "str for timestamp"),
    "a time that is true": ({"CreatedTimestamp": True}, "bool for timestamp"),
    "an unknown member": ({"Nickname": "x"}, "unknown member"),
    "a value outside the enum": ({"Mode": "OPEN"}, "not in the enum"),
    "a short string": ({"Name": ""}, "below 1"),
    "a long string": ({"Name": "a" * 257}, "above 256"),
    "a broken pattern": ({"ChannelArn": "channel/1"}, "does not match"),
    "a null": ({"Metadata": None}, "NoneType for string"),
    "a nested error": ({"CreatedBy": {"Id": "alice"}}, "CreatedBy.Id: unknown member"),
}


def check(channel, status=200, headers=JSON):
    return MESSAGING.check("DescribeChannel", status, headers, json.dumps({"Channel": channel}).encode())


def test_a_right_answer_has_no_problems():
    assert check(CHANNEL) == []


@pytest.mark.parametrize("change, problem", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_answer_has_one_problem(change, problem):
    [found] = check(CHANNEL | change)
    assert problem in found


def test_status_content_type_and_stray_bodies_are_problems():
    assert check(CHANNEL, status=201) == ["status 201, not 200"]
    assert check(CHANNEL, headers={"content-type": "text/plain"}) == ["content type text/plain"]
    assert MESSAGING.check("DeleteChannel", 204, {}, b"{}") == []
    assert MESSAGING.check("DeleteChannel", 204, {}, b"deleted") == ["a body where the model has none"]


def test_labels_are_one_segment_and_fixed_query_keys_stay():
    params = {"ChannelArn": f"{ARN}/channel/1", "MessageId": "m", "ChimeBearer": ARN}
    request = MESSAGING.encode("RedactChannelMessage", params)
    path, _, query = request.target.partition("?")
    assert path.count("/") == 4 and "%3A" in path and "%2F" in path
    assert query == "operation=redact"
    assert request.headers["x-amz-chime-bearer"] == ARN
    assert request.body == b"{}"


@pytest.mark.parametrize("service", [MESSAGING, IDENTITY], ids=lambda service: service.name)
def test_every_violation_changes_the_request(service):
    for operation in service.operations:
        valid = service.minimal(operation)
        plain = service.encode(operation, valid)
        for violation in Constraints(service).violations(operation):
            assert service.encode(operation, violation.apply(valid)) != plain, violation
        assert service.minimal(operation) == valid, "a violation changed the parameters that it was given"


def test_a_nested_violation_breaks_only_what_it_names():
    [violation] = [one for one in violations("SendChannelMessage") if str(one).endswith("Title-max")]
    sent = violation.apply(MESSAGING.minimal("SendChannelMessage"))
    assert sent["PushNotification"] == {"Title": "a" * 51}


def test_the_constraints_of_a_message_are_all_there():
    found = {str(one).removeprefix("SendChannelMessage-") for one in violations("SendChannelMessage")}
    assert {
        "ChannelArn-required", "ChannelArn-pattern", "Content-empty", "Content-type", "Content-required",
        "Type-enum", "Metadata-max", "Metadata-pattern", "ChimeBearer-required", "ClientRequestToken-required",
        "PushNotification.Title-empty", "PushNotification.Body-max", "MessageAttributes-key-max",
        "MessageAttributes.key.StringValues.0-empty", "Target-min", "Target-max", "Target.0.MemberArn-pattern",
    } <= found  # fmt: skip
