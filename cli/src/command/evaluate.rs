//! `evaluate`: how well does a rulebook do on a corpus?

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;

use crate::evaluate::{
    self, Baseline, Changes, Corpus, Examples, Fields, Format, Judged, Judges, Labels, Predictions, Progress,
    Report, Row, Scores, Tally, rate,
};
use crate::failure::{Ending, Failure, Result};
use crate::judge::Judge;
use crate::terminal;

/// Measure a rulebook on a corpus: precision, recall, hits of each rule, time
///
/// A corpus is JSON lines or, by its name's ending, .csv or .tsv with a line of names. Each row is a text and a
/// label, and becomes a message of its own with nothing but that content. A row counts as hit when a rule in
/// the mode `enforce` finds something in it or acts on it. Intervals are Wilson's at 95 %.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes: 0 measured, whatever the figures are; 1 the output cannot be written; \
2 the command line, the rulebook or the corpus cannot be used, or no row of it.

Examples:
  channel-flow evaluate messages.jsonl                     # rows: {\"text\": \"…\", \"label\": 1}
  channel-flow evaluate sms.csv --text-field v2 --label-field v1
  channel-flow evaluate rated.jsonl --label-field stars --positive 4 --positive 5
  channel-flow evaluate chat.jsonl --unlabelled --predictions out.jsonl
  channel-flow evaluate chat.jsonl --rulebook new.yaml --baseline rulebook.yaml --examples 20")]
pub(crate) struct Evaluate {
    /// The corpus, `-` for JSON lines on standard input
    #[arg(value_name = "CORPUS")]
    corpus: PathBuf,

    /// The rulebook, instead of the one that the ready-made function ships with
    #[arg(long, value_name = "FILE")]
    rulebook: Option<PathBuf>,

    /// Another rulebook: show what this one newly catches and newly accuses
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,

    /// The member or column that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    text_field: String,

    /// The member or column that holds the label
    #[arg(long, value_name = "NAME", default_value = "label")]
    label_field: String,

    /// A label that means that something should be found; all that are not given mean the opposite. May be
    /// given several times. Without it, the usual ones are known: 1, true, toxic, spam; 0, false, clean, ham
    #[arg(long, value_name = "LABEL")]
    positive: Vec<String>,

    /// There are no labels: count hits only
    #[arg(long, conflicts_with_all = ["label_field", "positive"])]
    unlabelled: bool,

    /// Write a line of JSON for each row: what was found, where, and the edited text
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,

    /// How many texts of each kind to show: missed and accused ones, or with --baseline newly caught, missed,
    /// accused and cleared ones [default: 0, with --baseline 10]
    #[arg(long, value_name = "N")]
    examples: Option<usize>,

    /// Print one line of JSON
    #[arg(long)]
    json: bool,
}

/// Unusable rows that are named.
const NAMED: u64 = 10;

impl Evaluate {
    pub(crate) fn run(self) -> Result {
        let stdout_taken = self.predictions.as_deref().is_some_and(|path| path.as_os_str() == "-");
        let now = Judge::load(self.rulebook.as_deref())?;
        let before = self.baseline.as_deref().map(|path| Judge::load(Some(path))).transpose()?;
        let judges = Judges { now, before };
        let (corpus, mut progress) = self.open()?;
        let mut predictions = self.predictions.as_deref().map(Predictions::create).transpose()?;

        let started = Instant::now();
        let mut count = Counted::new(&judges, self.examples);
        let ran = evaluate::run(corpus, &judges, |judged| {
            if let Some(predictions) = &mut predictions {
                let verdict = judged.now.as_ref().ok_or_else(|| reason(&judged.row));
                predictions.write(judged.row.number, verdict)?;
            }
            count.add(&judged, &mut progress);
            Ok(())
        });
        progress.clear();
        ran?;
        let elapsed = started.elapsed();
        if let Some(predictions) = predictions {
            predictions.finish()?;
        }
        count.check()?;
        if stdout_taken {
            return Ok(Ending::Success);
        }

        let labelled = !self.unlabelled;
        let texts = count.now.texts.all;
        let report = Report {
            corpus: self.corpus.display().to_string(),
            rulebook: named(self.rulebook.as_deref()),
            labelled,
            rows: texts + count.unusable,
            unusable_rows: count.unusable,
            threads: evaluate::threads(),
            elapsed_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            texts_per_second: rate(texts, elapsed),
            scores: Scores::of(&count.now, labelled),
            baseline: count.before.as_ref().map(|before| Baseline {
                rulebook: named(self.baseline.as_deref()),
                scores: Scores::of(before, labelled),
            }),
            changes: Changes::of(&count.examples),
        };
        if self.json {
            terminal::json_line(&report)?;
        } else {
            report.show(&mut terminal::stdout())?;
        }
        Ok(Ending::Success)
    }

