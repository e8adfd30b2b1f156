//! Writes the tables that the `words` kind reads.

use std::collections::HashSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use crate::compile::{Language, compile};
use crate::pattern::{Node, Source};
use crate::{lexicon, vocabulary};

/// Reads `lexicon/`, writes `english.bin`, `vocabulary.bin` and `pieces.bin`.
pub(crate) fn build() -> Result<(), Box<dyn Error>> {
    for path in ["src/rules/words", "build", "lexicon"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let words = vocabulary::read(&fs::read_to_string("lexicon/vocabulary.txt")?)?;
    fs::write(out.join("vocabulary.bin"), vocabulary::filter(&words)?)?;
    let frequent = fs::read_to_string("lexicon/vocabulary-frequent.txt")?;
    fs::write(out.join("pieces.bin"), vocabulary::pieces(&words, &frequent)?)?;
    let source = source(Path::new("lexicon/en"))?;
    let mut single: Vec<&str> = Vec::new();
    for term in source.terms.iter().filter(|term| term.category.is_some() && term.severity > 0) {
        alone(&term.pattern, &mut single);
    }
    single.retain(|word| word.len() >= 4);
    let mut inside = vocabulary::contained(&single, &words);
    inside.sort_unstable();
    let ordinary = words.iter().map(|(word, _)| word.as_str()).collect();
    let misspelt = fs::read_to_string("lexicon/misspelt.txt")?;
    let misspelt = misspelt.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let english = English {
        inside,
        ordinary,
        common: vocabulary::common(&words, &frequent),
        misspelt: misspelt.collect(),
    };
    let mut tables = compile(&source, &english);
    let mut bytes = Vec::new();
    for table in tables.each() {
        let length = u32::try_from(table.bytes.len())? * 2 + u32::from(table.narrow);
        bytes.extend(length.to_le_bytes());
    }
    for table in tables.each() {
        bytes.extend_from_slice(&table.bytes);
    }
    fs::write(out.join("english.bin"), bytes)?;
    Ok(())
}

struct English<'a> {
    /// Terms that ordinary words contain, sorted.
    inside: Vec<&'a str>,
    ordinary: HashSet<&'a str>,
    common: Vec<String>,
    /// What terms of one word hold that are read where they are misspelt.
    misspelt: Vec<&'a str>,
}

impl Language for English<'_> {
    fn is_distinct(&self, term: &str) -> bool {
        self.inside.binary_search(&term).is_err()
    }

    fn is_ordinary(&self, word: &str) -> bool {
        self.ordinary.contains(word)
    }

    fn is_misspelt(&self, word: &str, severity: Option<u32>) -> bool {
        let common = || self.common.iter().any(|common| common == word);
        match severity {
            None => true,
            Some(0) => common(),
            // Forms that only dictionaries know are one slip away from other words that only they know.
            Some(_) => {
                let usual = !self.ordinary.contains(word) || common();
                let listed = |part: &&str| [word, word.strip_suffix('s').unwrap_or(word)].contains(part);
                self.misspelt.iter().any(|part| usual && word.contains(part) || listed(part))
            }
        }
    }

    fn common(&self) -> &[String] {
        &self.common
    }
}

/// All files of a language. Nothing is built of a lexicon with a line that cannot be read.
fn source(folder: &Path) -> Result<Source, Box<dyn Error>> {
    let mut lexicon = lexicon::Lexicon::default();
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        let category = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        lexicon.read(category, &fs::read_to_string(path)?);
    }
    lexicon.check();
    if lexicon.errors.is_empty() {
        return Ok(lexicon.source);
    }
    for error in &lexicon.errors {
        println!("cargo::error={}/{error}", folder.display());
    }
    Err("the lexicon cannot be read".into())
}

/// The words that a term consists of alone.
fn alone<'a>(node: &'a Node, single: &mut Vec<&'a str>) {
    match node {
        Node::Words(words) => single.extend(words.iter().map(String::as_str)),
        Node::Choice(nodes) => nodes.iter().for_each(|node| alone(node, single)),
        _ => {}
    }
}
