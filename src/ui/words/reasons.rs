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

    /// Why there are no newer lists. Whatever it is, those in force stay in force.
    fn lists_fault(self, fault: ListsFault) -> Advice {
        match fault {
            ListsFault::Network => self.advice(Phrase::UpdateNetwork, Phrase::UpdateNetworkRemedy),
            ListsFault::Host => self.advice(Phrase::UpdateNoneGiven, Phrase::UpdateNoneGivenRemedy),
            ListsFault::TooLarge => self.advice(Phrase::UpdateTooLarge, Phrase::UpdateTooLargeRemedy),
            ListsFault::PutOff => self.advice(Phrase::UpdatePutOff, Phrase::UpdatePutOffRemedy),
            ListsFault::Refused(UpdateError::Malformed) => {
                self.advice(Phrase::UpdateMalformed, Phrase::UpdateMalformedRemedy)
            }
            ListsFault::Refused(UpdateError::Incomplete) => {
                self.advice(Phrase::UpdateIncomplete, Phrase::UpdateIncompleteRemedy)
            }
            ListsFault::Refused(UpdateError::NotSigned) => {
                self.advice(Phrase::UpdateNotSigned, Phrase::UpdateNotSignedRemedy)
            }
            ListsFault::Refused(UpdateError::Mixed) => self.advice(Phrase::UpdateMixed, Phrase::UpdateMixedRemedy),
            ListsFault::Refused(UpdateError::RolledBack) => {
                self.advice(Phrase::UpdateRolledBack, Phrase::UpdateRolledBackRemedy)
            }
            ListsFault::Refused(UpdateError::Expired) => {
                self.advice(Phrase::UpdateExpired, Phrase::UpdateExpiredRemedy)
            }
            ListsFault::Refused(UpdateError::NothingNew) => {
                self.advice(Phrase::UpdateNothingNew, Phrase::UpdateNothingNewRemedy)
            }
        }
    }

    /// Why a sealed file does not open.
    fn sealed(self, refused: Refused) -> Advice {
        match refused {
            Refused::NotAge => self.advice(Phrase::TroubleSealedNotAge, Phrase::TroubleSealedNotAgeRemedy),
            Refused::OtherKind => self.advice(Phrase::TroubleSealedOtherKind, Phrase::TroubleSealedOtherKindRemedy),
            Refused::WrongKey => self.advice(Phrase::TroubleSealedWrongKey, Phrase::TroubleSealedWrongKeyRemedy),
            Refused::Damaged => self.advice(Phrase::TroubleSealedDamaged, Phrase::TroubleSealedDamagedRemedy),
            Refused::TooMuch => self.advice(Phrase::TroubleSealedTooMuch, Phrase::TroubleSealedTooMuchRemedy),
            Refused::Fault => self.advice(Phrase::TroubleSealedFault, Phrase::TroubleSealedFaultRemedy),
        }
    }

    /// Faults of this device and this site.
    pub fn trouble(self, trouble: Trouble) -> Advice {
        match trouble {
            Trouble::NoConfig => self.advice(Phrase::TroubleNoConfig, Phrase::TroubleNoConfigRemedy),
            Trouble::NoLists => self.advice(Phrase::TroubleNoLists, Phrase::TroubleNoListsRemedy),
            Trouble::Vault(VaultFault::Store(StoreFault::Unavailable)) => {
                self.advice(Phrase::TroubleVaultStoreUnavailable, Phrase::TroubleVaultStoreUnavailableRemedy)
            }
            Trouble::Vault(VaultFault::Store(StoreFault::Full)) => {
                self.advice(Phrase::TroubleVaultStoreFull, Phrase::TroubleVaultStoreFullRemedy)
            }
            Trouble::Vault(VaultFault::Store(StoreFault::Newer)) => {
                self.advice(Phrase::TroubleVaultStoreNewer, Phrase::TroubleVaultStoreNewerRemedy)
            }
            Trouble::Vault(VaultFault::Store(StoreFault::Blocked)) => {
                self.advice(Phrase::TroubleVaultStoreBlocked, Phrase::TroubleVaultStoreBlockedRemedy)
            }
            Trouble::Vault(VaultFault::Store(StoreFault::Changed)) => {
                self.advice(Phrase::TroubleVaultStoreChanged, Phrase::TroubleVaultStoreChangedRemedy)
            }
            Trouble::Vault(VaultFault::Locked) => {
                self.advice(Phrase::TroubleVaultLocked, Phrase::TroubleVaultLockedRemedy)
            }
            Trouble::Vault(VaultFault::Store(StoreFault::Failed)) => {
                self.advice(Phrase::TroubleVaultStoreFailed, Phrase::TroubleVaultStoreFailedRemedy)
            }
            Trouble::Vault(VaultFault::WrongSecret) => {
                self.advice(Phrase::VaultWrongSecret, Phrase::VaultWrongSecretRemedy)
            }
            Trouble::Vault(VaultFault::Wait(_)) => self.advice(Phrase::VaultWait, Phrase::VaultWaitRemedy),
            Trouble::Vault(VaultFault::Passkey(PasskeyFault::Cancelled)) => {
                self.advice(Phrase::PasskeyCancelled, Phrase::PasskeyCancelledRemedy)
            }
            Trouble::Vault(VaultFault::Passkey(PasskeyFault::Unsupported)) => {
                self.advice(Phrase::PasskeyUnsupported, Phrase::PasskeyUnsupportedRemedy)
            }
            Trouble::Vault(VaultFault::Stretch) => self.advice(Phrase::StretchFailed, Phrase::StretchFailedRemedy),
            Trouble::ShortPassphrase => self.advice(Phrase::ShortPassphrase, Phrase::ShortPassphraseRemedy),
            Trouble::OtherPassphrase => self.advice(Phrase::OtherPassphrase, Phrase::OtherPassphraseRemedy),
            Trouble::Vault(VaultFault::Seal) => self.advice(Phrase::TroubleVaultSeal, Phrase::TroubleVaultSealRemedy),
            Trouble::Camera(CameraFault::Unsupported) => {
                self.advice(Phrase::TroubleCameraUnsupported, Phrase::TroubleCameraUnsupportedRemedy)
            }
            Trouble::Camera(CameraFault::Denied) => {
                self.advice(Phrase::TroubleCameraDenied, Phrase::TroubleCameraDeniedRemedy)
            }
            Trouble::Camera(CameraFault::None) => {
                self.advice(Phrase::TroubleCameraNone, Phrase::TroubleCameraNoneRemedy)
            }
            Trouble::Camera(CameraFault::Busy) => {
                self.advice(Phrase::TroubleCameraBusy, Phrase::TroubleCameraBusyRemedy)
            }
            Trouble::Camera(CameraFault::Other) => {
                self.advice(Phrase::TroubleCameraOther, Phrase::TroubleCameraOtherRemedy)
            }
            Trouble::Camera(CameraFault::Stopped) => {
                self.advice(Phrase::TroubleCameraStopped, Phrase::TroubleCameraStoppedRemedy)
            }
            Trouble::Image(ImageFault::Locked) => {
                self.advice(Phrase::TroubleImageLocked, Phrase::TroubleImageLockedRemedy)
            }
            Trouble::Image(ImageFault::NotAnImage) => {
                self.advice(Phrase::TroubleImageNotAnImage, Phrase::TroubleImageNotAnImageRemedy)
            }
            Trouble::Image(ImageFault::NoCode) => {
                self.advice(Phrase::TroubleImageNoCode, Phrase::TroubleImageNoCodeRemedy)
            }
            Trouble::Image(ImageFault::TooLarge) => {
                self.advice(Phrase::TroubleImageTooLarge, Phrase::TroubleImageTooLargeRemedy)
            }
            Trouble::Image(ImageFault::Broken) => {
                self.advice(Phrase::TroubleImageBroken, Phrase::TroubleImageBrokenRemedy)
            }
            Trouble::Lists(fault) => self.lists_fault(fault),
            Trouble::NotKept(StoreFault::Full) => {
                self.advice(Phrase::TroubleNotKeptFull, Phrase::TroubleNotKeptFullRemedy)
            }
            Trouble::NotKept(_) => self.advice(Phrase::TroubleNotKeptFailed, Phrase::TroubleNotKeptFailedRemedy),
            Trouble::NotTheSame => self.advice(Phrase::TroubleNotTheSame, Phrase::TroubleNotTheSameRemedy),
            Trouble::Sealed(refused) => self.sealed(refused),
            Trouble::OtherPhone => self.advice(Phrase::TroubleOtherPhone, Phrase::TroubleOtherPhoneRemedy),
            Trouble::Receive => self.advice(Phrase::TroubleReceive, Phrase::TroubleReceiveRemedy),
            Trouble::Backup(BackupError::NotABackup) => {
                self.advice(Phrase::TroubleBackupNotABackup, Phrase::TroubleBackupNotABackupRemedy)
            }
            Trouble::Backup(BackupError::Newer) => {
                self.advice(Phrase::TroubleBackupNewer, Phrase::TroubleBackupNewerRemedy)
            }
            Trouble::Backup(BackupError::Damaged) => {
                self.advice(Phrase::TroubleBackupDamaged, Phrase::TroubleBackupDamagedRemedy)
            }
            Trouble::BackupTooLarge => self.advice(Phrase::TroubleBackupTooLarge, Phrase::TroubleBackupTooLargeRemedy),
            Trouble::PersonName => self.advice(Phrase::TroublePersonName, Phrase::TroublePersonNameRemedy),
            Trouble::PersonTaken => self.advice(Phrase::TroublePersonTaken, Phrase::TroublePersonTakenRemedy),
            Trouble::PersonTooMany => self.advice(Phrase::TroublePersonTooMany, Phrase::TroublePersonTooManyRemedy),
            Trouble::NotOurs => self.advice(Phrase::TroubleNotOurs, Phrase::TroubleNotOursRemedy),
        }
    }
}

