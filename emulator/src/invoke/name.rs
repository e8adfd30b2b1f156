//! The ways to name a function: a name, a partial ARN, an ARN, each with or without a qualifier.

use super::InvokeError;

/// A function as somebody asked for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FunctionName {
    name: String,
    qualifier: Option<String>,
    unqualified_arn: String,
}

impl FunctionName {
    /// Reads `NAME`, `ACCOUNT:function:NAME` or `arn:aws:lambda:REGION:ACCOUNT:function:NAME`, with an
    /// optional `:QUALIFIER`.
    ///
    /// A function of another region or account is a function that does not exist here.
    pub(super) fn parse(reference: &str, region: &str, account: &str) -> Result<Self, InvokeError> {
        let malformed = || InvokeError::Name(reference.to_owned());
        let parts: Vec<&str> = reference.split(':').collect();
        let (place, rest) = match parts.as_slice() {
            ["arn", "aws", "lambda", region, account, "function", rest @ ..] => {
                (Some((*region, *account)), rest)
            }
            [account, "function", rest @ ..] => (Some((region, *account)), rest),
            rest => (None, rest),
        };
        let (name, qualifier) = match rest {
            [name] => (*name, None),
            [name, qualifier] => (*name, Some(*qualifier)),
            _ => return Err(malformed()),
        };
        if !is_name(name) || qualifier.is_some_and(|qualifier| !is_qualifier(qualifier)) {
            return Err(malformed());
        }
        if place.is_some_and(|place| place != (region, account)) {
            return Err(InvokeError::NotFound(reference.to_owned()));
        }
        Ok(Self {
            name: name.to_owned(),
            qualifier: qualifier.map(str::to_owned),
            unqualified_arn: function_arn(region, account, name),
        })
    }

    /// The bare name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The version or alias that was asked for.
    pub(super) fn qualifier(&self) -> Option<&str> {
        self.qualifier.as_deref()
    }

    /// The same function under the qualifier of a request's query.
    ///
    /// # Errors
    /// When it is no qualifier, or another one was part of the name.
    pub(super) fn qualified(self, qualifier: &str) -> Result<Self, InvokeError> {
        if !is_qualifier(qualifier) || self.qualifier.as_deref().is_some_and(|own| own != qualifier) {
            return Err(InvokeError::Name(format!("{}:{qualifier}", self.name)));
        }
        Ok(Self { qualifier: Some(qualifier.to_owned()), ..self })
    }

    /// The ARN, with the qualifier if one was asked for.
    pub(super) fn arn(&self) -> String {
        match &self.qualifier {
            Some(qualifier) => format!("{}:{qualifier}", self.unqualified_arn),
            None => self.unqualified_arn.clone(),
        }
    }
}

/// The ARN of a function's latest version.
pub(super) fn function_arn(region: &str, account: &str, name: &str) -> String {
    format!("arn:aws:lambda:{region}:{account}:function:{name}")
}

/// Whether Lambda would take this as a function's name.
pub(super) fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len()) && has_name_characters(text)
}

fn is_qualifier(text: &str) -> bool {
    text == "$LATEST" || ((1..=128).contains(&text.len()) && has_name_characters(text))
}

fn has_name_characters(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(reference: &str) -> Result<FunctionName, InvokeError> {
        FunctionName::parse(reference, "us-east-1", "111122223333")
    }

    #[test]
    fn every_form_of_a_name_means_the_same_function() {
        for (reference, qualifier) in [
            ("moderate", None),
            ("moderate:live", Some("live")),
            ("111122223333:function:moderate", None),
            ("111122223333:function:moderate:7", Some("7")),
            ("arn:aws:lambda:us-east-1:111122223333:function:moderate", None),
            ("arn:aws:lambda:us-east-1:111122223333:function:moderate:$LATEST", Some("$LATEST")),
        ] {
            let name = parse(reference).unwrap();
            assert_eq!((name.name(), name.qualifier()), ("moderate", qualifier), "{reference}");
        }
    }

    #[test]
    fn the_arn_keeps_the_qualifier() {
        let arn = "arn:aws:lambda:us-east-1:111122223333:function:moderate:live";
        assert_eq!(parse("moderate:live").unwrap().arn(), arn);
        assert_eq!(parse("moderate").unwrap().qualified("live").unwrap().arn(), arn);
    }

    #[test]
    fn a_second_qualifier_must_agree_with_the_first() {
        assert!(parse("moderate:live").unwrap().qualified("live").is_ok());
        assert!(parse("moderate:live").unwrap().qualified("test").is_err());
        assert!(parse("moderate").unwrap().qualified("no spaces").is_err());
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = "x".repeat(65);
        for reference in
            ["", ":", "a:b:c", "with space", "moderate:", "moderate:$OLD", "a/b", &long, "arn:aws:lambda"]
        {
            assert!(matches!(parse(reference), Err(InvokeError::Name(_))), "{reference}");
        }
    }

    #[test]
    fn another_region_or_account_has_no_functions_here() {
        for reference in [
            "arn:aws:lambda:eu-west-1:111122223333:function:moderate",
            "arn:aws:lambda:us-east-1:999999999999:function:moderate",
            "999999999999:function:moderate",
        ] {
            assert!(matches!(parse(reference), Err(InvokeError::NotFound(_))), "{reference}");
        }
    }
}
