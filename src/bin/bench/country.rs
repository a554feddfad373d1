//! The lists of a country: what an office publishes, what a shop downloads, and what it then holds.

use miniz_oxide::deflate::compress_to_vec_zlib;
use tessera::id::{IssuerId, Name, StatusReference};
use tessera::key::{IssuerKey, RootKey};
use tessera::time::{UnixTime, Window};
use tessera::trust::{
    Bundle, Contents, FileName, Known, ListedStatus, MaySign, Roots, STATUS_BITS, TrustedKey, pack_changes,
    sign_snapshot, sign_status_delta, sign_status_list, sign_trust_list,
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::NOW;

const DAY: u64 = 86_400;
const PREFIX: &str = "https://lists.example/s/";

/// Of ten passes that are not as issued so many are revoked; the others are suspended or under observation in equal parts.
const REVOKED_OF_TEN: u64 = 6;

/// SplitMix64 (Steele, Lea, Flood 2014): quick, and the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    /// A status other than 0.
    fn status(&mut self) -> u8 {
        match self.below(10) {
            n if n < REVOKED_OF_TEN => 1,
            n => 2 + (n % 2) as u8,
        }
    }
}

fn root() -> RootKey {
    RootKey::from_seed(&[1; 32])
}

fn office() -> IssuerKey {
    IssuerKey::from_seed(&[2; 32])
}

fn window(day: u64) -> Option<Window> {
    let from = NOW + day * DAY;
    Window::new(UnixTime::new(from)?, UnixTime::new(from + 40 * DAY)?)
}

fn trust_list() -> Option<Vec<u8>> {
    let key = TrustedKey {
        issuer: IssuerId::new("office").ok()?,
        name: Name::new("Health Office").ok()?,
        region: Name::new("Demo").ok()?,
        window: Window::new(UnixTime::new(NOW - DAY)?, UnixTime::new(NOW + 400 * DAY)?)?,
        key: office().public(),
        may_sign: MaySign::ALL.to_vec(),
        retired_from: None,
        compromised_from: None,
        status_prefix: Some(PREFIX.into()),
    };
    Some(sign_trust_list(&[&root()], 1, window(0)?, &[key], None))
}

/// An office with one status list a shard.
#[wasm_bindgen]
pub struct Country {
    trust: Vec<u8>,
    /// Two bits an entry.
    plain: Vec<Vec<u8>>,
    lists: Vec<Vec<u8>>,
    deltas: Vec<Vec<Vec<u8>>>,
    entries: u64,
    day: u64,
    dice: Dice,
}

#[wasm_bindgen]
impl Country {
    /// `entries` in shards of 2^`shard_bits`, of which one in `one_in` is not as issued, at a random place.
    pub fn new(entries: f64, shard_bits: u32, one_in: u32) -> Option<Country> {
        let (entries, size) = (entries as u64, 1u64 << shard_bits);
        let mut dice = Dice(7);
        let mut plain: Vec<_> = (0..entries.div_ceil(size)).map(|_| vec![0u8; (size / 4) as usize]).collect();
        for _ in 0..entries / u64::from(one_in) {
            let (entry, status) = (dice.below(entries), dice.status());
            set(&mut plain, size, entry, status);
        }
        let mut country = Country { trust: trust_list()?, plain, lists: vec![], deltas: vec![], entries, day: 0, dice };
        country.publish_whole()?;
        Some(country)
    }

    /// An empty list for each shard, and all that is not as issued as one change of it: a third smaller than the list's zlib data.
    fn publish_whole(&mut self) -> Option<()> {
        let (empty, full) = (window(0)?, window(1)?);
        self.day = 1;
        for (n, plain) in self.plain.iter().enumerate() {
            let nothing = compress_to_vec_zlib(&vec![0; plain.len()], 9);
            self.lists.push(sign_status_list(&office(), &uri(n), empty, DAY / 2, &nothing));
            let entries = (0..plain.len() * 4).map(|index| (index, plain[index / 4] >> (index % 4 * 2) & 3));
            let changes = pack_changes(entries.filter(|(_, status)| *status != 0), STATUS_BITS);
            self.deltas.push(vec![sign_status_delta(&office(), &uri(n), empty.not_before(), full, &changes)]);
        }
        Some(())
    }

    /// A day on which `changes` entries change, half of them back to as issued. What a shop downloads that had the day before, in bytes.
    pub fn next_day(&mut self, changes: u32) -> Option<f64> {
        let size = self.plain.first()?.len() as u64 * 4;
        let before = UnixTime::new(NOW + self.day * DAY)?;
        self.day += 1;
        let mut changed = vec![std::collections::BTreeMap::new(); self.plain.len()];
        let back: Vec<_> = self.others((changes / 2) as usize);
        for entry in back {
            changed.get_mut((entry / size) as usize)?.insert((entry % size) as usize, 0);
        }
        for _ in 0..changes - changes / 2 {
            let (entry, status) = (self.dice.below(self.entries), self.dice.status());
            changed.get_mut((entry / size) as usize)?.insert((entry % size) as usize, status);
        }
        let mut bytes = 0;
        for (n, changed) in changed.into_iter().enumerate() {
            for (index, status) in &changed {
                set(&mut self.plain, size, n as u64 * size + *index as u64, *status);
            }
            if !changed.is_empty() {
                let delta = sign_status_delta(
                    &office(),
                    &uri(n),
                    before,
                    window(self.day)?,
                    &pack_changes(changed, STATUS_BITS),
                );
                bytes += delta.len();
                self.deltas.get_mut(n)?.push(delta);
            }
        }
        Some((bytes + self.snapshot()?.len()) as f64)
    }

