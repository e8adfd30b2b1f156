//! How much the way in which digits are written says that they are a telephone number.

use phonelib::{PhoneNumber, PhoneNumberType};

use super::candidate::Group;
use crate::rules::personal::bytes::Bytes;

/// How sure a number is without the words around it, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// The word before has to say that it is one.
    Vague,
    /// Somebody has to say that it is one.
    Weak,
    /// It is one unless somebody says that it is something else.
    Fair,
    /// It is one.
    Strong,
}

impl Strength {
    /// From how many words away it can be called a telephone number.
    pub(super) fn hearing(self) -> usize {
        match self {
            Self::Vague => 3,
            Self::Weak => 4,
            Self::Fair | Self::Strong => usize::MAX,
        }
    }
}

/// Digits of a number without its extension.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

/// Digits of the longest number without a country code.
const NATIONAL_DIGITS: usize = 12;

/// The numbering plans that numbers without a country code are read by.
#[derive(Clone, Debug)]
pub(crate) struct Regions {
    codes: Vec<String>,
    north_america: bool,
}

impl Regions {
    pub(super) fn new(codes: &[String]) -> Self {
        let codes: Vec<String> = codes.iter().map(|code| code.to_ascii_uppercase()).collect();
        let is_there = |code: &str| codes.iter().any(|known| known == code);
        let north_america = ["US", "CA", "PR", "DO", "JM"].into_iter().any(is_there);
        Self { codes, north_america }
    }

    /// Whether some plan has such a number, of a kind that people are called at.
    fn knows(&self, digits: &str) -> bool {
        self.codes.iter().any(|code| {
            PhoneNumber::parse_with_country(digits, code)
                .is_some_and(|number| number.phone_type() != PhoneNumberType::Unknown)
        })
    }
}

/// The term and the strength of a number; `None` where it is something else for sure.
pub(super) fn judge(
    bytes: Bytes<'_>,
    has_plus: bool,
    groups: &[Group],
    regions: &Regions,
) -> Option<(&'static str, Strength)> {
    let digits: String = digits(bytes, groups).collect();
    if !DIGITS.contains(&digits.len()) || is_repeated(&digits) {
        return None;
    }
    let lengths: Vec<usize> = groups.iter().map(Group::len).collect();
    if has_plus {
        return Some(("international", international(&digits, &lengths)));
    }
    if is_date(bytes, groups) || is_span_of_years(bytes, groups) || is_round(groups, &digits) {
        return None;
    }
    if digits.len() < 7 && groups.len() < 2 {
        return None;
    }
    // A group of one digit begins a number or is none: `2-1-2-5-5-5` and scores of games.
    if lengths.iter().skip(1).any(|length| *length == 1) {
        return None;
    }
    let abroad = digits.strip_prefix("011").or_else(|| digits.strip_prefix("00"));
    if let Some(rest) = abroad.filter(|rest| rest.len() >= 8 && !rest.starts_with('0')) {
        let mut rest_lengths = lengths.clone();
        if let Some(first) = rest_lengths.first_mut() {
            *first = first.saturating_sub(digits.len() - rest.len());
        }
        return Some(("international", international(rest, &rest_lengths)));
    }
    (digits.len() <= NATIONAL_DIGITS).then(|| national(&digits, groups, &lengths, regions))
}

/// The digits without a trunk zero in brackets, which only callers at home dial: `+44 (0)20 …`.
fn digits<'a>(bytes: Bytes<'a>, groups: &'a [Group]) -> impl Iterator<Item = char> + 'a {
    groups
        .iter()
        .filter(move |group| !(group.in_brackets && bytes.get(group.span.clone()) == b"0"))
        .flat_map(move |group| bytes.get(group.span.clone()))
        .map(|digit| char::from(*digit))
}

fn international(digits: &str, lengths: &[usize]) -> Strength {
    let is_number = PhoneNumber::parse(&format!("+{digits}")).is_some();
    let is_country = (1..=3).any(|length| {
        let code = digits.get(..length).and_then(|code| code.parse().ok());
        code.is_some_and(|code| !phonelib::countries_by_calling_code(code).is_empty())
    }) || digits.starts_with('1');
    match (is_number, lengths.len() > 1) {
        (true, _) => Strength::Strong,
        (false, true) if is_country && digits.len() >= 8 => Strength::Fair,
        _ => Strength::Weak,
    }
}

