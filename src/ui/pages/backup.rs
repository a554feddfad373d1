use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::ui::components::{Button, ButtonKind, Link, line, paragraph, remark, subtitle, title, trouble_if};
use crate::ui::dynamic::{RwSignal, maybe, part, text};
use crate::ui::pages::focus_on_change;
use crate::ui::pages::secret::{self, Secret};
use crate::ui::route::Route;
use crate::ui::state::{
    LastBackup, Session, Stage, document, last_backup, note_backup, use_session, use_wallet, use_words,
};
use crate::ui::words::{Phrase, Trouble};
use crate::web::strongbox::{Refused, Strongbox};
use crate::web::{clock, share};

/// Age files have no registered type; a share sheet takes what it is told.
const MEDIA_TYPE: &str = "application/octet-stream";

/// Where the backup stands.
#[derive(Clone, PartialEq, Eq)]
enum Step {
    /// Which words seal it.
    Secret,
    /// It is being sealed.
    Sealing,
    /// It was handed over: the file's name and bytes.
    Made(Arc<(String, Vec<u8>)>),
}

/// The whole wallet in a file that a passphrase seals.
#[component]
pub fn Backup() -> impl IntoView {
    let words = use_words();
    let session = use_session();
    let wallet = use_wallet();
    let step = RwSignal::new(Step::Secret);
    let trouble = RwSignal::new(None::<Trouble>);
    let last = RwSignal::new(None::<LastBackup>);
    let secret = Secret::new();
    Effect::new(move |_| {
        wallet.entries();
        spawn_local(async move {
            let found = last_backup(session).await;
            last.try_set(found);
        });
    });
    let make = Callback::new(move |()| {
        let Some(passphrase) = secret.chosen() else { return };
        trouble.set(None);
        step.set(Step::Sealing);
        spawn_local(async move {
            match sealed(session, &passphrase).await {
                Ok(bytes) => {
                    let at = clock::now();
                    let name = format!("tessera-{}.age", at.date());
                    share::pass_on(&name, MEDIA_TYPE, &bytes).await;
                    note_backup(session, at).await;
                    step.try_set(Step::Made(Arc::new((name, bytes))));
                }
                Err(fault) => {
                    trouble.try_set(Some(fault));
                    step.try_set(Step::Secret);
                }
            }
        });
    });
    focus_on_change(step);
    let state = move || {
        let language = words.language();
        match last.get() {
            None => Phrase::BackupNever.text(language).to_owned(),
            Some(LastBackup { at, changed }) => {
                let phrase = if changed { Phrase::BackupChanged } else { Phrase::BackupCurrent };
                phrase.filled(language, &[("time", &language.moment(at))])
            }
        }
    };
    let is_empty = move || matches!(wallet.entries(), Stage::Ready(entries) if entries.is_empty());
    let choose = move || {
        view! {
            {secret::choose(secret)}
            {trouble_if(trouble)}
            <Button phrase=Phrase::BackupMake on_press=make kind=ButtonKind::Primary disabled=secret.missing()/>
        }
        .into_any()
    };
    view! {
        <section class="page">
            {title(Phrase::BackupTitle)}
            {part(move || match step.get() {
                Step::Secret if is_empty() => remark(Phrase::BackupNothing, Phrase::BackupNothingBody),
                Step::Secret => view! {
                    {paragraph(Phrase::BackupLead)}
                    <p class="quiet">{text(state)}</p>
                    {choose()}
                }.into_any(),
                Step::Sealing => view! { <p class="waiting" role="status">{words.of(Phrase::BackupSealing)}</p> }.into_any(),
                Step::Made(file) => made(file, secret),
            })}
            {subtitle(Phrase::RestoreTitle)}
            <Link to=Route::Restore class="button" phrase=Phrase::RestoreOpen/>
            <Link to=Route::About class="quiet-link" phrase=Phrase::Back/>
        </section>
    }
}

/// Everything, sealed.
async fn sealed(session: Session, passphrase: &str) -> Result<Vec<u8>, Trouble> {
    let document = document(session, clock::now()).await?;
    let sealed = Strongbox::start().seal(&document, passphrase).await.map_err(|_| Refused::Fault)?;
    sealed.ok_or(Trouble::BACKUP_TOO_LARGE)
}

/// The file is with the person; its words are shown once more.
fn made(file: Arc<(String, Vec<u8>)>, secret: Secret) -> AnyView {
    let name = file.0.clone();
    let again = Callback::new(move |()| {
        let file = file.clone();
        spawn_local(async move { share::pass_on(&file.0, MEDIA_TYPE, &file.1).await });
    });
    view! {
        {remark(Phrase::BackupMade, Phrase::BackupMadeBody)}
        <p><bdi>{name}</bdi></p>
        {maybe(move || secret.given().map(|words| secret::listed(&words)))}
        {line("quiet", Phrase::BackupOpens)}
        <Button phrase=Phrase::BackupAgain on_press=again/>
    }
    .into_any()
}
