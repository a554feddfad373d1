//! How this device is used as a door: by which rules, in which manner, and how a verdict is told. Nothing here is about a visitor.

use leptos::prelude::*;

use crate::policy::{Choice, Lapse, Origin, Policy, Rules};
use crate::time::UnixTime;
use crate::ui::dynamic::RwSignal;
use crate::ui::state::{Session, use_session};
use crate::web::{clock, page};

const CHOICE: &str = "rules";
const MODE: &str = "mode";
const CHECKS: &str = "checks";

/// How a door works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Somebody compares with the ID card, and then there is a verdict.
    Staffed,
    /// Somebody stands by; the verdict comes at once.
    Gate,
    /// Nobody stands by.
    Kiosk,
}

impl Mode {
    /// Every manner.
    pub const ALL: [Self; 3] = [Self::Staffed, Self::Gate, Self::Kiosk];

    /// A stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Staffed => "staffed",
            Self::Gate => "gate",
            Self::Kiosk => "kiosk",
        }
    }
}

/// What a keeper switches on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// A tone tells the verdict.
    Sound,
    /// A voice tells the verdict, and how to aim.
    Speech,
    /// The device vibrates.
    Vibration,
    /// The verdict is small and has no colours.
    Discreet,
    /// The checks of today are counted.
    Count,
}

impl Switch {
    /// Every switch.
    pub const ALL: [Self; 5] = [Self::Sound, Self::Speech, Self::Vibration, Self::Discreet, Self::Count];

    const fn name(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Speech => "speech",
            Self::Vibration => "vibration",
            Self::Discreet => "discreet",
            Self::Count => "count",
        }
    }

    const fn is_on_at_first(self) -> bool {
        matches!(self, Self::Vibration)
    }
}

/// The door.
#[derive(Clone, Copy)]
pub struct Door {
    session: Session,
    choice: RwSignal<Choice>,
    mode: RwSignal<Mode>,
    on: RwSignal<[bool; 5]>,
}

impl Door {
    /// The rules at `at` and whose they are; `None` while the configuration and the lists are on their way.
    pub fn in_force(self, at: UnixTime) -> Option<Result<(Rules, Origin), Lapse>> {
        let config = self.session.config()?;
        let known = self.session.lists().ready()?;
        Some(self.choice.get().in_force(&config.policy.rules, known.trust(), at))
    }

    /// The policy at `at`, without following anything.
    pub fn policy_now(self, at: UnixTime) -> Option<Result<Policy, Lapse>> {
        let in_force = untrack(move || self.in_force(at))?;
        let config = self.session.config_now()?;
        Some(in_force.map(|(rules, _)| Policy { rules, ..config.policy.clone() }))
    }

    /// Chooses rules, for good.
    pub fn choose(self, choice: Choice) {
        match choice.to_text() {
            Some(text) => page::keep_setting(CHOICE, &text),
            None => page::forget_setting(CHOICE),
        }
        self.choice.set(choice);
    }

    /// The choice; whoever asks follows it.
    pub fn choice(self) -> Choice {
        self.choice.get()
    }

    /// The choice at this moment.
    pub fn choice_now(self) -> Choice {
        self.choice.get_untracked()
    }

    /// How it works.
    pub fn mode(self) -> Mode {
        self.mode.get()
    }

    /// Changes how it works.
    pub fn set_mode(self, mode: Mode) {
        page::keep_setting(MODE, mode.name());
        self.mode.set(mode);
    }

    /// Whether something is on.
    pub fn is_on(self, switch: Switch) -> bool {
        self.on.with(|on| on[switch as usize])
    }

    /// The same at this moment.
    pub fn is_on_now(self, switch: Switch) -> bool {
        self.on.with_untracked(|on| on[switch as usize])
    }

    /// Turns something on or off.
    pub fn turn(self, switch: Switch, is_on: bool) {
        page::keep_setting(switch.name(), if is_on { "on" } else { "off" });
        if switch == Switch::Count {
            page::forget_setting(CHECKS);
        }
        self.on.update(|on| on[switch as usize] = is_on);
    }
}

/// The checks of today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checks {
    /// The day, by this device's clock on the wall.
    day: u64,
    /// How many there were.
    pub all: u32,
    /// How many were let in.
    pub let_in: u32,
}

impl Checks {
    fn kept() -> Self {
        let kept = page::setting(CHECKS).unwrap_or_default();
        let mut numbers = kept.split(' ').map(|number| number.parse::<u32>().unwrap_or_default());
        let mut next = || numbers.next().unwrap_or_default();
        let kept = Self { day: next().into(), all: next(), let_in: next() };
        let today = clock::local_day();
        if kept.day == today { kept } else { Self { day: today, ..Self::default() } }
    }
}

impl Door {
    /// The checks of today, where they are counted.
    pub fn checks(self) -> Option<Checks> {
        self.is_on(Switch::Count).then(Checks::kept)
    }

    /// Counts a check, where that is wanted: two numbers and a day, on this device.
    pub fn count(self, is_let_in: bool) {
        if self.is_on_now(Switch::Count) {
            let Checks { day, all, let_in } = Checks::kept();
            let (all, let_in) = (all.saturating_add(1), let_in.saturating_add(is_let_in.into()));
            page::keep_setting(CHECKS, &[day.to_string(), all.to_string(), let_in.to_string()].join(" "));
        }
    }
}

/// Provides [`Door`].
pub fn provide_door() {
    let kept = |name| page::setting(name);
    let mode = kept(MODE).and_then(|kept| Mode::ALL.into_iter().find(|mode| mode.name() == kept));
    let on = Switch::ALL.map(|switch| kept(switch.name()).map_or(switch.is_on_at_first(), |kept| kept == "on"));
    provide_context(Door {
        session: use_session(),
        choice: RwSignal::new(kept(CHOICE).and_then(|text| Choice::of_text(&text)).unwrap_or_default()),
        mode: RwSignal::new(mode.unwrap_or(Mode::Staffed)),
        on: RwSignal::new(on),
    });
}

/// The [`Door`] that the app provided.
pub fn use_door() -> Door {
    expect_context()
}
