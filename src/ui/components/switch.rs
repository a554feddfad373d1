use leptos::prelude::*;

use crate::ui::dynamic::Text;

/// Whether something is on; it follows signals.
pub type IsOn = Box<dyn Fn() -> bool + Send>;

/// A switch in a list of switches.
pub fn switch(title: Text, is_on: IsOn, flip: Callback<bool>) -> AnyView {
    let change = move |event: web_sys::Event| flip.run(event_target_checked(&event));
    view! {
        <label class="switch">
            <input type="checkbox" role="switch" prop:checked=is_on on:change=change/>
            <span class="switch-text"><bdi>{title}</bdi></span>
        </label>
    }
    .into_any()
}

/// Several switches under one name.
pub fn switches(name: Text, switches: Vec<AnyView>) -> AnyView {
    view! {
        <fieldset class="switches">
            <legend>{name}</legend>
            {switches}
        </fieldset>
    }
    .into_any()
}
