//! The demo office: its keys, its list, its passes, and what it publishes.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::cast::{CAST, Resident};
use super::page;
use crate::cli::error::CliError;
use crate::cli::keyfile::{self, Kept};
use crate::cli::output::{self, Access, Overwrite};
use crate::cli::{armour, forgery, input, random};
use crate::id::{Initials, IssuerId, Name};
use crate::issuer::DoorPass;
use crate::key::{HolderKey, Issuer, IssuerKey, PublicKey, Root, SecretKey};
use crate::time::{UnixTime, Window};
use crate::trust::{MaySign, TrustedKey, sign_trust_list};
use crate::wire::cose::Sign1;
use crate::wire::registry::typ;
use crate::wire::text::ScannedText;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// Age at which the trust list is signed again, far from the 48 hours at which doors stop using it.
const LIST_RENEWAL: u64 = 12 * HOUR;
/// How long a list is trusted at most.
const LIST_LIFE: u64 = 7 * DAY;
/// Age at which the passes are made again: well before any of them would give another verdict than the page says.
const PASS_RENEWAL: u64 = 3 * DAY;
/// The office's key is listed from so long ago, so that the expired pass lies within.
const KEY_PAST: u64 = 60 * DAY;
/// And until so far ahead.
const KEY_FUTURE: u64 = 60 * DAY;

/// Where the parts of the demo office lie.
pub(super) struct Folders {
    root: PathBuf,
}

impl Folders {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_path_buf() }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(super) fn holder(&self, id: &str) -> PathBuf {
        self.at(&format!("office/holders/{id}.key"))
    }

    pub(super) fn pass(&self, id: &str) -> PathBuf {
        self.at(&format!("office/passes/{id}.txt"))
    }
}

/// The office's keys.
pub(super) struct Office {
    pub(super) folders: Folders,
    issuer: IssuerKey,
    /// Stands for whoever signs without being the office.
    forger: IssuerKey,
}

/// What the office remembers between two refreshments.
struct Memory {
    /// Number and time of the newest list.
    number: u64,
    listed: u64,
    /// When the passes were made.
    made: u64,
}

/// Makes the office in `folder`, or brings it up to date.
pub(super) fn refresh(folder: &Path, at: UnixTime) -> Result<(), CliError> {
    let folders = Folders::new(folder);
    for private in ["office", "office/holders", "office/passes"] {
        output::private_folder(&folders.at(private))?;
    }
    for public in ["site/lists", "page"] {
        output::folder(&folders.at(public))?;
    }
    let root: SecretKey<Root> = kept_key(&folders.at("office/root.key"))?;
    let office = Office::new(folders)?;
    let mut memory = office.recall()?;
    let due = |then: u64, age: u64| then > at.seconds() || then + age <= at.seconds();
    if due(memory.listed, LIST_RENEWAL) || !office.folders.at("site/lists/trust.cwt").exists() {
        memory.number += 1;
        memory.listed = at.seconds();
        let window = Window::new(at, at.plus(LIST_LIFE)).ok_or(CliError::Clock)?;
        let list = sign_trust_list(&[&root], memory.number, window, &[office.card(at)?], None);
        // The number is remembered first: one that is skipped harms nobody, one that is used twice does.
        office.remember(&memory)?;
        office.publish("site/lists/trust.cwt", &list)?;
    }
    if due(memory.made, PASS_RENEWAL) || CAST.iter().any(|resident| !office.folders.pass(resident.id).exists()) {
        memory.made = at.seconds();
        for resident in &CAST {
            let holder: HolderKey = kept_key(&office.folders.holder(resident.id))?;
            let pass = office.sign(resident, &holder.public(), at)?;
            replace(&office.folders.pass(resident.id), pass.as_str().as_bytes(), Access::Owner)?;
        }
    }
    office.remember(&memory)?;
    office.publish_json("site/config.json", &config(&root.public(), memory.listed))?;
    let residents = Json::Array(CAST.iter().map(page::entry).collect());
    office.publish_json("residents.json", &residents)?;
    page::write(&office, at)?;
    output::print(&format!(
        "demo office in {}: {} residents, trust list {}\n",
        folder.display(),
        CAST.len(),
        memory.number
    ))
}

fn config(root: &PublicKey, listed: u64) -> Json {
    json!({
        "roots": [armour::base64(root.as_bytes()).as_str()],
        "threshold": 1,
        "policy": "demonstration",
        "trust": "/lists/trust.cwt",
        "built": listed,
    })
}

/// The key in `path`, made if it is not there.
fn kept_key<R: Kept>(path: &Path) -> Result<SecretKey<R>, CliError> {
    if !path.exists() {
        let key = SecretKey::<R>::from_seed(&*random::seed()?);
        keyfile::write_secret(path, &key, Overwrite::Never)?;
    }
    keyfile::read_secret(path)
}

fn replace(path: &Path, bytes: &[u8], access: Access) -> Result<(), CliError> {
    output::write(path, bytes, access, Overwrite::Told)
}

