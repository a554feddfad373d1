//! Moments on the command line and in tables.

use std::time::SystemTime;

use super::error::CliError;
use crate::time::{Date, UnixTime};

/// What [`parse`] takes, for messages.
pub(super) const FORM: &str = "write 2026-11-24T08:30:00Z, 2026-11-24 (midnight UTC) or seconds since 1970";

/// Now, by the clock of this machine.
pub(super) fn now() -> Result<UnixTime, CliError> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|_| CliError::Clock)?;
    UnixTime::new(since.as_secs()).ok_or(CliError::Clock)
}

/// The moment of `--at`, or now.
pub(super) fn at(given: Option<UnixTime>) -> Result<UnixTime, CliError> {
    given.map_or_else(now, Ok)
}

/// Parses a time as RFC 3339 writes it, a day, or seconds since 1970.
pub(super) fn parse(text: &str) -> Result<UnixTime, &'static str> {
    if !text.is_empty() && text.len() <= 16 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().and_then(UnixTime::new).ok_or(FORM);
    }
    let day = text.get(..10).and_then(Date::parse).and_then(Date::midnight).ok_or(FORM)?;
    match text.get(10..) {
        Some("") => Ok(day),
        Some(rest) => clock(day, rest).ok_or(FORM),
        None => Err(FORM),
    }
}

/// `Thh:mm:ssZ` or `Thh:mm:ss+hh:mm`.
fn clock(day: UnixTime, text: &str) -> Option<UnixTime> {
    let number = |from: usize, limit: u64| -> Option<u64> {
        let two = text.get(from..from + 2).filter(|two| two.bytes().all(|b| b.is_ascii_digit()))?;
        two.parse().ok().filter(|n| *n < limit)
    };
    let sign = |at: usize| text.as_bytes().get(at).copied();
    if !matches!((sign(0)?, sign(3)?, sign(6)?), (b'T' | b't' | b' ', b':', b':')) {
        return None;
    }
    let local = day.plus(number(1, 24)? * 3_600 + number(4, 60)? * 60 + number(7, 60)?);
    match (sign(9)?, text.len()) {
        (b'Z' | b'z', 10) => Some(local),
        (east @ (b'+' | b'-'), 15) if sign(12)? == b':' => {
            let offset = number(10, 24)? * 3_600 + number(13, 60)? * 60;
            if east == b'-' {
                UnixTime::new(local.seconds() + offset)
            } else {
                local.seconds().checked_sub(offset).and_then(UnixTime::new)
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_in_each_of_its_spellings() {
        for text in [
            "1795509000",
            "2026-11-24T08:30:00Z",
            "2026-11-24 08:30:00Z",
            "2026-11-24T16:30:00+08:00",
            "2026-11-23T23:30:00-09:00",
        ] {
            assert_eq!(parse(text).map(UnixTime::seconds), Ok(1_795_509_000), "{text}");
        }
        assert_eq!(parse("2026-11-24").map(|t| t.to_string()), Ok("2026-11-24T00:00:00Z".to_string()));
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "now",
            "-1",
            "2026-11-24T",
            "2026-11-24T24:00:00Z",
            "2026-11-24T08:30:00",
            "2026-11-24T08:30:00+08",
            "99999999999999999",
        ] {
            assert_eq!(parse(text), Err(FORM), "{text}");
        }
    }
}
