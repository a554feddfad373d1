use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::qr::{Level, Symbol};
use crate::ui::components::{Button, Code};
use crate::ui::dynamic::RwSignal;
use crate::ui::route::Route;
use crate::ui::state::{use_notices, use_words};
use crate::ui::words::Phrase;
use crate::web::{page, share};
use crate::wire::text::ScannedText;

/// A request as code, text and link.
#[component]
pub fn RequestCard(
    /// The request.
    text: ScannedText,
) -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let symbol = RwSignal::new(Symbol::of(&text, Level::M).ok().map(Arc::new));
    let link = format!("{}{}#{}", page::origin(), Route::Request.path(), text.to_fragment());
    let plain = text.as_str().to_owned();
    let copied = plain.clone();
    let copy = Callback::new(move |()| {
        let text = copied.clone();
        spawn_local(async move {
            if share::copy(&text).await {
                notices.say(Phrase::Copied, None);
            }
        });
    });
    let send = Callback::new(move |()| {
        let link = link.clone();
        spawn_local(async move {
            let title = Phrase::RequestForOffice.text(words.language());
            if !share::has_share_sheet() && share::copy(&link).await {
                notices.say(Phrase::Copied, None);
            } else {
                share::share(title, &link).await;
            }
        });
    });
    view! {
        <Code symbol label=Phrase::RequestLabel/>
        <label class="field">
            <span class="field-name">{words.of(Phrase::RequestText)}</span>
            <textarea class="field-text" readonly=true rows="3" prop:value=plain></textarea>
        </label>
        <div class="row">
            <Button phrase=Phrase::Copy on_press=copy/>
            <Button phrase=Phrase::Share on_press=send/>
        </div>
    }
}
