use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::components::{Around, Link, line, moving_code, paragraph, remark, title, trouble_card};
use crate::ui::dynamic::{RwSignal, follow, part};
use crate::ui::pages::lists::pass_on;
use crate::ui::route::Route;
use crate::ui::state::{Stage, use_session};
use crate::ui::words::{Phrase, Trouble};

/// The kept lists as codes, one after the other, for another shop's camera.
#[component]
pub fn ListsShow() -> impl IntoView {
    let session = use_session();
    let bytes = RwSignal::new(None::<Arc<Vec<u8>>>);
    let trouble = RwSignal::new(None::<Trouble>);
    follow(move || match session.lists() {
        Stage::Waiting => {}
        Stage::Failed(reason) => trouble.set(Some(reason)),
        Stage::Ready(known) => bytes.set(Some(Arc::new(known.bundle().encode()))),
    });
    let around = Around {
        label: Phrase::ListsCodeLabel,
        slower: Phrase::ListsSlower,
        below: || {
            view! {
                {paragraph(Phrase::ListsShowNext)}
                {line("quiet", Phrase::ListsShowLead)}
            }
            .into_any()
        },
        too_large: || {
            view! {
                {remark(Phrase::ListsTooLarge, Phrase::ListsTooLargeBody)}
                {pass_on()}
            }
            .into_any()
        },
    };
    view! {
        <section class="page carriage">
            {title(Phrase::ListsShowTitle)}
            {part(move || trouble.get().map_or_else(|| moving_code(bytes, around), trouble_card))}
            <Link to=Route::Lists class="quiet-link" phrase=Phrase::Back/>
        </section>
    }
}
