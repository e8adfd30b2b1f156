//! The check digits and inner rules of national identifiers that are digits alone. Sources are named on the
//! kind's page. All functions take the digits as numbers; a wrong count of them fails.

use crate::rules::personal::checksum::{luhn, mod_11_10, number, remainder, verhoeff, weighted};

/// Whether a day exists in some year. Days and months may be raised by what a country marks them with.
fn is_day(month: u64, day: u64) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// The number that some of the digits make.
fn part(digits: &[u8], range: std::ops::Range<usize>) -> u64 {
    digits.get(range).map_or(u64::MAX, number)
}

fn digit(digits: &[u8], index: usize) -> u32 {
    digits.get(index).map_or(u32::MAX, |digit| u32::from(*digit))
}

fn is_repeated(digits: &[u8]) -> bool {
    digits.windows(2).all(|pair| pair.first() == pair.last())
}

/// `11 - sum % 11`, where eleven is written as zero and ten as the value given, if at all.
fn mod_11(digits: &[u8], weights: &[u32], ten: Option<u32>) -> Option<u32> {
    match 11 - weighted(digits, weights) % 11 {
        11 => Some(0),
        10 => ten,
        check => Some(check),
    }
}

pub(super) fn us_ssn(digits: &[u8]) -> bool {
    let area = part(digits, 0..3);
    area != 0 && area != 666 && area < 900 && part(digits, 3..5) != 0 && part(digits, 5..9) != 0
}

pub(super) fn us_itin(digits: &[u8]) -> bool {
    digit(digits, 0) == 9 && matches!(part(digits, 3..5), 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

pub(super) fn gb_nhs(digits: &[u8]) -> bool {
    mod_11(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2], None) == Some(digit(digits, 9))
}

pub(super) fn ca_sin(digits: &[u8]) -> bool {
    !matches!(digit(digits, 0), 0 | 8) && luhn(digits)
}

/// One of the first ten digits stands there twice or three times, all others at most once.
pub(super) fn de_tax_id(digits: &[u8]) -> bool {
    let mut counts = [0; 10];
    for digit in digits.iter().take(10) {
        if let Some(count) = counts.get_mut(usize::from(*digit)) {
            *count += 1;
        }
    }
    let repeated: Vec<i32> = counts.into_iter().filter(|count| *count > 1).collect();
    digit(digits, 0) != 0 && matches!(repeated.as_slice(), [2 | 3]) && mod_11_10(digits)
}

pub(super) fn nl_bsn(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2]);
    !is_repeated(digits) && sum % 11 == digit(digits, 8)
}

pub(super) fn pl_pesel(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    is_day(part(digits, 2..4) % 20, part(digits, 4..6)) && sum.is_multiple_of(10)
}

/// With or without the century.
pub(super) fn se_personal_number(digits: &[u8]) -> bool {
    let short = digits.get(digits.len().saturating_sub(10)..).unwrap_or_default();
    let day = part(short, 4..6);
    // `20240707-0438` is the time of a log line; small children do not chat.
    let is_recent = digits.len() > 10 && part(digits, 0..4) >= 2015;
    !is_recent && is_day(part(short, 2..4), if day > 60 { day - 60 } else { day }) && luhn(short)
}

pub(super) fn dk_cpr(digits: &[u8]) -> bool {
    is_day(part(digits, 2..4), part(digits, 0..2))
}

pub(super) fn no_birth_number(digits: &[u8]) -> bool {
    let day = part(digits, 0..2);
    is_day(part(digits, 2..4) % 40, if day > 40 { day - 40 } else { day })
        && mod_11(digits, &[3, 7, 6, 1, 8, 9, 4, 5, 2], None) == Some(digit(digits, 9))
        && mod_11(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], None) == Some(digit(digits, 10))
}

pub(super) fn br_cpf(digits: &[u8]) -> bool {
    !is_repeated(digits)
        && mod_11(digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2], Some(0)) == Some(digit(digits, 9))
        && mod_11(digits, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2], Some(0)) == Some(digit(digits, 10))
}

pub(super) fn in_aadhaar(digits: &[u8]) -> bool {
    digit(digits, 0) >= 2 && verhoeff(digits)
}

pub(super) fn au_tfn(digits: &[u8]) -> bool {
    !is_repeated(digits) && weighted(digits, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11)
}

