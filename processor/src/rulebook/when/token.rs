//! The words of an expression.

use super::Flaw;

/// One word of an expression and the character that it begins at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Name(String),
    Int(i64),
    Text(String),
    /// An operator or a bracket.
    Sign(&'static str),
    End,
}

impl Kind {
    /// The word in the words of an error.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Name(name) => format!("`{name}`"),
            Self::Int(int) => format!("`{int}`"),
            Self::Text(_) => "a text in quotes".to_owned(),
            Self::Sign(sign) => format!("`{sign}`"),
            Self::End => "the end".to_owned(),
        }
    }
}

/// The longer ones first: `<` is the beginning of `<=`.
const SIGNS: &[&str] = &[
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]",
    ".", ",",
];

/// Splits an expression into its words; the last one is the end.
pub(super) fn tokens(source: &str) -> Result<Vec<Token>, Flaw> {
    let mut scanner = Scanner { rest: source, at: 0 };
    let mut tokens = Vec::new();
    loop {
        let token = scanner.next()?;
        let end = token.kind == Kind::End;
        tokens.push(token);
        if end {
            return Ok(tokens);
        }
    }
}

struct Scanner<'a> {
    rest: &'a str,
    /// The character that `rest` begins at.
    at: usize,
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Result<Token, Flaw> {
        self.take_while(char::is_whitespace);
        let at = self.at;
        let kind = match self.rest.chars().next() {
            None => Kind::End,
            Some('0'..='9') => self.number()?,
            Some('\'' | '"') => self.text(false)?,
            Some('r' | 'R') if self.rest.chars().nth(1).is_some_and(|next| "'\"".contains(next)) => {
                self.skip();
                self.text(true)?
            }
            Some(letter) if letter.is_ascii_alphabetic() || letter == '_' => {
                let name = self.take_while(|char| char.is_ascii_alphanumeric() || char == '_');
                Kind::Name(name.to_owned())
            }
            Some(other) => self.sign().ok_or_else(|| unknown_sign(at, other))?,
        };
        Ok(Token { at, kind })
    }

    fn skip(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next()?;
        self.rest = chars.as_str();
        self.at += 1;
        Some(next)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let (taken, rest) =
            self.rest.split_at(self.rest.find(|char| !wanted(char)).unwrap_or(self.rest.len()));
        self.rest = rest;
        self.at += taken.chars().count();
        taken
    }

    fn sign(&mut self) -> Option<Kind> {
        let sign = SIGNS.iter().find(|sign| self.rest.starts_with(**sign))?;
        for _ in sign.chars() {
            self.skip();
        }
        Some(Kind::Sign(sign))
    }

    fn number(&mut self) -> Result<Kind, Flaw> {
        let at = self.at;
        let digits = self.take_while(|char| char.is_ascii_alphanumeric() || char == '_');
        if self
            .rest
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_digit()))
        {
            return Err(Flaw::new(at, "there are whole numbers only"));
        }
        let number = match digits.strip_prefix("0x") {
            Some(hex) => i64::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        };
        number.map(Kind::Int).ok_or_else(|| {
            let message = format!("`{digits}` is not a whole number from 0 to {}", i64::MAX);
            Flaw::new(at, message)
        })
    }

    fn text(&mut self, raw: bool) -> Result<Kind, Flaw> {
        let start = self.at;
        let quote = self.skip();
        let mut text = String::new();
        loop {
            let at = self.at;
            match self.skip() {
                None => return Err(Flaw::new(start, "the text in quotes has no end")),
                char if char == quote => return Ok(Kind::Text(text)),
                Some('\\') if !raw => text.push(self.escape(at)?),
                Some(char) => text.push(char),
            }
        }
    }

    fn escape(&mut self, at: usize) -> Result<char, Flaw> {
        let letter = self.skip();
        let digits = match letter {
            Some('n') => return Ok('\n'),
            Some('t') => return Ok('\t'),
            Some('r') => return Ok('\r'),
            Some(same @ ('\\' | '\'' | '"' | '`' | '?')) => return Ok(same),
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => {
                let message =
                    "no such escape; for a pattern write `r'…'`, where a backslash stands for itself";
                return Err(Flaw::new(at, message));
            }
        };
        let hex: String = (0..digits).filter_map(|_| self.skip()).collect();
        let code = Some(hex).filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let char = code.and_then(|hex| u32::from_str_radix(&hex, 16).ok()).and_then(char::from_u32);
        char.ok_or_else(|| Flaw::new(at, format!("expected the {digits} hexadecimal digits of a character")))
    }
}

fn unknown_sign(at: usize, sign: char) -> Flaw {
    let meant = match sign {
        '&' => "; did you mean `&&`?",
        '|' => "; did you mean `||`?",
        '=' => "; did you mean `==`?",
        '’' | '‘' | '“' | '”' => "; text stands in straight quotes",
        _ => "",
    };
    Flaw::new(at, format!("unexpected `{}`{meant}", sign.escape_debug()))
}
