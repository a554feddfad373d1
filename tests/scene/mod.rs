//! One office, one phone and one door, with fixed keys and a fixed clock: what the tests play in.
#![allow(dead_code, reason = "each test uses the part that it needs")]

use std::sync::LazyLock;

use tessera::claims::{Colour, Finding, Item, Method, Portrait, Subject};
use tessera::holder::{Checked, Request};
use tessera::id::{Audience, Initials, IssuerId, Name, Nonce};
use tessera::issuer::{DoorPass, Record};
use tessera::key::{HolderKey, IssuerKey, PublicKey, RootKey};
use tessera::policy::Policy;
use tessera::time::{Date, UnixTime, Window};
use tessera::trust::{
    Bundle, Contents, FileName, ListedStatus, Lists, MaySign, Roots, STATUS_BITS, TimeFloor, TrustList, TrustedKey,
    pack_changes, sign_snapshot, sign_status_delta, sign_status_list, sign_trust_list,
};
use tessera::verifier::{Report, Verdict, verify};
use tessera::wire::cbor::Value;
use tessera::wire::cose::sign1;
use tessera::wire::text::ScannedText;

/// The moment at which everything is good: 2026-11-18.
pub const NOW: u64 = 1_795_000_000;

pub fn t(seconds: u64) -> UnixTime {
    UnixTime::new(seconds).expect("a time of the tests")
}

pub fn window(from: u64, to: u64) -> Window {
    Window::new(t(from), t(to)).expect("ordered times of the tests")
}

pub fn name(text: &str) -> Name {
    Name::new(text).expect("a name of the tests")
}

pub fn root() -> RootKey {
    RootKey::from_seed(&[1; 32])
}

pub fn issuer() -> IssuerKey {
    IssuerKey::from_seed(&[2; 32])
}

pub fn holder() -> HolderKey {
    HolderKey::from_seed(&[3; 32])
}

/// A second key of the same phone, for requests of several.
pub fn other_holder() -> HolderKey {
    HolderKey::from_seed(&[8; 32])
}

/// Whether a key is the phone's own.
pub fn holds(key: &PublicKey) -> bool {
    *key == holder().public()
}

/// The pinned roots.
pub fn roots() -> Roots {
    Roots::any_of(&[root().public()])
}

/// How the addresses of the office's status lists begin.
pub const PREFIX: &str = "https://lists.example/";

/// The address of a status list.
pub const OWN_LIST: &str = "https://lists.example/1";

/// The list's entry for the office: good for a day before and ten days after [`NOW`].
pub fn entry() -> TrustedKey {
    TrustedKey {
        issuer: IssuerId::new("demo").expect("short"),
        name: name("Demo Health Office"),
        region: name("Demo"),
        window: window(NOW - 86_400, NOW + 864_000),
        key: issuer().public(),
        may_sign: MaySign::ALL.to_vec(),
        retired_from: None,
        compromised_from: None,
        status_prefix: Some(PREFIX.to_string()),
    }
}

/// A status list of 64 entries, the first four with each standing once, signed an hour before [`NOW`].
pub fn own_status_list() -> Vec<u8> {
    let mut plain = [0; 16];
    plain[0] = 0b11_10_01_00;
    let entries = miniz_oxide::deflate::compress_to_vec_zlib(&plain, 9);
    sign_status_list(&issuer(), OWN_LIST, window(NOW - 3_600, NOW + 864_000), 43_200, &entries)
}

/// Changes of that list, signed half an hour later.
pub fn own_status_delta() -> Vec<u8> {
    let window = window(NOW - 1_800, NOW + 864_000);
    sign_status_delta(&issuer(), OWN_LIST, t(NOW - 3_600), window, &pack_changes([(0, 1), (1, 0)], STATUS_BITS))
}

/// All lists of the office, put together a minute before [`NOW`].
pub fn own_lists() -> Bundle {
    let files = vec![trust_list(&[entry()]), own_status_list(), own_status_delta()];
    let names: Vec<_> = files.iter().map(|file| FileName::of(file)).collect();
    let list = ListedStatus { uri: OWN_LIST.to_string(), list: names[1], deltas: vec![names[2]] };
    let contents = Contents { number: 1, trust: names[0], hand_overs: vec![], lists: vec![list] };
    Bundle { snapshot: sign_snapshot(&issuer(), window(NOW - 60, NOW + 864_000), &contents), files }
}

/// A list signed an hour before [`NOW`] that holds for ten days.
pub fn trust_list(keys: &[TrustedKey]) -> Vec<u8> {
    sign_trust_list(&[&root()], 7, window(NOW - 3_600, NOW + 864_000), keys, None)
}

