//! The entries of a status list, in a form that is about as small as the compressed one and is looked up without being unpacked.
//!
//! Almost all entries are 0, so only the others are kept: ascending, each as a variable-length integer of its distance from the one
//! before and its value. An anchor for every few of them is where a lookup begins. A list with so many others that this would be larger
//! than the plain bits keeps the plain bits.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{TINFL_FLAG_COMPUTE_ADLER32, TINFL_FLAG_PARSE_ZLIB_HEADER};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::changes::{Changes, Damaged};
use crate::limits::MAX_STATUS_BYTES;

/// Entries other than 0 between two anchors: a lookup reads at most so many.
const ANCHOR_EVERY: usize = 32;

/// Bytes of Deflate's window (RFC 1951, section 2): all that is held of the plain list while it is read.
const WINDOW: usize = 32 << 10;

/// Room for sparse entries beyond the size of the plain bits, so that small lists have one form.
const SPARSE_ROOM: usize = 64;

/// The entries of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statuses {
    len: usize,
    bits: u8,
    table: Table,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Table {
    Sparse(Sparse),
    Dense(Box<[u8]>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sparse {
    /// For each [`ANCHOR_EVERY`] entries: the index after the entry before, and where in `runs` they begin.
    anchors: Vec<(u32, u32)>,
    runs: Vec<u8>,
    /// How many there are.
    count: usize,
    /// Index after the last one.
    next: usize,
}

impl Sparse {
    /// Adds an entry after all others.
    fn push(&mut self, index: usize, value: u8, bits: u8) {
        if self.count.is_multiple_of(ANCHOR_EVERY) {
            self.anchors.push((self.next as u32, self.runs.len() as u32));
        }
        put_varint(&mut self.runs, ((index - self.next) as u64) << bits | u64::from(value));
        self.count += 1;
        self.next = index + 1;
    }

    fn bytes(&self) -> usize {
        self.runs.len() + self.anchors.len() * size_of::<(u32, u32)>()
    }

    fn get(&self, index: usize, bits: u8) -> u8 {
        let after = self.anchors.partition_point(|(from, _)| *from as usize <= index);
        let Some((from, at)) = after.checked_sub(1).and_then(|place| self.anchors.get(place)) else { return 0 };
        let (mut next, mut rest) = (*from as usize, &self.runs[*at as usize..]);
        for _ in 0..ANCHOR_EVERY {
            let Some(entry) = take_varint(&mut rest) else { return 0 };
            let here = next + (entry >> bits) as usize;
            if here >= index {
                return if here == index { value(entry, bits) } else { 0 };
            }
            next = here + 1;
        }
        0
    }
}

/// The entries other than 0, ascending.
struct Entries<'a> {
    statuses: &'a Statuses,
    next: usize,
    rest: &'a [u8],
}

impl Iterator for Entries<'_> {
    type Item = (usize, u8);

    fn next(&mut self) -> Option<(usize, u8)> {
        let bits = self.statuses.bits;
        match &self.statuses.table {
            Table::Sparse(_) => {
                let entry = take_varint(&mut self.rest)?;
                let index = self.next + (entry >> bits) as usize;
                self.next = index + 1;
                Some((index, value(entry, bits)))
            }
            Table::Dense(plain) => loop {
                let index = self.next;
                let status = dense(plain, index, bits)?;
                self.next += 1;
                if status != 0 {
                    return Some((index, status));
                }
            },
        }
    }
}

fn value(entry: u64, bits: u8) -> u8 {
    (entry & ((1 << bits) - 1)) as u8
}

/// The entry of plain bits, lowest bits first (draft-ietf-oauth-status-list, section 4.1).
fn dense(plain: &[u8], index: usize, bits: u8) -> Option<u8> {
    let in_byte = 8 / usize::from(bits);
    let byte = plain.get(index / in_byte)?;
    Some(value(u64::from(*byte) >> (index % in_byte * usize::from(bits)), bits))
}

