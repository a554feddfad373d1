mod zoom;

use std::rc::Rc;

use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use self::zoom::Zooming;
use crate::aiming::Aiming;
use crate::time::UnixTime;
use crate::ui::components::{Button, ButtonKind, Icon, IconView, paragraph, trouble_card};
use crate::ui::dynamic::{RwSignal, StoredValue, follow, maybe, part, text};
use crate::ui::state::{use_ticker, use_words};
use crate::ui::words::{Phrase, Trouble};
use crate::web::camera::{self, Camera, CameraFault, Change, Pulse};
use crate::web::reader::{ImageFault, Reader, Sight, Watch};
use crate::web::{clock, page};

const ALLOWED: &str = "camera-allowed";
const DEVICE: &str = "camera";
const FRONT_DEVICE: &str = "camera-front";

/// Starts in a row after which a camera that gives no picture is given up, and for how long a start has to be good to count as none, in seconds.
const STARTS: u32 = 3;
const GOOD_AFTER: f64 = 20.0;

/// How long an advice for aiming stays, in seconds.
const ADVICE_STAYS: u64 = 2;

/// An advice for aiming.
const fn aiming_phrase(aiming: Aiming) -> Phrase {
    match aiming {
        Aiming::Closer => Phrase::AimCloser,
        Aiming::Back => Phrase::AimBack,
        Aiming::Left => Phrase::AimLeft,
        Aiming::Right => Phrase::AimRight,
        Aiming::Up => Phrase::AimUp,
        Aiming::Down => Phrase::AimDown,
        Aiming::Still => Phrase::AimStill,
    }
}

/// Where the viewfinder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Says what the camera is for, before the browser asks.
    Explaining,
    /// Opening it.
    Starting,
    /// Filming.
    Filming {
        /// Whether the torch is on, where the camera has one.
        torch: Option<bool>,
        /// Whether there is another camera to switch to.
        several: bool,
    },
    /// It does not film.
    Failed(Trouble),
}

/// What runs while filming; all of it stops when dropped.
struct Filming {
    camera: Rc<Camera>,
    lenses: Vec<String>,
    watch: Watch,
    _reader: Reader,
    _pulse: Pulse,
}

impl Filming {
    /// The camera after the one in use.
    fn next_lens(&self) -> Option<String> {
        let now = self.camera.device();
        let place = self.lenses.iter().position(|id| Some(id) == now.as_ref()).map_or(0, |place| place + 1);
        self.lenses.get(place).or(self.lenses.first()).cloned()
    }
}

