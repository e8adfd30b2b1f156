"""A client that trusts nothing: it writes requests itself and holds every answer against the published model."""

import http.client
import itertools
import json
import urllib.parse

from model import service_of
from process import CANARY


class ApiError(Exception):
    def __init__(self, operation, status, kind, body):
        super().__init__(f"{operation}: {status} {kind}")
        self.status, self.kind, self.body = status, kind, body


class Wire:
    """One kept-alive connection."""

    def __init__(self, endpoint):
        self._connection = http.client.HTTPConnection(urllib.parse.urlsplit(endpoint).netloc, timeout=20)
        self.seen = {}

    def send(self, request):
        self._connection.request(request.method, request.target, request.body or None, request.headers)
        response = self._connection.getresponse()
        return response.status, {key.lower(): value for key, value in response.getheaders()}, response.read()

    def call(self, operation, **params):
        """A request that must succeed, and whose answer must be as the model says."""
        service = service_of(operation)
        status, headers, body = self.send(service.encode(operation, params))
        if status >= 300:
            raise ApiError(operation, status, headers.get("x-amzn-errortype"), body)
        assert service.check(operation, status, headers, body) == []
        self.seen.setdefault(operation, set()).update(service.seen(operation, body))
        return json.loads(body) if body else {}

    def close(self):
        self._connection.close()


class World:
    """An app instance with an administrator and users, and shorthands for making what a scenario needs."""

    def __init__(self, endpoint, function_arn, held):
        self.wire, self.held, self.function_arn = Wire(endpoint), held, function_arn
        self._numbers = itertools.count(1)
        self.app_instance = self.call(
            "CreateAppInstance", Name="conformance", Metadata="{}", ClientRequestToken=self.token()
        )["AppInstanceArn"]
        self.admin, self.alice, self.bob = (self.user() for _ in range(3))
        self.call("CreateAppInstanceAdmin", AppInstanceArn=self.app_instance, AppInstanceAdminArn=self.admin)
        self.flow = self.new_flow()
        self.channel = self.new_channel()
        self.moderated = self.new_channel()
        self.call("AssociateChannelFlow", ChannelArn=self.moderated, ChannelFlowArn=self.flow, ChimeBearer=self.admin)

    def call(self, operation, **params):
        return self.wire.call(operation, **params)

    def token(self):
        return f"token-{next(self._numbers)}"

    def user(self):
        number = next(self._numbers)
        return self.call(
            "CreateAppInstanceUser",
            AppInstanceArn=self.app_instance,
            AppInstanceUserId=f"user-{number}",
            Name=f"{CANARY} {number}",
            Metadata=CANARY,
            ClientRequestToken=self.token(),
        )["AppInstanceUserArn"]

    def bot(self):
        return self.call("CreateAppInstanceBot", **self.bot_params())["AppInstanceBotArn"]

    def bot_params(self):
        lex = {
            "LexBotAliasArn": "arn:aws:lex:us-east-1:111122223333:bot-alias/ABCDEFGHIJ/ABCDEFGHIJ",
            "LocaleId": "en_US",
            "RespondsTo": "STANDARD_MESSAGES",
            "InvokedBy": {"StandardMessages": "AUTO", "TargetedMessages": "NONE"},
            "WelcomeIntent": "Welcome",
        }
        return {
            "AppInstanceArn": self.app_instance,
            "Name": f"{CANARY} bot",
            "Metadata": CANARY,
            "ClientRequestToken": self.token(),
            "Configuration": {"Lex": lex},
        }

    def flow_params(self):
        processor = {
            "Name": "moderation",
            "Configuration": {"Lambda": {"ResourceArn": self.function_arn, "InvocationType": "ASYNC"}},
            "ExecutionOrder": 1,
            "FallbackAction": "ABORT",
        }
        return {
            "AppInstanceArn": self.app_instance,
            "Name": "flow",
            "Processors": [processor],
            "ClientRequestToken": self.token(),
        }

    def new_flow(self):
        return self.call("CreateChannelFlow", **self.flow_params())["ChannelFlowArn"]

    def channel_params(self):
        return {
            "AppInstanceArn": self.app_instance,
            "Name": f"{CANARY} channel",
            "Mode": "RESTRICTED",
            "Privacy": "PRIVATE",
            "Metadata": CANARY,
            "ClientRequestToken": self.token(),
            "MemberArns": [self.alice],
            "ModeratorArns": [self.alice],
            "Tags": [{"Key": "team", "Value": "chat"}],
            "ExpirationSettings": {"ExpirationDays": 30, "ExpirationCriterion": "LAST_MESSAGE_TIMESTAMP"},
            "ChimeBearer": self.admin,
        }

    def new_channel(self):
        channel = self.call("CreateChannel", **self.channel_params())["ChannelArn"]
        self.call(
            "CreateChannelMembership", ChannelArn=channel, MemberArn=self.bob, Type="DEFAULT", ChimeBearer=self.admin
        )
        return channel

    def send_params(self, channel=None, **changes):
        return {
            "ChannelArn": channel or self.channel,
            "Content": f"{CANARY} content",
            "Type": "STANDARD",
            "Persistence": "PERSISTENT",
            "ClientRequestToken": self.token(),
            "ChimeBearer": self.alice,
            **changes,
        }

    def full_send_params(self, channel=None, **changes):
        return self.send_params(
            channel,
            Metadata=f"{CANARY} metadata",
            PushNotification={"Title": f"{CANARY} title", "Body": f"{CANARY} body", "Type": "DEFAULT"},
            MessageAttributes={f"{CANARY} name": {"StringValues": [f"{CANARY} value"]}},
            ContentType="text/plain",
            **changes,
        )

    def message(self, channel=None, **changes):
        """A message, as (channel, message id)."""
        sent = self.call("SendChannelMessage", **self.full_send_params(channel, **changes))
        return sent["ChannelArn"], sent["MessageId"]

    def pending(self):
        """A message in flow, as the event that its processor received."""
        _, message_id = self.message(self.moderated)
        return self.held.event_of(message_id)
