//! The lexicon's files, read. `lexicon/README.md` describes the format.

use super::forms;
use super::pattern::{Node, Source, Term};

/// Letters of a name, at most.
const LONGEST_NAME: usize = 48;

/// What was read.
#[derive(Default)]
pub(crate) struct Lexicon {
    pub(crate) source: Source,
    /// What is wrong, with file and line.
    pub(crate) errors: Vec<String>,
    /// The classes that lines name, after file and line.
    named: Vec<(String, String)>,
}

impl Lexicon {
    /// Reads one file.
    pub(crate) fn read(&mut self, category: &str, text: &str) {
        for (number, line) in rows(text).into_iter().filter(|(_, line)| !line.starts_with('#')) {
            let names = line.split('<').skip(1).filter_map(|rest| rest.split_once('>'));
            let place = format!("{category}.txt:{number}");
            self.named.extend(names.map(|(name, _)| (place.clone(), name.to_owned())));
        }
        lines(category, text, &mut self.source, &mut self.errors);
    }

    /// Every class that is named must exist.
    pub(crate) fn check(&mut self) {
        for (place, name) in self.named.drain(..) {
            if !self.source.classes.contains_key(&name) {
                self.errors.push(format!("{place}: there is no class <{name}>"));
            }
        }
    }
}

/// The lines with their numbers, each with the indented ones below it that go on with it.
fn rows(text: &str) -> Vec<(usize, String)> {
    let mut rows: Vec<(usize, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match rows.last_mut().filter(|_| line.starts_with(' ')) {
            Some((_, row)) => {
                if !row.ends_with(['|', '(']) {
                    row.push(' ');
                }
                row.push_str(line.trim());
            }
            None => rows.push((number, line.trim_end().to_owned())),
        }
    }
    rows
}

fn lines(category: &str, text: &str, source: &mut Source, errors: &mut Vec<String>) {
    let mut under = Heading { severity: 1, ambiguous: false };
    for (number, line) in &rows(text) {
        let line = line.as_str();
        let read = match line.as_bytes().first() {
            None | Some(b'#') => Ok(()),
            Some(b'=') => {
                let named = line.trim_start_matches('=').trim();
                heading(named).map(|heading| under = heading)
            }
            _ if category == "classes" => class(line, source),
            Some(b'!') => term(line.trim_start_matches('!').trim(), None, ALLOWED, source),
            _ if category == "allow" => term(line, None, ALLOWED, source),
            _ => term(line, Some(category), under, source),
        };
        if let Err(error) = read {
            errors.push(format!("{category}.txt:{number}: {error}"));
        }
    }
}

/// What a heading says of the terms below it.
#[derive(Clone, Copy)]
struct Heading {
    severity: u8,
    ambiguous: bool,
}

/// Nobody hears of what allows.
const ALLOWED: Heading = Heading { severity: 0, ambiguous: false };

fn heading(named: &str) -> Result<Heading, String> {
    let (severity, ambiguous) = match named {
        "mild" => (0, false),
        "ambiguous" => (0, true),
        "moderate" => (1, false),
        "severe" => (2, false),
        _ => return Err(format!("`{named}` is no severity")),
    };
    Ok(Heading { severity, ambiguous })
}

fn class(line: &str, source: &mut Source) -> Result<(), String> {
    let (name, members) = line.split_once('=').ok_or("expected `<name> = word, word …`")?;
    let name = name.trim().strip_prefix('<').and_then(|name| name.strip_suffix('>'));
    let name = name.ok_or("expected `<name> = word, word …`")?;
    for member in members.split(',').map(str::trim).filter(|member| !member.is_empty()) {
        let node = pattern(member).map_err(|error| format!("`{member}`: {error}"))?;
        source.classes.entry(name.to_owned()).or_default().push(node);
    }
    Ok(())
}

fn term(line: &str, category: Option<&str>, under: Heading, source: &mut Source) -> Result<(), String> {
    let Heading { severity, ambiguous } = under;
    let mut single = Vec::new();
    // A line of alternatives is as many terms; those of one word need no name of their own.
    for alternative in alternatives(line) {
        let pattern = pattern(alternative)?;
        if nullable(&pattern) {
            return Err("every word is optional".to_owned());
        }
        if category.is_some() && matches!(pattern, Node::Words(_)) {
            single.push(pattern);
            continue;
        }
        let name = if category.is_some() { name(alternative) } else { String::new() };
        source.terms.push(Term { pattern, name, category: category.map(str::to_owned), severity, ambiguous });
    }
    if !single.is_empty() {
        let (pattern, name) = (Node::Choice(single), String::new());
        source.terms.push(Term { pattern, name, category: category.map(str::to_owned), severity, ambiguous });
    }
    Ok(())
}

