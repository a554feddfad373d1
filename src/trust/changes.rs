//! Changes of a status list, packed close to their entropy: the distance from one to the next as a Golomb-Rice code (Golomb 1966, Rice 1979),
//! then the new status. For changes at random places no code is much shorter, and a whole list told as the changes of an empty one is about a
//! third smaller than its zlib data.
//!
//! How many there are (LEB128), the code's parameter (one byte), then bits, lowest first: the distance divided by 2^parameter in ones, a zero,
//! the rest of it, the status. The last byte is filled up with zeros.

use alloc::vec::Vec;

use super::statuses::{put_varint, take_varint};

/// Largest parameter: distances are below 2^26.
const MAX_PARAMETER: u32 = 31;

/// The changes do not fit the list, or are damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// Packs changes of a list of `bits`, ascending by index.
pub fn pack_changes(changes: impl IntoIterator<Item = (usize, u8)>, bits: u8) -> Vec<u8> {
    let mut next = 0;
    let distances: Vec<_> = changes
        .into_iter()
        .map(|(index, status)| {
            debug_assert!(index >= next, "changes ascend");
            let distance = (index - next) as u64;
            next = index + 1;
            (distance, u64::from(status))
        })
        .collect();
    let cost = |parameter: &u32| {
        distances.iter().map(|(distance, _)| (distance >> parameter) + 1 + u64::from(*parameter)).sum::<u64>()
    };
    let parameter = (0..=MAX_PARAMETER).min_by_key(cost).unwrap_or_default();
    let mut out = Vec::new();
    put_varint(&mut out, distances.len() as u64);
    out.push(parameter as u8);
    let mut writer = BitWriter { out, byte: 0, filled: 0 };
    for (distance, status) in distances {
        (0..distance >> parameter).for_each(|_| writer.put(1, 1));
        writer.put(0, 1);
        writer.put(distance, parameter);
        writer.put(status, bits.into());
    }
    writer.finish()
}

struct BitWriter {
    out: Vec<u8>,
    byte: u8,
    filled: u32,
}

impl BitWriter {
    /// Appends the lowest `count` bits.
    fn put(&mut self, bits: u64, count: u32) {
        for place in 0..count {
            self.byte |= ((bits >> place & 1) as u8) << self.filled;
            self.filled += 1;
            if self.filled == 8 {
                self.out.push(self.byte);
                (self.byte, self.filled) = (0, 0);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        if self.filled > 0 {
            self.out.push(self.byte);
        }
        self.out
    }
}

/// Packed changes, read one after the other.
pub(super) struct Changes<'a> {
    packed: &'a [u8],
    /// In bits.
    place: usize,
    left: u64,
    parameter: u32,
    bits: u8,
    next: usize,
    len: usize,
}

impl<'a> Changes<'a> {
    /// Changes of a list of `len` entries of `bits`.
    pub(super) fn of(mut packed: &'a [u8], bits: u8, len: usize) -> Result<Self, Damaged> {
        let left = take_varint(&mut packed).ok_or(Damaged)?;
        let (parameter, packed) = packed.split_first().ok_or(Damaged)?;
        let parameter = u32::from(*parameter);
        let is_good = parameter <= MAX_PARAMETER;
        is_good.then_some(Self { packed, place: 0, left, parameter, bits, next: 0, len }).ok_or(Damaged)
    }

    fn bit(&mut self) -> Result<u64, Damaged> {
        let byte = self.packed.get(self.place / 8).ok_or(Damaged)?;
        let bit = byte >> (self.place % 8) & 1;
        self.place += 1;
        Ok(bit.into())
    }

    fn bits(&mut self, count: u32) -> Result<u64, Damaged> {
        (0..count).try_fold(0, |bits, place| Ok(bits | self.bit()? << place))
    }

    /// The next change; `None` after the last one.
    pub(super) fn read(&mut self) -> Result<Option<(usize, u8)>, Damaged> {
        let Some(left) = self.left.checked_sub(1) else {
            let rest = self.packed.len() * 8 - self.place;
            return if rest < 8 && self.bits(rest as u32)? == 0 { Ok(None) } else { Err(Damaged) };
        };
        self.left = left;
        let mut distance = 0u64;
        while self.bit()? == 1 {
            distance += 1 << self.parameter;
        }
        distance += self.bits(self.parameter)?;
        let index = usize::try_from(distance).ok().and_then(|distance| self.next.checked_add(distance));
        let index = index.filter(|index| *index < self.len).ok_or(Damaged)?;
        self.next = index + 1;
        Ok(Some((index, self.bits(self.bits.into())? as u8)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(packed: &[u8], bits: u8, len: usize) -> Result<Vec<(usize, u8)>, Damaged> {
        let mut changes = Changes::of(packed, bits, len)?;
        let mut read = Vec::new();
        while let Some(change) = changes.read()? {
            read.push(change);
        }
        Ok(read)
    }

    #[test]
    fn changes_come_back_at_every_width_and_spread() {
        for (bits, every) in [(1, 1), (2, 1), (2, 7), (4, 300), (8, 70_000), (2, 5_000_000)] {
            let changes: Vec<_> = (0..10usize).map(|n| (n * every, (n % 2) as u8)).collect();
            let packed = pack_changes(changes.iter().copied(), bits);
            assert_eq!(read(&packed, bits, 9 * every + 1), Ok(changes.clone()));
            assert_eq!(read(&packed, bits, 9 * every), Err(Damaged), "the last one is past the end");
            for end in 0..packed.len() {
                assert_eq!(read(&packed[..end], bits, 9 * every + 1), Err(Damaged), "{end} bytes");
            }
            assert_eq!(read(&[&packed[..], &[0]].concat(), bits, 9 * every + 1), Err(Damaged));
        }
        assert_eq!(read(&pack_changes([], 2), 2, 0), Ok(Vec::new()));
    }

    #[test]
    fn counts_parameters_and_bits_that_nobody_writes_are_damage() {
        assert_eq!(read(&[], 2, 100), Err(Damaged));
        assert_eq!(read(&[0], 2, 100), Err(Damaged));
        assert_eq!(read(&[0, 32], 2, 100), Err(Damaged));
        assert_eq!(read(&[0, 0, 0], 2, 100), Err(Damaged));
        assert_eq!(read(&[1, 0, 0b1000_0000], 2, 100), Err(Damaged), "the rest of the last byte is zero");
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0], 2, 100), Err(Damaged));
        // Ones without end, each of them 2^31 further.
        assert_eq!(read(&[&[1, 31][..], &[0xff; 1_000]].concat(), 2, 100), Err(Damaged));
    }

    #[test]
    fn changes_at_random_places_take_little_more_than_their_entropy() {
        let (mut state, mut index, mut changes) = (1u64, 0usize, Vec::new());
        for _ in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Distances of a hundred on average, as at random places.
            let dice = ((state >> 33) as f64 + 1.0) / (1u64 << 31) as f64;
            index += (-dice.ln() * 100.0) as usize + 1;
            changes.push((index, (state >> 20 & 3) as u8));
        }
        let share = 20_000.0 / index as f64;
        let entropy = index as f64 * -(share * share.log2() + (1.0 - share) * (1.0 - share).log2()) + 40_000.0;
        let packed = pack_changes(changes, 2).len() as f64 * 8.0;
        assert!(packed < 1.06 * entropy, "{packed} bits, {entropy} at least");
    }
}
