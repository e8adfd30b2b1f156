//! What a row's label says: should the rules find something in it?

/// Labels that mean yes.
const POSITIVE: &[&str] = &[
    "1",
    "true",
    "yes",
    "y",
    "positive",
    "toxic",
    "spam",
    "hate",
    "hateful",
    "offensive",
    "profane",
    "profanity",
    "abusive",
    "abuse",
    "insult",
    "bad",
    "unsafe",
    "harmful",
    "nsfw",
    "pii",
    "deny",
    "block",
];

/// Labels that mean no.
const NEGATIVE: &[&str] = &[
    "0",
    "false",
    "no",
    "n",
    "negative",
    "clean",
    "ham",
    "neutral",
    "none",
    "normal",
    "benign",
    "good",
    "safe",
    "ok",
    "nontoxic",
    "non-toxic",
    "not-toxic",
    "non-offensive",
    "inoffensive",
    "non-hate",
    "harmless",
    "sfw",
    "allow",
];

/// How labels are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Labels {
    /// The labels that mean yes, all others mean no. When empty, the words above count.
    positive: Vec<String>,
}

impl Labels {
    /// Labels of which these mean yes; without any, the usual words are known.
    pub(crate) fn new(positive: &[String]) -> Self {
        Self { positive: positive.iter().map(|label| normal(label)).collect() }
    }

    /// Whether the label means yes.
    ///
    /// # Errors
    /// When nobody said what it means: a label that is misread makes every figure wrong.
    pub(crate) fn read(&self, label: &str) -> Result<bool, String> {
        let label = normal(label);
        if !self.positive.is_empty() {
            return Ok(self.positive.contains(&label));
        }
        if POSITIVE.contains(&&*label) {
            Ok(true)
        } else if NEGATIVE.contains(&&*label) {
            Ok(false)
        } else {
            Err("the label is none that is known; name those that mean yes with `--positive`".to_owned())
        }
    }
}

/// Letter case, spaces around it and the kind of joint make no difference; neither does `1.0`.
fn normal(label: &str) -> String {
    let label = label.trim().to_lowercase().replace(['_', ' '], "-");
    label.strip_suffix(".0").map_or_else(|| label.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_labels_are_known() {
        let labels = Labels::default();
        for yes in ["1", "1.0", "true", "True", "toxic", "SPAM", " spam "] {
            assert_eq!(labels.read(yes), Ok(true), "{yes}");
        }
        for no in ["0", "0.0", "FALSE", "clean", "ham", "not toxic", "non_toxic"] {
            assert_eq!(labels.read(no), Ok(false), "{no}");
        }
    }

    #[test]
    fn a_label_that_nobody_knows_is_not_guessed() {
        assert!(Labels::default().read("0.83").is_err());
        assert!(Labels::default().read("").is_err());
    }

    #[test]
    fn named_labels_are_the_only_positive_ones() {
        let labels = Labels::new(&["Severe".to_owned(), "2".to_owned()]);
        assert_eq!((labels.read("severe"), labels.read("2.0")), (Ok(true), Ok(true)));
        assert_eq!((labels.read("toxic"), labels.read("1")), (Ok(false), Ok(false)));
    }
}
