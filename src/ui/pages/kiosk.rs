use core::time::Duration;

use leptos::prelude::*;

use crate::ui::dynamic::{RwSignal, StoredValue};
use crate::ui::route::Route;
use crate::ui::state::{use_navigation, use_words};
use crate::ui::words::Phrase;

/// How long the way out of an unattended door is pressed: longer than a visitor's curiosity.
const PRESSED_FOR: Duration = Duration::from_secs(3);

/// The way out of an unattended door: a button that is kept pressed, by finger, pointer or key.
pub(super) fn leave_kiosk() -> AnyView {
    let words = use_words();
    let navigation = use_navigation();
    let pressed = RwSignal::new(false);
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let let_go = move || {
        pressed.try_set(false);
        if let Some(Some(handle)) = timer.try_update_value(Option::take) {
            handle.clear();
        }
    };
    let press = move || {
        // A key that is kept pressed is reported again and again.
        if !pressed.get_untracked() {
            pressed.set(true);
            timer.set_value(set_timeout_with_handle(move || navigation.go(Route::Shop), PRESSED_FOR).ok());
        }
    };
    on_cleanup(let_go);
    view! {
        <button
            type="button"
            class="button button-quiet kiosk-leave"
            class:kiosk-leave-pressed=move || pressed.get()
            on:pointerdown=move |_| press()
            on:pointerup=move |_| let_go()
            on:pointerleave=move |_| let_go()
            on:pointercancel=move |_| let_go()
            on:contextmenu=move |event| event.prevent_default()
            on:keydown=move |event| {
                // Enter and the space bar, as a button takes them.
                if matches!(event.key_code(), 13 | 32) {
                    press();
                }
            }
            on:keyup=move |_| let_go()
            on:blur=move |_| let_go()
        >
            {words.of(Phrase::KioskLeave)}
        </button>
    }
    .into_any()
}
