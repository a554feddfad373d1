use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::limits::MAX_REQUEST_BYTES;
use crate::qr::{Level, Symbol};
use crate::ui::components::{Around, Button, Code, moving_code, paragraph};
use crate::ui::dynamic::RwSignal;
use crate::ui::route::Route;
use crate::ui::state::{use_notices, use_words};
use crate::ui::words::Phrase;
use crate::web::{page, share};
use crate::wire::text::ScannedText;

/// Name of the file of a request.
const FILE: &str = "tessera-request.txt";

/// A request as code, or codes that move, as text, link and file.
#[component]
pub fn RequestCard(
    /// The request.
    text: ScannedText,
) -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let symbol = Symbol::of(&text, Level::M).ok().map(Arc::new);
    let code = match (symbol, text.decode_within(MAX_REQUEST_BYTES)) {
        (None, Ok(bytes)) => moving(bytes),
        (symbol, _) => view! { <Code symbol=RwSignal::new(symbol) label=Phrase::RequestLabel/> }.into_any(),
    };
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
    let saved = plain.clone();
    let save = Callback::new(move |()| {
        let text = saved.clone();
        spawn_local(async move { share::pass_on(FILE, "text/plain", text.as_bytes()).await });
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
        {code}
        <label class="field">
            <span class="field-name">{words.of(Phrase::RequestText)}</span>
            <textarea class="field-text" readonly=true rows="3" prop:value=plain></textarea>
        </label>
        <div class="row">
            <Button phrase=Phrase::Copy on_press=copy/>
            <Button phrase=Phrase::Share on_press=send/>
            <Button phrase=Phrase::SaveFile on_press=save/>
        </div>
    }
}

/// A request that no one code holds.
fn moving(bytes: Vec<u8>) -> AnyView {
    let around = Around {
        label: Phrase::RequestLabel,
        slower: Phrase::RequestSlower,
        below: || paragraph(Phrase::RequestMoves),
        // The longest request is a tenth of what codes that move carry.
        too_large: || ().into_any(),
    };
    moving_code(RwSignal::new(Some(Arc::new(bytes))), around)
}
