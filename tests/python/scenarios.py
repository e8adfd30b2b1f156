"""For every supported operation, parameters that are valid in a world: the acceptance list of the emulator."""

from process import CANARY

SCENARIOS = {}


def scenario(function):
    SCENARIOS[function.__name__] = function
    return function


def on_message(world, **changes):
    channel, message_id = world.message(**changes)
    return {"ChannelArn": channel, "MessageId": message_id, "ChimeBearer": world.alice}


def as_admin(world, **params):
    return {"ChannelArn": world.channel, "ChimeBearer": world.admin, **params}


def member_of_new_channel(world):
    return {"ChannelArn": world.new_channel(), "MemberArn": world.bob, "ChimeBearer": world.admin}


def moderator(world):
    params = as_admin(world, ChannelArn=world.new_channel(), ChannelModeratorArn=world.bob)
    world.call("CreateChannelModerator", **params)
    return params


@scenario
def SendChannelMessage(world):
    return world.full_send_params(Target=[{"MemberArn": world.bob}])


@scenario
def GetChannelMessage(world):
    params = on_message(world, Target=[{"MemberArn": world.bob}])
    world.call("UpdateChannelMessage", **params, Content=f"{CANARY} edited")
    return params


@scenario
def ListChannelMessages(world):
    GetChannelMessage(world)
    world.message()
    return {
        "ChannelArn": world.channel,
        "SortOrder": "DESCENDING",
        "NotBefore": "2020-01-01T00:00:00.000Z",
        "NotAfter": "2099-01-01T00:00:00.000Z",
        "MaxResults": 2,
        "ChimeBearer": world.alice,
    }


@scenario
def GetChannelMessageStatus(world):
    return on_message(world)


@scenario
def UpdateChannelMessage(world):
    return on_message(world) | {"Content": f"{CANARY} edited", "Metadata": CANARY, "ContentType": "text/plain"}


@scenario
def RedactChannelMessage(world):
    return on_message(world)


@scenario
def DeleteChannelMessage(world):
    return on_message(world) | {"ChimeBearer": world.admin}


@scenario
def ChannelFlowCallback(world):
    event = world.pending()
    message = {
        "MessageId": event["ChannelMessage"]["MessageId"],
        "Content": f"{CANARY} rewritten",
        "Metadata": f"{CANARY} rewritten",
        "PushNotification": {"Title": CANARY, "Body": CANARY, "Type": "VOIP"},
        "MessageAttributes": {CANARY: {"StringValues": [CANARY]}},
        "ContentType": "text/markdown",
    }
    return {
        "ChannelArn": event["ChannelMessage"]["ChannelArn"],
        "CallbackId": event["CallbackId"],
        "DeleteResource": False,
        "ChannelMessage": message,
    }


@scenario
def CreateChannelFlow(world):
    return world.flow_params() | {"Tags": [{"Key": "team", "Value": "chat"}]}


@scenario
def DescribeChannelFlow(world):
    return {"ChannelFlowArn": world.flow}


@scenario
def UpdateChannelFlow(world):
    params = world.flow_params()
    return {"ChannelFlowArn": world.new_flow(), "Name": "other", "Processors": params["Processors"]}


@scenario
def ListChannelFlows(world):
    world.new_flow()
    return {"AppInstanceArn": world.app_instance, "MaxResults": 1}


@scenario
def DeleteChannelFlow(world):
    return {"ChannelFlowArn": world.new_flow()}


@scenario
def AssociateChannelFlow(world):
    return as_admin(world, ChannelArn=world.new_channel(), ChannelFlowArn=world.flow)


@scenario
def DisassociateChannelFlow(world):
    params = AssociateChannelFlow(world)
    world.call("AssociateChannelFlow", **params)
    return params


@scenario
def ListChannelsAssociatedWithChannelFlow(world):
    world.call("AssociateChannelFlow", **AssociateChannelFlow(world))
    return {"ChannelFlowArn": world.flow, "MaxResults": 1}


