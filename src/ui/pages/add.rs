use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::challenge::Challenge;
use crate::holder::{CheckError, Delivery};
use crate::limits::MAX_DELIVERY_BYTES;
use crate::time::Validity;
use crate::ui::components::{
    Button, ButtonKind, ClaimsList, Icon, Intake, Link, Viewfinder, Ways, advice, paragraph, remark, subtitle, switch,
    title, trouble_if, waiting, whose,
};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, part, text};
use crate::ui::pages::focus_on_change;
use crate::ui::route::Route;
use crate::ui::state::{
    Stage, ask_for_storage_there, pass_in, use_navigation, use_notices, use_session, use_shared, use_wallet, use_words,
};
use crate::ui::words::{Language, Phrase, Trouble};
use crate::web::carrier::{Filming, Received};
use crate::web::clock;
use crate::web::reader::ImageFault;
use crate::web::vault::VaultFault;
use crate::wire::text::CARRIED_PREFIX;

/// Where adding a pass stands.
#[derive(Clone)]
enum Step {
    /// How it comes in.
    Ways,
    /// By camera.
    Camera,
    /// It is here; the lists are not yet.
    Waiting(Arc<Vec<u8>>),
    /// It may be kept.
    Good(Arc<Delivery>),
    /// It is in the wallet already.
    Known,
    /// It is not kept, and why.
    Bad(Result<CheckError, Trouble>),
}

