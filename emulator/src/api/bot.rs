//! Bots of an app instance. They can be members and send; the emulator does not call their Lex bots.

use serde_json::{Value, json};

use super::{Input, app_instance, user};
use crate::arn;
use crate::error::ApiError;
use crate::shape::common::{ARN, MAX_RESULTS, METADATA, NEXT_TOKEN, OPTIONAL_NAME, TAGS, TOKEN};
use crate::shape::{Form, Member, Shape, may, must, query_must, segment, text};
use crate::work::Work;

const LEX: Shape = Shape::Record(&[
    may("RespondsTo", Shape::OneOf(&["STANDARD_MESSAGES"])),
    may(
        "InvokedBy",
        Shape::Record(&[
            must("StandardMessages", Shape::OneOf(&["AUTO", "ALL", "MENTIONS", "NONE"])),
            must("TargetedMessages", Shape::OneOf(&["ALL", "NONE"])),
        ]),
    ),
    must("LexBotAliasArn", text(15, 2048, Form::LexAliasArn)),
    must("LocaleId", text(0, usize::MAX, Form::Any)),
    may("WelcomeIntent", text(1, 100, Form::Intent)),
]);

pub(crate) const CREATE: &[Member] = &[
    must("AppInstanceArn", ARN),
    may("Name", OPTIONAL_NAME),
    may("Metadata", METADATA),
    must("ClientRequestToken", TOKEN),
    may("Tags", TAGS),
    must("Configuration", Shape::Record(&[must("Lex", LEX)])),
];
pub(crate) const ONE: &[Member] = &[segment("AppInstanceBotArn", ARN)];
pub(crate) const LIST: &[Member] =
    &[query_must("AppInstanceArn", "app-instance-arn", ARN), MAX_RESULTS, NEXT_TOKEN];

pub(crate) fn create(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let app_instance = app_instance::named(work, input)?;
    input.once(work, &app_instance, |work| {
        let arn = arn::bot(&app_instance);
        user::insert(work, input, "bot", &arn, &app_instance, "Configuration")?;
        Ok(json!({ "AppInstanceBotArn": arn }))
    })
}

pub(crate) fn describe(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let arn = input.text("AppInstanceBotArn").unwrap_or_default();
    let bot = user::find(work, "bot", arn, "AppInstanceBotArn", "Configuration")?;
    bot.map(|bot| json!({ "AppInstanceBot": bot }))
        .ok_or_else(|| ApiError::not_found("There is no such bot."))
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    user::summaries(work, input, "bot", "AppInstanceBots", "AppInstanceBotArn")
}
