//! Every bound as a named constant, with where it comes from.

/// Longest text of one QR code, in characters: version 40 at level L, alphanumeric mode (ISO/IEC 18004, table 7).
pub const MAX_TEXT_CHARS: usize = 4_296;

/// Longest message inside one text, in bytes: three base45 characters carry two bytes (RFC 9285).
pub const MAX_MESSAGE_BYTES: usize = MAX_TEXT_CHARS / 3 * 2;

/// Largest signed list accepted from a carrier, in bytes. 1,000 issuers take about 150 KB.
pub const MAX_LIST_BYTES: usize = 1 << 20;

/// Most signatures of one trust list that are looked at, and most roots: a ceremony has a handful of people.
pub const MAX_SIGNATURES: usize = 16;

/// Most lists that handed over to other roots between those pinned and those of today: one a year for a long life of an app.
pub const MAX_HAND_OVERS: usize = 32;

/// Largest status list or delta accepted from a carrier, in bytes: 2^25 entries of which a tenth are not as issued take 2.5 MB.
pub const MAX_STATUS_LIST_BYTES: usize = 4 << 20;

/// Largest status list once it is decompressed, in bytes: 2^25 entries of 2 bits. Deflate shrinks zeros a thousandfold, so this is the
/// bound that stops a bomb.
pub const MAX_STATUS_BYTES: usize = 8 << 20;

/// Most status lists of one snapshot: 2^32 entries in lists of the largest size.
pub const MAX_STATUS_LISTS: usize = 128;

/// Most deltas of one status list; after a month a whole list is cheaper.
pub const MAX_DELTAS: usize = 32;

/// Largest snapshot, in bytes: 128 lists of 32 deltas each take 80 KB.
pub const MAX_SNAPSHOT_BYTES: usize = 128 << 10;

/// Largest bundle of lists, in bytes: a country's lists of one day ten times over.
pub const MAX_BUNDLE_BYTES: usize = 16 << 20;

/// Deepest nesting of arrays, maps and tags in one CBOR item. SD-CWT lets a verifier refuse claims
/// deeper than 16 levels (draft-ietf-spice-sd-cwt, "Level of Nesting of Claims").
pub const MAX_DEPTH: usize = 16;

/// Most disclosures in one presentation. A record has eight; a text this long has room for fewer than 200.
pub const MAX_DISCLOSURES: usize = 64;

/// Most entries of a record: with name, birth date and portrait they need half of [`MAX_DISCLOSURES`].
pub const MAX_ITEMS: usize = 32;

/// Most doses of one series of a vaccine.
pub const MAX_DOSES: u8 = 20;

/// Largest portrait, in bytes: 200 by 250 pixels of JPEG at middling quality. As an animated code it takes about three seconds.
pub const MAX_PORTRAIT_BYTES: usize = 12 << 10;

/// Largest presentation or delivered pass that comes by another way than one text, in bytes: a record with its portrait.
pub const MAX_PRESENTATION_BYTES: usize = 24 << 10;

/// Length of a redaction salt, in bytes (draft-ietf-spice-sd-cwt: 128 bits).
pub const SALT_BYTES: usize = 16;

/// Most listed keys tried for one `kid`. Eight random bytes collide by accident once in 2^32 keys,
/// so more than a few means a hostile list.
pub const MAX_KEYS_PER_KID: usize = 4;

/// Largest NumericDate accepted, in seconds: 2^53, the draft's bound for exact dates.
pub const MAX_UNIX_TIME: u64 = 1 << 53;

/// Most characters of a subject's initials.
pub const MAX_INITIALS_CHARS: usize = 8;

/// Most characters of a name (a longer one is cut by no screen and prints on no sheet).
pub const MAX_NAME_CHARS: usize = 80;

/// How long a pass that was let in is known again at the same door, in seconds: ten minutes.
pub const RECENT_STAYS: u64 = 600;

/// Most passes that a door knows again: one a second for as long as it knows them.
pub const MAX_RECENT: usize = 600;

/// For how long rules that a door's keeper chose hold before they must be chosen again, in seconds: two days.
pub const RULES_STAY: u64 = 48 * 3_600;

/// Most bytes of a door's rules.
pub const MAX_RULES_BYTES: usize = 4 << 10;

/// Most regions, and most issuers, that a door's rules name.
pub const MAX_RULES_NAMES: usize = 16;

/// Greatest age of a test that a door's rules may allow, in seconds: a year.
pub const MAX_TEST_AGE: u64 = 366 * 86_400;

/// Most bytes of a nonce. Sixteen are plenty; others' verifiers use up to 32.
pub const MAX_NONCE_BYTES: usize = 32;

/// How long a door's question is good, in seconds: five minutes to find the app, read what is asked for and choose.
pub const CHALLENGE_LIFE: u64 = 300;

/// Most bytes of a door's question: two names of 80 characters of four bytes, and 64 bytes for the rest.
pub const MAX_CHALLENGE_BYTES: usize = 704;

/// Most bytes of an audience.
pub const MAX_AUDIENCE_BYTES: usize = 64;

/// Most bytes of a status list's address.
pub const MAX_URI_BYTES: usize = 256;

