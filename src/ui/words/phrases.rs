//! Every text that a person reads, in English. The other languages are the files beside this one, a line for each text in the same order.

use crate::ui::words::Language;
use crate::ui::words::catalogue;

/// A text: its English, and its place in the catalogues of the other languages. Names in braces stand for what is put in.
#[derive(Clone, Copy, Debug)]
pub struct Phrase(&'static Entry);

#[derive(Debug)]
struct Entry {
    place: usize,
    english: &'static str,
}

impl Phrase {
    /// The text in a language; in English where that language's catalogue is not loaded.
    pub fn text(self, language: Language) -> &'static str {
        catalogue::text(language, self.0.place).unwrap_or(self.0.english)
    }

    /// The text with each `{name}` replaced.
    pub fn filled(self, language: Language, values: &[(&str, &str)]) -> String {
        let mut text = self.text(language).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }
}

impl PartialEq for Phrase {
    fn eq(&self, other: &Self) -> bool {
        self.0.place == other.0.place
    }
}

impl Eq for Phrase {}

macro_rules! phrases {
    ($($name:ident: $english:literal;)*) => {
        /// Places in the catalogues.
        enum Place { $($name,)* }

        // A constant each, so that a program holds only the texts that it uses.
        #[expect(non_upper_case_globals, reason = "they are used as the variants of an enum are")]
        impl Phrase {
            $(
                #[doc = $english]
                pub const $name: Self = Self(&Entry { place: Place::$name as usize, english: $english });
            )*
            /// How many there are.
            pub const COUNT: usize = [$(Self::$name,)*].len();
        }
    };
}

