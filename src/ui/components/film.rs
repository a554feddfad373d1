use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Viewfinder, keep_awake, remark};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, maybe, text};
use crate::ui::state::{use_ticker, use_words};
use crate::ui::words::{Language, Phrase, Trouble};
use crate::web::carrier::{Filming, Received};
use crate::web::reader::ImageFault;
use crate::wire::text::CARRIED_PREFIX;

/// How long the sentence about a foreign code stays, in seconds.
const FOREIGN_STAYS: u64 = 2;

/// Seconds without a code after which it says what to do.
const IDLE_AFTER: u64 = 5;

/// How long the sentence about a new start stays, in seconds.
const NOTE_STAYS: u64 = 10;

/// Seconds between two sentences of a screen reader.
const SPOKEN_EVERY: u64 = 10;

/// Seconds of filming before anything is said about the time left.
const RATE_AFTER: u64 = 2;

/// What has come so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Receipt {
    /// Pieces that are known, and how many of them were from the first moment on.
    known: u32,
    first: u32,
    /// Pieces that there are; zero before the first.
    pieces: u32,
    /// Seconds of filming since the first.
    seconds: u64,
}

impl Receipt {
    fn percent(self) -> u32 {
        (self.known * 100).checked_div(self.pieces).unwrap_or_default()
    }

    /// Seconds that are left at the rate so far.
    fn left(self) -> Option<u64> {
        let came = self.known.checked_sub(self.first).filter(|came| *came > 0 && self.seconds >= RATE_AFTER)?;
        Some((u64::from(self.pieces - self.known) * self.seconds).div_ceil(u64::from(came)).max(1))
    }

    fn words(self, language: Language) -> String {
        if self.pieces == 0 {
            return Phrase::ListsNothingYet.text(language).to_owned();
        }
        let pieces = language.pieces(self.known, self.pieces);
        match self.left() {
            Some(left) => format!("{pieces} · {}", language.left(left)),
            None => pieces,
        }
    }
}

/// What is told while it films.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Told {
    receipt: Receipt,
    /// What a screen reader was told last.
    spoken: Receipt,
    /// Why it started over.
    note: Option<Phrase>,
    /// Seconds since the last code of this kind, and since the last other one.
    idle: u64,
    foreign: u64,
}

impl Told {
    /// A second of filming has passed.
    fn tick(&mut self) {
        self.idle += 1;
        self.foreign += 1;
        if self.receipt.pieces > 0 {
            self.receipt.seconds += 1;
            if self.receipt.seconds % SPOKEN_EVERY == 1 {
                self.spoken = self.receipt;
            }
        }
    }

    /// What there is to know or to do.
    fn advice(&self) -> Option<(Phrase, Phrase)> {
        if self.idle >= IDLE_AFTER {
            return Some((Phrase::ListsIdle, Phrase::ListsIdleBody));
        }
        self.note.filter(|_| self.receipt.seconds < NOTE_STAYS).map(|note| (note, Phrase::ListsStartsOver))
    }

    /// So many pieces are known now.
    fn progress(&mut self, known: u32, pieces: u32, other: Phrase) {
        let before = self.receipt;
        let goes_on = before.pieces == pieces && known >= before.known;
        if goes_on {
            self.receipt.known = known;
            return;
        }
        if before.pieces > 0 {
            self.note = Some(other);
        }
        self.receipt = Receipt { known, first: known, pieces, seconds: 0 };
    }
}

/// What stands around the camera's picture.
#[derive(Clone, Copy)]
pub struct Filmed {
    /// What to point the camera at.
    pub point: Phrase,
    /// What to say about a code of another kind.
    pub foreign: Phrase,
    /// What a screen reader calls the progress.
    pub progress: Phrase,
    /// What to say when the other screen turns to other bytes.
    pub other: Phrase,
}

/// Films a moving code until all of it is there, and says how far it is; then `whole` gets the bytes, or `failed` why there are none.
pub fn film(subject: Filmed, whole: Callback<Vec<u8>>, failed: Callback<Trouble>) -> AnyView {
    let words = use_words();
    let ticker = use_ticker();
    let told = RwSignal::new(Told::default());
    let films = RwSignal::new(false);
    let wrong = RwSignal::new(false);
    let over = StoredValue::new(false);
    let filming = StoredValue::new((Rc::new(Filming::start()), String::new()));

    follow(move || {
        ticker.now();
        if films.get_untracked() {
            told.update(Told::tick);
            if wrong.get_untracked() && told.with_untracked(|told| told.foreign > FOREIGN_STAYS) {
                wrong.set(false);
            }
        }
    });
    let take = Callback::new(move |text: String| {
        if over.get_value() {
            return;
        }
        let is_part = text.starts_with(CARRIED_PREFIX);
        told.update(|told| *(if is_part { &mut told.idle } else { &mut told.foreign }) = 0);
        wrong.set(!is_part);
        // The same code stays in view for more than one look.
        if !is_part || filming.with_value(|(_, last)| *last == text) {
            return;
        }
        filming.update_value(|(_, last)| last.clone_from(&text));
        let receiver = filming.with_value(|(receiver, _)| receiver.clone());
        spawn_local(async move {
            let received = receiver.take(&text).await;
            // In the meantime it may have become whole, or the page is gone.
            if over.try_with_value(|over| *over) != Some(false) {
                return;
            }
            match received {
                Ok(Received::Nothing) => {}
                Ok(Received::Progress { known, pieces }) => {
                    told.update(|told| told.progress(known, pieces, subject.other))
                }
                Ok(Received::Broken) => {
                    told.update(|told| *told = Told { note: Some(Phrase::ListsBroken), ..Told::default() })
                }
                Ok(Received::Whole(bytes)) => {
                    over.set_value(true);
                    whole.run(bytes);
                }
                Err(_) => {
                    over.set_value(true);
                    failed.run(ImageFault::Broken.into());
                }
            }
        });
    });
    keep_awake(move || ticker.visible());
    let said = move |of: fn(&Told) -> Receipt| text(move || told.with(of).words(words.language()));
    let percent = move || told.with(|told| told.receipt.percent());
    view! {
        <Viewfinder on_text=take wrong films point=subject.point foreign=subject.foreign/>
        <div
            class="carriage-progress"
            role="progressbar"
            aria-label=words.of(subject.progress)
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=text(move || percent().to_string())
            aria-valuetext=said(|told| told.receipt)
        >
            <div class="carriage-bar" style:width=text(move || format!("{}%", percent()))></div>
        </div>
        <p class="carriage-count">{said(|told| told.receipt)}</p>
        <p class="unseen" role="status">{said(|told| told.spoken)}</p>
        {maybe(move || told.with(Told::advice).filter(|_| films.get()).map(|(title, body)| remark(title, body)))}
    }
    .into_any()
}
