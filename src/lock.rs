//! The lock of a wallet as values: what is stored of it, and how wrong tries slow down.
//!
//! The key that seals the entries is random, and is stored only as wrapped by the key of each way in. What is here is no secret.

use alloc::vec::Vec;

use crate::limits::{MAX_CREDENTIAL_ID, MAX_STRETCH_LANES, MAX_STRETCH_MEMORY, MAX_STRETCH_PASSES};
use crate::time::UnixTime;
use crate::wire::cbor::{self, Value};

/// Longest wait after a wrong try, in seconds.
const LONGEST_WAIT: u64 = 300;

mod label {
    pub const PASSPHRASE: i64 = 0;
    pub const PASSKEY: i64 = 1;
    pub const FAILED: i64 = 0;
    pub const LAST: i64 = 1;
}

/// How a passphrase becomes a key: Argon2id (RFC 9106).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// Random salt.
    pub salt: [u8; 16],
}

impl Stretch {
    /// 64 MiB and three passes: the memory that RFC 9106 names for small machines, and three times what OWASP asks for at least (19 MiB, two
    /// passes). One lane, since a browser computes them one after the other.
    pub const fn with_salt(salt: [u8; 16]) -> Self {
        Self { memory: 65_536, passes: 3, lanes: 1, salt }
    }
}

/// A passkey whose authenticator computes a secret from a salt (WebAuthn, extension `prf`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Id of the credential.
    pub credential: Vec<u8>,
    /// Random salt.
    pub salt: [u8; 32],
}

/// A way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By passphrase.
    Passphrase(Stretch),
    /// By passkey.
    Passkey(Passkey),
}

impl Way {
    /// The way's name, bound into what is derived and wrapped for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Passphrase(_) => "passphrase",
            Self::Passkey(_) => "passkey",
        }
    }

    const fn label(&self) -> i64 {
        match self {
            Self::Passphrase(_) => label::PASSPHRASE,
            Self::Passkey(_) => label::PASSKEY,
        }
    }
}

/// The sealing key, wrapped by AES-256-GCM under a key that HKDF-SHA-256 derives from a way's secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped {
    /// Salt of HKDF.
    pub salt: [u8; 32],
    /// Nonce.
    pub iv: [u8; 12],
    /// Ciphertext and tag.
    pub key: [u8; 48],
}

/// A lock: at most one way in of each kind, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lock {
    ways: Vec<(Way, Wrapped)>,
}

impl Lock {
    /// A lock with these ways in; `None` where there are none, or two of a kind.
    pub fn new(given: Vec<(Way, Wrapped)>) -> Option<Self> {
        let mut ways: Vec<(Way, Wrapped)> = Vec::new();
        for (way, wrapped) in given {
            let at = ways.partition_point(|(before, _)| before.label() < way.label());
            if ways.get(at).is_some_and(|(other, _)| other.label() == way.label()) {
                return None;
            }
            ways.insert(at, (way, wrapped));
        }
        (!ways.is_empty()).then_some(Self { ways })
    }

    /// The way in by passphrase.
    pub fn passphrase(&self) -> Option<(&Stretch, &Wrapped)> {
        self.ways.iter().find_map(|(way, wrapped)| match way {
            Way::Passphrase(stretch) => Some((stretch, wrapped)),
            Way::Passkey(_) => None,
        })
    }

    /// The way in by passkey.
    pub fn passkey(&self) -> Option<(&Passkey, &Wrapped)> {
        self.ways.iter().find_map(|(way, wrapped)| match way {
            Way::Passkey(passkey) => Some((passkey, wrapped)),
            Way::Passphrase(_) => None,
        })
    }

    /// Writes the lock.
    pub fn encode(&self) -> Vec<u8> {
        let ways = self.ways.iter().map(|(way, wrapped)| {
            let mut items = match way {
                Way::Passphrase(Stretch { memory, passes, lanes, salt }) => {
                    let mut items: Vec<_> =
                        [memory, passes, lanes].map(|number| Value::Unsigned(u64::from(*number))).into();
                    items.push(Value::bytes(salt));
                    items
                }
                Way::Passkey(Passkey { credential, salt }) => [Value::bytes(credential), Value::bytes(salt)].into(),
            };
            items.extend([&wrapped.salt[..], &wrapped.iv, &wrapped.key].map(Value::bytes));
            (Value::int(way.label()), Value::Array(items))
        });
        Value::map(ways).encode()
    }

