"""The whole road, as boto3 sees it."""

import concurrent.futures
import json

import pytest

from held import Held
from process import CANARY, TRACE
from road import Road, error_of, start_road, text


@pytest.fixture(scope="module")
def road(start_for_module, tmp_path_factory):
    # Attributes can be rewritten where the event carries them.
    return start_road(start_for_module, tmp_path_factory.mktemp("road"), "--event-profile", "rich")


@pytest.fixture(scope="module")
def held_road(start_for_module):
    """A road whose function is the test itself: it sees each event and calls back when it wants."""
    held = Held()
    road = Road(start_for_module("dev", "--function", f"held={held.url}", env=TRACE))
    road.held = held
    yield road
    held.stop()


def attributes(**values):
    return {name: {"StringValues": [value]} for name, value in values.items()}


def test_a_message_is_pending_then_sent_rewritten(road):
    sent = road.sent(
        text("darn, see TKT-1234"),
        Metadata=text("heck"),
        MessageAttributes=attributes(topic=text("darn")),
        PushNotification={"Title": text("darn"), "Body": text("TKT-1234"), "Type": "DEFAULT"},
        ContentType="text/plain",
    )
    assert sent["Status"]["Value"] == "PENDING"
    message = road.released(sent["MessageId"], reader=road.bob)
    assert message["Content"] == text("****, see [TICKET]")
    assert message["Metadata"] == text("****")
    assert message["MessageAttributes"] == attributes(topic=text("****"))
    assert message["ContentType"] == "text/plain"
    assert message["Sender"]["Arn"] == road.alice
    assert message["Status"]["Value"] == "SENT"
    assert "LastEditedTimestamp" not in message


def test_the_sender_sees_a_pending_message_and_others_do_not(held_road):
    message_id = held_road.send(text("wait"))
    assert held_road.status(message_id) == "PENDING"
    assert held_road.get(message_id)["Status"]["Value"] == "PENDING"
    by_others = dict(ChannelArn=held_road.channel, MessageId=message_id, ChimeBearer=held_road.bob)
    assert error_of(held_road.chime.get_channel_message, **by_others) == "ForbiddenException"
    assert error_of(held_road.chime.get_channel_message_status, **by_others) == "ForbiddenException"
    by_admin = by_others | {"ChimeBearer": held_road.admin}
    assert error_of(held_road.chime.get_channel_message, **by_admin) == "ForbiddenException"

    def sees(reader):
        return message_id in [message["MessageId"] for message in held_road.listed(reader)]

    assert sees(held_road.alice) and not sees(held_road.bob)
    held_road.call_back(held_road.held.event_of(message_id))
    assert sees(held_road.bob)


def test_a_denied_message_is_gone(road):
    message_id = road.send(text("forbidden"))
    assert road.settled(message_id) == "GONE"
    by_sender = dict(ChannelArn=road.channel, MessageId=message_id, ChimeBearer=road.alice)
    assert error_of(road.chime.get_channel_message_status, **by_sender) == "ForbiddenException"
    assert error_of(road.chime.get_channel_message, **by_sender) == "NotFoundException"
    for reader in (road.alice, road.bob, road.admin):
        if reader != road.admin:
            assert message_id not in [message["MessageId"] for message in road.listed(reader)]


BYTES = {
    "emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 é e\u0301 \u200b\u2066x\u2069",
    "control": "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\u2029",
    "json": '{"a":"\\u0000\\n\\"","b":[1,2.50,1e400]}',
    "markup": "<b>&amp;%41</b> \\u0041 ${x} {{y}}",
    "spaces": "  \t leading and trailing \r\n ",
    "astral": "𝒽𝑒𝓁𝓁𝑜 \U0010fffd \ufeff\ufffe",
}


@pytest.mark.parametrize("sample", BYTES.values(), ids=BYTES.keys())
def test_a_message_that_no_rule_changes_keeps_its_bytes(road, sample):
    message = road.released(road.send(sample + CANARY, ContentType="text/x-sample"), reader=road.bob)
    assert message["Content"] == sample + CANARY


