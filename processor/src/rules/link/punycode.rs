//! Punycode (RFC 3492): how letters of other scripts are written in a host.

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;
const FIRST_CODE: u32 = 0x80;
/// Characters of a label, at most; longer ones are no host's.
const MOST: usize = 63;

/// What a label without its `xn--` stands for; `None` where it stands for nothing.
pub(super) fn decode(label: &str) -> Option<String> {
    let (basic, extended) = label.rsplit_once('-').unwrap_or(("", label));
    if !label.is_ascii() || label.len() > MOST || extended.is_empty() {
        return None;
    }
    let mut output: Vec<char> = basic.chars().collect();
    let (mut code, mut index, mut bias) = (FIRST_CODE, 0_u32, FIRST_BIAS);
    let mut digits = extended.bytes().peekable();
    while digits.peek().is_some() {
        let (before, mut weight) = (index, 1_u32);
        for k in (1..).map(|step: u32| step * BASE) {
            let digit = digit(digits.next()?)?;
            index = index.checked_add(digit.checked_mul(weight)?)?;
            let threshold = k.saturating_sub(bias).clamp(T_MIN, T_MAX);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
        }
        let count = u32::try_from(output.len()).ok()? + 1;
        bias = adapted(index - before, count, before == 0);
        code = code.checked_add(index / count)?;
        index %= count;
        output.insert(usize::try_from(index).ok()?, char::from_u32(code)?);
        index += 1;
    }
    Some(output.into_iter().collect())
}

fn digit(byte: u8) -> Option<u32> {
    match byte {
        b'a'..=b'z' => Some(u32::from(byte - b'a')),
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 26),
        _ => None,
    }
}

fn adapted(delta: u32, count: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / count;
    let mut k = 0;
    while delta > ((BASE - T_MIN) * T_MAX) / 2 {
        delta /= BASE - T_MIN;
        k += BASE;
    }
    k + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::decode;

    #[test]
    fn labels_are_decoded_as_the_standard_says() {
        let cases = [
            ("mnchen-3ya", Some("münchen")),
            ("bcher-kva", Some("bücher")),
            ("p1ai", Some("рф")),
            ("fiqs8s", Some("中国")),
            ("80ak6aa92e", Some("аррӏе")),
            ("", None),
            ("-", None),
            ("a-", None),
            ("é", None),
            ("99999999", None),
            ("a!", None),
        ];
        for (label, expected) in cases {
            assert_eq!(decode(label).as_deref(), expected, "{label}");
        }
    }

    proptest! {
        #[test]
        fn any_label_is_survived(label in "[a-z0-9-]{0,70}|\\PC{0,20}") {
            if let Some(decoded) = decode(&label) {
                prop_assert!(decoded.chars().count() <= label.len());
            }
        }
    }
}