@scenario
def CreateChannel(world):
    return world.channel_params() | {"ChannelId": f"channel-{world.token()}"}


@scenario
def DescribeChannel(world):
    world.call("ChannelFlowCallback", **ChannelFlowCallback(world))
    return as_admin(world, ChannelArn=world.moderated)


@scenario
def ListChannels(world):
    world.message()
    return {
        "AppInstanceArn": world.app_instance,
        "Privacy": "PRIVATE",
        "MaxResults": 1,
        "ChimeBearer": world.admin,
    }


@scenario
def DeleteChannel(world):
    return as_admin(world, ChannelArn=world.new_channel())


@scenario
def CreateChannelMembership(world):
    return as_admin(world, MemberArn=world.user(), Type="DEFAULT")


@scenario
def BatchCreateChannelMembership(world):
    nobody = f"{world.app_instance}/user/nobody"
    return as_admin(world, MemberArns=[world.user(), nobody], Type="DEFAULT")


@scenario
def DescribeChannelMembership(world):
    return as_admin(world, MemberArn=world.bob)


@scenario
def ListChannelMemberships(world):
    return as_admin(world, Type="DEFAULT", MaxResults=1)


@scenario
def DeleteChannelMembership(world):
    return member_of_new_channel(world)


@scenario
def CreateChannelModerator(world):
    return as_admin(world, ChannelArn=world.new_channel(), ChannelModeratorArn=world.bob)


@scenario
def DescribeChannelModerator(world):
    return moderator(world)


@scenario
def ListChannelModerators(world):
    channel = moderator(world)["ChannelArn"]
    return as_admin(world, ChannelArn=channel, MaxResults=1)


@scenario
def DeleteChannelModerator(world):
    return moderator(world)


@scenario
def CreateAppInstance(world):
    return {
        "Name": "another",
        "Metadata": CANARY,
        "ClientRequestToken": world.token(),
        "Tags": [{"Key": "team", "Value": "chat"}],
    }


@scenario
def DescribeAppInstance(world):
    return {"AppInstanceArn": world.app_instance}


@scenario
def ListAppInstances(world):
    world.call("CreateAppInstance", **CreateAppInstance(world))
    return {"MaxResults": 1}


@scenario
def CreateAppInstanceUser(world):
    return {
        "AppInstanceArn": world.app_instance,
        "AppInstanceUserId": f"user-{world.token()}",
        "Name": CANARY,
        "Metadata": CANARY,
        "ClientRequestToken": world.token(),
        "Tags": [{"Key": "team", "Value": "chat"}],
        "ExpirationSettings": {"ExpirationDays": 30, "ExpirationCriterion": "CREATED_TIMESTAMP"},
    }


@scenario
def DescribeAppInstanceUser(world):
    user = world.call("CreateAppInstanceUser", **CreateAppInstanceUser(world))
    return {"AppInstanceUserArn": user["AppInstanceUserArn"]}


@scenario
def ListAppInstanceUsers(world):
    return {"AppInstanceArn": world.app_instance, "MaxResults": 1}


@scenario
def CreateAppInstanceAdmin(world):
    return {"AppInstanceArn": world.app_instance, "AppInstanceAdminArn": world.user()}


@scenario
def DescribeAppInstanceAdmin(world):
    return {"AppInstanceArn": world.app_instance, "AppInstanceAdminArn": world.admin}


@scenario
def ListAppInstanceAdmins(world):
    world.call("CreateAppInstanceAdmin", **CreateAppInstanceAdmin(world))
    return {"AppInstanceArn": world.app_instance, "MaxResults": 1}


@scenario
def CreateAppInstanceBot(world):
    return world.bot_params() | {"Tags": [{"Key": "team", "Value": "chat"}]}


@scenario
def DescribeAppInstanceBot(world):
    return {"AppInstanceBotArn": world.bot()}


@scenario
def ListAppInstanceBots(world):
    world.bot()
    world.bot()
    return {"AppInstanceArn": world.app_instance, "MaxResults": 1}
