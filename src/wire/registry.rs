//! Every code point, in one file. Where a registration is still a draft's, the draft is named.

/// COSE header parameters (RFC 9052, RFC 9596, RFC 9528, draft-ietf-spice-sd-cwt-07).
pub mod header {
    /// `alg`.
    pub const ALG: i64 = 1;
    /// `crit`.
    pub const CRIT: i64 = 2;
    /// `kid`.
    pub const KID: i64 = 4;
    /// `kcwt`, a CWT that carries the confirmation key (RFC 9528).
    pub const KCWT: i64 = 13;
    /// `typ` (RFC 9596).
    pub const TYP: i64 = 16;
    /// `sd_claims` (draft-ietf-spice-sd-cwt).
    pub const SD_CLAIMS: i64 = 17;
    /// `sd_alg` (draft-ietf-spice-sd-cwt).
    pub const SD_ALG: i64 = 170;
    /// `sd_aead_encrypted_claims` (draft-ietf-spice-sd-cwt).
    pub const SD_AEAD_ENCRYPTED_CLAIMS: i64 = 171;
}

/// COSE algorithms.
pub mod alg {
    /// Ed25519, fully specified (RFC 9864).
    pub const ED25519: i64 = -19;
    /// EdDSA, accepted on input with an Ed25519 key (RFC 9053).
    pub const EDDSA: i64 = -8;
    /// SHA-256 as `sd_alg` (RFC 9054).
    pub const SHA_256: i64 = -16;
}

/// Values of `typ`.
pub mod typ {
    /// A CBOR Web Token, `application/cwt` (RFC 8392): a paper pass.
    pub const CWT: u64 = 61;
    /// `application/sd-cwt` (draft-ietf-spice-sd-cwt).
    pub const SD_CWT: u64 = 293;
    /// `application/kb+cwt` (draft-ietf-spice-sd-cwt).
    pub const KB_CWT: u64 = 294;
    /// The trust list of profile HP1.
    pub const TRUST_LIST: &str = "application/vnd.tessera.trust-list+cwt";
    /// A status list in CWT form (draft-ietf-oauth-status-list).
    pub const STATUS_LIST: &str = "application/statuslist+cwt";
    /// What has changed in a status list, profile HP1.
    pub const STATUS_DELTA: &str = "application/vnd.tessera.status-delta+cwt";
    /// Which files belong together today, profile HP1.
    pub const SNAPSHOT: &str = "application/vnd.tessera.snapshot+cwt";
    /// The rules of doors, profile HP1.
    pub const RULES: &str = "application/vnd.tessera.rules+cwt";
    /// A wallet's request for a pass, profile HP1.
    pub const REQUEST: &str = "application/vnd.tessera.request+cwt";
}

/// CWT claims (RFC 8392, RFC 8747, RFC 9711, draft-ietf-oauth-status-list).
pub mod claim {
    /// `iss`.
    pub const ISS: i64 = 1;
    /// `sub`.
    pub const SUB: i64 = 2;
    /// `aud`.
    pub const AUD: i64 = 3;
    /// `exp`.
    pub const EXP: i64 = 4;
    /// `nbf`.
    pub const NBF: i64 = 5;
    /// `iat`.
    pub const IAT: i64 = 6;
    /// `cti`.
    pub const CTI: i64 = 7;
    /// `cnf`.
    pub const CNF: i64 = 8;
    /// `cnonce`.
    pub const CNONCE: i64 = 39;
    /// `status_list` (draft-ietf-oauth-status-list).
    pub const STATUS_LIST: i64 = 65_533;
    /// `ttl`, in seconds (draft-ietf-oauth-status-list).
    pub const TTL: i64 = 65_534;
    /// `status` (draft-ietf-oauth-status-list).
    pub const STATUS: i64 = 65_535;
    /// The one map of profile HP1, private use (RFC 8392, section 9.1.1: below -65536).
    pub const HP1: i64 = -65_537;
    /// The body of the trust list, private use.
    pub const TRUST_LIST: i64 = -65_538;
    /// The body of a snapshot, private use.
    pub const SNAPSHOT: i64 = -65_539;
    /// The body of a status delta, private use.
    pub const STATUS_DELTA: i64 = -65_540;
    /// The keys of a request for several passes, a COSE_KeySet (RFC 9052, section 7), private use.
    pub const HOLDERS: i64 = -65_541;
    /// The rules of doors, private use.
    pub const RULES: i64 = -65_542;
}

