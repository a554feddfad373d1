//! Bytes from one screen to another's camera, a bundle of lists for example: cut into parts, each the text of one QR code, shown one after the other
//! for as long as somebody films. The one place that knows the fountain code, which is that of Uniform Resources (BCR-2024-001, "Multipart UR").
//!
//! The first parts are the bundle's own pieces; further ones are sums of several pieces, so that any sufficient set of parts gives the whole and
//! nobody waits for the one that was lost. The text of a part is [`CARRIED_PREFIX`](crate::wire::text::CARRIED_PREFIX) and, in base45, the part's
//! CBOR: a third shorter than the "bytewords" of a UR's own text, at the same alphabet.
//!
//! Nothing here is trusted: whoever shows codes chooses them. The sum of a bundle is CRC-32 and says only that the parts belong together; what the
//! bytes are worth is decided by the signatures in them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use minicbor::decode::Decoder as CborReader;
use ur::fountain;

use crate::limits::{CARRIED_PART_BYTES, MAX_CARRIED_BYTES, MAX_CARRIED_PARTS, MAX_PARTS_TAKEN, MAX_TEXT_CHARS};
use crate::wire::base45;
use crate::wire::text::CARRIED_PREFIX as PREFIX;

/// Of so many codes one is a sum of pieces. With two pieces for each sum, as few codes as with any other share are shown in all, at any loss
/// from a tenth to a half.
const SUM_EVERY: usize = 3;

/// Parts of another bundle in a row after which a receiver turns to it: the camera looks at another screen.
const TURN_AFTER: usize = 8;

/// Why bytes cannot be shown as codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendError {
    /// There are none.
    Empty,
    /// More than [`MAX_CARRIED_BYTES`].
    TooLong,
}

/// A bundle that is being shown: an endless iterator of texts, one a code.
pub struct Sender {
    pieces: Vec<String>,
    sums: fountain::Encoder,
    turn: usize,
}

impl Sender {
    /// Cuts `bytes` into parts.
    ///
    /// # Errors
    /// [`SendError`].
    pub fn new(bytes: &[u8]) -> Result<Self, SendError> {
        if bytes.len() > MAX_CARRIED_BYTES {
            return Err(SendError::TooLong);
        }
        let mut sums = fountain::Encoder::new(bytes, CARRIED_PART_BYTES).map_err(|_| SendError::Empty)?;
        let pieces = (0..sums.fragment_count()).map(|_| text_of(&sums.next_part())).collect();
        Ok(Self { pieces, sums, turn: 0 })
    }

    /// How many pieces the bundle has: a camera that loses nothing needs as many codes.
    pub fn pieces(&self) -> usize {
        self.pieces.len()
    }
}

impl Iterator for Sender {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let turn = self.turn;
        self.turn = turn.wrapping_add(1);
        // A bundle in one piece has no sums.
        if turn % SUM_EVERY == SUM_EVERY - 1 && self.pieces.len() > 1 {
            return Some(text_of(&self.sums.next_part()));
        }
        let place = if self.pieces.len() > 1 { turn - turn / SUM_EVERY } else { 0 };
        self.pieces.get(place % self.pieces.len().max(1)).cloned()
    }
}

fn text_of(part: &fountain::Part) -> String {
    // Writing to a vector does not fail.
    let bytes = minicbor::to_vec(part).unwrap_or_default();
    let mut text = PREFIX.to_string();
    text.push_str(&base45::encode(&bytes));
    text
}

/// What a text did for the receiver.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is no part of a bundle.
    NotAPart,
    /// It is not of the bundle that is being received, or brings nothing that can be used.
    Nothing,
    /// It is of the bundle; this much is known by now.
    Progress(Progress),
    /// The whole bundle.
    Whole(Vec<u8>),
    /// Parts did not belong together. It starts over.
    Broken,
}

/// How far a bundle is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Pieces that are known.
    pub known: usize,
    /// Pieces of the bundle.
    pub pieces: usize,
}

/// Which bundle a part says that it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bundle {
    pieces: u32,
    length: u32,
    sum: u32,
}

/// Receives one bundle from the texts of filmed codes, in any order.
#[derive(Default)]
pub struct Receiver {
    decoder: fountain::Decoder,
    bundle: Option<Bundle>,
    taken: usize,
    others: usize,
}

