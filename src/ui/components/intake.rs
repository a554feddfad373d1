use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use web_sys::Blob;

use crate::ui::components::{Button, ButtonKind, paragraph, subtitle, trouble_card};
use crate::ui::dynamic::{RwSignal, StoredValue, maybe, part, text};
use crate::ui::state::use_words;
use crate::ui::words::{Language, Phrase, Trouble};
use crate::web::file::{self, Found};
use crate::web::gifts::{self, Gift};
use crate::web::wedge;
use crate::wedge::{Change, Layout, Scan};
use crate::wire::text::ScannedText;

/// What came of what was given last.
#[derive(Clone)]
enum Told {
    /// Nothing is to be told.
    Nothing,
    /// It is being read: which page, and how many there are.
    Reading(Option<(u32, u32)>),
    /// It could not be read.
    Trouble(Trouble),
    /// A scanner's keys arrived as others.
    Changed(Change),
}

/// What a person gives to a page by other ways than its camera: files, a paste, a drop, the keys of a hand-held scanner, wherever on the page. It listens
/// for as long as the page is there, and what it holds is in memory only.
#[derive(Clone, Copy)]
pub struct Intake {
    on_text: Callback<String>,
    is_open: Callback<(), bool>,
    told: RwSignal<Told>,
    /// Codes that are still to be taken, each with its number.
    codes: RwSignal<Arc<Vec<(u32, Found)>>>,
    over: RwSignal<bool>,
    /// The number of the reading that counts.
    reading: StoredValue<u32>,
}

impl Intake {
    /// Begins to listen. `is_open` is asked whether the page takes a text now; what comes by hand while it does not is dropped, what was found in a file
    /// waits.
    pub fn new(on_text: Callback<String>, is_open: Callback<(), bool>) -> Self {
        let intake = Self {
            on_text,
            is_open,
            told: RwSignal::new(Told::Nothing),
            codes: RwSignal::new(Arc::default()),
            over: RwSignal::new(false),
            reading: StoredValue::new(0),
        };
        let gifts = gifts::listen(move |gift| intake.give(gift));
        let keys = wedge::listen(move |scan| match scan {
            Scan::Text(text) => intake.give(Gift::Text(text)),
            Scan::Changed(change) => intake.told.set(Told::Changed(change)),
        });
        let listeners = SendWrapper::new((gifts, keys));
        on_cleanup(move || drop(listeners));
        intake
    }

    /// Takes what was given.
    pub fn give(self, gift: Gift) {
        match gift {
            Gift::Over(over) => {
                if self.over.get_untracked() != over {
                    self.over.set(over);
                }
            }
            Gift::Text(text) => {
                self.told.set(Told::Nothing);
                if self.is_open.run(()) {
                    self.on_text.run(text);
                }
            }
            Gift::Files(files) => self.read(files),
        }
    }

    /// Whether codes of a file are still to be taken.
    pub fn has_more(self) -> bool {
        self.codes.with_untracked(|codes| !codes.is_empty())
    }

    fn read(self, files: Vec<Blob>) {
        let number = self.next_reading();
        self.told.set(Told::Reading(None));
        spawn_local(async move {
            let goes_on = move || self.reading.try_with_value(|now| *now) == Some(number);
            let on_page = move |page: u32, pages: u32| {
                if goes_on() {
                    self.told.set(Told::Reading(Some((page, pages))));
                }
                goes_on()
            };
            let (mut all, mut fault) = (Vec::new(), None);
            for each in &files {
                match file::texts_of(each, &on_page).await {
                    Ok(found) => all.extend(found),
                    Err(why) => fault = Some(why),
                }
                if !goes_on() {
                    return;
                }
            }
            let found = worth(all);
            self.told
                .set(fault.filter(|_| found.is_empty()).map_or(Told::Nothing, |fault| Told::Trouble(fault.into())));
            self.found(found);
        });
    }

    /// One text is taken at once, of several the person takes one after the other.
    fn found(self, mut found: Vec<Found>) {
        if found.len() == 1
            && self.is_open.run(())
            && let Some(only) = found.pop()
        {
            return self.on_text.run(only.text);
        }
        self.codes.set(Arc::new((1..).zip(found).collect()));
    }

