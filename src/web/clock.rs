//! The device's clock. The core never reads it; it is handed on as an argument.

use crate::time::UnixTime;

/// The device's time, in whole seconds. A clock before 1970 reads as 1970, which the time floor refuses.
pub fn now() -> UnixTime {
    let seconds = (js_sys::Date::now() / 1000.0).max(0.0);
    UnixTime::new(seconds as u64).unwrap_or_default()
}
