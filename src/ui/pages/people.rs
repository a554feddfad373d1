use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backup::Person;
use crate::ui::components::{
    Button, ButtonKind, Link, paragraph, pass_name, subtitle, title, trouble_card, trouble_if, waiting,
};
use crate::ui::dynamic::{RwSignal, part, text};
use crate::ui::route::Route;
use crate::ui::state::{Entry, Pass, Stage, use_notices, use_wallet, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::vault::Kept;

/// "People": their names, their order, and which pass is whose.
#[component]
pub fn People() -> impl IntoView {
    let wallet = use_wallet();
    let trouble = RwSignal::new(None::<Trouble>);
    view! {
        <section class="page">
            {title(Phrase::PeopleTitle)}
            {paragraph(Phrase::PeopleLead)}
            {trouble_if(trouble)}
            {part(move || match wallet.entries() {
                Stage::Waiting => waiting(),
                Stage::Failed(trouble) => trouble_card(trouble),
                Stage::Ready(_) => list(wallet.people(), trouble),
            })}
            {add(trouble)}
            {part(move || match wallet.entries() {
                Stage::Ready(entries) if !entries.is_empty() => passes(&entries, trouble),
                _ => ().into_any(),
            })}
            <Link to=Route::Wallet class="quiet-link" phrase=Phrase::Back/>
        </section>
    }
}

fn list(people: Arc<Vec<Kept<Person>>>, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    if people.is_empty() {
        return paragraph(Phrase::PeopleNone);
    }
    let items = people.iter().enumerate().map(|(place, one)| person(one, place > 0, trouble)).collect_view();
    view! { <ul class="people">{items}</ul> }.into_any()
}

/// One of them: the name, to be changed in place, and what else can be done.
fn person(one: &Kept<Person>, can_rise: bool, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let words = use_words();
    let wallet = use_wallet();
    let notices = use_notices();
    let name = one.content.name.as_str().to_owned();
    let id: Arc<str> = one.id.as_str().into();
    let typed = RwSignal::new(name.clone());
    let field = format!("person-{id}");
    let (save_id, up_id, remove_id) = (id.clone(), id.clone(), id);
    let save = Callback::new(move |()| {
        let id = save_id.clone();
        trouble.set(None);
        spawn_local(async move {
            let done = wallet.rename(&id, &typed.get_untracked()).await;
            if done.is_ok() {
                notices.say(Phrase::PersonSaved, None);
            }
            tell(trouble, done);
        });
    });
    let rise = move |_| {
        let id = up_id.clone();
        trouble.set(None);
        spawn_local(async move {
            let done = wallet.move_up(&id).await;
            tell(trouble, done);
        });
    };
    let remove = move |_| {
        let id = remove_id.clone();
        trouble.set(None);
        spawn_local(async move {
            let done = wallet.remove_person(&id).await;
            if done.is_ok() {
                notices.say(Phrase::PersonRemoved, None);
            }
            tell(trouble, done);
        });
    };
    let (up_name, remove_name) = (name.clone(), name.clone());
    let up = move || Phrase::PersonUp.filled(words.language(), &[("name", &up_name)]);
    let gone = move || Phrase::PersonRemove.filled(words.language(), &[("name", &remove_name)]);
    view! {
        <li class="person">
            <label class="field-name" for=field.clone()>{words.of(Phrase::PersonNew)}</label>
            <input
                id=field
                class="field-text field-plain"
                dir="auto"
                autocomplete="off"
                maxlength="80"
                prop:value=name
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <div class="row">
                <Button phrase=Phrase::PersonSave on_press=save/>
                {can_rise.then(|| view! { <button type="button" class="button" on:click=rise>{text(up)}</button> })}
                <button type="button" class="button button-danger" on:click=remove>{text(gone)}</button>
            </div>
        </li>
    }
    .into_any()
}

fn add(trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let words = use_words();
    let wallet = use_wallet();
    let typed = RwSignal::new(String::new());
    let add = Callback::new(move |()| {
        trouble.set(None);
        let name = typed.get_untracked();
        spawn_local(async move {
            let done = wallet.add_person(&name).await;
            // What was typed meanwhile is the next name.
            if done.is_ok() && typed.try_get_untracked() == Some(name) {
                typed.try_set(String::new());
            }
            tell(trouble, done);
        });
    });
    view! {
        {subtitle(Phrase::PersonAdd)}
        <label class="field-name" for="person-new">{words.of(Phrase::PersonNew)}</label>
        <input
            id="person-new"
            class="field-text field-plain"
            dir="auto"
            autocomplete="off"
            maxlength="80"
            prop:value=text(move || typed.get())
            on:input=move |event| typed.set(event_target_value(&event))
        />
        <Button phrase=Phrase::PersonAdd on_press=add kind=ButtonKind::Primary/>
    }
    .into_any()
}

/// Says what went wrong. What went well says nothing: another step may have something to say by then.
fn tell<T, E: Into<Trouble>>(trouble: RwSignal<Option<Trouble>>, done: Result<T, E>) {
    if let Err(fault) = done {
        trouble.try_set(Some(fault.into()));
    }
}

/// Each pass, and whose it is.
fn passes(entries: &[Entry], trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let rows = entries.iter().filter_map(|entry| match entry {
        Entry::Open(pass) => Some(row(pass, trouble)),
        Entry::Shut(..) => None,
    });
    view! {
        {subtitle(Phrase::PassesTitle)}
        <ul class="people">{rows.collect_view()}</ul>
    }
    .into_any()
}

fn row(pass: &Arc<Pass>, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let wallet = use_wallet();
    let words = use_words();
    let (name, year) = pass_name(pass);
    let (id, expires) = (pass.id.clone(), pass.delivery.window().expires());
    let choose = Callback::new(move |person: Option<String>| {
        let id = id.clone();
        trouble.set(None);
        spawn_local(async move {
            let done = wallet.give_pass(&id, person.as_deref()).await;
            tell(trouble, done);
        });
    });
    view! {
        <li class="person">
            <p><bdi class="picker-name">{name}</bdi>" "{year}" · "{text(move || words.language().moment(expires))}</p>
            {crate::ui::components::whose(format!("whose-{}", pass.id), RwSignal::new(pass.person.clone()), choose)}
        </li>
    }
    .into_any()
}
