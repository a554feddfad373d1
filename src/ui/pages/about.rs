use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Button, ButtonKind, FreshnessBadge, Link, UpdateNow, paragraph, subtitle, title};
use crate::ui::dynamic::{RwSignal, maybe, text};
use crate::ui::route::Route;
use crate::ui::state::{use_notices, use_words};
use crate::ui::words::{Language, Phrase};
use crate::web::page;

/// "More": the way to the shop, language, lists, storage, what Tessera does and does not.
#[component]
pub fn About() -> impl IntoView {
    let words = use_words();
    let notices = use_notices();
    let persisted = RwSignal::new(false);
    spawn_local(async move { persisted.try_set(page::is_storage_persisted().await) });
    let persist = Callback::new(move |()| {
        spawn_local(async move {
            let agreed = page::persist_storage().await;
            persisted.try_set(agreed);
        });
    });
    let storage = move || if persisted.get() { Phrase::StorageKept } else { Phrase::StorageMay }.text(words.language());
    view! {
        <section class="page">
            {title(Phrase::MoreTitle)}
            <Link to=Route::Shop class="button button-primary" phrase=Phrase::ForShops/>
            <Link to=Route::People class="button" phrase=Phrase::PeopleTitle/>
            {subtitle(Phrase::LanguageLabel)}
            <div class="row" role="group" aria-label=words.of(Phrase::LanguageLabel)>
                {Language::ALL.map(|language| view! {
                    <button
                        type="button"
                        class="button"
                        lang=language.tag()
                        aria-pressed=text(move || if words.language() == language { "true" } else { "false" })
                        on:click=move |_| words.choose(language, notices)
                    >
                        {language.name()}
                    </button>
                }).collect_view()}
            </div>
            {subtitle(Phrase::BackupSection)}
            {paragraph(Phrase::BackupSectionBody)}
            <Link to=Route::Backup class="button" phrase=Phrase::BackupTitle/>
            <Link to=Route::Restore class="button" phrase=Phrase::RestoreOpen/>
            <Link to=Route::MoveOut class="button" phrase=Phrase::MoveOutTitle/>
            <Link to=Route::MoveIn class="button" phrase=Phrase::MoveInTitle/>
            {subtitle(Phrase::AboutTitle)}
            {paragraph(Phrase::AboutBody)}
            {subtitle(Phrase::LimitsTitle)}
            {paragraph(Phrase::LimitsBody)}
            {subtitle(Phrase::ListsTitle)}
            <FreshnessBadge/>
            <UpdateNow/>
            <Link to=Route::Lock class="button" phrase=Phrase::LockTitle/>
            {subtitle(Phrase::StorageTitle)}
            <p>{text(storage)}</p>
            {maybe(move || (!persisted.get()).then(|| {
                view! { <Button phrase=Phrase::StorageAsk on_press=persist/> }.into_any()
            }))}
            {subtitle(Phrase::EraseTitle)}
            {paragraph(Phrase::EraseBody)}
            <Link to=Route::Erase class="button button-danger" phrase=Phrase::EraseTitle/>
        </section>
    }
}

/// An address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <section class="page">
            {title(Phrase::NotFound)}
            <Link to=Route::Wallet class="button button-primary" phrase=Phrase::ToWallet/>
        </section>
    }
}

/// A page of the other program, which this phone has never loaded and cannot reach now.
pub fn other_program() -> AnyView {
    let again = Callback::new(|()| page::reload());
    view! {
        <section class="page">
            {title(Phrase::OtherProgram)}
            {paragraph(Phrase::OtherProgramBody)}
            <Button phrase=Phrase::TryAgain on_press=again kind=ButtonKind::Primary/>
        </section>
    }
    .into_any()
}
