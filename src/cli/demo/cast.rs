//! Who appears in the demonstration. Nobody of them exists.

use crate::claims::Colour;
use crate::cli::error::CliError;
use crate::holder::CheckError;
use crate::verifier::Refusal;

const DAY: i64 = 86_400;

/// A resident of the demonstration.
pub(super) struct Resident {
    pub(super) id: &'static str,
    pub(super) name: [&'static str; 2],
    /// What there is to see, in English and Chinese.
    pub(super) what: [&'static str; 2],
    pub(super) initials: &'static str,
    pub(super) birth_year: u16,
    pub(super) colour: Colour,
    /// Start and end of validity, in seconds from the making of the pass.
    pub(super) window: (i64, i64),
    pub(super) paper: bool,
    pub(super) guardian: bool,
    /// Signed by somebody else in the office's name.
    pub(super) forged: bool,
    /// Why the door of the demonstration refuses it, if it does.
    pub(super) refusal: Option<Refusal>,
    /// Why a wallet does not keep it, if it does not.
    pub(super) unkept: Option<CheckError>,
}

/// What most of them have in common: a green pass, valid from yesterday for nine days.
const GREEN: Resident = Resident {
    id: "green",
    name: ["Mei Sample", "样梅"],
    what: ["A green pass, shown live.", "绿码，动态出示。"],
    initials: "MS",
    birth_year: 1985,
    colour: Colour::Green,
    window: (-DAY, 8 * DAY),
    paper: false,
    guardian: false,
    forged: false,
    refusal: None,
    unkept: None,
};

/// The residents, in the order of the page.
pub(super) const CAST: [Resident; 8] = [
    GREEN,
    Resident {
        id: "yellow",
        name: ["Huang Example", "例黄"],
        what: ["Asked to stay at home for observation.", "居家观察中。"],
        initials: "HE",
        birth_year: 1972,
        colour: Colour::Yellow,
        refusal: Some(Refusal::NotGreen),
        ..GREEN
    },
    Resident {
        id: "red",
        name: ["Hong Specimen", "样红"],
        what: ["Under central observation.", "集中观察中。"],
        initials: "HS",
        birth_year: 1990,
        colour: Colour::Red,
        refusal: Some(Refusal::NotGreen),
        ..GREEN
    },
    Resident {
        id: "expired",
        name: ["Otto Yesterday", "昨日"],
        what: ["Was green until yesterday.", "绿码，昨日已过期。"],
        initials: "OY",
        birth_year: 1961,
        window: (-9 * DAY, -DAY),
        refusal: Some(Refusal::Expired),
        unkept: Some(CheckError::Expired),
        ..GREEN
    },
    Resident {
        id: "not-yet-valid",
        name: ["Nova Tomorrow", "明日"],
        what: ["Will be green in ten days.", "绿码，十天后生效。"],
        initials: "NT",
        birth_year: 2001,
        window: (10 * DAY, 18 * DAY),
        refusal: Some(Refusal::NotYetValid),
        ..GREEN
    },
    Resident {
        id: "forged",
        name: ["Falk Faker", "假名"],
        what: ["Made at home in the office's name. It looks green.", "冒用机构名义自制的“绿码”。"],
        initials: "FF",
        birth_year: 1999,
        forged: true,
        refusal: Some(Refusal::Forged),
        unkept: Some(CheckError::Forged),
        ..GREEN
    },
    Resident {
        id: "paper",
        name: ["Papa Paper", "纸伯"],
        what: ["A green pass on paper, for somebody without a phone.", "纸质绿码，供没有手机的人使用。"],
        initials: "PP",
        birth_year: 1941,
        paper: true,
        ..GREEN
    },
    Resident {
        id: "guardian",
        name: ["Little Sample", "样小"],
        what: ["A child's green pass on a parent's phone.", "儿童的绿码，由监护人出示。"],
        initials: "LS",
        birth_year: 2018,
        guardian: true,
        ..GREEN
    },
];

/// The resident called `id`.
pub(super) fn find(id: &str) -> Result<&'static Resident, CliError> {
    CAST.iter().find(|resident| resident.id == id).ok_or(CliError::Usage(
        "the demonstration has nobody of this name",
        "Use green, yellow, red, expired, not-yet-valid, forged, paper or guardian.",
    ))
}