    /// Reads a lock; `None` for anything else.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value = cbor::decode(bytes).ok()?;
        let ways = value.as_map()?.iter().map(|(label, way)| {
            let items = way.as_array()?;
            let (way, wrapped) = match (label.as_i64()?, items) {
                (label::PASSPHRASE, [memory, passes, lanes, salt, wrapped @ ..]) => {
                    let stretch = Stretch {
                        memory: number(memory, MAX_STRETCH_MEMORY)?,
                        passes: number(passes, MAX_STRETCH_PASSES)?,
                        lanes: number(lanes, MAX_STRETCH_LANES)?,
                        salt: array(salt)?,
                    };
                    (Way::Passphrase(stretch), wrapped)
                }
                (label::PASSKEY, [credential, salt, wrapped @ ..]) => {
                    let credential = credential.as_bytes().filter(|id| id.len() <= MAX_CREDENTIAL_ID)?.to_vec();
                    (Way::Passkey(Passkey { credential, salt: array(salt)? }), wrapped)
                }
                _ => return None,
            };
            let [salt, iv, key] = wrapped else { return None };
            Some((way, Wrapped { salt: array(salt)?, iv: array(iv)?, key: array(key)? }))
        });
        Self::new(ways.collect::<Option<_>>()?)
    }
}

fn number(value: &Value<'_>, most: u32) -> Option<u32> {
    value.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| (1..=most).contains(number))
}

fn array<const N: usize>(value: &Value<'_>) -> Option<[u8; N]> {
    value.as_bytes()?.try_into().ok()
}

/// Tries to unlock that failed, one after the other. A try is counted before it is made, so that ending the app takes none back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    failed: u64,
    last: u64,
}

impl Tries {
    /// One more, at this moment.
    #[must_use]
    pub const fn and_one(self, at: UnixTime) -> Self {
        Self { failed: self.failed.saturating_add(1), last: at.seconds() }
    }

    /// Seconds until the next try: one after the first, twice as many after each further one, five minutes at most. A clock that was set back
    /// starts the wait anew.
    pub fn wait(self, now: UnixTime) -> u64 {
        let wait = match self.failed.min(10) {
            0 => 0,
            failed => LONGEST_WAIT.min(1 << (failed - 1)),
        };
        match now.seconds().checked_sub(self.last) {
            Some(since) => wait.saturating_sub(since),
            None => wait,
        }
    }

    /// Writes the tries.
    pub fn encode(self) -> Vec<u8> {
        let entries = [(label::FAILED, self.failed), (label::LAST, self.last)];
        Value::map(entries.map(|(label, number)| (Value::int(label), Value::Unsigned(number)))).encode()
    }

    /// Reads tries; `None` for anything else.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let value = cbor::decode(bytes).ok()?;
        let number = |label| value.get(label)?.as_u64();
        let tries = Self { failed: number(label::FAILED)?, last: number(label::LAST)? };
        (value.as_map()?.len() == 2).then_some(tries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> UnixTime {
        UnixTime::new(seconds).expect("small")
    }

    fn wrapped() -> Wrapped {
        Wrapped { salt: [1; 32], iv: [2; 12], key: [3; 48] }
    }

    #[test]
    fn a_wait_doubles_with_each_wrong_try_and_ends_at_five_minutes() {
        let mut tries = Tries::default();
        assert_eq!(tries.wait(at(1_000)), 0);
        for expected in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            tries = tries.and_one(at(1_000));
            assert_eq!(tries.wait(at(1_000)), expected);
        }
        let many = Tries { failed: u64::MAX, last: 1_000 };
        assert_eq!(many.wait(at(1_000)), 300);
        assert_eq!(many.and_one(at(1_000)).wait(at(1_299)), 1);
        assert_eq!(many.wait(at(1_300)), 0);
    }

    #[test]
    fn a_clock_that_is_set_back_shortens_no_wait() {
        let tries = Tries { failed: 9, last: 1_000 };
        assert_eq!(tries.wait(at(10)), 256);
    }

    #[test]
    fn a_lock_has_at_least_one_way_in_and_none_twice() {
        let passphrase = || (Way::Passphrase(Stretch::with_salt([0; 16])), wrapped());
        assert_eq!(Lock::new(Vec::new()), None);
        assert_eq!(Lock::new([passphrase(), passphrase()].into()), None);
        assert!(Lock::new([passphrase()].into()).is_some());
    }

    #[test]
    fn a_stretch_that_no_phone_could_compute_is_no_lock() {
        let stretch = Stretch { memory: MAX_STRETCH_MEMORY + 1, ..Stretch::with_salt([0; 16]) };
        let lock = Lock::new([(Way::Passphrase(stretch), wrapped())].into()).expect("one way");
        assert_eq!(Lock::parse(&lock.encode()), None);
    }
}
