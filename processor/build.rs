//! Prepares what would cost a cold start too much: the table that text is folded by, and the tables of the
//! lexicon and the vocabulary.

#[path = "src/rules/words/ahead.rs"]
mod ahead;
#[path = "src/rules/words/automaton.rs"]
mod automaton;
#[path = "src/rules/words/common.rs"]
#[expect(dead_code, reason = "the table is only written here")]
mod common;
#[path = "src/rules/words/compile.rs"]
mod compile;
#[path = "src/rules/words/filter.rs"]
mod filter;
#[path = "build/fold.rs"]
mod fold;
#[path = "build/forms.rs"]
mod forms;
#[path = "src/text/words/hash.rs"]
mod hash;
#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "src/rules/words/pairs.rs"]
mod pairs;
#[path = "src/rules/words/pattern.rs"]
mod pattern;
#[path = "src/rules/words/skeleton.rs"]
mod skeleton;
#[path = "src/rules/words/states.rs"]
mod states;
#[path = "src/rules/words/table.rs"]
mod table;
#[path = "src/rules/words/tables.rs"]
mod tables;
#[path = "build/vocabulary.rs"]
mod vocabulary;
#[path = "build/words.rs"]
mod words;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    fold::bake()?;
    words::build()
}
