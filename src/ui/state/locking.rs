//! The lock of the wallet in this tab: shut at the start, when the page was hidden for a while, and when somebody says so.

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use crate::time::UnixTime;
use crate::ui::dynamic::{RwSignal, StoredValue, follow};
use crate::ui::state::session::{Session, Stage, use_session};
use crate::ui::state::{use_navigation, use_ticker};
use crate::web::channel::{Channel, Topic};
use crate::web::vault::{LockState, VaultFault, Ways, with_new_passkey, with_passphrase};
use crate::web::{clock, handover, page};

const AFTER: &str = "lock-after";

/// Seconds for which the page may be hidden before it locks: at once, one, five, fifteen minutes.
pub const AFTERS: [u64; 4] = [0, 60, 300, 900];

/// The usual choice of them.
const USUAL_AFTER: u64 = 60;

/// What is to be done with the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockChange {
    /// A passphrase, in place of one that may be there.
    SetPassphrase,
    /// A passkey.
    SetPasskey,
    /// No passphrase any more.
    RemovePassphrase,
    /// No passkey any more.
    RemovePasskey,
    /// No lock any more.
    Remove,
}

/// By which way in a change is to be confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// There is none yet.
    None,
    /// By the passphrase.
    Passphrase,
    /// By the passkey.
    Passkey,
}

impl LockChange {
    /// By which way in it is to be confirmed: by the one that stays, where one stays.
    pub const fn proof(self, ways: Ways) -> Proof {
        let prefers_passkey = matches!(self, Self::SetPassphrase | Self::RemovePassphrase | Self::Remove);
        match ways {
            Ways { passphrase: false, passkey: false } => Proof::None,
            Ways { passkey: true, .. } if prefers_passkey => Proof::Passkey,
            Ways { passphrase: true, .. } => Proof::Passphrase,
            Ways { .. } => Proof::Passkey,
        }
    }

    /// Whether the way in that confirms it stays.
    const fn keeps(self, proof: Proof) -> bool {
        match proof {
            Proof::None => false,
            Proof::Passphrase => matches!(self, Self::SetPasskey | Self::RemovePasskey),
            Proof::Passkey => matches!(self, Self::SetPassphrase | Self::RemovePassphrase),
        }
    }
}

/// The lock.
#[derive(Clone, Copy)]
pub struct Locking {
    session: Session,
    state: RwSignal<Option<LockState>>,
    after: RwSignal<u64>,
    /// Until when the next try has to wait.
    until: RwSignal<UnixTime>,
    busy: RwSignal<bool>,
    hidden: StoredValue<Option<(UnixTime, f64)>>,
    channel: StoredValue<Option<SendWrapper<Channel>>>,
}

impl Locking {
    /// Whether there is a lock and whether it is open; `None` while that is not known.
    pub fn state(self) -> Option<LockState> {
        self.state.get()
    }

    /// Seconds for which the page may be hidden before it locks.
    pub fn after(self) -> u64 {
        self.after.get()
    }

    /// Chooses for how long the page may be hidden.
    pub fn set_after(self, seconds: u64) {
        page::keep_setting(AFTER, &seconds.to_string());
        self.after.set(seconds);
    }

    /// Whether a way in is being tried or a lock changed.
    pub fn busy(self) -> RwSignal<bool> {
        self.busy
    }

    /// Until when the next try has to wait.
    pub fn until(self) -> UnixTime {
        self.until.get()
    }

    /// Locks every tab.
    pub fn lock(self) {
        self.say(&JsValue::TRUE);
        self.shut();
    }

