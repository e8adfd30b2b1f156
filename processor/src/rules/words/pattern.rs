//! Terms before they are compiled.

use std::collections::{BTreeMap, HashSet};

/// A place of a term: what words may stand there, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// One of some words, in lower case and without apostrophes.
    Words(Vec<String>),
    /// A word, or several, of a class.
    Class(String),
    /// Any word.
    Any,
    /// One after another.
    Sequence(Vec<Node>),
    /// One of several.
    Choice(Vec<Node>),
    /// Once or not at all.
    Optional(Box<Node>),
    /// Not at all, once or several times.
    Repeated(Box<Node>),
}

impl Node {
    /// Every word in it.
    pub(crate) fn words<'a>(&'a self, each: &mut impl FnMut(&'a str)) {
        match self {
            Self::Words(words) => words.iter().for_each(|word| each(word)),
            Self::Class(_) | Self::Any => {}
            Self::Sequence(nodes) | Self::Choice(nodes) => nodes.iter().for_each(|node| node.words(each)),
            Self::Optional(node) | Self::Repeated(node) => node.words(each),
        }
    }
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) pattern: Node,
    /// What findings of more than one word are called, after their category.
    pub(crate) name: String,
    /// `None` where the term allows what would be found inside it.
    pub(crate) category: Option<String>,
    /// 0 mild, 1 moderate, 2 severe.
    pub(crate) severity: u8,
    /// Whether it is mild for a harmless meaning, which nobody disguises.
    pub(crate) ambiguous: bool,
}

/// Terms and the classes that they name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Source {
    pub(crate) terms: Vec<Term>,
    /// The members of each class; a member may name another class.
    pub(crate) classes: BTreeMap<String, Vec<Node>>,
}

impl Source {
    /// Every word in it.
    pub(crate) fn words(&self) -> HashSet<&str> {
        let mut words = HashSet::new();
        let nodes = self.classes.values().flatten().chain(self.terms.iter().map(|term| &term.pattern));
        nodes.for_each(|node| {
            node.words(&mut |word| {
                words.insert(word);
            });
        });
        words
    }
}
