use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Link, RequestCard, home_screen_first, paragraph, title, trouble_card, waiting};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, part};
use crate::ui::route::Route;
use crate::ui::state::{Stage, use_session, use_wallet, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::page;
use crate::wire::text::ScannedText;

/// "Get a pass": makes keys on this phone and shows a request with them.
#[component]
pub fn Get() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let wallet = use_wallet();
    let request = RwSignal::new(Stage::<ScannedText>::Waiting);
    let asked = StoredValue::new(false);
    follow(move || match (session.vault_stage(), wallet.entries()) {
        (Stage::Failed(trouble), _) | (_, Stage::Failed(trouble)) => request.set(Stage::Failed(trouble)),
        // Only an open wallet knows which keys have been answered.
        (Stage::Ready(()), Stage::Ready(_))
            if asked.try_update_value(|asked| !core::mem::replace(asked, true)) == Some(true) =>
        {
            // The keys are worth nothing if the browser clears them before the answer comes.
            spawn_local(async {
                page::persist_storage().await;
            });
            spawn_local(async move {
                let made = wallet.request().await;
                request.try_set(made.map_or_else(|fault| Stage::Failed(Trouble::from(fault)), Stage::Ready));
            });
        }
        _ => {}
    });
    view! {
        <section class="page">
            {title(Phrase::RequestTitle)}
            {home_screen_first()}
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
