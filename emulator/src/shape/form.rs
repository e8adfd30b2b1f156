//! How a text may be spelt: the patterns of the service model, as code.
//!
//! Every pattern covers the whole text. Written by hand rather than as regular expressions, since
//! each is a line or two and a request passes through several.

/// The spelling a text must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Any characters at all.
    Any,
    /// Any characters but line feeds.
    OneLine,
    /// One line with something other than white space in it.
    Spoken,
    /// Printable characters, as XML counts them: resource names.
    Printable,
    /// Letters, digits, `-` and `_`.
    Token,
    /// A letter or digit at both ends, and `:`, `-`, `_`, `.`, `@` between them as well.
    Handle,
    /// An ARN of any service.
    Arn,
    /// The ARN of a Lambda function, perhaps with an alias or a version.
    FunctionArn,
    /// The ARN of a Lex bot alias.
    LexAliasArn,
    /// Letters, with single underscores after them.
    Intent,
}

impl Form {
    pub(crate) fn fits(self, text: &str) -> bool {
        match self {
            Form::Any => true,
            Form::OneLine => !text.contains('\n'),
            Form::Spoken => !text.contains('\n') && text.chars().any(|c| !c.is_whitespace()),
            Form::Printable => text.chars().all(printable),
            Form::Token => text.chars().all(token),
            Form::Handle => handle(text),
            Form::Arn => arn(text),
            Form::FunctionArn => function_arn(text),
            Form::LexAliasArn => lex_alias_arn(text),
            Form::Intent => intent(text),
        }
    }

    /// What to write instead.
    pub(crate) fn advice(self) -> &'static str {
        match self {
            Form::Any => "may hold anything",
            Form::OneLine => "must be a single line",
            Form::Spoken => "must be a single line that is not blank",
            Form::Printable => "must consist of printable characters",
            Form::Token => "may hold letters, digits, `-` and `_` only",
            Form::Handle => {
                "must begin and end with a letter or digit, with only letters, digits and `:-_.@` between"
            }
            Form::Arn => "must be an ARN",
            Form::FunctionArn => "must be the ARN of a Lambda function",
            Form::LexAliasArn => "must be the ARN of a Lex bot alias",
            Form::Intent => "may hold letters and single underscores only",
        }
    }
}

fn printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}'
        | '\u{10000}'..)
}

fn token(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

fn handle(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.' | '@');
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(inner)
}

fn arn(text: &str) -> bool {
    let part = |text: &str, least: usize| {
        (least..=63).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
    };
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next().unwrap_or("/");
    next() == "arn"
        && part(next(), 1)
        && part(next(), 0)
        && part(next(), 0)
        && part(next(), 0)
        && resource(next())
}

/// The last part of an ARN: not empty, not rooted, on one line after its first character.
fn resource(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first != '/')
        && chars.clone().count() <= 1023
        && !chars.any(|c| c == '\n')
}

fn region(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let (area, side, number) = (parts.next(), parts.next(), parts.next());
    let lower = |t: &str| t.bytes().all(|b| b.is_ascii_lowercase());
    area.is_some_and(|t| t.len() == 2 && lower(t))
        && side.is_some_and(|t| !t.is_empty() && lower(t))
        && number.is_some_and(|t| t.len() == 1 && digits(t))
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn account(text: &str) -> bool {
    text.len() == 12 && digits(text)
}

fn function_arn(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("arn:aws:lambda:") else { return false };
    let parts: Vec<&str> = rest.split(':').collect();
    let named = |name: &str| !name.is_empty() && name.chars().all(|c| token(c) || c == '.');
    let qualified = |q: &str| q == "$LATEST" || (!q.is_empty() && q.chars().all(token));
    match parts.as_slice() {
        [r, a, "function", name] => region(r) && account(a) && named(name),
        [r, a, "function", name, q] => region(r) && account(a) && named(name) && qualified(q),
        _ => false,
    }
}

fn lex_alias_arn(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("arn:aws:lex:") else { return false };
    let id = |t: &str| t.len() == 10 && t.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let mut parts = rest.splitn(3, ':');
    let (Some(r), Some(a), Some(resource)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let ids: Vec<&str> = resource.split('/').collect();
    region(r) && account(a) && matches!(ids.as_slice(), ["bot-alias", bot, alias] if id(bot) && id(alias))
}

fn intent(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.contains("__")
        && text.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn each_form_takes_what_it_names_and_nothing_beside_it() {
        let cases: [(Form, &[&str], &[&str]); 8] = [
            (Form::OneLine, &["", "a b", "\r"], &["a\nb", "\n"]),
            (Form::Spoken, &["a", " a "], &["", "  ", "a\nb"]),
            (Form::Printable, &["", "né\t", "😀", "\u{85}"], &["\0", "\u{7f}", "\u{FFFE}"]),
            (Form::Token, &["", "a-_9"], &["a b", "é", "a/b"]),
            (Form::Handle, &["a", "a:@.b", "9"], &["", "-a", "a.", "a b", "é"]),
            (
                Form::Arn,
                &["arn:aws:chime:us-east-1:1:app-instance/x", "arn:aws::::x", "arn:a:::::x"],
                &[
                    "",
                    "arn",
                    "arn:aws:chime:us-east-1:1:/x",
                    "arn::a:b:c:d",
                    "ARN:aws:a:b:c:d",
                    "arn:AWS:::1:a",
                ],
            ),
            (
                Form::FunctionArn,
                &[
                    "arn:aws:lambda:us-east-1:111122223333:function:f",
                    "arn:aws:lambda:us-east-1:111122223333:function:f:$LATEST",
                    "arn:aws:lambda:eu-central-1:111122223333:function:f.g_h-i:live",
                ],
                &[
                    "arn:aws:lambda:us-east-1:1111:function:f",
                    "arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:f",
                    "arn:aws:lambda:us-east-1:111122223333:function:",
                    "arn:aws:lambda:us-east-1:111122223333:function:f:",
                    "arn:aws:lambda:us-east-1:111122223333:layer:f",
                ],
            ),
            (
                Form::LexAliasArn,
                &["arn:aws:lex:us-east-1:111122223333:bot-alias/ABCDEFGHI1/ABCDEFGHI2"],
                &["arn:aws:lex:us-east-1:111122223333:bot-alias/ABCDEFGHI1", "arn:aws:lex:a:b:c"],
            ),
        ];
        for (form, good, bad) in cases {
            for text in good {
                assert!(form.fits(text), "{form:?} must take {text:?}");
            }
            for text in bad {
                assert!(!form.fits(text), "{form:?} must refuse {text:?}");
            }
        }
        assert!(Form::Intent.fits("Welcome_Back") && !Form::Intent.fits("a__b") && !Form::Intent.fits("a1"));
    }
}
