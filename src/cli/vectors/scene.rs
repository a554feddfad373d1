//! Where every case plays: one office, one wallet, one moment, and keys that everybody may know.

use super::craft::{Fields, Item, Message, bytes, int, text, uint};
use crate::id::{IssuerId, Name};
use crate::key::{HolderKey, IssuerKey, PublicKey, RootKey};
use crate::time::{UnixTime, Window};
use crate::trust::{MaySign, TrustedKey, sign_trust_list};
use crate::wire::registry::{CNF_COSE_KEY, alg, claim, header, hp1, typ};

/// The moment: 2026-11-18T11:06:40Z.
pub(super) const NOW: u64 = 1_795_000_000;
/// When the list was made.
pub(super) const LISTED: u64 = NOW - 3_600;
/// When the list ends.
pub(super) const LIST_ENDS: u64 = NOW + 7 * 86_400;
/// When the pass begins.
pub(super) const BEGINS: u64 = NOW - 86_400;
/// When the pass ends.
pub(super) const ENDS: u64 = NOW + 86_400;
/// When the office's key begins and ends.
pub(super) const KEY: (u64, u64) = (NOW - 30 * 86_400, NOW + 60 * 86_400);

/// How the addresses of status lists begin.
pub(super) const PREFIX: &str = "https://lists.example/";

pub(super) fn root() -> RootKey {
    RootKey::from_seed(&[1; 32])
}

pub(super) fn issuer() -> IssuerKey {
    IssuerKey::from_seed(&[2; 32])
}

pub(super) fn holder() -> HolderKey {
    HolderKey::from_seed(&[3; 32])
}

/// Another office, on the list under its own name.
pub(super) fn other_issuer() -> IssuerKey {
    IssuerKey::from_seed(&[4; 32])
}

/// A key that no list has.
pub(super) fn stranger() -> IssuerKey {
    IssuerKey::from_seed(&[5; 32])
}

/// Another phone.
pub(super) fn other_holder() -> HolderKey {
    HolderKey::from_seed(&[6; 32])
}

/// A key that may sign paper only.
pub(super) fn paper_issuer() -> IssuerKey {
    IssuerKey::from_seed(&[7; 32])
}

/// A moment; those of the scene are all small.
pub(super) fn moment(seconds: u64) -> UnixTime {
    UnixTime::EPOCH.plus(seconds)
}

/// An entry of the list.
pub(super) fn entry(key: &PublicKey, issuer: &str, window: (u64, u64), may_sign: &[MaySign]) -> Option<TrustedKey> {
    Some(TrustedKey {
        issuer: IssuerId::new(issuer).ok()?,
        name: Name::new("Vector Office").ok()?,
        region: Name::new("Vectoria").ok()?,
        window: Window::new(moment(window.0), moment(window.1))?,
        key: *key,
        may_sign: may_sign.to_vec(),
        retired_from: None,
        compromised_from: None,
        status_prefix: may_sign.contains(&MaySign::Status).then(|| PREFIX.to_string()),
    })
}

/// A list of `entries` by the pinned root.
pub(super) fn list_of(made: u64, ends: u64, entries: impl IntoIterator<Item = Option<TrustedKey>>) -> Item {
    let entries: Vec<_> = entries.into_iter().flatten().collect();
    let window = Window::new(moment(made), moment(ends));
    window.map(|window| sign_trust_list(&[&root()], 1, window, &entries, None)).unwrap_or_default()
}

/// The usual list.
pub(super) fn list() -> Item {
    list_made(LISTED, LIST_ENDS)
}

/// The usual list, made at another time.
pub(super) fn list_made(made: u64, ends: u64) -> Item {
    list_of(
        made,
        ends,
        [
            entry(&issuer().public(), "vector", KEY, &MaySign::ALL),
            entry(&other_issuer().public(), "other", KEY, &MaySign::ALL),
            entry(&paper_issuer().public(), "vector", KEY, &[MaySign::Paper]),
        ],
    )
}

/// A credential in its parts.
#[derive(Clone)]
pub(super) struct Credential {
    pub(super) header: Fields,
    pub(super) unprotected: Fields,
    pub(super) claims: Fields,
    pub(super) body: Fields,
}

impl Credential {
    fn of(kind: u64) -> Self {
        Self {
            header: header_of(kind).set(header::KID, bytes(issuer().public().id().as_bytes())),
            unprotected: Fields::default(),
            claims: Fields::default()
                .set(claim::ISS, text("vector"))
                .set(claim::EXP, uint(ENDS))
                .set(claim::NBF, uint(BEGINS)),
            body: Fields::default().set(hp1::COLOUR, uint(0)),
        }
    }

    /// A green paper pass.
    pub(super) fn paper() -> Self {
        Self::of(typ::CWT).claim(claim::SUB, text("LM")).body(hp1::BIRTH_YEAR, uint(1985))
    }

    /// A green door pass, bound to the wallet.
    pub(super) fn door() -> Self {
        Self::of(typ::SD_CWT)
            .claim(claim::SUB, text("LM"))
            .body(hp1::BIRTH_YEAR, uint(1985))
            .claim(claim::CNF, confirmation(&holder().public()))
    }

