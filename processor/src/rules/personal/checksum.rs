//! Published check digits.

/// The sum of the digits, every second one from the right doubled, is a multiple of ten: ISO/IEC 7812-1.
pub(crate) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let digit = u32::from(*digit);
            if index % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The sum of digits times weights. Digits without a weight do not count.
pub(crate) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum()
}

/// The remainder of a decimal number of any length.
pub(crate) fn remainder(digits: &[u8], modulus: u64) -> u64 {
    digits.iter().fold(0, |rest, digit| (rest * 10 + u64::from(*digit)) % modulus)
}

/// The digits as a number; at most nineteen of them.
pub(crate) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + u64::from(*digit))
}

/// ISO 7064, MOD 11,10: the last digit checks the others.
pub(crate) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((check, others)) = digits.split_last() else { return false };
    let product = others.iter().fold(10, |product, digit| {
        let sum = (u32::from(*digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == u32::from(*check)
}

/// ISO 7064, MOD 97,10 over letters and digits, in which A is 10 and Z is 35.
pub(crate) fn mod_97(chars: impl Iterator<Item = u8>) -> bool {
    let rest = chars.fold(0u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte.to_ascii_uppercase().wrapping_sub(b'A')) + 10) % 97,
    });
    rest == 1
}

/// Verhoeff's check by the dihedral group of order ten.
pub(crate) fn verhoeff(digits: &[u8]) -> bool {
    /// One step of the permutation 1→5→8→9→4→2→7→0, 3→6.
    const STEP: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let sum = digits.iter().rev().enumerate().fold(0, |sum, (index, digit)| {
        let permuted =
            (0..index % 8).fold(*digit, |digit, _| STEP.get(usize::from(digit)).copied().unwrap_or(0));
        dihedral(sum, permuted)
    });
    sum == 0
}

/// The product of two elements; the first five are rotations, the others reflections.
fn dihedral(left: u8, right: u8) -> u8 {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => (left + right) % 5 + 5,
        (false, true) => (left - right) % 5 + 5,
        (false, false) => (left + 5 - right) % 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<u8> {
        text.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect()
    }

    #[test]
    fn published_examples_pass_and_lose_their_check_with_any_digit_changed() {
        type Check = fn(&[u8]) -> bool;
        let cases: &[(Check, &str)] = &[
            (luhn, "4111111111111111"),
            (luhn, "79927398713"),
            (mod_11_10, "86095742719"),
            (verhoeff, "2363"),
            (verhoeff, "123451"),
            (verhoeff, "999941057058"),
        ];
        for (check, number) in cases {
            let right = digits(number);
            assert!(check(&right), "{number}");
            for place in 0..right.len() {
                let mut wrong = right.clone();
                wrong[place] = (wrong[place] + 1) % 10;
                assert!(!check(&wrong), "{number}, digit {place}");
            }
        }
        assert!(mod_97("WEST12345698765432GB82".bytes()));
        assert!(!mod_97("WEST12345698765423GB82".bytes()));
    }
}
