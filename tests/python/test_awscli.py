"""The whole road, as somebody with the AWS CLI sees it."""

import json
import pathlib
import subprocess
import sys

import pytest

from process import CANARY, eventually
from road import start_road, text

AWS = pathlib.Path(sys.executable).parent / "aws"


class Cli:
    def __init__(self, emulator):
        self._environment = emulator.aws_environment()
        self._lambda = emulator["lambda_endpoint"]

    def run(self, *words):
        return subprocess.run(
            [sys.executable, AWS, *words], env=self._environment, capture_output=True, text=True, timeout=60
        )

    def messaging(self, operation, **options):
        """An operation of the messaging API, which must succeed."""
        done = self.run("chime-sdk-messaging", operation, *flags(options))
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.strip() else None

    def refused(self, operation, **options):
        """The exception that an operation ends with."""
        done = self.run("chime-sdk-messaging", operation, *flags(options))
        assert done.returncode != 0
        return done.stderr.split("(", 1)[1].split(")", 1)[0]

    def invoke(self, name, payload, out, *more):
        done = self.run(
            "lambda", "invoke", "--endpoint-url", self._lambda, "--function-name", name,
            "--payload", payload, *more, str(out),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def flags(options):
    for name, value in options.items():
        yield "--" + name.replace("_", "-")
        yield value if isinstance(value, str) else json.dumps(value)


@pytest.fixture(scope="module")
def road(start_for_module, tmp_path_factory):
    # Attributes can be rewritten where the event carries them.
    return start_road(start_for_module, tmp_path_factory.mktemp("road"), "--event-profile", "rich")


@pytest.fixture(scope="module")
def cli(road):
    return Cli(road.emulator)


def test_a_message_is_pending_then_sent_rewritten(road, cli):
    sent = cli.messaging(
        "send-channel-message", channel_arn=road.channel, chime_bearer=road.alice,
        content=text("darn, see TKT-1234"), type="STANDARD", persistence="PERSISTENT", metadata=text("heck"),
        message_attributes={"topic": {"StringValues": [text("darn")]}},
        push_notification={"Title": text("darn"), "Body": text("darn"), "Type": "DEFAULT"},
    )  # fmt: skip
    assert sent["Status"]["Value"] == "PENDING"
    here = dict(channel_arn=road.channel, message_id=sent["MessageId"])
    state = lambda: cli.messaging("get-channel-message-status", **here, chime_bearer=road.alice)  # noqa: E731
    eventually(lambda: state()["Status"]["Value"] == "SENT", "SENT")
    message = cli.messaging("get-channel-message", **here, chime_bearer=road.bob)["ChannelMessage"]
    assert message["Content"] == text("****, see [TICKET]")
    assert message["Metadata"] == text("****")
    assert message["MessageAttributes"] == {"topic": {"StringValues": [text("****")]}}


def test_a_denied_message_is_gone(road, cli):
    message_id = road.send(text("forbidden"))
    assert road.settled(message_id) == "GONE"
    here = dict(channel_arn=road.channel, message_id=message_id, chime_bearer=road.alice)
    assert cli.refused("get-channel-message-status", **here) == "ForbiddenException"
    assert cli.refused("get-channel-message", **here) == "NotFoundException"


def test_messages_are_listed_page_by_page(road, cli):
    for number in range(3):
        road.released(road.send(text(f"page {number}")))
    expected = [one["MessageId"] for one in road.listed(road.bob)]
    seen, token = [], {}
    while True:
        page = cli.messaging(
            "list-channel-messages", channel_arn=road.channel, chime_bearer=road.bob, max_results="2", **token
        )
        seen += [one["MessageId"] for one in page["ChannelMessages"]]
        if not page.get("NextToken"):
            break
        token = {"next_token": page["NextToken"]}
    assert seen == expected


def test_lambda_invoke_runs_the_function(road, cli, tmp_path):
    out = tmp_path / "out.json"
    answer = cli.invoke("channel-flow", '{"not": "an event"}', out)
    assert answer["StatusCode"] == 200 and answer["ExecutedVersion"] == "$LATEST"
    json.loads(out.read_text())


def test_lambda_invoke_resolves_a_message_by_its_event(start, tmp_path, held):
    road = start_road(start, tmp_path, "--function", f"held={held.url}")
    road.process_with("held")
    cli = Cli(road.emulator)
    for mode, words, rewritten in (("RequestResponse", "darn", "****"), ("Event", "heck", "****")):
        message_id = road.send(text(words), Metadata=CANARY)
        event = json.dumps(held.event_of(message_id))
        cli.invoke(road.emulator["function_arn"], event, tmp_path / "out.json", "--invocation-type", mode)
        assert road.released(message_id)["Content"] == text(rewritten)
