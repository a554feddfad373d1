//! The clock of the host that the lists come from: nobody's signed word, but good enough to notice that this device's clock is ahead.

use wasm_bindgen::JsValue;
use web_sys::Response;

use crate::time::UnixTime;
use crate::web::{clock, page};

/// How far the device's two clocks may drift apart, in seconds, before one is known to have been set, or the other to have slept.
const DRIFT: f64 = 30.0;

/// Both clocks of the device at one moment, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    wall: f64,
    elapsed: f64,
}

impl Reading {
    pub(super) fn now() -> Self {
        Self { wall: clock::now().seconds() as f64, elapsed: page::elapsed() }
    }
}

/// What the host said the time was, and when it was asked. In memory only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostTime {
    said: f64,
    asked: Reading,
}

impl HostTime {
    /// The time in an answer: its `Date`, and its `Age` where a cache on the way kept it.
    pub(super) fn of(response: &Response, asked: Reading) -> Option<Self> {
        let header = |name| response.headers().get(name).ok().flatten();
        let date = js_sys::Date::new(&JsValue::from(header("date")?)).get_time() / 1000.0;
        let age = header("age").and_then(|age| age.parse::<u32>().ok()).map_or(0.0, f64::from);
        date.is_finite().then_some(Self { said: date + age, asked })
    }

    /// The latest moment that can be now. `None` where the clock was set since, or the device has slept: then the host has to be asked again.
    pub fn latest_now(self) -> Option<UnixTime> {
        self.latest(Reading::now())
    }

    fn latest(self, now: Reading) -> Option<UnixTime> {
        let passed = now.elapsed - self.asked.elapsed;
        let drift = (now.wall - self.asked.wall - passed).abs();
        if drift > DRIFT { None } else { UnixTime::new((self.said + passed) as u64) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> HostTime {
        HostTime { said: 1_000_000.0, asked: Reading { wall: 1_500_000.0, elapsed: 10.0 } }
    }

    fn at(wall: f64, elapsed: f64) -> Option<u64> {
        told().latest(Reading { wall, elapsed }).map(UnixTime::seconds)
    }

    #[test]
    fn time_goes_on_from_what_the_host_said() {
        assert_eq!(at(1_500_000.0, 10.0), Some(1_000_000));
        assert_eq!(at(1_503_600.0, 3_610.0), Some(1_003_600));
    }

    #[test]
    fn after_a_sleep_and_after_a_change_of_the_clock_nothing_is_known() {
        assert_eq!(at(1_528_800.0, 12.0), None, "eight hours of sleep");
        assert_eq!(at(1_000_000.0, 12.0), None, "the clock was put right");
        assert_eq!(at(1_500_020.0, 12.0), Some(1_000_002), "a little drift is no matter");
    }
}
