//! What shows in four bytes in a row.

use super::Trait;

/// Fours that are looked at together: as many as the smallest vectors of today's processors have bytes.
const LANES: usize = 16;
/// Bytes that so many fours take.
const WINDOW: usize = LANES + 3;

const AT: u8 = 1;
const PASSWORD: u8 = 2;

/// The kinds that the fours of a text show. No branch depends on the text, so that the compiler makes vectors of it.
pub(super) fn kinds(bytes: &[u8]) -> u16 {
    let mut seen = [0; LANES];
    match bytes.last_chunk::<WINDOW>() {
        Some(last) => {
            // The last window overlaps the one before, which makes no difference.
            for window in bytes.windows(WINDOW).step_by(LANES).chain([&last[..]]) {
                look(window, &mut seen);
            }
        }
        None if bytes.len() > 3 => {
            let mut window = [0; WINDOW];
            window.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
            look(&window, &mut seen);
        }
        None => {}
    }
    let seen = seen.into_iter().fold(0, |all, one| all | one);
    let at = if seen & AT == 0 { 0 } else { Trait::At as u16 };
    let password = if seen & PASSWORD == 0 { 0 } else { Trait::Password as u16 };
    at | password
}

fn look(window: &[u8], seen: &mut [u8; LANES]) {
    let lanes = |from: usize| window.get(from..).and_then(|rest| rest.first_chunk::<LANES>());
    let (Some(a), Some(b), Some(c), Some(d)) = (lanes(0), lanes(1), lanes(2), lanes(3)) else { return };
    for ((((seen, a), b), c), d) in seen.iter_mut().zip(a).zip(b).zip(c).zip(d) {
        let at = mask(b | 0x20 == b'a') & mask(c | 0x20 == b't') & !letter(*a) & !letter(*d);
        let password = mask(*a == b'a') & mask(*b == b's') & mask(*c == b's') & mask(*d == b'w');
        *seen |= at & AT | password & PASSWORD;
    }
}

fn letter(byte: u8) -> u8 {
    mask((byte | 0x20).wrapping_sub(b'a') < 26)
}

/// All bits where something holds.
fn mask(holds: bool) -> u8 {
    if holds { u8::MAX } else { 0 }
}
