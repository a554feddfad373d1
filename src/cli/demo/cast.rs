//! Who appears in the demonstration. Nobody of them exists.

use crate::claims::Colour;
use crate::cli::error::CliError;
use crate::holder::CheckError;
use crate::trust::Standing;
use crate::verifier::{Doubt, Reason, Refusal};

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
    /// What has become of the pass since.
    pub(super) standing: Standing,
    /// Its status list is not among those that the office publishes.
    pub(super) unlisted: bool,
    /// Why the door of the demonstration does not let it in, if it does not.
    pub(super) reason: Option<Reason>,
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
    standing: Standing::AsIssued,
    unlisted: false,
    reason: None,
    unkept: None,
};

/// The residents, in the order of the page.
pub(super) const CAST: [Resident; 12] = [
    GREEN,
    Resident {
        id: "yellow",
        name: ["Huang Example", "例黄"],
        what: ["Asked to stay at home for observation.", "居家观察中。"],
        initials: "HE",
        birth_year: 1972,
        colour: Colour::Yellow,
        reason: Some(Reason::Refusal(Refusal::NotGreen)),
        ..GREEN
    },
    Resident {
        id: "red",
        name: ["Hong Specimen", "样红"],
        what: ["Under central observation.", "集中观察中。"],
        initials: "HS",
        birth_year: 1990,
        colour: Colour::Red,
        reason: Some(Reason::Refusal(Refusal::NotGreen)),
        ..GREEN
    },
    Resident {
        id: "expired",
        name: ["Otto Yesterday", "昨日"],
        what: ["Was green until yesterday.", "绿码，昨日已过期。"],
        initials: "OY",
        birth_year: 1961,
        window: (-9 * DAY, -DAY),
        reason: Some(Reason::Refusal(Refusal::Expired)),
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
        reason: Some(Reason::Refusal(Refusal::NotYetValid)),
        ..GREEN
    },
    Resident {
        id: "forged",
        name: ["Falk Faker", "假名"],
        what: ["Made at home in the office's name. It looks green.", "冒用机构名义自制的“绿码”。"],
        initials: "FF",
        birth_year: 1999,
        forged: true,
        reason: Some(Reason::Refusal(Refusal::Forged)),
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
    Resident {
        id: "revoked",
        name: ["Rui Recalled", "撤样"],
        what: ["A green pass that the office has called back.", "绿码，已被机构撤销。"],
        initials: "RR",
        birth_year: 1979,
        standing: Standing::Revoked,
        reason: Some(Reason::Refusal(Refusal::Revoked)),
        ..GREEN
    },
    Resident {
        id: "suspended",
        name: ["Sun Suspended", "停样"],
        what: ["A green pass that counts as red since it was issued.", "绿码，签发后被转为红码。"],
        initials: "SS",
        birth_year: 1968,
        standing: Standing::Suspended,
        reason: Some(Reason::Refusal(Refusal::NotGreen)),
        ..GREEN
    },
    Resident {
        id: "observe",
        name: ["Ou Observed", "观样"],
        what: ["A green pass that counts as yellow since it was issued.", "绿码，签发后被转为黄码。"],
        initials: "OO",
        birth_year: 1995,
        standing: Standing::Observe,
        reason: Some(Reason::Refusal(Refusal::NotGreen)),
        ..GREEN
    },
    Resident {
        id: "unlisted",
        name: ["Uma Unlisted", "缺单"],
        what: ["A green pass whose status list the office has not published yet.", "绿码，其状态名单尚未发布。"],
        initials: "UU",
        birth_year: 1988,
        unlisted: true,
        reason: Some(Reason::Doubt(Doubt::StatusUnknown)),
        ..GREEN
    },
];

/// The resident called `id`.
pub(super) fn find(id: &str) -> Result<&'static Resident, CliError> {
    CAST.iter().find(|resident| resident.id == id).ok_or(CliError::Usage(
        "the demonstration has nobody of this name",
        "Use green, yellow, red, expired, not-yet-valid, forged, paper, guardian, revoked, suspended, observe or unlisted.",
    ))
}
