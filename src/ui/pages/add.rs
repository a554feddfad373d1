use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::holder::Checked;
use crate::time::Validity;
use crate::ui::components::{
    AdviceCard, Button, ButtonKind, ClaimsList, Icon, IconView, Link, TroubleCard, Viewfinder, Ways,
};
use crate::ui::dynamic::{follow, maybe, part};
use crate::ui::pages::focus_on_change;
use crate::ui::route::Route;
use crate::ui::state::{Stage, pass_in, use_navigation, use_session, use_wallet, use_words};
use crate::ui::words::{Advice, Phrase, Trouble};
use crate::web::{clock, page};
use crate::wire::text::ScannedText;

/// Where adding a pass stands.
#[derive(Clone)]
enum Step {
    /// How it comes in.
    Ways,
    /// By camera.
    Camera,
    /// Its text is here; the lists are not yet.
    Waiting(ScannedText),
    /// It may be kept.
    Good(Arc<Checked>),
    /// It is in the wallet already.
    Known,
    /// It is not kept, and why.
    Bad(Result<crate::holder::CheckError, Trouble>),
}

/// "Add a pass": takes a delivery, says what it is, and keeps it when asked to.
#[component]
pub fn Add() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let wallet = use_wallet();
    let fragment = use_navigation().fragment();
    let step = RwSignal::new(Step::Ways);
    let take = Callback::new(move |text: String| {
        step.set(match pass_in(&text) {
            Ok(text) => Step::Waiting(text),
            Err(trouble) => Step::Bad(Err(trouble)),
        });
    });
    // A camera films menus, too; it goes on until it sees a pass.
    let film = Callback::new(move |text: String| {
        if matches!(step.get_untracked(), Step::Camera) && pass_in(&text).is_ok() {
            take.run(text);
        }
    });
    follow(move || {
        if let Some(link) = fragment.get() {
            fragment.set(None);
            take.run(format!("#{link}"));
        }
    });
    follow(move || {
        let Step::Waiting(text) = step.get() else { return };
        // The wallet knows its own keys and passes only once it is open.
        match (session.lists(), wallet.entries()) {
            (Stage::Ready(_), Stage::Ready(_)) => step.set(match wallet.check(&text) {
                Ok(checked) if wallet.has(&checked) => Step::Known,
                Ok(checked) => Step::Good(Arc::new(checked)),
                Err(error) => Step::Bad(Ok(error)),
            }),
            (Stage::Failed(trouble), _) | (_, Stage::Failed(trouble)) => step.set(Step::Bad(Err(trouble))),
            _ => {}
        }
    });
    let again = Callback::new(move |()| step.set(Step::Ways));
    focus_on_change(step);
    view! {
        <section class="page">
            {part(move || match step.get() {
                Step::Ways => view! { <Choice step take/> }.into_any(),
                Step::Camera => view! {
                    <h1 id="title" tabindex="-1">{words.of(Phrase::AddTitle)}</h1>
                    <Viewfinder on_text=film hint=Signal::derive(words.of(Phrase::PointCamera)) wrong=false/>
                    <Button on_press=again kind=ButtonKind::Quiet>{words.of(Phrase::Cancel)}</Button>
                }.into_any(),
                Step::Waiting(_) => view! { <p class="waiting" role="status">{words.of(Phrase::Loading)}</p> }.into_any(),
                Step::Good(checked) => view! { <Preview checked again/> }.into_any(),
                Step::Known => view! {
                    <h1 id="title" tabindex="-1">{words.of(Phrase::AlreadyKept)}</h1>
                    <Link to=Route::Wallet class="button button-primary">{words.of(Phrase::ToWallet)}</Link>
                }.into_any(),
                Step::Bad(reason) => {
                    let advice = Signal::derive(move || match reason {
                        Ok(error) => words.language().check_error(error),
                        Err(trouble) => words.language().trouble(trouble),
                    });
                    view! { <Refused advice again/> }.into_any()
                }
            })}
        </section>
    }
}

/// The ways in.
#[component]
fn Choice(
    /// Where it goes from here.
    step: RwSignal<Step>,
    /// Takes a text.
    take: Callback<String>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <h1 id="title" tabindex="-1">{words.of(Phrase::AddTitle)}</h1>
        <p>{words.of(Phrase::AddLead)}</p>
        <Button on_press=Callback::new(move |()| step.set(Step::Camera)) kind=ButtonKind::Primary>
            <IconView icon=Icon::Camera/>
            {words.of(Phrase::UseCamera)}
        </Button>
        <Ways on_text=take/>
        <Link to=Route::Get class="quiet-link">{words.of(Phrase::GetAPass)}</Link>
    }
}

/// What the pass says, before it is kept.
#[component]
fn Preview(
    /// The pass.
    checked: Arc<Checked>,
    /// Goes back to the ways in.
    again: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let wallet = use_wallet();
    let navigation = use_navigation();
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let claims = checked.claims().clone();
    let binding = checked.binding();
    let issuer = checked.issuer().as_str().to_owned();
    let region = checked.region().as_str().to_owned();
    let not_yet = checked.validity(clock::now()) == Validity::NotYet;
    let keep = Callback::new(move |()| {
        let checked = checked.clone();
        busy.set(true);
        spawn_local(async move {
            page::persist_storage().await;
            match wallet.keep(&checked).await {
                // The pass itself on the screen says that it was kept.
                Ok(_) => navigation.replace(Route::Wallet),
                Err(fault) => {
                    busy.try_set(false);
                    trouble.try_set(Some(fault.into()));
                }
            }
        });
    });
    view! {
        <h1 id="title" tabindex="-1">{words.of(Phrase::CheckTitle)}</h1>
        <p>{words.of(Phrase::CheckLead)}</p>
        {not_yet.then(|| view! {
            <div class="advice" role="status">
                <p class="advice-title">{words.of(Phrase::NotYetTitle)}</p>
                <p>{words.of(Phrase::NotYetBody)}</p>
            </div>
        })}
        <ClaimsList claims binding issuer region/>
        {maybe(move || trouble.get().map(|trouble| view! { <TroubleCard trouble/> }.into_any()))}
        <Button on_press=keep kind=ButtonKind::Primary disabled=Signal::derive(move || busy.get())>
            {words.of(Phrase::Keep)}
        </Button>
        <Button on_press=again kind=ButtonKind::Plain>{words.of(Phrase::DoNotKeep)}</Button>
    }
}

/// Why it is not kept.
#[component]
fn Refused(
    /// What is wrong and what to do.
    advice: Signal<Advice>,
    /// Goes back to the ways in.
    again: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <h1 id="title" tabindex="-1">{words.of(Phrase::AddTitle)}</h1>
        <AdviceCard advice/>
        <p>{words.of(Phrase::NothingKept)}</p>
        <Button on_press=again kind=ButtonKind::Primary>{words.of(Phrase::TryAgain)}</Button>
    }
}
