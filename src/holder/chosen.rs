//! What a holder chooses to show of a record: the message with only those disclosures, and exactly what it then says.

use alloc::vec::Vec;

use super::{CheckError, Checked, WrongKey, wrap};
use crate::claims::redaction::{Placed, Step, disclose, disclose_at, disclosure_hash};
use crate::claims::{Claims, Part};
use crate::id::{Audience, Nonce};
use crate::key::HolderKey;
use crate::time::UnixTime;
use crate::wire::cbor::{self, Value};
use crate::wire::cose::Sign1;
use crate::wire::registry::{claim, header, hp1};

/// A pass as it will be shown: what was not chosen has left nothing in it but its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    message: Vec<u8>,
    claims: Claims,
}

impl Chosen {
    /// What whoever reads the code learns: read from the message that will be shown, not from what was asked for.
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// The message to show, signed anew with `key`; paper as it is.
    ///
    /// # Errors
    /// [`WrongKey`] where `key` is not the one that the pass is bound to.
    pub fn present(
        &self,
        key: &HolderKey,
        audience: &Audience,
        nonce: Option<&Nonce>,
        at: UnixTime,
    ) -> Result<Vec<u8>, WrongKey> {
        match &self.claims.holder {
            None => Ok(self.message.clone()),
            Some(holder) if *holder == key.public() => wrap(&self.message, key, audience, nonce, at).ok_or(WrongKey),
            Some(_) => Err(WrongKey),
        }
    }
}

impl Checked {
    /// The pass with these parts disclosed and no others. A door pass has nothing to choose from and stays as it is.
    ///
    /// Where an issuer has put a part inside another one, both are shown, and [`Chosen::claims`] has both.
    ///
    /// # Errors
    /// [`CheckError::Damaged`], for a message that this has not made.
    pub fn choose(&self, parts: &[Part]) -> Result<Chosen, CheckError> {
        choose(&self.bytes, parts).ok_or(CheckError::Damaged)
    }
}

fn choose(bytes: &[u8], parts: &[Part]) -> Option<Chosen> {
    let message = Sign1::parse(bytes).ok()?;
    let set = || cbor::decode(message.dangerous_payload()).ok();
    let Some(offered) = message.unprotected(header::SD_CLAIMS) else {
        return Some(Chosen { message: bytes.to_vec(), claims: Claims::parse(&disclose(set()?, None).ok()?).ok()? });
    };
    let (_, placed) = disclose_at(set()?, Some(offered)).ok()?;
    let wanted: Vec<&Placed> =
        placed.iter().filter(|(_, path)| part_at(path).is_some_and(|part| parts.contains(&part))).collect();
    let is_needed = |disclosure: &Value<'_>| {
        let Some(hash) = disclosure.as_bytes().map(disclosure_hash) else { return false };
        // Itself, or what it stands in: a hash inside something that is not there would belong to nothing.
        placed.iter().any(|(other, path)| *other == hash && wanted.iter().any(|(_, inner)| inner.starts_with(path)))
    };
    let kept: Vec<_> = offered.as_array()?.iter().filter(|disclosure| is_needed(disclosure)).cloned().collect();
    let shown = (!kept.is_empty()).then_some(Value::Array(kept));
    let claims = Claims::parse(&disclose(set()?, shown.as_ref()).ok()?).ok()?;
    let unprotected = Value::map(shown.map(|shown| (Value::int(header::SD_CLAIMS), shown)));
    Some(Chosen { message: message.with_unprotected(unprotected), claims })
}

/// The part of a record that stands at a place in the claims set, or around it.
fn part_at(path: &[Step]) -> Option<Part> {
    const BODY: Step = Step::Key(claim::HP1);
    match path {
        [Step::Key(claim::SUB), ..] => Some(Part::Name),
        [body, Step::Key(hp1::BIRTH_DATE), ..] if *body == BODY => Some(Part::BirthDate),
        [body, Step::Key(hp1::ITEMS), Step::Element(number), ..] if *body == BODY => Some(Part::Item(*number)),
        [body, Step::Key(hp1::PORTRAIT), ..] if *body == BODY => Some(Part::Portrait),
        _ => None,
    }
}
