//! The demo office: its keys, its list, its passes, and what it publishes.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::cast::{CAST, Resident};
use super::{page, record};
use crate::cli::error::CliError;
use crate::cli::issue::order::{Order, sign_record};
use crate::cli::issue::span::Span;
use crate::cli::keyfile::{self, Kept};
use crate::cli::office::{self, Allotment, Charter, Issued, Office as Record, OfficeError};
use crate::cli::output::{self, Access, Overwrite};
use crate::cli::publish::{ListsFolder, Publisher};
use crate::cli::{armour, forgery, input, random};
use crate::holder::Delivery;
use crate::id::{Initials, IssuerId, Name, StatusReference};
use crate::issuer::DoorPass;
use crate::key::{HolderKey, Issuer, IssuerKey, PublicKey, Root, SecretKey};
use crate::limits::{MAX_COPIES, MAX_LIST_BYTES};
use crate::time::{UnixTime, Validity, Window};
use crate::trust::{Known, MaySign, Roots, Standing, TrustedKey, sign_trust_list};
use crate::wire::cbor;
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

/// What the addresses of the office's status lists begin with: short, since every code carries one.
const STATUS_PREFIX: &str = "https://d.example/";
/// The address of a status list that no record has, and so is never published.
const UNLISTED: &str = "https://d.example/0";
/// Entries of a status list.
const SHARD_SIZE: u32 = 1 << 20;

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

    fn status(&self, id: &str) -> PathBuf {
        self.at(&format!("office/passes/{id}.status"))
    }

    fn record(&self) -> PathBuf {
        self.at("office/record")
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
#[derive(Clone, Copy, Default)]
struct Memory {
    /// Number and time of the newest trust list.
    number: u64,
    listed: u64,
    /// When the passes were made.
    made: u64,
    /// When the lists were last published.
    published: u64,
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
    let lists = office.folders.at("site/lists");
    if due(memory.listed, LIST_RENEWAL) || !office.folders.at("office/trust.cwt").exists() {
        memory.number += 1;
        memory.listed = at.seconds();
        let window = Window::new(at, at.plus(LIST_LIFE)).ok_or(CliError::Clock)?;
        let list = sign_trust_list(&[&root], memory.number, window, &[office.card(at)?], None);
        // The number is remembered first: one that is skipped harms nobody, one that is used twice does.
        office.remember(&memory)?;
        office.publish("office/trust.cwt", &list)?;
    }
    let has_pass = |one: &Resident| office.folders.pass(one.id).exists() && office.folders.status(one.id).exists();
    let makes_passes = due(memory.made, PASS_RENEWAL) || !CAST.iter().all(has_pass);
    if makes_passes {
        memory.made = at.seconds();
        let references = office.references(at)?;
        for (resident, reference) in CAST.iter().zip(references) {
            let holder: HolderKey = kept_key(&office.folders.holder(resident.id))?;
            replace(&office.folders.status(resident.id), status_text(&reference).as_bytes(), Access::Owner)?;
            let pass = office.sign(resident, &holder.public(), at)?;
            replace(&office.folders.pass(resident.id), pass.as_str().as_bytes(), Access::Owner)?;
        }
        office.remember(&memory)?;
    }
    let is_published = lists.join("snapshot.cwt").exists() && memory.published >= memory.listed.max(memory.made);
    if makes_passes || !is_published || due(memory.published, LIST_RENEWAL) {
        if memory.published > at.seconds() && lists.exists() {
            // The clock was put back: lists of a later moment would stand in the way.
            std::fs::remove_dir_all(&lists).map_err(|error| CliError::Write(lists.clone(), error))?;
        }
        let known = office.publish_lists(&root.public(), at, &lists)?;
        memory.published = known.snapshot().issued_at().seconds();
    }
    office.remember(&memory)?;
    office.publish_json("site/config.json", &config(&root.public(), memory.published))?;
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

fn config(root: &PublicKey, published: u64) -> Json {
    json!({
        "roots": [armour::base64(root.as_bytes()).as_str()],
        "threshold": 1,
        "policy": "demonstration",
        "lists": "/lists/",
        "built": published,
    })
}

/// A reference to a status as the office notes it: index, space, address.
fn status_text(reference: &StatusReference) -> String {
    format!("{} {}\n", reference.index, reference.uri)
}

fn parse_status(text: &str) -> Option<StatusReference> {
    let (index, uri) = text.trim().split_once(' ')?;
    Some(StatusReference { index: index.parse().ok()?, uri: uri.to_string() })
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
            status_prefix: Some(STATUS_PREFIX.to_string()),
        })
    }

    /// An entry of the status list for each resident, whose standing is set at once.
    fn references(&self, at: UnixTime) -> Result<Vec<StatusReference>, CliError> {
        let record = self.folders.record();
        if !record.exists() {
            let charter = Charter { status_prefix: STATUS_PREFIX.into(), shard_size: SHARD_SIZE, part: 1, parts: 1 };
            office::init(&record, &charter)?;
        }
        let record = self.open_record()?;
        let mut allotment = Allotment::new(&record, CAST.len() as u32);
        let taken = allotment.take(CAST.len())?;
        allotment.give_back()?;
        let write = record.write()?;
        let mut passes = Vec::new();
        for (resident, (entry, _)) in CAST.iter().zip(&taken) {
            let ends = self.window(resident, at)?.expires();
            passes.push((Some(record.cases().case(resident.id)?), Issued { entry: *entry, ends }));
            write.set(*entry, resident.standing, at)?;
        }
        write.record(&passes)?;
        write.commit()?;
        let named = |(resident, (_, reference)): (&Resident, (_, StatusReference))| match resident.unlisted {
            true => StatusReference { uri: UNLISTED.into(), ..reference },
            false => reference,
        };
        Ok(CAST.iter().zip(taken).map(named).collect())
    }

    /// The record; a demonstration that was copied goes on by itself.
    fn open_record(&self) -> Result<Record, CliError> {
        let record = Record::open(&self.folders.record())?;
        let is_moved = matches!(record.check_place(&record.write()?), Err(OfficeError::Moved(_)));
        if is_moved {
            record.accept_place()?;
        }
        Ok(record)
    }

    /// Publishes all lists.
    fn publish_lists(&self, root: &PublicKey, at: UnixTime, folder: &Path) -> Result<Known, CliError> {
        let publisher = Publisher {
            offices: &[self.open_record()?],
            key: &self.issuer,
            trust: input::bytes(&self.folders.at("office/trust.cwt"), MAX_LIST_BYTES as u64)?,
            hand_overs: Vec::new(),
            keeps_lost: false,
            roots: Roots::any_of(&[*root]),
            life: LIST_LIFE,
            at,
        };
        publisher.publish(&ListsFolder::at(folder))
    }

    /// When a resident's pass is good if it is made at `at`.
    fn window(&self, resident: &Resident, at: UnixTime) -> Result<Window, CliError> {
        let shifted = |seconds: i64| match u64::try_from(seconds) {
            Ok(later) => at.plus(later),
            Err(_) => at.minus(seconds.unsigned_abs()),
        };
        Window::new(shifted(resident.window.0), shifted(resident.window.1)).ok_or(CliError::Clock)
    }

    /// What a resident's pass says when it is made at `at`.
    pub(super) fn pass(&self, resident: &Resident, at: UnixTime) -> Result<DoorPass, CliError> {
        let status = input::text_file(&self.folders.status(resident.id), 4 << 10)?;
        Ok(DoorPass {
            issuer: self.card(at)?.issuer,
            initials: Initials::new(resident.initials).map_err(|_| CliError::Text("initials"))?,
            birth_year: resident.birth_year,
            colour: resident.colour,
            window: self.window(resident, at)?,
            status: parse_status(&status),
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
        Ok(ScannedText::encode(&self.forge(&signed)?))
    }

    /// Signs copies of a resident's pass for the keys of a wallet, each with an entry of its own in the status list, and the record if it is wanted. A pass of which something has
    /// become keeps its entry in all copies, so that the page says what comes of them before lists are published again.
    pub(super) fn booklet(
        &self,
        resident: &Resident,
        holders: &[PublicKey],
        span: Span,
        with_record: bool,
        at: UnixTime,
    ) -> Result<Vec<u8>, CliError> {
        let pass = self.pass(resident, at)?;
        // The record has a key of its own: under one of a copy it would tie that copy to a name.
        let (holders, record) = match holders {
            [copies @ .., own] if with_record && !copies.is_empty() => {
                (copies, record::of(resident, pass.clone(), at)?.map(|record| (record, *own)))
            }
            all => (all, None),
        };
        let whole = match pass.window.at(at) {
            Validity::Valid => Window::new(at, at.plus(span.days(holders.len()) * DAY)).ok_or(CliError::Clock)?,
            Validity::NotYet | Validity::Expired => pass.window,
        };
        let windows = span.windows(whole, holders.len(), self.card(at)?.window);
        let copies: Vec<_> = holders.iter().copied().zip(windows).collect();
        let has_own = resident.standing == Standing::AsIssued && !resident.unlisted;
        let status = pass.status.clone();
        let order = Order { row: 0, pass, copies, record, at, case: None };
        let count = order.count();
        let signed = if has_own {
            let record = self.open_record()?;
            let case = record.cases().case(resident.id)?;
            let mut allotment = Allotment::new(&record, 1);
            let mut entries = allotment.take(count)?.into_iter();
            let signed = Order { case: Some(case), ..order }.sign(&self.issuer, &mut entries)?;
            let write = record.write()?;
            write.record(&signed.issued)?;
            write.commit()?;
            signed.message
        } else {
            order.sign_alike(&self.issuer, status.as_ref())?
        };
        if !resident.forged {
            return Ok(signed);
        }
        let passes = cbor::items(&signed, MAX_COPIES).map_err(|_| CliError::NotOurs)?;
        let forged = passes.into_iter().map(|pass| self.forge(pass)).collect::<Result<_, _>>()?;
        Ok(Delivery::pack(forged))
    }

    fn forge(&self, signed: &[u8]) -> Result<Vec<u8>, CliError> {
        let payload = Sign1::parse(signed).map_err(|_| CliError::NotOurs)?.dangerous_payload();
        Ok(forgery::credential(typ::SD_CWT, payload, &self.issuer.public(), &self.forger))
    }

    /// Signs a resident's record for `holder`. In a demonstration it shares its standing with the door pass.
    pub(super) fn sign_record(
        &self,
        resident: &Resident,
        holder: &PublicKey,
        at: UnixTime,
    ) -> Result<Vec<u8>, CliError> {
        let record = record::of(resident, self.pass(resident, at)?, at)?
            .ok_or(CliError::Usage("somebody with a paper pass has no record", "Ask for that of another resident."))?;
        sign_record(&record, if resident.forged { &self.forger } else { &self.issuer }, holder, at)
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
            return Ok(Memory::default());
        }
        let json: Json = serde_json::from_str(&input::text_file(&path, 4 << 10)?).unwrap_or_default();
        let number = |name: &str| {
            json[name]
                .as_u64()
                .filter(|n| *n < 1 << 53)
                .ok_or(CliError::Usage("the demo office has lost its memory", "Remove its folder and make a new one."))
        };
        Ok(Memory {
            number: number("number")?,
            listed: number("listed")?,
            made: number("made")?,
            // An office of before there were status lists has none.
            published: json["published"].as_u64().filter(|n| *n < 1 << 53).unwrap_or_default(),
        })
    }

    fn remember(&self, memory: &Memory) -> Result<(), CliError> {
        let Memory { number, listed, made, published } = memory;
        let json = json!({ "number": number, "listed": listed, "made": made, "published": published });
        replace(&self.folders.at("office/memory.json"), format!("{json}\n").as_bytes(), Access::Owner)
    }

    pub(super) fn publish(&self, path: &str, bytes: &[u8]) -> Result<(), CliError> {
        replace(&self.folders.at(path), bytes, Access::Usual)
    }

    fn publish_json(&self, path: &str, json: &Json) -> Result<(), CliError> {
        self.publish(path, format!("{json:#}\n").as_bytes())
    }
}
