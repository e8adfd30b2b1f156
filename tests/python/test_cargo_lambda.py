"""The way of a developer who knows `cargo lambda`: the function under `watch`, events from the emulator or `invoke`."""

import contextlib
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys

import pytest

from held import Held
from process import CANARY, ROOT, eventually
from road import RULEBOOK, Road, text

pytestmark = pytest.mark.cargo_lambda

# The environment's own directory first, where cargo finds cargo-lambda.
PATH = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
# The first event waits for cargo, which finds everything built and still needs a while to see that.
BUILD_SECONDS = 600
EXAMPLE = ROOT / "tests" / "fixtures" / "events" / "measured" / "create.json"


def free_port():
    """A port below those that systems hand out by themselves, so that nobody is given it before `watch` binds it."""
    while True:
        port = random.randint(20_000, 30_000)
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


class Watch:
    """`cargo lambda watch` on a port of its own, in a process group of its own."""

    def __init__(self, port, env, log):
        self.port, self.log = port, log
        self._output = log.open("wb")
        offline = {"CARGO_NET_OFFLINE": "true"}
        self._process = subprocess.Popen(
            ["cargo", "lambda", "watch", *self._address(), "--ignore-changes", "--locked", "--package", "channel-flow"],
            cwd=ROOT,
            env={**os.environ, "PATH": PATH, **offline, **env},
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        eventually(self._listens, "cargo lambda watch listens", 60)

    def _address(self):
        return "--invoke-address", "127.0.0.1", "--invoke-port", str(self.port)

    def assert_running(self):
        assert self._process.poll() is None, self.log.read_text()

    def _listens(self):
        self.assert_running()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def invoke(self, path):
        return subprocess.run(
            ["cargo", "lambda", "invoke", *self._address(), "--data-file", str(path), "bootstrap"],
            cwd=ROOT,
            env={**os.environ, "PATH": PATH},
            capture_output=True,
            text=True,
            timeout=BUILD_SECONDS,
        )

    def stop(self):
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._output.close()


@pytest.fixture(scope="module")
def road(start_for_module, tmp_path_factory):
    directory = tmp_path_factory.mktemp("watch")
    port, held = free_port(), Held()
    functions = ("--function", f"bootstrap=http://127.0.0.1:{port}", "--function", f"held={held.url}")
    road = Road(start_for_module("dev", *functions, "--accept-unknown-callbacks"))
    rulebook = directory / "rulebook.yaml"
    rulebook.write_text(RULEBOOK)
    environment = road.emulator.aws_environment()
    del environment["PATH"], environment["HOME"]
    watch = Watch(port, {**environment, "CHANNEL_FLOW_RULEBOOK": str(rulebook)}, directory / "watch.log")
    road.held, road.watch = held, watch
    yield road
    watch.stop()
    held.stop()
    assert CANARY not in watch.log.read_text(), "message text in what the function wrote"


def held_event(road, words):
    """The event of a message that waits for its answer."""
    road.process_with("held")
    event = road.held.event_of(road.send(words))
    road.process_with("bootstrap")
    return event


def test_the_emulator_reaches_a_function_under_watch(road):
    message_id = road.send(text("darn"))

    def built_and_settled():
        road.watch.assert_running()
        return road.state(message_id) != "PENDING"

    eventually(built_and_settled, "the function is built and answers", BUILD_SECONDS)
    assert road.get(message_id)["Content"] == text("****")


def test_invoke_resolves_a_message_by_its_event(road, tmp_path):
    waiting = held_event(road, text("see TKT-1234"))
    event = tmp_path / "event.json"
    event.write_text(json.dumps(waiting))
    done = road.watch.invoke(event)
    assert done.returncode == 0, done.stderr
    assert road.released(waiting["ChannelMessage"]["MessageId"])["Content"] == text("see [TICKET]")


def test_invoke_takes_the_example_event(road):
    done = road.watch.invoke(EXAMPLE)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"decision": "update", "receipt": "resolved"}
