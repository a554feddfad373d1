//! For how long passes hold, as a person says it.

use clap::Args;

use crate::issuer::booklet_windows;
use crate::time::Window;

/// Days of a single pass, and of a booklet.
const DAYS: [u64; 2] = [7, 28];

/// How long passes hold, and of how many copies a day of a booklet has.
#[derive(Args, Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) struct Span {
    /// For how many days passes hold, where the table does not say [default: 7; copies for a wallet that asks for several: 28]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=366))]
    days: Option<u64>,
    /// How many copies for each day a wallet gets that asks for several
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=64))]
    copies_per_day: u16,
}

impl Span {
    /// What is usual.
    pub(in crate::cli) const USUAL: Self = Self { days: None, copies_per_day: 3 };

    /// Days for a pass with so many keys.
    pub(in crate::cli) fn days(self, keys: usize) -> u64 {
        self.days.unwrap_or(DAYS[usize::from(keys > 1)])
    }

    /// The windows of its copies.
    pub(in crate::cli) fn windows(self, whole: Window, keys: usize, key: Window) -> Vec<Window> {
        booklet_windows(whole, self.copies_per_day.into(), keys, key)
    }

    /// The numbers that two runs of one batch must have in common.
    pub(in crate::cli) fn numbers(self) -> [u64; 2] {
        [self.days.unwrap_or_default(), self.copies_per_day.into()]
    }
}