/// The camera's picture with corner marks; hands on each code that it reads. Off while the page is hidden.
#[component]
pub fn Viewfinder(
    /// Called with each text, again and again while the code is in view.
    on_text: Callback<String>,
    /// Whether a code is in view that is not what is looked for.
    wrong: RwSignal<bool>,
    /// What to point it at.
    #[prop(default = Phrase::PointCamera)]
    point: Phrase,
    /// What to say while `wrong`.
    #[prop(default = Phrase::Foreign)]
    foreign: Phrase,
    /// Whether it looks away for a while; the camera stays on.
    #[prop(optional)]
    rests: Option<RwSignal<bool>>,
    /// Whether it is the camera on the side of the screen.
    #[prop(optional)]
    front: bool,
    /// Told what would help, again and again while a code is in view that cannot be read.
    #[prop(optional)]
    on_aim: Option<Callback<Phrase>>,
    /// Told whether the camera films.
    #[prop(optional)]
    films: Option<RwSignal<bool>>,
) -> impl IntoView {
    let words = use_words();
    let ticker = use_ticker();
    let near = RwSignal::new(None::<(Aiming, UnixTime)>);
    let setting = if front { FRONT_DEVICE } else { DEVICE };
    let was_allowed = page::setting(ALLOWED).is_some();
    let stage = RwSignal::new(if was_allowed { Stage::Starting } else { Stage::Explaining });
    let video = NodeRef::<Video>::new();
    let filming = StoredValue::new(None::<Filming>);
    let zooming = Zooming::new();
    // When it was started anew by itself, and how often in a row.
    let restarts = StoredValue::new((0.0, 0));
    let stop = move || {
        zooming.of(None);
        filming.set_value(None);
    };
    let lost = StoredValue::new(None::<Callback<()>>);

    let start = Callback::new(move |()| {
        let Some(element) = video.get_untracked() else { return };
        stage.set(Stage::Starting);
        spawn_local(async move {
            let device = page::setting(setting);
            match Camera::open(&element, device.as_deref(), front).await {
                Ok(camera) => {
                    page::keep_setting(ALLOWED, "yes");
                    let camera = Rc::new(camera);
                    let reader = Reader::start();
                    let watch = reader.watch(&element, move |sight| match sight {
                        Sight::Code(text) => on_text.run(text),
                        Sight::Near(aiming) => {
                            let aiming = if front { aiming.mirrored() } else { aiming };
                            if near.try_get_untracked().is_some() {
                                near.set(Some((aiming, clock::now())));
                            }
                            if let Some(on_aim) = on_aim {
                                on_aim.run(aiming_phrase(aiming));
                            }
                        }
                        Sight::Nothing => {}
                        Sight::Blind => {
                            stage.try_set(Stage::Failed(ImageFault::Broken.into()));
                        }
                    });
                    let torch = camera.has_torch().then_some(false);
                    let lenses: Vec<_> = camera::cameras().await.into_iter().map(|device| device.id).collect();
                    let several = lenses.len() > 1;
                    watch.rest(rests.is_some_and(|rests| rests.try_get_untracked().unwrap_or_default()));
                    // Hidden while it was opened: it starts again when the page is back in front.
                    if !page::is_visible() {
                        return;
                    }
                    let pulse = camera.pulse(move || {
                        if let Some(Some(lost)) = lost.try_with_value(|lost| *lost) {
                            lost.run(());
                        }
                    });
                    let running = Filming { camera: camera.clone(), lenses, watch, _reader: reader, _pulse: pulse };
                    // The view may have gone while the browser asked; then everything stops here.
                    if filming.try_set_value(Some(running)).is_none() {
                        zooming.of(Some(camera));
                        stage.set(Stage::Filming { torch, several });
                    }
                }
                Err(fault) => {
                    stage.try_set(Stage::Failed(fault.into()));
                }
            }
        });
    });
    // It was unplugged, or it stands still: the same or another one is taken, unless that was tried again and again.
    lost.set_value(Some(Callback::new(move |()| {
        stop();
        let now = page::elapsed();
        let starts = restarts.try_update_value(|(at, starts)| {
            *starts = if now - *at > GOOD_AFTER { 1 } else { *starts + 1 };
            *at = now;
            *starts
        });
        if starts.is_some_and(|starts| starts > STARTS) {
            stage.set(Stage::Failed(CameraFault::Stopped.into()));
        } else if page::is_visible() {
            start.run(());
        }
    })));
    // What the person allows or plugs in elsewhere counts at once.
    let changes = StoredValue::new(None);
    spawn_local(async move {
        let listeners = camera::on_change(move |change| {
            let Some(Stage::Failed(trouble)) = stage.try_get_untracked() else { return };
            // Who has said no is not asked again because of another camera, and none mends a reader that does not work.
            let is_worth_it = trouble != ImageFault::Broken.into()
                && (change == Change::Allowed || trouble != CameraFault::Denied.into());
            if is_worth_it && page::is_visible() {
                start.run(());
            }
        });
        changes.try_set_value(Some(SendWrapper::new(listeners.await)));
    });
    zooming.follow_fingers(video);
    // Films while the page is seen; a camera that an app keeps in the background comes back black.
    follow(move || {
        video.track();
        if !ticker.visible() {
            stop();
        } else if matches!(stage.get_untracked(), Stage::Starting | Stage::Filming { .. }) {
            stop();
            start.run(());
        }
    });
    if let Some(rests) = rests {
        follow(move || {
            let rests = rests.get();
            filming.with_value(|filming| {
                if let Some(filming) = filming {
                    filming.watch.rest(rests);
                }
            });
        });
    }
    if let Some(films) = films {
        follow(move || films.set(matches!(stage.get(), Stage::Filming { .. })));
    }
    let switch = Callback::new(move |()| {
        let next = filming.with_value(|filming| filming.as_ref().and_then(Filming::next_lens));
        if let Some(next) = next {
            page::keep_setting(setting, &next);
            stop();
            start.run(());
        }
    });
    let toggle_torch = Callback::new(move |()| {
        let Stage::Filming { torch: Some(was_on), several } = stage.get_untracked() else { return };
        let camera = filming.with_value(|filming| filming.as_ref().map(|filming| filming.camera.clone()));
        spawn_local(async move {
            if let Some(camera) = camera
                && camera.set_torch(!was_on).await
            {
                stage.try_set(Stage::Filming { torch: Some(!was_on), several });
            }
        });
    });
    view! {
        <div class="viewfinder" class:viewfinder-front=front class:viewfinder-wrong=move || wrong.get()>
            <video class="viewfinder-picture" node_ref=video aria-label=words.of(point)></video>
            <svg class="viewfinder-corners" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
                <path d="M2 20V6a4 4 0 0 1 4-4h14M80 2h14a4 4 0 0 1 4 4v14M98 80v14a4 4 0 0 1-4 4H80M20 98H6a4 4 0 0 1-4-4V80"/>
            </svg>
            <div class="viewfinder-over">
                {part(move || match stage.get() {
                    Stage::Explaining => view! {
                        {paragraph(Phrase::CameraExplain)}
                        <Button phrase=Phrase::TurnCameraOn icon=Icon::Camera on_press=start kind=ButtonKind::Primary/>
                    }.into_any(),
                    Stage::Starting => view! { <p role="status">{words.of(Phrase::CameraStarting)}</p> }.into_any(),
                    Stage::Failed(trouble) => view! {
                        {trouble_card(trouble)}
                        <Button phrase=Phrase::TryAgain on_press=start kind=ButtonKind::Primary/>
                    }.into_any(),
                    Stage::Filming { .. } => ().into_any(),
                })}
            </div>
            <p class="viewfinder-hint" role="status">
                {text(move || {
                    let is_recent = |at| ticker.now().since(at) < ADVICE_STAYS;
                    let near = near.get().filter(|(_, at)| is_recent(*at)).map(|(aiming, _)| aiming_phrase(aiming));
                    let hint = if wrong.get() { foreign } else { near.unwrap_or(point) };
                    if matches!(stage.get(), Stage::Filming { .. }) { hint.text(words.language()) } else { "" }
                })}
            </p>
            <div class="viewfinder-tools">
                {maybe(move || {
                    let Stage::Filming { torch, several } = stage.get() else { return None };
                    let torch = torch.map(|on| tool(Icon::Torch, Phrase::Torch, Some(on), toggle_torch));
                    let switch = several.then(|| tool(Icon::Switch, Phrase::SwitchCamera, None, switch));
                    Some(view! { {torch}{switch} }.into_any())
                })}
            </div>
            {zooming.tools()}
        </div>
    }
}

/// A button over the picture; `pressed` where it is a switch.
fn tool(icon: Icon, phrase: Phrase, pressed: Option<bool>, on_press: Callback<()>) -> AnyView {
    let words = use_words();
    let pressed = pressed.map(|on| if on { "true" } else { "false" });
    view! {
        <button type="button" class="tool" aria-pressed=pressed on:click=move |_| on_press.run(())>
            <IconView icon/>
            <span>{words.of(phrase)}</span>
        </button>
    }
    .into_any()
}
