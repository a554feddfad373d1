use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use crate::backup::ReceiveCode;
use crate::limits::MAX_RECEIVE_AGE;
use crate::qr::{Level, Symbol};
use crate::ui::components::{
    Button, ButtonKind, Code, Filmed, Link, film, keep_awake, line, pair, remark, title, trouble_if, waiting,
};
use crate::ui::dynamic::{RwSignal, StoredValue, maybe, part};
use crate::ui::pages::focus_on_change;
use crate::ui::pages::restore::{over, preview};
use crate::ui::route::Route;
use crate::ui::state::{Session, Unpacked, use_session, use_ticker, use_words, weigh};
use crate::ui::words::{Phrase, Trouble};
use crate::web::clock;
use crate::web::strongbox::{Refused, Strongbox};

/// A code is made anew when it is good for less than this, in seconds: time to point a camera at it.
const RENEWED: u64 = 60;

/// Where the new phone stands.
#[derive(Clone)]
enum Step {
    /// It shows for whom the old one is to seal.
    Code,
    /// It films the old one.
    Filming,
    /// All is there and is being opened.
    Opening,
    /// What came, and what the two words of both phones are made of.
    Open(Arc<Unpacked>, Arc<Vec<u8>>),
    /// So many passes were added.
    Over(usize),
}

/// The new phone: shows for whom, films what the old one shows, and adds what is missing here.
#[component]
pub fn MoveIn() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let ticker = use_ticker();
    let step = RwSignal::new(Step::Code);
    let trouble = RwSignal::new(None::<Trouble>);
    let code = RwSignal::new(None::<ReceiveCode>);
    let symbol = RwSignal::new(None::<Arc<Symbol>>);
    let strongbox = StoredValue::new(SendWrapper::new(Rc::new(Strongbox::start())));
    focus_on_change(step);
    let renew = move || {
        let strongbox = strongbox.with_value(|strongbox| Rc::clone(strongbox));
        spawn_local(async move {
            match strongbox.receive().await {
                Ok(recipient) => {
                    let made = ReceiveCode::new(&recipient, clock::now());
                    let drawn = made.as_ref().and_then(|code| Symbol::of_str(&code.encode(), Level::M).ok());
                    code.try_set(made);
                    symbol.try_set(drawn.map(Arc::new));
                }
                Err(_) => {
                    trouble.try_set(Some(Refused::Fault.into()));
                }
            }
        });
    };
    renew();
    Effect::new(move |_| {
        let now = ticker.now();
        let is_old = code.with_untracked(|code| {
            code.as_ref().is_some_and(|code| now.since(code.made_at()) > MAX_RECEIVE_AGE - RENEWED)
        });
        if is_old && matches!(step.get_untracked(), Step::Code) {
            code.set(None);
            renew();
        }
    });
    keep_awake(move || ticker.visible() && matches!(step.get(), Step::Code));
    let films = Callback::new(move |()| {
        trouble.set(None);
        step.set(Step::Filming);
    });
    let back = Callback::new(move |()| step.set(Step::Code));
    let whole = Callback::new(move |sealed: Vec<u8>| {
        step.set(Step::Opening);
        let strongbox = strongbox.with_value(|strongbox| Rc::clone(strongbox));
        spawn_local(async move {
            match opened(session, &strongbox, &sealed).await {
                Ok(weighed) => {
                    let bound = code.try_get_untracked().flatten().map(|code| code.bound_to(&sealed));
                    step.try_set(Step::Open(weighed, Arc::new(bound.unwrap_or_default())));
                }
                Err(fault) => {
                    trouble.try_set(Some(fault));
                    step.try_set(Step::Code);
                }
            }
        });
    });
    let failed = Callback::new(move |fault| {
        trouble.set(Some(fault));
        step.set(Step::Code);
    });
    let taken = Callback::new(move |added| step.set(Step::Over(added)));
    let filmed = Filmed {
        point: Phrase::MovePointMoving,
        foreign: Phrase::MoveForeignMoving,
        progress: Phrase::MoveProgress,
        other: Phrase::MoveOther,
    };
    let shown = move || {
        view! {
            <ol class="steps">
                <li>{words.of(Phrase::MoveInFirst)}</li>
                <li>{words.of(Phrase::MoveInSecond)}</li>
                <li>{words.of(Phrase::MoveInThird)}</li>
            </ol>
            {trouble_if(trouble)}
            {part(move || if symbol.with(Option::is_some) {
                view! { <Code symbol label=Phrase::MoveReceiveLabel/> }.into_any()
            } else {
                waiting()
            })}
            <Button phrase=Phrase::MoveFilm on_press=films kind=ButtonKind::Primary/>
            {line("quiet", Phrase::MoveReceiveLead)}
        }
        .into_any()
    };
    view! {
        <section class="page carriage">
            {title(Phrase::MoveInTitle)}
            {part(move || match step.get() {
                Step::Code => shown(),
                Step::Filming => view! {
                    {film(filmed, whole, failed)}
                    <Button phrase=Phrase::Back on_press=back/>
                }.into_any(),
                Step::Opening => view! { <p class="waiting" role="status">{words.of(Phrase::RestoreOpening)}</p> }.into_any(),
                Step::Open(weighed, bound) => view! {
                    {pair(&bound)}
                    {line("", Phrase::MovePairCheck)}
                    {preview(weighed, taken)}
                }.into_any(),
                Step::Over(added) => view! {
                    {over(added)}
                    {remark(Phrase::MoveNowErase, Phrase::MoveNowEraseBody)}
                }.into_any(),
            })}
            {maybe(move || (!matches!(step.get(), Step::Over(_))).then(|| {
                view! { <Link to=Route::About class="quiet-link" phrase=Phrase::Cancel/> }.into_any()
            }))}
        </section>
    }
}

async fn opened(session: Session, strongbox: &Strongbox, sealed: &[u8]) -> Result<Arc<Unpacked>, Trouble> {
    let document = strongbox.received(sealed).await.map_err(|refused| match refused {
        // No passphrase is asked for here.
        Refused::WrongKey | Refused::OtherKind => Trouble::OTHER_PHONE,
        refused => refused.into(),
    })?;
    weigh(session, &document, clock::now()).await
}