    fn next_reading(self) -> u32 {
        self.reading
            .try_update_value(|number| {
                *number += 1;
                *number
            })
            .unwrap_or_default()
    }

    fn cancel(self) {
        self.next_reading();
        self.told.set(Told::Nothing);
    }

    fn take(self, number: u32) {
        if !self.is_open.run(()) {
            return;
        }
        let mut taken = None;
        self.codes.update(|codes| {
            let codes = Arc::make_mut(codes);
            if let Some(place) = codes.iter().position(|(other, _)| *other == number) {
                taken = Some(codes.remove(place).1.text);
            }
        });
        if let Some(text) = taken {
            self.on_text.run(text);
        }
    }

    /// What there is to say about it.
    pub fn view(self) -> AnyView {
        let words = use_words();
        let state = move || match self.told.get() {
            Told::Reading(None) => Phrase::Reading.text(words.language()).to_owned(),
            Told::Reading(Some((page, pages))) => words.language().page_of(page, pages),
            _ => String::new(),
        };
        let cancel = Callback::new(move |()| self.cancel());
        view! {
            <p class="ways-state" role="status">{text(state)}</p>
            {part(move || match self.told.get() {
                Told::Nothing | Told::Reading(None) => ().into_any(),
                Told::Reading(Some(_)) => {
                    view! { <Button phrase=Phrase::Cancel on_press=cancel kind=ButtonKind::Quiet/> }.into_any()
                }
                Told::Trouble(trouble) => trouble_card(trouble),
                Told::Changed(change) => changed(change),
            })}
            {maybe(move || {
                let codes = self.codes.get();
                (!codes.is_empty()).then(|| self.list(&codes))
            })}
            {maybe(move || {
                let hint = || view! { <div class="drop-hint"><p>{words.of(Phrase::DropHere)}</p></div> };
                self.over.get().then(|| hint().into_any())
            })}
        }
        .into_any()
    }

    fn list(self, codes: &[(u32, Found)]) -> AnyView {
        let words = use_words();
        let one = |(number, found): &(u32, Found)| {
            let (number, page) = (*number, found.page);
            let name = text(move || words.language().code_on_page(number, page));
            view! {
                <li><button type="button" class="button" on:click=move |_| self.take(number)>{name}</button></li>
            }
            .into_any()
        };
        let leave = Callback::new(move |()| self.codes.set(Arc::default()));
        view! {
            <section class="several">
                {subtitle(Phrase::SeveralCodes)}
                {paragraph(Phrase::SeveralCodesBody)}
                <ul class="several-codes">{codes.iter().map(one).collect::<Vec<_>>()}</ul>
                <Button phrase=Phrase::LeaveRest on_press=leave kind=ButtonKind::Quiet/>
            </section>
        }
        .into_any()
    }
}

/// Of several texts those that may be passes; where none may be, the first, so that the page says what it thinks of it.
fn worth(mut all: Vec<Found>) -> Vec<Found> {
    let may_be = |found: &Found| ScannedText::new(&found.text).is_ok() || found.text.contains('#');
    if all.iter().any(may_be) {
        all.retain(may_be);
    } else {
        all.truncate(1);
    }
    all
}

/// What to set, where a scanner and this device do not fit together.
fn changed(change: Change) -> AnyView {
    let words = use_words();
    let (title, body) = match &change {
        Change::Layout { .. } => (Phrase::ScannerLayout, Phrase::ScannerLayoutBody),
        Change::CapsLock => (Phrase::ScannerCaps, Phrase::ScannerCapsBody),
        Change::Method => (Phrase::ScannerMethod, Phrase::ScannerMethodBody),
    };
    let filled = move |language: Language| match &change {
        Change::Layout { device, prefix } => {
            let device = match device {
                Layout::Azerty => Phrase::LayoutAzerty,
                Layout::Qwertz => Phrase::LayoutQwertz,
                Layout::Other => Phrase::LayoutOther,
            };
            body.filled(language, &[("typed", prefix), ("device", device.text(language))])
        }
        _ => body.text(language).to_owned(),
    };
    view! {
        <div class="advice" role="alert">
            <p class="advice-title">{words.of(title)}</p>
            <p>{text(move || filled(words.language()))}</p>
        </div>
    }
    .into_any()
}
