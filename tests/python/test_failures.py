"""What goes wrong: each message ends in exactly one state, and nothing that is written holds its text."""

import pathlib
import shlex
import shutil

import pytest

from process import BOOTSTRAP, CANARY, MISBEHAVING, TRACE, built, eventually, script
from road import RULEBOOK, Road, start_road, text

FUNCTION = pathlib.Path(__file__).parent / "functions" / "misbehave.py"
LEVELS = {"quiet": {}, "trace": TRACE}
# Lambda's one and two minutes, shortened.
AT_ONCE = ("--retry-delays", "100ms,100ms")


def full(words):
    """A message with the canary in each of its parts."""
    return dict(
        text=text(words),
        Metadata=text(words),
        MessageAttributes={CANARY: {"StringValues": [text(words)]}},
        PushNotification={"Title": text(words)[:50], "Body": text(words), "Type": "DEFAULT"},
    )


def send_full(road, words):
    """Sends it as a user whose name holds the canary too."""
    if not hasattr(road, "named"):
        road.named = road.alice = road.new_user(f"{CANARY} name")
    return road.send(**full(words), sender=road.named)


def wrapped(tmp_path, binary, env):
    """The function with more environment than the emulator gives it, as Lambda's configuration would."""
    exports = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in env.items())
    return script(tmp_path / "bootstrap", f"#!/bin/sh\n{exports}exec {shlex.quote(str(binary))}\n")


@pytest.fixture(params=LEVELS.values(), ids=LEVELS.keys())
def level(request):
    return request.param


# Duplicate deliveries


@pytest.mark.parametrize("second", ["400", "409", "403"])
@pytest.mark.parametrize("environments", [1, 2])
def test_an_event_delivered_twice_resolves_its_message_once(start, tmp_path, level, second, environments):
    function = wrapped(tmp_path, built(BOOTSTRAP), level)
    options = ("--deliver-twice", "--second-callback", second, "--environments", environments, *AT_ONCE)
    road = start_road(start, tmp_path, *options, function=f"channel-flow={function}", env=level)
    for words, state in (("darn", "SENT"), ("forbidden", "GONE"), ("hello", "SENT")):
        message_id = send_full(road, words)
        assert road.settled(message_id) == state
        wait_for_decisions(road, message_id, 2)
        assert road.state(message_id) == state
        if state == "SENT":
            assert road.get(message_id)["Content"] == text("****" if words == "darn" else words)
    # A delivery that failed would have been tried again, and the line of the new try would be here.
    assert len(decided(road, message_id)) == 2


def decided(road, message_id):
    """The function's own lines about a message: one for each event."""
    return [line for line in road.emulator.lines_with(message_id) if '"decision"' in line]


def wait_for_decisions(road, message_id, number):
    road.emulator.wait_for(lambda: len(decided(road, message_id)) >= number, f"{number} lines about {message_id}")


# Functions that fail


@pytest.fixture
def misbehaving(start, tmp_path):
    """Starts a function that misbehaves on the first delivery, and is well on the second."""

    def misbehaving(name, *options, env=None):
        path = shutil.copy(FUNCTION, tmp_path)
        road = Road(start("dev", "--function", f"{name}={path}", *AT_ONCE, *options, env=env))
        road.directory = tmp_path
        return road

    return misbehaving


def deliveries(road, message_id):
    """How often the misbehaving function got this message."""
    seen = road.directory / message_id
    return len(seen.read_text()) if seen.exists() else 0


@pytest.mark.parametrize("behaviour", ["crash", "abort", "error", "garbage-error", "wrong-request"])
def test_an_event_that_failed_is_delivered_again(misbehaving, level, behaviour):
    road = misbehaving(behaviour, env=level)
    message_id = send_full(road, "hello")
    assert road.settled(message_id) == "SENT"
    assert deliveries(road, message_id) == 2


def test_an_event_that_timed_out_is_delivered_again(misbehaving, level):
    road = misbehaving("hang", "--timeout", "1", env=level)
    message_id = send_full(road, "hello")
    assert road.settled(message_id) == "SENT"
    assert deliveries(road, message_id) == 2


def test_a_function_that_dies_after_its_callback_changes_nothing_more(misbehaving, level):
    road = misbehaving("crash-after-callback", env=level)
    message_id = send_full(road, "hello")
    eventually(lambda: deliveries(road, message_id) == 2, "the second delivery")
    assert road.state(message_id) == "SENT"


def test_a_garbage_answer_without_a_callback_leaves_the_message_pending(misbehaving, level):
    road = misbehaving("garbage", env=level)
    first = send_full(road, "hello")
    # Lambda takes any answer for success, so nobody tries again: the next message is the next event.
    second = send_full(road, "hello")
    eventually(lambda: (road.state(first), road.state(second)) == ("PENDING", "PENDING"), "both pending")
    eventually(lambda: deliveries(road, first) and deliveries(road, second), "both delivered")
    assert deliveries(road, first) == deliveries(road, second) == 1


