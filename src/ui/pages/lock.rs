use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{
    Button, ButtonKind, one_moment, paragraph, passphrase_field, remark, subtitle, title, trouble_if, waiting,
};
use crate::ui::dynamic::{RwSignal, StoredValue, maybe, part, text};
use crate::ui::state::{AFTERS, LockChange, Proof, use_locking, use_notices, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::passkey;
use crate::web::vault::{LockState, Ways};

/// Shortest passphrase, in characters; what NIST SP 800-63B asks for at least of what a person thinks up.
const SHORTEST: usize = 8;

/// The lock's settings: ways in, when it locks.
#[component]
pub fn Lock() -> impl IntoView {
    let locking = use_locking();
    let chosen = RwSignal::new(None::<LockChange>);
    let passkeys = RwSignal::new(false);
    spawn_local(async move { passkeys.try_set(passkey::is_supported().await) });
    view! {
        <section class="page">
            {title(Phrase::LockTitle)}
            {paragraph(Phrase::LockBody)}
            {part(move || match (locking.state(), chosen.get()) {
                (None | Some(LockState::Shut(_)), _) => waiting(),
                (Some(LockState::Open(ways)), Some(what)) => panel(what, ways, chosen),
                (Some(LockState::None), Some(what)) => panel(what, Ways::default(), chosen),
                (Some(LockState::None), None) => choices(Ways::default(), passkeys, chosen),
                (Some(LockState::Open(ways)), None) => view! {
                    {remark(Phrase::LockIsSet, ways_in(ways))}
                    {when()}
                    {subtitle(Phrase::LockChange)}
                    {choices(ways, passkeys, chosen)}
                }.into_any(),
            })}
        </section>
    }
}

fn ways_in(ways: Ways) -> Phrase {
    match ways {
        Ways { passphrase: true, passkey: true } => Phrase::LockByBoth,
        Ways { passkey: true, .. } => Phrase::LockByPasskey,
        Ways { .. } => Phrase::LockByPassphrase,
    }
}

/// How soon it locks, and locking at once.
fn when() -> AnyView {
    let words = use_words();
    let locking = use_locking();
    let lock = Callback::new(move |()| locking.lock());
    let items = AFTERS.map(|seconds| {
        let name = move || match seconds {
            0 => Phrase::LockAtOnce.text(words.language()).to_owned(),
            seconds => words.language().minutes(seconds / 60),
        };
        let is_here = text(move || if locking.after() == seconds { "true" } else { "false" });
        view! {
            <button type="button" class="button" aria-pressed=is_here on:click=move |_| locking.set_after(seconds)>
                {text(name)}
            </button>
        }
    });
    view! {
        <Button phrase=Phrase::LockNow on_press=lock kind=ButtonKind::Primary/>
        {subtitle(Phrase::LockAfter)}
        <div class="row" role="group" aria-label=words.of(Phrase::LockAfter)>{items.collect_view()}</div>
    }
    .into_any()
}

fn choices(ways: Ways, passkeys: RwSignal<bool>, chosen: RwSignal<Option<LockChange>>) -> AnyView {
    let choose = move |phrase: Phrase, what: LockChange, kind: ButtonKind| {
        let on_press = Callback::new(move |()| chosen.set(Some(what)));
        view! { <Button phrase on_press kind/> }.into_any()
    };
    let has_lock = ways.passphrase || ways.passkey;
    let passphrase = if ways.passphrase { Phrase::LockNewPassphrase } else { Phrase::LockSetPassphrase };
    let passkey = move || {
        let can = passkeys.get() && !ways.passkey;
        can.then(|| choose(Phrase::LockSetPasskey, LockChange::SetPasskey, ButtonKind::Plain))
    };
    let one_of_two = (ways.passphrase && ways.passkey).then(|| {
        view! {
            {choose(Phrase::LockRemovePassphrase, LockChange::RemovePassphrase, ButtonKind::Plain)}
            {choose(Phrase::LockRemovePasskey, LockChange::RemovePasskey, ButtonKind::Plain)}
        }
    });
    view! {
        {maybe(passkey)}
        {choose(passphrase, LockChange::SetPassphrase, ButtonKind::Plain)}
        {one_of_two}
        {has_lock.then(|| choose(Phrase::LockRemove, LockChange::Remove, ButtonKind::Danger))}
    }
    .into_any()
}

/// One change: what it needs, and doing it.
fn panel(what: LockChange, ways: Ways, chosen: RwSignal<Option<LockChange>>) -> AnyView {
    let words = use_words();
    let locking = use_locking();
    let notices = use_notices();
    let [present, new, again] = [(); 3].map(|()| StoredValue::new(String::new()));
    let trouble = RwSignal::new(None::<Trouble>);
    let proof = what.proof(ways);
    let sets = what == LockChange::SetPassphrase;
    let change = move || {
        if locking.busy().get_untracked() {
            return;
        }
        trouble.set(None);
        if sets && new.with_value(|new| new.chars().count() < SHORTEST) {
            trouble.set(Some(Trouble::SHORT_PASSPHRASE));
            return;
        }
        if sets && new.get_value() != again.get_value() {
            trouble.set(Some(Trouble::OTHER_PASSPHRASE));
            return;
        }
        spawn_local(async move {
            match locking.change(what, ways, &present.get_value(), &new.get_value()).await {
                Ok(()) => {
                    let removed = what == LockChange::Remove;
                    notices.say(if removed { Phrase::LockWasRemoved } else { Phrase::LockWasChanged }, None);
                    chosen.try_set(None);
                }
                Err(fault) => {
                    trouble.try_set(Some(fault.into()));
                }
            }
        });
    };
    let cancel = Callback::new(move |()| chosen.set(None));
    let explained = match what {
        LockChange::SetPassphrase => Phrase::LockSetPassphraseBody,
        LockChange::SetPasskey => Phrase::LockSetPasskeyBody,
        LockChange::RemovePassphrase | LockChange::RemovePasskey => Phrase::LockRemoveOneBody,
        LockChange::Remove => Phrase::LockRemoveBody,
    };
    let confirmed = match proof {
        Proof::None => ().into_any(),
        Proof::Passphrase => {
            passphrase_field("present", Phrase::PresentPassphrase, "current-password", present).into_any()
        }
        Proof::Passkey => paragraph(Phrase::LockConfirmByPasskey),
    };
    let fields = sets.then(|| {
        view! {
            {passphrase_field("new", Phrase::NewPassphrase, "new-password", new)}
            {passphrase_field("again", Phrase::NewPassphraseAgain, "new-password", again)}
        }
    });
    let (kind, phrase) = match what {
        LockChange::SetPassphrase | LockChange::SetPasskey => (ButtonKind::Primary, Phrase::LockDoSet),
        _ => (ButtonKind::Danger, Phrase::LockDoRemove),
    };
    view! {
        <form
            class="locked-form"
            on:submit=move |event| {
                event.prevent_default();
                change();
            }
        >
            {paragraph(explained)}
            {confirmed}
            {fields}
            {trouble_if(trouble)}
            <button type="submit" class=kind.class() disabled=move || locking.busy().get()>{words.of(phrase)}</button>
            <Button phrase=Phrase::Cancel on_press=cancel kind=ButtonKind::Quiet/>
            {one_moment(locking.busy())}
        </form>
    }
    .into_any()
}
