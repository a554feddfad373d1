//! What the office hands over: one pass, or an array of passes for one person.

use alloc::vec;
use alloc::vec::Vec;

use super::{CheckError, Checked};
use crate::claims::Subject;
use crate::credential::Binding;
use crate::key::PublicKey;
use crate::limits::{MAX_COPIES, MAX_DELIVERY_BYTES};
use crate::time::{UnixTime, Validity, Window};
use crate::trust::TrustList;
use crate::wire::cbor;
use crate::wire::text::ScannedText;

/// A checked delivery with its bytes as received: copies of one door pass, and the record, if it came too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    bytes: Vec<u8>,
    /// At least one, and the record last.
    passes: Vec<Checked>,
    has_record: bool,
}

impl Delivery {
    /// Checks a delivery: each pass as [`Checked::open`] does, and that all are for one person. It is taken whole or not at all.
    ///
    /// # Errors
    /// [`CheckError`] of the first pass that is not taken; [`CheckError::Damaged`] where passes do not belong together.
    pub fn open(bytes: Vec<u8>, list: &TrustList, holds: impl Fn(&PublicKey) -> bool) -> Result<Self, CheckError> {
        if bytes.len() > MAX_DELIVERY_BYTES {
            return Err(CheckError::Damaged);
        }
        // Major type 4: an array. A single pass begins with its tag.
        let is_array = bytes.first().is_some_and(|initial| initial >> 5 == 4);
        let passes = if is_array {
            let passes = cbor::items(&bytes, MAX_COPIES).map_err(|_| CheckError::Damaged)?;
            let passes = passes.into_iter().map(|pass| Checked::open(pass.to_vec(), list, &holds));
            passes.collect::<Result<Vec<_>, _>>()?
        } else {
            vec![Checked::open(bytes.clone(), list, &holds)?]
        };
        // Paper goes alone.
        if is_array && passes.iter().any(|pass| pass.binding == Binding::Paper) {
            return Err(CheckError::Damaged);
        }
        gather(passes).map(|(passes, has_record)| Self { bytes, passes, has_record }).ok_or(CheckError::Damaged)
    }

    /// Takes a delivery that came as a file or as codes one after the other, at the moment `at`.
    ///
    /// # Errors
    /// [`CheckError`], also for one of which every pass has expired.
    pub fn receive(
        bytes: Vec<u8>,
        list: &TrustList,
        holds: impl Fn(&PublicKey) -> bool,
        at: UnixTime,
    ) -> Result<Self, CheckError> {
        let delivery = Self::open(bytes, list, holds)?;
        if delivery.passes.iter().all(|pass| pass.validity(at) == Validity::Expired) {
            return Err(CheckError::Expired);
        }
        Ok(delivery)
    }

    /// The same for the text of a code, a link or a paste, which may be longer than one code holds.
    ///
    /// # Errors
    /// As [`Delivery::receive`].
    pub fn receive_text(
        text: &ScannedText,
        list: &TrustList,
        holds: impl Fn(&PublicKey) -> bool,
        at: UnixTime,
    ) -> Result<Self, CheckError> {
        let bytes = text.decode_within(MAX_DELIVERY_BYTES).map_err(|_| CheckError::Damaged)?;
        Self::receive(bytes, list, holds, at)
    }

    /// Puts signed passes into one delivery, as the office does; a single one stays as it is. Nothing about them is checked.
    pub fn pack(mut passes: Vec<Vec<u8>>) -> Vec<u8> {
        if let [pass] = passes.as_mut_slice() {
            return core::mem::take(pass);
        }
        let mut bytes = Vec::with_capacity(passes.iter().map(Vec::len).sum::<usize>() + 3);
        cbor::head(&mut bytes, 4, passes.len() as u64);
        passes.iter().for_each(|pass| bytes.extend_from_slice(pass));
        bytes
    }

    /// The bytes as received, to be sealed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The copies of the door pass, in the order of the delivery; one for a pass on paper, none where the record came alone.
    pub fn copies(&self) -> &[Checked] {
        &self.passes[..self.passes.len() - usize::from(self.has_record)]
    }

    /// The record.
    pub fn record(&self) -> Option<&Checked> {
        self.passes.last().filter(|_| self.has_record)
    }

    /// The pass that stands for all: the first copy, or the record where it came alone.
    pub fn first(&self) -> &Checked {
        &self.passes[0]
    }

    /// From the first moment at which a copy is valid until the last; of the record where it came alone.
    pub fn window(&self) -> Window {
        let shown = if self.copies().is_empty() { &self.passes } else { self.copies() };
        let windows = || shown.iter().map(|pass| pass.claims.window);
        let first = self.first().claims.window;
        let begins = windows().map(Window::not_before).min();
        let expires = windows().map(Window::expires).max();
        begins.zip(expires).and_then(|(begins, expires)| Window::new(begins, expires)).unwrap_or(first)
    }

    /// Whether a pass of both is under the same key: the office has answered one request twice.
    pub fn answers_same_request(&self, other: &Self) -> bool {
        let keys = |delivery: &Self| delivery.passes.iter().filter_map(|pass| pass.claims.holder).collect::<Vec<_>>();
        let keys_there = keys(other);
        keys(self).iter().any(|key| keys_there.contains(key))
    }

    /// Every pass, at least one: the copies, and then the record.
    pub fn passes(&self) -> &[Checked] {
        &self.passes
    }
}

/// The passes with the record last, and whether there is one; `None` where they do not belong together.
fn gather(passes: Vec<Checked>) -> Option<(Vec<Checked>, bool)> {
    let is_record = |pass: &Checked| matches!(pass.claims.subject, Subject::Record { .. });
    let (records, copies): (Vec<_>, Vec<_>) = passes.into_iter().partition(is_record);
    let has_record = !records.is_empty();
    if records.len() > 1 || !copies.windows(2).all(|pair| is_copy(&pair[0], &pair[1])) {
        return None;
    }
    // Two copies under one key are one to whoever sees both.
    let keys: Vec<_> = copies.iter().filter_map(|copy| copy.claims.holder).collect();
    let passes = [copies, records].concat();
    let belong = passes.windows(2).all(|pair| is_from_one_hand(&pair[0], &pair[1]));
    (!passes.is_empty() && belong && PublicKey::are_distinct(&keys)).then_some((passes, has_record))
}

/// Whether a door sees no difference between two passes.
fn is_copy(one: &Checked, other: &Checked) -> bool {
    one.claims.subject == other.claims.subject && one.claims.colour == other.claims.colour
}

fn is_from_one_hand(one: &Checked, other: &Checked) -> bool {
    let (one, other) = (&one.claims, &other.claims);
    one.issuer == other.issuer && one.specimen == other.specimen && one.guardian == other.guardian
}