/// Age at which a live code is refused, in seconds. Codes are redrawn every 15 s; a minute leaves room
/// for a slow camera and two clocks that differ.
pub const MAX_CODE_AGE: u64 = 60;

/// How far ahead of the verifier's clock a live code may be signed, in seconds.
pub const MAX_CODE_AHEAD: u64 = 60;

/// How far a clock may lie behind the time floor before nothing is decided, in seconds.
pub const CLOCK_TOLERANCE: u64 = 300;

/// Age of the lists past which a verdict is undetermined, in seconds: 48 h.
pub const MAX_LIST_AGE: u64 = 48 * 3_600;

/// How long before [`MAX_LIST_AGE`] the shop is warned, in seconds: 1 h.
pub const LIST_AGE_WARNING: u64 = 3_600;

/// Oldest wallet request that the office answers, in seconds: a day on paper or in a mailbox.
pub const MAX_REQUEST_AGE: u64 = 24 * 3_600;

/// Most keys of one request, and most passes of one delivery: four weeks of nine copies a day, and the record.
pub const MAX_COPIES: usize = 256;

/// Largest request, in bytes: [`MAX_COPIES`] keys and signatures take 29 KB.
pub const MAX_REQUEST_BYTES: usize = 32 << 10;

/// Largest delivery, in bytes: [`MAX_COPIES`] door passes whose status lists have the longest address take 140 KB; the rest is for a record.
pub const MAX_DELIVERY_BYTES: usize = 256 << 10;

/// Smallest side of a picture that is searched for codes, in pixels: the smallest symbol has 21 modules.
pub const MIN_FRAME_SIDE: usize = 21;

/// Largest side of a picture that is searched for codes, in pixels: positions in the reader's patterns are 16 bits wide.
pub const MAX_FRAME_SIDE: usize = 8_192;

/// Most pixels of a picture that is searched for codes: 4 MP, so that all looks at a photograph take about a second on a phone.
pub const MAX_FRAME_PIXELS: usize = 1 << 22;

/// Largest PDF file that is opened, in bytes: some scanned sheets. A page of text with a code takes 100 KB.
pub const MAX_PDF_BYTES: usize = 20 << 20;

/// Most pages of a PDF file that are searched for codes; each takes about a second on a phone.
pub const MAX_PDF_PAGES: usize = 40;

/// Largest scale at which a PDF page is drawn, in pixels a point: 288 dpi. An A4 page fills [`MAX_FRAME_PIXELS`] at 2.9; a label may ask for more.
pub const MAX_PDF_SCALE: f32 = 4.0;

/// Largest bundle of lists that is shown as codes one after the other, in bytes. At eight codes a second it takes about four minutes; whoever
/// has more passes a file on.
pub const MAX_CARRIED_BYTES: usize = 1 << 20;

/// Bytes of a bundle in one code: with its framing, what a symbol of version 20 holds at level L (ISO/IEC 18004, table 7: 1,249 characters).
/// A phone reads that from another phone's screen at arm's length.
pub const CARRIED_PART_BYTES: usize = 804;

/// Most parts of one bundle.
pub const MAX_CARRIED_PARTS: usize = MAX_CARRIED_BYTES.div_ceil(CARRIED_PART_BYTES);

/// Parts of one bundle, for each part that it has, after which a receiver starts over. A camera that loses half of the codes needs two.
pub const MAX_PARTS_TAKEN: usize = 6;

/// Largest backup, in bytes: a household's passes with portraits take a tenth.
pub const MAX_BACKUP_BYTES: usize = 4 << 20;

/// Most people, passes and keys of one backup: a country's largest household, each pass with copies and a key for every copy.
pub const MAX_BACKUP_PEOPLE: usize = 64;
/// See [`MAX_BACKUP_PEOPLE`].
pub const MAX_BACKUP_PASSES: usize = 1_024;
/// See [`MAX_BACKUP_PEOPLE`].
pub const MAX_BACKUP_KEYS: usize = 16_384;

/// Largest sealed file that is opened, and most bytes that are sealed: a backup with age's header, and 16 bytes for each 64 KB.
pub const MAX_SEALED_BYTES: usize = MAX_BACKUP_BYTES + (64 << 10);

/// Work of a backup's passphrase, as the power of two that scrypt's N is: 2^17 take 128 MB and about a second on a phone.
pub const BACKUP_WORK: u8 = 17;

/// Most work that a file may ask of this phone: 2^20 take 1 GB, the most that a page gets on some phones. Age's own tools ask for 2^18 or 2^19.
pub const MAX_BACKUP_WORK: u8 = 20;

/// How long a new phone's receive code is good, in seconds: ten minutes to find the other phone and its page.
pub const MAX_RECEIVE_AGE: u64 = 600;

/// Memory of a passphrase's stretch, in KiB: 1 GiB, sixteen times what this version asks for. A damaged lock asks for no more.
pub const MAX_STRETCH_MEMORY: u32 = 1 << 20;

/// Passes of a passphrase's stretch.
pub const MAX_STRETCH_PASSES: u32 = 64;

/// Lanes of a passphrase's stretch.
pub const MAX_STRETCH_LANES: u32 = 16;

/// Bytes of a passkey's id (WebAuthn, section 5.8.3: credential ids have at most 1,023).
pub const MAX_CREDENTIAL_ID: usize = 1_023;