phrases! {
    Loading: "Opening…";
    Back: "Back";
    Close: "Close";
    Cancel: "Cancel";
    TryAgain: "Try again";
    Copy: "Copy";
    Copied: "Copied";
    Share: "Share link";
    Undo: "Undo";
    Skip: "Skip to content";
    MainMenu: "Main menu";
    NotFound: "There is no such page";
    ToWallet: "Go to my pass";

    MyPass: "My pass";
    MyPasses: "My passes";
    Add: "Add";
    More: "More";
    ForShops: "For shops";
    ForResidents: "My pass";

    NoPass: "No pass yet";
    NoPassBody: "A pass is signed by your health office and kept only on this phone. Nobody can look it up.";
    GetAPass: "Get a pass";
    HaveAPass: "I was given a pass";

    CodeLabel: "QR code of your pass, for scanning at a door";
    CodeHidden: "The code is hidden while this page is in the background.";
    LiveHint: "Signed anew every 15 seconds. A picture of it stops working.";
    PaperHint: "A paper pass. The shop will compare it with your ID card.";
    HardToScan: "Hard to scan?";
    LargerHint: "Turn your screen's brightness up and hold the phone still.";
    MatchName: "Words of this code:";
    MatchBefore: "A moment ago: {words}";
    MatchShop: "Their screen shows the same two words:";
    Supply: "Codes no shop has seen: {now} for today, {all} in all, until {day}";
    BookletOf: "Single-use codes: {codes}, until {day}";
    CodesUsed: "All of today's codes were shown";
    CodesUsedBody: "Your pass still works. One code is now shown again, so two shops could tell that it was the same phone.";
    CodesLow: "Your codes are running low";
    CodesLowBody: "There are codes for less than three days. Ask your health office for new ones when it suits you.";
    CodesMore: "Ask for new codes";
    UseNotKept: "The phone could not note that a code is used, so no code is shown yet. Shown anyway, it may be shown once more later.";
    ShowAnyway: "Show it anyway";
    RequestMoves: "Let the office film these moving codes, or send the link or the file.";
    RequestSlower: "The codes change slowly, since less motion is asked for on this phone.";
    SaveFile: "Save as a file";
    MatchWords: "river|lemon|mountain|bridge|candle|garden|window|pencil|camel|island|spoon|drum|feather|honey|lantern|mirror|needle|orange|pepper|rabbit|saddle|tiger|umbrella|violin|whale|anchor|basket|carpet|desert|elephant|forest|guitar|hammer|kitchen|ladder|market|notebook|ocean|parrot|rice|shadow|tomato|village|wheel|zebra|apple|balloon|carrot|dolphin|eagle|flute|grape|horse|jacket|kite|lion|moon|nest|onion|piano|rainbow|snow|table|valley|water|almond|bread|cloud|cradle|egg|fox|glass|harbour|iron|jasmine|kettle|bamboo|milk|night|olive|palm|road|salt|thunder|vase|wolf|ant|banana|chair|broom|engine|fish|gold|hat|ink|juice|lake|map|hazelnut|owl|paper|ring|ship|train|book|coffee|dove|fire|goat|house|key|letter|melon|oven|peach|rope|star|tea|wall|bee|clock|duck|farm|hill|lamp|chin|plate|rose|sand|tower|wind|bell|comb|door|field|hand|leg|hedgehog|pear|rain|soap|tree|wood|bird|crown|dress|flag|heart|monkey|bicycle|roof|sugar|truck|bucket|boat|cup|ear|cactus|corn|shoe|stone|turtle|wing|bottle|curtain|gate|glove|tent|button|cherry|deer|fig|grass|knife|marble|pillow|ribbon|square|silk|thread|wave|wheat|brush|butter|camera|cat|cheese|chicken|circle|coin|copper|cotton|cow|cucumber|diamond|drawer|dust|earth|fan|finger|floor|fountain|frog|garlic|giraffe|hair|hospital|ice|kangaroo|knee|library|lizard|magnet|mango|medal|mint|museum|nail|neck|ostrich|oyster|panda|peacock|penguin|photo|pineapple|planet|pocket|pomegranate|potato|pumpkin|radio|saffron|school|scissors|sesame|shark|sheep|helmet|shirt|shovel|silver|smoke|spider|spring|squirrel|strawberry|sun|swan|telescope|tooth|volcano|walnut|winter|wrist|yoghurt";
    WhatTheyLearn: "What they will learn";
    NothingElse: "Nothing else is in the code.";
    Initials: "Initials";
    BirthYear: "Birth year";
    Name: "Name";
    BirthDate: "Date of birth";
    Status: "Status";
    Issuer: "Signed by";
    Region: "Region";
    ValidFrom: "Valid from";
    ValidUntil: "Valid until";
    ShownBy: "Shown by";
    Guardian: "A guardian, for somebody in their care";
    Kind: "Kind";
    LivePass: "Live pass, bound to a phone";
    PaperPass: "Paper pass";
    Specimen: "Specimen: not a real pass";
    ExpiredTitle: "This pass has expired";
    ExpiredBody: "Ask your health office for a new one.";
    NotYetTitle: "This pass is not valid yet";
    NotYetBody: "You may keep it. Shops will refuse it until then.";
    Remove: "Remove this pass";
    Removed: "Pass removed";
    NotPutBack: "The pass could not be put back. Free some space on this phone and try again.";

    RequestTitle: "Get a pass";
    RequestLead: "Show this request to your health office. It holds keys made on this phone and nothing about you.";
    RequestLabel: "QR code of your request";
    RequestText: "The request as text";
    RequestNext: "The office answers with a pass that works on this phone only.";
    RequestValid: "The request is good for one day.";
    AddTheAnswer: "Add the answer";
    RequestForOffice: "A wallet's request";
    RequestForOfficeLead: "Give this text to the office's tool. It answers with a pass for that wallet.";
    AskAgain: "Ask for the link again, and open all of it.";
    NoRequest: "There is no request in this link.";

    AddTitle: "Add a pass";
    AddLead: "Use the code, picture, file, text or link that your health office gave you.";
    UseCamera: "Scan with the camera";
    UseImage: "Picture, PDF or file";
    UseText: "Paste the text or link";
    PasteLabel: "Text or link of the pass";
    Check: "Check it";
    Reading: "Reading…";
    CheckTitle: "Check before you keep it";
    CheckLead: "Its signature is good. This is what it says:";
    Keep: "Keep it";
    DoNotKeep: "Do not keep it";
    AlreadyKept: "You have this pass already";
    NothingKept: "Nothing was kept.";

    Shop: "Shop";
    ShopLead: "Check a visitor's pass on this phone. Nobody is asked and nothing is stored.";
    StartScanning: "Start scanning";
    HowItWorks: "How it works";
    HowOne: "Scan the code on the visitor's phone or paper.";
    HowTwo: "Compare the initials and birth year with an ID card.";
    HowThree: "Let in, or not: the colour, the shape and the word say it.";
    PolicyDoor: "Rule: green passes only";
    PolicyDemonstration: "Demonstration: specimens are let in, marked";
    ListsFresh: "Ready to check offline";
    ListsAgeing: "The lists are about to run out. Connect to a network soon.";
    ListsStale: "The lists are too old. Connect to a network, or take lists from another shop.";
    ListsMissing: "There are no lists yet. Connect to a network.";
    ListsMore: "Lists: update, pass on, take";
    UpdateNow: "Update now";
    Updating: "Fetching the lists…";
    Updated: "The lists were updated";
    UpdatedBody: "They are checked and in force.";
    ListsLead: "Who may sign passes, and which passes were called back. The health office signs the lists, so any way to get them will do.";
    ListsNumber: "Number";
    ListsIssued: "Issued";
    ListsIssuers: "Health offices";
    ListsStatuses: "Lists of called-back passes";
    ListsSize: "Size";
    ListsCarry: "Without a network";
    ListsCarryBody: "Pass the lists on to a shop that has no network, or take them from one.";
    ListsExport: "Pass on as a file";
    ListsImport: "Take from a file";
    ListsOffered: "Newer lists";
    ListsOfferedBody: "They are signed as they must be.";
    ListsTake: "Use these lists";
    ListsTaken: "The new lists are in force";
    NothingStored: "Nothing about visitors is stored or sent.";

    ScanTitle: "Scan a pass";
    PointCamera: "Point the camera at the code";
    CameraStarting: "Starting the camera…";
    CameraExplain: "The camera is used to read codes. Pictures never leave this page.";
    TurnCameraOn: "Turn the camera on";
    Foreign: "This code is not a pass. Ask the visitor to show their pass.";
    Torch: "Torch";
    SwitchCamera: "Switch camera";
    OtherWays: "No camera?";
    TakePhoto: "Take a photo";
    DropHere: "Drop the picture, PDF or text here";
    PageOf: "Page {page} of {all}";
    SeveralCodes: "There are several codes";
    SeveralCodesBody: "Take one after the other.";
    CodeNumber: "Code {n}";
    CodeOnPage: "Code {n}, page {page}";
    LeaveRest: "Leave the rest";
    OthersStill: "Look at the others";
    KeptOthers: "Kept. The others are still here.";
    ZoomIn: "Zoom in";
    ZoomOut: "Zoom out";
    ScannerLayout: "The scanner and this device have different keyboards";
    ScannerLayoutBody: "“HP1:” arrived as “{typed}”. In the scanner's settings choose this keyboard: {device}. Or set this device to English (US).";
    LayoutAzerty: "French (AZERTY)";
    LayoutQwertz: "German (QWERTZ) or Nordic";
    LayoutOther: "the one of this device";
    ScannerCaps: "Caps Lock is on";
    ScannerCapsBody: "Turn it off and scan again.";
    ScannerMethod: "An input method took what the scanner typed";
    ScannerMethodBody: "Switch this device's input to English and scan again.";
    CompareTitle: "Compare with the ID card";
    Matches: "Matches the ID";
    DoesNotMatch: "Does not match";
    VerdictAccept: "Let in";
    VerdictRefuse: "Do not let in";
    VerdictUndetermined: "Cannot tell";
    AcceptBody: "The pass is genuine and valid.";
    AcceptSpecimen: "In a demonstration this would be let in. It proves nothing.";
    ScanNext: "Scan the next one";
    HoldToPause: "Hold to keep on screen";

    ListsShowTitle: "Show the lists";
    ListsShowLead: "Another shop films these codes and then has the same lists, without a network. Only signed lists are in them, nothing about visitors.";
    ListsCodeLabel: "Moving QR code of the lists, for another shop's camera";
    ListsPause: "Pause";
    ListsGoOn: "Go on";
    ListsShowNext: "On the other phone: Shop, Lists, “Film the lists”. Show the codes until it is done there.";
    ListsSlower: "The codes change because they carry the lists; your device asks for less motion, so they change slowly. Pause stops them.";
    ListsTooLarge: "The lists are too large for this way";
    ListsTooLargeBody: "Pass them on as a file instead.";
    ListsFilmTitle: "Film the lists";
    ListsFilmLead: "Film the moving code on another shop's screen. The lists are checked before they replace yours.";
    ListsPoint: "Point the camera at the moving code";
    ListsForeign: "This code is not of the lists. On the other phone: Shop, Lists, “Show the lists”.";
    ListsProgress: "Received";
    ListsNothingYet: "Nothing received yet";
    ListsIdle: "No code is being read";
    ListsIdleBody: "Hold the phone still, with the whole code in the picture. Turn the other screen's brightness up, and avoid reflections.";
    ListsOther: "The other screen shows other lists now";
    ListsBroken: "Some codes did not belong together";
    ListsStartsOver: "It starts over; keep filming.";
    ListsChecking: "All received. Checking…";
    ListsTakenBody: "They are genuine and newer than what you had.";
    ListsFilmAgain: "Film again";
    ListsSeen: "These are lists, not a pass";
    ListsSeenBody: "Another shop is passing on its lists. You can film them here:";

    LevelTitle: "How much to show";
    LevelDoor: "Door";
    LevelIdentity: "Identity check";
    LevelDetails: "Details";
    NoDoorPass: "There is no door pass for this person. Ask your health office for one.";
    ChooseDetails: "Choose what to show";
    ShowCode: "Show the code";
    ShowDone: "Done";
    LevelFalls: "Afterwards your door pass is shown again.";
    LevelEnds: "Ends by itself in {time}";
    RecordCodeLabel: "QR code of what you chose from your record";
    RecordMovingLabel: "Moving QR code of what you chose from your record";
    RecordMoves: "The code moves because the portrait is large. Hold the phone still until the shop has it all.";
    RecordSlower: "The codes change because they carry the portrait; your device asks for less motion, so they change slowly. Pause stops them.";
    RecordTooLarge: "This is too much for a code";
    RecordTooLargeBody: "Choose fewer things to show.";
    IssuedAt: "Issued";
    StatusEntry: "Entry in the office's status list";
    PhoneKey: "This phone's key for this pass";
    RecordKind: "Record, bound to a phone";
    Test: "Test";
    Method: "Method";
    MethodNucleicAcid: "Nucleic acid";
    MethodAntigen: "Antigen";
    MethodAntibody: "Antibodies";
    Finding: "Result";
    FindingNegative: "Negative";
    FindingPositive: "Positive";
    FindingInconclusive: "Inconclusive, to be repeated";
    SampledAt: "Sample taken";
    Venue: "Place";
    Vaccination: "Vaccination";
    Against: "Against";
    Product: "Vaccine";
    Dose: "Dose";
    DoseOf: "{dose} of {doses}";
    Day: "Date";
    Recovery: "Recovery";
    FirstDay: "From";
    LastDay: "Until";
    UntilDay: "until {day}";
    Appointment: "Appointment";
    BeginsAt: "Begins";
    Purpose: "For";
    LaterItem: "An entry of a newer kind";
    Portrait: "Portrait";
    PortraitBroken: "The portrait cannot be shown here.";
    PortraitLead: "It stays sealed on this phone. A door sees it only when you choose it under Details.";
    RecordComesWith: "With it comes a record, which only you see";
    RecordsTitle: "Records and appointments";
    RecordsLead: "Only on this phone. Nobody sees an entry unless you show it.";
    RecordsComing: "Coming";
    RecordsPast: "Past";
    RecordsNone: "There is no record on this phone. Your health office can give you one with your pass.";
    About: "For";
    ToCalendar: "Put into the calendar";
    ToCalendarHint: "Your calendar app can then read the place and the purpose.";
    CompareNothing: "Nothing to compare";
    CompareNothingBody: "The visitor has not shown a name. Ask for the identity check or the door pass.";
    ShownDetails: "What the visitor shows";
    ShownDetailsBody: "Read it and give the phone back. Nothing of it is kept.";
    ScanMoving: "A code in several parts. Keep filming.";

    PeopleTitle: "People in this wallet";
    PeopleLead: "Name those whose passes you hold, and put them in order. The names stay sealed on this phone and are in no code.";
    PeopleNone: "Nobody has a name yet. Without names, passes go by their initials.";
    PersonAdd: "Add a person";
    PersonNew: "Name of the person";
    PersonSave: "Save the name";
    PersonUp: "Move {name} up";
    PersonRemove: "Remove {name}";
    PersonRemoved: "Removed. Their passes are still here.";
    PersonSaved: "Saved";
    PassWhose: "Whose pass is it?";
    PassNobody: "Not said";
    PassesTitle: "Passes";
    OtherPasses: "Other passes of the same person";
    PastTitle: "Past passes";
    PastUntil: "was valid until {time}";
    YouShowIt: "You show this for somebody in your care. The door is told so.";
    MoreTitle: "More";
    LanguageLabel: "Language";
    LanguageMissing: "That language is not on this phone yet. Choose it again with a network.";
    AboutTitle: "What Tessera does";
    AboutBody: "Your pass stays with you. A shop checks the office's signature on its own phone. No server is asked about anybody.";
    LimitsTitle: "What it does not do";
    LimitsBody: "It cannot see who holds the phone, so shops compare the ID card. It cannot protect a phone that others have taken over.";
    ListsTitle: "Lists";
    StorageTitle: "Storage";
    StorageKept: "This browser has agreed to keep your passes.";
    StorageAsk: "Keep my passes safe";
    StorageMay: "This browser may clear passes by itself when the site is not used for a while. Install the app to prevent it.";
    EraseTitle: "Erase everything";
    EraseBody: "Removes every pass and every key from this phone. The office has to issue them again.";
    EraseDo: "Erase every pass and key";
    Erased: "Everything was erased";
    LockTitle: "Lock";
    LockBody: "With a lock, your passes can be opened on this phone only with your passkey or passphrase. Nobody keeps a copy of it: without it they stay sealed.";
    LockIsSet: "Your passes are locked when you are away";
    LockByBoth: "They open with the passkey or the passphrase.";
    LockByPasskey: "They open with the passkey of this phone. A passphrase as a second way in helps if the passkey is lost.";
    LockByPassphrase: "They open with the passphrase.";
    LockNow: "Lock now";
    LockAfter: "Lock when out of sight for";
    LockAtOnce: "At once";
    LockChange: "Change the lock";
    LockSetPasskey: "Lock with this phone's passkey";
    LockSetPasskeyBody: "Your phone asks for your finger, face or code. The passkey stays on the phone or in its password manager, and no website learns who you are.";
    LockSetPassphrase: "Lock with a passphrase";
    LockNewPassphrase: "Change the passphrase";
    LockSetPassphraseBody: "Four random words are easy to remember and hard to guess. Write it down and keep it at home.";
    LockRemovePassphrase: "Remove the passphrase";
    LockRemovePasskey: "Remove the passkey";
    LockRemoveOneBody: "From then on only the other way in opens your passes.";
    LockRemove: "Remove the lock";
    LockRemoveBody: "From then on everybody who can open this phone can show your passes.";
    LockConfirmByPasskey: "Your phone asks for the passkey, to confirm it.";
    LockDoSet: "Set it";
    LockDoRemove: "Remove";
    LockWasChanged: "The lock was changed";
    LockWasRemoved: "The lock was removed";
    LockChecking: "One moment…";
    LockPassphrase: "Passphrase";
    PresentPassphrase: "Present passphrase";
    NewPassphrase: "New passphrase";
    NewPassphraseAgain: "New passphrase once more";
    LockedTitle: "Your passes are locked";
    Unlock: "Unlock";
    UnlockByPasskey: "Unlock with the passkey";
    LockWait: "The next try in {time}";
    LockForgotten: "Forgotten it?";
    LockForgottenBody: "Nobody can open your passes without it, not even the office. Erase everything here, and then restore your backup or ask the office for new passes.";
    StorageWasKept: "Kept. The browser will not clear your passes by itself.";
    StorageMayClear: "Kept. The browser may clear it when space runs low: see More.";
    HomeTitle: "On an iPhone: add Tessera to the Home Screen first";
    HomeBody: "Safari erases what a website keeps after seven days without a visit. On the Home Screen your passes stay.";
    HomeHow: "Touch Share, then “Add to Home Screen”, and open Tessera from there. What is kept here does not move along.";
    AsidePasses: "Passes that do not open: {count}";
    AsideKeys: "Keys that do not open: {count}";
    AsidePeople: "People who do not open: {count}";
    AsideUses: "Notes of showings that do not open: {count}";
    AsideBody: "They were set aside and left as they are; everything else opens.";
    VaultWrongSecret: "That did not open it";
    VaultWrongSecretRemedy: "Check the passphrase, or use the other way in, if you have set one.";
    VaultWait: "Too many wrong tries";
    VaultWaitRemedy: "Wait a little, then try again. Each wrong try makes the wait longer, up to five minutes.";
    PasskeyCancelled: "The passkey was not used";
    PasskeyCancelledRemedy: "Try again, and confirm when the phone asks. Nothing was changed.";
    PasskeyUnsupported: "This browser's passkeys cannot lock passes";
    PasskeyUnsupportedRemedy: "Use a passphrase instead. Nothing was changed.";
    StretchFailed: "The passphrase could not be checked";
    StretchFailedRemedy: "Close other apps, connect to a network once, and try again. Your passes are untouched.";
    ShortPassphrase: "This passphrase is too short";
    ShortPassphraseRemedy: "Take eight characters or more; four words are better.";
    OtherPassphrase: "The two passphrases differ";
    OtherPassphraseRemedy: "Type the new one into both fields.";
    UpdateReady: "A new version is ready";
    UpdateApply: "Update";
    Later: "Later";

    ColourGreen: "Green: nothing abnormal";
    ColourYellow: "Yellow: home observation";
    ColourRed: "Red: central observation";

    Codes: "one={n} code|other={n} codes";
    CodesAndTime: "{codes}, about {time}";
    TimeLeft: "about {time} left";
    SomeOf: "{known} of {all}";
    ExpiresIn: "Expires in {time}";
    GoodForTime: "Good for another {time}";
    OtherProgram: "Not on this phone yet";
    OtherProgramBody: "Wallet and shop are two programs. Connect to a network once, then try again.";

    RefusalDamaged: "The code is damaged";
    RefusalDamagedRemedy: "Ask the visitor to show the code again in their own app.";
    RefusalUnknownIssuer: "Unknown issuer";
    RefusalUnknownIssuerRemedy: "No listed health office may sign this pass. Ask for another proof.";
    RefusalForged: "The signature is false";
    RefusalForgedRemedy: "This pass was not signed by the office it names. Do not let in.";
    RefusalKeyCompromised: "Signed with a stolen key";
    RefusalKeyCompromisedRemedy: "The office's key was in other hands by then. The visitor can get a new pass from the office.";
    RefusalRevoked: "Called back";
    RefusalRevokedRemedy: "The office has revoked this pass. The visitor can ask the office why.";
    RefusalNoSuchStatus: "Not in its status list";
    RefusalNoSuchStatusRemedy: "The pass names a place that its list does not have. Do not let in on it.";
    RefusalNotYetValid: "Not valid yet";
    RefusalNotYetValidRemedy: "The pass begins later. Ask for one that is valid now.";
    RefusalExpired: "Expired";
    RefusalExpiredRemedy: "The visitor can get a new pass from the health office.";
    RefusalNotLive: "Not a live code";
    RefusalNotLiveRemedy: "Ask the visitor to open their own app and show the code there.";
    RefusalOtherPhone: "From another phone";
    RefusalOtherPhoneRemedy: "The pass belongs to another phone. Ask for the original.";
    RefusalOldCode: "Not a live code";
    RefusalOldCodeRemedy: "The code is too old: a picture, or a screen that stood still. Ask for the app itself.";
    RefusalClocksDiffer: "The clocks differ";
    RefusalClocksDifferRemedy: "Set both phones to automatic time, then scan again.";
    RefusalOtherDoor: "Meant for another door";
    RefusalOtherDoorRemedy: "Ask the visitor to show their pass for this door.";
    RefusalOtherChallenge: "Answer to another question";
    RefusalOtherChallengeRemedy: "Ask the visitor to scan this shop's question again.";
    RefusalPaper: "Paper is not accepted here";
    RefusalPaperRemedy: "This door asks for a live code from a phone.";
    RefusalSpecimen: "A specimen";
    RefusalSpecimenRemedy: "This is a demonstration pass and proves nothing.";
    RefusalNotGreen: "Not green";
    RefusalNotGreenRemedy: "The pass is genuine, but its colour is not let in here. Follow the house rules.";

    DoubtClockBehind: "This device's clock is wrong";
    DoubtClockBehindRemedy: "Set the date and time to automatic, then scan again.";
    DoubtClockAhead: "This device's clock is ahead";
    DoubtClockAheadRemedy: "Set the date and time to automatic, then scan again.";
    DoubtListsStale: "The lists are too old";
    DoubtListsStaleRemedy: "Connect this device to a network once, or take lists from another shop, then scan again.";
    DoubtStatusUnknown: "The pass's standing is not known";
    DoubtStatusUnknownRemedy: "Connect this device to a network once, then scan again.";

    CheckDamaged: "This is not a pass, or it is damaged";
    CheckDamagedRemedy: "Copy or scan it again, all of it.";
    CheckNotADelivery: "This is not a pass to keep";
    CheckNotADeliveryRemedy: "It is a code that somebody shows. Use the one your health office gave you.";
    CheckUnknownIssuer: "Unknown issuer";
    CheckUnknownIssuerRemedy: "No listed health office may sign this pass. Ask where it came from.";
    CheckForged: "The signature is false";
    CheckForgedRemedy: "It was not signed by the office it names. Ask the office itself.";
    CheckNotForThisWallet: "Made for another phone";
    CheckNotForThisWalletRemedy: "Make a request on this phone and give that one to the office.";
    CheckExpired: "It has expired";
    CheckExpiredRemedy: "Ask your health office for a new one.";

    UpdateNetwork: "The lists could not be fetched";
    UpdateNetworkRemedy: "Nothing was changed. Connect to a network and try again.";
    UpdateNoneGiven: "The host gave no lists";
    UpdateNoneGivenRemedy: "Try again later. If it lasts, tell whoever runs this site.";
    UpdateTooLarge: "Too large to be lists";
    UpdateTooLargeRemedy: "Nothing was changed. If it lasts, tell whoever runs this site.";
    UpdatePutOff: "Put off during the scan";
    UpdatePutOffRemedy: "The lists are fetched once scanning is over.";
    UpdateMalformed: "Damaged, or not lists at all";
    UpdateMalformedRemedy: "Nothing was changed. Try again; a public network may want you to sign in there first.";
    UpdateIncomplete: "A part of the lists is missing";
    UpdateIncompleteRemedy: "Nothing was changed. Try again in a few minutes.";
    UpdateNotSigned: "The lists are not signed as they must be";
    UpdateNotSignedRemedy: "Nothing was changed. Do not use them, and tell whoever gave them to you.";
    UpdateMixed: "The lists do not belong together";
    UpdateMixedRemedy: "Nothing was changed. Try again later.";
    UpdateRolledBack: "Older than the present lists";
    UpdateRolledBackRemedy: "Nothing was changed: the present lists are better.";
    UpdateExpired: "These lists have expired";
    UpdateExpiredRemedy: "Nothing was changed. Get newer ones from a network or another shop.";
    UpdateNothingNew: "There is nothing newer";
    UpdateNothingNewRemedy: "The present lists are the newest that there are.";

    TroubleNoConfig: "The app is not set up";
    TroubleNoConfigRemedy: "Reload the page. If that does not help, tell whoever runs this site.";
    TroubleNoLists: "There are no lists yet";
    TroubleNoListsRemedy: "Connect to a network and try again. Nothing can be checked without them.";
    TroubleVaultStoreUnavailable: "This browser does not let the app store anything";
    TroubleVaultStoreUnavailableRemedy: "Leave the private window, or allow storage for this site.";
    TroubleVaultStoreFull: "The phone's storage is full";
    TroubleVaultStoreFullRemedy: "Free some space and try again. Your stored passes are untouched.";
    TroubleVaultStoreNewer: "A newer version of Tessera was used here";
    TroubleVaultStoreNewerRemedy: "Close every tab of Tessera, then open it again with a network, so that the newer version comes. Your passes are untouched.";
    TroubleVaultStoreBlocked: "Tessera is open in another tab";
    TroubleVaultStoreBlockedRemedy: "Close the other tabs of Tessera; this one then goes on by itself. Your passes are untouched.";
    TroubleVaultStoreChanged: "Another tab was first";
    TroubleVaultStoreChangedRemedy: "What it stored stays, and nothing else was changed. Look, and try again.";
    TroubleVaultLocked: "Your passes are locked";
    TroubleVaultLockedRemedy: "Unlock them, and try again.";
    TroubleVaultStoreFailed: "The browser's storage failed";
    TroubleVaultStoreFailedRemedy: "Try again. Your stored passes are untouched.";
    TroubleVaultSeal: "This browser cannot seal passes";
    TroubleVaultSealRemedy: "Open this page over HTTPS in an up-to-date browser.";
    TroubleCameraUnsupported: "This browser gives no camera to pages";
    TroubleCameraUnsupportedRemedy: "Use a picture, a file or the text instead.";
    TroubleCameraDenied: "The camera is not allowed";
    TroubleCameraDeniedRemedy: "Allow it in the browser's site settings, beside the address, and try again.";
    TroubleCameraNone: "No camera was found";
    TroubleCameraNoneRemedy: "Use a picture, a file or the text instead.";
    TroubleCameraBusy: "Another app is using the camera";
    TroubleCameraBusyRemedy: "Close it there and try again.";
    TroubleCameraOther: "The camera did not start";
    TroubleCameraOtherRemedy: "Try again, or use a picture instead.";
    TroubleCameraStopped: "The camera stopped";
    TroubleCameraStoppedRemedy: "Check that it is plugged in and that no other app uses it, then try again.";
    TroubleImageNotAnImage: "This file cannot be read";
    TroubleImageNotAnImageRemedy: "Choose a picture of the code, or the text file that the office gave you.";
    TroubleImageNoCode: "No code was found in the picture";
    TroubleImageNoCodeRemedy: "Choose a sharper picture that shows the whole code.";
    TroubleImageTooLarge: "The file is too large";
    TroubleImageTooLargeRemedy: "Choose a picture of less than 50 MB or a PDF of less than 20 MB, or take a picture of the code alone.";
    TroubleImageBroken: "The reader did not start";
    TroubleImageBrokenRemedy: "Reload the page and try again.";
    TroubleImageLocked: "The PDF has a password";
    TroubleImageLockedRemedy: "Save it without one, or use a picture of the code.";
    TroubleNotKeptFull: "The phone's storage is full";
    TroubleNotKeptFullRemedy: "The new lists serve until this page is closed. Free some space, then update again. Your passes are untouched.";
    TroubleNotKeptFailed: "The new lists could not be stored";
    TroubleNotKeptFailedRemedy: "They serve until this page is closed; then those from before are in force again. Your passes are untouched.";
    TroubleNotTheSame: "Not the same person";
    TroubleNotTheSameRemedy: "The ID card and the pass do not match. Do not let in on this pass.";
    TroublePersonName: "This name cannot be kept";
    TroublePersonNameRemedy: "Use letters, up to 80 characters, without signs that hide or turn text.";
    TroublePersonTaken: "Somebody has this name already";
    TroublePersonTakenRemedy: "Choose another, so that you can tell them apart.";
    TroublePersonTooMany: "There are as many people as a wallet holds";
    TroublePersonTooManyRemedy: "Remove one whom you do not need any more.";
    TroubleNotOurs: "There is no pass in this";
    TroubleNotOursRemedy: "A pass begins with HP1: or is a link that ends with it. Copy all of it.";

    BackupSection: "Backup and new phone";
    BackupSectionBody: "This phone alone has your passes. A backup, or a second phone, keeps them from being lost with it.";
    BackupTitle: "Back up to a file";
    BackupLead: "The file holds every person, pass and key of this wallet, sealed. Whoever has the file and its words has your passes; without the words nobody opens it, and nobody can tell you them again.";
    BackupNever: "This phone has made no backup yet.";
    BackupCurrent: "Last backup: {time}. No pass has come or gone since.";
    BackupChanged: "Last backup: {time}. Something has changed since: make a new one.";
    BackupNothing: "There is nothing here yet";
    BackupNothingBody: "Keep a pass first. If you have a backup or an old phone, bring your passes here from it.";
    BackupMake: "Make the backup";
    BackupSealing: "Sealing… This takes a few seconds.";
    BackupMade: "The backup is made";
    BackupMadeBody: "Keep the file where a lost phone does not take it along, and its words apart from it.";
    BackupOpens: "It is an age file (age-encryption.org): with the words, other tools open it, too.";
    BackupAgain: "Save the file again";
    SecretTitle: "The words that open it";
    SecretLead: "Write these words on paper, in this order, before you go on.";
    SecretWords: "The words of this backup";
    SecretWritten: "I have written them down";
    SecretOthers: "Other words";
    SecretOwn: "Use a passphrase of my own";
    SecretDrawn: "Use words drawn by chance";
    SecretOwnLead: "Several words that you remember and nobody guesses; no name, no birthday, no proverb.";
    SecretAgain: "The same once more";
    SecretShort: "Too short: at least 12 characters.";
    SecretDiffers: "The two are not the same.";
    SecretFair: "Long enough. More words are better.";
    SecretStrong: "Long. Make sure that you remember it.";
    Passphrase: "The words or passphrase";
    RestoreTitle: "Restore a backup";
    RestoreLead: "What is in the file is shown before anything is kept. What is here already stays as it is.";
    RestoreOpen: "Restore from a file";
    RestoreChoose: "Choose the file";
    RestoreUnlock: "Open it";
    RestoreOpening: "Opening… This takes a few seconds.";
    RestoreMade: "Made on {time}";
    RestoreInside: "What is in it";
    RestoreNew: "Will be added";
    RestoreHere: "Here already";
    RestoreEnds: "Valid until {time}";
    RestoreEnded: "Expired on {time}";
    RestoreAdd: "one=Add {n} pass|other=Add {n} passes";
    RestoreAdded: "one={n} pass was added|other={n} passes were added";
    RestoreAddedBody: "They are sealed on this phone now, with the people whose they are.";
    RestoreNothing: "Nothing is missing here";
    RestoreNothingBody: "Every pass that can be kept is here already. Nothing was changed.";
    MoveOutTitle: "Move to a new phone";
    MoveInTitle: "Take over from an old phone";
    MoveOutFirst: "On the new phone, open Tessera, then More, then “Take over from an old phone”. It shows a code.";
    MoveOutSecond: "Point this camera at that code.";
    MoveHonest: "Everything is sealed for that one phone: whoever else films the screens gets nothing. No network is needed.";
    MovePoint: "Point it at the new phone's code";
    MoveForeign: "This is not the code of a phone that takes over";
    MoveShowTitle: "Now let the new phone film this";
    MoveCodeLabel: "Moving QR code of the sealed wallet, for the new phone's camera";
    MoveSlower: "Your phone asks for less motion, so the codes change slowly.";
    MoveShowLead: "On the new phone press “Film the old phone” and hold it in front of this screen until it has everything.";
    MoveTooLarge: "There is too much for this way";
    MoveTooLargeBody: "Make a backup file instead, and restore it on the new phone.";
    MovePair: "Both phones show the same two words:";
    MovePairCheck: "If the old phone shows others, keep nothing: it came from somewhere else.";
    MoveArrived: "The new phone has everything";
    MoveEraseTitle: "Erase this phone?";
    MoveEraseBody: "A copied key works on both phones: until one of them is erased, each can show these passes, and no door can tell which is yours. Look that the new phone shows them, then erase them here.";
    MoveLater: "Not now";
    MoveLaterNoted: "Both phones can show your passes. You will be reminded.";
    MoveReminder: "These passes were moved on {time}";
    MoveReminderBody: "Both phones can still show them. Erase them here once the new phone shows them.";
    MoveInFirst: "On the old phone, open Tessera, then More, then “Move to a new phone”.";
    MoveInSecond: "Hold the old phone's camera in front of this code.";
    MoveInThird: "When the old phone shows moving codes, film them with this phone.";
    MoveReceiveLabel: "QR code of this phone, for the old phone's camera";
    MoveReceiveLead: "The code is good for ten minutes and for this once. It holds nothing about you.";
    MoveFilm: "Film the old phone";
    MovePointMoving: "Point it at the old phone's moving code";
    MoveForeignMoving: "This is not a moving code of an old phone";
    MoveProgress: "How much of the wallet has come";
    MoveOther: "The other phone shows something else now";
    MoveNowErase: "Now erase the old phone";
    MoveNowEraseBody: "Until then both phones can show these passes. It asks you once you press “The new phone has everything”.";
    TroubleSealedNotAge: "This is not a backup";
    TroubleSealedNotAgeRemedy: "Choose the file whose name begins with tessera and ends with .age. Nothing was changed.";
    TroubleSealedOtherKind: "This file is sealed in another way";
    TroubleSealedOtherKindRemedy: "It was not made with words or a passphrase, so none opens it here. Choose another file.";
    TroubleSealedWrongKey: "These words do not open it";
    TroubleSealedWrongKeyRemedy: "Compare each word with your paper, and their order. If all are right, the file was damaged on its way: try another copy. Nothing was changed.";
    TroubleSealedDamaged: "The file is damaged";
    TroubleSealedDamagedRemedy: "A part of it is missing or was changed. Get it again from where it is kept, or use another copy. Nothing was changed here.";
    TroubleSealedTooMuch: "This is more than a backup";
    TroubleSealedTooMuchRemedy: "The file is too large, or made so that opening it takes too long. Choose another file.";
    TroubleSealedFault: "The sealing part did not start";
    TroubleSealedFaultRemedy: "Close other apps and tabs; it needs memory, and the first time a network. Then try again. Nothing was changed.";
    TroubleOtherPhone: "This was sealed for another phone";
    TroubleOtherPhoneRemedy: "Begin again on both phones: let the old phone read the code that this one shows now.";
    TroubleReceive: "That code is too old";
    TroubleReceiveRemedy: "On the new phone go back and open the page again, so that it shows a new one. Set both phones to automatic time.";
    TroubleBackupNotABackup: "There is no wallet in this file";
    TroubleBackupNotABackupRemedy: "The words are right, and it holds something else. Choose another file. Nothing was changed.";
    TroubleBackupNewer: "This backup is of a newer version";
    TroubleBackupNewerRemedy: "Open Tessera with a network and update it, then restore again. The file is good; nothing was changed.";
    TroubleBackupDamaged: "This backup is not as a wallet makes it";
    TroubleBackupDamagedRemedy: "Use another copy or an older backup. Nothing was changed.";
    TroubleBackupTooLarge: "There is more here than a backup holds";
    TroubleBackupTooLargeRemedy: "Remove expired passes, then try again.";
}
