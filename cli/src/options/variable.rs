//! A variable of the functions' environment as it is typed: `NAME=VALUE`.

use std::str::FromStr;

/// A name and its value; the value may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl FromStr for Variable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
        let begins = name.starts_with(|first: char| first.is_ascii_alphabetic());
        if !begins || !name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_') {
            return Err("a name begins with a letter and has letters, digits and `_` only".to_owned());
        }
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_equals_sign_ends_the_name() {
        for (text, name, value) in
            [("A=1", "A", "1"), ("URL_2=http://h/?a=b", "URL_2", "http://h/?a=b"), ("A=", "A", "")]
        {
            let variable: Variable = text.parse().unwrap();
            assert_eq!((variable.name.as_str(), variable.value.as_str()), (name, value));
        }
    }

    #[test]
    fn lambda_would_refuse_other_names() {
        for text in ["", "A", "=1", "1A=1", "_A=1", "A-B=1", "A B=1"] {
            assert!(text.parse::<Variable>().is_err(), "{text}");
        }
    }
}
