//! The table that text is folded by: Unicode's compatibility mappings and lower case, and over them the letters
//! and signs of `letters.txt`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, error, fs, path};

use letters::Letters;

#[path = "fold/characters.rs"]
mod characters;
#[path = "fold/letters.rs"]
mod letters;

const ENTITIES: &str = "src/text/entities.txt";
const LAST: u32 = char::MAX as u32;
const BLOCK: usize = 256;

/// What folding does with one character. The same in `src/text/table.rs`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    kind: Kind,
    why: Why,
    /// The script of a letter that others look like, 0 for none.
    group: u8,
    /// The Latin letter that it looks like, of a Latin one among letters of other scripts; 0 for none.
    latin: u8,
    /// Whether it is a letter on its head.
    turned: bool,
    /// What stands for it.
    text: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    #[default]
    Same,
    Letter,
    Map,
    Drop,
    Mark,
    Exact,
    Loose,
    Sign,
    Regional,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    #[default]
    Same,
    Case,
    Styled,
    Mark,
    Sign,
    Space,
    Invisible,
    Direction,
    LookAlike,
}

/// Writes `fold.rs` and `entities.rs` into the build's output.
pub(crate) fn bake() -> Result<(), Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed=build/fold.rs");
    println!("cargo::rerun-if-changed=build/fold");
    let letters = Letters::read()?;
    let mut entries = BTreeMap::from([(Entry::default(), 0_usize)]);
    let mut blocks = BTreeMap::<Vec<usize>, usize>::new();
    let mut index = Vec::new();
    for start in (0..=LAST).step_by(BLOCK) {
        let keys = (start..).take(BLOCK).map(|code| {
            let entry = char::from_u32(code).map(|char| letters.entry(char)).unwrap_or_default();
            let next = entries.len();
            *entries.entry(entry).or_insert(next)
        });
        let keys = keys.collect::<Vec<_>>();
        let next = blocks.len();
        index.push(*blocks.entry(keys).or_insert(next));
    }
    output("fold.rs", &source(&letters, &index, &by_number(blocks), &by_number(entries))?)?;
    output("entities.rs", &entities()?)
}

fn output(name: &str, text: &str) -> Result<(), Box<dyn error::Error>> {
    Ok(fs::write(path::Path::new(&env::var("OUT_DIR")?).join(name), text)?)
}

/// The named entities, in byte order.
fn entities() -> Result<String, Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed={ENTITIES}");
    let file = fs::read_to_string(ENTITIES)?;
    let mut named = Vec::new();
    for line in file.lines().filter(|line| !line.starts_with("//")) {
        let (name, code) = line.split_once(' ').ok_or_else(|| format!("`{line}` in {ENTITIES}"))?;
        named.push((name, char::try_from(u32::from_str_radix(code, 16)?)?));
    }
    named.sort_unstable();
    Ok(format!("static NAMED: [(&str, char); {}] = {named:?};", named.len()))
}

fn by_number<T: Ord>(numbered: BTreeMap<T, usize>) -> Vec<T> {
    let mut all = numbered.into_iter().collect::<Vec<_>>();
    all.sort_by_key(|(_, number)| *number);
    all.into_iter().map(|(item, _)| item).collect()
}

/// The tables as source code.
fn source(
    letters: &Letters,
    index: &[usize],
    blocks: &[Vec<usize>],
    entries: &[Entry],
) -> Result<String, std::fmt::Error> {
    let mut pool = String::new();
    let mut rows = String::new();
    for Entry { kind, why, group, latin, turned, text } in entries {
        let at = pool.find(text).unwrap_or_else(|| {
            pool.push_str(text);
            pool.len() - text.len()
        });
        let why = if *why == Why::Same { "None".to_owned() } else { format!("Some(Why::{why:?})") };
        write!(rows, "e(Kind::{kind:?},{why},{group},{latin},{turned},{at},{}),", text.len())?;
    }
    let keys = blocks.concat();
    let composed = letters.compositions();
    let turned = letters.turned();
    let mut out = String::new();
    writeln!(out, "static BLOCKS: [u8; {}] = {index:?};", index.len())?;
    writeln!(out, "static KEYS: [u16; {}] = {keys:?};", keys.len())?;
    writeln!(out, "static ENTRIES: [Entry; {}] = [{rows}];", entries.len())?;
    writeln!(out, "static POOL: &str = \"{}\";", pool.escape_default())?;
    writeln!(out, "static COMPOSED: [(char, char, char); {}] = {composed:?};", composed.len())?;
    writeln!(out, "static TURNED: [(char, u8); {}] = {turned:?};", turned.len())?;
    Ok(out)
}
