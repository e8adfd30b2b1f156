//! Points in time, to the millisecond, in the three dresses the service gives them.

use std::time::Duration;

use jiff::civil::date;
use jiff::fmt::temporal::Pieces;
use jiff::{Timestamp, TimestampRound, Unit};
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize, Serializer};

/// Milliseconds since 1970. Serialised as the number of seconds that API responses carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct Moment(i64);

impl Moment {
    pub(crate) const EARLIEST: Moment = Moment(i64::MIN);
    pub(crate) const LATEST: Moment = Moment(i64::MAX);

    pub(crate) fn now() -> Moment {
        Moment(Timestamp::now().as_millisecond())
    }

    pub(crate) fn millis(self) -> i64 {
        self.0
    }

    /// Reads an ISO 8601 instant with a zone, to the nearest millisecond: an SDK that reads the seconds of an
    /// answer as a floating point number may give them back a little short. The last day of the year 9999, with
    /// which clients say "for ever", is the end of time.
    pub(crate) fn parse(text: &str) -> Option<Moment> {
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            let nearest = TimestampRound::new().smallest(Unit::Millisecond);
            return timestamp.round(nearest).ok().map(|timestamp| Moment(timestamp.as_millisecond()));
        }
        let pieces = Pieces::parse(text).ok()?;
        let ends = pieces.date() >= date(9999, 12, 30) && pieces.time().is_some();
        (ends && pieces.to_numeric_offset().is_some()).then_some(Moment::LATEST)
    }

    /// The moment `wait` later; the end of time if there is no such moment.
    pub(crate) fn plus(self, wait: Duration) -> Moment {
        Moment(self.0.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long it is from `now` until this moment; nothing if it has passed.
    pub(crate) fn since(self, now: Moment) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(now.0)).unwrap_or(0))
    }

    /// `2024-01-02T03:04:05Z`, as the event bus has it.
    pub(crate) fn whole_second(self) -> String {
        let timestamp = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        format!("{timestamp:.0}")
    }

    /// `2024-01-02T03:04:05.678Z`, as processors are told.
    pub(crate) fn rfc3339(self) -> String {
        let timestamp = Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        format!("{timestamp:.3}")
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let since_epoch = Duration::from_millis(u64::try_from(self.0).unwrap_or(0));
        serializer.serialize_f64(since_epoch.as_secs_f64())
    }
}

impl ToSql for Moment {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for Moment {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Moment> {
        i64::column_result(value).map(Moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn responses_carry_seconds_with_their_milliseconds() {
        let moment = Moment::parse("2024-01-02T03:04:05.678Z").unwrap();
        assert_eq!(serde_json::to_string(&moment).unwrap(), "1704164645.678");
    }

    #[test]
    fn events_carry_three_digits_even_when_they_are_zero() {
        assert_eq!(Moment::parse("2024-01-02T03:04:05Z").unwrap().rfc3339(), "2024-01-02T03:04:05.000Z");
    }

    #[test]
    fn the_event_bus_counts_whole_seconds() {
        let moment = Moment::parse("2024-01-02T03:04:05.999Z").unwrap();
        assert_eq!(moment.whole_second(), "2024-01-02T03:04:05Z");
    }

    #[test]
    fn both_sdks_way_to_write_a_time_is_read() {
        let python = Moment::parse("2024-01-02T03:04:05.678000Z");
        assert!(python.is_some());
        assert_eq!(python, Moment::parse("2024-01-02T03:04:05.678Z"));
        for nonsense in ["yesterday", "9999-12-31", "9999-12-31T00:00:00", "9999-13-31T00:00:00Z"] {
            assert_eq!(Moment::parse(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_time_that_lost_precision_on_its_way_through_an_sdk_is_the_same_time() {
        let told = Moment::parse("2024-01-02T03:04:05.678Z");
        assert_eq!(Moment::parse("2024-01-02T03:04:05.677999Z"), told);
        assert_eq!(Moment::parse("2024-01-02T03:04:05.678000019Z"), told);
    }

    #[test]
    fn the_last_day_there_is_lasts_for_ever() {
        for end in ["9999-12-31T23:59:59.999999Z", "9999-12-31T00:00:00Z", "9999-12-31T23:59:59+00:00"] {
            assert_eq!(Moment::parse(end), Some(Moment::LATEST), "{end}");
        }
    }
}