    /// Unlocks with a passphrase.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn unlock_with_passphrase(self, passphrase: &str) -> Result<(), VaultFault> {
        self.busy.set(true);
        let unlocked =
            async { self.session.vault().await?.unlock_with_passphrase(passphrase, clock::now()).await }.await;
        self.tried(unlocked.map(drop)).await
    }

    /// Unlocks with the passkey.
    ///
    /// # Errors
    /// [`VaultFault`].
    pub async fn unlock_with_passkey(self) -> Result<(), VaultFault> {
        self.busy.set(true);
        let unlocked = async { self.session.vault().await?.unlock_with_passkey().await }.await;
        self.tried(unlocked.map(drop)).await
    }

    /// Changes the lock. `present` is the present passphrase, where the change is confirmed by it, and `new` a new one, where one is set.
    ///
    /// # Errors
    /// [`VaultFault`]; nothing was changed.
    pub async fn change(self, what: LockChange, ways: Ways, present: &str, new: &str) -> Result<(), VaultFault> {
        self.busy.set(true);
        let changed = async {
            let vault = self.session.vault().await?;
            let proof = what.proof(ways);
            let proven = match proof {
                Proof::None => None,
                Proof::Passphrase => Some(vault.unlock_with_passphrase(present, clock::now()).await?),
                Proof::Passkey => Some(vault.unlock_with_passkey().await?),
            };
            let mut keys: Vec<_> = proven.filter(|_| what.keeps(proof)).into_iter().collect();
            match what {
                LockChange::SetPassphrase => keys.push(with_passphrase(new).await?),
                LockChange::SetPasskey => keys.push(with_new_passkey().await?),
                LockChange::RemovePassphrase | LockChange::RemovePasskey | LockChange::Remove => {}
            }
            vault.relock(&keys).await
        }
        .await;
        self.tried(changed).await
    }

    /// After everything was erased there is no lock, in no tab.
    pub async fn erased(self) {
        page::forget_setting(AFTER);
        self.after.set(USUAL_AFTER);
        self.say(&JsValue::TRUE);
        self.refresh().await;
    }

    /// Looks at the lock again, after a change by somebody else.
    pub async fn refresh(self) {
        let Ok(vault) = self.session.vault().await else { return };
        let state = vault.lock_state().await;
        if let Ok(wait) = vault.wait(clock::now()).await {
            self.until.set(clock::now().plus(wait));
        }
        match state {
            Ok(state) => {
                // What is drawn for a state stays as long as it does.
                if self.state.get_untracked() != Some(state) {
                    self.state.set(Some(state));
                }
                self.session.set_vault_stage(match state {
                    LockState::Shut(_) => Stage::Failed(VaultFault::Locked.into()),
                    LockState::None | LockState::Open(_) => Stage::Ready(()),
                });
            }
            Err(fault) => self.session.set_vault_stage(Stage::Failed(fault.into())),
        }
    }

    async fn tried(self, result: Result<(), VaultFault>) -> Result<(), VaultFault> {
        if let (Ok(()), Some(vault)) = (&result, self.session.vault_now()) {
            self.say(&vault.share());
        }
        self.busy.try_set(false);
        self.refresh().await;
        result
    }

    fn shut(self) {
        if let Some(vault) = self.session.vault_now() {
            vault.lock();
        }
        // At once, before anything is drawn again; what the database says comes after.
        if let Some(LockState::Open(ways)) = self.state.get_untracked() {
            self.state.set(Some(LockState::Shut(ways)));
            self.session.set_vault_stage(Stage::Failed(VaultFault::Locked.into()));
        }
    }

    fn say(self, what: &JsValue) {
        self.channel.with_value(|channel| {
            if let Some(channel) = channel {
                channel.say(what);
            }
        });
    }

    /// Another tab was locked, was unlocked, or has changed the lock.
    fn heard(self, what: &JsValue) {
        if what.is_object() {
            let is_hidden_away = !page::is_visible() && self.after.get_untracked() == 0;
            if let Some(vault) = self.session.vault_now()
                && !is_hidden_away
            {
                vault.accept(what);
            }
        } else {
            self.shut();
        }
        spawn_local(self.refresh());
    }

    /// The page was hidden or came back.
    fn visibility_changed(self) {
        let now = (clock::now(), page::elapsed());
        if page::is_visible() {
            if self.hidden.try_update_value(Option::take).flatten().is_some_and(|since| self.is_over(since, now)) {
                self.shut();
            }
        } else {
            self.hidden.set_value(Some(now));
            let after = self.after.get_untracked();
            if after == 0 {
                self.lock_hidden();
            } else {
                set_timeout(move || self.lock_hidden(), Duration::from_secs(after));
            }
        }
    }

    fn lock_hidden(self) {
        let now = (clock::now(), page::elapsed());
        let is_over = self.hidden.get_value().is_some_and(|since| self.is_over(since, now));
        // While the phone asks for the passkey, the page may be hidden by the question.
        if is_over && !self.busy.get_untracked() {
            self.shut();
        }
    }

    /// By either clock: one may have been set, the other may have stood still while the phone slept.
    fn is_over(self, since: (UnixTime, f64), now: (UnixTime, f64)) -> bool {
        let after = self.after.get_untracked();
        now.0.since(since.0) >= after || now.1 - since.1 >= after as f64
    }
}

/// Provides [`Locking`].
pub fn provide_locking() {
    let session = use_session();
    let kept = page::setting(AFTER).and_then(|seconds| seconds.parse().ok());
    let locking = Locking {
        session,
        state: RwSignal::new(None),
        after: RwSignal::new(kept.filter(|seconds| AFTERS.contains(seconds)).unwrap_or(USUAL_AFTER)),
        until: RwSignal::new(UnixTime::default()),
        busy: RwSignal::new(false),
        hidden: StoredValue::new(None),
        channel: StoredValue::new(None),
    };
    let channel = Channel::hear(Topic::Lock, move |what| locking.heard(&what));
    locking.channel.set_value(channel.map(SendWrapper::new));
    use_navigation().before_leaving(move || {
        if let Some(LockState::Open(_)) = locking.state.get_untracked()
            && let Some(vault) = session.vault_now()
        {
            handover::leave(&vault.share());
        }
    });
    let ticker = use_ticker();
    follow(move || {
        ticker.visible();
        locking.visibility_changed();
    });
    follow(move || {
        if !matches!(session.vault_stage(), Stage::Waiting) && locking.state.get_untracked().is_none() {
            spawn_local(locking.refresh());
        }
    });
    provide_context(locking);
}

/// The [`Locking`] that the app provided.
pub fn use_locking() -> Locking {
    expect_context()
}
