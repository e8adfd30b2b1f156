//! The report for people.

use std::io::{self, Write};

use super::{Changes, Report, RuleScores, Scores};
use crate::escape::Escaped;
use crate::evaluate::ratio::Ratio;
use crate::terminal::{BAD, CHANGED, FAINT, GOOD, STRONG};

/// Pairs of rules that are shown.
const PAIRS: usize = 10;

/// The longest text that is shown whole, in characters.
const SHOWN: usize = 160;

impl Report<'_> {
    /// Prints it.
    pub(crate) fn show(&self, out: &mut impl Write) -> io::Result<()> {
        self.show_head(out)?;
        self.show_ratios(out)?;
        show_rules(out, &self.scores, self.labelled)?;
        show_categories(out, &self.scores, self.labelled)?;
        show_overlap(out, &self.scores)?;
        for changes in &self.changes {
            show_changes(out, changes)?;
        }
        self.show_notes(out)?;
        out.flush()
    }

    fn show_head(&self, out: &mut impl Write) -> io::Result<()> {
        let texts = &self.scores.texts;
        write!(out, "{STRONG}{}{STRONG:#}: {}", Escaped(&self.corpus), counted(texts.all, "text", "texts"))?;
        if self.labelled {
            write!(
                out,
                ", {} positive and {} negative",
                thousands(texts.positive),
                thousands(texts.negative)
            )?;
        }
        writeln!(out, "\nunder {}", Escaped(&self.rulebook))?;
        if let Some(baseline) = &self.baseline {
            writeln!(out, "compared with {}", Escaped(&baseline.rulebook))?;
        }
        writeln!(out)
    }

    fn show_ratios(&self, out: &mut impl Write) -> io::Result<()> {
        let before = self.baseline.as_ref().map(|baseline| &baseline.scores);
        if !self.labelled {
            write!(out, "  {STRONG}{}{STRONG:#} hit", thousands(self.scores.hits.all))?;
            if let Some(before) = before {
                write!(out, "{FAINT}, before {}{FAINT:#}", thousands(before.hits.all))?;
            }
            return writeln!(out, ", {} edited, {} denied\n", self.scores.edited.all, self.scores.denied.all);
        }
        let of = |scores: &Scores<'_>| {
            [scores.precision, scores.recall, scores.f1, scores.false_positive_rate].map(shown)
        };
        let (now, then) = (of(&self.scores), before.map(of));
        let Scores { texts, hits, .. } = &self.scores;
        let said = [
            format!("{} of {} hits are positive", thousands(hits.positive), thousands(hits.all)),
            format!("{} of {} positive texts are hit", thousands(hits.positive), thousands(texts.positive)),
            String::new(),
            format!("{} of {} negative texts are hit", thousands(hits.negative), thousands(texts.negative)),
        ];
        let names = ["precision", "recall", "F1", "false positives"];
        for (index, (name, value)) in names.into_iter().zip(&now).enumerate() {
            write!(out, "  {name:<16}{STRONG}{value:<26}{STRONG:#}")?;
            if let Some(then) = then.as_ref().and_then(|then| then.get(index)) {
                write!(out, "{FAINT}before {then:<26}{FAINT:#}")?;
            }
            writeln!(out, "{FAINT}{}{FAINT:#}", said.get(index).map_or("", String::as_str))?;
        }
        writeln!(out)
    }

    fn show_notes(&self, out: &mut impl Write) -> io::Result<()> {
        let time = &self.scores.time_us;
        writeln!(
            out,
            "a text takes {:.1} µs in the mean, {:.1} µs in the median, {:.1} µs at most for 99 %; \
             {} texts a second on {}",
            time.mean,
            time.p50,
            time.p99,
            thousands(self.texts_per_second),
            counted(self.threads as u64, "thread", "threads"),
        )?;
        if self.unusable_rows > 0 {
            let rows = counted(self.unusable_rows, "row is", "rows are");
            writeln!(out, "{CHANGED}{rows} unusable and left out{CHANGED:#}")?;
        }
        let Scores { empty, too_long, .. } = &self.scores;
        if *empty + *too_long > 0 {
            writeln!(
                out,
                "{FAINT}{} without a character and {} longer than the 4,096 bytes of a message are judged \
                 like the others; Chime takes neither{FAINT:#}",
                counted(*empty, "text", "texts"),
                counted(*too_long, "text", "texts"),
            )?;
        }
        Ok(())
    }
}

