//! What a request may hold: shapes that an operation's table is written in, and the check against them.
//!
//! No client validates more than a little, so the whole of the service's contract is enforced here.

pub(crate) mod common;
mod form;

use serde_json::{Map, Value};

use crate::error::ApiError;
use crate::time::Moment;
pub(crate) use form::Form;

/// What one value may be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A text of so many characters, spelt in a certain form.
    Text { least: usize, most: usize, form: Form },
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number between these two.
    Whole { least: i64, most: i64 },
    /// `true` or `false`.
    Flag,
    /// A point in time; ISO 8601 on the way in, milliseconds once checked.
    Time,
    /// So many values of one shape.
    List { least: usize, most: usize, of: &'static Shape },
    /// Values of one shape under names of another.
    Table { key: &'static Shape, of: &'static Shape },
    /// Named members.
    Record(&'static [Member]),
}

/// A named part of a request or of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) shape: Shape,
}

/// Where a member travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the JSON body, or in a record inside it.
    Body,
    /// As a segment of the path, under its own name there.
    Path,
    /// In the query string, under this name.
    Query(&'static str),
    /// In the header that says on whose behalf the call is made.
    Bearer,
}

/// An optional member of the body or of a record.
pub(crate) const fn may(name: &'static str, shape: Shape) -> Member {
    Member { name, place: Place::Body, required: false, shape }
}

/// A required member of the body or of a record.
pub(crate) const fn must(name: &'static str, shape: Shape) -> Member {
    Member { name, place: Place::Body, required: true, shape }
}

/// A segment of the path.
pub(crate) const fn segment(name: &'static str, shape: Shape) -> Member {
    Member { name, place: Place::Path, required: true, shape }
}

/// An optional member of the query string.
pub(crate) const fn query(name: &'static str, key: &'static str, shape: Shape) -> Member {
    Member { name, place: Place::Query(key), required: false, shape }
}

/// A required member of the query string.
pub(crate) const fn query_must(name: &'static str, key: &'static str, shape: Shape) -> Member {
    Member { name, place: Place::Query(key), required: true, shape }
}

/// A text of `least` to `most` characters.
pub(crate) const fn text(least: usize, most: usize, form: Form) -> Shape {
    Shape::Text { least, most, form }
}

impl Shape {
    /// Checks a JSON value and returns it without the members that nobody knows.
    ///
    /// `path` names the value in the error; values themselves and the keys of tables are never named,
    /// since they may be text of a message.
    pub(crate) fn check(&self, value: Value, path: &str) -> Result<Value, ApiError> {
        match (self, value) {
            (Shape::Text { least, most, form }, Value::String(text)) => {
                let length = text.chars().count();
                if !(*least..=*most).contains(&length) {
                    return Err(refuse(path, &format!("must have {}", span(*least, *most, "character"))));
                }
                if !form.fits(&text) {
                    return Err(refuse(path, form.advice()));
                }
                Ok(Value::String(text))
            }
            (Shape::OneOf(words), Value::String(text)) if words.contains(&text.as_str()) => {
                Ok(Value::String(text))
            }
            (Shape::OneOf(words), _) => Err(refuse(path, &format!("must be one of {}", words.join(", ")))),
            (Shape::Whole { least, most }, Value::Number(number)) => match number.as_i64() {
                Some(whole) if (*least..=*most).contains(&whole) => Ok(whole.into()),
                _ => Err(refuse(path, &format!("must be a whole number, {least} to {most}"))),
            },
            (Shape::Flag, Value::Bool(flag)) => Ok(flag.into()),
            (Shape::Time, Value::String(text)) => match Moment::parse(&text) {
                Some(moment) => Ok(moment.millis().into()),
                None => Err(refuse(path, "must be a time such as 2024-01-02T03:04:05Z")),
            },
            (Shape::List { least, most, of }, Value::Array(items)) => {
                if !(*least..=*most).contains(&items.len()) {
                    return Err(refuse(path, &format!("must have {}", span(*least, *most, "item"))));
                }
                let checked = items.into_iter().enumerate();
                let checked = checked.map(|(at, item)| of.check(item, &format!("{path}[{at}]")));
                checked.collect::<Result<Vec<Value>, ApiError>>().map(Value::Array)
            }
            (Shape::Table { key, of }, Value::Object(entries)) => {
                let mut checked = Map::new();
                for (name, value) in entries {
                    key.check(Value::String(name.clone()), &format!("a name in {path}"))?;
                    checked.insert(name, of.check(value, &format!("{path}.*"))?);
                }
                Ok(Value::Object(checked))
            }
            (Shape::Record(members), Value::Object(mut entries)) => {
                let mut checked = Map::new();
                for member in *members {
                    let path = format!("{path}.{}", member.name);
                    if let Some(value) = member.check(entries.remove(member.name), &path)? {
                        checked.insert(member.name.to_owned(), value);
                    }
                }
                Ok(Value::Object(checked))
            }
            (_, _) => Err(refuse(path, &format!("must be {}", self.noun()))),
        }
    }

