//! What a verification costs in WebAssembly, how large the codes are, which codes the reader is tried on, and what the lists of a country cost; driven by
//! `.tools/bench.mjs`.
// The code that the bridge generates for an export is marked unsafe; nothing written here is.
#![allow(unsafe_code)]

#[path = "bench/country.rs"]
mod country;
#[path = "bench/symbols.rs"]
mod symbols;

use tessera::claims::{Colour, Part};
use tessera::holder::Checked;
use tessera::id::{Audience, Initials, IssuerId, Name, StatusReference};
use tessera::issuer::{DoorPass, Record};
use tessera::key::{HolderKey, IssuerKey, RootKey};
use tessera::policy::Policy;
use tessera::qr::{Level, Symbol};
use tessera::time::{Date, UnixTime, Window};
use tessera::trust::{Lists, MaySign, Roots, TimeFloor, TrustList, TrustedKey, sign_trust_list};
use tessera::verifier::{Verdict, verify};
use tessera::wire::text::ScannedText;
use wasm_bindgen::prelude::wasm_bindgen;

const NOW: u64 = 1_795_000_000;

fn main() {}

/// One door, one resident, one presentation.
#[wasm_bindgen]
pub struct Bench {
    trust: TrustList,
    floor: TimeFloor,
    policy: Policy,
    now: UnixTime,
    shown: ScannedText,
    paper: ScannedText,
    issuer: IssuerKey,
    holder: HolderKey,
    signed: [(Vec<u8>, [u8; 64]); 2],
}

#[wasm_bindgen]
impl Bench {
    /// Signs everything; `undefined` if this file does not fit the library any more.
    pub fn prepare() -> Option<Bench> {
        let (root, issuer, holder) =
            (RootKey::from_seed(&[1; 32]), IssuerKey::from_seed(&[2; 32]), HolderKey::from_seed(&[3; 32]));
        let now = UnixTime::new(NOW)?;
        let window = Window::new(UnixTime::new(NOW - 1_000)?, UnixTime::new(NOW + 1_000_000)?)?;
        let trusted = TrustedKey {
            issuer: IssuerId::new("office").ok()?,
            name: Name::new("Health Office").ok()?,
            region: Name::new("Demo").ok()?,
            window,
            key: issuer.public(),
            may_sign: MaySign::ALL.to_vec(),
            retired_from: None,
            compromised_from: None,
            status_prefix: None,
        };
        let trust = TrustList::authenticate(
            &sign_trust_list(&[&root], 1, window, &[trusted], None),
            &Roots::any_of(&[root.public()]),
        )
        .ok()?;
        let credential = door(None)?.sign_live(&issuer, &holder.public());
        let shown = present(credential.clone(), &trust, &holder, now)?;
        let token = shown.decode().ok()?;
        let signed = [(credential.clone(), issuer.sign(&credential)), (token.clone(), holder.sign(&token))];
        let paper = ScannedText::encode(&door(None)?.sign_paper(&issuer));
        let floor = TimeFloor::new(window.not_before());
        Some(Bench { trust, floor, policy: Policy::door(), now, shown, paper, issuer, holder, signed })
    }

    /// Verifies the presentation `times` times, from its text to the verdict; how often it was accepted.
    pub fn verify(&self, times: u32) -> u32 {
        self.accepted(&self.shown, times)
    }

    /// The same for a paper pass, which has the office's signature only.
    pub fn paper(&self, times: u32) -> u32 {
        self.accepted(&self.paper, times)
    }

    /// Checks the two signatures alone, over messages of the same lengths, `times` times; how often both were good.
    pub fn bare(&self, times: u32) -> u32 {
        let keys = [self.issuer.public(), self.holder.public()];
        let good =
            || keys.iter().zip(&self.signed).all(|(key, (message, signature))| key.verify(message, signature).is_ok());
        (0..times).map(|_| u32::from(good())).sum()
    }

    /// One line for each kind of pass: name, characters, version, modules on a side, separated by tabs.
    pub fn codes(&self) -> Option<String> {
        let live = |credential| present(credential, &self.trust, &self.holder, self.now);
        let holder = self.holder.public();
        let status = StatusReference { index: 654_321, uri: "https://example.org/s/1".into() };
        let record = Record {
            pass: door(None)?,
            name: Name::new("Mei Li Sample").ok()?,
            birth_date: Date::parse("1985-04-09")?,
            items: Vec::new(),
            portrait: None,
        };
        let mut salt = 0;
        let record = record.sign(&self.issuer, &holder, self.now, || {
            salt += 1;
            [salt; 16]
        });
        let identity = Checked::open(record, &self.trust, |_| true).ok().and_then(|record| {
            let chosen = record.choose(&Part::IDENTITY).ok()?;
            let shown = chosen.present(&self.holder, &Audience::door(), None, self.now).ok()?;
            Some(ScannedText::encode(&shown))
        });
        let kinds = [
            ("door pass, live", live(door(None)?.sign_live(&self.issuer, &holder))?, Level::M),
            (
                "door pass, live, with a status reference",
                live(door(Some(status))?.sign_live(&self.issuer, &holder))?,
                Level::M,
            ),
            ("door pass on paper", ScannedText::encode(&door(None)?.sign_paper(&self.issuer)), Level::Q),
            ("record, name and birth date disclosed", identity?, Level::M),
        ];
        let lines = kinds.iter().map(|(name, text, level)| {
            let symbol = Symbol::of(text, *level).ok()?;
            Some(format!("{name}\t{}\t{}\t{}", text.as_str().len(), symbol.version(), symbol.width()))
        });
        lines.collect::<Option<Vec<_>>>().map(|lines| lines.join("\n"))
    }
}

impl Bench {
    fn accepted(&self, text: &ScannedText, times: u32) -> u32 {
        let lists = Lists::of_keys(&self.trust, self.floor);
        let accepted = || matches!(verify(text, &lists, &self.policy, self.now).verdict, Verdict::Accept(_));
        (0..times).map(|_| u32::from(accepted())).sum()
    }
}

fn door(status: Option<StatusReference>) -> Option<DoorPass> {
    Some(DoorPass {
        issuer: IssuerId::new("office").ok()?,
        initials: Initials::new("ML").ok()?,
        birth_year: 1985,
        colour: Colour::Green,
        window: Window::new(UnixTime::new(NOW - 100)?, UnixTime::new(NOW + 100_000)?)?,
        status,
        specimen: false,
        guardian: false,
    })
}

fn present(credential: Vec<u8>, trust: &TrustList, holder: &HolderKey, now: UnixTime) -> Option<ScannedText> {
    let checked = Checked::open(credential, trust, |key| *key == holder.public()).ok()?;
    checked.present(holder, &Audience::door(), None, now).ok()
}