impl Receiver {
    /// A receiver that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the text of a code.
    pub fn take(&mut self, text: &str) -> Taken {
        let Some((bundle, part)) = part_of(text) else { return Taken::NotAPart };
        if self.bundle.is_some_and(|own| own != bundle) {
            self.others += 1;
            if self.others < TURN_AFTER {
                return Taken::Nothing;
            }
            *self = Self::new();
        }
        self.others = 0;
        let is_first = self.bundle.is_none();
        match self.decoder.receive(part) {
            Ok(true) => self.taken += 1,
            Ok(false) | Err(_) if is_first => return Taken::Nothing,
            Ok(false) => {}
            Err(_) => return Taken::Nothing,
        }
        self.bundle = Some(bundle);
        if self.decoder.complete() {
            let whole = self.decoder.message().ok().flatten();
            *self = Self::new();
            return whole.map_or(Taken::Broken, Taken::Whole);
        }
        if self.taken > MAX_PARTS_TAKEN * self.decoder.fragment_count().max(SUM_EVERY) {
            *self = Self::new();
            return Taken::Broken;
        }
        let known = self.decoder.resolved_fragment_count().unwrap_or_default();
        Taken::Progress(Progress { known, pieces: self.decoder.fragment_count() })
    }
}

/// The part in a text, with every number in it within bounds: the decoder allocates by them.
fn part_of(text: &str) -> Option<(Bundle, fountain::Part)> {
    if text.len() > MAX_TEXT_CHARS {
        return None;
    }
    let bytes = base45::decode(text.strip_prefix(PREFIX)?).ok()?;
    let bundle = bundle_of(&bytes)?;
    let part: fountain::Part = minicbor::decode(&bytes).ok()?;
    // One part has one text: shortest numbers, and nothing after them.
    (minicbor::to_vec(&part).ok()? == bytes).then_some((bundle, part))
}

