//! Where fuzzing starts: good messages of every type, and the project's own corpus of broken ones.

use std::fs;
use std::io;
use std::path::Path;

use tessera::backup::{Backup, Kept, KeptKeys, Person, ReceiveCode};
use tessera::carry::Sender;
use tessera::holder::{Delivery, Uses};
use tessera::id::Name;
use tessera::limits::MAX_DELIVERY_BYTES;
use tessera::lock::{Lock, Passkey, Stretch, Tries, Way, Wrapped};
use tessera::trust::Bundle;
use tessera::wire::base45;
use tessera::wire::cbor::{self, Value};
use tessera::wire::cose::Sign1;
use tessera::wire::registry::header;
use tessera::wire::text::ScannedText;

use crate::scene::*;

/// Claims with everything that can be redacted; `h'n'` stands for the hash of the disclosure at place n.
const REDACTED: &[u8] = &[
    0x82, // [
    0xa3, 0x01, 0x61, b'i', // {1: "i",
    0x19, 0x01, 0xf4, 0x83, 0xd8, 0x3c, 0x41, 0x01, 0x07, 0xd8, 0x3c, 0x41,
    0x03, // 500: [60(h'01'), 7, 60(h'03')],
    0xf8, 0x3b, 0x82, 0x41, 0x00, 0x41, 0x04, // simple(59): [h'00', h'04']},
    0x85, // [[salt, {simple(59): [h'02']}, 503], [salt, 8], [salt, "us", 1], [salt], h'...']]
    0x83, 0x50, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xa1, 0xf8, 0x3b, 0x81, 0x41, 0x02, 0x19, 0x01,
    0xf7, //
    0x82, 0x50, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x08, //
    0x83, 0x50, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x62, b'u', b's', 0x01, //
    0x81, 0x50, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, //
    0x52, 0x81, 0x50, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
];

/// Writes one folder for each kind of input.
pub fn write(folder: &Path) -> io::Result<()> {
    for kind in [
        "cbor",
        "text",
        "message",
        "redaction",
        "record",
        "statuses",
        "lists",
        "bundle",
        "carry",
        "uses",
        "backup",
        "lock",
        "challenge",
    ] {
        fs::create_dir_all(folder.join(kind))?;
    }
    fs::write(folder.join("redaction/own"), REDACTED)?;
    let mut uses = Uses::default();
    [3, 0, 3].into_iter().for_each(|place| uses.add(place, t(NOW)));
    fs::write(folder.join("uses/own"), uses.encode())?;
    backups(folder)?;
    let own = [
        delivery(),
        record_delivery(),
        paper(),
        request(),
        booklet_request(),
        Delivery::pack(vec![delivery(), record_delivery()]),
        trust_list(&[entry()]),
        shown(delivery(), NOW),
        shown(record_delivery(), NOW),
    ];
    for (n, message) in own.into_iter().enumerate() {
        one(folder, &format!("own-{n}"), &ScannedText::encode(&message), Some(&message))?;
    }
    let entries = record_delivery();
    if let Ok(message) = Sign1::parse(&entries) {
        let offered = message.unprotected(header::SD_CLAIMS).and_then(Value::as_array).unwrap_or_default();
        let disclosures = offered.iter().filter_map(|disclosure| cbor::decode(disclosure.as_bytes()?).ok());
        let items = disclosures.filter_map(|disclosure| match disclosure.as_array() {
            Some([_, item]) => Some(item.clone()),
            _ => None,
        });
        fs::write(folder.join("record/own"), [vec![5], Value::Array(items.collect()).encode()].concat())?;
    }
    let lists = own_lists();
    for (n, message) in lists.files.iter().chain([&lists.snapshot]).enumerate() {
        fs::write(folder.join(format!("lists/own-{n}")), message)?;
    }
    fs::write(folder.join("bundle/own"), lists.encode())?;
    for (bits, plain) in [(1, vec![0xb9, 0xa3]), (2, vec![0xc9, 0x44, 0xf9]), (4, vec![0; 512]), (8, vec![7; 90])] {
        let seed = [vec![bits], miniz_oxide::deflate::compress_to_vec_zlib(&plain, 9)].concat();
        fs::write(folder.join(format!("statuses/bits-{bits}")), seed)?;
    }
    for length in [10, 900, 2_000] {
        let Ok(sender) = Sender::new(&vec![5; length]) else { continue };
        let codes = sender.pieces() + 4;
        fs::write(folder.join(format!("carry/bytes-{length}")), sender.take(codes).collect::<Vec<_>>().join("\n"))?;
    }
    let wrapped = Wrapped { salt: [1; 32], iv: [2; 12], key: [3; 48] };
    let passphrase = (Way::Passphrase(Stretch::with_salt([4; 16])), wrapped.clone());
    let passkey = (Way::Passkey(Passkey { credential: vec![5; 20], salt: [6; 32] }), wrapped);
    for (n, lock) in Lock::new(vec![passphrase, passkey]).into_iter().enumerate() {
        fs::write(folder.join(format!("lock/lock-{n}")), lock.encode())?;
    }
    fs::write(folder.join("lock/tries"), Tries::default().and_one(t(NOW)).encode())?;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let Ok(outcomes) = fs::read_dir(corpus) else { return Ok(()) };
    for outcome in outcomes {
        let outcome = outcome?;
        if !outcome.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(outcome.path())? {
            let file = file?;
            let content = fs::read_to_string(file.path())?;
            let Some((_, text)) = content.split_once("\n\n") else { continue };
            let name = format!("{}-{}", outcome.file_name().display(), file.file_name().display());
            if name.starts_with("backup-") {
                fs::write(folder.join("backup").join(&name), unhex(text.trim_end()).unwrap_or_default())?;
            }
            if name.starts_with("challenge-") {
                let text = text.trim_end_matches('\n');
                fs::write(folder.join("challenge").join(&name), text)?;
                let message = text.strip_prefix("HQ1:").and_then(|body| base45::decode(body).ok());
                fs::write(folder.join("challenge").join(format!("{name}-message")), message.unwrap_or_default())?;
            }
            if name.starts_with("lists-") {
                offered(folder, &name, text.trim_end())?;
            }
            if let Ok(text) = ScannedText::new(text) {
                one(folder, &name, &text, text.decode_within(MAX_DELIVERY_BYTES).ok().as_deref())?;
            }
        }
    }
    Ok(())
}