    /// A green record that says nothing about its subject yet, bound to the wallet.
    pub(super) fn record() -> Self {
        Self::of(typ::SD_CWT).claim(claim::IAT, uint(BEGINS)).claim(claim::CNF, confirmation(&holder().public()))
    }

    pub(super) fn claim(self, label: i64, value: Item) -> Self {
        Self { claims: self.claims.set(label, value), ..self }
    }

    pub(super) fn without(self, label: i64) -> Self {
        Self { claims: self.claims.without(label), ..self }
    }

    pub(super) fn body(self, label: i64, value: Item) -> Self {
        Self { body: self.body.set(label, value), ..self }
    }

    pub(super) fn header(self, label: i64, value: Item) -> Self {
        Self { header: self.header.set(label, value), ..self }
    }

    pub(super) fn without_header(self, label: i64) -> Self {
        Self { header: self.header.without(label), ..self }
    }

    pub(super) fn unprotected(self, label: i64, value: Item) -> Self {
        Self { unprotected: self.unprotected.set(label, value), ..self }
    }

    /// All claims, those of the profile in their one map.
    pub(super) fn all_claims(&self) -> Fields {
        self.claims.clone().add(int(claim::HP1), self.body.sorted())
    }

    pub(super) fn message(&self) -> Message {
        self.message_of(self.all_claims().sorted())
    }

    /// The message with any other payload.
    pub(super) fn message_of(&self, payload: Item) -> Message {
        Message { protected: self.header.sorted(), unprotected: self.unprotected.sorted(), payload }
    }

    /// Signed by the office.
    pub(super) fn signed(&self) -> Item {
        self.message().signed_by(&issuer())
    }

    /// Signed by the office and shown live by the wallet.
    pub(super) fn shown(&self) -> Item {
        shown(&self.signed())
    }
}

/// A key binding token in its parts.
#[derive(Clone)]
pub(super) struct Binding {
    pub(super) header: Fields,
    pub(super) unprotected: Fields,
    pub(super) claims: Fields,
}

impl Binding {
    /// Signed just now, for every door.
    pub(super) fn fresh() -> Self {
        Self {
            header: header_of(typ::KB_CWT),
            unprotected: Fields::default(),
            claims: Fields::default().set(claim::AUD, text("door")).set(claim::IAT, uint(NOW)),
        }
    }

    pub(super) fn claim(self, label: i64, value: Item) -> Self {
        Self { claims: self.claims.set(label, value), ..self }
    }

    pub(super) fn without(self, label: i64) -> Self {
        Self { claims: self.claims.without(label), ..self }
    }

    pub(super) fn header(self, label: i64, value: Item) -> Self {
        Self { header: self.header.set(label, value), ..self }
    }

    /// The token around a credential, not signed.
    pub(super) fn around(&self, credential: &[u8]) -> Message {
        Message {
            protected: self.header.clone().set(header::KCWT, credential.to_vec()).sorted(),
            unprotected: self.unprotected.sorted(),
            payload: self.claims.sorted(),
        }
    }

    /// The token around the usual door pass, signed by the wallet.
    pub(super) fn shown(&self) -> Item {
        self.around(&Credential::door().signed()).signed_by(&holder())
    }
}

/// A signed credential, shown live by the wallet just now.
pub(super) fn shown(credential: &[u8]) -> Item {
    Binding::fresh().around(credential).signed_by(&holder())
}

/// Headers of a message whose type is a text.
pub(super) fn header_of_text(kind: &str) -> Fields {
    Fields::default().set(header::ALG, int(alg::ED25519)).set(header::TYP, text(kind))
}

fn header_of(kind: u64) -> Fields {
    Fields::default().set(header::ALG, int(alg::ED25519)).set(header::TYP, uint(kind))
}

/// `cnf` with a key.
pub(super) fn confirmation(key: &PublicKey) -> Item {
    Fields::default().set(CNF_COSE_KEY, key.to_cose().encode()).sorted()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::Colour;
    use crate::holder::wrap;
    use crate::id::{Audience, Initials};
    use crate::issuer::DoorPass;

    #[test]
    fn what_the_scene_crafts_is_what_the_office_and_the_wallet_make() {
        let pass = DoorPass {
            issuer: IssuerId::new("vector").expect("short"),
            initials: Initials::new("LM").expect("short"),
            birth_year: 1985,
            colour: Colour::Green,
            window: Window::new(moment(BEGINS), moment(ENDS)).expect("ordered"),
            status: None,
            specimen: false,
            guardian: false,
        };
        assert_eq!(Credential::paper().signed(), pass.sign_paper(&issuer()));
        let delivery = pass.sign_live(&issuer(), &holder().public());
        assert_eq!(Credential::door().signed(), delivery);
        let live = wrap(&delivery, &holder(), &Audience::door(), None, moment(NOW)).expect("a message");
        assert_eq!(live, shown(&delivery));
    }
}
