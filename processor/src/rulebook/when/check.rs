//! The names and types of an expression, checked before any message comes.

use super::Flaw;
use super::code::{Arithmetic, Case, Code, Compare, Test, Type, Variable};
use super::parse::{Ast, Binary, Name, Part};
use crate::registry::{list_of, meant, unknown};

/// Functions and methods that an expression may call.
pub(in crate::rulebook) const FUNCTIONS: &[&str] = &[
    "size",
    "startsWith",
    "endsWith",
    "contains",
    "matches",
    "lowerAscii",
    "upperAscii",
    "exists",
    "all",
    "has",
];
/// Macros within macros, at most.
const MAX_ELEMENTS: usize = 2;

type Checked = Option<(Type, Code)>;

/// Checks a whole expression; `None` when there is something wrong with it.
pub(super) fn check(ast: &Ast, flaws: &mut Vec<Flaw>) -> Option<Code> {
    let mut checker = Checker { flaws, elements: Vec::new() };
    checker.expect(ast, &Type::Bool, "a condition")
}

struct Checker<'a> {
    flaws: &'a mut Vec<Flaw>,
    /// The names of the elements that macros look at, the innermost last.
    elements: Vec<(String, Type)>,
}

impl Checker<'_> {
    fn flaw<T>(&mut self, at: usize, message: impl Into<String>) -> Option<T> {
        self.flaws.push(Flaw::new(at, message));
        None
    }

    fn expect(&mut self, ast: &Ast, expected: &Type, what: &str) -> Option<Code> {
        let (found, code) = self.part(ast)?;
        if found == *expected {
            return Some(code);
        }
        self.flaw(ast.at, format!("{what} is {}, this is {}", expected.describe(), found.describe()))
    }

    fn part(&mut self, ast: &Ast) -> Checked {
        match &ast.kind {
            Part::Bool(bool) => Some((Type::Bool, Code::Bool(*bool))),
            Part::Int(int) => Some((Type::Int, Code::Int(*int))),
            Part::Text(text) => Some((Type::Text, Code::Text(text.clone()))),
            Part::List(items) => self.list(items),
            Part::Name(_) | Part::Field(..) => self.path(ast),
            Part::Index(container, index) => self.index(container, index),
            Part::Call(target, name, args) => self.call(target.as_deref(), name, args),
            Part::Not(operand) => {
                let code = self.expect(operand, &Type::Bool, "what `!` turns round")?;
                Some((Type::Bool, Code::Not(Box::new(code))))
            }
            Part::Negative(operand) => {
                let code = self.expect(operand, &Type::Int, "what `-` stands before")?;
                Some((Type::Int, Code::Negative(Box::new(code))))
            }
            Part::Binary(operator, left, right) => self.binary(ast.at, *operator, left, right),
            Part::Choice(condition, yes, no) => {
                let condition = self.expect(condition, &Type::Bool, "what stands before `?`");
                let (yes, no_at) = (self.part(yes), no.at);
                let ((kind, yes), (other, no)) = (yes?, self.part(no)?);
                if kind != other {
                    let message = format!(
                        "both sides of `:` have one type; the first is {}, this is {}",
                        kind.describe(),
                        other.describe()
                    );
                    return self.flaw(no_at, message);
                }
                Some((kind, Code::Choice(Box::new(condition?), Box::new(yes), Box::new(no))))
            }
        }
    }

    fn list(&mut self, items: &[Ast]) -> Checked {
        let checked: Vec<_> =
            items.iter().map(|item| self.part(item).map(|(kind, code)| (item.at, kind, code))).collect();
        let checked: Vec<_> = checked.into_iter().collect::<Option<_>>()?;
        let Some((_, first, _)) = checked.first() else { return Some((Type::Empty, Code::List(Vec::new()))) };
        let first = first.clone();
        if let Some((at, kind, _)) = checked.iter().find(|(_, kind, _)| *kind != first) {
            let message = format!(
                "the items of a list have one type; the first is {}, this is {}",
                first.describe(),
                kind.describe()
            );
            return self.flaw(*at, message);
        }
        let codes = checked.into_iter().map(|(_, _, code)| code).collect();
        Some((Type::List(Box::new(first)), Code::List(codes)))
    }

    /// A variable such as `message.content`, or an attribute such as `attributes.role`.
    fn path(&mut self, ast: &Ast) -> Checked {
        if let Part::Name(name) = &ast.kind
            && let Some(depth) = self.elements.iter().rev().position(|(element, _)| element == name)
        {
            let kind = self.elements.iter().rev().nth(depth).map(|(_, kind)| kind.clone())?;
            return Some((kind, Code::Element(depth)));
        }
        if let Part::Field(container, field) = &ast.kind
            && let Part::Name(name) = &container.kind
            && name == "attributes"
        {
            let index = Code::Text(field.name.clone());
            let attributes = Code::Read(Variable::Attributes);
            return Some((Type::texts(), Code::Index(Box::new(attributes), Box::new(index))));
        }
        let Some(path) = dotted(ast) else {
            if let Part::Field(container, field) = &ast.kind {
                let (kind, _) = self.part(container)?;
                return self.flaw(field.at, format!("{} has no fields", kind.describe()));
            }
            return None;
        };
        let known = Variable::ALL.iter().find(|(name, _)| *name == path);
        if let Some((_, variable)) = known {
            return Some((variable.kind(), Code::Read(*variable)));
        }
        self.unknown_path(ast, &path)
    }

    fn unknown_path(&mut self, ast: &Ast, path: &str) -> Checked {
        let names = || Variable::ALL.iter().map(|(name, _)| *name);
        let (head, rest) = path.split_once('.').unwrap_or((path, ""));
        let fields: Vec<&str> =
            names().filter_map(|name| name.strip_prefix(head)?.strip_prefix('.')).collect();
        if fields.is_empty() {
            // `content` is more likely `message.content` than any short name that happens to be near.
            let whole = names().find(|name| name.split_once('.').is_some_and(|(_, field)| field == path));
            let heads = || names().filter_map(|name| name.split('.').next());
            let message = match whole.or_else(|| meant(path, names())).or_else(|| meant(head, heads())) {
                _ if names().any(|name| name == head) => format!("`{head}` has no fields"),
                Some(name) => format!("unknown name `{path}`; did you mean `{name}`?"),
                None => format!("unknown name `{path}`; known are {}", list_of(names())),
            };
            return self.flaw(ast.at, message);
        }
        if rest.is_empty() {
            return self
                .flaw(ast.at, format!("`{head}` is no value; use one of its fields: {}", list_of(fields)));
        }
        let at = if let Part::Field(_, field) = &ast.kind { field.at } else { ast.at };
        match fields.iter().find(|field| rest.strip_prefix(**field).is_some_and(|rest| rest.starts_with('.')))
        {
            Some(field) => self.flaw(at, format!("`{head}.{field}` has no fields")),
            None => self.flaw(at, unknown(&format!("field of `{head}`"), rest, &fields)),
        }
    }

    fn index(&mut self, container: &Ast, index: &Ast) -> Checked {
        let (kind, container_code) = self.part(container)?;
        let (index_type, result) = match kind {
            Type::Map => (Type::Text, Type::texts()),
            Type::List(of) => (Type::Int, *of),
            other => return self.flaw(container.at, format!("{} has no elements", other.describe())),
        };
        let code = self.expect(index, &index_type, "what stands in `[]` here")?;
        Some((result, Code::Index(Box::new(container_code), Box::new(code))))
    }

    fn binary(&mut self, at: usize, operator: Binary, left: &Ast, right: &Ast) -> Checked {
        let sides = format!("a side of `{}`", operator.sign());
        let both = |checker: &mut Self, kind: Type| {
            let (left, right) = (checker.expect(left, &kind, &sides), checker.expect(right, &kind, &sides));
            Some((Box::new(left?), Box::new(right?)))
        };
        let compare = match operator {
            Binary::And | Binary::Or => {
                let (left, right) = both(self, Type::Bool)?;
                let code =
                    if operator == Binary::And { Code::And(left, right) } else { Code::Or(left, right) };
                return Some((Type::Bool, code));
            }
            Binary::In => return self.contained(left, right),
            Binary::Equal => Compare::Equal,
            Binary::NotEqual => Compare::NotEqual,
            Binary::Less => Compare::Less,
            Binary::LessOrEqual => Compare::LessOrEqual,
            Binary::Greater => Compare::Greater,
            Binary::GreaterOrEqual => Compare::GreaterOrEqual,
            other => {
                let (left, right) = both(self, Type::Int)?;
                return Some((Type::Int, Code::Arithmetic(arithmetic(other), left, right)));
            }
        };
        let (left, right) = (self.part(left), self.part(right));
        let ((left_type, left), (right_type, right)) = (left?, right?);
        let sign = operator.sign();
        if left_type != right_type {
            let message = format!(
                "`{sign}` compares values of one type; the left one is {}, the right one is {}",
                left_type.describe(),
                right_type.describe()
            );
            return self.flaw(at, message);
        }
        let ordered = matches!(left_type, Type::Int | Type::Text);
        let equal = matches!(operator, Binary::Equal | Binary::NotEqual);
        if ordered || equal && left_type == Type::Bool {
            return Some((Type::Bool, Code::Compare(compare, Box::new(left), Box::new(right))));
        }
        self.flaw(at, format!("`{sign}` cannot compare {}", left_type.describe()))
    }

    fn contained(&mut self, needle: &Ast, haystack: &Ast) -> Checked {
        let (left, right) = (self.part(needle), self.part(haystack));
        let ((needle_type, needle_code), (haystack_type, haystack_code)) = (left?, right?);
        let wanted = match haystack_type {
            Type::Map => Type::Text,
            Type::List(of) => *of,
            Type::Empty => return self.flaw(haystack.at, "nothing is `in` an empty list"),
            Type::Text => {
                let message = "`in` looks into a list; for a part of a text write `text.contains(part)`";
                return self.flaw(haystack.at, message);
            }
            other => {
                return self
                    .flaw(haystack.at, format!("`in` looks into a list, this is {}", other.describe()));
            }
        };
        if needle_type != wanted {
            let message = format!(
                "what is looked for is {}, the list's items are {}",
                needle_type.describe(),
                wanted.describe()
            );
            return self.flaw(needle.at, message);
        }
        Some((Type::Bool, Code::In(Box::new(needle_code), Box::new(haystack_code))))
    }

    fn call(&mut self, target: Option<&Ast>, name: &Name, args: &[Ast]) -> Checked {
        match (name.name.as_str(), target, args) {
            ("size", None, [of]) | ("size", Some(of), []) => self.size(of),
            ("has", None, [path]) => self.has(path),
            ("lowerAscii", Some(of), []) => self.ascii(Case::Lower, of),
            ("upperAscii", Some(of), []) => self.ascii(Case::Upper, of),
            ("startsWith", Some(text), [with]) => self.test(Test::StartsWith, text, with),
            ("endsWith", Some(text), [with]) => self.test(Test::EndsWith, text, with),
            ("contains", Some(text), [with]) => self.test(Test::Contains, text, with),
            ("matches", Some(text), [pattern]) | ("matches", None, [text, pattern]) => {
                self.matches(text, pattern)
            }
            ("exists", Some(list), [element, body]) => self.any(true, list, element, body),
            ("all", Some(list), [element, body]) => self.any(false, list, element, body),
            (known, ..) if FUNCTIONS.contains(&known) => {
                self.flaw(name.at, format!("write {}", usage(known)))
            }
            (other, ..) => self.flaw(name.at, unknown("function", other, FUNCTIONS)),
        }
    }

    fn size(&mut self, of: &Ast) -> Checked {
        let (kind, code) = self.part(of)?;
        if matches!(kind, Type::Bool | Type::Int) {
            return self.flaw(of.at, format!("{} has no size", kind.describe()));
        }
        Some((Type::Int, Code::Size(Box::new(code))))
    }

    fn has(&mut self, path: &Ast) -> Checked {
        if let (Type::List(_), Code::Index(container, index)) = self.part(path)?
            && let (Code::Read(Variable::Attributes), Code::Text(name)) = (*container, *index)
        {
            let attributes = Box::new(Code::Read(Variable::Attributes));
            return Some((Type::Bool, Code::Has(attributes, Some(name))));
        }
        match self.part(path)? {
            (Type::Text, code @ Code::Read(_)) => Some((Type::Bool, Code::Has(Box::new(code), None))),
            _ => self.flaw(path.at, format!("write {}", usage("has"))),
        }
    }

    fn ascii(&mut self, case: Case, of: &Ast) -> Checked {
        let code = self.expect(of, &Type::Text, "what has letters")?;
        Some((Type::Text, Code::Ascii(case, Box::new(code))))
    }

    fn test(&mut self, how: Test, text: &Ast, with: &Ast) -> Checked {
        let (kind, text_code) = self.part(text)?;
        if kind != Type::Text {
            let hint = match (&kind, how) {
                (Type::List(_), Test::Contains) => "; for a list write `item in list`",
                (Type::List(_), _) => "; look at its items with `list.exists(item, …)`",
                _ => "",
            };
            return self.flaw(text.at, format!("this asks text, and that is {}{hint}", kind.describe()));
        }
        let with = self.expect(with, &Type::Text, "what is looked for")?;
        Some((Type::Bool, Code::Test(how, Box::new(text_code), Box::new(with))))
    }

    fn matches(&mut self, text: &Ast, pattern: &Ast) -> Checked {
        let code = self.expect(text, &Type::Text, "what is searched");
        let Part::Text(source) = &pattern.kind else {
            return self.flaw(
                pattern.at,
                "a pattern stands in quotes here, so that it is checked before any message comes",
            );
        };
        match crate::rules::compile_pattern(source) {
            Ok(regex) => Some((Type::Bool, Code::Matches(Box::new(code?), regex))),
            Err(message) => self.flaw(pattern.at, message),
        }
    }

    fn any(&mut self, wanted: bool, list: &Ast, element: &Ast, body: &Ast) -> Checked {
        let Part::Name(name) = &element.kind else {
            return self.flaw(element.at, format!("write {}", usage(if wanted { "exists" } else { "all" })));
        };
        let (kind, list_code) = self.part(list)?;
        let of = match kind {
            Type::List(of) => *of,
            Type::Map => return self.flaw(list.at, "name one attribute, such as `attributes.role`"),
            other => {
                return self.flaw(list.at, format!("only a list has items, this is {}", other.describe()));
            }
        };
        if Variable::ALL.iter().any(|(variable, _)| variable.split('.').next() == Some(name)) {
            return self.flaw(element.at, format!("`{name}` has a meaning already; choose another name"));
        }
        if self.elements.len() == MAX_ELEMENTS {
            return self
                .flaw(list.at, format!("more than {MAX_ELEMENTS} `exists` or `all` within each other"));
        }
        self.elements.push((name.clone(), of));
        let body = self.expect(body, &Type::Bool, "what is asked of each item");
        self.elements.pop();
        Some((Type::Bool, Code::Any(wanted, Box::new(list_code), Box::new(body?))))
    }
}