/// Keys of the map under [`claim::HP1`].
pub mod hp1 {
    /// Colour: 0 green, 1 yellow, 2 red.
    pub const COLOUR: i64 = 0;
    /// Birth year of the subject (door and paper).
    pub const BIRTH_YEAR: i64 = 1;
    /// `true` on a specimen.
    pub const SPECIMEN: i64 = 2;
    /// `true` on a pass that a guardian shows.
    pub const GUARDIAN: i64 = 3;
    /// Birth date of the subject, `YYYY-MM-DD` (record).
    pub const BIRTH_DATE: i64 = 4;
    /// Array of tests, vaccinations, recoveries and appointments, each a map of [`super::item`] (record).
    pub const ITEMS: i64 = 5;
    /// Picture of the subject, a JPEG or WebP file (record).
    pub const PORTRAIT: i64 = 6;
}

/// Keys of an entry under [`hp1::ITEMS`]. Days are counted from 1970-01-01 (as in RFC 8943).
pub mod item {
    /// What it is: one of the four below. An entry of another kind is of a later version.
    pub const KIND: i64 = 0;
    /// Kind: a test.
    pub const TEST: u64 = 0;
    /// Kind: a vaccination.
    pub const VACCINATION: u64 = 1;
    /// Kind: a recovery.
    pub const RECOVERY: u64 = 2;
    /// Kind: an appointment.
    pub const APPOINTMENT: u64 = 3;

    /// Test: 0 nucleic acid, 1 antigen, 2 antibodies.
    pub const METHOD: i64 = 1;
    /// Test: 0 negative, 1 positive, 2 inconclusive.
    pub const FINDING: i64 = 2;
    /// Test: when the sample was taken, in seconds.
    pub const SAMPLED_AT: i64 = 3;
    /// Test: where.
    pub const TEST_PLACE: i64 = 4;

    /// Vaccination: the disease.
    pub const AGAINST: i64 = 1;
    /// Vaccination: the product.
    pub const PRODUCT: i64 = 2;
    /// Vaccination: which dose, from 1.
    pub const DOSE: i64 = 3;
    /// Vaccination: doses of the series.
    pub const DOSES: i64 = 4;
    /// Vaccination: the day.
    pub const DATE: i64 = 5;

    /// Recovery: first day.
    pub const FROM: i64 = 1;
    /// Recovery: last day.
    pub const UNTIL: i64 = 2;

    /// Appointment: when it begins, in seconds.
    pub const BEGINS_AT: i64 = 1;
    /// Appointment: where.
    pub const APPOINTMENT_PLACE: i64 = 2;
    /// Appointment: what for.
    pub const PURPOSE: i64 = 3;
}

/// Keys of the map under [`claim::TRUST_LIST`] and of its entries.
pub mod trust {
    /// Number of the list, rising.
    pub const NUMBER: i64 = 0;
    /// Array of issuer keys.
    pub const KEYS: i64 = 1;
    /// Roots that sign the lists after this one: a map of threshold and keys.
    pub const HAND_OVER: i64 = 2;
    /// Roots: how many of them must sign.
    pub const THRESHOLD: i64 = 0;
    /// Roots: array of COSE_Key.
    pub const ROOTS: i64 = 1;
    /// Entry: identifier of the issuer, as in `iss`.
    pub const ISSUER: i64 = 1;
    /// Entry: name to show.
    pub const NAME: i64 = 2;
    /// Entry: region to show.
    pub const REGION: i64 = 3;
    /// Entry: first second of the key.
    pub const NOT_BEFORE: i64 = 4;
    /// Entry: first second after the key.
    pub const EXPIRES: i64 = 5;
    /// Entry: COSE_Key.
    pub const KEY: i64 = 6;
    /// Entry: array of what the key may sign: 0 door, 1 paper, 2 record, 3 status lists, 4 snapshots, 5 rules of doors.
    pub const MAY_SIGN: i64 = 7;
    /// Entry: from when on the key signs no more.
    pub const RETIRED: i64 = 8;
    /// Entry: from when on somebody else may have signed with the key.
    pub const COMPROMISED: i64 = 9;
    /// Entry: how the addresses of its status lists begin.
    pub const STATUS_PREFIX: i64 = 10;
}

