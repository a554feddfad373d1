//! A random order of the indexes of a shard that takes no memory: a Feistel network over numbers a little larger than the shard, applied
//! again until the number is inside ("cycle walking", Black and Rogaway, Ciphers with Arbitrary Finite Domains, 2002).
//!
//! Whoever sees an index learns nothing about when, or after whom, its pass was issued.

use hmac::Mac;

use super::case::keyed;

/// As many as NIST SP 800-38G has for small domains.
const ROUNDS: u8 = 10;

/// A secret order of the numbers below a size.
pub(super) struct Permutation {
    size: u32,
    half_bits: u32,
    /// Each round's function as a table: half of a number has 13 bits at most.
    rounds: Vec<Vec<u16>>,
}

impl Permutation {
    /// The order of the numbers below `size`, which is 1 to 2^26, that belongs to a key.
    pub(super) fn new(key: &[u8; 32], size: u32) -> Self {
        let bits = u32::BITS - size.saturating_sub(1).leading_zeros();
        let half_bits = bits.div_ceil(2).max(1);
        Self { size, half_bits, rounds: (0..ROUNDS).map(|round| table(key, round, 1 << half_bits)).collect() }
    }

    /// Where the number `n`, which is below the size, comes to stand.
    pub(super) fn place(&self, n: u32) -> u32 {
        let mut place = n;
        loop {
            place = self.scramble(place);
            if place < self.size {
                return place;
            }
        }
    }

    fn scramble(&self, n: u32) -> u32 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (n >> self.half_bits, n & mask);
        for round in &self.rounds {
            (left, right) = (right, left ^ (u32::from(round[right as usize]) & mask));
        }
        left << self.half_bits | right
    }
}

/// The values of a round's function, sixteen to each HMAC-SHA-256 of the round and a counter.
fn table(key: &[u8; 32], round: u8, len: usize) -> Vec<u16> {
    let keyed = keyed(key);
    let blocks = (0..len.div_ceil(16)).flat_map(|block| {
        let mut mac = keyed.clone();
        mac.update(&[round]);
        mac.update(&(block as u32).to_be_bytes());
        let bytes: [u8; 32] = mac.finalize().into_bytes().into();
        let (pairs, _) = bytes.as_chunks();
        pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect::<Vec<_>>()
    });
    blocks.take(len).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_index_of_a_shard_comes_exactly_once() {
        for size in [1, 2, 3, 4, 7, 64, 100, 1_000, 1_024, 1_028, 65_537] {
            for key in [[0; 32], [7; 32]] {
                let order = Permutation::new(&key, size);
                let mut seen = vec![false; size as usize];
                for n in 0..size {
                    let place = order.place(n) as usize;
                    assert!(!seen[place], "{place} of {size} twice");
                    seen[place] = true;
                }
            }
        }
    }

    #[test]
    fn the_largest_shard_is_walked_inside_its_bounds() {
        let order = Permutation::new(&[3; 32], 1 << 25);
        assert!(order.rounds.iter().all(|round| round.len() == 1 << 13));
        for n in (0..1 << 25).step_by(9_973) {
            assert!(order.place(n) < 1 << 25);
        }
    }

    #[test]
    fn another_key_is_another_order_and_neighbours_part() {
        let (one, other) = (Permutation::new(&[1; 32], 1 << 20), Permutation::new(&[2; 32], 1 << 20));
        let same = (0..10_000).filter(|n| one.place(*n) == other.place(*n)).count();
        assert!(same < 5, "{same} of 10,000 in the same place");
        // Of two random places in a row, the second is higher about half of the time, and they are seldom close.
        let rises = (0..10_000).filter(|n| one.place(*n) < one.place(n + 1)).count();
        let close = (0..10_000).filter(|n| one.place(*n).abs_diff(one.place(n + 1)) < 1_024).count();
        assert!((4_700..5_300).contains(&rises), "{rises}");
        assert!(close < 60, "{close}");
    }
}
