//! The report, as docs/evasion.md.

use std::collections::BTreeMap;

use crate::score::{Benign, Score};

const HEAD: &str = include_str!("report/head.md");
const FOLDING: &str = include_str!("report/folding.md");
const LINES: &str = include_str!("report/lines.md");

#[expect(clippy::print_stdout, reason = "a command")]
pub(crate) fn print(scores: &[Score], benign: &BTreeMap<String, Benign>) {
    let (made, found) = scores.iter().fold((0, 0), |sum, score| (sum.0 + score.made, sum.1 + score.found));
    println!("{HEAD}");
    println!("| disguise | example | found | of |\n|---|---|---:|---:|");
    for Score { disguise, example, made, found, .. } in scores {
        println!("| {} | {} | {} | {made} |", disguise.name, shown(example), percent(*found, *made));
    }
    println!("| all | | {} | {made} |", percent(found, made));
    if benign.is_empty() {
        return;
    }
    let mut languages = benign.iter().collect::<Vec<_>>();
    languages.sort_by_key(|(name, benign)| (std::cmp::Reverse(benign.lines), name.as_str()));
    let (lines, accused) =
        languages.iter().fold((0, 0), |sum, (_, one)| (sum.0 + one.lines, sum.1 + one.accused));
    println!("{LINES}");
    println!("| language | lines | accused | of what |\n|---|---:|---:|---|");
    for (language, Benign { lines, accused, terms }) in languages {
        let mut terms = terms.iter().collect::<Vec<_>>();
        terms.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let terms = terms
            .iter()
            .take(5)
            .map(|(term, count)| format!("{} {count}", term.replace('|', "\\|")))
            .collect::<Vec<_>>();
        println!("| {language} | {lines} | {accused} | {} |", terms.join(", "));
    }
    println!("| all | {lines} | {accused} ({}) | |", percent(accused, lines));
    println!("{FOLDING}");
    if std::env::var_os("EVASION_MISSED").is_some() {
        for Score { disguise, missed, .. } in scores {
            println!("\n{}: {missed:#?}", disguise.name);
        }
    }
}

/// What shows in a table: controls and invisible characters by their code, the rest as code.
fn shown(text: &str) -> String {
    let visible = |char: char| !char.is_control() && !is_invisible(char);
    let text = text.chars().map(|char| {
        if visible(char) && char != '|' && char != '`' {
            char.to_string()
        } else {
            format!("⟨{:04X}⟩", u32::from(char))
        }
    });
    format!("`{}`", text.collect::<String>())
}

/// Characters that nobody sees.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{:.2} %", 100.0 * part as f64 / whole as f64) }
}