/// Keys of the map under [`claim::SNAPSHOT`] and places in its entries.
pub mod snapshot {
    /// Number of the snapshot, rising.
    pub const NUMBER: i64 = 0;
    /// Name of the trust list.
    pub const TRUST: i64 = 1;
    /// Names of the trust lists that handed over to other roots, in order.
    pub const HAND_OVERS: i64 = 2;
    /// Status lists: arrays of address, name of the list, names of its deltas in order.
    pub const STATUS_LISTS: i64 = 3;
}

/// Keys of the map under [`claim::RULES`].
pub mod rules {
    /// Array of the colours that are let in, as in [`super::hp1::COLOUR`], rising.
    pub const COLOURS: i64 = 0;
    /// Whether paper is good enough.
    pub const PAPER: i64 = 1;
    /// `true` where specimens are let in.
    pub const SPECIMENS: i64 = 2;
    /// Array of the regions whose passes are taken.
    pub const REGIONS: i64 = 3;
    /// Array of the issuers whose passes are taken, as in `iss`.
    pub const ISSUERS: i64 = 4;
    /// How old the newest negative test may be, in seconds.
    pub const MAX_TEST_AGE: i64 = 5;
    /// What the rules are called, to show.
    pub const NAME: i64 = 6;
}

/// Keys of a door's question, and what it asks for.
pub mod challenge {
    /// Sixteen random bytes.
    pub const NONCE: i64 = 0;
    /// What the door calls itself.
    pub const DOOR: i64 = 1;
    /// What it asks for: one of the two below, or an array of kinds of [`super::item`], rising, which stand beside name and birth date.
    pub const ASKS: i64 = 2;
    /// The first second at which it is over.
    pub const EXPIRES: i64 = 3;
    /// What it says that it is for.
    pub const PURPOSE: i64 = 4;

    /// Asks for: a door pass.
    pub const DOOR_PASS: u64 = 0;
    /// Asks for: name and birth date of a record.
    pub const IDENTITY: u64 = 1;
}

/// Keys of the map under [`claim::STATUS_DELTA`].
pub mod delta {
    /// `iat` of the state that it applies to.
    pub const BASE: i64 = 0;
    /// The changes, packed.
    pub const CHANGES: i64 = 1;
}

/// COSE_Key parameters (RFC 9053).
pub mod cose_key {
    /// `kty`.
    pub const KTY: i64 = 1;
    /// `kty` OKP.
    pub const OKP: u64 = 1;
    /// `crv`.
    pub const CRV: i64 = -1;
    /// `crv` Ed25519.
    pub const ED25519: u64 = 6;
    /// `x`.
    pub const X: i64 = -2;
}

/// The COSE_Key confirmation method (RFC 8747).
pub const CNF_COSE_KEY: i64 = 1;
/// COSE_Sign1 (RFC 9052).
pub const TAG_SIGN1: u64 = 18;
/// COSE_Sign (RFC 9052).
pub const TAG_SIGN: u64 = 98;
/// A redacted array element (draft-ietf-spice-sd-cwt).
pub const TAG_REDACTED_ELEMENT: u64 = 60;
/// Map key of the redacted claim keys (draft-ietf-spice-sd-cwt).
pub const SIMPLE_REDACTED_KEYS: u8 = 59;
/// Tags that only exist before issuing (draft-ietf-spice-sd-cwt): to be redacted, to be decoy.
pub const TAGS_BEFORE_ISSUING: [u64; 2] = [58, 62];