/// The alternatives of a line that consists of them; otherwise the line.
fn alternatives(line: &str) -> Vec<&str> {
    let Some(inner) = line.strip_prefix('(').and_then(|line| line.strip_suffix(')')) else {
        return vec![line];
    };
    let (mut depth, mut start, mut parts) = (0i32, 0, Vec::new());
    for (at, char) in inner.char_indices() {
        match char {
            '(' => depth += 1,
            ')' if depth == 0 => return vec![line],
            ')' => depth -= 1,
            '|' if depth == 0 => {
                parts.extend(inner.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(inner.get(start..));
    parts.into_iter().map(str::trim).collect()
}

fn nullable(node: &Node) -> bool {
    match node {
        Node::Words(_) | Node::Class(_) | Node::Any => false,
        Node::Sequence(nodes) => nodes.iter().all(nullable),
        Node::Choice(nodes) => nodes.iter().any(nullable),
        Node::Optional(_) | Node::Repeated(_) => true,
    }
}

/// What a term is called: its pattern without the marks of forms, and not all of it if it is long.
fn name(pattern: &str) -> String {
    let mut name = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('+') {
        name.push_str(before);
        rest = after.trim_start_matches(['n', 'v', 'a']);
    }
    name.push_str(rest);
    match name.char_indices().nth(LONGEST_NAME).and_then(|(end, _)| name.get(..end)) {
        Some(start) => format!("{}…", start.trim_end()),
        None => name,
    }
}

/// Reads a pattern.
pub(crate) fn pattern(line: &str) -> Result<Node, String> {
    let mut reader = Reader { rest: line };
    let node = reader.sequence()?;
    if reader.rest.is_empty() { Ok(node) } else { Err(format!("`{}` closes nothing", reader.rest)) }
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn eat(&mut self, sign: char) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|char| !belongs(char)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut nodes = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.is_empty() || self.rest.starts_with(['|', ')']) {
                break;
            }
            nodes.push(self.element()?);
        }
        match nodes.len() {
            0 => Err("a word is missing".to_owned()),
            1 => Ok(nodes.swap_remove(0)),
            _ => Ok(Node::Sequence(nodes)),
        }
    }

    fn element(&mut self) -> Result<Node, String> {
        let node = if self.eat('(') {
            let mut choices = vec![self.sequence()?];
            while self.eat('|') {
                choices.push(self.sequence()?);
            }
            if !self.eat(')') {
                return Err("a `(` is not closed".to_owned());
            }
            Node::Choice(choices)
        } else if self.eat('<') {
            let name = self.take(|char| char != '>');
            if !self.eat('>') {
                return Err("a `<` is not closed".to_owned());
            }
            Node::Class(name.to_owned())
        } else if self.eat('_') {
            Node::Any
        } else {
            self.word()?
        };
        if self.eat('?') {
            Ok(Node::Optional(Box::new(node)))
        } else if self.eat('*') {
            Ok(Node::Repeated(Box::new(node)))
        } else {
            Ok(node)
        }
    }

    fn word(&mut self) -> Result<Node, String> {
        let word = self.take(|char| char.is_alphanumeric() || char == '\'' || char == '-').replace('\'', "");
        if word.is_empty() {
            return Err(format!("unexpected `{}`", self.rest.chars().take(1).collect::<String>()));
        }
        if word.chars().any(char::is_uppercase) {
            return Err(format!("`{word}` has a capital, so it would never be found"));
        }
        let kinds = if self.eat('+') { self.take(char::is_alphabetic) } else { "" };
        let forms = |word: &str| forms::of(word, kinds).map(Node::Words);
        match word.rsplit_once('-') {
            None => forms(&word),
            Some((before, last)) => {
                let mut apart: Vec<Node> =
                    before.split('-').map(|part| Node::Words(vec![part.to_owned()])).collect();
                apart.push(forms(last)?);
                Ok(Node::Choice(vec![forms(&word.replace('-', ""))?, Node::Sequence(apart)]))
            }
        }
    }
}