    fn noun(&self) -> &'static str {
        match self {
            Shape::Text { .. } | Shape::OneOf(_) | Shape::Time => "a string",
            Shape::Whole { .. } => "a number",
            Shape::Flag => "true or false",
            Shape::List { .. } => "a list",
            Shape::Table { .. } | Shape::Record(_) => "an object",
        }
    }
}

impl Member {
    /// Checks what was given for this member; a null counts as nothing given.
    pub(crate) fn check(&self, given: Option<Value>, path: &str) -> Result<Option<Value>, ApiError> {
        match given {
            Some(Value::Null) | None if self.required => Err(refuse(path, "is required")),
            Some(Value::Null) | None => Ok(None),
            Some(value) => self.shape.check(value, path).map(Some),
        }
    }
}

fn refuse(path: &str, why: &str) -> ApiError {
    ApiError::bad_request(format!("`{path}` {why}."))
}

fn span(least: usize, most: usize, unit: &str) -> String {
    let (words, number) = match (least, most) {
        (least, most) if least == most => (format!("exactly {least}"), least),
        (least, usize::MAX) => (format!("at least {least}"), least),
        (0, most) => (format!("at most {most}"), most),
        (least, most) => (format!("{least} to {most}"), most),
    };
    format!("{words} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const POINT: Shape =
        Shape::Record(&[must("X", Shape::Whole { least: 0, most: 9 }), may("Y", Shape::Flag)]);

    #[test]
    fn unknown_members_and_nulls_are_left_out_of_what_was_checked() {
        let checked = POINT.check(json!({ "X": 1, "Y": null, "Z": "?" }), "P").unwrap();
        assert_eq!(checked, json!({ "X": 1 }));
    }

    #[test]
    fn a_wrong_type_a_missing_member_and_a_value_out_of_range_are_refused() {
        for wrong in [json!({}), json!({ "X": null }), json!({ "X": "1" }), json!({ "X": 10 }), json!([1])] {
            assert!(POINT.check(wrong.clone(), "P").is_err(), "{wrong}");
        }
    }

    #[test]
    fn lengths_count_characters_and_not_bytes() {
        let two = text(2, 2, Form::Any);
        assert!(two.check(json!("😀é"), "T").is_ok());
        assert!(two.check(json!("😀"), "T").is_err());
    }

    #[test]
    fn one_character_is_not_called_characters() {
        let refusal = |least, most| text(least, most, Form::Any).check(json!(""), "T").unwrap_err().message;
        assert_eq!(refusal(1, usize::MAX), "`T` must have at least 1 character.");
        assert_eq!(refusal(1, 1), "`T` must have exactly 1 character.");
        assert_eq!(refusal(1, 50), "`T` must have 1 to 50 characters.");
    }

    #[test]
    fn an_error_names_the_place_and_never_the_value() {
        const TABLE: Shape = Shape::Table { key: &text(1, 3, Form::Any), of: &Shape::Flag };
        let error = TABLE.check(json!({ "secret-key": "secret" }), "MessageAttributes").unwrap_err();
        assert!(error.message.contains("MessageAttributes"));
        assert!(!error.message.contains("secret"));
    }
}
