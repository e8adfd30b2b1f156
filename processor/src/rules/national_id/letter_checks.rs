//! The check characters and inner rules of national identifiers that hold letters. Sources are named on the
//! kind's page. All functions take capital letters and digits without separators.

use crate::rules::personal::checksum::{number, weighted};

/// The numbers that digits stand for; letters are left out.
fn digits(chars: &[u8]) -> Vec<u8> {
    chars.iter().filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0').collect()
}

fn part(chars: &[u8], range: std::ops::Range<usize>) -> u64 {
    chars.get(range).map_or(u64::MAX, |chars| number(&digits(chars)))
}

fn at(chars: &[u8], index: usize) -> u8 {
    chars.get(index).copied().unwrap_or(0)
}

fn pick(table: &[u8], index: u64) -> u8 {
    usize::try_from(index).ok().and_then(|index| table.get(index)).copied().unwrap_or(0)
}

/// A is one, B is two.
fn place(letter: u8) -> u64 {
    u64::from(letter.wrapping_sub(b'A')) + 1
}

fn is_day(month: u64, day: u64) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

pub(super) fn gb_nino(chars: &[u8]) -> bool {
    let (first, second) = (at(chars, 0), at(chars, 1));
    !b"DFIQUV".contains(&first)
        && !b"DFIQUVO".contains(&second)
        && ![b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"].contains(&&[first, second])
        && (b'A'..=b'D').contains(&at(chars, 8))
}

/// The letter of an insurance number is read as its place in the alphabet, in two digits.
pub(super) fn de_pension(chars: &[u8]) -> bool {
    let (Some(head), Some(tail)) = (chars.get(..8), chars.get(9..12)) else { return false };
    let letter = place(at(chars, 8));
    let mut all = digits(head);
    all.extend([u8::try_from(letter / 10).unwrap_or(0), u8::try_from(letter % 10).unwrap_or(0)]);
    all.extend(digits(tail));
    let weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    let sum: u32 = all
        .iter()
        .zip(weights)
        .map(|(digit, weight)| u32::from(*digit) * weight)
        .map(|p| p / 10 + p % 10)
        .sum();
    is_day(part(chars, 4..6), part(chars, 2..4))
        && Some(sum % 10) == all.last().map(|digit| u32::from(*digit))
}

/// The departments of Corsica are 2A and 2B.
pub(super) fn fr_nir(chars: &[u8]) -> bool {
    let corsica = match (at(chars, 5), at(chars, 6)) {
        (b'2', b'A') => Some(19),
        (b'2', b'B') => Some(18),
        (a, b) if a.is_ascii_digit() && b.is_ascii_digit() => None,
        _ => return false,
    };
    let month = part(chars, 3..5);
    let department = corsica.unwrap_or_else(|| part(chars, 5..7));
    let number = (part(chars, 0..5) * 100 + department) * 1_000_000 + part(chars, 7..13);
    b"123478".contains(&at(chars, 0))
        && matches!(month, 1..=12 | 20..=42 | 50..=99)
        && 97 - number % 97 == part(chars, 13..15)
}

const DNI: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";

pub(super) fn es_dni(chars: &[u8]) -> bool {
    pick(DNI, part(chars, 0..8) % 23) == at(chars, 8)
}

pub(super) fn es_nie(chars: &[u8]) -> bool {
    let Some(first) = b"XYZ".iter().position(|letter| *letter == at(chars, 0)) else { return false };
    let number = part(chars, 1..8) + 10_000_000 * u64::try_from(first).unwrap_or(0);
    pick(DNI, number % 23) == at(chars, 8)
}

/// Digits may be replaced by letters where two people would have the same code.
pub(super) fn it_fiscal_code(chars: &[u8]) -> bool {
    const ODD: [u64; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let value =
        |byte: u8| usize::from(if byte.is_ascii_digit() { byte - b'0' } else { byte.wrapping_sub(b'A') });
    let is_digit =
        |index: &usize| at(chars, *index).is_ascii_digit() || b"LMNPQRSTUV".contains(&at(chars, *index));
    let sum: u64 = chars
        .iter()
        .take(15)
        .enumerate()
        .map(|(index, byte)| {
            let value = value(*byte);
            if index % 2 == 0 { ODD.get(value).copied().unwrap_or(0) } else { value as u64 }
        })
        .sum();
    [6, 7, 9, 10, 12, 13, 14].iter().all(is_digit)
        && b"ABCDEHLMPRST".contains(&at(chars, 8))
        && u64::from(at(chars, 15).wrapping_sub(b'A')) == sum % 26
}

/// The sign between date and number says the century.
pub(super) fn fi_hetu(chars: &[u8]) -> bool {
    let number = part(chars, 0..6) * 1000 + part(chars, 7..10);
    b"-+ABCDEFUVWXY".contains(&at(chars, 6))
        && is_day(part(chars, 2..4), part(chars, 0..2))
        && pick(b"0123456789ABCDEFHJKLMNPRSTUVWXY", number % 31) == at(chars, 10)
}

/// The fourth letter says who is taxed: a person, a company, a trust and so on.
pub(super) fn in_pan(chars: &[u8]) -> bool {
    b"ABCFGHJLPTKE".contains(&at(chars, 3)) && part(chars, 5..9) != 0
}

pub(super) fn sg_nric(chars: &[u8]) -> bool {
    let (table, offset): (&[u8], _) = match at(chars, 0) {
        b'S' => (b"JZIHGFEDCBA", 0),
        b'T' => (b"JZIHGFEDCBA", 4),
        b'F' => (b"XWUTRQPNMLK", 0),
        b'G' => (b"XWUTRQPNMLK", 4),
        b'M' => (b"XWUTRQPNJLK", 3),
        _ => return false,
    };
    let sum = weighted(&digits(chars), &[2, 7, 6, 5, 4, 3, 2]) + offset;
    pick(table, u64::from(sum % 11)) == at(chars, 8)
}

pub(super) fn mx_curp(chars: &[u8]) -> bool {
    // The alphabet has an Ñ after the N.
    let value = |byte: u8| match byte {
        b'0'..=b'9' => u64::from(byte - b'0'),
        b'A'..=b'N' => place(byte) + 9,
        _ => place(byte) + 10,
    };
    let sum: u64 =
        chars.iter().take(17).zip((2..=18).rev()).map(|(byte, weight)| value(*byte) * weight).sum();
    b"HMX".contains(&at(chars, 10))
        && is_day(part(chars, 6..8), part(chars, 8..10))
        && (10 - sum % 10) % 10 == part(chars, 17..18)
}

pub(super) fn cn_resident_id(chars: &[u8]) -> bool {
    let Some(base) = chars.get(..17) else { return false };
    let sum = weighted(&digits(base), &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    at(chars, 0) != b'0'
        && matches!(part(chars, 6..8), 18..=20)
        && is_day(part(chars, 10..12), part(chars, 12..14))
        && pick(b"10X98765432", u64::from(sum % 11)) == at(chars, 17)
}

/// With one or two letters at the end.
pub(super) fn ie_pps(chars: &[u8]) -> bool {
    let second = if chars.len() > 8 && at(chars, 8) != b'W' { place(at(chars, 8)) * 9 } else { 0 };
    let sum = u64::from(weighted(&digits(chars), &[8, 7, 6, 5, 4, 3, 2])) + second;
    pick(b"WABCDEFGHIJKLMNOPQRSTUV", sum % 23) == at(chars, 7)
}

pub(super) fn hk_id(chars: &[u8]) -> bool {
    let value = |byte: u8| if byte.is_ascii_digit() { u64::from(byte - b'0') } else { place(byte) + 9 };
    let weights = (1..=9).rev().skip(9usize.saturating_sub(chars.len()));
    let blank = if chars.len() == 8 { 36 * 9 } else { 0 };
    let sum: u64 = chars.iter().zip(weights).map(|(byte, weight)| value(*byte) * weight).sum();
    (sum + blank).is_multiple_of(11)
}

pub(super) fn tw_id(chars: &[u8]) -> bool {
    const AREAS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";
    let Some(area) = AREAS.iter().position(|letter| *letter == at(chars, 0)) else { return false };
    let area = u64::try_from(area).unwrap_or(0) + 10;
    let sum = u64::from(weighted(&digits(chars), &[8, 7, 6, 5, 4, 3, 2, 1, 1]));
    b"1289".contains(&at(chars, 1)) && (area / 10 + area % 10 * 9 + sum).is_multiple_of(10)
}

/// The last sign is a digit or K, which stands for ten.
pub(super) fn cl_rut(chars: &[u8]) -> bool {
    let Some((check, base)) = chars.split_last() else { return false };
    let sum: u64 = base
        .iter()
        .rev()
        .zip([2, 3, 4, 5, 6, 7, 2, 3])
        .map(|(byte, weight)| u64::from(byte.wrapping_sub(b'0')) * weight)
        .sum();
    base.iter().all(u8::is_ascii_digit) && pick(b"0K987654321", sum % 11) == *check
}
