"""What the emulator's switches change, and what it refuses."""

import http.client
import signal
import urllib.parse

import pytest

from process import CANARY
from road import Road, error_of, text


def held_road(start, held, *options):
    road = Road(start("dev", "--function", f"held={held.url}", *options))
    road.held = held
    return road


@pytest.mark.parametrize("omitted, metadata", [("keep", CANARY), ("clear", None)])
def test_omitted_members_are_kept_or_cleared(start, held, omitted, metadata):
    road = held_road(start, held, "--omitted", omitted)
    message_id = road.send(text("hello"), Metadata=CANARY)
    road.call_back(held.event_of(message_id))
    message = road.get(message_id)
    assert message["Content"] == text("hello")
    assert message.get("Metadata") == metadata


def test_a_message_without_a_callback_fails_in_the_end(start, held):
    road = held_road(start, held, "--callback-ttl", "1s")
    message_id = road.send(text("hello"))
    event = held.event_of(message_id)
    assert road.settled(message_id) == "FAILED"
    assert error_of(road.call_back, event=event) == "ForbiddenException"
    assert road.state(message_id) == "FAILED"


@pytest.mark.parametrize(
    "second, error",
    [("400", "BadRequestException"), ("409", "ConflictException"), ("403", "ForbiddenException")],
)
def test_a_second_callback_is_refused_as_asked(start, held, second, error):
    road = held_road(start, held, "--second-callback", second)
    message_id = road.send(text("hello"))
    event = held.event_of(message_id)
    road.call_back(event, Content=text("first"))
    assert error_of(road.call_back, event=event, Content=text("second")) == error
    assert road.get(message_id)["Content"] == text("first")


def test_an_event_may_come_twice(start, held):
    road = held_road(start, held, "--deliver-twice")
    message_id = road.send(text("hello"))
    assert held.event_of(message_id, number=1) == held.event_of(message_id, number=2)


def test_a_flow_has_one_processor_unless_more_are_allowed(start, held):
    road = held_road(start, held)
    flow = road.chime.describe_channel_flow(ChannelFlowArn=road.emulator["channel_flow_arn"])["ChannelFlow"]
    [first] = flow["Processors"]
    two = [first, {**first, "Name": "second", "ExecutionOrder": 2}]
    create = dict(AppInstanceArn=road.emulator["app_instance_arn"], Name="two", Processors=two)
    assert error_of(road.chime.create_channel_flow, **create) == "ResourceLimitExceededException"


def test_quotas_are_enforced_when_asked_for(start, held):
    road = held_road(start, held, "--quotas")

    def hurried():
        for _ in range(100):
            road.chime.describe_channel(ChannelArn=road.channel, ChimeBearer=road.alice)

    assert error_of(hurried) == "ThrottledClientException"


def test_a_data_file_keeps_messages_and_delivers_pending_ones_again(start, held, tmp_path):
    options = ("--data", tmp_path / "chime.db")
    road = held_road(start, held, *options)
    sent, pending = road.send(text("sent")), road.send(text("pending"))
    road.call_back(held.event_of(sent))
    first = held.event_of(pending)
    road.emulator.crash()

    again = held_road(start, held, *options)
    assert again.channel == road.channel and again.alice == road.alice
    assert again.get(sent)["Content"] == text("sent")
    second = held.event_of(pending, number=2)
    assert second["CallbackId"] == first["CallbackId"]
    again.call_back(second, Content=text("released"))
    assert again.get(pending, again.bob)["Content"] == text("released")


def request(road, headers, body=b"{}"):
    connection = http.client.HTTPConnection(urllib.parse.urlsplit(road.emulator["endpoint"]).netloc, timeout=20)
    try:
        connection.request("POST", "/channels", body, {"content-type": "application/json", **headers})
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_page_of_another_site_is_refused(start, held):
    road = held_road(start, held)
    assert request(road, {"host": "example.com"}) == 403
    assert request(road, {}) == 400


def test_a_body_beyond_any_message_is_refused(start, held):
    road = held_road(start, held)
    assert request(road, {}, b'{"Content": "' + b"a" * 65536 + b'"}') == 413


def test_sigterm_ends_it_as_well(start, held):
    road = held_road(start, held)
    road.emulator.process.send_signal(signal.SIGTERM)
    assert road.emulator.process.wait(20) == 0