/// A backup with something of everything, and a receive code.
fn backups(folder: &Path) -> io::Result<()> {
    let person = Name::new("Li Na").map(|name| Person { name, place: 1 });
    let kept = |person, uses| Kept { content: delivery(), at: t(NOW), person, uses };
    let backup = Backup {
        made_at: t(NOW),
        people: person.into_iter().collect(),
        passes: vec![kept(Some(0), Some(vec![0x80])), kept(None, None)],
        keys: vec![KeptKeys { keys: vec![holder()], at: t(NOW) }],
    };
    if let Ok(bytes) = backup.encode() {
        fs::write(folder.join("backup/own"), &*bytes)?;
    }
    let recipient = format!("age1{}", "q".repeat(58));
    let code = ReceiveCode::new(&recipient, t(NOW)).map(|code| code.encode());
    fs::write(folder.join("backup/code"), code.unwrap_or_default())
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

/// Lists that are offered in the corpus.
fn offered(folder: &Path, name: &str, hex: &str) -> io::Result<()> {
    let Some(bytes) = unhex(hex) else { return Ok(()) };
    fs::write(folder.join("bundle").join(name), &bytes)?;
    let files = Bundle::parse(&bytes).map(|bundle| bundle.files).unwrap_or_default();
    files.iter().enumerate().try_for_each(|(n, file)| fs::write(folder.join(format!("lists/{name}-{n}")), file))
}

/// A text, the message in it, and the CBOR inside that message.
fn one(folder: &Path, name: &str, text: &ScannedText, message: Option<&[u8]>) -> io::Result<()> {
    fs::write(folder.join("text").join(name), text.as_str())?;
    let Some(message) = message else { return Ok(()) };
    fs::write(folder.join("message").join(name), message)?;
    fs::write(folder.join("cbor").join(name), message)?;
    if let Ok(Value::Tag(_, inner)) = cbor::decode(message) {
        for (n, part) in inner.as_array().unwrap_or_default().iter().enumerate() {
            if let Some(part) = part.as_bytes() {
                fs::write(folder.join("cbor").join(format!("{name}-{n}")), part)?;
            }
        }
    }
    Ok(())
}
