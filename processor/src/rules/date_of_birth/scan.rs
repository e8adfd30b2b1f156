//! Finds dates of birth: dates that somebody says to be one.

use std::ops::Range;

use crate::rules::personal::bytes::Bytes;
use crate::rules::personal::context::{Cues, Leaning};
use crate::rules::personal::hit::Hit;

/// Digits of the shortest date: `5 May 90`.
pub(super) const MIN_DIGITS: usize = 3;
/// Years in which people who chat can be born.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2035;

const TERM: &str = "date-of-birth";

#[rustfmt::skip]
const CUES: Cues = Cues {
    supporting: &[
        "birth", "birthdate", "birthday", "born", "dob", "d.o.b", "o b", "bday", "b day", "geboren", "geb", "geburt*", "naissance", "ne le", "nee le",
        "anniversaire", "nacimiento", "nacio", "nacido", "nacida", "naci", "cumpleanos", "nascita", "nato", "nata", "nascimento", "nascido", "nascida", "geboorte*",
        "fodselsdato", "fodt", "fodd", "fodelsedatum", "urodz*", "syntyn*", "syntymaaika", "dogum",
    ],
    labels: &[],
    opposing: &[
        "since", "until", "due", "expires", "expiry", "expired", "issued", "invoice", "order", "meeting", "appointment", "deadline", "release", "released",
        "published", "valid", "joined", "hired", "started", "died", "death", "married", "delivery", "departure", "arrival", "party", "version", "updated", "created", "posted",
    ],
};

/// Adds every date of birth of a text.
pub(super) fn scan(text: &str, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    let mut at = 0;
    while at < bytes.len() {
        let digit = bytes.digit(at);
        at = bytes.end_of(digit, |byte| byte.is_ascii_digit()).max(digit + 1);
        let Some(span) = date(bytes, digit) else { continue };
        if CUES.leaning(text, &span) == Leaning::For {
            at = span.end;
            hits.push(Hit::new(span, TERM));
        }
    }
}

/// The date whose first digits are these.
fn date(bytes: Bytes<'_>, start: usize) -> Option<Range<usize>> {
    let before = bytes.before(start);
    if matches!(before, b'-' | b'/' | b'.') && bytes.at(start.wrapping_sub(2)).is_ascii_digit() {
        return None;
    }
    let month_before = month_before(bytes, start);
    if !bytes.starts_at(start) && month_before.is_none() {
        return None;
    }
    let (first, end) = number(bytes, start)?;
    let (begin, end) = match month_before {
        Some(begin) => (begin, after_month_and_day(bytes, first, end)?),
        None => (
            start,
            numeric(bytes, first, end)
                .or_else(|| with_month_name(bytes, first, end))
                .or_else(|| unbroken(bytes, start, end))?,
        ),
    };
    let is_time_of_day = bytes.at(end).eq_ignore_ascii_case(&b't') && bytes.at(end + 1).is_ascii_digit();
    let goes_on = matches!(bytes.at(end), b'-' | b'/' | b'.') && bytes.at(end + 1).is_ascii_digit();
    ((bytes.ends_at(end) || is_time_of_day) && !goes_on).then_some(begin..end)
}

/// A number of at most eight digits, how many they are, and where it ends.
fn number(bytes: Bytes<'_>, start: usize) -> Option<((u32, usize), usize)> {
    let end = bytes.end_of(start, |byte| byte.is_ascii_digit());
    let digits = bytes.get(start..end);
    let value = || digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
    (1..=8).contains(&digits.len()).then(|| ((value(), digits.len()), end))
}

/// `15/05/1990`, `5-15-90`, `1990.05.15`, `15 05 1990`.
fn numeric(bytes: Bytes<'_>, first: (u32, usize), end: usize) -> Option<usize> {
    let (separator, at) = separator(bytes, end)?;
    let (second, end) = number(bytes, at)?;
    let (other, at) = self::separator(bytes, end)?;
    let (third, end) = number(bytes, at)?;
    let is_date = match (first.1, second.1, third.1) {
        (4, 1..=2, 1..=2) => is_year(first) && is_day(second.0, third.0),
        (1..=2, 1..=2, 2 | 4) => is_year(third) && (is_day(first.0, second.0) || is_day(second.0, first.0)),
        _ => false,
    };
    (separator == other && is_date).then_some(end)
}

