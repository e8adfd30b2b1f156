use std::io::Cursor;
use std::path::Path;

use super::*;

/// The line, and text and label, or the reason.
type Read = (u64, Result<(String, Option<bool>), String>);

fn fields(label: Option<&str>) -> Fields {
    Fields { text: "text".to_owned(), label: label.map(|name| (name.to_owned(), Labels::default())) }
}

fn rows(format: Format, label: Option<&str>, input: &[u8]) -> Vec<Read> {
    let input = Box::new(Cursor::new(input.to_vec()));
    Corpus::new(input, format, fields(label))
        .unwrap_or_else(|error| panic!("{error}"))
        .map(|row| row.unwrap())
        .enumerate()
        .map(|(number, row)| {
            assert_eq!(row.number, number);
            (row.line, row.item.map(|item| (item.text, item.label)))
        })
        .collect()
}

fn good(line: u64, text: &str, label: Option<bool>) -> Read {
    (line, Ok((text.to_owned(), label)))
}

#[test]
fn json_lines_are_rows() {
    let input = b"\xef\xbb\xbf{\"text\": \"a\", \"label\": 1}\n\n{\"label\": false, \"text\": \"b\\nc\", \"id\": [7]}\r\n{\"text\": \"\", \"label\": \"ham\"}";
    let expected = [good(1, "a", Some(true)), good(3, "b\nc", Some(false)), good(4, "", Some(false))];
    assert_eq!(rows(Format::Lines, Some("label"), input), expected);
}

#[test]
fn a_bad_row_does_not_stop_the_others_and_is_not_quoted() {
    let input = b"{\"text\": \"secret\", \"label\": 7}\n\xff\xfe secret\n{\"text\": [\"secret\"]}\n{\"message\": \"secret\"}\n{\"text\": \"ok\", \"label\": 0}\n{\"text\": \"\\ud800 secret\", \"label\": 0}\n";
    let rows = rows(Format::Lines, Some("label"), input);
    let bad: Vec<u64> = rows.iter().filter(|(_, item)| item.is_err()).map(|(line, _)| *line).collect();
    assert_eq!(bad, [1, 2, 3, 4, 6]);
    assert!(rows.iter().filter_map(|(_, item)| item.as_ref().err()).all(|reason| !reason.contains("secret")));
    assert_eq!(rows[4], good(5, "ok", Some(false)));
}

#[test]
fn csv_has_its_own_ideas_of_lines() {
    let input = b"\xef\xbb\xbflabel, text\nspam,\"one, \"\"two\"\"\nthree\"\nham,four\nham\nspam,\xff\n";
    let rows = rows(Format::Separated(b','), Some("label"), input);
    assert_eq!(rows[..2], [good(2, "one, \"two\"\nthree", Some(true)), good(4, "four", Some(false))]);
    assert_eq!(rows[2].1.as_ref().unwrap_err(), "it has too few columns");
    assert_eq!(rows[3].1.as_ref().unwrap_err(), "it is not UTF-8");
}

#[test]
fn without_labels_none_is_needed() {
    assert_eq!(rows(Format::Lines, None, b"{\"text\": \"a\"}"), [good(1, "a", None)]);
    assert_eq!(rows(Format::Separated(b'\t'), None, b"text\tlabel\na\t?\n"), [good(2, "a", None)]);
}

#[test]
fn a_column_that_is_not_there_is_named() {
    let input = Box::new(Cursor::new(b"v1,v2\nham,hello\n".to_vec()));
    let Err(error) = Corpus::new(input, Format::Separated(b','), fields(Some("v1"))) else {
        panic!("it has no `text`")
    };
    assert_eq!(error, "its first line names no column `text`; it has `v1`, `v2`");
}

#[test]
fn the_name_says_the_format() {
    let cases =
        [("a.csv", Format::Separated(b',')), ("a.TSV", Format::Separated(b'\t')), ("a.jsonl", Format::Lines)];
    for (name, format) in cases {
        assert_eq!(Format::of(Path::new(name)), format);
    }
}
