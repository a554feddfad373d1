//! The health office's program: records in, signed passes out.

mod booklet;

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

pub use booklet::booklet_windows;

use crate::claims::redaction::{disclose_element, disclose_key, disclosure_hash};
use crate::claims::{Colour, Item, Portrait};
use crate::credential::protected;
use crate::id::{Initials, IssuerId, Name, StatusReference};
use crate::key::{IssuerKey, PublicKey};
use crate::limits::SALT_BYTES;
use crate::time::{Date, UnixTime, Window};
use crate::wire::cbor::Value;
use crate::wire::cose::sign1;
use crate::wire::registry::{CNF_COSE_KEY, SIMPLE_REDACTED_KEYS, TAG_REDACTED_ELEMENT, claim, header, hp1, typ};

/// What a door pass says, live or on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorPass {
    /// `iss`.
    pub issuer: IssuerId,
    /// Initials, in the script of the ID card.
    pub initials: Initials,
    /// Year of birth.
    pub birth_year: u16,
    /// Colour.
    pub colour: Colour,
    /// Validity.
    pub window: Window,
    /// Place in a status list.
    pub status: Option<StatusReference>,
    /// A specimen.
    pub specimen: bool,
    /// Shown by a guardian.
    pub guardian: bool,
}

/// Everything else, each part redacted until the holder discloses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The claims that stand in the clear.
    pub pass: DoorPass,
    /// Official name.
    pub name: Name,
    /// Date of birth.
    pub birth_date: Date,
    /// Tests, vaccinations, recoveries, appointments; at most [`crate::limits::MAX_ITEMS`]. One that is [`Item::Unknown`], or has a day
    /// before 1970, is left out.
    pub items: Vec<Item>,
    /// A picture of the person.
    pub portrait: Option<Portrait>,
}

impl DoorPass {
    /// Signs a pass bound to `holder`'s key.
    pub fn sign_live(&self, key: &IssuerKey, holder: &PublicKey) -> Vec<u8> {
        let mut set = self.claims();
        set.push((Value::int(claim::CNF), confirmation(holder)));
        sign(key, typ::SD_CWT, Vec::new(), set)
    }

    /// Signs a pass for paper.
    pub fn sign_paper(&self, key: &IssuerKey) -> Vec<u8> {
        sign(key, typ::CWT, Vec::new(), self.claims())
    }

    fn body(&self) -> Vec<(Value<'_>, Value<'_>)> {
        let mut body = vec![(Value::int(hp1::COLOUR), Value::Unsigned(self.colour.to_u64()))];
        for (label, flag) in [(hp1::SPECIMEN, self.specimen), (hp1::GUARDIAN, self.guardian)] {
            if flag {
                body.push((Value::int(label), Value::Bool(true)));
            }
        }
        body
    }

    fn common(&self) -> Vec<(Value<'_>, Value<'_>)> {
        let mut set = vec![
            (Value::int(claim::ISS), Value::text(self.issuer.as_str())),
            (Value::int(claim::EXP), Value::Unsigned(self.window.expires().seconds())),
            (Value::int(claim::NBF), Value::Unsigned(self.window.not_before().seconds())),
        ];
        if let Some(status) = &self.status {
            let reference = Value::map([
                (Value::text("idx"), Value::Unsigned(status.index)),
                (Value::text("uri"), Value::text(&status.uri)),
            ]);
            set.push((Value::int(claim::STATUS), Value::map([(Value::text("status_list"), reference)])));
        }
        set
    }

    fn claims(&self) -> Vec<(Value<'_>, Value<'_>)> {
        let mut body = self.body();
        body.push((Value::int(hp1::BIRTH_YEAR), Value::Unsigned(self.birth_year.into())));
        let mut set = self.common();
        set.push((Value::int(claim::SUB), Value::text(self.initials.as_str())));
        set.push((Value::int(claim::HP1), Value::map(body)));
        set
    }
}

impl Record {
    /// Signs a record bound to `holder`'s key. `salt` gives fresh random bytes at each call.
    pub fn sign(
        &self,
        key: &IssuerKey,
        holder: &PublicKey,
        issued_at: UnixTime,
        mut salt: impl FnMut() -> [u8; SALT_BYTES],
    ) -> Vec<u8> {
        let birth_date = alloc::format!("{}", self.birth_date);
        let name = disclose_key(&salt(), Value::int(claim::SUB), Value::text(self.name.as_str()));
        let birth = disclose_key(&salt(), Value::int(hp1::BIRTH_DATE), Value::text(&birth_date));
        let portrait = self
            .portrait
            .as_ref()
            .map(|portrait| disclose_key(&salt(), Value::int(hp1::PORTRAIT), Value::bytes(portrait.as_bytes())));
        let items: Vec<_> =
            self.items.iter().filter_map(|item| Some(disclose_element(&salt(), item.to_value()?))).collect();
        let mut body = self.pass.body();
        if !items.is_empty() {
            body.push((
                Value::int(hp1::ITEMS),
                Value::Array(items.iter().map(|item| redacted_element(item)).collect()),
            ));
        }
        let in_body: Vec<&[u8]> = [Some(&birth), portrait.as_ref()].into_iter().flatten().map(Vec::as_slice).collect();
        body.push(redacted(&in_body));
        let mut set = self.pass.common();
        set.push((Value::int(claim::IAT), Value::Unsigned(issued_at.seconds())));
        set.push((Value::int(claim::CNF), confirmation(holder)));
        set.push((Value::int(claim::HP1), Value::map(body)));
        set.push(redacted(&[&name]));
        let disclosures = [&name, &birth].into_iter().chain(&items).chain(&portrait);
        let disclosures = Value::Array(disclosures.map(|disclosure| Value::bytes(disclosure)).collect());
        sign(key, typ::SD_CWT, vec![(Value::int(header::SD_CLAIMS), disclosures)], set)
    }
}

/// The entry that stands for redacted claims of a map, sorted so that the order tells nothing.
fn redacted(disclosures: &[&[u8]]) -> (Value<'static>, Value<'static>) {
    let mut hashes: Vec<_> = disclosures.iter().map(|disclosure| disclosure_hash(disclosure)).collect();
    hashes.sort_unstable();
    let hashes = hashes.into_iter().map(|hash| Value::Bytes(hash.to_vec().into())).collect();
    (Value::Simple(SIMPLE_REDACTED_KEYS), Value::Array(hashes))
}

/// The element that stands for a redacted one.
fn redacted_element(disclosure: &[u8]) -> Value<'static> {
    Value::Tag(TAG_REDACTED_ELEMENT, Box::new(Value::Bytes(disclosure_hash(disclosure).to_vec().into())))
}

fn confirmation(holder: &PublicKey) -> Value<'_> {
    Value::map([(Value::int(CNF_COSE_KEY), holder.to_cose())])
}

fn sign(
    key: &IssuerKey,
    typ: u64,
    unprotected: Vec<(Value<'_>, Value<'_>)>,
    claims: Vec<(Value<'_>, Value<'_>)>,
) -> Vec<u8> {
    let kid = key.public().id();
    let payload = Value::map(claims).encode();
    sign1(&Value::map(protected(typ, Some(&kid))), Value::map(unprotected), &payload, |bytes| key.sign(bytes))
}
