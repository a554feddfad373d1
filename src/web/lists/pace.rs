//! How often the host is asked.

/// Shortest pause after an answer, in seconds.
const PAUSE: u64 = 3_600;
/// Shortest pause after the first failure, in seconds; it doubles with each further one.
const FIRST_RETRY: u64 = 60;

/// Seconds until the next attempt, after so many failures in a row. `chance` spreads it over as much again, so that not all shops of a country
/// ask at the same moment.
pub fn pause(failures: u32, chance: u16) -> u64 {
    let least = match failures.checked_sub(1) {
        None => PAUSE,
        Some(further) => PAUSE.min(FIRST_RETRY << further.min(10)),
    };
    least + ((least * u64::from(chance)) >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_followed_by_one_to_two_hours_and_failures_by_pauses_that_double() {
        assert_eq!((pause(0, 0), pause(0, u16::MAX)), (3_600, 7_199));
        assert_eq!((pause(1, 0), pause(1, u16::MAX)), (60, 119));
        assert_eq!((pause(2, 0), pause(3, 0), pause(6, 0)), (120, 240, 1_920));
        assert_eq!((pause(7, 0), pause(u32::MAX, 0)), (3_600, 3_600), "never longer than after an answer");
    }
}
