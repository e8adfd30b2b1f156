"""The events that the emulator sends have the shapes of the golden events, in each profile."""

import json
import re

import pytest

from held import Held
from process import CANARY, ROOT
from road import Road, text

EVENTS = ROOT / "tests" / "fixtures" / "events"
PUSH = {"Title": CANARY, "Body": CANARY, "Type": "DEFAULT"}
ATTRIBUTES = {"CHIME.mentions": {"StringValues": [CANARY]}, "topic": {"StringValues": [CANARY, CANARY]}}


def shape(value):
    """The keys and types of a JSON value, without its contents."""
    match value:
        case dict():
            return {key: shape(member) for key, member in value.items()}
        case list():
            return [shape(element) for element in value]
        case _:
            return type(value).__name__


def golden(name):
    return shape(json.loads((EVENTS / name).read_text()))


@pytest.fixture(scope="module", params=["measured", "documented", "rich"])
def road(request, start_for_module):
    held = Held()
    road = Road(start_for_module("dev", "--function", f"held={held.url}", "--event-profile", request.param))
    road.held, road.profile = held, request.param
    yield road
    held.stop()


def event_of_create(road, **more):
    return road.held.event_of(road.send(text("hello"), **more))


def event_of_update(road):
    message_id = road.send(text("hello"))
    event = road.held.event_of(message_id)
    road.chime.channel_flow_callback(
        ChannelArn=road.channel, CallbackId=event["CallbackId"], ChannelMessage={"MessageId": message_id}
    )
    road.update(message_id, text("hello again"), Metadata=CANARY)
    return road.held.event_of(message_id, number=2)


def test_events_have_the_shapes_of_the_golden_ones(road):
    match road.profile:
        case "measured":
            assert shape(event_of_create(road)) == golden("measured/create.json")
            targeted = event_of_create(road, Target=[{"MemberArn": road.bob}], MessageAttributes=ATTRIBUTES)
            assert shape(targeted) == golden("measured/targeted.json")
            assert shape(event_of_create(road, PushNotification=PUSH)) == golden("measured/push-full.json")
            assert shape(event_of_update(road)) == golden("measured/update.json")
        case "documented":
            assert shape(event_of_update(road)) == golden("documented/create.json")
            created = shape(event_of_create(road, PushNotification=PUSH, Metadata=CANARY))
            expected = golden("documented/create.json")
            # The skeleton lists the edit's time without saying that a new message has one.
            created["ChannelMessage"].setdefault("LastEditedTimestamp", "str")
            assert created == expected
        case "rich":
            expected = golden("rich/create.json")
            # Only the messages of elastic channels have it, and those are not emulated.
            del expected["ChannelMessage"]["SubChannelId"]
            everything = dict(
                PushNotification=PUSH, MessageAttributes=ATTRIBUTES, Metadata=CANARY, ContentType="text/plain"
            )
            assert shape(event_of_create(road, **everything)) == expected


def test_ids_and_times_are_spelt_as_in_the_golden_events(road):
    event = event_of_create(road)
    message = event["ChannelMessage"]
    assert event["EventType"] == "CHANNEL_MESSAGE_EVENT"
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", event["CallbackId"])
    assert re.fullmatch(r"[0-9a-f]{64}", message["MessageId"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", message["CreatedTimestamp"])
    assert message["ChannelArn"] == road.channel
    assert message["Sender"] == {"Arn": road.alice, "Name": "alice"}
    assert (message["Type"], message["Persistence"]) == ("STANDARD", "PERSISTENT")
