//! Time as values. Nothing here reads a clock.

use core::fmt;

use crate::limits::MAX_UNIX_TIME;

/// Seconds since 1970-01-01T00:00:00Z, from 0 to 2^53.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(u64);

impl UnixTime {
    /// The epoch.
    pub const EPOCH: Self = Self(0);

    /// `seconds` since the epoch; `None` past 2^53.
    pub const fn new(seconds: u64) -> Option<Self> {
        if seconds <= MAX_UNIX_TIME { Some(Self(seconds)) } else { None }
    }

    /// Seconds since the epoch.
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// The moment `seconds` later, at most the last representable one.
    #[must_use]
    pub const fn plus(self, seconds: u64) -> Self {
        let sum = self.0.saturating_add(seconds);
        Self(if sum > MAX_UNIX_TIME { MAX_UNIX_TIME } else { sum })
    }

    /// The moment `seconds` earlier, at the earliest the epoch.
    #[must_use]
    pub const fn minus(self, seconds: u64) -> Self {
        Self(self.0.saturating_sub(seconds))
    }

    /// Seconds from `earlier` to this moment; 0 where `earlier` is later.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The day in UTC.
    pub fn date(self) -> Date {
        Date::from_days(self.0 / 86_400)
    }
}

/// `2026-11-24T08:30:00Z`, for tools and reports; screens use the reader's locale.
impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.0 % 86_400;
        write!(f, "{}T{:02}:{:02}:{:02}Z", self.date(), s / 3_600, s / 60 % 60, s % 60)
    }
}

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u32,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if the calendar has it and the year has at most four digits.
    pub fn new(year: u32, month: u8, day: u8) -> Option<Self> {
        let valid =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
        valid.then_some(Self { year, month, day })
    }

    /// Parses `YYYY-MM-DD`, nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let b = text.as_bytes();
        if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
            return None;
        }
        let digits = |range: core::ops::Range<usize>| {
            b[range].iter().try_fold(0u32, |n, c| c.is_ascii_digit().then(|| n * 10 + u32::from(c - b'0')))
        };
        Self::new(digits(0..4)?, digits(5..7)? as u8, digits(8..10)? as u8)
    }

    /// Year, 1 to 9999.
    pub fn year(self) -> u32 {
        self.year
    }

    /// Month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Midnight UTC at the start of the day; `None` before 1970.
    pub fn midnight(self) -> Option<UnixTime> {
        // Days since 0000-03-01, with years that start in March so that the leap day comes last.
        let (y, m) = if self.month > 2 {
            (u64::from(self.year), u64::from(self.month) - 3)
        } else {
            (u64::from(self.year) - 1, u64::from(self.month) + 9)
        };
        let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + u64::from(self.day) - 1;
        UnixTime::new(days.checked_sub(DAYS_TO_1970)?.checked_mul(86_400)?)
    }

    /// Days from 1970-01-01 to this day; `None` before.
    pub fn days_since_1970(self) -> Option<u64> {
        self.midnight().map(|midnight| midnight.seconds() / 86_400)
    }

    /// The day so many days after 1970-01-01; `None` past the year 9999.
    pub fn from_days_since_1970(days: u64) -> Option<Self> {
        Some(Self::from_days(days)).filter(|date| date.year <= 9999)
    }

    fn from_days(days_since_1970: u64) -> Self {
        let z = days_since_1970.saturating_add(DAYS_TO_1970);
        let era = z / 146_097;
        let doe = z % 146_097;
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + u64::from(month <= 2);
        Self {
            year: u32::try_from(year).unwrap_or(u32::MAX),
            month: month as u8,
            day: (doy - (153 * mp + 2) / 5 + 1) as u8,
        }
    }
}

/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_1970: u64 = 719_468;

fn days_in_month(year: u32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

/// `2026-11-24`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// When a credential holds: from `not_before` until just before `expires`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    not_before: UnixTime,
    expires: UnixTime,
}

/// Where a moment lies against a [`Window`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// Before `not_before`.
    NotYet,
    /// Inside.
    Valid,
    /// At `expires` or later (RFC 8392, section 3.1.4: "on or after").
    Expired,
}

impl Window {
    /// A window of at least one second; `None` otherwise.
    pub fn new(not_before: UnixTime, expires: UnixTime) -> Option<Self> {
        (not_before < expires).then_some(Self { not_before, expires })
    }

    /// First valid second.
    pub fn not_before(self) -> UnixTime {
        self.not_before
    }

    /// First second that is no longer valid.
    pub fn expires(self) -> UnixTime {
        self.expires
    }

    /// Where `at` lies.
    pub fn at(self, at: UnixTime) -> Validity {
        if at < self.not_before {
            Validity::NotYet
        } else if at < self.expires {
            Validity::Valid
        } else {
            Validity::Expired
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse_over_four_centuries() {
        for day in 0..150_000u64 {
            let date = Date::from_days(day);
            assert_eq!(Date::new(date.year, date.month, date.day), Some(date));
            assert_eq!(date.midnight().map(UnixTime::seconds), Some(day * 86_400));
            assert_eq!((date.days_since_1970(), Date::from_days_since_1970(day)), (Some(day), Some(date)));
            assert_eq!(Date::parse(&date.to_string()), Some(date));
        }
    }

    #[test]
    fn a_day_that_no_calendar_has_is_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "0000-01-01", "2026-11-31", "20261124ab"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2024-02-29").is_some());
    }

    #[test]
    fn a_window_opens_on_its_first_second_and_is_closed_on_its_last() {
        let t = |s| UnixTime::new(s).expect("small");
        let window = Window::new(t(10), t(20)).expect("ordered");
        assert_eq!(window.at(t(9)), Validity::NotYet);
        assert_eq!(window.at(t(10)), Validity::Valid);
        assert_eq!(window.at(t(19)), Validity::Valid);
        assert_eq!(window.at(t(20)), Validity::Expired);
        assert_eq!(Window::new(t(20), t(20)), None);
    }
}
