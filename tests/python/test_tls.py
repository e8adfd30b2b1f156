"""The callback over TLS, as in Lambda: who is trusted, and that the function can speak it at all."""

import contextlib
import select
import socket
import socketserver
import ssl
import threading
import urllib.parse

import pytest
import trustme

from process import BOOTSTRAP, built
from road import Road, text


class TlsDoor(socketserver.ThreadingTCPServer):
    """A port that speaks TLS as `localhost`, and hands on what it hears to an emulator."""

    def __init__(self, authority):
        super().__init__(("127.0.0.1", 0), Guest)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(self.context)
        self.url = f"https://localhost:{self.server_address[1]}"
        self.emulator, self.handshakes = None, 0
        self._thread = threading.Thread(target=self.serve_forever)
        self._thread.start()

    def stop(self):
        self.shutdown()
        self._thread.join()
        self.server_close()


class Guest(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self):
        # A guest that does not trust the certificate breaks off.
        broken_off = contextlib.suppress(ssl.SSLError, ConnectionError)
        with broken_off, self.server.context.wrap_socket(self.request, server_side=True) as outside:
            self.server.handshakes += 1
            address = urllib.parse.urlsplit(self.server.emulator)
            with socket.create_connection((address.hostname, address.port)) as inside:
                self.converse(outside, inside)

    @staticmethod
    def converse(outside, inside):
        """Request and answer in turns: each is passed on as it comes, until one side hangs up."""
        while True:
            # What TLS has decrypted already does not show on the socket.
            ready = [outside] if outside.pending() else select.select([outside, inside], [], [])[0]
            for side in ready:
                chunk = side.recv(65536)
                if not chunk:
                    return
                (inside if side is outside else outside).sendall(chunk)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def door(authority):
    door = TlsDoor(authority)
    yield door
    door.stop()


def road_through(door, start, trusted):
    """A world whose function calls back through the door, and trusts these certificates only."""
    variables = {
        "AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING": door.url,
        "SSL_CERT_FILE": trusted,
        "SSL_CERT_DIR": "/nonexistent",
    }
    options = [part for name, value in variables.items() for part in ("--env", f"{name}={value}")]
    function = f"channel-flow={built(BOOTSTRAP)}"
    emulator = start("dev", "--function", function, "--timeout", "4", "--retry-delays", "none", *options)
    door.emulator = emulator["endpoint"]
    return Road(emulator)


def test_the_function_calls_back_over_tls_where_it_trusts_the_certificate(door, authority, start, tmp_path):
    trusted = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    road = road_through(door, start, trusted)
    assert road.released(road.send(text("hello")))["Content"] == text("hello")
    assert door.handshakes > 0


def test_the_function_tells_nothing_to_a_server_that_it_does_not_trust(door, start, tmp_path):
    trusted = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(trusted))
    road = road_through(door, start, trusted)
    message_id = road.send(text("hello"))
    failed = road.emulator.wait_for(lambda: road.emulator.lines_with("callback failed"), "the failed callback")
    assert '"failure":"unreachable"' in failed[0]
    assert (road.state(message_id), door.handshakes) == ("PENDING", 0)
