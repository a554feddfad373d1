//! The device's clock. The core never reads it; it is handed on as an argument.

use crate::time::UnixTime;

/// The device's time, in whole seconds. A clock before 1970 reads as 1970, which the time floor refuses.
pub fn now() -> UnixTime {
    let seconds = (js_sys::Date::now() / 1000.0).max(0.0);
    UnixTime::new(seconds as u64).unwrap_or_default()
}

/// Days since 1970 by this device's clock on the wall.
pub fn local_day() -> u64 {
    let date = js_sys::Date::new_0();
    let seconds = date.get_time() / 1000.0 - date.get_timezone_offset() * 60.0;
    (seconds.max(0.0) / 86_400.0) as u64
}
