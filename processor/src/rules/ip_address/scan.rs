//! Finds IP addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::rules::personal::bytes::{Bytes, is_word};
use crate::rules::personal::context::{Cues, Leaning};
use crate::rules::personal::hit::Hit;

/// Bytes of the shortest address that is looked for: `::1`.
pub(super) const MIN_BYTES: usize = 3;
/// Bytes of the longest: eight groups, or six and four bytes in decimal.
const MAX_BYTES: usize = 45;

#[rustfmt::skip]
const CUES: Cues = Cues {
    supporting: &[
        "ip", "ips", "ipv4", "ipv6", "address", "addr", "host", "server", "ping", "dns", "subnet", "gateway", "router", "proxy", "vpn", "ssh",
        "network", "connect", "connection", "login", "client", "remote", "firewall", "whitelist", "allowlist", "blocklist", "cidr", "nat", "listen", "bind",
    ],
    labels: &["from", "at"],
    opposing: &[
        "version", "ver", "v", "release", "section", "chapter", "sec", "clause", "paragraph", "article", "figure", "table", "build", "firmware", "update", "upgrade",
        "patch", "kernel", "driver", "oid", "step", "exercise", "chrome", "firefox", "windows", "ios", "android", "python", "node", "npm", "java", "rev", "revision",
        "changelog", "since", "appendix", "item",
    ],
};

/// Addresses of single digits that are known to everybody.
const WELL_KNOWN: &[[u8; 4]] = &[[1, 1, 1, 1], [8, 8, 8, 8], [8, 8, 4, 4], [9, 9, 9, 9], [1, 0, 0, 1]];

/// Adds every address of a text; those of private networks and the machine itself only if asked for.
pub(super) fn scan(text: &str, private: bool, hits: &mut Vec<Hit>) {
    let bytes = Bytes::of(text);
    let mut at = 0;
    while at < bytes.len() {
        let start = bytes.end_of(at, |byte| !is_address(byte));
        let end = bytes.end_of(start, is_address);
        at = end.max(start + 1);
        // An address is one unbroken piece; a sentence's full stop or colon after it is none of it.
        let start = if bytes.at(start) == b'.' { start + 1 } else { start };
        let trimmed = bytes.get(start..end).trim_ascii_end();
        let piece = trimmed.strip_suffix(b".").or_else(|| lone_colon(trimmed)).unwrap_or(trimmed);
        if piece.len() < MIN_BYTES || !begins(bytes, start) {
            continue;
        }
        if let Some(hit) = address(text, start, piece).filter(|hit| private || hit.1) {
            at = at.max(hit.0.span.end);
            hits.push(hit.0);
        }
    }
}

fn is_address(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':')
}

/// The piece before a colon that ends it, if that is no part of `::`.
fn lone_colon(piece: &[u8]) -> Option<&[u8]> {
    piece.strip_suffix(b":").filter(|rest| !rest.ends_with(b":"))
}

fn begins(bytes: Bytes<'_>, start: usize) -> bool {
    bytes.starts_at(start) && !(bytes.before(start) == b'-' && is_word(bytes.at(start.wrapping_sub(2))))
}

/// An address and whether it is public.
fn address(text: &str, start: usize, piece: &[u8]) -> Option<(Hit, bool)> {
    let bytes = Bytes::of(text);
    let piece = std::str::from_utf8(piece).ok()?;
    let colons = piece.bytes().filter(|byte| *byte == b':').count();
    let dots = piece.bytes().filter(|byte| *byte == b'.').count();
    if dots == 3 && colons <= 1 {
        let (host, port) = piece.split_once(':').unwrap_or((piece, ""));
        let ip = host.parse::<Ipv4Addr>().ok()?;
        let end = start + host.len();
        let end = if !port.is_empty() && port.parse::<u16>().is_ok() { end + 1 + port.len() } else { end };
        let end = suffix(bytes, end, 32)?;
        let has_suffix = end > start + host.len();
        return is_likely(text, start..end, ip, has_suffix)
            .then(|| (Hit::new(start..end, "ipv4"), is_public(ip.into())));
    }
    if colons < 2 || piece.len() > MAX_BYTES {
        return None;
    }
    let ip = piece.parse::<Ipv6Addr>().ok()?;
    let end = start + piece.len();
    // Nobody means `::` or the `a::b` of a program.
    let telling = piece.bytes().any(|byte| byte.is_ascii_digit())
        && (colons > 2 || piece.starts_with("::") || piece.len() >= 6);
    let end = zone(bytes, end).unwrap_or(end);
    let span = if bytes.before(start) == b'[' && bytes.at(end) == b']' {
        port(bytes, end + 1).map_or(start..end, |end| start - 1..end)
    } else {
        start..suffix(bytes, end, 128)?
    };
    telling.then(|| (Hit::new(span, "ipv6"), is_public(ip.into())))
}

/// Where an address ends that a prefix length may follow; `None` where something else is glued to it.
fn suffix(bytes: Bytes<'_>, end: usize, max: u8) -> Option<usize> {
    if bytes.at(end) == b'/' {
        let digits = bytes.end_of(end + 1, |byte| byte.is_ascii_digit());
        let length = std::str::from_utf8(bytes.get(end + 1..digits)).ok()?.parse::<u8>();
        if length.is_ok_and(|length| length <= max) && bytes.ends_at(digits) {
            return Some(digits);
        }
    }
    let glued = is_word(bytes.at(end)) || bytes.at(end) == b'-' && is_word(bytes.at(end + 1));
    (!glued).then_some(end)
}

/// Where `%eth0` ends.
fn zone(bytes: Bytes<'_>, end: usize) -> Option<usize> {
    let zone = bytes.end_of(end + 1, |byte| byte.is_ascii_alphanumeric());
    (bytes.at(end) == b'%' && zone > end + 1).then_some(zone)
}

/// Where `:8080` ends.
fn port(bytes: Bytes<'_>, start: usize) -> Option<usize> {
    let digits = bytes.end_of(start + 1, |byte| byte.is_ascii_digit());
    let port = std::str::from_utf8(bytes.get(start + 1..digits)).ok()?.parse::<u16>();
    (bytes.at(start) == b':' && port.is_ok()).then_some(digits)
}

/// Four numbers with dots between them may count versions and chapters, too.
fn is_likely(text: &str, span: std::ops::Range<usize>, ip: Ipv4Addr, has_suffix: bool) -> bool {
    let octets = ip.octets();
    let small = octets.iter().all(|octet| *octet < 10) && !WELL_KNOWN.contains(&octets);
    match CUES.leaning(text, &span) {
        Leaning::For => true,
        Leaning::Against => false,
        Leaning::Neither => !small || has_suffix,
    }
}

/// Whether the internet at large can reach it: not private, shared, local, or for documentation.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            let is_shared = a == 100 && (64..128).contains(&b);
            !(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_documentation())
                && !(ip.is_unspecified() || ip.is_broadcast() || is_shared)
        }
        IpAddr::V6(ip) => {
            let is_documentation = matches!(ip.segments(), [0x2001, 0x0db8, ..]);
            let is_local =
                ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local();
            !(is_local || is_documentation) && ip.to_ipv4_mapped().is_none_or(|ip| is_public(ip.into()))
        }
    }
}

#[cfg(test)]
mod tests;
