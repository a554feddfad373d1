use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backup::{ReceiveCode, ReceiveError};
use crate::ui::components::{
    Around, Button, ButtonKind, Link, Viewfinder, line, moving_code, pair, paragraph, remark, title, trouble_if,
};
use crate::ui::dynamic::{RwSignal, StoredValue, maybe, part};
use crate::ui::pages::{erase_here, focus_on_change};
use crate::ui::route::Route;
use crate::ui::state::{
    Session, Stage, document, note_moved, use_navigation, use_notices, use_session, use_ticker, use_wallet, use_words,
};
use crate::ui::words::{Phrase, Trouble};
use crate::web::clock;
use crate::web::strongbox::{Refused, Strongbox};

/// Where the old phone stands.
#[derive(Clone, PartialEq, Eq)]
enum Step {
    /// It looks for the new phone's code.
    Looking,
    /// It is sealing everything for that phone.
    Sealing,
    /// It shows what it sealed: for the two words of both phones.
    Showing(Arc<Vec<u8>>),
    /// The new phone has it.
    Moved,
}

/// The old phone: reads for whom, shows everything sealed for that phone alone, and is told to erase.
#[component]
pub fn MoveOut() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let wallet = use_wallet();
    let ticker = use_ticker();
    let step = RwSignal::new(Step::Looking);
    let trouble = RwSignal::new(None::<Trouble>);
    let wrong = RwSignal::new(false);
    let bytes = RwSignal::new(None::<Arc<Vec<u8>>>);
    // The moment at which a foreign code was last seen.
    let foreign = StoredValue::new(clock::now());
    focus_on_change(step);
    Effect::new(move |_| {
        if ticker.now().since(foreign.get_value()) > 2 {
            wrong.set(false);
        }
    });
    let read = Callback::new(move |text: String| {
        if step.get_untracked() != Step::Looking {
            return;
        }
        match ReceiveCode::accept(&text, clock::now()) {
            Ok(code) => {
                trouble.set(None);
                step.set(Step::Sealing);
                spawn_local(async move {
                    match sealed(session, &code).await {
                        Ok(sealed) => {
                            let whole = Arc::new(sealed);
                            let bound = code.bound_to(&whole);
                            bytes.try_set(Some(whole));
                            step.try_set(Step::Showing(Arc::new(bound)));
                        }
                        Err(fault) => {
                            trouble.try_set(Some(fault));
                            step.try_set(Step::Looking);
                        }
                    }
                });
            }
            Err(ReceiveError::NotOurs) => {
                foreign.set_value(clock::now());
                wrong.set(true);
            }
            Err(ReceiveError::Stale) => trouble.set(Some(Trouble::RECEIVE)),
        }
    });
    let done = Callback::new(move |()| step.set(Step::Moved));
    // A change of the entries draws nothing anew, or it would turn the camera off.
    let is_empty = Memo::new(move |_| matches!(wallet.entries(), Stage::Ready(entries) if entries.is_empty()));
    let around = Around {
        label: Phrase::MoveCodeLabel,
        slower: Phrase::MoveSlower,
        below: || line("quiet", Phrase::MoveShowLead),
        too_large: || {
            view! {
                {remark(Phrase::MoveTooLarge, Phrase::MoveTooLargeBody)}
                <Link to=Route::Backup class="button" phrase=Phrase::BackupTitle/>
            }
            .into_any()
        },
    };
    let looking = move || {
        view! {
            <ol class="steps">
                <li>{words.of(Phrase::MoveOutFirst)}</li>
                <li>{words.of(Phrase::MoveOutSecond)}</li>
            </ol>
            {trouble_if(trouble)}
            <Viewfinder on_text=read wrong point=Phrase::MovePoint foreign=Phrase::MoveForeign/>
            {line("quiet", Phrase::MoveHonest)}
        }
        .into_any()
    };
    view! {
        <section class="page carriage">
            {part(move || match step.get() {
                Step::Looking if is_empty.get() => view! {
                    {title(Phrase::MoveOutTitle)}
                    {remark(Phrase::BackupNothing, Phrase::BackupNothingBody)}
                }.into_any(),
                Step::Looking => view! { {title(Phrase::MoveOutTitle)}{looking()} }.into_any(),
                Step::Sealing => view! {
                    {title(Phrase::MoveOutTitle)}
                    <p class="waiting" role="status">{words.of(Phrase::BackupSealing)}</p>
                }.into_any(),
                Step::Showing(bound) => view! {
                    {title(Phrase::MoveShowTitle)}
                    {moving_code(bytes, around)}
                    {pair(&bound)}
                    <Button phrase=Phrase::MoveArrived on_press=done kind=ButtonKind::Primary/>
                }.into_any(),
                Step::Moved => moved(),
            })}
            {maybe(move || (step.get() != Step::Moved).then(|| {
                view! { <Link to=Route::About class="quiet-link" phrase=Phrase::Cancel/> }.into_any()
            }))}
        </section>
    }
}

/// Everything, sealed for the phone that showed `code`.
async fn sealed(session: Session, code: &ReceiveCode) -> Result<Vec<u8>, Trouble> {
    let document = document(session, clock::now()).await?;
    let sealed = Strongbox::start().seal_for(&document, code.recipient()).await;
    sealed.map_err(|_| Refused::Fault)?.ok_or(Trouble::BACKUP_TOO_LARGE)
}

/// What two copies of a key mean, and the way to one.
fn moved() -> AnyView {
    let navigation = use_navigation();
    let notices = use_notices();
    let later = Callback::new(move |()| {
        let now = clock::now();
        note_moved(now, now);
        notices.say(Phrase::MoveLaterNoted, None);
        navigation.go(Route::Wallet);
    });
    view! {
        {title(Phrase::MoveEraseTitle)}
        {paragraph(Phrase::MoveEraseBody)}
        {erase_here()}
        <Button phrase=Phrase::MoveLater on_press=later/>
    }
    .into_any()
}
