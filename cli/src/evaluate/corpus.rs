//! Rows of a corpus, read one at a time: JSON lines, or CSV with a line of names.

use std::io::{self, BufRead, BufReader, Read};

use serde_json::{Map, Value};

use super::label::Labels;

/// Which members of a row matter.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    /// The text.
    pub(crate) text: String,
    /// The label, and what labels mean; `None` where there are none.
    pub(crate) label: Option<(String, Labels)>,
}

/// One row.
#[derive(Debug)]
pub(crate) struct Row {
    /// Counted from 0.
    pub(crate) number: usize,
    /// Where it begins, counted from 1.
    pub(crate) line: u64,
    /// What it holds, or why it cannot be used. The reason quotes nothing of it.
    pub(crate) item: Result<Item, String>,
}

/// A text to judge.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) text: String,
    /// Whether the label says that something should be found.
    pub(crate) label: Option<bool>,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON object a line.
    Lines,
    /// Values with this byte between them, names in the first line.
    Separated(u8),
}

impl Format {
    /// The format of a file with this name.
    pub(crate) fn of(name: &std::path::Path) -> Self {
        let extension = name.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        match extension.as_deref() {
            Some("csv") => Self::Separated(b','),
            Some("tsv" | "tab") => Self::Separated(b'\t'),
            _ => Self::Lines,
        }
    }
}

/// The rows of a corpus.
pub(crate) struct Corpus {
    rows: Rows,
    number: usize,
}

enum Rows {
    Lines { input: BufReader<Box<dyn Read + Send>>, fields: Fields, line: u64 },
    Separated { reader: Box<csv::Reader<Box<dyn Read + Send>>>, columns: Columns, record: csv::ByteRecord },
}

/// Where the members are.
struct Columns {
    text: usize,
    label: Option<(usize, Labels)>,
}

impl Corpus {
    /// Reads the line of names where there is one.
    ///
    /// # Errors
    /// When a column is not there, or when nothing can be read.
    pub(crate) fn new(input: Box<dyn Read + Send>, format: Format, fields: Fields) -> Result<Self, String> {
        let rows = match format {
            Format::Lines => Rows::Lines { input: BufReader::new(input), fields, line: 0 },
            Format::Separated(delimiter) => {
                let mut reader =
                    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
                let names = reader.byte_headers().map_err(|error| error.to_string())?;
                let columns = Columns::of(names, fields)?;
                Rows::Separated { reader: Box::new(reader), columns, record: csv::ByteRecord::new() }
            }
        };
        Ok(Self { rows, number: 0 })
    }

    fn read(&mut self) -> io::Result<Option<(u64, Result<Item, String>)>> {
        match &mut self.rows {
            Rows::Lines { input, fields, line } => read_line(input, fields, line),
            Rows::Separated { reader, columns, record } => match reader.read_byte_record(record) {
                Ok(false) => Ok(None),
                Ok(true) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    Ok(Some((line, columns.item(record))))
                }
                Err(error) => Err(error.into()),
            },
        }
    }
}

impl Iterator for Corpus {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<io::Result<Row>> {
        let (line, item) = match self.read() {
            Ok(read) => read?,
            Err(error) => return Some(Err(error)),
        };
        let number = self.number;
        self.number += 1;
        Some(Ok(Row { number, line, item }))
    }
}

/// The next line that is not blank.
fn read_line(
    input: &mut impl BufRead,
    fields: &Fields,
    line: &mut u64,
) -> io::Result<Option<(u64, Result<Item, String>)>> {
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        *line += 1;
        // A byte order mark is no part of the first row.
        let row = bytes.strip_prefix(b"\xef\xbb\xbf").filter(|_| *line == 1).unwrap_or(&bytes);
        if !row.trim_ascii().is_empty() {
            return Ok(Some((*line, from_json(row, fields))));
        }
    }
}

fn from_json(row: &[u8], fields: &Fields) -> Result<Item, String> {
    let mut members: Map<String, Value> =
        serde_json::from_slice(row).map_err(|_| "it is not a JSON object".to_owned())?;
    let text = match members.get_mut(&fields.text).map(Value::take) {
        Some(Value::String(text)) => text,
        Some(_) => return Err(format!("`{}` is not a string", fields.text)),
        None => {
            return Err(format!("it has no `{}`; name the text's member with `--text-field`", fields.text));
        }
    };
    let Some((name, labels)) = &fields.label else { return Ok(Item { text, label: None }) };
    let label = match members.get(name) {
        Some(Value::String(label)) => labels.read(label)?,
        Some(label @ (Value::Bool(_) | Value::Number(_))) => labels.read(&label.to_string())?,
        Some(_) => return Err(format!("`{name}` is neither a word nor a number")),
        None => return Err(no_label(name)),
    };
    Ok(Item { text, label: Some(label) })
}

fn no_label(name: &str) -> String {
    format!("it has no `{name}`; name the label with `--label-field`, or say `--unlabelled`")
}

impl Columns {
    fn of(names: &csv::ByteRecord, fields: Fields) -> Result<Self, String> {
        let find = |wanted: &str| {
            let column = names.iter().position(|name| trimmed(name) == wanted.as_bytes());
            column.ok_or_else(|| {
                let names: Vec<String> = names
                    .iter()
                    .map(|name| format!("`{}`", String::from_utf8_lossy(trimmed(name))))
                    .collect();
                format!("its first line names no column `{wanted}`; it has {}", names.join(", "))
            })
        };
        let text = find(&fields.text)?;
        let label = match fields.label {
            Some((name, labels)) => Some((find(&name)?, labels)),
            None => None,
        };
        Ok(Self { text, label })
    }

    fn item(&self, record: &csv::ByteRecord) -> Result<Item, String> {
        let value = |column: usize| {
            let bytes = record.get(column).ok_or_else(|| "it has too few columns".to_owned())?;
            std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
        };
        let text = value(self.text)?.to_owned();
        let label = match &self.label {
            Some((column, labels)) => Some(labels.read(value(*column)?)?),
            None => None,
        };
        Ok(Item { text, label })
    }
}

fn trimmed(name: &[u8]) -> &[u8] {
    name.strip_prefix(b"\xef\xbb\xbf").unwrap_or(name).trim_ascii()
}

#[cfg(test)]
mod tests;