impl Office {
    fn new(folders: Folders) -> Result<Self, CliError> {
        let issuer = kept_key::<Issuer>(&folders.at("office/issuer.key"))?;
        let forger = kept_key::<Issuer>(&folders.at("office/forger.key"))?;
        Ok(Self { folders, issuer, forger })
    }

    /// An office that is there already.
    pub(super) fn open(folder: &Path) -> Result<Self, CliError> {
        let folders = Folders::new(folder);
        let issuer = keyfile::read_secret(&folders.at("office/issuer.key"))?;
        let forger = keyfile::read_secret(&folders.at("office/forger.key"))?;
        Ok(Self { folders, issuer, forger })
    }

    /// What the trust list says about the office.
    pub(super) fn card(&self, at: UnixTime) -> Result<TrustedKey, CliError> {
        Ok(TrustedKey {
            issuer: IssuerId::new("demo").map_err(|_| CliError::Text("identifier"))?,
            name: Name::new("Demo Health Office 演示卫生机构").map_err(|_| CliError::Text("name"))?,
            region: Name::new("Nowhere 无此地").map_err(|_| CliError::Text("region"))?,
            window: Window::new(at.minus(KEY_PAST), at.plus(KEY_FUTURE)).ok_or(CliError::Clock)?,
            key: self.issuer.public(),
            may_sign: MaySign::ALL.to_vec(),
            retired_from: None,
            compromised_from: None,
            status_prefix: None,
        })
    }

    /// What a resident's pass says when it is made at `at`.
    pub(super) fn pass(&self, resident: &Resident, at: UnixTime) -> Result<DoorPass, CliError> {
        let shifted = |seconds: i64| match u64::try_from(seconds) {
            Ok(later) => at.plus(later),
            Err(_) => at.minus(seconds.unsigned_abs()),
        };
        Ok(DoorPass {
            issuer: self.card(at)?.issuer,
            initials: Initials::new(resident.initials).map_err(|_| CliError::Text("initials"))?,
            birth_year: resident.birth_year,
            colour: resident.colour,
            window: Window::new(shifted(resident.window.0), shifted(resident.window.1)).ok_or(CliError::Clock)?,
            status: None,
            specimen: true,
            guardian: resident.guardian,
        })
    }

    /// Signs a resident's pass for `holder`, or for paper; a forger signs the forgery.
    pub(super) fn sign(&self, resident: &Resident, holder: &PublicKey, at: UnixTime) -> Result<ScannedText, CliError> {
        let pass = self.pass(resident, at)?;
        let signed = if resident.paper { pass.sign_paper(&self.issuer) } else { pass.sign_live(&self.issuer, holder) };
        if !resident.forged {
            return Ok(ScannedText::encode(&signed));
        }
        let payload = Sign1::parse(&signed).map_err(|_| CliError::NotOurs)?.dangerous_payload();
        Ok(ScannedText::encode(&forgery::credential(typ::SD_CWT, payload, &self.issuer.public(), &self.forger)))
    }

    /// The pass that a resident's phone or sheet holds.
    pub(super) fn held(&self, resident: &Resident) -> Result<ScannedText, CliError> {
        input::scanned_file(&self.folders.pass(resident.id))
    }

    /// The key in a resident's phone.
    pub(super) fn holder(&self, resident: &Resident) -> Result<HolderKey, CliError> {
        keyfile::read_secret(&self.folders.holder(resident.id))
    }

    /// When the passes were made.
    pub(super) fn made(&self) -> Result<UnixTime, CliError> {
        UnixTime::new(self.recall()?.made).ok_or(CliError::Clock)
    }

    fn recall(&self) -> Result<Memory, CliError> {
        let path = self.folders.at("office/memory.json");
        if !path.exists() {
            return Ok(Memory { number: 0, listed: 0, made: 0 });
        }
        let json: Json = serde_json::from_str(&input::text_file(&path, 4 << 10)?).unwrap_or_default();
        let number = |name: &str| {
            json[name]
                .as_u64()
                .filter(|n| *n < 1 << 53)
                .ok_or(CliError::Usage("the demo office has lost its memory", "Remove its folder and make a new one."))
        };
        Ok(Memory { number: number("number")?, listed: number("listed")?, made: number("made")? })
    }

    fn remember(&self, memory: &Memory) -> Result<(), CliError> {
        let json = json!({ "number": memory.number, "listed": memory.listed, "made": memory.made });
        replace(&self.folders.at("office/memory.json"), format!("{json}\n").as_bytes(), Access::Owner)
    }

    pub(super) fn publish(&self, path: &str, bytes: &[u8]) -> Result<(), CliError> {
        replace(&self.folders.at(path), bytes, Access::Usual)
    }

    fn publish_json(&self, path: &str, json: &Json) -> Result<(), CliError> {
        self.publish(path, format!("{json:#}\n").as_bytes())
    }
}
