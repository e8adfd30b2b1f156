#!/usr/bin/env python3
"""A function that speaks Lambda's Runtime API and misbehaves as its name says.

Most behaviours happen on the first delivery of a message only; on the next one the message is released. What was
delivered is written to files next to this one, so that it outlives the process.
"""

import http.client
import json
import os
import pathlib
import signal
import sys
import urllib.parse

HERE = pathlib.Path(__file__).parent
RUNTIME = os.environ["AWS_LAMBDA_RUNTIME_API"]
NAME = os.environ["AWS_LAMBDA_FUNCTION_NAME"]


def post(host, path, body):
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    return response.status


def next_event():
    # A long poll: no time-out.
    connection = http.client.HTTPConnection(RUNTIME)
    connection.request("GET", "/2018-06-01/runtime/invocation/next")
    response = connection.getresponse()
    return response.headers["lambda-runtime-aws-request-id"], json.loads(response.read())


def answer(request_id, kind, body):
    return post(RUNTIME, f"/2018-06-01/runtime/invocation/{request_id}/{kind}", body)


def release(event):
    endpoint = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL_CHIME_SDK_MESSAGING"]).netloc
    message = event["ChannelMessage"]
    path = f"/channels/{urllib.parse.quote(message['ChannelArn'], safe='')}?operation=channel-flow-callback"
    body = {"CallbackId": event["CallbackId"], "ChannelMessage": {"MessageId": message["MessageId"]}}
    return post(endpoint, path, json.dumps(body))


def deliveries(event):
    """How often this message was delivered, this time included."""
    with (HERE / event["ChannelMessage"]["MessageId"]).open("a+") as seen:
        seen.write("x")
        return seen.tell()


def misbehave(request_id, event):
    text = event["ChannelMessage"]["Content"].encode()
    match NAME:
        case "crash":
            os._exit(7)
        case "abort":
            os.abort()
        case "hang":
            signal.pause()
        case "error":
            answer(request_id, "error", json.dumps({"errorMessage": text.decode(), "errorType": text.decode()}))
        case "garbage-error":
            answer(request_id, "error", b"\xff\x00{" + text)
        case "garbage":
            answer(request_id, "response", b"\xff\x00{" + text)
        case "crash-after-callback":
            release(event)
            os._exit(7)
        case "wrong-request":
            answer("00000000-0000-4000-8000-000000000000", "response", text)
            answer(f"{text.decode().split()[0]}", "response", text)
            os._exit(7)
        case _:
            raise SystemExit(f"no such behaviour: {NAME}")


def main():
    if NAME == "cannot-start":
        with (HERE / "starts").open("a") as starts:
            starts.write("x")
        sys.exit("this function never starts")
    while True:
        request_id, event = next_event()
        if deliveries(event) == 1:
            misbehave(request_id, event)
        else:
            release(event)
            answer(request_id, "response", b"null")


main()
