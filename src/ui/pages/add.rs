use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::holder::Checked;
use crate::time::Validity;
use crate::ui::components::{
    Button, ButtonKind, ClaimsList, Icon, Link, Viewfinder, Ways, advice, paragraph, remark, title, trouble_if, waiting,
};
use crate::ui::dynamic::{RwSignal, follow, part};
use crate::ui::pages::focus_on_change;
use crate::ui::route::Route;
use crate::ui::state::{Stage, pass_in, use_navigation, use_session, use_wallet};
use crate::ui::words::{Language, Phrase, Trouble};
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
                Step::Ways => choice(step, take),
                Step::Camera => view! {
                    {title(Phrase::AddTitle)}
                    <Viewfinder on_text=film wrong=RwSignal::new(false)/>
                    <Button phrase=Phrase::Cancel on_press=again kind=ButtonKind::Quiet/>
                }.into_any(),
                Step::Waiting(_) => waiting(),
                Step::Good(checked) => preview(checked, again),
                Step::Known => view! {
                    {title(Phrase::AlreadyKept)}
                    <Link to=Route::Wallet class="button button-primary" phrase=Phrase::ToWallet/>
                }.into_any(),
                Step::Bad(reason) => {
                    let reason = move |language: Language| match reason {
                        Ok(error) => language.check_error(error),
                        Err(trouble) => language.trouble(trouble),
                    };
                    refused(advice(reason), again)
                }
            })}
        </section>
    }
}

/// The ways in.
fn choice(step: RwSignal<Step>, take: Callback<String>) -> AnyView {
    view! {
        {title(Phrase::AddTitle)}
        {paragraph(Phrase::AddLead)}
        <Button phrase=Phrase::UseCamera icon=Icon::Camera on_press=Callback::new(move |()| step.set(Step::Camera)) kind=ButtonKind::Primary/>
        <Ways on_text=take/>
        <Link to=Route::Get class="quiet-link" phrase=Phrase::GetAPass/>
    }
    .into_any()
}

/// What the pass says, before it is kept.
fn preview(checked: Arc<Checked>, again: Callback<()>) -> AnyView {
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
        {title(Phrase::CheckTitle)}
        {paragraph(Phrase::CheckLead)}
        {not_yet.then(|| remark(Phrase::NotYetTitle, Phrase::NotYetBody))}
        <ClaimsList claims binding issuer region/>
        {trouble_if(trouble)}
        <Button phrase=Phrase::Keep on_press=keep kind=ButtonKind::Primary disabled=busy/>
        <Button phrase=Phrase::DoNotKeep on_press=again/>
    }
    .into_any()
}

/// Why it is not kept.
fn refused(reason: AnyView, again: Callback<()>) -> AnyView {
    view! {
        {title(Phrase::AddTitle)}
        {reason}
        {paragraph(Phrase::NothingKept)}
        <Button phrase=Phrase::TryAgain on_press=again kind=ButtonKind::Primary/>
    }
    .into_any()
}
