use leptos::prelude::*;

use crate::ui::dynamic::StoredValue;
use crate::ui::state::use_words;
use crate::ui::words::Phrase;

/// A field for a passphrase. What is typed goes into `typed` and nowhere else; `kind` tells password managers whether it is a new one.
pub fn passphrase_field(id: &'static str, name: Phrase, kind: &'static str, typed: StoredValue<String>) -> AnyView {
    view! {
        <label class="field">
            <span class="field-name">{use_words().of(name)}</span>
            <input
                id=id
                class="field-text"
                type="password"
                autocomplete=kind
                autocapitalize="off"
                spellcheck="false"
                on:input=move |event| typed.set_value(event_target_value(&event))
            />
        </label>
    }
    .into_any()
}