def test_a_function_that_cannot_start_leaves_the_message_pending(misbehaving, tmp_path, level):
    road = misbehaving("cannot-start", env=level)
    message_id = send_full(road, "hello")
    starts = tmp_path / "starts"
    eventually(lambda: starts.exists() and len(starts.read_text()) >= 2, "a second attempt to start")
    assert road.state(message_id) == "PENDING"


@pytest.mark.parametrize("fallback, state", [("ABORT", "FAILED"), ("CONTINUE", "SENT")])
def test_a_function_that_cannot_be_reached_gets_the_fallback_action(start, level, fallback, state):
    # Nothing listens on the discard port.
    road = Road(start("dev", "--function", "gone=http://127.0.0.1:9", env=level))
    road.process_with("gone", fallback=fallback)
    message_id = send_full(road, "darn")
    assert road.settled(message_id) == state
    assert road.get(message_id)["Content"] == text("darn")


def test_the_search_finds_a_function_that_prints_what_it_reads(start, tmp_path):
    leak = "print(json.dumps(event), flush=True)"
    source = FUNCTION.read_text().replace(
        "        if deliveries(event) == 1:\n", f"        {leak}\n        if False:\n"
    )
    road = Road(start("dev", "--function", f"leak={script(tmp_path / 'leak', source)}"))
    message_id = road.send(text("hello"))
    assert road.settled(message_id) == "SENT"
    road.emulator.wait_for(lambda: CANARY in road.emulator.stderr, "the leaked line")
    with pytest.raises(AssertionError, match="message text on stderr"):
        road.emulator.assert_silent()
    road.emulator.expect_leak()


# Rules that fail, in the binary that would be deployed

# What the first word of a message makes the rule do, and what the function calls that.
BEHAVIOURS = {"panic": "panic", "error": "error", "never": "time-out", "oversize": "invalid-edit"}


def start_misbehaving_rule(start, tmp_path, on_failure, level):
    function = wrapped(tmp_path, built(MISBEHAVING), {**level, "MISBEHAVING_ON_FAILURE": on_failure})
    return Road(start("dev", "--function", f"misbehaving={function}", *AT_ONCE, env=level))


@pytest.mark.parametrize("on_failure, state", [("skip", "SENT"), ("deny", "GONE")])
def test_a_rule_that_fails_follows_its_on_failure(start, tmp_path, level, on_failure, state):
    road = start_misbehaving_rule(start, tmp_path, on_failure, level)
    for marker, failure in BEHAVIOURS.items():
        message_id = send_full(road, marker)
        assert road.settled(message_id) == state, marker
        if state == "SENT":
            assert road.get(message_id)["Content"] == text(marker)
        wait_for_decisions(road, message_id, 1)
        [line] = decided(road, message_id)
        assert f"misbehave:{failure}" in line
    assert road.settled(send_full(road, "hello")) == "SENT"


def test_a_rule_that_aborts_the_process_loses_only_its_own_message(start, tmp_path, level):
    road = start_misbehaving_rule(start, tmp_path, "skip", level)
    aborted = send_full(road, "abort")
    assert road.settled(send_full(road, "hello")) == "SENT"
    # Three deliveries, each of which ends the process.
    road.emulator.wait_for(lambda: road.emulator.lines_with("its retries are used up"), "the event is given up")
    assert road.settled(send_full(road, "hello")) == "SENT"
    assert road.state(aborted) == "PENDING"


# Rulebooks that do not load


@pytest.mark.parametrize("answer, state", [(None, "GONE"), ("deny", "GONE"), ("release", "SENT")])
def test_a_rulebook_that_does_not_load_answers_every_message(start, tmp_path, level, answer, state):
    broken = tmp_path / "broken.yaml"
    broken.write_text("version: 1\nrules:\n  - { id: a, use: no-such-kind }\n")
    env = {**level, "CHANNEL_FLOW_RULEBOOK": str(broken)}
    if answer:
        env["CHANNEL_FLOW_ON_CONFIG_ERROR"] = answer
    function = wrapped(tmp_path, built(BOOTSTRAP), env)
    road = start_road(start, tmp_path, function=f"channel-flow={function}", env=level, rulebook=RULEBOOK)
    message_id = send_full(road, "darn")
    assert road.settled(message_id) == state
    if state == "SENT":
        assert road.get(message_id)["Content"] == text("darn")
    road.emulator.wait_for(lambda: "no-such-kind" in road.emulator.stderr, "the reason, in the log")
