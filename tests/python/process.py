"""The emulator as a process: started, listened to, ended, and searched for what it must not have written."""

import base64
import contextlib
import json
import os
import pathlib
import signal
import stat
import subprocess
import threading
import time

import boto3
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[2]
# In every text that the tests send, and in nothing that anything may write.
CANARY = "Kanarienvogel7Q4ZX"
# Every knob that may make a program say more.
TRACE = {"CHANNEL_FLOW_LOG": "trace", "RUST_LOG": "trace", "AWS_LAMBDA_LOG_LEVEL": "TRACE"}
START_SECONDS = 20
STOP_SECONDS = 20


def program(variable, *places):
    """The path of a built program: from the environment, or where cargo leaves it."""
    if given := os.environ.get(variable):
        return pathlib.Path(given).resolve()
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return (target / pathlib.Path(*places)).resolve()


CHANNEL_FLOW = program("CHANNEL_FLOW_BIN", "debug", "channel-flow")
BOOTSTRAP = program("CHANNEL_FLOW_BOOTSTRAP", "debug", "bootstrap")
MISBEHAVING = program("CHANNEL_FLOW_MISBEHAVING", "lambda", "misbehaving", "bootstrap")
BUILD = {
    CHANNEL_FLOW: "cargo build -p channel-flow-cli",
    BOOTSTRAP: "cargo build -p channel-flow --bin bootstrap",
    MISBEHAVING: "cargo lambda build --release --compiler cargo -p misbehaving",
}


def built(path):
    assert path.is_file(), f"{path} is not built: run `{BUILD[path]}`"
    return str(path)


def eventually(question, what, seconds=20):
    """Asks until the answer is true, and returns it."""
    end = time.monotonic() + seconds
    while True:
        if answer := question():
            return answer
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.02)


def traces_of(text):
    """The spellings in which a text may leak: as it is, as base64, as hex, and as Rust prints bytes."""
    raw = text.encode()
    yield text, raw.lower()
    yield "hex", raw.hex().encode()
    yield "bytes", ", ".join(map(str, raw)).encode()
    for shift in range(3):
        inner = base64.b64encode(b"\0" * shift + raw)
        # The characters at both ends depend on what surrounds the text.
        yield f"base64+{shift}", inner[4:-4].lower()


class Emulator:
    """One `channel-flow emulate` or `dev`, with both output streams captured whole."""

    def __init__(self, verb, *options, env=None):
        self._written = {"stdout": bytearray(), "stderr": bytearray()}
        self._changed = threading.Condition()
        self._silent, self._status = True, 0
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "AWS_EC2_METADATA_DISABLED": "true",
            "RUST_BACKTRACE": "1",
            **(env or {}),
        }
        command = [built(CHANNEL_FLOW), verb, "--listen", "127.0.0.1:0", "--json", *map(str, options)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        self._readers = [
            threading.Thread(target=self._read, args=(name, getattr(self.process, name)), daemon=True)
            for name in self._written
        ]
        for reader in self._readers:
            reader.start()
        try:
            line = self.wait_for(
                lambda: self.stdout.partition("\n")[0] if "\n" in self.stdout else None,
                "the line that says that it is ready",
                START_SECONDS,
            )
            self.info = json.loads(line)
        except BaseException:
            self.process.kill()
            raise

    def _read(self, name, stream):
        with stream:
            while chunk := stream.read1(65536):
                with self._changed:
                    self._written[name] += chunk
                    self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    @property
    def stdout(self):
        return self._written["stdout"].decode()

    @property
    def stderr(self):
        return self._written["stderr"].decode(errors="replace")

    def wait_for(self, question, what, seconds=20):
        """Waits until `question` has an answer; asks again whenever something was written."""
        end = time.monotonic() + seconds
        with self._changed:
            while not (answer := question()):
                left = end - time.monotonic()
                alive = any(reader.is_alive() for reader in self._readers)
                if left <= 0 or not alive:
                    raise AssertionError(f"not within {seconds} s: {what}\nstderr:\n{self.stderr[-3000:]}")
                self._changed.wait(min(left, 0.2))
            return answer

    def lines_with(self, text):
        return [line for line in self.stderr.splitlines() if text in line]

    def __getitem__(self, key):
        return self.info[key]

    @property
    def users(self):
        return {user["name"]: user["arn"] for user in self.info["users"]}

    def client(self, service, **config):
        return boto3.client(
            service,
            endpoint_url=self["lambda_endpoint" if service == "lambda" else "endpoint"],
            region_name=self["region"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(**{"retries": {"total_max_attempts": 1}, "read_timeout": 30, **config}),
        )

    def aws_environment(self):
        """What a shell needs so that `aws` talks to this emulator."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": self["region"],
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING": self["endpoint"],
            "AWS_ENDPOINT_URL_CHIME_SDK_IDENTITY": self["endpoint"],
            "AWS_PAGER": "",
        }

    def stop(self):
        """Ends it as its contract says, by closing stdin, and checks that it ended well."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            status = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            raise AssertionError("closing stdin did not end it") from None
        for reader in self._readers:
            reader.join(STOP_SECONDS)
        assert status == self._status, f"exit status {status}\nstderr:\n{self.stderr[-3000:]}"
        if self._silent:
            self.assert_silent()

    def crash(self):
        """Ends it without any warning; what it wrote until then must be silent all the same."""
        self.process.kill()
        self.process.wait()
        self._status = -signal.SIGKILL

    def expect_leak(self):
        """For the one test whose function leaks on purpose."""
        self._silent = False

    def assert_silent(self):
        """Nothing that was written holds the canary, in any spelling."""
        for name, written in self._written.items():
            text = bytes(written).lower()
            for spelling, trace in traces_of(CANARY):
                at = text.find(trace.lower())
                context = bytes(written)[max(0, at - 200) : at + 200]
                assert at < 0, f"message text on {name} ({spelling}): {context!r}"
        assert self.stdout.count("\n") == 1, "more than one line on stdout"


def script(path, text):
    """Writes an executable script."""
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path
