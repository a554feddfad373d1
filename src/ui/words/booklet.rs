//! How booklets and matching words are told.

use crate::holder::Supply;
use crate::matching::Match;
use crate::time::UnixTime;
use crate::ui::words::{Language, Phrase};
use crate::web::locale;

impl Language {
    /// The two words of a code.
    pub fn matching(self, own: Match) -> String {
        let list = Phrase::MatchWords.text(self);
        let [first, second] = own.0.map(|place| list.split('|').nth(place.into()).unwrap_or_default());
        format!("{first} – {second}")
    }

    /// The two words of the code that was there before.
    pub fn matching_before(self, before: Match) -> String {
        Phrase::MatchBefore.filled(self, &[("words", &self.matching(before))])
    }

    /// How many codes are left.
    pub fn supply(self, supply: Supply) -> String {
        let number = |n: usize| locale::number(self.tag(), n as u64);
        let (now, all, day) = (number(supply.now), number(supply.in_all), self.last_day(supply.ends));
        Phrase::Supply.filled(self, &[("now", &now), ("all", &all), ("day", &day)])
    }

    /// How many codes a delivery has.
    pub fn booklet(self, codes: usize, ends: UnixTime) -> String {
        let codes = locale::number(self.tag(), codes as u64);
        Phrase::BookletOf.filled(self, &[("codes", &codes), ("day", &self.last_day(ends))])
    }

    /// The last day of something that ends at a moment; the days of booklets are those of UTC.
    fn last_day(self, ends: UnixTime) -> String {
        self.date(ends.minus(1).date())
    }
}