@pytest.mark.parametrize("letter", ["a", "é", "👍"])
def test_content_may_be_4096_bytes_and_not_one_more(road, letter):
    room = 4096 - len(CANARY)
    content = CANARY + letter * (room // len(letter.encode())) + "a" * (room % len(letter.encode()))
    assert len(content.encode()) == 4096
    assert road.released(road.send(content))["Content"] == content
    assert error_of(road.sent, text=content + "a") == "BadRequestException"


def test_an_update_goes_through_the_flow_again(road):
    message_id = road.send(text("hello"))
    created = road.released(message_id)
    assert road.update(message_id, text("darn"), Metadata=text("heck"))["Status"]["Value"] == "PENDING"
    updated = road.released(message_id, reader=road.bob)
    assert updated["Content"] == text("****") and updated["Metadata"] == text("****")
    assert updated["LastEditedTimestamp"] >= updated["CreatedTimestamp"] == created["CreatedTimestamp"]


def test_a_denied_update_leaves_the_sent_version(road):
    message_id = road.send(text("hello"))
    road.released(message_id)
    road.update(message_id, text("forbidden"))
    assert road.settled(message_id) == "SENT"
    for reader in (road.alice, road.bob):
        assert road.get(message_id, reader)["Content"] == text("hello")


def test_an_update_has_a_new_callback_and_others_read_the_old_version_meanwhile(held_road):
    message_id = held_road.send(text("one"))
    created = held_road.held.event_of(message_id)
    held_road.call_back(created)
    held_road.update(message_id, text("two"))
    updated = held_road.held.event_of(message_id, number=2)
    assert updated["CallbackId"] != created["CallbackId"]
    assert "LastEditedTimestamp" not in created["ChannelMessage"]
    assert updated["ChannelMessage"]["LastEditedTimestamp"]
    assert held_road.get(message_id)["Content"] == text("two")
    assert held_road.get(message_id, held_road.bob)["Content"] == text("one")
    held_road.call_back(updated, Content=text("three"))
    assert held_road.get(message_id, held_road.bob)["Content"] == text("three")


def test_a_targeted_message_is_seen_by_sender_and_target_only(road):
    message_id = road.send(text("darn, for bob"), Target=[{"MemberArn": road.bob}])
    for reader in (road.alice, road.bob):
        message = road.released(message_id, reader)
        assert message["Content"] == text("****, for bob")
        assert message["Target"] == [{"MemberArn": road.bob}]
        assert message_id in [one["MessageId"] for one in road.listed(reader)]
    by = dict(ChannelArn=road.channel, MessageId=message_id)
    for outsider in (road.carol, road.admin):
        assert error_of(road.chime.get_channel_message, **by, ChimeBearer=outsider) == "ForbiddenException"
        assert error_of(road.chime.redact_channel_message, **by, ChimeBearer=outsider) == "ForbiddenException"
    assert message_id not in [one["MessageId"] for one in road.listed(road.carol)]
    assert error_of(road.chime.delete_channel_message, **by, ChimeBearer=road.carol) == "ForbiddenException"
    road.chime.delete_channel_message(**by, ChimeBearer=road.admin)
    assert error_of(road.chime.get_channel_message, **by, ChimeBearer=road.bob) == "NotFoundException"


def test_the_processor_is_not_told_the_target(held_road):
    message_id = held_road.send(text("for bob"), Target=[{"MemberArn": held_road.bob}])
    assert "Target" not in held_road.held.event_of(message_id)["ChannelMessage"]


def test_a_control_message_does_not_enter_the_flow(held_road):
    before = held_road.held.count()
    sent = held_road.sent(f"darn {CANARY}", Type="CONTROL", Persistence="PERSISTENT")
    assert sent["Status"]["Value"] == "SENT"
    assert held_road.get(sent["MessageId"], held_road.bob)["Content"] == f"darn {CANARY}"
    # A standard message sent afterwards is seen, so the control message would have been.
    held_road.held.event_of(held_road.send(text("after")))
    assert held_road.held.count() == before + 1


def test_a_second_callback_is_refused_and_changes_nothing(held_road):
    message_id = held_road.send(text("once"))
    event = held_road.held.event_of(message_id)
    held_road.call_back(event, Content=text("first"))
    for deny in (False, True):
        assert error_of(held_road.call_back, event=event, deny=deny) == "BadRequestException"
    assert held_road.get(message_id)["Content"] == text("first")


def test_a_callback_that_says_nothing_keeps_everything(held_road):
    whole = dict(Metadata=CANARY, ContentType="text/plain", MessageAttributes=attributes(topic=CANARY))
    message_id = held_road.send(text("keep"), **whole)
    held_road.call_back(held_road.held.event_of(message_id))
    message = held_road.get(message_id, held_road.bob)
    assert message["Content"] == text("keep")
    assert {key: message[key] for key in whole} == whole


def test_a_callback_may_rewrite_all_four_things(held_road):
    message_id = held_road.send(text("old"), Metadata=CANARY, MessageAttributes=attributes(old=CANARY))
    rewritten = {
        "Content": text("new"),
        "Metadata": text("new"),
        "MessageAttributes": attributes(new=CANARY),
        "ContentType": "text/markdown",
        "PushNotification": {"Title": CANARY, "Body": CANARY, "Type": "VOIP"},
    }
    held_road.call_back(held_road.held.event_of(message_id), **rewritten)
    message = held_road.get(message_id, held_road.bob)
    for key in rewritten.keys() - {"PushNotification"}:
        assert message[key] == rewritten[key]


def test_a_callback_that_breaks_a_limit_leaves_the_message_pending(held_road):
    message_id = held_road.send(text("pending"))
    event = held_road.held.event_of(message_id)
    assert error_of(held_road.call_back, event=event, Content="a" * 4097) == "BadRequestException"
    assert held_road.status(message_id) == "PENDING"
    held_road.call_back(event, Content="a" * 4096)
    assert held_road.status(message_id) == "SENT"


def test_a_repeated_request_token_sends_one_message(held_road):
    again = dict(ClientRequestToken="the-same-token", Metadata=CANARY)
    first = held_road.send(text("token"), **again)
    assert held_road.send(text("token"), **again) == first
    assert error_of(held_road.sent, text=text("another"), **again) == "ConflictException"


def test_a_redacted_message_stays_without_its_content(road):
    message_id = road.send(text("hello"))
    road.released(message_id)
    road.chime.redact_channel_message(ChannelArn=road.channel, MessageId=message_id, ChimeBearer=road.alice)
    message = road.get(message_id, road.bob)
    assert message["Redacted"] is True and not message.get("Content")


def test_a_thousand_messages_are_listed_exactly_once_in_both_orders(road):
    channel = road.chime.create_channel(
        AppInstanceArn=road.emulator["app_instance_arn"],
        Name=CANARY,
        ChimeBearer=road.admin,
        MemberArns=[road.alice, road.bob],
    )["ChannelArn"]

    def send(number):
        # Every tenth message is for the sender alone, so that the other's pages are short.
        target = {"Target": [{"MemberArn": road.alice}]} if number % 10 == 0 else {}
        return road.send(text(number), channel=channel, **target), number

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        sent = dict(pool.map(send, range(1000)))
    assert len(sent) == 1000
    there = Road(road.emulator)
    there.channel = channel
    public = {message_id for message_id, number in sent.items() if number % 10}
    for reader, expected in ((road.alice, sent.keys()), (road.bob, public)):
        newest = [one["MessageId"] for one in there.listed(reader, SortOrder="DESCENDING", MaxResults=37)]
        oldest = [one["MessageId"] for one in there.listed(reader, SortOrder="ASCENDING", MaxResults=50)]
        assert len(newest) == len(expected) and set(newest) == set(expected)
        assert newest == oldest[::-1]


def test_lambda_invokes_the_function_and_answers_what_it_returns(road, tmp_path):
    client = road.emulator.client("lambda")
    event = json.dumps({"not": "a channel flow event"})
    answer = client.invoke(FunctionName="channel-flow", Payload=event)
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST"
    json.loads(answer["Payload"].read())
    assert client.invoke(FunctionName="channel-flow", InvocationType="DryRun")["StatusCode"] == 204
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.invoke(FunctionName="no-such-function", Payload=event)


def test_an_event_invocation_resolves_the_message(start, tmp_path, held):
    """A message whose event reached nobody is resolved by invoking the function with its event."""
    road = start_road(start, tmp_path, "--function", f"held={held.url}")
    road.process_with("held")
    message_id = road.send(text("darn"))
    event = held.event_of(message_id)
    assert road.status(message_id) == "PENDING"
    answer = road.emulator.client("lambda").invoke(
        FunctionName="channel-flow", InvocationType="Event", Payload=json.dumps(event)
    )
    assert answer["StatusCode"] == 202
    assert road.released(message_id)["Content"] == text("****")


def test_a_message_sent_before_the_rest_can_be_released_after_it(held_road):
    first, second = held_road.send(text("first")), held_road.send(text("second"))
    held_road.call_back(held_road.held.event_of(second))
    held_road.call_back(held_road.held.event_of(first))
    order = [one["MessageId"] for one in held_road.listed(held_road.bob, SortOrder="ASCENDING")]
    assert order.index(first) < order.index(second)


def test_a_push_notification_is_rewritten_too(start, tmp_path, held):
    """What a phone would show is not in any answer of the API, so a second processor reads it from its event."""
    road = start_road(start, tmp_path, "--function", f"held={held.url}", "--max-processors", "2")
    road.process_with("channel-flow", "held")
    push = {"Title": text("darn"), "Body": text("TKT-1234"), "Type": "VOIP"}
    message_id = road.send(text("hello"), PushNotification=push)
    event = held.event_of(message_id)
    assert event["ChannelMessage"]["PushNotification"] == {
        "Title": text("****"),
        "Body": text("[TICKET]"),
        "Type": "VOIP",
    }
    road.call_back(event)
    assert road.settled(message_id) == "SENT"