/// Appends a variable-length integer: seven bits a byte, lowest first.
pub(super) fn put_varint(out: &mut Vec<u8>, mut n: u64) {
    while n > 0x7f {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Reads a variable-length integer of at most 63 bits in its shortest form.
pub(super) fn take_varint(rest: &mut &[u8]) -> Option<u64> {
    let mut n = 0;
    for (place, byte) in rest.iter().enumerate().take(9) {
        n |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            *rest = &rest[place + 1..];
            return (*byte != 0 || place == 0).then_some(n);
        }
    }
    None
}

impl Statuses {
    /// Reads entries of `bits` (1, 2, 4 or 8) out of zlib data (RFC 1950) that fills `compressed`. Of the plain list only a window is held.
    ///
    /// `None` for another width, for data that is damaged, goes on, or is longer than [`MAX_STATUS_BYTES`] when decompressed.
    pub fn inflate(bits: u8, compressed: &[u8]) -> Option<Self> {
        if !matches!(bits, 1 | 2 | 4 | 8) {
            return None;
        }
        let in_byte = 8 / usize::from(bits);
        let (mut sparse, mut read) = (Sparse::default(), 0);
        let len = unpack(compressed, |piece| {
            for byte in piece {
                if *byte != 0 {
                    for place in 0..in_byte {
                        let status = value(u64::from(*byte) >> (place * usize::from(bits)), bits);
                        if status != 0 {
                            sparse.push(read * in_byte + place, status, bits);
                        }
                    }
                }
                read += 1;
            }
            sparse.bytes() <= read + SPARSE_ROOM
        });
        if let Some(bytes) = len {
            return Some(Self { len: bytes * in_byte, bits, table: Table::Sparse(sparse) });
        }
        let mut plain = Vec::new();
        let len = unpack(compressed, |piece| {
            plain.extend_from_slice(piece);
            true
        })?;
        Some(Self { len: len * in_byte, bits, table: Table::Dense(plain.into_boxed_slice()) })
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Bytes that it holds in memory.
    pub fn bytes(&self) -> usize {
        match &self.table {
            Table::Sparse(sparse) => sparse.bytes(),
            Table::Dense(plain) => plain.len(),
        }
    }

    /// The entry at `index`; `None` past the end. Allocates nothing.
    pub fn get(&self, index: u64) -> Option<u8> {
        let index = usize::try_from(index).ok().filter(|index| *index < self.len)?;
        match &self.table {
            Table::Sparse(sparse) => Some(sparse.get(index, self.bits)),
            Table::Dense(plain) => dense(plain, index, self.bits),
        }
    }

    /// The entries other than 0, ascending.
    pub fn entries(&self) -> impl Iterator<Item = (usize, u8)> + '_ {
        let rest = match &self.table {
            Table::Sparse(sparse) => sparse.runs.as_slice(),
            Table::Dense(_) => &[],
        };
        Entries { statuses: self, next: 0, rest }
    }

    /// The entries after packed `changes` (see [`crate::trust::pack_changes`]); `None` where those are damaged, not ascending, or reach past
    /// the end.
    pub fn changed(&self, changes: &[u8]) -> Option<Self> {
        self.merged(Changes::of(changes, self.bits, self.len).ok()?).ok()
    }

    fn merged(&self, mut changes: Changes<'_>) -> Result<Self, Damaged> {
        let mut sparse = Sparse::default();
        let mut push = |index, status| {
            if status != 0 {
                sparse.push(index, status, self.bits);
            }
        };
        let mut change = changes.read()?;
        for (index, status) in self.entries() {
            while let Some((at, to)) = change.filter(|(at, _)| *at < index) {
                push(at, to);
                change = changes.read()?;
            }
            match change.filter(|(at, _)| *at == index) {
                Some((_, to)) => {
                    push(index, to);
                    change = changes.read()?;
                }
                None => push(index, status),
            }
        }
        while let Some((at, to)) = change {
            push(at, to);
            change = changes.read()?;
        }
        Ok(Self { len: self.len, bits: self.bits, table: Table::Sparse(sparse) }.packed())
    }

    /// Plain bits where those are smaller.
    fn packed(self) -> Self {
        let plain_bytes = self.len * usize::from(self.bits) / 8;
        if self.bytes() <= plain_bytes + SPARSE_ROOM {
            return self;
        }
        let mut plain = vec![0; plain_bytes];
        let in_byte = 8 / usize::from(self.bits);
        for (index, status) in self.entries() {
            plain[index / in_byte] |= status << (index % in_byte * usize::from(self.bits));
        }
        Self { table: Table::Dense(plain.into_boxed_slice()), ..self }
    }
}

/// Decompresses piece by piece; bytes in all. `None` where the data is damaged or too long, or `take` has had enough.
fn unpack(compressed: &[u8], mut take: impl FnMut(&[u8]) -> bool) -> Option<usize> {
    let mut inflater = Box::new(DecompressorOxide::new());
    let mut window = vec![0; WINDOW];
    let (mut read, mut written, mut place) = (0, 0, 0);
    loop {
        let flags = TINFL_FLAG_PARSE_ZLIB_HEADER | TINFL_FLAG_COMPUTE_ADLER32;
        let (status, taken, given) = decompress(&mut inflater, &compressed[read..], &mut window, place, flags);
        read += taken;
        written += given;
        if written > MAX_STATUS_BYTES || !take(&window[place..place + given]) {
            return None;
        }
        place = (place + given) % WINDOW;
        match status {
            TINFLStatus::Done => return (read == compressed.len()).then_some(written),
            TINFLStatus::HasMoreOutput => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::pack_changes;
    use miniz_oxide::deflate::compress_to_vec_zlib;

    fn plain(statuses: &[u8], bits: u8) -> Vec<u8> {
        let in_byte = 8 / usize::from(bits);
        let mut plain = vec![0; statuses.len().div_ceil(in_byte)];
        for (index, status) in statuses.iter().enumerate() {
            plain[index / in_byte] |= status << (index % in_byte * usize::from(bits));
        }
        plain
    }

    fn list(statuses: &[u8], bits: u8) -> Statuses {
        Statuses::inflate(bits, &compress_to_vec_zlib(&plain(statuses, bits), 9)).expect("good data")
    }

    #[test]
    fn a_sparse_and_a_crowded_list_give_back_what_was_put_in() {
        for (every, bits) in [(1, 8), (2, 4), (3, 2), (100, 2), (7, 1), (5_000, 1)] {
            let statuses: Vec<u8> = (0..40_000usize)
                .map(|n| if n % every == 0 { (n % 3 + 1) as u8 & ((1u16 << bits) - 1) as u8 } else { 0 })
                .collect();
            let list = list(&statuses, bits);
            assert_eq!(list.len(), statuses.len());
            for (index, status) in statuses.iter().enumerate() {
                assert_eq!(list.get(index as u64), Some(*status), "{index} of one in {every}, {bits} bits");
            }
            assert_eq!(list.get(list.len() as u64), None);
            assert!(list.bytes() <= statuses.len() * usize::from(bits) / 8 + SPARSE_ROOM);
            let others: Vec<_> = statuses.iter().copied().enumerate().filter(|(_, status)| *status != 0).collect();
            assert_eq!(list.entries().collect::<Vec<_>>(), others);
        }
    }

    #[test]
    fn changes_lead_from_one_list_to_the_next() {
        let mut statuses = vec![0u8; 4_096];
        statuses[7] = 1;
        statuses[4_095] = 3;
        let before = list(&statuses, 2);
        let changes = [(0, 2), (7, 0), (8, 1), (4_095, 2)];
        for (index, status) in changes {
            statuses[index] = status;
        }
        assert_eq!(before.changed(&pack_changes(changes, 2)), Some(list(&statuses, 2)));
        assert_eq!(before.changed(&pack_changes([], 2)), Some(before.clone()));
        assert_eq!(before.changed(&pack_changes([(4_096, 1)], 2)), None);
        assert_eq!(before.changed(&[]), None);
    }

    #[test]
    fn damaged_data_and_data_that_goes_on_are_refused_at_every_byte() {
        let good = compress_to_vec_zlib(&plain(&[1, 0, 2, 3, 0, 0, 0, 1], 2), 9);
        assert!(Statuses::inflate(2, &good).is_some());
        for end in 0..good.len() {
            assert_eq!(Statuses::inflate(2, &good[..end]), None, "{end} bytes");
        }
        assert_eq!(Statuses::inflate(2, &[good.as_slice(), &[0]].concat()), None);
        assert_eq!(Statuses::inflate(3, &good), None);
    }

    #[test]
    fn a_bomb_is_refused_at_the_bound() {
        let bomb = compress_to_vec_zlib(&vec![0; MAX_STATUS_BYTES + 1], 9);
        assert!(bomb.len() < 10_000);
        assert_eq!(Statuses::inflate(2, &bomb), None);
        let largest = compress_to_vec_zlib(&vec![0; MAX_STATUS_BYTES], 9);
        assert_eq!(Statuses::inflate(2, &largest).map(|list| list.bytes()), Some(0));
    }
}
