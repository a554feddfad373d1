use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{
    Button, ButtonKind, Icon, IconView, Link, one_moment, paragraph, passphrase_field, title, trouble_if,
};
use crate::ui::dynamic::{RwSignal, StoredValue, maybe, text};
use crate::ui::route::Route;
use crate::ui::state::{use_locking, use_ticker, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::vault::{LockState, VaultFault, Ways};

/// What stands in place of the passes while they are locked: the ways in, and what to do without one.
pub fn locked() -> AnyView {
    let words = use_words();
    let locking = use_locking();
    let ways = match locking.state() {
        Some(LockState::Shut(ways) | LockState::Open(ways)) => ways,
        Some(LockState::None) | None => Ways::default(),
    };
    let trouble = RwSignal::new(None::<Trouble>);
    let passkey = ways
        .passkey
        .then(|| by_passkey(trouble, if ways.passphrase { ButtonKind::Plain } else { ButtonKind::Primary }));
    let passphrase = ways.passphrase.then(|| by_passphrase(trouble));
    view! {
        <section class="page locked">
            <div class="locked-picture"><IconView icon=Icon::Lock/></div>
            {title(Phrase::LockedTitle)}
            {passphrase}
            {passkey}
            {trouble_if(trouble)}
            <details class="learn">
                <summary>{words.of(Phrase::LockForgotten)}</summary>
                {paragraph(Phrase::LockForgottenBody)}
                <Link to=Route::Erase class="button" phrase=Phrase::EraseTitle/>
            </details>
        </section>
    }
    .into_any()
}

fn by_passkey(trouble: RwSignal<Option<Trouble>>, kind: ButtonKind) -> AnyView {
    let locking = use_locking();
    let unlock = Callback::new(move |()| {
        trouble.set(None);
        spawn_local(async move { tell(trouble, locking.unlock_with_passkey().await) });
    });
    view! { <Button phrase=Phrase::UnlockByPasskey on_press=unlock kind disabled=locking.busy()/> }.into_any()
}

/// One field and one button; after a wrong try it says how long to wait.
fn by_passphrase(trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let words = use_words();
    let locking = use_locking();
    let ticker = use_ticker();
    let typed = StoredValue::new(String::new());
    let wait = move || locking.until().since(ticker.now());
    let unlock = move || {
        if locking.busy().get_untracked() {
            return;
        }
        trouble.set(None);
        spawn_local(async move { tell(trouble, locking.unlock_with_passphrase(&typed.get_value()).await) });
    };
    let countdown = move || {
        (wait() > 0).then(|| {
            let left =
                text(move || Phrase::LockWait.filled(words.language(), &[("time", &words.language().span(wait()))]));
            view! { <p class="locked-wait">{left}</p> }.into_any()
        })
    };
    let is_off = move || locking.busy().get() || wait() > 0;
    view! {
        <form
            class="locked-form"
            on:submit=move |event| {
                event.prevent_default();
                unlock();
            }
        >
            {passphrase_field("passphrase", Phrase::LockPassphrase, "current-password", typed)}
            {maybe(countdown)}
            <button type="submit" class=ButtonKind::Primary.class() disabled=is_off>{words.of(Phrase::Unlock)}</button>
            {one_moment(locking.busy())}
        </form>
    }
    .into_any()
}

fn tell(trouble: RwSignal<Option<Trouble>>, unlocked: Result<(), VaultFault>) {
    trouble.try_set(unlocked.err().map(Trouble::from));
}
