//! JSON pointers (RFC 6901).

/// Names on the way, at most.
const DEPTH: usize = 16;

/// A place in a document, never the whole of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pointer(Vec<String>);

impl Pointer {
    /// Reads `/a/b~1c`.
    pub(crate) fn parse(written: &str) -> Result<Self, String> {
        let Some(rest) = written.strip_prefix('/') else {
            return Err(format!("expected a JSON pointer; write `/{written}`"));
        };
        let mut tokens = Vec::new();
        for token in rest.split('/') {
            let well_formed = token.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
            if !well_formed {
                return Err("in a JSON pointer, write `~0` for `~` and `~1` for `/`".to_owned());
            }
            tokens.push(token.replace("~1", "/").replace("~0", "~"));
        }
        if tokens.len() > DEPTH {
            return Err(format!("a pointer has at most {DEPTH} names"));
        }
        Ok(Self(tokens))
    }

    /// The place at the end of a way; `None` for the whole document.
    pub(crate) fn of(tokens: Vec<String>) -> Option<Self> {
        (!tokens.is_empty()).then_some(Self(tokens))
    }

    /// The names and indices on the way.
    pub(crate) fn tokens(&self) -> &[String] {
        &self.0
    }

    /// Whether one of the places is in the other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(left, right)| left == right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_read_as_the_standard_says() {
        let cases: &[(&str, Option<&[&str]>)] = &[
            ("/a/b", Some(&["a", "b"])),
            ("/", Some(&[""])),
            ("/a~1b~0c~01", Some(&["a/b~c~1"])),
            ("", None),
            ("a", None),
            ("/a~", None),
            ("/a~2", None),
        ];
        for (written, expected) in cases {
            let tokens = Pointer::parse(written).ok().map(|pointer| pointer.0);
            assert_eq!(
                tokens.as_deref(),
                expected.map(|e| e.iter().map(ToString::to_string).collect::<Vec<_>>()).as_deref(),
                "{written}"
            );
        }
        assert!(Pointer::parse(&"/a".repeat(17)).is_err());
    }
}
