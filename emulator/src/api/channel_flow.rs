//! Channel flows: which functions look at a channel's messages.

use rusqlite::{OptionalExtension, Row, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Input, app_instance};
use crate::arn;
use crate::error::{ApiError, Kind};
use crate::shape::common::{ARN, MAX_RESULTS, NAME, NEXT_TOKEN, TAGS, TOKEN};
use crate::shape::{Form, Member, Shape, may, must, query_must, segment, text};
use crate::store::turns::Processor;
use crate::time::Moment;
use crate::work::Work;

const LAMBDA: Shape = Shape::Record(&[
    must("ResourceArn", text(15, 2048, Form::FunctionArn)),
    must("InvocationType", Shape::OneOf(&["ASYNC"])),
]);
const PROCESSOR: Shape = Shape::Record(&[
    must("Name", NAME),
    must("Configuration", Shape::Record(&[must("Lambda", LAMBDA)])),
    must("ExecutionOrder", Shape::Whole { least: 1, most: 3 }),
    must("FallbackAction", Shape::OneOf(&["CONTINUE", "ABORT"])),
]);
const PROCESSORS: Shape = Shape::List { least: 1, most: 3, of: &PROCESSOR };

pub(crate) const CREATE: &[Member] = &[
    must("AppInstanceArn", ARN),
    must("Processors", PROCESSORS),
    must("Name", NAME),
    may("Tags", TAGS),
    must("ClientRequestToken", TOKEN),
];
pub(crate) const UPDATE: &[Member] =
    &[segment("ChannelFlowArn", ARN), must("Processors", PROCESSORS), must("Name", NAME)];
pub(crate) const ONE: &[Member] = &[segment("ChannelFlowArn", ARN)];
pub(crate) const LIST: &[Member] =
    &[query_must("AppInstanceArn", "app-instance-arn", ARN), MAX_RESULTS, NEXT_TOKEN];

/// Channel flows that an app instance may have.
const QUOTA: i64 = 100;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Given {
    name: String,
    processors: Vec<Processor>,
}

/// Reads name and processors, the latter as they are stored.
fn given(work: &Work<'_>, input: &Input) -> Result<(String, String), ApiError> {
    let given: Given = input.read()?;
    if given.processors.len() > work.config.max_processors {
        let limit = "A channel flow may have no more processors: the quota is one unless it is raised.";
        return Err(ApiError::new(Kind::ResourceLimitExceeded, limit));
    }
    let mut orders: Vec<i64> = given.processors.iter().map(|p| p.execution_order).collect();
    orders.sort_unstable();
    orders.dedup();
    if orders.len() < given.processors.len() {
        return Err(ApiError::bad_request("Two processors have the same `ExecutionOrder`."));
    }
    Ok((given.name, serde_json::to_string(&given.processors)?))
}

pub(crate) fn create(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let app_instance = app_instance::named(work, input)?;
    let (name, processors) = given(work, input)?;
    input.once(work, &app_instance, |work| {
        let count = "SELECT count(*) FROM channel_flow WHERE app_instance = ?";
        let count: i64 = work.tx.query_row(count, [&app_instance], |row| row.get(0))?;
        if count >= QUOTA {
            let full = "The app instance has as many channel flows as it may.";
            return Err(ApiError::new(Kind::ResourceLimitExceeded, full));
        }
        let arn = arn::channel_flow(&app_instance);
        work.tx.execute(
            "INSERT INTO channel_flow (arn, app_instance, name, processors, created, updated)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
            params![arn, app_instance, name, processors, work.now],
        )?;
        Ok(json!({ "ChannelFlowArn": arn }))
    })
}

/// Replaces name and processors. Messages under way keep the processors they entered with.
pub(crate) fn update(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let arn = named(work, input)?;
    let (name, processors) = given(work, input)?;
    work.tx.execute(
        "UPDATE channel_flow SET name = ?, processors = ?, updated = ? WHERE arn = ?",
        params![name, processors, work.now, arn],
    )?;
    Ok(json!({ "ChannelFlowArn": arn }))
}

fn named(work: &Work<'_>, input: &Input) -> Result<String, ApiError> {
    let arn = input.text("ChannelFlowArn").unwrap_or_default();
    let exists = work.tx.prepare_cached("SELECT 1 FROM channel_flow WHERE arn = ?")?.exists([arn])?;
    if exists { Ok(arn.to_owned()) } else { Err(unknown()) }
}

fn unknown() -> ApiError {
    ApiError::forbidden("There is no such channel flow.")
}

fn summary(row: &Row<'_>) -> rusqlite::Result<Value> {
    let processors: String = row.get(3)?;
    Ok(json!({
        "ChannelFlowArn": row.get::<_, String>(1)?,
        "Name": row.get::<_, String>(2)?,
        "Processors": serde_json::from_str::<Value>(&processors).unwrap_or_default(),
    }))
}

pub(crate) fn describe(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let sql = "SELECT seq, arn, name, processors, created, updated FROM channel_flow WHERE arn = ?";
    let read = |row: &Row<'_>| {
        let (created, updated): (Moment, Moment) = (row.get(4)?, row.get(5)?);
        let mut flow = summary(row)?;
        if let Some(members) = flow.as_object_mut() {
            members.insert("CreatedTimestamp".to_owned(), json!(created));
            members.insert("LastUpdatedTimestamp".to_owned(), json!(updated));
        }
        Ok(flow)
    };
    let flow = work.tx.query_row(sql, [input.text("ChannelFlowArn")], read).optional()?;
    flow.map(|flow| json!({ "ChannelFlow": flow })).ok_or_else(unknown)
}

pub(crate) fn list(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let app_instance = app_instance::named(work, input)?;
    let page = input.page()?;
    let mut statement = work.tx.prepare_cached(
        "SELECT seq, arn, name, processors FROM channel_flow
         WHERE app_instance = ? AND seq > ? ORDER BY seq LIMIT ?",
    )?;
    let values = params![app_instance, page.after_seq(), page.reach()];
    let rows = statement.query_map(values, |row| Ok((row.get(0)?, summary(row)?)))?;
    let (flows, next) = page.cut_by_seq(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    Ok(json!({ "ChannelFlows": flows, "NextToken": next }))
}

pub(crate) fn delete(work: &mut Work<'_>, input: &Input) -> Result<Value, ApiError> {
    let arn = named(work, input)?;
    if work.tx.prepare_cached("SELECT 1 FROM channel WHERE flow = ?")?.exists([&arn])? {
        return Err(ApiError::conflict("A channel is associated with the channel flow."));
    }
    work.tx.execute("DELETE FROM channel_flow WHERE arn = ?", [&arn])?;
    Ok(Value::Null)
}