pub(super) fn au_medicare(digits: &[u8]) -> bool {
    (2..=6).contains(&digit(digits, 0))
        && weighted(digits, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == digit(digits, 8)
}

/// Numbers given since October 2020 have no check digit.
pub(super) fn kr_rrn(digits: &[u8]) -> bool {
    is_day(part(digits, 2..4), part(digits, 4..6)) && (1..=8).contains(&digit(digits, 6))
}

pub(super) fn za_id(digits: &[u8]) -> bool {
    is_day(part(digits, 2..4), part(digits, 4..6)) && digit(digits, 10) <= 2 && luhn(digits)
}

pub(super) fn tr_identity(digits: &[u8]) -> bool {
    let tenth = weighted(digits, &[7, 9, 7, 9, 7, 9, 7, 9, 7]) % 10;
    let eleventh = weighted(digits, &[1; 10]) % 10;
    digit(digits, 0) != 0 && tenth == digit(digits, 9) && eleventh == digit(digits, 10)
}

pub(super) fn be_register(digits: &[u8]) -> bool {
    let (base, check) = (part(digits, 0..9), part(digits, 9..11));
    let month = part(digits, 2..4) % 20;
    (month == 0 || is_day(month, part(digits, 4..6).max(1)))
        && [base, base.saturating_add(2_000_000_000)].into_iter().any(|base| 97 - base % 97 == check)
}

pub(super) fn ch_ahv(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
    part(digits, 0..3) == 756 && sum.is_multiple_of(10)
}

pub(super) fn il_id(digits: &[u8]) -> bool {
    !is_repeated(digits) && luhn(digits)
}

pub(super) fn pt_nif(digits: &[u8]) -> bool {
    digit(digits, 0) != 0 && mod_11(digits, &[9, 8, 7, 6, 5, 4, 3, 2], Some(0)) == Some(digit(digits, 8))
}

pub(super) fn ro_cnp(digits: &[u8]) -> bool {
    let rest = weighted(digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    digit(digits, 0) != 0
        && is_day(part(digits, 3..5), part(digits, 5..7))
        && if rest == 10 { 1 } else { rest } == digit(digits, 12)
}

pub(super) fn bg_egn(digits: &[u8]) -> bool {
    is_day(part(digits, 2..4) % 20, part(digits, 4..6))
        && weighted(digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == digit(digits, 9)
}

pub(super) fn gr_amka(digits: &[u8]) -> bool {
    is_day(part(digits, 2..4), part(digits, 0..2)) && luhn(digits)
}

/// Months of women are raised by 50, and by 20 more where a day's numbers ran out.
pub(super) fn cz_birth_number(digits: &[u8]) -> bool {
    is_day(part(digits, 2..4) % 50 % 20, part(digits, 4..6)) && {
        let rest = remainder(digits.get(..9).unwrap_or_default(), 11) % 10;
        rest == u64::from(digit(digits, 9))
    }
}

pub(super) fn hr_oib(digits: &[u8]) -> bool {
    mod_11_10(digits)
}

pub(super) fn at_svnr(digits: &[u8]) -> bool {
    digit(digits, 0) != 0
        && weighted(digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == digit(digits, 3)
        && is_day(part(digits, 6..8).min(12), part(digits, 4..6))
}

pub(super) fn ar_cuil(digits: &[u8]) -> bool {
    matches!(part(digits, 0..2), 20 | 23 | 24 | 27)
        && mod_11(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2], Some(9)) == Some(digit(digits, 10))
}

pub(super) fn ru_snils(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    !is_repeated(digits) && u64::from(sum) == part(digits, 9..11)
}

pub(super) fn ru_inn(digits: &[u8]) -> bool {
    let check = |weights: &[u32]| weighted(digits, weights) % 11 % 10;
    check(&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digit(digits, 10)
        && check(&[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) == digit(digits, 11)
}

pub(super) fn my_nric(digits: &[u8]) -> bool {
    let place = part(digits, 6..8);
    is_day(part(digits, 2..4), part(digits, 4..6))
        && !matches!(place, 0 | 17..=20 | 69 | 70 | 73 | 80 | 81 | 94..=97)
}

pub(super) fn th_id(digits: &[u8]) -> bool {
    let sum = weighted(digits, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    digit(digits, 0) != 0 && (11 - sum % 11) % 10 == digit(digits, 12)
}

/// The last digit says the sex; there is no check.
pub(super) fn pk_cnic(digits: &[u8]) -> bool {
    (1..=7).contains(&digit(digits, 0)) && digit(digits, 12) != 0
}
