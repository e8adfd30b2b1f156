//! What a pattern may cost, checked before any message pays for it.
//!
//! The engine never backtracks, but a search can still be slow, and a search that runs cannot be cancelled.
//! Nothing is timed: the same pattern is refused or taken on every machine.

use regex::Regex;
use regex_syntax::ast::{self, Ast, RepetitionKind, RepetitionRange, Visitor, visit};
use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

use super::steps::Steps;

/// Counted repetition, at most, nested counts multiplied.
const MAX_COUNT: u64 = 256;
/// The size of a hard text. A quarter of the longest content shows what grows with the square of the length.
const HARD_TEXT_BYTES: usize = 1024;
/// Steps for each byte of a hard text, at most; see `steps`.
const MAX_STEPS: usize = 300;

/// Checks what can be told without running the pattern.
pub(super) fn check_shape(pattern: &str) -> Result<(), String> {
    let ast = ast::parse::Parser::new().parse(pattern).map_err(|error| {
        let column = error.span().start.column;
        format!("not a regular expression, at its character {column}: {}", error.kind())
    })?;
    visit(&ast, Counts::default())?;
    let hir = regex_syntax::hir::translate::Translator::new()
        .translate(pattern, &ast)
        .map_err(|error| format!("not a regular expression: {}", error.kind()))?;
    match hir.properties().minimum_len() {
        None => Err("the pattern can never match; look for a class that excludes everything".to_owned()),
        Some(0) => Err("the pattern matches the empty text, so it would match everywhere; \
                        use `+` in place of `*`, or name what must be there"
            .to_owned()),
        Some(_) => Ok(()),
    }
}

/// The counted repetitions around the current place.
#[derive(Default)]
struct Counts {
    around: Vec<u64>,
}

impl Visitor for Counts {
    type Output = ();
    type Err = String;

    fn finish(self) -> Result<(), String> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), String> {
        if let Some(count) = count(ast) {
            let outer = self.around.last().copied().unwrap_or(1);
            let total = outer.saturating_mul(count.max(1));
            if total > MAX_COUNT {
                let column = ast.span().start.column;
                return Err(format!(
                    "the repetition at character {column} counts to {total}; at most {MAX_COUNT}, nested counts multiplied"
                ));
            }
            self.around.push(total);
        }
        Ok(())
    }

    fn visit_post(&mut self, ast: &Ast) -> Result<(), String> {
        if count(ast).is_some() {
            self.around.pop();
        }
        Ok(())
    }
}

fn count(ast: &Ast) -> Option<u64> {
    let Ast::Repetition(repetition) = ast else { return None };
    match &repetition.op.kind {
        RepetitionKind::Range(
            RepetitionRange::Exactly(count)
            | RepetitionRange::AtLeast(count)
            | RepetitionRange::Bounded(_, count),
        ) => Some(u64::from(*count)),
        RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore | RepetitionKind::OneOrMore => None,
    }
}

/// Counts the steps of searches in texts made to be hard.
pub(super) fn check_speed(pattern: &str) -> Result<(), String> {
    let Some(steps) = Steps::of(pattern) else { return Ok(()) };
    if hard_texts(pattern).any(|text| steps.exceed(&text, MAX_STEPS * HARD_TEXT_BYTES)) {
        return Err(
            "the pattern is too slow on hostile text; bound what `.*` or a wide class may run over, \
                    or use smaller counts"
                .to_owned(),
        );
    }
    Ok(())
}

/// Whether groups tell what is meant, which costs more to find out.
pub(super) fn has_named_groups(regex: &Regex) -> bool {
    regex.capture_names().flatten().next().is_some()
}

/// Runs of one kind of character, a mixture, the pattern itself, and nothing but short matches: what may
/// follow a match is then searched for behind each of them.
fn hard_texts(pattern: &str) -> impl Iterator<Item = String> {
    let shortest = shortest_match(pattern);
    let own = [pattern, &shortest].map(fill);
    ["a", "A", "0", "aA0 .-@/:_", "é", "ab\u{301}Ж傻👍 "].into_iter().map(fill).chain(own)
}

/// A text that the pattern matches, unless what it wants around the match is missing.
pub(super) fn shortest_match(pattern: &str) -> String {
    let mut shortest = String::new();
    if let Ok(hir) = regex_syntax::parse(pattern) {
        write_match(&hir, &mut shortest);
    }
    shortest
}

/// Writes a text that the pattern matches, as short as its counts allow.
fn write_match(hir: &Hir, out: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(Class::Unicode(class)) => {
            out.extend(class.ranges().first().map(ClassUnicodeRange::end));
        }
        HirKind::Class(Class::Bytes(class)) => {
            out.extend(class.ranges().first().map(|range| char::from(range.end())));
        }
        HirKind::Repetition(repetition) => {
            (0..repetition.min).for_each(|_| write_match(&repetition.sub, out));
        }
        HirKind::Capture(capture) => write_match(&capture.sub, out),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write_match(part, out)),
        HirKind::Alternation(branches) => {
            let shortest = branches.iter().min_by_key(|branch| branch.properties().minimum_len());
            if let Some(branch) = shortest {
                write_match(branch, out);
            }
        }
    }
}

/// A unit, over and over.
fn fill(unit: &str) -> String {
    let mut bytes = 0;
    let fits = |char: &char| {
        bytes += char.len_utf8();
        bytes <= HARD_TEXT_BYTES
    };
    unit.chars().cycle().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_counts_are_multiplied_and_neighbours_are_not() {
        assert_eq!(check_shape("(?:a{16}){16}b{256}c{200}"), Ok(()));
        assert!(check_shape("(?:a{16}x?){17}").unwrap_err().contains("counts to 272"));
        assert!(check_shape("a{0,257}").unwrap_err().contains("counts to 257"));
        assert!(check_shape("a{257,}").unwrap_err().contains("counts to 257"));
    }

    #[test]
    fn a_pattern_that_needs_no_text_is_refused() {
        for pattern in ["", "a*", "^", r"\b", "a|", "(?:a?){3}", "$"] {
            assert!(check_shape(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn hard_texts_are_of_one_length_and_one_is_all_matches() {
        for text in hard_texts("foo(?:.*bar)?[0-9]{2}") {
            assert!((HARD_TEXT_BYTES - 3..=HARD_TEXT_BYTES).contains(&text.len()), "{}", text.len());
        }
        let last = hard_texts("foo(?:.*bar)?[0-9]{2}|longer alternative").last().unwrap();
        assert!(last.starts_with("foo99foo99"), "{last}");
    }
}
