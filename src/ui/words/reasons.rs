//! A title and a remedy for every refusal, doubt and fault.

use crate::backup::BackupError;
use crate::challenge::ChallengeError;
use crate::holder::CheckError;
use crate::trust::UpdateError;
use crate::ui::words::{Language, Phrase};
use crate::verifier::{Doubt, Refusal};
use crate::web::camera::CameraFault;
use crate::web::lists::ListsFault;
use crate::web::passkey::PasskeyFault;
use crate::web::reader::ImageFault;
use crate::web::store::StoreFault;
use crate::web::strongbox::Refused;
use crate::web::vault::VaultFault;

/// What happened, and what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What happened.
    pub title: &'static str,
    /// What to do.
    pub remedy: &'static str,
}

impl Language {
    /// An advice out of its two phrases.
    pub fn advice(self, title: Phrase, remedy: Phrase) -> Advice {
        Advice { title: title.text(self), remedy: remedy.text(self) }
    }

    /// Why a shop refuses: the class of the reason, never more.
    pub fn refusal(self, refusal: Refusal) -> Advice {
        match refusal {
            Refusal::Damaged => self.advice(Phrase::RefusalDamaged, Phrase::RefusalDamagedRemedy),
            Refusal::UnknownIssuer => self.advice(Phrase::RefusalUnknownIssuer, Phrase::RefusalUnknownIssuerRemedy),
            Refusal::Forged => self.advice(Phrase::RefusalForged, Phrase::RefusalForgedRemedy),
            Refusal::KeyCompromised => self.advice(Phrase::RefusalKeyCompromised, Phrase::RefusalKeyCompromisedRemedy),
            Refusal::Revoked => self.advice(Phrase::RefusalRevoked, Phrase::RefusalRevokedRemedy),
            Refusal::NoSuchStatus => self.advice(Phrase::RefusalNoSuchStatus, Phrase::RefusalNoSuchStatusRemedy),
            Refusal::NotYetValid => self.advice(Phrase::RefusalNotYetValid, Phrase::RefusalNotYetValidRemedy),
            Refusal::Expired => self.advice(Phrase::RefusalExpired, Phrase::RefusalExpiredRemedy),
            Refusal::NotLive => self.advice(Phrase::RefusalNotLive, Phrase::RefusalNotLiveRemedy),
            Refusal::OtherPhone => self.advice(Phrase::RefusalOtherPhone, Phrase::RefusalOtherPhoneRemedy),
            Refusal::OldCode => self.advice(Phrase::RefusalOldCode, Phrase::RefusalOldCodeRemedy),
            Refusal::ClocksDiffer => self.advice(Phrase::RefusalClocksDiffer, Phrase::RefusalClocksDifferRemedy),
            Refusal::OtherDoor => self.advice(Phrase::RefusalOtherDoor, Phrase::RefusalOtherDoorRemedy),
            Refusal::OtherChallenge => self.advice(Phrase::RefusalOtherChallenge, Phrase::RefusalOtherChallengeRemedy),
            Refusal::Paper => self.advice(Phrase::RefusalPaper, Phrase::RefusalPaperRemedy),
            Refusal::Specimen => self.advice(Phrase::RefusalSpecimen, Phrase::RefusalSpecimenRemedy),
            Refusal::IssuerNotTaken => self.advice(Phrase::RefusalIssuerNotTaken, Phrase::RefusalIssuerNotTakenRemedy),
            Refusal::TestNotShown => self.advice(Phrase::RefusalTestNotShown, Phrase::RefusalTestNotShownRemedy),
            Refusal::TestTooOld => self.advice(Phrase::RefusalTestTooOld, Phrase::RefusalTestTooOldRemedy),
            Refusal::ShowsLess => self.advice(Phrase::RefusalShowsLess, Phrase::RefusalShowsLessRemedy),
            Refusal::NotGreen => self.advice(Phrase::RefusalNotGreen, Phrase::RefusalNotGreenRemedy),
        }
    }