/// A sign between numbers, and where the next one begins.
fn separator(bytes: Bytes<'_>, at: usize) -> Option<(u8, usize)> {
    let next = bytes.end_of(at, |byte| byte == b' ').min(at + 1);
    let sign = bytes.at(next);
    if matches!(sign, b'/' | b'-' | b'.') {
        let after = bytes.end_of(next + 1, |byte| byte == b' ').min(next + 2);
        return Some((sign, after));
    }
    (next > at).then_some((b' ', next))
}

/// `5 May 1990`, `5th of May, 1990`, `5. Mai 1990`, `5 de mayo de 1990`, `05-May-90`.
fn with_month_name(bytes: Bytes<'_>, day: (u32, usize), end: usize) -> Option<usize> {
    let end = ordinal(bytes, end);
    let at = filler(bytes, end);
    let name_end = bytes.end_of(at, |byte| byte.is_ascii_alphabetic());
    if !is_month(bytes.get(at..name_end)) || !is_day(1, day.0) {
        return None;
    }
    let (year, end) = number(bytes, filler(bytes, name_end))?;
    is_year(year).then_some(end)
}

/// `May 5, 1990`, whose month is read already.
fn after_month_and_day(bytes: Bytes<'_>, day: (u32, usize), end: usize) -> Option<usize> {
    let at = filler(bytes, ordinal(bytes, end));
    let (year, end) = number(bytes, at)?;
    (is_day(1, day.0) && day.1 <= 2 && is_year(year)).then_some(end)
}

/// `19900515`, `15051990`.
fn unbroken(bytes: Bytes<'_>, start: usize, end: usize) -> Option<usize> {
    let value = |from: usize, length: usize| {
        number(Bytes(bytes.get(from..from + length)), 0).map(|(number, _)| number)
    };
    let fits = |year: usize, one: usize, other: usize| {
        let (year, one, other) = (value(start + year, 4)?, value(start + one, 2)?, value(start + other, 2)?);
        (is_year(year) && (is_day(one.0, other.0) || is_day(other.0, one.0))).then_some(end)
    };
    if end - start != 8 {
        return None;
    }
    fits(0, 4, 6).or_else(|| fits(4, 0, 2))
}

/// Where `st`, `nd`, `rd`, `th` or a dot after a day ends.
fn ordinal(bytes: Bytes<'_>, end: usize) -> usize {
    let is_ordinal =
        ["st", "nd", "rd", "th"].iter().any(|ending| bytes.has_at(end, ending)) && bytes.ends_at(end + 2);
    if is_ordinal { end + 2 } else { end }
}

/// Where the next word begins after spaces, signs and `of`.
fn filler(bytes: Bytes<'_>, at: usize) -> usize {
    let signs =
        |at: usize| bytes.end_of(at, |byte| matches!(byte, b' ' | b',' | b'.' | b'-' | b'/')).min(at + 3);
    let at = signs(at);
    let word = ["of ", "de ", "del "].iter().find(|word| bytes.has_at(at, word));
    word.map_or(at, |word| signs(at + word.len()))
}

/// Where the name of a month directly before a day begins.
fn month_before(bytes: Bytes<'_>, day: usize) -> Option<usize> {
    let end = bytes.start_of(day, |byte| matches!(byte, b' ' | b'.' | b'-'));
    let start = bytes.start_of(end, |byte| byte.is_ascii_alphabetic());
    (day - end <= 2 && bytes.starts_at(start) && is_month(bytes.get(start..end))).then_some(start)
}

/// Whether a word of letters is the name of a month, or its beginning, in a language of western Europe.
fn is_month(word: &[u8]) -> bool {
    word.len() <= 10 && word.first_chunk().is_some_and(|head| begins_a_month(head.map(|byte| byte | 0x20)))
}

#[rustfmt::skip]
fn begins_a_month(small: [u8; 3]) -> bool {
    matches!(
        &small,
        b"jan" | b"ene" | b"gen" | b"feb" | b"fev" | b"mar" | b"maa" | b"mrt" | b"apr" | b"abr" | b"avr" | b"may" | b"mai" | b"mag" | b"mei" | b"maj" | b"jun"
            | b"jui" | b"giu" | b"jul" | b"lug" | b"aug" | b"ago" | b"aou" | b"sep" | b"set" | b"oct" | b"okt" | b"ott" | b"out" | b"nov" | b"dec" | b"dez" | b"dic"
    )
}

fn is_day(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// Of four digits, or of two.
fn is_year((value, digits): (u32, usize)) -> bool {
    digits == 2 || digits == 4 && YEARS.contains(&value)
}

#[cfg(test)]
mod tests;
