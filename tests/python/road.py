"""What the tests of the whole road share: a `dev` world, seen through boto3."""

import contextlib
import uuid

from botocore.exceptions import ClientError

from process import BOOTSTRAP, CANARY, ROOT, built, eventually

RULEBOOK = (ROOT / "tests" / "fixtures" / "rulebook.yaml").read_text()


def error_of(call, **params):
    """The name of the exception that a call ends with."""
    try:
        call(**params)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError("the call succeeded")


class Road:
    """One channel of a `dev` emulator. Every text that is sent holds the canary."""

    def __init__(self, emulator):
        self.emulator = emulator
        self.chime = emulator.client("chime-sdk-messaging")
        self.identity = emulator.client("chime-sdk-identity")
        self.channel = emulator["channel_arn"]
        self.admin = emulator["admin_arn"]
        self.alice, self.bob, self.carol = (emulator.users[name] for name in ("alice", "bob", "carol"))

    def send(self, text, sender=None, channel=None, **more):
        """Sends a text, and returns the message id. The text holds the canary, unless it is bytes-exact."""
        return self.sent(text, sender, channel, **more)["MessageId"]

    def sent(self, text, sender=None, channel=None, **more):
        return self.chime.send_channel_message(
            ChannelArn=channel or self.channel,
            ChimeBearer=sender or self.alice,
            Content=text,
            **{"Type": "STANDARD", "Persistence": "PERSISTENT", **more},
        )

    def get(self, message_id, reader=None):
        answer = self.chime.get_channel_message(
            ChannelArn=self.channel, MessageId=message_id, ChimeBearer=reader or self.alice
        )
        return answer["ChannelMessage"]

    def status(self, message_id, reader=None):
        answer = self.chime.get_channel_message_status(
            ChannelArn=self.channel, MessageId=message_id, ChimeBearer=reader or self.alice
        )
        return answer["Status"]["Value"]

    def state(self, message_id):
        """The sender's view: PENDING, SENT, FAILED, or GONE for what was denied."""
        with contextlib.suppress(self.chime.exceptions.ForbiddenException):
            return self.status(message_id)
        return "GONE"

    def settled(self, message_id, seconds=20):
        """Waits until the message is no longer pending, and returns its state."""

        def settled():
            state = self.state(message_id)
            return None if state == "PENDING" else state

        return eventually(settled, "the end of PENDING", seconds)

    def released(self, message_id, reader=None):
        assert self.settled(message_id) == "SENT"
        return self.get(message_id, reader)

    def update(self, message_id, text, **more):
        return self.chime.update_channel_message(
            ChannelArn=self.channel, MessageId=message_id, ChimeBearer=self.alice, Content=text, **more
        )

    def call_back(self, event, deny=False, **message):
        """Answers an event as its processor would."""
        return self.chime.channel_flow_callback(
            ChannelArn=event["ChannelMessage"]["ChannelArn"],
            CallbackId=event["CallbackId"],
            DeleteResource=deny,
            ChannelMessage={"MessageId": event["ChannelMessage"]["MessageId"], **message},
        )

    def process_with(self, *functions, fallback="ABORT"):
        """Makes these functions the flow's processors, in this order."""
        arn = f"arn:aws:lambda:{self.emulator['region']}:{self.emulator['account']}:function:"
        processors = [
            {
                "Name": function,
                "Configuration": {"Lambda": {"ResourceArn": arn + function, "InvocationType": "ASYNC"}},
                "ExecutionOrder": order,
                "FallbackAction": fallback,
            }
            for order, function in enumerate(functions, 1)
        ]
        flow = self.emulator["channel_flow_arn"]
        self.chime.update_channel_flow(ChannelFlowArn=flow, Name="flow", Processors=processors)

    def listed(self, reader, **params):
        """All messages that a reader sees, page by page to the last."""
        messages, token = [], {}
        while True:
            page = self.chime.list_channel_messages(ChannelArn=self.channel, ChimeBearer=reader, **params, **token)
            messages += page["ChannelMessages"]
            if not page.get("NextToken"):
                return messages
            token = {"NextToken": page["NextToken"]}

    def new_user(self, name):
        user = self.identity.create_app_instance_user(
            AppInstanceArn=self.emulator["app_instance_arn"], AppInstanceUserId=f"u-{uuid.uuid4()}", Name=name
        )["AppInstanceUserArn"]
        self.chime.create_channel_membership(
            ChannelArn=self.channel, MemberArn=user, Type="DEFAULT", ChimeBearer=self.admin
        )
        return user


def start_road(start, tmp_path, *options, rulebook=RULEBOOK, function=None, env=None):
    """Starts `dev` on the rulebook of these tests, with the ready-made function unless another is given."""
    path = tmp_path / "rulebook.yaml"
    path.write_text(rulebook)
    function = function or f"channel-flow={built(BOOTSTRAP)}"
    return Road(start("dev", "--function", function, "--rulebook", path, *options, env=env))


def text(words):
    return f"{words} {CANARY}"
