//! The pages are the tests: every row of every example is run.
//!
//! A block of YAML is what stands under `with`, or a list of rules if it begins with `rules:`. The tables behind
//! it are examples if a column's name ends in `becomes`. Other columns make the message: `message`, `metadata`,
//! `push-title`, `push-body`, `sender` (`user/alice`), `sender-name`, `content-type`, `attribute NAME`. Columns
//! such as `metadata becomes` say what becomes of a part; without a part's name, of the content.

use super::{decide, pipeline};
use crate::Pipeline;
use crate::event::ChannelMessage;
use crate::outcome::Decision;
use crate::registry::Registry;
use crate::rulebook::Rulebook;
use crate::testing;

#[test]
fn every_example_of_every_page_is_true() {
    let registry = Registry::default();
    for kind in registry.names() {
        let rows = run(kind, registry.page(kind).unwrap());
        assert!(rows >= 4, "{kind} has {rows} examples");
    }
}

#[test]
fn every_page_describes_every_option() {
    let registry = Registry::default();
    for kind in registry.names() {
        let page = registry.page(kind).unwrap();
        assert!(page.starts_with(&format!("# {kind}\n")), "{kind}");
        for option in registry.kind(kind).unwrap().options() {
            assert!(page.contains(&format!("\n| `{option}` |")), "{kind}: {option}");
        }
    }
}

#[test]
fn every_page_renders_on_its_own() {
    let registry = Registry::default();
    for kind in registry.names() {
        let page = registry.page(kind).unwrap();
        let fences = page.lines().filter(|line| line.starts_with("```")).count();
        assert_eq!(fences % 2, 0, "{kind}: a block of code is not closed");
        let mut columns = None;
        for line in page.lines() {
            let row = line.starts_with('|').then(|| cells(line).len());
            if let (Some(columns), Some(row)) = (columns, row) {
                assert_eq!(columns, row, "{kind}: `{line}` has another number of cells than its table");
            }
            columns = row;
            assert!(!line.ends_with(' '), "{kind}: `{line}` ends in a space");
        }
    }
}

/// Runs the examples of a page and returns how many rows there were.
fn run(kind: &str, page: &str) -> usize {
    let mut rows = 0;
    let mut yaml = None::<String>;
    let mut current = None;
    let mut header: Option<Vec<String>> = None;
    for line in page.lines() {
        match (&mut yaml, line) {
            (None, "```yaml") => yaml = Some(String::new()),
            (Some(text), "```") => {
                let built = if text.starts_with("rules:") { several(text) } else { pipeline(kind, text) };
                current = Some(built.unwrap_or_else(|errors| panic!("{kind}: {errors}")));
                yaml = None;
            }
            (Some(text), line) => text.extend([line, "\n"]),
            (None, line) if !line.starts_with('|') => header = None,
            (None, line) if line.starts_with("|---") => {}
            (None, line) => match (&header, &current) {
                (None, _) => header = Some(cells(line)),
                (Some(names), Some(pipeline)) if names.iter().any(|name| name.ends_with("becomes")) => {
                    check(kind, pipeline, names, line);
                    rows += 1;
                }
                _ => {}
            },
        }
    }
    rows
}

fn several(rules: &str) -> Result<Pipeline, String> {
    let yaml = format!("version: 1\n{rules}");
    let rulebook = Rulebook::parse(&yaml, &Registry::default()).map_err(|errors| errors.to_string())?;
    Ok(rulebook.into_pipeline())
}

/// The cells of a row; `\|` is a bar within one.
fn cells(row: &str) -> Vec<String> {
    let row = row.replace("\\|", "\u{0}");
    let inner = row.strip_prefix('|').and_then(|row| row.strip_suffix('|')).expect("a row");
    inner.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect()
}

fn check(kind: &str, pipeline: &Pipeline, names: &[String], row: &str) {
    let cells = cells(row);
    assert_eq!(cells.len(), names.len(), "{kind}: {row}");
    let mut event = testing::event("hello");
    for (name, cell) in
        names.iter().zip(&cells).filter(|(name, cell)| !name.ends_with("becomes") && !cell.is_empty())
    {
        let value = cell.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')).expect(row);
        set(event.message_mut(), name, value);
    }
    let decision = decide(pipeline, &event.message.into());
    let results: Vec<_> = names.iter().zip(&cells).filter(|(name, _)| name.ends_with("becomes")).collect();
    let mut shown = 0;
    for (name, expected) in &results {
        let part = name.strip_suffix("becomes").unwrap_or_default().trim();
        let actual = became(&decision, part);
        shown += usize::from(actual.starts_with('`'));
        assert_eq!(actual, **expected, "{kind}: {row}");
    }
    let edits = matches!(&decision, Decision::Update(_));
    assert!(!edits || shown > 0, "{kind}: the edit of another part is not in the table: {row}");
}

fn set(message: &mut ChannelMessage, name: &str, value: &str) {
    let owned = value.to_owned();
    match name {
        "message" => message.content = Some(owned),
        "metadata" => message.metadata = Some(owned),
        "push-title" => message.push.get_or_insert_default().title = Some(owned),
        "push-body" => message.push.get_or_insert_default().body = Some(owned),
        "content-type" => message.content_type = Some(owned),
        "sender-name" => message.sender.name = Some(owned),
        "sender" => {
            let arn = message.sender.arn.as_mut().expect("a sender");
            *arn = arn.replace("user/alice", value);
        }
        _ => {
            let attribute =
                name.strip_prefix("attribute ").unwrap_or_else(|| panic!("no part is called {name}"));
            let values = value.split(", ").map(str::to_owned).collect();
            message.attributes.get_or_insert_default().insert(attribute.replace('`', ""), values);
        }
    }
}

/// What became of a part, in the words of a page.
fn became(decision: &Decision, part: &str) -> String {
    let patch = match decision {
        Decision::NoChange => return "unchanged".to_owned(),
        Decision::Deny(_) => return "denied".to_owned(),
        Decision::Update(patch) => patch.clone(),
    };
    let text = match part {
        "" => patch.get().content.clone(),
        "metadata" => patch.get().metadata.clone(),
        "push-title" => patch.get().push_title.clone(),
        "push-body" => patch.get().push_body.clone(),
        "push-type" => patch.get().push_type.map(|kind| kind.as_str().to_owned()),
        _ => {
            let name = part.strip_prefix("attribute ").unwrap_or_else(|| panic!("no part is called {part}"));
            patch.get().attributes.get(&name.replace('`', "")).map(|values| values.join(", "))
        }
    };
    text.map_or_else(|| "unchanged".to_owned(), |text| format!("`{text}`"))
}
