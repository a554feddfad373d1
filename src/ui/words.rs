//! Every text that a person reads, in each language. A text that is missing in one language does not compile.

mod phrases;
mod reasons;

pub use phrases::Phrase;
pub use reasons::{Advice, Trouble};

use crate::claims::Colour;
use crate::time::{Date, UnixTime};

/// A language of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// The language's own name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Chinese => "中文",
        }
    }

    /// The language of a tag, such as `zh-Hans-CN`; `None` for one that the screens do not speak.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.tag().split('-').next() == Some(primary.as_str()))
    }

    /// The next one, for a switch.
    pub const fn other(self) -> Self {
        match self {
            Self::English => Self::Chinese,
            Self::Chinese => Self::English,
        }
    }

    /// One text in English or Chinese.
    pub(crate) const fn pick(self, english: &'static str, chinese: &'static str) -> &'static str {
        match self {
            Self::English => english,
            Self::Chinese => chinese,
        }
    }

    /// A colour and what it means, as residents know it.
    pub const fn colour(self, colour: Colour) -> &'static str {
        match colour {
            Colour::Green => self.pick("Green: nothing abnormal", "绿码：未见异常"),
            Colour::Yellow => self.pick("Yellow: home observation", "黄码：居家观察"),
            Colour::Red => self.pick("Red: central observation", "红码：集中观察"),
        }
    }

    /// A date.
    pub fn date(self, date: Date) -> String {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        match self {
            Self::English => {
                let month = MONTHS.get(usize::from(date.month()).wrapping_sub(1)).copied().unwrap_or("?");
                format!("{} {month} {}", date.day(), date.year())
            }
            Self::Chinese => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        }
    }

    /// The day and minute of a moment that lies `offset` seconds east of UTC on this device.
    pub fn moment(self, at: UnixTime, offset: i64) -> String {
        let local = UnixTime::new(at.seconds().saturating_add_signed(offset)).unwrap_or(at);
        let of_day = local.seconds() % 86_400;
        format!("{} {:02}:{:02}", self.date(local.date()), of_day / 3_600, of_day % 3_600 / 60)
    }

    /// How many codes are shown, and about how long a camera takes.
    pub fn codes(self, codes: usize, seconds: u64) -> String {
        match self {
            Self::English => format!("{codes} codes, about {}", self.span(seconds)),
            Self::Chinese => format!("共 {codes} 个二维码，约需 {}", self.span(seconds)),
        }
    }

    /// How many of some pieces are there.
    pub fn pieces(self, known: u32, pieces: u32) -> String {
        match self {
            Self::English => format!("{known} of {pieces}"),
            Self::Chinese => format!("{known}/{pieces}"),
        }
    }

    /// About how long it still takes.
    pub fn left(self, seconds: u64) -> String {
        match self {
            Self::English => format!("about {} left", self.span(seconds)),
            Self::Chinese => format!("约剩 {}", self.span(seconds)),
        }
    }

    /// A number of bytes, rounded up.
    pub fn size(bytes: usize) -> String {
        format!("{} KB", bytes.div_ceil(1_000))
    }

    /// A length of time, in its largest unit.
    pub fn span(self, seconds: u64) -> String {
        let (n, english, chinese) = match seconds {
            0..120 => (seconds, "second", "秒"),
            120..7_200 => (seconds / 60, "minute", "分钟"),
            7_200..172_800 => (seconds / 3_600, "hour", "小时"),
            _ => (seconds / 86_400, "day", "天"),
        };
        match self {
            Self::English => format!("{n} {english}{}", if n == 1 { "" } else { "s" }),
            Self::Chinese => format!("{n} {chinese}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_found_by_its_primary_tag() {
        assert_eq!(Language::of_tag("zh-Hans-CN"), Some(Language::Chinese));
        assert_eq!(Language::of_tag("en_GB"), Some(Language::English));
        assert_eq!(Language::of_tag("fr"), None);
    }

    #[test]
    fn a_moment_is_shown_by_the_clock_on_the_wall() {
        let at = UnixTime::new(1_795_000_000).expect("small");
        assert_eq!(Language::English.moment(at, 8 * 3_600), "18 Nov 2026 19:06");
        assert_eq!(Language::Chinese.moment(at, 0), "2026年11月18日 11:06");
    }

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        assert_eq!(Language::English.span(1), "1 second");
        assert_eq!(Language::English.span(180_000), "2 days");
        assert_eq!(Language::Chinese.span(7_200), "2 小时");
    }
}
