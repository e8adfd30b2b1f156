//! What shows in four bytes in a row.

use super::Trait;

/// Fours that are looked at together: as many as the smallest vectors of today's processors have bytes.
const LANES: usize = 16;
/// Bytes that so many fours take.
const WINDOW: usize = LANES + 3;

const AT: u8 = 1;
const PASSWORD: u8 = 2;

/// Four bytes in a row.
pub(crate) type Four = [u8; 4];

/// The kinds that the fours of a text show; `signs` says whether there is an at sign.
pub(super) fn kinds(bytes: &[u8], signs: bool) -> u32 {
    let seen = all(bytes, |[a, b, c, d]| {
        let at = mask(b | 0x20 == b'a') & mask(c | 0x20 == b't') & !letter(a) & !letter(d);
        let password = mask(a == b'a') & mask(b == b's') & mask(c == b's') & mask(d == b'w');
        at & AT | password & PASSWORD
    });
    let may_be_address = signs || seen & AT != 0;
    let address = if may_be_address && has_dot(bytes) { Trait::Address as u32 } else { 0 };
    let password = if seen & PASSWORD == 0 { 0 } else { Trait::Password as u32 };
    address | password
}

/// Whether there is a dot with more right behind it, or set off by a space or a bracket, or one that is said.
fn has_dot(bytes: &[u8]) -> bool {
    let seen = all(bytes, |[a, b, c, d]| {
        let dot = mask(b == b'.') & (mask(c >= b'0') | mask(a == b' ') | mask(a == b'('));
        let said =
            mask(b | 0x20 == b'd') & (mask(c | 0x20 == b'o') | mask(c == b'0')) & mask(d | 0x20 == b't');
        let punto = mask(a | 0x20 == b'p') & mask(b | 0x20 == b'u') & mask(c | 0x20 == b'n');
        dot | said | punto
    });
    seen != 0
}

/// What all fours of a text show together. A text of fewer bytes shows nothing; of those behind the end of a
/// short one, each is zero. Where no branch of `look` depends on the bytes, the compiler makes vectors of it.
#[inline]
pub(crate) fn all(bytes: &[u8], look: impl Fn(Four) -> u8) -> u8 {
    let mut seen = [0; LANES];
    let mut look = |window: &[u8; WINDOW]| {
        let lanes = |from: usize| window.get(from..).and_then(|rest| rest.first_chunk::<LANES>());
        let (Some(a), Some(b), Some(c), Some(d)) = (lanes(0), lanes(1), lanes(2), lanes(3)) else { return };
        for ((((seen, a), b), c), d) in seen.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *seen |= look([*a, *b, *c, *d]);
        }
    };
    let mut rest = bytes;
    while let Some(window) = rest.first_chunk() {
        look(window);
        rest = rest.get(LANES..).unwrap_or_default();
    }
    match bytes.last_chunk() {
        // Where it overlaps the one before, that makes no difference.
        Some(last) => look(last),
        None if bytes.len() > 3 => {
            let mut window = [0; WINDOW];
            window.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
            look(&window);
        }
        None => {}
    }
    seen.into_iter().fold(0, |all, one| all | one)
}

fn letter(byte: u8) -> u8 {
    mask((byte | 0x20).wrapping_sub(b'a') < 26)
}

/// All bits where something holds.
pub(crate) fn mask(holds: bool) -> u8 {
    if holds { u8::MAX } else { 0 }
}
