use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::trust::{Bundle, UpdateError};
use crate::ui::components::{
    Button, ButtonKind, Filmed, FreshnessBadge, Icon, Link, film, line, paragraph, title, trouble_card,
};
use crate::ui::dynamic::{RwSignal, part};
use crate::ui::pages::focus_on_change;
use crate::ui::route::Route;
use crate::ui::state::{use_updating, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::lists::ListsFault;

/// Where the filming stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The camera looks for codes.
    Filming,
    /// All is there and is being checked.
    Checking,
    /// Told: the lists are in force, or why they are not.
    Over(Result<(), Trouble>),
}

/// Lists from another shop's screen: filmed, checked whole, and only then in force. Leaving it changes nothing.
#[component]
pub fn ListsFilm() -> impl IntoView {
    let words = use_words();
    let updating = use_updating();
    let step = RwSignal::new(Step::Filming);
    let finish = Callback::new(move |bytes: Vec<u8>| {
        step.set(Step::Checking);
        spawn_local(async move {
            let weighed = Bundle::parse(&bytes)
                .ok_or(ListsFault::Refused(UpdateError::Malformed))
                .and_then(|bundle| updating.weigh(bundle));
            let taken = match weighed {
                Ok(newer) => updating.take(newer).await.map_err(Trouble::not_kept),
                Err(fault) => Err(fault.into()),
            };
            step.try_set(Step::Over(taken));
        });
    });
    let fail = Callback::new(move |trouble| step.set(Step::Over(Err(trouble))));
    let again = Callback::new(move |()| step.set(Step::Filming));
    focus_on_change(step);
    let lists = Filmed {
        point: Phrase::ListsPoint,
        foreign: Phrase::ListsForeign,
        progress: Phrase::ListsProgress,
        other: Phrase::ListsOther,
    };
    view! {
        <section class="page carriage">
            {part(move || match step.get() {
                Step::Filming => view! {
                    {title(Phrase::ListsFilmTitle)}
                    {film(lists, finish, fail)}
                    <Link to=Route::Lists class="button" phrase=Phrase::Cancel/>
                    {line("quiet", Phrase::ListsFilmLead)}
                }.into_any(),
                Step::Checking => view! {
                    {title(Phrase::ListsFilmTitle)}
                    <p class="waiting" role="status">{words.of(Phrase::ListsChecking)}</p>
                }.into_any(),
                Step::Over(Ok(())) => view! {
                    {title(Phrase::ListsTaken)}
                    {paragraph(Phrase::ListsTakenBody)}
                    <FreshnessBadge/>
                    <Link to=Route::Scan class="button button-primary" phrase=Phrase::StartScanning icon=Icon::Scan/>
                    <Link to=Route::Lists class="quiet-link" phrase=Phrase::Back/>
                }.into_any(),
                Step::Over(Err(trouble)) => view! {
                    {title(Phrase::ListsFilmTitle)}
                    {trouble_card(trouble)}
                    <Button phrase=Phrase::ListsFilmAgain on_press=again kind=ButtonKind::Primary/>
                    <Link to=Route::Lists class="quiet-link" phrase=Phrase::Back/>
                }.into_any(),
            })}
        </section>
    }
}
