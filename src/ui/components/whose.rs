use leptos::prelude::*;

use crate::claims::Subject;
use crate::ui::dynamic::{RwSignal, part};
use crate::ui::state::{Pass, use_wallet, use_words};
use crate::ui::words::Phrase;

/// Whose a pass is, to be chosen among the people of the wallet; `None` for nobody in particular.
pub fn whose(id: String, chosen: RwSignal<Option<String>>, choose: Callback<Option<String>>) -> AnyView {
    let words = use_words();
    let wallet = use_wallet();
    let changed = move |event: web_sys::Event| {
        let person = Some(event_target_value(&event)).filter(|person| !person.is_empty());
        chosen.set(person.clone());
        choose.run(person);
    };
    let changed = StoredValue::new_local(changed);
    part(move || {
        let people = wallet.people();
        let now = chosen.get_untracked();
        let options = people.iter().map(|one| {
            let is_chosen = now.as_ref() == Some(&one.id);
            view! { <option value=one.id.clone() selected=is_chosen dir="auto">{one.content.name.as_str().to_owned()}</option> }
        });
        let options = options.collect_view();
        view! {
            <label class="field-name" for=id.clone()>{words.of(Phrase::PassWhose)}</label>
            <select id=id.clone() class="field-text field-plain" on:change=move |event| changed.with_value(|changed| changed(event))>
                <option value="" selected=now.is_none()>{words.of(Phrase::PassNobody)}</option>
                {options}
            </select>
        }
        .into_any()
    })
    .into_any()
}

/// Initials and year of birth on a pass, or the name on a record.
pub fn pass_name(pass: &Pass) -> (String, String) {
    match &pass.delivery.first().claims().subject {
        Subject::Hint { initials, birth_year } => (initials.as_str().to_owned(), birth_year.to_string()),
        Subject::Record(details) => (details.name.as_ref().map_or("—", |name| name.as_str()).to_owned(), String::new()),
    }
}
