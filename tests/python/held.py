"""A Lambda endpoint that holds every event, so that a test can see it and decide when and how to call back."""

import http.server
import json
import threading
import urllib.parse


class Held:
    def __init__(self):
        self._events = []
        self._arrived = threading.Condition()
        held = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                path = urllib.parse.unquote(self.path)
                assert path.startswith("/2015-03-31/functions/") and path.endswith("/invocations"), path
                assert self.headers["x-amz-invocation-type"] == "Event"
                with held._arrived:
                    held._events.append(json.loads(body))
                    held._arrived.notify_all()
                self.send_response(202)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def event_of(self, message_id, number=1, seconds=20):
        """The `number`th event of this message, waited for."""

        def events():
            return [event for event in self._events if event["ChannelMessage"]["MessageId"] == message_id]

        with self._arrived:
            assert self._arrived.wait_for(lambda: len(events()) >= number, seconds), "no event came"
            return events()[number - 1]

    def count(self):
        return len(self._events)

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
