//! Pages of the catalogue on a terminal: the Markdown that they are written in, without its signs.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::terminal::{FAINT, STRONG};
use wrap::{fitted, width, wrap};

mod wrap;

const HEADING: Style = Style::new().bold().underline();
const CODE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

/// The first sentence below the heading, on one line and without signs.
pub(crate) fn summary(markdown: &str) -> String {
    let paragraph = markdown.lines().skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let paragraph: Vec<&str> = paragraph.take_while(|line| !line.trim().is_empty()).map(str::trim).collect();
    let paragraph = paragraph.join(" ");
    let end = paragraph.find(". ").map_or(paragraph.len(), |end| end + 1);
    let sentence = paragraph.get(..end).unwrap_or(&paragraph).trim_end_matches('.');
    anstream::adapter::strip_str(&inline(sentence, Style::new())).to_string()
}

/// The page with styles in place of its signs, and its paragraphs and tables in lines of so many columns. Code stays
/// as it is, to be copied.
pub(crate) fn render(markdown: &str, columns: usize) -> String {
    let mut page = String::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if is_fence(line) {
            for code in lines.by_ref().take_while(|line| !is_fence(line)) {
                // Writing to a string cannot fail.
                let _ = writeln!(page, "    {CODE}{code}{CODE:#}");
            }
        } else if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(cells(row));
            }
            table(&mut page, &rows, columns);
        } else if let Some(heading) = line.strip_prefix('#') {
            let heading = heading.trim_start_matches('#').trim();
            let _ = writeln!(page, "{HEADING}{}{HEADING:#}", inline(heading, HEADING));
        } else {
            let (indent, bullet, text) = match item(line) {
                Some((indent, item)) => (indent, "• ", item),
                None => ("", "", line),
            };
            let mut text = text.trim_end().to_owned();
            while let Some(more) = lines.next_if(|line| !text.is_empty() && goes_on(line)) {
                text.push(' ');
                text.push_str(more.trim());
            }
            let mut before = format!("{indent}{bullet}");
            let hanging = " ".repeat(width(&before));
            for line in wrap(&inline(&text, Style::new()), columns.saturating_sub(hanging.len())) {
                let _ = writeln!(page, "{before}{line}");
                before.clone_from(&hanging);
            }
        }
    }
    page
}

fn is_fence(line: &str) -> bool {
    line.trim_start().starts_with("```")
}

/// Whether a line belongs to the paragraph before it.
fn goes_on(line: &str) -> bool {
    !line.trim().is_empty() && !is_fence(line) && !line.starts_with(['|', '#']) && item(line).is_none()
}

/// A line of a list, and how deep it stands.
fn item(line: &str) -> Option<(&str, &str)> {
    let item = line.trim_start();
    let indent = line.get(..line.len() - item.len())?;
    Some((indent, item.strip_prefix("- ").or_else(|| item.strip_prefix("* "))?))
}

/// The cells of a table's row; `\|` is a bar within one.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches('|');
    let line = line.strip_suffix('|').unwrap_or(line);
    let (mut cells, mut cell, mut escaped) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '|' if !escaped => cells.push(std::mem::take(&mut cell).trim().to_owned()),
            '|' => {
                cell.pop();
                cell.push('|');
            }
            c => cell.push(c),
        }
        escaped = c == '\\';
    }
    cells.push(cell.trim().to_owned());
    cells
}

fn table(page: &mut String, rows: &[Vec<String>], room: usize) {
    let is_rule = |row: &Vec<String>| {
        row.iter().all(|cell| !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':')))
    };
    let rows: Vec<(bool, Vec<String>)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| !is_rule(row))
        .map(|(number, row)| {
            let style = if number == 0 { STRONG } else { Style::new() };
            (number == 0, row.iter().map(|cell| inline(cell, style)).collect())
        })
        .collect();
    let columns = rows.iter().map(|(_, row)| row.len()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|column| rows.iter().filter_map(|(_, row)| row.get(column)).map(|cell| width(cell)).max())
        .map(Option::unwrap_or_default)
        .collect();
    let widths = fitted(widths, room.saturating_sub(2 * columns));
    for (head, row) in &rows {
        let style = if *head { STRONG } else { Style::new() };
        let cells: Vec<Vec<String>> = row
            .iter()
            .zip(&widths)
            .map(|(cell, wide)| wrap(&format!("{style}{cell}{style:#}"), *wide))
            .collect();
        for index in 0..cells.iter().map(Vec::len).max().unwrap_or_default() {
            let mut line = String::new();
            let mut pad = 2;
            for (cell, wide) in cells.iter().zip(&widths) {
                let cell = cell.get(index).map_or("", String::as_str);
                let columns = width(cell);
                // What is left of a line stays empty unless a further cell stands there.
                if columns > 0 {
                    let _ = write!(line, "{}{cell}", " ".repeat(pad));
                    pad = 0;
                }
                pad += wide.saturating_sub(columns) + 2;
            }
            let _ = writeln!(page, "{line}");
        }
    }
}

/// A text whose signs for code, emphasis and links have become styles; `around` is the style of the rest.
fn inline(text: &str, around: Style) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '*', '[']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (shown, after) = code(from)
            .map(|(code, after)| (format!("{CODE}{code}{CODE:#}{around}"), after))
            .or_else(|| {
                strong(from).map(|(text, after)| (format!("{STRONG}{text}{STRONG:#}{around}"), after))
            })
            .or_else(|| link(from).map(|(text, after)| (inline(text, around), after)))
            .unwrap_or_else(|| {
                let (sign, after) = from.split_at(1);
                (sign.to_owned(), after)
            });
        out.push_str(&shown);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Code between as many backticks on either side.
fn code(text: &str) -> Option<(&str, &str)> {
    let after = text.trim_start_matches('`');
    let fence = text.get(..text.len() - after.len()).filter(|fence| !fence.is_empty())?;
    let (code, rest) = after.split_once(fence)?;
    let padded = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
    let code = if padded { code.get(1..code.len() - 1)? } else { code };
    Some((code, rest))
}

fn strong(text: &str) -> Option<(&str, &str)> {
    let (strong, after) = text.strip_prefix("**")?.split_once("**")?;
    (!strong.is_empty()).then_some((strong, after))
}

/// The words of a link; where it leads is of no use on a terminal.
fn link(text: &str) -> Option<(&str, &str)> {
    let (words, after) = text.strip_prefix('[')?.split_once("](")?;
    let (_, after) = after.split_once(')')?;
    (!words.contains('[')).then_some((words, after))
}

/// The catalogue: each kind and what it finds, in lines of so many columns.
pub(crate) fn catalogue<'a>(
    kinds: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    columns: usize,
) -> String {
    let longest = kinds.clone().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut list = String::new();
    for (name, markdown) in kinds {
        let mut name = format!("{STRONG}{name:longest$}{STRONG:#}");
        for line in wrap(&summary(markdown), columns.saturating_sub(longest + 2)) {
            let _ = writeln!(list, "{name}  {FAINT}{line}{FAINT:#}");
            name = " ".repeat(longest);
        }
    }
    list
}

#[cfg(test)]
mod tests;
