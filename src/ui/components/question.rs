//! What a door's question asks for, in words.

use crate::challenge::{Asks, Kind, Lack};
use crate::ui::words::{Language, Phrase};

/// A kind of entry.
pub const fn kind_name(kind: Kind) -> Phrase {
    match kind {
        Kind::Test => Phrase::Test,
        Kind::Vaccination => Phrase::Vaccination,
        Kind::Recovery => Phrase::Recovery,
        Kind::Appointment => Phrase::Appointment,
    }
}

/// What a record does not have.
pub const fn lack_name(lack: Lack) -> Phrase {
    match lack {
        Lack::Name => Phrase::Name,
        Lack::BirthDate => Phrase::BirthDate,
        Lack::Entry(kind) => kind_name(kind),
    }
}

/// What is asked for, in one line.
pub fn asked_line(asks: Asks, language: Language) -> String {
    let first = match asks {
        Asks::Door => Phrase::AskDoorPass,
        Asks::Identity | Asks::Details(_) => Phrase::AskIdentity,
    };
    let parts = core::iter::once(first).chain(asks.kinds().each().map(kind_name));
    parts.map(|phrase| phrase.text(language)).collect::<Vec<_>>().join(" · ")
}
