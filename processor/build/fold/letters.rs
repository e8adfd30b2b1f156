//! The letters of `letters.txt`, and Unicode's mappings under them.

use std::collections::BTreeMap;
use std::{error, fs};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{compose, is_combining_mark};

use super::characters::{OTHER, group, is_direction, is_general_mark, is_hangul, is_invisible, squared};
use super::{Entry, Kind, LAST, Why};

const LETTERS: &str = "src/text/letters.txt";

/// What `letters.txt` says.
#[derive(Default)]
pub(super) struct Letters {
    styled: BTreeMap<char, String>,
    signs: BTreeMap<char, String>,
    look_alikes: BTreeMap<char, (Kind, u8)>,
    mixed: BTreeMap<char, u8>,
    turned: BTreeMap<char, u8>,
    plain: Vec<char>,
}

impl Letters {
    pub(super) fn read() -> Result<Self, Box<dyn error::Error>> {
        println!("cargo::rerun-if-changed={LETTERS}");
        let mut letters = Self::default();
        let mut section = String::new();
        for line in fs::read_to_string(LETTERS)?.lines() {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                name.clone_into(&mut section);
            } else if let (false, Some((to, from))) = (line.starts_with("//"), line.split_once(' ')) {
                let latin = to.bytes().next().unwrap_or_default();
                for char in from.chars() {
                    match section.as_str() {
                        "plain" => letters.plain.push(char),
                        "mixed" => _ = letters.mixed.insert(char, latin),
                        "turned" => _ = letters.turned.insert(char, latin),
                        "styled" => _ = letters.styled.insert(char, to.to_owned()),
                        "signs" => _ = letters.signs.insert(char, to.to_owned()),
                        kind => {
                            let kind = match kind {
                                "letter-signs" => Kind::Sign,
                                "exact" => Kind::Exact,
                                "loose" => Kind::Loose,
                                other => return Err(format!("no section is named `{other}`").into()),
                            };
                            letters.look_alikes.entry(char).or_insert((kind, latin));
                        }
                    }
                }
            }
        }
        Ok(letters)
    }

    pub(super) fn entry(&self, char: char) -> Entry {
        // Some turned letters are letters of Turkish, Hausa, Ewe, Greek or Hebrew, or signs of logic.
        let written =
            matches!(char, 'ı' | 'ɔ' | 'Ɔ' | 'ǝ' | 'Ǝ' | 'ɓ' | 'ʌ' | 'Λ' | 'Ʌ' | '∩' | '⊥' | '∀' | 'ן');
        Entry { turned: !written && self.turned.contains_key(&char), ..self.upright(char) }
    }

    fn upright(&self, char: char) -> Entry {
        let map = |why, text: &str| Entry { kind: Kind::Map, why, text: text.to_owned(), ..Entry::default() };
        let drop = |why| Entry { kind: Kind::Drop, why, ..Entry::default() };
        if self.plain.contains(&char) {
            return Entry::default();
        }
        match char {
            '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | ' '..='~' => return Entry::default(),
            '\u{85}' | '\u{2028}' | '\u{2029}' => return map(Why::Space, "\n"),
            '\u{2800}' => return map(Why::Space, " "),
            '\u{3131}'..='\u{318e}' if char != '\u{3164}' => {
                return Entry { kind: Kind::Letter, group: OTHER, ..Entry::default() };
            }
            '\u{1f1e6}'..='\u{1f1ff}' => {
                return Entry { kind: Kind::Regional, why: Why::Styled, ..Entry::default() };
            }
            _ if is_direction(char) => return drop(Why::Direction),
            _ if is_invisible(char) => return drop(Why::Invisible),
            _ if char.is_control() => return drop(Why::Invisible),
            _ if char.is_whitespace() => return map(Why::Space, " "),
            _ if is_general_mark(char) => return drop(Why::Mark),
            _ => {}
        }
        if let Some(text) = self.signs.get(&char) {
            return map(Why::Sign, text);
        }
        if let Some(text) = self.styled.get(&char).cloned().or_else(|| squared(char)) {
            let latin = self.mixed.get(&char).copied().unwrap_or_default();
            return Entry { latin, ..map(Why::Styled, &text) };
        }
        if let Some((kind, latin)) = self.look_alikes.get(&char) {
            let native = lower(char);
            let text = if native == char.to_string() { String::new() } else { native };
            return Entry {
                kind: *kind,
                why: Why::LookAlike,
                group: group(char),
                latin: *latin,
                text,
                ..Entry::default()
            };
        }
        if is_combining_mark(char) {
            return Entry { kind: Kind::Mark, why: Why::Mark, ..Entry::default() };
        }
        self.normalised(char)
    }

    /// By NFKC, and then the letters again.
    fn normalised(&self, char: char) -> Entry {
        let normal = char.nfkc().collect::<String>();
        let mut chars = normal.chars();
        if let (Some(only), None) = (chars.next(), chars.next())
            && only != char
        {
            let entry = self.upright(only);
            let text = if entry.text.is_empty() { normal } else { entry.text.clone() };
            return match entry.kind {
                Kind::Exact | Kind::Loose | Kind::Sign => Entry { text, ..entry },
                Kind::Drop => entry,
                _ => Entry { kind: Kind::Map, why: Why::Styled, text, ..Entry::default() },
            };
        }
        // A Latin letter loses its accents, whatever they are.
        let parts = char.nfd().collect::<Vec<_>>();
        if let Some((base, marks)) = parts.split_first()
            && !marks.is_empty()
            && marks.iter().all(|mark| is_general_mark(*mark))
            && let Some(plain) = self.latin(*base)
        {
            return Entry { kind: Kind::Map, why: Why::Mark, text: plain, ..Entry::default() };
        }
        let mut text = String::new();
        for part in normal.chars() {
            if part == char {
                text.push_str(&lower(part));
            } else {
                let entry = self.upright(part);
                match entry.kind {
                    Kind::Drop => {}
                    _ if entry.text.is_empty() => text.push(part),
                    _ => text.push_str(&entry.text),
                }
            }
        }
        let why = if normal.chars().eq([char]) { Why::Case } else { Why::Styled };
        if text.chars().eq([char]) {
            let kind = if char.is_alphabetic() && group(char) > 0 { Kind::Letter } else { Kind::Same };
            return Entry {
                kind,
                group: if kind == Kind::Letter { group(char) } else { 0 },
                ..Entry::default()
            };
        }
        Entry {
            kind: Kind::Map,
            why,
            group: if char.is_alphabetic() { group(char) } else { 0 },
            text,
            ..Entry::default()
        }
    }

    fn latin(&self, base: char) -> Option<String> {
        if base.is_ascii() { Some(base.to_string()) } else { self.styled.get(&base).cloned() }
    }

    /// Turned letters and what they were.
    pub(super) fn turned(&self) -> Vec<(char, u8)> {
        self.turned.iter().map(|(from, to)| (*from, *to)).collect()
    }

    /// The pairs of characters that are one, where the folded text keeps it.
    pub(super) fn compositions(&self) -> Vec<(char, char, char)> {
        let mut all = (0..=LAST).filter_map(char::from_u32).filter_map(|whole| {
            let parts = whole.nfd().collect::<Vec<_>>();
            let (last, before) = parts.split_last()?;
            let mut base = before.iter().copied().nfc();
            let pair = (base.next()?, *last);
            let latin = self.entry(whole).text.starts_with(|char: char| char.is_ascii());
            let one = base.next().is_none() && compose(pair.0, pair.1) == Some(whole) && !latin;
            (one && !is_hangul(whole)).then_some((pair.0, pair.1, whole))
        });
        let mut pairs = all.by_ref().collect::<Vec<_>>();
        pairs.sort_unstable();
        pairs
    }
}

fn lower(char: char) -> String {
    char.to_lowercase()
        .map(|lower| if lower == 'ς' { 'σ' } else { lower })
        .filter(|part| !is_general_mark(*part))
        .collect()
}