fn show_rules(out: &mut impl Write, scores: &Scores<'_>, labelled: bool) -> io::Result<()> {
    let mut rules: Vec<&RuleScores<'_>> = scores.rules.iter().collect();
    rules.sort_by(|a, b| b.time_us.p99.total_cmp(&a.time_us.p99));
    let width = rules.iter().map(|rule| rule.rule.chars().count() + 9).max().unwrap_or(0).max(20);
    let labels = if labelled { format!("{:>9}{:>9}", "right", "wrong") } else { String::new() };
    let name = "rule, slowest first";
    writeln!(
        out,
        "{STRONG}{name:<width$}{:>9}{labels}{:>9}{:>8}{:>11}{:>11}{STRONG:#}",
        "hits", "alone", "failed", "median µs", "99 % µs"
    )?;
    for rule in rules {
        let name = format!("{}{}", rule.rule, if rule.shadow { " (shadow)" } else { "" });
        let labels = if labelled {
            format!("{:>9}{:>9}", thousands(rule.hits.positive), thousands(rule.hits.negative))
        } else {
            String::new()
        };
        let (hits, alone, failed) =
            (thousands(rule.hits.all), thousands(rule.alone.all), thousands(rule.failed));
        let (p50, p99) = (rule.time_us.p50, rule.time_us.p99);
        writeln!(out, "{name:<width$}{hits:>9}{labels}{alone:>9}{failed:>8} {p50:>10.2} {p99:>10.2}")?;
    }
    writeln!(out)
}

fn show_categories(out: &mut impl Write, scores: &Scores<'_>, labelled: bool) -> io::Result<()> {
    if scores.categories.is_empty() {
        return Ok(());
    }
    let labels = if labelled { format!("{:>9}{:>9}", "right", "wrong") } else { String::new() };
    writeln!(out, "{STRONG}{:<20}{:>9}{labels}{STRONG:#}", "category", "hits")?;
    for category in &scores.categories {
        let hits = &category.hits;
        let labels = if labelled {
            format!("{:>9}{:>9}", thousands(hits.positive), thousands(hits.negative))
        } else {
            String::new()
        };
        writeln!(out, "{:<20}{:>9}{labels}", Escaped(category.category).to_string(), thousands(hits.all))?;
    }
    writeln!(out)
}

fn show_overlap(out: &mut impl Write, scores: &Scores<'_>) -> io::Result<()> {
    if scores.overlap.is_empty() {
        return Ok(());
    }
    writeln!(out, "{STRONG}both rules found something{STRONG:#}")?;
    for overlap in scores.overlap.iter().take(PAIRS) {
        let [first, second] = overlap.rules;
        writeln!(out, "{:>9}  {first} + {second}", thousands(overlap.texts))?;
    }
    if let Some(more) = scores.overlap.len().checked_sub(PAIRS).filter(|more| *more > 0) {
        writeln!(out, "{FAINT}           and {more} more pairs{FAINT:#}")?;
    }
    writeln!(out)
}

fn show_changes(out: &mut impl Write, changes: &Changes<'_>) -> io::Result<()> {
    let style = match changes.change.is_good() {
        Some(true) => GOOD,
        Some(false) => BAD,
        None => CHANGED,
    };
    writeln!(
        out,
        "{style}{}{style:#}: {}",
        changes.change.heading(),
        counted(changes.texts, "text", "texts")
    )?;
    for example in changes.examples {
        let line = example.line;
        writeln!(out, "  {FAINT}line {line}{FAINT:#}  {}", Escaped(&shortened(&example.text)))?;
        if !example.because.is_empty() {
            writeln!(out, "    {FAINT}{}{FAINT:#}", Escaped(&example.because.join(", ")))?;
        }
    }
    writeln!(out)
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

fn shown(ratio: Option<Ratio>) -> String {
    let Some(Ratio { value, low, high }) = ratio else { return "none".to_owned() };
    let percent = |share: f64| format!("{:.*}", if value < 0.1 { 2 } else { 1 }, share * 100.0);
    format!("{} % ({} to {})", percent(value), percent(low), percent(high))
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

/// A number as people read it.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn small_shares_have_more_digits() {
        assert_eq!(shown(Ratio::of(1, 2)), "50.0 % (9.5 to 90.5)");
        assert_eq!(shown(Ratio::of(1, 1000)), "0.10 % (0.02 to 0.56)");
        assert_eq!(shown(None), "none");
    }
}