    /// So many entries that are not as issued, each found from a random place on.
    fn others(&mut self, count: usize) -> Vec<u64> {
        let size = self.plain.first().map_or(0, |plain| plain.len() as u64 * 4);
        let mut found = Vec::with_capacity(count);
        while found.len() < count {
            let start = self.dice.below(self.entries);
            let is_other = |entry: &u64| get(&self.plain, size, *entry) != 0;
            found.extend((start..self.entries).take(1 << 16).find(is_other));
        }
        found
    }

    fn snapshot(&self) -> Option<Vec<u8>> {
        let list = |(n, list): (usize, &Vec<u8>)| ListedStatus {
            uri: uri(n),
            list: FileName::of(list),
            deltas: self.deltas[n].iter().map(|delta| FileName::of(delta)).collect(),
        };
        let lists = self.lists.iter().enumerate().map(list).collect();
        let contents = Contents { number: self.day, trust: FileName::of(&self.trust), hand_overs: vec![], lists };
        Some(sign_snapshot(&office(), window(self.day)?, &contents))
    }

    /// Everything that a shop without lists downloads, in one bundle.
    pub fn bundle(&self) -> Option<Vec<u8>> {
        let deltas = self.deltas.iter().flatten();
        let files = [&self.trust].into_iter().chain(&self.lists).chain(deltas).cloned().collect();
        Some(Bundle { snapshot: self.snapshot()?, files }.encode())
    }

    /// The plain entries of a shard, two bits each.
    pub fn plain(&self, shard: usize) -> Option<Vec<u8>> {
        self.plain.get(shard).cloned()
    }

    /// The same as it is signed: zlib data.
    pub fn compressed(&self, shard: usize) -> Option<Vec<u8>> {
        self.plain.get(shard).map(|plain| compress_to_vec_zlib(plain, 9))
    }

    /// How many shards there are.
    pub fn shards(&self) -> usize {
        self.plain.len()
    }

    /// What no encoding of these statuses at random places can go below, in bytes: the entropy of so many independent entries.
    pub fn entropy(&self) -> f64 {
        let mut counts = [0u64; 4];
        for byte in self.plain.iter().flatten() {
            (0..4).for_each(|place| counts[usize::from(byte >> (place * 2) & 3)] += 1);
        }
        // The last shard is not full.
        let all = self.entries as f64;
        counts[0] = self.entries - counts[1..].iter().sum::<u64>();
        let bits = |count: &u64| if *count == 0 { 0.0 } else { *count as f64 * (all / *count as f64).log2() };
        counts.iter().map(bits).sum::<f64>() / 8.0
    }
}

fn uri(shard: usize) -> String {
    format!("{PREFIX}{shard}")
}

fn set(plain: &mut [Vec<u8>], size: u64, entry: u64, status: u8) {
    let (shard, index) = ((entry / size) as usize, entry % size);
    let shift = index % 4 * 2;
    let byte = &mut plain[shard][(index / 4) as usize];
    *byte = *byte & !(3 << shift) | status << shift;
}

fn get(plain: &[Vec<u8>], size: u64, entry: u64) -> u8 {
    let (shard, index) = ((entry / size) as usize, entry % size);
    plain[shard][(index / 4) as usize] >> (index % 4 * 2) & 3
}

/// A shop with lists.
#[wasm_bindgen]
pub struct Shop(Known);

#[wasm_bindgen]
impl Shop {
    /// Authenticates a bundle, as the app does when it starts.
    pub fn load(bundle: &[u8]) -> Option<Shop> {
        Known::authenticate(Bundle::parse(bundle)?, &Roots::any_of(&[root().public()])).ok().map(Shop)
    }

    /// Bytes that the statuses take, and those of the signed files that are held with them.
    pub fn held(&self) -> Vec<f64> {
        let statuses = self.0.statuses().iter().map(|list| list.statuses().bytes()).sum::<usize>();
        vec![statuses as f64, self.0.bundle().encode().len() as f64]
    }

    /// Looks up `times` random entries by address and index; how many were not as issued.
    pub fn look_up(&self, times: u32) -> Option<u32> {
        let lists = self.0.lists(UnixTime::EPOCH);
        let issuer = IssuerId::new("office").ok()?;
        let references: Vec<_> =
            (0..self.0.statuses().len()).map(|n| StatusReference { uri: uri(n), index: 0 }).collect();
        let mut dice = Dice(11);
        let mut others = 0;
        for _ in 0..times {
            let reference = &references[dice.below(references.len() as u64) as usize];
            let list = lists.status_list(reference, &issuer)?;
            others += u32::from(list.statuses().get(dice.below(list.statuses().len() as u64))? != 0);
        }
        Some(others)
    }
}