pub fn trust_in(keys: &[TrustedKey]) -> TrustList {
    TrustList::authenticate(&trust_list(keys), &roots()).expect("signed by the pinned root")
}

pub fn trust() -> TrustList {
    static TRUST: LazyLock<TrustList> = LazyLock::new(|| trust_in(&[entry()]));
    TRUST.clone()
}

/// A green pass for an hour before and a day after [`NOW`].
pub fn pass() -> DoorPass {
    DoorPass {
        issuer: IssuerId::new("demo").expect("short"),
        initials: Initials::new("LM").expect("short"),
        birth_year: 1985,
        colour: Colour::Green,
        window: window(NOW - 3_600, NOW + 86_400),
        status: None,
        specimen: false,
        guardian: false,
    }
}

pub fn record() -> Record {
    Record {
        pass: pass(),
        name: name("Li Ming"),
        birth_date: Date::new(1985, 2, 28).expect("a day"),
        items: items(),
        portrait: Some(portrait()),
    }
}

/// One entry of each kind, and a second test.
pub fn items() -> Vec<Item> {
    let test = |finding, sampled_at| Item::Test {
        method: Method::NucleicAcid,
        finding,
        sampled_at: t(sampled_at),
        place: name("Harbour Clinic"),
    };
    vec![
        test(Finding::Negative, NOW - 7_200),
        Item::Vaccination {
            against: name("COVID-19"),
            product: Some(name("CoronaVac")),
            dose: 2,
            doses: 3,
            date: Date::new(2020, 9, 30).expect("a day"),
        },
        Item::Recovery { from: Date::new(2020, 3, 1).expect("a day"), until: Date::new(2020, 8, 28).expect("a day") },
        test(Finding::Positive, NOW - 20_000_000),
        Item::Appointment { begins_at: t(NOW + 90_000), place: name("Harbour Clinic"), purpose: name("Second test") },
    ]
}

/// The front of a JPEG file and nothing that anybody could see.
pub fn portrait() -> Portrait {
    Portrait::new(&[[0xff, 0xd8, 0xff, 0xe0].as_slice(), &[7; 60]].concat()).expect("small")
}

/// The office's delivery of the pass, of the record, and the sheet of paper.
pub fn delivery() -> Vec<u8> {
    pass().sign_live(&issuer(), &holder().public())
}

pub fn record_delivery() -> Vec<u8> {
    let mut salt = 0;
    record().sign(&issuer(), &holder().public(), t(NOW - 60), || {
        salt += 1;
        [salt; 16]
    })
}

pub fn paper() -> Vec<u8> {
    pass().sign_paper(&issuer())
}

/// A delivery shown by the phone at `at`, with everything that a record has.
pub fn shown_for(delivery: Vec<u8>, audience: &Audience, nonce: Option<&Nonce>, at: u64) -> Vec<u8> {
    let checked = Checked::open(delivery, &trust(), holds).expect("a good delivery");
    let parts = match &checked.claims().subject {
        Subject::Record(details) => details.parts(),
        Subject::Hint { .. } => vec![],
    };
    let chosen = checked.choose(&parts).expect("it has been checked");
    chosen.present(&holder(), audience, nonce, t(at)).expect("the phone's own key")
}

pub fn shown(delivery: Vec<u8>, at: u64) -> Vec<u8> {
    shown_for(delivery, &Audience::door(), None, at)
}

pub fn request() -> Vec<u8> {
    Request::make(&holder(), t(NOW)).decode().expect("our own text")
}

pub fn booklet_request() -> Vec<u8> {
    let text = Request::make_several(&[&holder(), &other_holder()], t(NOW)).expect("two keys");
    text.decode().expect("our own text")
}

/// The door's report about a text, with a floor an hour before [`NOW`].
pub fn report(text: &ScannedText, policy: &Policy, at: u64) -> Report {
    report_by(text, &trust(), policy, at)
}

pub fn report_by(text: &ScannedText, trust: &TrustList, policy: &Policy, at: u64) -> Report {
    verify(text, &Lists::of_keys(trust, TimeFloor::new(t(NOW - 3_600))), policy, t(at))
}

/// An ordinary door's verdict about a message at [`NOW`].
pub fn verdict(message: &[u8]) -> Verdict {
    report(&ScannedText::encode(message), &Policy::door(), NOW).verdict
}

pub fn is_accept(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Accept(_))
}

/// A message of any headers and payload, signed by the office's key.
pub fn signed_by_office<'a>(
    protected: impl IntoIterator<Item = (i64, Value<'a>)>,
    unprotected: Value<'_>,
    payload: &[u8],
) -> Vec<u8> {
    let protected = Value::map(protected.into_iter().map(|(label, value)| (Value::int(label), value)));
    sign1(&protected, unprotected, payload, |bytes| issuer().sign(bytes))
}