/// A fault of this device, this site, or what a person gave to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The configuration is missing.
    NoConfig,
    /// There is no authentic trust list.
    NoLists,
    /// Storage or sealing.
    Vault(VaultFault),
    /// The camera.
    Camera(CameraFault),
    /// A picture or a file.
    Image(ImageFault),
    /// No newer lists.
    Lists(ListsFault),
    /// Newer lists that are in force and not stored.
    NotKept(StoreFault),
    /// The ID card is of somebody else.
    NotTheSame,
    /// A sealed file that does not open.
    Sealed(Refused),
    /// What came was sealed for another phone.
    OtherPhone,
    /// The code of a new phone that is too old.
    Receive,
    /// A file that opens and is no backup that can be taken.
    Backup(BackupError),
    /// More than a backup holds.
    BackupTooLarge,
    /// A name that is empty, too long, or not safe to show.
    PersonName,
    /// A name that somebody has already.
    PersonTaken,
    /// More people than a backup holds.
    PersonTooMany,
    /// A text or link without a pass.
    NotOurs,
    /// A new passphrase that is easily guessed.
    ShortPassphrase,
    /// A new passphrase that was typed in two ways.
    OtherPassphrase,
}

impl From<VaultFault> for Trouble {
    fn from(fault: VaultFault) -> Self {
        Self::Vault(fault)
    }
}

impl From<CameraFault> for Trouble {
    fn from(fault: CameraFault) -> Self {
        Self::Camera(fault)
    }
}

impl From<ImageFault> for Trouble {
    fn from(fault: ImageFault) -> Self {
        Self::Image(fault)
    }
}
