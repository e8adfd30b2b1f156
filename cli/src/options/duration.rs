//! Lengths of time as they are typed: `500ms`, `30s`, `2m`, `48h`, and plain seconds.

use std::str::FromStr;
use std::time::Duration;

/// Reads one length of time; a number without a unit is seconds.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits).unwrap_or((text, ""));
    let milliseconds = match unit {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err(expected()),
    };
    let number: u64 = number.parse().map_err(|_| expected())?;
    number.checked_mul(milliseconds).map(Duration::from_millis).ok_or_else(|| "too long".to_owned())
}

/// Like [`parse`], without zero.
pub(crate) fn positive(text: &str) -> Result<Duration, String> {
    match parse(text)? {
        Duration::ZERO => Err("must be more than nothing".to_owned()),
        duration => Ok(duration),
    }
}

fn expected() -> String {
    "expected a number with a unit, such as `500ms`, `30s`, `2m` or `48h`".to_owned()
}

/// The waits between tries, separated by commas; `none` for no second try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delays(pub(crate) Vec<Duration>);

impl FromStr for Delays {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "" | "none" => Ok(Self(Vec::new())),
            list => list.split(',').map(|delay| parse(delay.trim())).collect::<Result<_, _>>().map(Self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_read() {
        let cases = [
            ("500ms", 500),
            ("30", 30_000),
            ("30s", 30_000),
            ("2m", 120_000),
            ("48h", 172_800_000),
            ("0", 0),
        ];
        for (text, milliseconds) in cases {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_length_of_time_is_refused() {
        for text in
            ["", "s", "-1s", "1.5s", "5 s", "5d", "s5", "٣s", "99999999999999999999", "18446744073709551615h"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn delays_are_a_list_that_may_be_empty() {
        let seconds = |list: &[u64]| Ok(Delays(list.iter().copied().map(Duration::from_secs).collect()));
        assert_eq!("60s,120s".parse(), seconds(&[60, 120]));
        assert_eq!("1, 2m".parse(), seconds(&[1, 120]));
        assert_eq!("none".parse(), seconds(&[]));
        assert_eq!("".parse(), seconds(&[]));
        assert!("60s,".parse::<Delays>().is_err());
    }
}