/// The names of a path, if the part is one.
fn dotted(ast: &Ast) -> Option<String> {
    match &ast.kind {
        Part::Name(name) => Some(name.clone()),
        Part::Field(container, field) => Some(format!("{}.{}", dotted(container)?, field.name)),
        _ => None,
    }
}

fn arithmetic(operator: Binary) -> Arithmetic {
    match operator {
        Binary::Subtract => Arithmetic::Subtract,
        Binary::Multiply => Arithmetic::Multiply,
        Binary::Divide => Arithmetic::Divide,
        Binary::Remainder => Arithmetic::Remainder,
        _ => Arithmetic::Add,
    }
}

/// How a function is called.
fn usage(function: &str) -> &'static str {
    match function {
        "size" => "`size(x)`",
        "has" => "`has(attributes.NAME)` or `has(push.title)`",
        "lowerAscii" => "`text.lowerAscii()`",
        "upperAscii" => "`text.upperAscii()`",
        "startsWith" => "`text.startsWith(beginning)`",
        "endsWith" => "`text.endsWith(ending)`",
        "contains" => "`text.contains(part)`",
        "matches" => "`text.matches(r'PATTERN')`",
        "exists" => "`list.exists(item, condition)`",
        _ => "`list.all(item, condition)`",
    }
}
