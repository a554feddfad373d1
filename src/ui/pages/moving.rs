//! A moving code before the scanner: a record with its portrait, or another shop's lists.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::limits::{CARRIED_PART_BYTES, MAX_PRESENTATION_BYTES};
use crate::ui::dynamic::{RwSignal, StoredValue, maybe, text};
use crate::ui::state::use_words;
use crate::ui::words::{Phrase, Trouble};
use crate::web::carrier::{Filming, Received};
use crate::web::reader::ImageFault;
use crate::wire::registry::TAG_SIGN1;

/// More pieces than this, and it is no record.
const MOST_PIECES: u32 = MAX_PRESENTATION_BYTES.div_ceil(CARRIED_PART_BYTES) as u32;

/// What a part has led to.
pub enum Part {
    /// All of something that may be a record.
    Message(Vec<u8>),
    /// It is something else, such as lists.
    Other,
    /// Codes of this kind cannot be read on this device.
    Failed(Trouble),
}

/// What was filmed of a moving code.
#[derive(Clone, Copy)]
pub struct Moving {
    filming: StoredValue<(Option<Rc<Filming>>, String)>,
    /// Pieces that are known, and that there are.
    progress: RwSignal<Option<(u32, u32)>>,
}

impl Moving {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { filming: StoredValue::new((None, String::new())), progress: RwSignal::new(None) }
    }

    /// Takes the text of a code; `then` is called once there is something to do about it.
    pub fn take(self, text: String, then: impl FnOnce(Part) + 'static) {
        // The same code stays in view for more than one look.
        if self.filming.with_value(|(_, last)| *last == text) {
            return;
        }
        let filming = self.filming.try_update_value(|(filming, last)| {
            last.clone_from(&text);
            filming.get_or_insert_with(|| Rc::new(Filming::start())).clone()
        });
        let Some(filming) = filming else { return };
        spawn_local(async move {
            let received = filming.take(&text).await;
            // In the meantime it may have become whole, or the page is gone.
            let is_current =
                self.filming.try_with_value(|(now, _)| now.as_ref().is_some_and(|now| Rc::ptr_eq(now, &filming)));
            if is_current != Some(true) {
                return;
            }
            match received {
                Ok(Received::Nothing) => {}
                Ok(Received::Progress { pieces, .. }) if pieces > MOST_PIECES => self.end(then, Part::Other),
                Ok(Received::Progress { known, pieces }) => self.progress.set(Some((known, pieces))),
                Ok(Received::Broken) => self.progress.set(None),
                Ok(Received::Whole(bytes)) => {
                    let is_signed = bytes.first().is_some_and(|initial| u64::from(*initial) == 0xc0 | TAG_SIGN1);
                    self.end(then, if is_signed { Part::Message(bytes) } else { Part::Other });
                }
                Err(_) => self.end(then, Part::Failed(ImageFault::Broken.into())),
            }
        });
    }

    fn end(self, then: impl FnOnce(Part), part: Part) {
        self.filming.set_value((None, String::new()));
        self.progress.set(None);
        then(part);
    }

    /// How far it is, while it is under way.
    pub fn view(self) -> AnyView {
        let words = use_words();
        let percent = move || self.progress.get().map_or(0, |(known, pieces)| known * 100 / pieces.max(1));
        let some = move || {
            view! {
                <p class="viewfinder-hint">{words.of(Phrase::ScanMoving)}</p>
                <div
                    class="carriage-progress"
                    role="progressbar"
                    aria-label=words.of(Phrase::ListsProgress)
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=text(move || percent().to_string())
                >
                    <div class="carriage-bar" style:width=text(move || format!("{}%", percent()))></div>
                </div>
            }
            .into_any()
        };
        let is_under_way = Memo::new(move |_| self.progress.get().is_some());
        view! { <div role="status">{maybe(move || is_under_way.get().then(some))}</div> }.into_any()
    }
}
