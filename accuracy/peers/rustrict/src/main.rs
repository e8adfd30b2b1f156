//! Reads rows on standard input, says of each whether rustrict finds its text inappropriate.

use std::io::{self, BufRead, Write};

use rustrict::CensorStr;
use serde_json::{Value, json};

fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for (row, line) in io::stdin().lock().lines().enumerate() {
        let values: Value = serde_json::from_str(&line?)?;
        let text = values.get("text").and_then(Value::as_str).unwrap_or_default();
        writeln!(output, "{}", json!({"row": row, "hit": text.is_inappropriate()}))?;
    }
    output.flush()
}
