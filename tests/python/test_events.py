"""The events that the emulator sends have the shapes of the golden events, in each profile."""

import json
import re

import pytest

from held import Held
from process import CANARY, ROOT
from road import Road, start_road, text

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
    road.call_back(event)
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


GOLDEN = sorted(path.relative_to(EVENTS).as_posix() for path in EVENTS.glob("*/*.json"))


@pytest.fixture(scope="module")
def answering(start_for_module, tmp_path_factory):
    """The ready-made function, to be invoked by the test, and a flow that holds its messages."""
    held = Held()
    road = start_road(start_for_module, tmp_path_factory.mktemp("road"), "--function", f"held={held.url}")
    road.process_with("held")
    road.held = held
    yield road
    held.stop()


@pytest.mark.parametrize("name", GOLDEN)
def test_the_function_answers_every_golden_event(answering, name):
    road = answering
    waiting = road.held.event_of(road.send(text("waiting")))
    event = json.loads((EVENTS / name).read_text())
    # The ids must be of a message that waits; all else is the golden event's.
    event["CallbackId"] = waiting["CallbackId"]
    for key in ("ChannelArn", "MessageId"):
        event["ChannelMessage"][key] = waiting["ChannelMessage"][key]
    # Echoed, it would be refused: the channel of this message has no sub-channels.
    event["ChannelMessage"].pop("SubChannelId", None)
    answer = road.emulator.client("lambda").invoke(FunctionName="channel-flow", Payload=json.dumps(event))
    assert "FunctionError" not in answer
    found = json.loads(answer["Payload"].read())
    original, rewritten = event["ChannelMessage"]["Content"], expected(event["ChannelMessage"]["Content"])
    assert found == {"decision": "no-change" if original == rewritten else "update", "receipt": "resolved"}
    assert road.released(event["ChannelMessage"]["MessageId"])["Content"] == rewritten


def expected(content):
    """What the rulebook makes of the golden texts."""
    return re.sub(r"TKT-\d{4}", "[TICKET]", re.sub(r"darn|heck", "****", content))