/// "Add a pass": takes a delivery, says what it is, and keeps it when asked to.
#[component]
pub fn Add() -> impl IntoView {
    let session = use_session();
    let wallet = use_wallet();
    let navigation = use_navigation();
    let fragment = navigation.fragment();
    let step = RwSignal::new(Step::Ways);
    let take = Callback::new(move |text: String| {
        // It has a page of its own.
        if Challenge::is_claimed_by(&text) {
            return fragment.set(Some(text));
        }
        step.set(match pass_in(&text).map(|text| text.decode_within(MAX_DELIVERY_BYTES)) {
            Ok(Ok(bytes)) => Step::Waiting(Arc::new(bytes)),
            Ok(Err(_)) => Step::Bad(Ok(CheckError::Damaged)),
            Err(trouble) => Step::Bad(Err(trouble)),
        });
    });
    follow(move || {
        if let Some(link) = fragment.get() {
            let link = format!("#{link}");
            if Challenge::is_claimed_by(&link) {
                return navigation.replace(Route::Answer);
            }
            fragment.set(None);
            take.run(link);
        }
    });
    follow(move || {
        let Step::Waiting(bytes) = step.get() else { return };
        // The wallet knows its own keys and passes only once it is open.
        match (session.lists(), wallet.entries()) {
            (Stage::Ready(_), Stage::Ready(_)) => step.set(match wallet.check(bytes.to_vec()) {
                Ok(delivery) if wallet.has(&delivery) => Step::Known,
                Ok(delivery) => Step::Good(Arc::new(delivery)),
                Err(error) => Step::Bad(Ok(error)),
            }),
            // The page is there only while the lock is open, so the wallet is about to know it, too.
            (_, Stage::Failed(trouble)) if trouble.vault() == Some(VaultFault::Locked) => {}
            (Stage::Failed(trouble), _) | (_, Stage::Failed(trouble)) => step.set(Step::Bad(Err(trouble))),
            _ => {}
        }
    });
    let again = Callback::new(move |()| step.set(Step::Ways));
    // What is being looked at is answered first.
    let is_open = Callback::new(move |()| matches!(step.get_untracked(), Step::Ways | Step::Camera));
    let intake = Intake::new(take, is_open);
    let shared = use_shared();
    follow(move || {
        if let Some(gift) = shared.take() {
            intake.give(gift);
        }
    });
    focus_on_change(step);
    view! {
        <section class="page">
            {part(move || match step.get() {
                Step::Ways => choice(step, intake),
                Step::Camera => camera(step, take, again, intake),
                Step::Waiting(_) => waiting(),
                Step::Good(delivery) => preview(delivery, again, intake),
                Step::Known => view! {
                    {title(Phrase::AlreadyKept)}
                    <Link to=Route::Wallet class="button button-primary" phrase=Phrase::ToWallet/>
                    {intake.has_more().then(|| view! { <Button phrase=Phrase::OthersStill on_press=again/> })}
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
fn choice(step: RwSignal<Step>, intake: Intake) -> AnyView {
    view! {
        {title(Phrase::AddTitle)}
        {paragraph(Phrase::AddLead)}
        <Button phrase=Phrase::UseCamera icon=Icon::Camera on_press=Callback::new(move |()| step.set(Step::Camera)) kind=ButtonKind::Primary/>
        {intake.view()}
        <Ways intake/>
        <Link to=Route::Get class="quiet-link" phrase=Phrase::GetAPass/>
    }
    .into_any()
}

/// By camera: one code, or codes that move. It films menus, too, and goes on until it sees a pass.
fn camera(step: RwSignal<Step>, take: Callback<String>, again: Callback<()>, intake: Intake) -> AnyView {
    let words = use_words();
    let filming = StoredValue::new(Rc::new(Filming::start()));
    let last = StoredValue::new(String::new());
    let count = RwSignal::new(None::<(u32, u32)>);
    let film = Callback::new(move |text: String| {
        if !matches!(step.get_untracked(), Step::Camera) {
            return;
        }
        if !text.starts_with(CARRIED_PREFIX) {
            if pass_in(&text).is_ok() || Challenge::is_claimed_by(&text) {
                take.run(text);
            }
            return;
        }
        // The same code stays in view for more than one look.
        if last.try_update_value(|last| core::mem::replace(last, text.clone())).as_ref() == Some(&text) {
            return;
        }
        let receiver = filming.get_value();
        spawn_local(async move {
            let received = receiver.take(&text).await;
            if !matches!(step.try_get_untracked(), Some(Step::Camera)) {
                return;
            }
            match received {
                Ok(Received::Nothing) => {}
                Ok(Received::Progress { known, pieces }) => {
                    count.try_set(Some((known, pieces)));
                }
                Ok(Received::Broken) => {
                    count.try_set(None);
                }
                Ok(Received::Whole(bytes)) => step.set(Step::Waiting(Arc::new(bytes))),
                Err(_) => step.set(Step::Bad(Err(ImageFault::Broken.into()))),
            }
        });
    });
    let progress = move || match count.get() {
        Some((known, pieces)) => words.language().pieces(known, pieces),
        None => String::new(),
    };
    view! {
        {title(Phrase::AddTitle)}
        <Viewfinder on_text=film wrong=RwSignal::new(false)/>
        <p class="carriage-count" role="status">{text(progress)}</p>
        {intake.view()}
        <Button phrase=Phrase::Cancel on_press=again kind=ButtonKind::Quiet/>
    }
    .into_any()
}

/// What the pass says, before it is kept.
fn preview(delivery: Arc<Delivery>, again: Callback<()>, intake: Intake) -> AnyView {
    let words = use_words();
    let wallet = use_wallet();
    let navigation = use_navigation();
    let notices = use_notices();
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let person = RwSignal::new(wallet.whose(&delivery));
    let has_people = !wallet.people_now().is_empty();
    let earlier = wallet.earlier(&delivery);
    let earlier_ends = earlier.as_ref().map(|pass| pass.delivery.window().expires());
    // Two answers to one request are under the same keys; whoever saw one of them would know the other.
    let is_second = earlier.as_ref().is_some_and(|pass| pass.delivery.answers_same_request(&delivery));
    let in_place = RwSignal::new(is_second);
    let checked = delivery.first();
    let claims = checked.claims().clone();
    let binding = checked.binding();
    let issuer = checked.issuer().as_str().to_owned();
    let region = checked.region().as_str().to_owned();
    let not_yet = delivery.window().at(clock::now()) == Validity::NotYet;
    let codes = delivery.copies().len();
    // One that comes alone is what is listed already.
    let record = delivery.record().filter(|_| codes > 0).map(|record| record.claims().clone());
    let (from, of) = (issuer.clone(), region.clone());
    let ends = delivery.window().expires();
    let keep = Callback::new(move |()| {
        let delivery = delivery.clone();
        let earlier = earlier.clone().filter(|_| in_place.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let is_first = wallet.is_empty();
            let (person, earlier) = (person.get_untracked(), earlier.as_ref().map(|pass| pass.id.as_str()));
            let uses = wallet.uses_carried(&delivery);
            let kept = wallet.keep(&delivery, &uses, person.as_deref(), earlier).await;
            if is_first && kept.is_ok() {
                ask_for_storage_there();
            }
            match kept {
                Ok(_) if intake.has_more() => {
                    notices.say(Phrase::KeptOthers, None);
                    again.run(());
                }
                // The pass itself on the screen says that it was kept; for how long, is said once.
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
        {(codes > 1).then(|| {
            view! { <p class="supply">{text(move || words.language().booklet(codes, ends))}</p> }
        })}
        <ClaimsList claims binding issuer region/>
        {record.map(|record| view! {
            {subtitle(Phrase::RecordComesWith)}
            <ClaimsList claims=record binding issuer=from region=of/>
        })}
        {earlier_ends.map(|ends| {
            let told = move || {
                let language = words.language();
                Phrase::InPlaceOf.filled(language, &[("time", &language.moment(ends))])
            };
            switch(text(told), Box::new(move || in_place.get()), Callback::new(move |is_on| in_place.set(is_on)))
        })}
        {has_people.then(|| whose("whose".to_owned(), person, Callback::new(|_| ())))}
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