fn national(
    digits: &str,
    groups: &[Group],
    lengths: &[usize],
    regions: &Regions,
) -> (&'static str, Strength) {
    let in_brackets = groups.iter().any(|group| group.in_brackets);
    let is_spaced = groups.iter().skip(1).all(|group| group.separator == b' ');
    let set_apart = in_brackets || !is_spaced;
    let north_american = match lengths {
        [3, 3, 4] => Some(digits),
        [1, 3, 3, 4] => digits.strip_prefix('1'),
        _ => None,
    };
    if let Some(ten) = north_american.filter(|ten| regions.north_america && !ten.starts_with('0')) {
        let plausible = PhoneNumber::parse_with_country(ten, "US").is_some();
        let strength = match (set_apart, plausible) {
            (true, true) => Strength::Strong,
            (true, false) | (false, true) => Strength::Fair,
            (false, false) => Strength::Weak,
        };
        return ("national", strength);
    }
    if digits.len() < 8 {
        let unusual =
            digits.len() < 7 || is_spaced && !matches!(lengths, [7] | [3, 4] | [3, 2, 2] | [2, 3, 2]);
        return ("local", if unusual { Strength::Vague } else { Strength::Weak });
    }
    // Two zeros begin a call abroad, which has been read already, or fill a number up.
    if digits.starts_with('0') && !digits.starts_with("00") {
        let grouped = lengths.len() > 1 && lengths.iter().all(|length| *length >= 2);
        let whole = lengths.len() == 1 && (10..=11).contains(&digits.len());
        let sure = (grouped || whole) && !is_other_pair(groups, lengths) && regions.knows(digits);
        return ("national", if sure { Strength::Fair } else { Strength::Weak });
    }
    if is_spaced && lengths.len() == 2 && !in_brackets {
        return ("national", Strength::Vague);
    }
    let bracketed_area =
        groups.first().is_some_and(|group| group.in_brackets && group.len() <= 5) && lengths.len() <= 4;
    ("national", if bracketed_area { Strength::Fair } else { Strength::Weak })
}

/// One digit again and again.
fn is_repeated(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    let first = bytes.next();
    bytes.all(|byte| Some(byte) == first)
}

/// `2024-01-15`, `15.01.2024`, `1/15/24`.
fn is_date(bytes: Bytes<'_>, groups: &[Group]) -> bool {
    let value = |group: &Group| {
        bytes.get(group.span.clone()).iter().fold(0u32, |value, digit| value * 10 + u32::from(digit - b'0'))
    };
    let [first, second, third] = groups else { return false };
    let day_or_month = |group: &Group| group.len() <= 2 && (1..=31).contains(&value(group));
    let year = |group: &Group| group.len() == 4 && (1800..2200).contains(&value(group));
    let same = second.separator == third.separator && !third.in_brackets;
    same && (year(first) && day_or_month(second) && day_or_month(third)
        || day_or_month(first) && day_or_month(second) && year(third))
}

/// `05269.7211`: a decimal; `01214-1942`: an American postcode.
fn is_other_pair(groups: &[Group], lengths: &[usize]) -> bool {
    groups.len() == 2
        && groups
            .last()
            .is_some_and(|group| group.separator == b'.' || group.separator == b'-' && lengths == [5, 4])
}

/// `1990-2010`.
fn is_span_of_years(bytes: Bytes<'_>, groups: &[Group]) -> bool {
    let is_year = |group: &Group| {
        group.len() == 4 && matches!(bytes.get(group.span.clone()), [b'1', b'9', ..] | [b'2', b'0', ..])
    };
    matches!(groups, [first, second] if is_year(first) && is_year(second))
}

/// `1000000`, `1.000.000`, `10 000 000`: a count.
fn is_round(groups: &[Group], digits: &str) -> bool {
    let by_thousands = groups.iter().skip(1).all(|group| group.len() == 3);
    digits.ends_with("00000") || by_thousands && digits.ends_with("000") && groups.len() > 1
}