    /// Why a wallet does not answer a door's question.
    pub fn challenge_error(self, error: ChallengeError) -> Advice {
        match error {
            ChallengeError::NotOurs => self.advice(Phrase::AnswerForeign, Phrase::AnswerForeignRemedy),
            ChallengeError::Malformed => self.advice(Phrase::AnswerMalformed, Phrase::AnswerMalformedRemedy),
            ChallengeError::Expired => self.advice(Phrase::AnswerExpired, Phrase::AnswerExpiredRemedy),
            ChallengeError::ClocksDiffer => self.advice(Phrase::AnswerClocks, Phrase::AnswerClocksRemedy),
        }
    }

    /// Why a shop cannot tell.
    pub fn doubt(self, doubt: Doubt) -> Advice {
        match doubt {
            Doubt::ClockBehind => self.advice(Phrase::DoubtClockBehind, Phrase::DoubtClockBehindRemedy),
            Doubt::ClockAhead => self.advice(Phrase::DoubtClockAhead, Phrase::DoubtClockAheadRemedy),
            Doubt::ListsStale => self.advice(Phrase::DoubtListsStale, Phrase::DoubtListsStaleRemedy),
            Doubt::StatusUnknown => self.advice(Phrase::DoubtStatusUnknown, Phrase::DoubtStatusUnknownRemedy),
        }
    }

    /// Why a wallet does not keep what it was given.
    pub fn check_error(self, error: CheckError) -> Advice {
        match error {
            CheckError::Damaged => self.advice(Phrase::CheckDamaged, Phrase::CheckDamagedRemedy),
            CheckError::NotADelivery => self.advice(Phrase::CheckNotADelivery, Phrase::CheckNotADeliveryRemedy),
            CheckError::UnknownIssuer => self.advice(Phrase::CheckUnknownIssuer, Phrase::CheckUnknownIssuerRemedy),
            CheckError::Forged => self.advice(Phrase::CheckForged, Phrase::CheckForgedRemedy),
            CheckError::NotForThisWallet => {
                self.advice(Phrase::CheckNotForThisWallet, Phrase::CheckNotForThisWalletRemedy)
            }
            CheckError::Expired => self.advice(Phrase::CheckExpired, Phrase::CheckExpiredRemedy),
        }
    }

    /// The advice for a trouble.
    pub fn trouble(self, trouble: Trouble) -> Advice {
        self.advice(trouble.title, trouble.remedy)
    }
}

/// A fault of this device, this site, or what a person gave to it: what is said about it. It is told where the fault is met, so that a program holds
/// the texts of its own faults and not those of all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trouble {
    title: Phrase,
    remedy: Phrase,
    vault: Option<VaultFault>,
}

impl Trouble {
    /// The configuration is missing.
    pub const NO_CONFIG: Self = Self::of(Phrase::TroubleNoConfig, Phrase::TroubleNoConfigRemedy);
    /// There is no authentic trust list.
    pub const NO_LISTS: Self = Self::of(Phrase::TroubleNoLists, Phrase::TroubleNoListsRemedy);
    /// The ID card is of somebody else.
    pub const NOT_THE_SAME: Self = Self::of(Phrase::TroubleNotTheSame, Phrase::TroubleNotTheSameRemedy);
    /// What came was sealed for another phone.
    pub const OTHER_PHONE: Self = Self::of(Phrase::TroubleOtherPhone, Phrase::TroubleOtherPhoneRemedy);
    /// The code of a new phone that is too old.
    pub const RECEIVE: Self = Self::of(Phrase::TroubleReceive, Phrase::TroubleReceiveRemedy);
    /// More than a backup holds.
    pub const BACKUP_TOO_LARGE: Self = Self::of(Phrase::TroubleBackupTooLarge, Phrase::TroubleBackupTooLargeRemedy);
    /// A name that is empty, too long, or not safe to show.
    pub const PERSON_NAME: Self = Self::of(Phrase::TroublePersonName, Phrase::TroublePersonNameRemedy);
    /// A name that somebody has already.
    pub const PERSON_TAKEN: Self = Self::of(Phrase::TroublePersonTaken, Phrase::TroublePersonTakenRemedy);
    /// More people than a backup holds.
    pub const PERSON_TOO_MANY: Self = Self::of(Phrase::TroublePersonTooMany, Phrase::TroublePersonTooManyRemedy);
    /// A text or link without a pass.
    pub const NOT_OURS: Self = Self::of(Phrase::TroubleNotOurs, Phrase::TroubleNotOursRemedy);
    /// A new passphrase that is easily guessed.
    pub const SHORT_PASSPHRASE: Self = Self::of(Phrase::ShortPassphrase, Phrase::ShortPassphraseRemedy);
    /// A new passphrase that was typed in two ways.
    pub const OTHER_PASSPHRASE: Self = Self::of(Phrase::OtherPassphrase, Phrase::OtherPassphraseRemedy);

