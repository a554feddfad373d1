use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Link, RequestCard, paragraph, title, trouble_card, waiting};
use crate::ui::dynamic::{RwSignal, follow, part};
use crate::ui::route::Route;
use crate::ui::state::{Stage, use_session, use_wallet, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::page;
use crate::wire::text::ScannedText;

/// "Get a pass": makes a key on this phone and shows a request for it.
#[component]
pub fn Get() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let wallet = use_wallet();
    let request = RwSignal::new(Stage::<ScannedText>::Waiting);
    follow(move || match session.vault_stage() {
        Stage::Waiting => {}
        Stage::Failed(trouble) => request.set(Stage::Failed(trouble)),
        Stage::Ready(()) => spawn_local(async move {
            // The key is worth nothing if the browser clears it before the answer comes.
            page::persist_storage().await;
            let made = wallet.request().await;
            request.try_set(made.map_or_else(|fault| Stage::Failed(Trouble::from(fault)), Stage::Ready));
        }),
    });
    view! {
        <section class="page">
            {title(Phrase::RequestTitle)}
            {paragraph(Phrase::RequestLead)}
            {part(move || match request.get() {
                Stage::Waiting => waiting(),
                Stage::Failed(trouble) => trouble_card(trouble),
                Stage::Ready(text) => view! { <RequestCard text/> }.into_any(),
            })}
            <p>{words.of(Phrase::RequestNext)}" "{words.of(Phrase::RequestValid)}</p>
            <Link to=Route::Add class="button button-primary" phrase=Phrase::AddTheAnswer/>
        </section>
    }
}
