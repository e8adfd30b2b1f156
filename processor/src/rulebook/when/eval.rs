//! What an expression gives for a message.

use std::borrow::Cow;

use super::WhenError;
use super::code::{Arithmetic, Case, Code, Compare, Test, Variable};
use crate::event::Attributes;
use crate::message::Message;
use crate::rule::Context;

/// Parts that one evaluation may visit; only lists within lists come near it.
const MAX_STEPS: u32 = 10_000;

type Result<T> = std::result::Result<T, WhenError>;

#[derive(Clone, Debug, PartialEq)]
enum Value<'a> {
    Bool(bool),
    Int(i64),
    Text(Cow<'a, str>),
    Texts(&'a [String]),
    List(Vec<Value<'a>>),
    Map(Option<&'a Attributes>),
}

impl<'a> Value<'a> {
    fn text(text: Option<&'a str>) -> Self {
        Self::Text(Cow::Borrowed(text.unwrap_or_default()))
    }

    fn items(self) -> Result<Vec<Self>> {
        match self {
            Self::List(items) => Ok(items),
            Self::Texts(texts) => Ok(texts.iter().map(|text| Self::text(Some(text))).collect()),
            _ => Err(WhenError::Mistyped),
        }
    }
}

/// Whether an expression holds for a message.
pub(super) fn holds(code: &Code, message: &Message, cx: &Context) -> Result<bool> {
    Evaluation { message, cx, elements: Vec::new(), steps: 0 }.truth(code)
}

struct Evaluation<'a> {
    message: &'a Message,
    cx: &'a Context,
    /// The elements that macros look at, the innermost last.
    elements: Vec<Value<'a>>,
    steps: u32,
}

impl<'a> Evaluation<'a> {
    fn value(&mut self, code: &'a Code) -> Result<Value<'a>> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(WhenError::TooCostly);
        }
        Ok(match code {
            Code::Bool(bool) => Value::Bool(*bool),
            Code::Int(int) => Value::Int(*int),
            Code::Text(text) => Value::text(Some(text)),
            Code::List(items) => {
                Value::List(items.iter().map(|item| self.value(item)).collect::<Result<_>>()?)
            }
            Code::Read(variable) => self.read(*variable),
            Code::Element(depth) => self.element(*depth)?,
            Code::Not(operand) => Value::Bool(!self.truth(operand)?),
            Code::Negative(operand) => {
                Value::Int(self.int(operand)?.checked_neg().ok_or(WhenError::Overflow)?)
            }
            Code::And(left, right) => Value::Bool(self.either(false, left, right)?),
            Code::Or(left, right) => Value::Bool(self.either(true, left, right)?),
            Code::Choice(condition, yes, no) => {
                let chosen = if self.truth(condition)? { yes } else { no };
                self.value(chosen)?
            }
            Code::Compare(compare, left, right) => {
                let (left, right) = (self.value(left)?, self.value(right)?);
                Value::Bool(compared(*compare, &left, &right)?)
            }
            Code::Arithmetic(operator, left, right) => {
                Value::Int(calculated(*operator, self.int(left)?, self.int(right)?)?)
            }
            Code::In(needle, haystack) => Value::Bool(self.is_in(needle, haystack)?),
            Code::Index(container, index) => self.index(container, index)?,
            Code::Has(container, name) => Value::Bool(self.has(container, name.as_deref())?),
            Code::Size(of) => {
                let size = match self.value(of)? {
                    Value::Text(text) => text.chars().count(),
                    Value::Texts(texts) => texts.len(),
                    Value::List(items) => items.len(),
                    Value::Map(attributes) => attributes.map_or(0, Attributes::len),
                    Value::Bool(_) | Value::Int(_) => return Err(WhenError::Mistyped),
                };
                Value::Int(i64::try_from(size).map_err(|_| WhenError::Overflow)?)
            }
            Code::Ascii(case, of) => {
                let text = self.text(of)?;
                Value::Text(Cow::Owned(match case {
                    Case::Lower => text.to_ascii_lowercase(),
                    Case::Upper => text.to_ascii_uppercase(),
                }))
            }
            Code::Test(how, text, with) => {
                let (text, with) = (self.text(text)?, self.text(with)?);
                Value::Bool(match how {
                    Test::StartsWith => text.starts_with(&*with),
                    Test::EndsWith => text.ends_with(&*with),
                    Test::Contains => text.contains(&*with),
                })
            }
            Code::Matches(text, regex) => Value::Bool(regex.is_match(&self.text(text)?)),
            Code::Any(wanted, list, body) => Value::Bool(self.any(*wanted, list, body)?),
        })
    }

    fn truth(&mut self, code: &'a Code) -> Result<bool> {
        match self.value(code)? {
            Value::Bool(bool) => Ok(bool),
            _ => Err(WhenError::Mistyped),
        }
    }

    fn int(&mut self, code: &'a Code) -> Result<i64> {
        match self.value(code)? {
            Value::Int(int) => Ok(int),
            _ => Err(WhenError::Mistyped),
        }
    }

    fn text(&mut self, code: &'a Code) -> Result<Cow<'a, str>> {
        match self.value(code)? {
            Value::Text(text) => Ok(text),
            _ => Err(WhenError::Mistyped),
        }
    }

    fn read(&self, variable: Variable) -> Value<'a> {
        let message = self.message;
        let push = message.push();
        match variable {
            Variable::Content => Value::text(Some(message.content())),
            Variable::Metadata => Value::text(message.metadata()),
            Variable::ContentType => Value::text(message.content_type()),
            Variable::MessageId => Value::text(Some(message.id())),
            Variable::IsEdit => Value::Bool(message.is_edit()),
            Variable::Persistent => Value::Bool(message.is_persistent()),
            Variable::SenderArn => Value::text(message.sender_arn()),
            Variable::SenderName => Value::text(message.sender_name()),
            Variable::SenderId => Value::text(message.sender_arn().map(last_segment)),
            Variable::SenderIsBot => Value::Bool(message.is_from_bot()),
            Variable::ChannelArn => Value::text(Some(message.channel_arn())),
            Variable::ChannelId => Value::text(Some(last_segment(message.channel_arn()))),
            Variable::AppInstance => Value::text(Some(app_instance(message))),
            Variable::PushTitle => Value::text(push.and_then(|push| push.title.as_deref())),
            Variable::PushBody => Value::text(push.and_then(|push| push.body.as_deref())),
            Variable::Attributes => Value::Map(message.attributes()),
            Variable::Found => {
                Value::List(found(self.cx).map(|category| Value::text(Some(category))).collect())
            }
        }
    }

    fn element(&self, depth: usize) -> Result<Value<'a>> {
        self.elements.iter().rev().nth(depth).cloned().ok_or(WhenError::Mistyped)
    }

    /// `&&` and `||`: one side that decides is enough, even where the other fails.
    fn either(&mut self, decisive: bool, left: &'a Code, right: &'a Code) -> Result<bool> {
        let left = self.truth(left);
        if left == Ok(decisive) {
            return left;
        }
        match self.truth(right) {
            Ok(right) if right == decisive => Ok(right),
            right => left.and(right),
        }
    }

    fn is_in(&mut self, needle: &'a Code, haystack: &'a Code) -> Result<bool> {
        let needle = self.value(needle)?;
        match (haystack, &needle) {
            // The common case, without a list of its own.
            (Code::Read(Variable::Found), Value::Text(text)) => {
                let cx = self.cx;
                return Ok(cx.findings().iter().any(|finding| finding.category == *text));
            }
            (Code::List(items), _) => {
                for item in items {
                    if self.value(item)? == needle {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
            _ => {}
        }
        match (self.value(haystack)?, &needle) {
            (Value::Map(attributes), Value::Text(name)) => {
                Ok(attributes.is_some_and(|attributes| attributes.contains_key(&**name)))
            }
            (Value::Texts(texts), Value::Text(text)) => Ok(texts.iter().any(|item| item == text)),
            (Value::List(items), needle) => Ok(items.contains(needle)),
            _ => Err(WhenError::Mistyped),
        }
    }

    fn index(&mut self, container: &'a Code, index: &'a Code) -> Result<Value<'a>> {
        let container = self.value(container)?;
        match (container, self.value(index)?) {
            (Value::Map(attributes), Value::Text(name)) => {
                let values = attributes.and_then(|attributes| attributes.get(&*name));
                values.map(|values| Value::Texts(values)).ok_or(WhenError::NoSuchAttribute)
            }
            (list, Value::Int(index)) => {
                let index = usize::try_from(index).map_err(|_| WhenError::NoSuchElement)?;
                list.items()?.into_iter().nth(index).ok_or(WhenError::NoSuchElement)
            }
            _ => Err(WhenError::Mistyped),
        }
    }

    fn has(&mut self, container: &'a Code, name: Option<&str>) -> Result<bool> {
        match (self.value(container)?, name) {
            (Value::Map(attributes), Some(name)) => {
                Ok(attributes.is_some_and(|attributes| attributes.contains_key(name)))
            }
            (Value::Text(text), None) => Ok(!text.is_empty()),
            _ => Err(WhenError::Mistyped),
        }
    }

    /// Whether the body gives `wanted` for any element, even where it fails for others.
    fn any(&mut self, wanted: bool, list: &'a Code, body: &'a Code) -> Result<bool> {
        let mut failure = None;
        for item in self.value(list)?.items()? {
            self.elements.push(item);
            let truth = self.truth(body);
            self.elements.pop();
            match truth {
                Ok(truth) if truth == wanted => return Ok(wanted),
                Ok(_) => {}
                Err(error) => drop(failure.get_or_insert(error)),
            }
        }
        failure.map_or(Ok(!wanted), Err)
    }
}

fn compared(compare: Compare, left: &Value<'_>, right: &Value<'_>) -> Result<bool> {
    let order = match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Int(left), Value::Int(right)) => left.cmp(right),
        (Value::Text(left), Value::Text(right)) => left.cmp(right),
        _ => return Err(WhenError::Mistyped),
    };
    Ok(match compare {
        Compare::Equal => order.is_eq(),
        Compare::NotEqual => order.is_ne(),
        Compare::Less => order.is_lt(),
        Compare::LessOrEqual => order.is_le(),
        Compare::Greater => order.is_gt(),
        Compare::GreaterOrEqual => order.is_ge(),
    })
}

fn calculated(operator: Arithmetic, left: i64, right: i64) -> Result<i64> {
    match operator {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide => left.checked_div(right),
        Arithmetic::Remainder => left.checked_rem(right),
    }
    .ok_or(if right == 0 { WhenError::DivisionByZero } else { WhenError::Overflow })
}

/// The categories found so far, each once.
fn found(cx: &Context) -> impl Iterator<Item = &str> {
    let findings = cx.findings();
    findings.iter().enumerate().filter_map(|(index, finding)| {
        let first = findings.iter().take(index).all(|before| before.category != finding.category);
        first.then_some(&*finding.category)
    })
}

fn last_segment(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}

/// The ARN of the app instance that a message's channel belongs to.
pub(in crate::rulebook) fn app_instance(message: &Message) -> &str {
    let arn = message.channel_arn();
    arn.split_once("/channel/").map_or(arn, |(app_instance, _)| app_instance)
}
