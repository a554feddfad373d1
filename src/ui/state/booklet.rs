//! Booklets: asking for one, and showing its copies one after the other.

use std::sync::Arc;

use crate::challenge::Challenge;
use crate::holder::{BOOKLET_KEYS, Booklet, Delivery, Request, Uses};
use crate::id::Audience;
use crate::key::HolderKey;
use crate::time::UnixTime;
use crate::ui::state::wallet::{Entry, Pass, Wallet};
use crate::web::clock;
use crate::web::vault::{Kept as Stored, VaultFault};
use crate::wire::text::ScannedText;

impl Wallet {
    /// A request for a booklet. The keys of one that no pass has answered are used again, so that opening the page twice leaves no keys behind.
    ///
    /// # Errors
    /// The vault's fault.
    pub async fn request(self) -> Result<ScannedText, VaultFault> {
        let vault = self.vault().await?;
        let at = clock::now();
        let entries = self.entries_now().unwrap_or_default();
        // A pass that does not open does not tell which keys it is bound to.
        let all_open = entries.iter().all(|entry| matches!(entry, Entry::Open(_)));
        let passes = entries.iter().filter_map(|entry| match entry {
            Entry::Open(pass) => Some(pass.delivery.passes()),
            Entry::Shut(..) => None,
        });
        let bound: Vec<_> = passes.flatten().filter_map(|pass| pass.claims().holder).collect();
        let is_waiting = |kept: &Stored<Vec<HolderKey>>| {
            all_open
                && kept.content.len() == BOOKLET_KEYS
                && !kept.content.iter().any(|key| bound.contains(&key.public()))
        };
        let keys = match vault.holder_keys().await?.into_iter().find(is_waiting) {
            Some(kept) => kept.content,
            None => vault.make_holder_keys(BOOKLET_KEYS, at).await?,
        };
        let request = Request::make_several(&keys.iter().collect::<Vec<_>>(), at).ok_or(VaultFault::Seal)?;
        self.keys.update_value(|own| own.extend(keys.into_iter().map(Arc::new)));
        Ok(request)
    }

    /// Chooses the copy that is shown from now on, and keeps its use, before anything of it is drawn. `None` where none is valid now.
    ///
    /// # Errors
    /// The vault's fault; no copy was used.
    pub async fn begin_showing(self, pass: &Pass, at: UnixTime) -> Result<Option<usize>, VaultFault> {
        if !pass.is_booklet() {
            return Ok(Some(0));
        }
        let choose = |uses: &Uses| Booklet::new(&pass.delivery, uses).next(at);
        let noted = self.vault().await?.note_use(&pass.id, at, choose).await?;
        let Some((place, uses)) = noted else { return Ok(None) };
        self.note(&pass.id, uses);
        self.say_changed();
        Ok(Some(place))
    }

    /// The same where the use could not be kept and the person wants to show the pass in spite of that.
    pub fn begin_showing_unkept(self, pass: &Pass, at: UnixTime) -> Option<usize> {
        let mut uses = self.uses_now(&pass.id);
        let place = Booklet::new(&pass.delivery, &uses).next(at)?;
        uses.add(place, at);
        self.note(&pass.id, uses);
        Some(place)
    }

    fn note(self, id: &str, uses: Uses) {
        self.uses.update(|all| {
            let all = Arc::make_mut(all);
            match all.iter_mut().find(|(of, _)| of == id) {
                Some((_, before)) => *before = uses,
                None => all.push((id.to_owned(), uses)),
            }
        });
    }

    /// How the copies of a delivery were used; whoever asks follows it.
    pub fn uses(self, id: &str) -> Uses {
        self.uses.with(|uses| uses_of(uses, id))
    }

    /// The same at this moment.
    pub fn uses_now(self, id: &str) -> Uses {
        self.uses.with_untracked(|uses| uses_of(uses, id))
    }

    /// How the copies of a delivery that is about to be kept were used as those of another answer to the same request.
    pub fn uses_carried(self, delivery: &Delivery) -> Uses {
        let entries = self.entries_now().unwrap_or_default();
        let other = entries.iter().rev().find_map(|entry| match entry {
            Entry::Open(pass) => pass.delivery.answers_same_request(delivery).then_some(pass),
            Entry::Shut(..) => None,
        });
        other.map(|pass| Uses::carried(delivery, &pass.delivery, &self.uses_now(&pass.id))).unwrap_or_default()
    }

    /// The text of a copy to show at a door, signed at `at`; `None` where its key is gone, which opening it has ruled out.
    pub fn present(self, pass: &Pass, place: usize, at: UnixTime) -> Option<ScannedText> {
        let copy = pass.delivery.passes().get(place)?;
        match copy.claims().holder {
            Some(holder) => copy.present(&*self.key(&holder)?, &Audience::door(), None, at).ok(),
            None => Some(ScannedText::encode(copy.bytes())),
        }
    }
    /// The message with which a copy answers a door's question, signed at `at`; `None` for paper, which answers nothing.
    pub fn answer(self, pass: &Pass, place: usize, challenge: &Challenge, at: UnixTime) -> Option<Vec<u8>> {
        let copy = pass.delivery.passes().get(place)?;
        let key = self.key(&copy.claims().holder?)?;
        copy.present(&key, &challenge.audience(), Some(challenge.nonce()), at).ok()?.decode().ok()
    }
}

fn uses_of(all: &[(String, Uses)], id: &str) -> Uses {
    all.iter().find(|(of, _)| of == id).map(|(_, uses)| uses.clone()).unwrap_or_default()
}
