//! Every text that a person reads, in each language: the phrases in `words/phrases.rs`, their translations in the files beside it, numbers and dates
//! by the rules of the language.

mod booklet;
pub mod catalogue;
mod phrases;
mod reasons;

pub use phrases::Phrase;
pub use reasons::{Advice, Trouble};

use crate::claims::Colour;
use crate::time::{Date, UnixTime};
use crate::web::locale::{self, Unit};

/// A language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
    /// Arabic, written from right to left.
    Arabic,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::English, Self::Chinese, Self::Arabic];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
            Self::Arabic => "ar",
        }
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "中文",
            Self::Arabic => "العربية",
        }
    }

    /// Which way it is written: the value of the attribute `dir`.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::English | Self::Chinese => "ltr",
            Self::Arabic => "rtl",
        }
    }

    /// The language of a tag, such as `zh-Hans-CN`; `None` for one that the screens do not speak.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.tag().split('-').next() == Some(primary.as_str()))
    }

    /// A colour and what it means, as residents know it.
    pub fn colour(self, colour: Colour) -> &'static str {
        let phrase = match colour {
            Colour::Green => Phrase::ColourGreen,
            Colour::Yellow => Phrase::ColourYellow,
            Colour::Red => Phrase::ColourRed,
        };
        phrase.text(self)
    }

    /// A date.
    pub fn date(self, date: Date) -> String {
        locale::date(self.tag(), date)
    }

    /// The day and minute of a moment, by this device's clock on the wall.
    pub fn moment(self, at: UnixTime) -> String {
        locale::moment(self.tag(), at)
    }

    /// How many codes are shown, and about how long a camera takes.
    pub fn codes(self, codes: usize, seconds: u64) -> String {
        let codes = self.count(Phrase::Codes, codes as u64);
        Phrase::CodesAndTime.filled(self, &[("codes", &codes), ("time", &self.span(seconds))])
    }

    /// How many of some pieces are there.
    pub fn pieces(self, known: u32, pieces: u32) -> String {
        let number = |n: u32| locale::number(self.tag(), n.into());
        Phrase::SomeOf.filled(self, &[("known", &number(known)), ("all", &number(pieces))])
    }

    /// Which page of how many is being read.
    pub fn page_of(self, page: u32, pages: u32) -> String {
        let number = |n: u32| locale::number(self.tag(), n.into());
        Phrase::PageOf.filled(self, &[("page", &number(page)), ("all", &number(pages))])
    }

    /// A code of several, and the page it is on.
    pub fn code_on_page(self, code: u32, page: Option<u32>) -> String {
        let number = |n: u32| locale::number(self.tag(), n.into());
        match page {
            Some(page) => Phrase::CodeOnPage.filled(self, &[("n", &number(code)), ("page", &number(page))]),
            None => Phrase::CodeNumber.filled(self, &[("n", &number(code))]),
        }
    }

    /// Which dose of how many.
    pub fn dose(self, dose: u8, doses: u8) -> String {
        let number = |n: u8| locale::number(self.tag(), n.into());
        Phrase::DoseOf.filled(self, &[("dose", &number(dose)), ("doses", &number(doses))])
    }

    /// About how long it still takes.
    pub fn left(self, seconds: u64) -> String {
        Phrase::TimeLeft.filled(self, &[("time", &self.span(seconds))])
    }

    /// A number of bytes, rounded up.
    pub fn size(self, bytes: usize) -> String {
        locale::measure(self.tag(), bytes.div_ceil(1_000) as u64, Unit::Kilobyte)
    }

    /// A number of minutes.
    pub fn minutes(self, n: u64) -> String {
        locale::measure(self.tag(), n, Unit::Minute)
    }

    /// A length of time, in its largest unit.
    pub fn span(self, seconds: u64) -> String {
        let (n, unit) = match seconds {
            0..120 => (seconds, Unit::Second),
            120..7_200 => (seconds / 60, Unit::Minute),
            7_200..172_800 => (seconds / 3_600, Unit::Hour),
            _ => (seconds / 86_400, Unit::Day),
        };
        locale::measure(self.tag(), n, unit)
    }

    /// A phrase that counts: its forms stand behind one another, each with the name of its plural category (Unicode CLDR), as in
    /// `one={n} code|other={n} codes`.
    pub fn count(self, phrase: Phrase, n: u64) -> String {
        let text = phrase.text(self);
        let category = locale::plural(self.tag(), n);
        let form = |name: &str| text.split('|').find_map(|form| form.strip_prefix(name)?.strip_prefix('='));
        let form = form(&category).or_else(|| form("other")).unwrap_or(text);
        form.replace("{n}", &locale::number(self.tag(), n))
    }
}
