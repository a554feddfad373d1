//! `tessera rules`: rules of doors, signed, for shops to take from a file or a code.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Ending;
use super::error::CliError;
use super::keyfile;
use super::moment;
use super::output::{self, NewFolder};
use super::picture;
use crate::claims::Colour;
use crate::id::{IssuerId, Name};
use crate::key::IssuerKey;
use crate::limits::{MAX_RULES_NAMES, MAX_TEST_AGE};
use crate::policy::{Colours, Rules as DoorRules, sign_rules};
use crate::qr::Level;
use crate::time::{UnixTime, Window};
use crate::trust::MaySign;
use crate::wire::text::ScannedText;

const HOW: &str = "\
A shop takes the rules from the text, from the file of it, or by filming the code, once it has the trust list that says that
this key may sign rules. What is not said is not asked for: without an option, green is let in, live or on paper.";

#[derive(Args)]
#[command(after_help = HOW)]
pub(super) struct Rules {
    /// Private key of an issuer that may sign rules; its public file lies beside it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// New folder for rules.txt, rules.svg and rules.png
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// What the rules are called, to show
    #[arg(long)]
    name: Option<String>,
    /// The colours that are let in
    #[arg(long = "colours", value_enum, value_delimiter = ',', default_value = "green")]
    colours: Vec<ColourWord>,
    /// Let nobody in on paper
    #[arg(long)]
    live_only: bool,
    /// Let specimens in, marked: for a training, never for a real door
    #[arg(long)]
    specimens: bool,
    /// Take only passes of this region; give it once for each
    #[arg(long = "region", value_name = "NAME")]
    regions: Vec<String>,
    /// Take only passes of this issuer, by its identifier; give it once for each
    #[arg(long = "issuer", value_name = "ID")]
    issuers: Vec<String>,
    /// Ask for a negative test that is at most this many hours old
    #[arg(long, value_name = "HOURS", value_parser = clap::value_parser!(u64).range(1..=MAX_TEST_AGE / 3_600))]
    max_test_age: Option<u64>,
    /// For how many days the rules hold
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=366))]
    days: u64,
    /// When they begin to hold [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment::parse)]
    at: Option<UnixTime>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ColourWord {
    Green,
    Yellow,
    Red,
}

impl From<ColourWord> for Colour {
    fn from(word: ColourWord) -> Self {
        match word {
            ColourWord::Green => Self::Green,
            ColourWord::Yellow => Self::Yellow,
            ColourWord::Red => Self::Red,
        }
    }
}

impl Rules {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let at = moment::at(self.at)?;
        let key: IssuerKey = keyfile::read_secret(&self.key)?;
        let card = keyfile::read_issuer(&keyfile::public_path(&self.key))?;
        if card.key != key.public() {
            return Err(CliError::Usage(
                "the public file beside the key is of another key",
                "Put the two files that tessera keygen made together again.",
            ));
        }
        if !card.may_sign.contains(&MaySign::Rules) {
            return Err(CliError::Usage(
                "this key may not sign rules",
                "Make a key with tessera keygen issuer --may-sign rules, and a trust list that has it.",
            ));
        }
        let rules = self.rules()?;
        let window = Window::new(at, at.plus(self.days * 86_400)).ok_or(CliError::Clock)?;
        let text = ScannedText::encode(&sign_rules(&key, &card.issuer, window, &rules));
        let symbol = picture::symbol(text.as_str(), Level::M)?;
        let folder = NewFolder::begin(&self.out)?;
        folder.write("rules.txt", format!("{}\n", text.as_str()).as_bytes())?;
        folder.write("rules.svg", picture::svg(&symbol).as_bytes())?;
        folder.write("rules.png", &picture::png(&symbol)?)?;
        folder.finish()?;
        let (out, length) = (self.out.display(), text.as_str().len());
        output::print(&format!("{out}: rules until {}, {length} characters\n", window.expires()))?;
        Ok(Ending::Done)
    }

    fn rules(&self) -> Result<DoorRules, CliError> {
        if self.regions.len().max(self.issuers.len()) > MAX_RULES_NAMES {
            return Err(CliError::Usage("too many names", "Rules name at most 16 regions and 16 issuers."));
        }
        let name = |text: &String| Name::new(text).map_err(|_| CliError::Text("name"));
        let issuer = |text: &String| IssuerId::new(text).map_err(|_| CliError::Text("identifier"));
        Ok(DoorRules {
            name: self.name.as_ref().map(name).transpose()?,
            colours: self.colours.iter().fold(Colours::NONE, |all, colour| all.with((*colour).into())),
            accepts_paper: !self.live_only,
            accepts_specimens: self.specimens,
            regions: self.regions.iter().map(name).collect::<Result<_, _>>()?,
            issuers: self.issuers.iter().map(issuer).collect::<Result<_, _>>()?,
            max_test_age: self.max_test_age.map(|hours| hours * 3_600),
        })
    }
}
