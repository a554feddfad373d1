//! Codes for the reader to be measured on: presentations from the shortest to the longest, with their modules.

use tessera::claims::{Finding, Item, Method};
use tessera::holder::Checked;
use tessera::id::{Audience, Name};
use tessera::issuer::Record;
use tessera::qr::{Level, Symbol};
use tessera::time::{Date, UnixTime};
use tessera::wire::text::ScannedText;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Bench, NOW, door, present};

/// Items of the records, the last for a code of version 27.
const ITEMS: [u64; 7] = [0, 2, 5, 9, 13, 16, 20];

#[wasm_bindgen]
impl Bench {
    /// One line a code: version, modules on a side, the text, and a 1 for each dark module, row by row; separated by tabs.
    pub fn symbols(&self) -> Option<String> {
        let live =
            present(door(None)?.sign_live(&self.issuer, &self.holder.public()), &self.trust, &self.holder, self.now)?;
        let paper = ScannedText::encode(&door(None)?.sign_paper(&self.issuer));
        let records = ITEMS.iter().map(|count| self.record(*count)).collect::<Option<Vec<_>>>()?;
        let lines = [paper, live].into_iter().chain(records).map(|text| {
            let symbol = Symbol::of(&text, Level::M).ok()?;
            let at = |n: usize| symbol.is_dark(n % symbol.width(), n / symbol.width());
            let modules: String = (0..symbol.width().pow(2)).map(|n| if at(n) { '1' } else { '0' }).collect();
            Some(format!("{}\t{}\t{}\t{modules}", symbol.version(), symbol.width(), text.as_str()))
        });
        lines.collect::<Option<Vec<_>>>().map(|lines| lines.join("\n"))
    }

    /// A record with so many tests, of which everything is shown.
    fn record(&self, count: u64) -> Option<ScannedText> {
        let test = |n: u64| {
            let place = Name::new("Harbour Clinic").ok()?;
            let sampled_at = UnixTime::new(NOW - 10_000 * (n + 1))?;
            Some(Item::Test { method: Method::NucleicAcid, finding: Finding::Negative, sampled_at, place })
        };
        let record = Record {
            pass: door(None)?,
            name: Name::new("Mei Li Sample").ok()?,
            birth_date: Date::parse("1985-04-09")?,
            items: (0..count).map(test).collect::<Option<_>>()?,
            portrait: None,
        };
        let mut salt = 0;
        let record = record.sign(&self.issuer, &self.holder.public(), self.now, || {
            salt += 1;
            [salt; 16]
        });
        let record = Checked::open(record, &self.trust, |_| true).ok()?;
        let shown = record.present(&self.holder, &Audience::door(), None, self.now).ok()?;
        Some(shown)
    }
}

/// The code of a text, to be filmed: modules on a side with the quiet zone, a space, and an SVG path of the dark ones.
#[wasm_bindgen]
pub fn drawn(text: &str) -> Option<String> {
    let symbol = Symbol::of_str(text, Level::M).ok()?;
    Some(format!("{} {}", symbol.extent(), symbol.svg_path()))
}