    fn open(&self) -> Result<(Corpus, Progress)> {
        let name = self.corpus.display().to_string();
        let (progress, input) = if self.corpus.as_os_str() == "-" {
            Progress::of(io::stdin(), None)
        } else {
            let file = File::open(&self.corpus);
            Progress::of_file(file.map_err(|error| Failure::unreadable("corpus", &name, &error))?)
        };
        let label = (!self.unlabelled).then(|| (self.label_field.clone(), Labels::new(&self.positive)));
        let fields = Fields { text: self.text_field.clone(), label };
        let corpus = Corpus::new(input, Format::of(&self.corpus), fields);
        let corpus = corpus.map_err(|error| Failure::input(format!("the corpus `{name}`: {error}")))?;
        Ok((corpus, progress))
    }
}

/// All that is counted.
struct Counted {
    now: Tally,
    before: Option<Tally>,
    examples: Examples,
    unusable: u64,
    /// Why the first unusable row is.
    reason: Option<String>,
}

impl Counted {
    fn new(judges: &Judges, examples: Option<usize>) -> Self {
        let default = if judges.before.is_some() { 10 } else { 0 };
        Self {
            now: Tally::of(judges.now.rules()),
            before: judges.before.as_ref().map(|before| Tally::of(before.rules())),
            examples: Examples::keeping(examples.unwrap_or(default)),
            unusable: 0,
            reason: None,
        }
    }

    fn add(&mut self, judged: &Judged, progress: &mut Progress) {
        let Judged { row, now, before } = judged;
        let (Ok(item), Some(now)) = (&row.item, now) else {
            self.reject(row, progress);
            return;
        };
        self.now.add(item, now);
        if let (Some(tally), Some(verdict)) = (&mut self.before, before) {
            tally.add(item, verdict);
        }
        self.examples.add(row, item, now, before.as_ref());
        progress.show(self.now.texts.all);
    }

    fn reject(&mut self, row: &Row, progress: &mut Progress) {
        let said = format!("line {}: {}", row.line, reason(row));
        self.unusable += 1;
        if self.unusable <= NAMED {
            progress.clear();
            Failure::input(format!("{said}; the row is left out")).warn();
        } else if self.unusable == NAMED + 1 {
            progress.clear();
            Failure::input("further unusable rows are counted and not named").warn();
        }
        self.reason.get_or_insert(said);
    }

    /// Figures of no texts are none.
    fn check(&self) -> std::result::Result<(), Failure> {
        if self.now.texts.all > 0 {
            return Ok(());
        }
        let reason = self.reason.as_deref().unwrap_or("it has no rows");
        Err(Failure::input(format!("no row of the corpus can be used: {reason}"))
            .help("a row is {\"text\": \"…\", \"label\": 1}; `--text-field`, `--label-field` and `--unlabelled` say otherwise"))
    }
}

fn reason(row: &Row) -> &str {
    row.item.as_ref().err().map_or("", String::as_str)
}

fn named(path: Option<&Path>) -> String {
    path.map_or_else(|| "the built-in rulebook".to_owned(), |path| path.display().to_string())
}
