//! An expression whose names are known and whose types agree.

use regex::Regex;

/// What a part of an expression gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Bool,
    Int,
    Text,
    List(Box<Type>),
    /// The type of `[]`, which fits every list.
    Empty,
    /// Names and their lists of texts: the message attributes.
    Map,
}

impl Type {
    pub(super) fn texts() -> Self {
        Self::List(Box::new(Self::Text))
    }

    /// The type in the words of an error.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Bool => "true or false".to_owned(),
            Self::Int => "a whole number".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Empty => "an empty list".to_owned(),
            Self::Map => "the attributes".to_owned(),
            Self::List(of) => match **of {
                Self::Bool => "a list of truth values".to_owned(),
                Self::Int => "a list of whole numbers".to_owned(),
                Self::Text => "a list of texts".to_owned(),
                _ => "a list of lists".to_owned(),
            },
        }
    }
}

/// What an expression may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variable {
    Content,
    Metadata,
    ContentType,
    MessageId,
    IsEdit,
    Persistent,
    SenderArn,
    SenderName,
    SenderId,
    SenderIsBot,
    ChannelArn,
    ChannelId,
    AppInstance,
    PushTitle,
    PushBody,
    Attributes,
    Found,
}

impl Variable {
    /// The variables by the names that expressions use: the whole vocabulary.
    pub(super) const ALL: &[(&str, Self)] = &[
        ("message.content", Self::Content),
        ("message.metadata", Self::Metadata),
        ("message.content_type", Self::ContentType),
        ("message.id", Self::MessageId),
        ("message.is_edit", Self::IsEdit),
        ("message.persistent", Self::Persistent),
        ("sender.arn", Self::SenderArn),
        ("sender.name", Self::SenderName),
        ("sender.id", Self::SenderId),
        ("sender.is_bot", Self::SenderIsBot),
        ("channel.arn", Self::ChannelArn),
        ("channel.id", Self::ChannelId),
        ("app_instance", Self::AppInstance),
        ("push.title", Self::PushTitle),
        ("push.body", Self::PushBody),
        ("attributes", Self::Attributes),
        ("found", Self::Found),
    ];

    pub(super) fn kind(self) -> Type {
        match self {
            Self::IsEdit | Self::Persistent | Self::SenderIsBot => Type::Bool,
            Self::Attributes => Type::Map,
            Self::Found => Type::texts(),
            _ => Type::Text,
        }
    }
}

/// Something to evaluate. That its parts have the right types is the work of `check`.
#[derive(Debug)]
pub(super) enum Code {
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Code>),
    Read(Variable),
    /// The element that a macro looks at; 0 is that of the innermost macro.
    Element(usize),
    Not(Box<Code>),
    Negative(Box<Code>),
    And(Box<Code>, Box<Code>),
    Or(Box<Code>, Box<Code>),
    Choice(Box<Code>, Box<Code>, Box<Code>),
    Compare(Compare, Box<Code>, Box<Code>),
    Arithmetic(Arithmetic, Box<Code>, Box<Code>),
    In(Box<Code>, Box<Code>),
    Index(Box<Code>, Box<Code>),
    Has(Box<Code>, Option<String>),
    Size(Box<Code>),
    Ascii(Case, Box<Code>),
    Test(Test, Box<Code>, Box<Code>),
    Matches(Box<Code>, Regex),
    /// `exists` and `all`: whether the body gives this for any element.
    Any(bool, Box<Code>, Box<Code>),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Compare {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Case {
    Lower,
    Upper,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Test {
    StartsWith,
    EndsWith,
    Contains,
}