    const fn of(title: Phrase, remedy: Phrase) -> Self {
        Self { title, remedy, vault: None }
    }

    /// Newer lists that are in force and not stored.
    pub fn not_kept(fault: StoreFault) -> Self {
        match fault {
            StoreFault::Full => Self::of(Phrase::TroubleNotKeptFull, Phrase::TroubleNotKeptFullRemedy),
            _ => Self::of(Phrase::TroubleNotKeptFailed, Phrase::TroubleNotKeptFailedRemedy),
        }
    }

    /// The vault's fault, if it is one.
    pub fn vault(self) -> Option<VaultFault> {
        self.vault
    }
}

/// Storage or sealing.
impl From<VaultFault> for Trouble {
    fn from(fault: VaultFault) -> Self {
        let told = match fault {
            VaultFault::Store(StoreFault::Unavailable) => {
                Self::of(Phrase::TroubleVaultStoreUnavailable, Phrase::TroubleVaultStoreUnavailableRemedy)
            }
            VaultFault::Store(StoreFault::Full) => {
                Self::of(Phrase::TroubleVaultStoreFull, Phrase::TroubleVaultStoreFullRemedy)
            }
            VaultFault::Store(StoreFault::Newer) => {
                Self::of(Phrase::TroubleVaultStoreNewer, Phrase::TroubleVaultStoreNewerRemedy)
            }
            VaultFault::Store(StoreFault::Blocked) => {
                Self::of(Phrase::TroubleVaultStoreBlocked, Phrase::TroubleVaultStoreBlockedRemedy)
            }
            VaultFault::Store(StoreFault::Changed) => {
                Self::of(Phrase::TroubleVaultStoreChanged, Phrase::TroubleVaultStoreChangedRemedy)
            }
            VaultFault::Locked => Self::of(Phrase::TroubleVaultLocked, Phrase::TroubleVaultLockedRemedy),
            VaultFault::Store(StoreFault::Failed) => {
                Self::of(Phrase::TroubleVaultStoreFailed, Phrase::TroubleVaultStoreFailedRemedy)
            }
            VaultFault::WrongSecret => Self::of(Phrase::VaultWrongSecret, Phrase::VaultWrongSecretRemedy),
            VaultFault::Wait(_) => Self::of(Phrase::VaultWait, Phrase::VaultWaitRemedy),
            VaultFault::Passkey(PasskeyFault::Cancelled) => {
                Self::of(Phrase::PasskeyCancelled, Phrase::PasskeyCancelledRemedy)
            }
            VaultFault::Passkey(PasskeyFault::Unsupported) => {
                Self::of(Phrase::PasskeyUnsupported, Phrase::PasskeyUnsupportedRemedy)
            }
            VaultFault::Stretch => Self::of(Phrase::StretchFailed, Phrase::StretchFailedRemedy),
            VaultFault::Seal => Self::of(Phrase::TroubleVaultSeal, Phrase::TroubleVaultSealRemedy),
        };
        Self { vault: Some(fault), ..told }
    }
}

/// The camera.
impl From<CameraFault> for Trouble {
    fn from(fault: CameraFault) -> Self {
        match fault {
            CameraFault::Unsupported => {
                Self::of(Phrase::TroubleCameraUnsupported, Phrase::TroubleCameraUnsupportedRemedy)
            }
            CameraFault::Denied => Self::of(Phrase::TroubleCameraDenied, Phrase::TroubleCameraDeniedRemedy),
            CameraFault::None => Self::of(Phrase::TroubleCameraNone, Phrase::TroubleCameraNoneRemedy),
            CameraFault::Busy => Self::of(Phrase::TroubleCameraBusy, Phrase::TroubleCameraBusyRemedy),
            CameraFault::Other => Self::of(Phrase::TroubleCameraOther, Phrase::TroubleCameraOtherRemedy),
            CameraFault::Stopped => Self::of(Phrase::TroubleCameraStopped, Phrase::TroubleCameraStoppedRemedy),
        }
    }
}

