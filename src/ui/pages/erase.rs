use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Button, ButtonKind, Link, one_moment, paragraph, title, trouble_if};
use crate::ui::dynamic::RwSignal;
use crate::ui::route::Route;
use crate::ui::state::{use_locking, use_navigation, use_notices, use_wallet};
use crate::ui::words::{Phrase, Trouble};

/// What erasing means, and the button that does it. It is open to whoever cannot unlock.
#[component]
pub fn Erase() -> impl IntoView {
    view! {
        <section class="page">
            {title(Phrase::EraseTitle)}
            {paragraph(Phrase::EraseBody)}
            {erase_here()}
            <Link to=Route::About class="button" phrase=Phrase::Cancel/>
        </section>
    }
}

/// One button that erases everything here.
pub fn erase_here() -> AnyView {
    let wallet = use_wallet();
    let locking = use_locking();
    let notices = use_notices();
    let navigation = use_navigation();
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let erase = Callback::new(move |()| {
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match wallet.erase().await {
                Ok(()) => {
                    locking.erased().await;
                    notices.say(Phrase::Erased, None);
                    navigation.go(Route::Wallet);
                }
                Err(fault) => {
                    trouble.try_set(Some(fault.into()));
                    busy.try_set(false);
                }
            }
        });
    });
    view! {
        {trouble_if(trouble)}
        <Button phrase=Phrase::EraseDo on_press=erase kind=ButtonKind::Danger disabled=busy/>
        {one_moment(busy)}
    }
    .into_any()
}
