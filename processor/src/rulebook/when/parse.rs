//! The grammar of expressions: CEL's operators in CEL's order.

use super::Flaw;
use super::token::{Kind, Token};

/// Parts of an expression, at most; bounds what it costs to evaluate.
const MAX_PARTS: usize = 256;
/// Brackets within brackets, at most.
const MAX_DEPTH: usize = 32;

/// A part of an expression and the character that it begins at.
#[derive(Debug)]
pub(super) struct Ast {
    pub(super) at: usize,
    pub(super) kind: Part,
}

#[derive(Debug)]
pub(super) enum Part {
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Ast>),
    Name(String),
    Field(Box<Ast>, Name),
    Index(Box<Ast>, Box<Ast>),
    Call(Option<Box<Ast>>, Name, Vec<Ast>),
    Not(Box<Ast>),
    Negative(Box<Ast>),
    Binary(Binary, Box<Ast>, Box<Ast>),
    Choice(Box<Ast>, Box<Ast>, Box<Ast>),
}

#[derive(Debug)]
pub(super) struct Name {
    pub(super) at: usize,
    pub(super) name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binary {
    Or,
    And,
    In,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Binary {
    /// The operators from the loosest to the tightest.
    const LEVELS: &[&[(&str, Self)]] = &[
        &[("||", Self::Or)],
        &[("&&", Self::And)],
        &[
            ("==", Self::Equal),
            ("!=", Self::NotEqual),
            ("<", Self::Less),
            ("<=", Self::LessOrEqual),
            (">", Self::Greater),
            (">=", Self::GreaterOrEqual),
            ("in", Self::In),
        ],
        &[("+", Self::Add), ("-", Self::Subtract)],
        &[("*", Self::Multiply), ("/", Self::Divide), ("%", Self::Remainder)],
    ];

    pub(super) fn sign(self) -> &'static str {
        let all = Self::LEVELS.iter().flat_map(|level| level.iter());
        all.filter(|(_, operator)| *operator == self).map(|(sign, _)| *sign).next().unwrap_or_default()
    }
}

/// Reads the words of a whole expression.
pub(super) fn parse(tokens: &[Token]) -> Result<Ast, Flaw> {
    let mut parser = Parser { tokens, next: 0, parts: 0, depth: 0 };
    let ast = parser.expression()?;
    match parser.peek() {
        Kind::End => Ok(ast),
        other => Err(parser.unexpected(other, "an operator such as `&&`")),
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
    parts: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> &'a Kind {
        self.tokens.get(self.next).map_or(&Kind::End, |token| &token.kind)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).or(self.tokens.last()).map_or(0, |token| token.at)
    }

    fn unexpected(&self, found: &Kind, expected: &str) -> Flaw {
        Flaw::new(self.at(), format!("expected {expected}, found {}", found.describe()))
    }

    fn accept(&mut self, sign: &str) -> bool {
        let accepted = matches!(self.peek(), Kind::Sign(next) if *next == sign);
        self.next += usize::from(accepted);
        accepted
    }

    fn expect(&mut self, sign: &str) -> Result<(), Flaw> {
        if self.accept(sign) { Ok(()) } else { Err(self.unexpected(self.peek(), &format!("`{sign}`"))) }
    }

    fn part(&mut self, at: usize, kind: Part) -> Result<Ast, Flaw> {
        self.parts += 1;
        if self.parts > MAX_PARTS {
            return Err(Flaw::new(
                at,
                format!("the expression has more than {MAX_PARTS} parts; make it shorter"),
            ));
        }
        Ok(Ast { at, kind })
    }

    fn expression(&mut self) -> Result<Ast, Flaw> {
        let at = self.at();
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Flaw::new(at, format!("more than {MAX_DEPTH} brackets within each other")));
        }
        let condition = self.binary(Binary::LEVELS)?;
        let whole = if self.accept("?") {
            let yes = self.expression()?;
            self.expect(":")?;
            let no = self.expression()?;
            self.part(at, Part::Choice(Box::new(condition), Box::new(yes), Box::new(no)))?
        } else {
            condition
        };
        self.depth -= 1;
        Ok(whole)
    }

    fn binary(&mut self, levels: &[&[(&str, Binary)]]) -> Result<Ast, Flaw> {
        let Some((level, tighter)) = levels.split_first() else { return self.unary() };
        let mut left = self.binary(tighter)?;
        loop {
            let written = match self.peek() {
                Kind::Sign(sign) => sign,
                Kind::Name(name) => name.as_str(),
                _ => return Ok(left),
            };
            let operator = level.iter().find(|(sign, _)| *sign == written).map(|(_, operator)| *operator);
            let Some(operator) = operator else { return Ok(left) };
            self.next += 1;
            let right = self.binary(tighter)?;
            left = self.part(left.at, Part::Binary(operator, Box::new(left), Box::new(right)))?;
        }
    }

    fn unary(&mut self) -> Result<Ast, Flaw> {
        let mut signs = Vec::new();
        loop {
            let at = self.at();
            if self.accept("!") {
                signs.push((at, true));
            } else if self.accept("-") {
                signs.push((at, false));
            } else {
                break;
            }
        }
        let mut operand = self.member()?;
        for (at, not) in signs.into_iter().rev() {
            let inner = Box::new(operand);
            operand = self.part(at, if not { Part::Not(inner) } else { Part::Negative(inner) })?;
        }
        Ok(operand)
    }

    fn member(&mut self) -> Result<Ast, Flaw> {
        let mut target = self.primary()?;
        loop {
            let at = target.at;
            if self.accept(".") {
                let name = self.name()?;
                let kind = if self.accept("(") {
                    Part::Call(Some(Box::new(target)), name, self.list(")")?)
                } else {
                    Part::Field(Box::new(target), name)
                };
                target = self.part(at, kind)?;
            } else if self.accept("[") {
                let index = self.expression()?;
                self.expect("]")?;
                target = self.part(at, Part::Index(Box::new(target), Box::new(index)))?;
            } else {
                return Ok(target);
            }
        }
    }

    fn name(&mut self) -> Result<Name, Flaw> {
        let at = self.at();
        match self.peek() {
            Kind::Name(name) => {
                self.next += 1;
                Ok(Name { at, name: name.clone() })
            }
            other => Err(self.unexpected(other, "a name")),
        }
    }

    fn primary(&mut self) -> Result<Ast, Flaw> {
        let at = self.at();
        let found = self.peek();
        self.next += 1;
        match found {
            Kind::Int(int) => self.part(at, Part::Int(*int)),
            Kind::Text(text) => self.part(at, Part::Text(text.clone())),
            Kind::Name(name) => {
                let kind = match name.as_str() {
                    "true" => Part::Bool(true),
                    "false" => Part::Bool(false),
                    _ if self.accept("(") => {
                        Part::Call(None, Name { at, name: name.clone() }, self.list(")")?)
                    }
                    _ => Part::Name(name.clone()),
                };
                self.part(at, kind)
            }
            Kind::Sign("(") => {
                let inner = self.expression()?;
                self.expect(")")?;
                Ok(inner)
            }
            Kind::Sign("[") => {
                let items = self.list("]")?;
                self.part(at, Part::List(items))
            }
            other => {
                self.next -= 1;
                Err(self.unexpected(other, "a value such as `message.content`"))
            }
        }
    }

    /// What stands between brackets, the opening one read already.
    fn list(&mut self, close: &str) -> Result<Vec<Ast>, Flaw> {
        let mut items = Vec::new();
        while !self.accept(close) {
            if !items.is_empty() {
                self.expect(",")?;
            }
            items.push(self.expression()?);
        }
        Ok(items)
    }
}