/// A picture or a file.
impl From<ImageFault> for Trouble {
    fn from(fault: ImageFault) -> Self {
        match fault {
            ImageFault::Locked => Self::of(Phrase::TroubleImageLocked, Phrase::TroubleImageLockedRemedy),
            ImageFault::NotAnImage => Self::of(Phrase::TroubleImageNotAnImage, Phrase::TroubleImageNotAnImageRemedy),
            ImageFault::NoCode => Self::of(Phrase::TroubleImageNoCode, Phrase::TroubleImageNoCodeRemedy),
            ImageFault::TooLarge => Self::of(Phrase::TroubleImageTooLarge, Phrase::TroubleImageTooLargeRemedy),
            ImageFault::Broken => Self::of(Phrase::TroubleImageBroken, Phrase::TroubleImageBrokenRemedy),
        }
    }
}

/// A file that opens and is no backup that can be taken.
impl From<BackupError> for Trouble {
    fn from(fault: BackupError) -> Self {
        match fault {
            BackupError::NotABackup => Self::of(Phrase::TroubleBackupNotABackup, Phrase::TroubleBackupNotABackupRemedy),
            BackupError::Newer => Self::of(Phrase::TroubleBackupNewer, Phrase::TroubleBackupNewerRemedy),
            BackupError::Damaged => Self::of(Phrase::TroubleBackupDamaged, Phrase::TroubleBackupDamagedRemedy),
        }
    }
}

/// No newer lists. Whatever it is, those in force stay in force.
impl From<ListsFault> for Trouble {
    fn from(fault: ListsFault) -> Self {
        match fault {
            ListsFault::Network => Self::of(Phrase::UpdateNetwork, Phrase::UpdateNetworkRemedy),
            ListsFault::Host => Self::of(Phrase::UpdateNoneGiven, Phrase::UpdateNoneGivenRemedy),
            ListsFault::TooLarge => Self::of(Phrase::UpdateTooLarge, Phrase::UpdateTooLargeRemedy),
            ListsFault::PutOff => Self::of(Phrase::UpdatePutOff, Phrase::UpdatePutOffRemedy),
            ListsFault::Refused(UpdateError::Malformed) => {
                Self::of(Phrase::UpdateMalformed, Phrase::UpdateMalformedRemedy)
            }
            ListsFault::Refused(UpdateError::Incomplete) => {
                Self::of(Phrase::UpdateIncomplete, Phrase::UpdateIncompleteRemedy)
            }
            ListsFault::Refused(UpdateError::NotSigned) => {
                Self::of(Phrase::UpdateNotSigned, Phrase::UpdateNotSignedRemedy)
            }
            ListsFault::Refused(UpdateError::Mixed) => Self::of(Phrase::UpdateMixed, Phrase::UpdateMixedRemedy),
            ListsFault::Refused(UpdateError::RolledBack) => {
                Self::of(Phrase::UpdateRolledBack, Phrase::UpdateRolledBackRemedy)
            }
            ListsFault::Refused(UpdateError::Expired) => Self::of(Phrase::UpdateExpired, Phrase::UpdateExpiredRemedy),
            ListsFault::Refused(UpdateError::NothingNew) => {
                Self::of(Phrase::UpdateNothingNew, Phrase::UpdateNothingNewRemedy)
            }
        }
    }
}

/// A sealed file that does not open.
impl From<Refused> for Trouble {
    fn from(fault: Refused) -> Self {
        match fault {
            Refused::NotAge => Self::of(Phrase::TroubleSealedNotAge, Phrase::TroubleSealedNotAgeRemedy),
            Refused::OtherKind => Self::of(Phrase::TroubleSealedOtherKind, Phrase::TroubleSealedOtherKindRemedy),
            Refused::WrongKey => Self::of(Phrase::TroubleSealedWrongKey, Phrase::TroubleSealedWrongKeyRemedy),
            Refused::Damaged => Self::of(Phrase::TroubleSealedDamaged, Phrase::TroubleSealedDamagedRemedy),
            Refused::TooMuch => Self::of(Phrase::TroubleSealedTooMuch, Phrase::TroubleSealedTooMuchRemedy),
            Refused::Fault => Self::of(Phrase::TroubleSealedFault, Phrase::TroubleSealedFaultRemedy),
        }
    }
}
