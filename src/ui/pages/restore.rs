use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::limits::MAX_SEALED_BYTES;
use crate::ui::components::{ButtonKind, Link, offered, paragraph, remark, title, trouble_if};
use crate::ui::dynamic::{RwSignal, part, text};
use crate::ui::pages::focus_on_change;
use crate::ui::pages::secret::{as_drawn, plain};
use crate::ui::route::Route;
use crate::ui::state::{Session, Unpacked, ask_for_storage_there, take, use_session, use_wallet, use_words, weigh};
use crate::ui::words::{Phrase, Trouble};
use crate::web::strongbox::{Refused, Strongbox};
use crate::web::{clock, file};

/// Where restoring stands.
#[derive(Clone)]
enum Step {
    /// Which file.
    Choose,
    /// Its name and bytes are here; its passphrase is not.
    Closed(Arc<(String, Vec<u8>)>),
    /// It is being opened.
    Opening,
    /// What is in it.
    Open(Arc<Unpacked>),
    /// So many passes were added.
    Over(usize),
}

/// A backup out of a file: what is in it is shown first, and only what is missing here is added.
#[component]
pub fn Restore() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let step = RwSignal::new(Step::Choose);
    let trouble = RwSignal::new(None::<Trouble>);
    focus_on_change(step);
    let choose = move |event: web_sys::Event| {
        let element: web_sys::HtmlInputElement = event_target(&event);
        let Some(chosen) = element.files().and_then(|files| files.get(0)) else { return };
        // The same file may be chosen twice.
        element.set_value("");
        trouble.set(None);
        spawn_local(async move {
            match file::bytes_of(&chosen, MAX_SEALED_BYTES).await {
                Some(bytes) => step.try_set(Step::Closed(Arc::new((chosen.name(), bytes)))),
                None => trouble.try_set(Some(Refused::TooMuch.into())),
            };
        });
    };
    let typed = RwSignal::new(String::new());
    let open = Callback::new(move |()| {
        let Step::Closed(file) = step.get_untracked() else { return };
        let passphrase = typed.get_untracked();
        trouble.set(None);
        step.set(Step::Opening);
        spawn_local(async move {
            match opened(session, &file.1, &passphrase).await {
                Ok(weighed) => {
                    typed.try_set(String::new());
                    step.try_set(Step::Open(weighed));
                }
                Err(fault) => {
                    let goes_on = [Refused::WrongKey, Refused::Fault].map(Trouble::from).contains(&fault);
                    trouble.try_set(Some(fault));
                    step.try_set(if goes_on { Step::Closed(file) } else { Step::Choose });
                }
            }
        });
    });
    let taken = Callback::new(move |added| step.set(Step::Over(added)));
    let closed = move |name: String| {
        view! {
            <p><bdi>{name}</bdi></p>
            <form class="ways" on:submit=move |event| { event.prevent_default(); open.run(()) }>
                <label class="field">
                    <span class="field-name">{words.of(Phrase::Passphrase)}</span>
                    <input
                        class="field-text"
                        type="text"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        prop:value=text(move || typed.get())
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                </label>
                {trouble_if(trouble)}
                <button type="submit" class="button button-primary">{words.of(Phrase::RestoreUnlock)}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="page">
            {title(Phrase::RestoreTitle)}
            {part(move || match step.get() {
                Step::Choose => view! {
                    {paragraph(Phrase::RestoreLead)}
                    {trouble_if(trouble)}
                    <label class="button button-primary ways-file">
                        <span>{words.of(Phrase::RestoreChoose)}</span>
                        <input class="ways-input" type="file" on:change=choose/>
                    </label>
                }.into_any(),
                Step::Closed(file) => closed(file.0.clone()),
                Step::Opening => view! { <p class="waiting" role="status">{words.of(Phrase::RestoreOpening)}</p> }.into_any(),
                Step::Open(weighed) => preview(weighed, taken),
                Step::Over(added) => over(added),
            })}
            <Link to=Route::About class="quiet-link" phrase=Phrase::Back/>
        </section>
    }
}

async fn opened(session: Session, file: &[u8], typed: &str) -> Result<Arc<Unpacked>, Trouble> {
    let strongbox = Strongbox::start();
    let (passphrase, drawn) = (plain(typed), as_drawn(typed));
    let document = match strongbox.open(file, &passphrase).await {
        Err(Refused::WrongKey) if drawn != passphrase => strongbox.open(file, &drawn).await,
        document => document,
    };
    weigh(session, &document?, clock::now()).await
}

/// What an opened backup holds, and the button that adds what is missing; `taken` is told how many passes that were.
pub fn preview(weighed: Arc<Unpacked>, taken: Callback<usize>) -> AnyView {
    let words = use_words();
    let wallet = use_wallet();
    let trouble = RwSignal::new(None::<Trouble>);
    let added = weighed.added();
    let list = offered(&weighed);
    let keep = Callback::new(move |()| {
        let weighed = weighed.clone();
        let is_first = wallet.is_empty();
        spawn_local(async move {
            match take(wallet, &weighed).await {
                Ok(added) => {
                    if is_first {
                        ask_for_storage_there();
                    }
                    taken.run(added);
                }
                Err(fault) => {
                    trouble.try_set(Some(fault.into()));
                }
            }
        });
    });
    let press = move |_| keep.run(());
    let action = if added > 0 {
        let label = move || words.language().count(Phrase::RestoreAdd, added as u64);
        view! { <button type="button" class=ButtonKind::Primary.class() on:click=press>{text(label)}</button> }
            .into_any()
    } else {
        remark(Phrase::RestoreNothing, Phrase::RestoreNothingBody)
    };
    view! {
        {list}
        {trouble_if(trouble)}
        {action}
    }
    .into_any()
}

/// It is done.
pub fn over(added: usize) -> AnyView {
    let words = use_words();
    view! {
        <div class="advice" role="status">
            <p class="advice-title">{text(move || words.language().count(Phrase::RestoreAdded, added as u64))}</p>
            {paragraph(Phrase::RestoreAddedBody)}
        </div>
        <Link to=Route::Wallet class="button button-primary" phrase=Phrase::ToWallet/>
    }
    .into_any()
}
