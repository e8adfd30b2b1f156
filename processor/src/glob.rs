//! Names with `*` in them.

/// Whether a text is what a glob stands for: `*` is any run of characters, everything else itself.
pub(crate) fn matches(glob: &str, text: &str) -> bool {
    let mut pieces = glob.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    // The earliest place for each piece leaves the most for the others.
    for piece in pieces {
        match rest.find(piece).and_then(|at| rest.get(at + piece.len()..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_is_any_run_of_characters() {
        let cases = [
            ("alice", "alice", true),
            ("alice", "alice2", false),
            ("mod-*", "mod-", true),
            ("mod-*", "my-mod-1", false),
            ("*-bot", "a-bot", true),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b*", "xxbxxaxx", false),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("*", "", true),
            ("a**b", "ab", true),
            ("a*b*c", "acb", false),
            ("*/user/staff-*", "arn:x/user/staff-7", true),
            ("*/user/staff-*", "arn:x/user/alice", false),
        ];
        for (glob, text, expected) in cases {
            assert_eq!(matches(glob, text), expected, "{glob} {text}");
        }
    }
}
