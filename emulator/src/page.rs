//! Pages of a listing, and the opaque tokens that lead from one to the next.
//!
//! A token holds the position of the last row of its page, not a count of rows, so rows that come or
//! go meanwhile neither repeat nor hide others. It is sealed with the query it belongs to.

use crate::error::ApiError;
use crate::fingerprint;

/// Where a row stands in its listing: a sort key, then the order of insertion.
pub(crate) type Position = (i64, i64);

const DEFAULT_SIZE: usize = 50;

/// Which rows of a listing are asked for.
#[derive(Debug)]
pub(crate) struct Page {
    /// The last row that the caller has seen.
    pub(crate) after: Option<Position>,
    size: usize,
    query: u64,
}

impl Page {
    /// `query` identifies operation, caller and filters; `token` is what the caller brought back.
    ///
    /// # Errors
    ///
    /// `BadRequestException` if the token was not made by this query.
    pub(crate) fn new(query: u64, size: Option<usize>, token: Option<&str>) -> Result<Page, ApiError> {
        let after = match token {
            None | Some("") => None,
            Some(token) => Some(
                open(query, token)
                    .ok_or_else(|| ApiError::bad_request("`NextToken` is not of this query."))?,
            ),
        };
        Ok(Page { after, size: size.unwrap_or(DEFAULT_SIZE), query })
    }

    /// The order of insertion to read on from, for listings that are sorted by nothing else.
    pub(crate) fn after_seq(&self) -> i64 {
        self.after.map_or(0, |(_, seq)| seq)
    }

    /// How many rows to read: one more than the page holds, to know whether there is another page.
    pub(crate) fn reach(&self) -> i64 {
        i64::try_from(self.size).unwrap_or(i64::MAX).saturating_add(1)
    }

    /// Cuts rows that come with their order of insertion, and takes it off.
    pub(crate) fn cut_by_seq<T>(&self, rows: Vec<(i64, T)>) -> (Vec<T>, Option<String>) {
        let (rows, next) = self.cut(rows, |(seq, _)| (0, *seq));
        (rows.into_iter().map(|(_, row)| row).collect(), next)
    }

    /// Cuts what was read to the page's size, and makes the token of the next page if there is one.
    pub(crate) fn cut<T>(
        &self,
        mut rows: Vec<T>,
        position: impl Fn(&T) -> Position,
    ) -> (Vec<T>, Option<String>) {
        if rows.len() <= self.size {
            return (rows, None);
        }
        rows.truncate(self.size);
        let token = rows.last().map(|row| seal(self.query, position(row)));
        (rows, token)
    }
}

fn seal(query: u64, (key, seq): Position) -> String {
    let body = format!("{:016x}{:016x}", key.cast_unsigned(), seq.cast_unsigned());
    let seal = fingerprint::of([format!("{query:016x}").as_str(), body.as_str()]);
    format!("{body}{seal:016x}")
}

fn open(query: u64, token: &str) -> Option<Position> {
    let part = |from: usize| token.get(from..from + 16).and_then(|hex| u64::from_str_radix(hex, 16).ok());
    let position = (part(0)?.cast_signed(), part(16)?.cast_signed());
    (seal(query, position) == token).then_some(position)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_token_leads_back_to_its_row_and_to_no_other_query(key: i64, seq: i64, query: u64, other: u64) {
            let token = seal(query, (key, seq));
            prop_assert_eq!(open(query, &token), Some((key, seq)));
            if other != query {
                prop_assert_eq!(open(other, &token), None);
            }
        }

        #[test]
        fn made_up_tokens_open_nothing(token in ".*") {
            prop_assert_eq!(open(7, &token), None);
        }

        #[test]
        fn pages_walk_every_row_exactly_once(count in 0_i64..120, size in 1_usize..=50) {
            let mut seen = Vec::new();
            let mut token = None;
            loop {
                let page = Page::new(1, Some(size), token.as_deref()).unwrap();
                let start = page.after.map_or(0, |(_, seq)| seq);
                let rows: Vec<i64> = (start + 1..=count).take(page.reach().try_into().unwrap()).collect();
                let (rows, next) = page.cut(rows, |seq| (0, *seq));
                seen.extend(rows);
                match next {
                    Some(next) => token = Some(next),
                    None => break,
                }
            }
            prop_assert_eq!(seen, (1..=count).collect::<Vec<_>>());
        }
    }
}