fn bundle_of(bytes: &[u8]) -> Option<Bundle> {
    let mut reader = CborReader::new(bytes);
    if reader.array().ok()? != Some(5) {
        return None;
    }
    let mut number = || reader.u32().ok();
    let (sequence, pieces, length, sum) = (number()?, number()?, number()?, number()?);
    let piece = reader.bytes().ok()?.len();
    let count = usize::try_from(pieces).ok()?;
    let whole = usize::try_from(length).ok()?;
    let is_bounded = (1..=MAX_CARRIED_PARTS).contains(&count) && (1..=MAX_CARRIED_BYTES).contains(&whole);
    // All pieces are of one length, the last one filled up.
    let fits = is_bounded && piece == whole.div_ceil(count);
    (fits && sequence > 0).then_some(Bundle { pieces, length, sum })
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::qr::{Level, Symbol};

    fn bundle(length: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_u32;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_le_bytes()[0]
        };
        (0..length).map(|_| next()).collect()
    }

    fn sender(length: usize) -> Sender {
        Sender::new(&bundle(length)).expect("it fits")
    }

    /// Every text that `keep` lets through, until the bundle is whole; how many were shown.
    fn film(sender: Sender, mut keep: impl FnMut(usize) -> bool) -> (Vec<u8>, usize) {
        let mut receiver = Receiver::new();
        for (turn, text) in sender.enumerate().take(100_000) {
            if keep(turn)
                && let Taken::Whole(bytes) = receiver.take(&text)
            {
                return (bytes, turn + 1);
            }
        }
        panic!("it never came together");
    }

    #[test]
    fn a_camera_that_loses_nothing_has_the_bundle_after_little_more_than_its_pieces() {
        for length in [1, 2, 803, 804, 805, 1_609, 46_000, 300_000] {
            let sender = sender(length);
            let pieces = sender.pieces();
            let (bytes, shown) = film(sender, |_| true);
            assert_eq!(bytes, bundle(length));
            assert!(shown <= pieces + pieces / 2 + 1, "{shown} codes for {pieces} pieces");
        }
    }

    #[test]
    fn lost_codes_cost_time_and_nothing_else() {
        for (lost_of_ten, factor) in [(1, 2), (3, 4), (5, 6), (7, 12)] {
            let sender = sender(46_000);
            let pieces = sender.pieces();
            let mut state = 7_u32;
            let keep = |_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state / 0x1000 % 10 >= lost_of_ten
            };
            let (bytes, shown) = film(sender, keep);
            assert_eq!(bytes, bundle(46_000));
            assert!(shown <= factor * pieces, "{lost_of_ten} of 10 lost: {shown} codes for {pieces} pieces");
        }
    }

    #[test]
    fn a_camera_that_comes_late_or_sees_only_every_third_code_has_the_bundle_too() {
        assert_eq!(film(sender(20_000), |turn| turn > 1_000).0, bundle(20_000));
        for rest in 0..3 {
            let kept = if rest == 2 { 3 } else { 1 };
            assert_eq!(film(sender(20_000), |turn| turn % 3 == rest || turn % kept == 2).0, bundle(20_000));
        }
    }

    #[test]
    fn parts_of_another_bundle_change_nothing_until_there_are_only_those() {
        let (mut own, mut other) = (sender(3_000), Sender::new(&vec![7; 5_000]).expect("it fits"));
        let mut receiver = Receiver::new();
        let mut take = |text: Option<String>| receiver.take(&text.expect("endless"));
        assert_eq!(take(own.next()), Taken::Progress(Progress { known: 1, pieces: 4 }));
        for _ in 0..TURN_AFTER - 1 {
            assert_eq!(take(other.next()), Taken::Nothing);
        }
        assert_eq!(take(own.next()), Taken::Progress(Progress { known: 2, pieces: 4 }));
        for _ in 0..TURN_AFTER - 1 {
            assert_eq!(take(other.next()), Taken::Nothing);
        }
        assert_eq!(take(other.next()), Taken::Progress(Progress { known: 1, pieces: 7 }));
    }

    #[test]
    fn the_same_code_again_brings_nothing_new() {
        let mut sender = sender(3_000);
        let text = sender.next().expect("endless");
        let mut receiver = Receiver::new();
        for _ in 0..1_000 {
            assert_eq!(receiver.take(&text), Taken::Progress(Progress { known: 1, pieces: 4 }));
        }
    }

    #[test]
    fn a_code_is_of_version_20_at_most() {
        for length in [1, 46_000, MAX_CARRIED_BYTES] {
            for text in sender(length).take(5) {
                let symbol = Symbol::of_str(&text, Level::L).expect("it fits");
                assert!(symbol.version() <= 20, "version {} for {} characters", symbol.version(), text.len());
            }
        }
    }

    #[test]
    fn nothing_and_too_much_are_not_shown() {
        assert_eq!(Sender::new(&[]).err(), Some(SendError::Empty));
        assert_eq!(Sender::new(&vec![0; MAX_CARRIED_BYTES + 1]).err(), Some(SendError::TooLong));
        assert!(sender(MAX_CARRIED_BYTES).pieces() <= MAX_CARRIED_PARTS);
    }

    /// A part with any numbers in it.
    fn part(sequence: u32, pieces: u32, length: u32, sum: u32, data: &[u8]) -> String {
        let mut bytes = Vec::new();
        let mut writer = minicbor::Encoder::new(&mut bytes);
        let written = writer.array(5).and_then(|w| w.u32(sequence)?.u32(pieces)?.u32(length)?.u32(sum)?.bytes(data));
        assert!(written.is_ok());
        let mut text = PREFIX.to_string();
        text.push_str(&base45::encode(&bytes));
        text
    }

    #[test]
    fn numbers_out_of_bounds_are_no_part() {
        let data = [0; 100];
        for (sequence, pieces, length, piece) in [
            (0, 2, 200, 100),
            (1, 0, 200, 100),
            (1, 2, 0, 0),
            (1, 2, 300, 100),
            (1, 2, 100, 100),
            (u32::MAX, u32::MAX, u32::MAX, 1),
            (7, MAX_CARRIED_PARTS as u32 + 1, MAX_CARRIED_PARTS as u32 + 1, 1),
            (7, 500, MAX_CARRIED_BYTES as u32 + 1, 100),
        ] {
            assert_eq!(Receiver::new().take(&part(sequence, pieces, length, 1, &data[..piece])), Taken::NotAPart);
        }
        let good = part(1, 2, 200, 1, &data);
        assert_ne!(Receiver::new().take(&good), Taken::NotAPart);
        let longer = alloc::format!("{good}00");
        for text in ["", "HL1:", "HP1:6BF", "hl1:6BF", "HL1:%%%", "ur:bytes/1-2/aeae", &longer, &"HL1:A".repeat(1_000)]
        {
            assert_eq!(Receiver::new().take(text), Taken::NotAPart, "{text:.40}");
        }
    }

    #[test]
    fn parts_that_only_claim_to_belong_together_are_found_out_and_it_starts_over() {
        let mut receiver = Receiver::new();
        assert!(matches!(receiver.take(&part(1, 2, 200, 1, &[1; 100])), Taken::Progress(_)));
        assert_eq!(receiver.take(&part(2, 2, 200, 1, &[2; 100])), Taken::Broken);
        assert!(matches!(receiver.take(&part(1, 2, 200, 1, &[1; 100])), Taken::Progress(_)));
        // Sums without end that never bring a piece: nothing grows for ever.
        let mut receiver = Receiver::new();
        let sums = (1_001..20_000).map(|sequence| receiver.take(&part(sequence, 1_000, 1_000, 1, &[0])));
        assert!(sums.into_iter().any(|taken| matches!(taken, Taken::Broken | Taken::Whole(_))));
    }
}
