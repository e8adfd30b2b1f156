//! The shapes that several operations share.

use super::{Form, Member, Place, Shape, may, must, query, segment, text};

pub(crate) const ARN: Shape = text(5, 1600, Form::Arn);
pub(crate) const NAME: Shape = text(1, 256, Form::Printable);
pub(crate) const OPTIONAL_NAME: Shape = text(0, 256, Form::Printable);
pub(crate) const METADATA: Shape = text(0, 1024, Form::OneLine);
pub(crate) const TOKEN: Shape = text(2, 64, Form::Token);
pub(crate) const HANDLE: Shape = text(1, 64, Form::Handle);
pub(crate) const MESSAGE_ID: Shape = text(1, 128, Form::Token);
pub(crate) const MEMBERSHIP_TYPE: Shape = Shape::OneOf(&["DEFAULT", "HIDDEN"]);
pub(crate) const PRIVACY: Shape = Shape::OneOf(&["PUBLIC", "PRIVATE"]);

/// The model has no upper bound here; the 4 KB limit is checked in bytes where a message is accepted.
pub(crate) const CONTENT: Shape = text(1, usize::MAX, Form::Any);
pub(crate) const CONTENT_TYPE: Shape = text(0, 45, Form::Any);

pub(crate) const PUSH: Shape = Shape::Record(&[
    may("Title", text(1, 50, Form::OneLine)),
    may("Body", text(1, 150, Form::Any)),
    may("Type", Shape::OneOf(&["DEFAULT", "VOIP"])),
]);

pub(crate) const ATTRIBUTES: Shape = Shape::Table {
    key: &text(1, 64, Form::Any),
    of: &Shape::Record(&[may(
        "StringValues",
        Shape::List { least: 0, most: usize::MAX, of: &text(1, 512, Form::Any) },
    )]),
};

pub(crate) const TAGS: Shape = Shape::List {
    least: 1,
    most: 50,
    of: &Shape::Record(&[must("Key", text(1, 128, Form::Any)), must("Value", text(1, 256, Form::Any))]),
};

/// On whose behalf the call is made.
pub(crate) const BEARER: Member =
    Member { name: "ChimeBearer", place: Place::Bearer, required: true, shape: ARN };
pub(crate) const CHANNEL: Member = segment("ChannelArn", ARN);
pub(crate) const MESSAGE: Member = segment("MessageId", MESSAGE_ID);
pub(crate) const MAX_RESULTS: Member =
    query("MaxResults", "max-results", Shape::Whole { least: 1, most: 50 });
pub(crate) const NEXT_TOKEN: Member = query("NextToken", "next-token", text(0, 2048, Form::OneLine));
pub(crate) const SUB_CHANNEL: Member = may("SubChannelId", MESSAGE_ID);
pub(crate) const SUB_CHANNEL_QUERY: Member = query("SubChannelId", "sub-channel-id", MESSAGE_ID);
