//! The camera: asked for, shown in a video element, let go.

mod pulse;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamTrack};

pub use self::pulse::{Change, Pulse, on_change};
use crate::lens::{self, Zoom};
use crate::web::dynamic::{call, call_async, object};
use crate::web::page::{self, Listener};

/// Why there is no camera picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraFault {
    /// The browser has no camera interface, or hides it because the page did not come over HTTPS.
    Unsupported,
    /// The person, or a rule of the device, said no.
    Denied,
    /// The device has no camera.
    None,
    /// Another app holds the camera.
    Busy,
    /// It was there, and gives no picture any more.
    Stopped,
    /// Anything else.
    Other,
}

impl CameraFault {
    /// From what `getUserMedia` or `play` rejects with.
    fn of(error: &JsValue) -> Self {
        let name = page::property(error, "name").and_then(|name| name.as_string()).unwrap_or_default();
        match name.as_str() {
            "NotAllowedError" | "SecurityError" => Self::Denied,
            "NotFoundError" | "OverconstrainedError" => Self::None,
            "NotReadableError" | "AbortError" => Self::Busy,
            _ => Self::Other,
        }
    }
}

/// A camera of this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What [`Camera::open`] takes. It changes when the person clears the site's data.
    pub id: String,
    /// What the system calls it; empty until a camera was once allowed.
    pub label: String,
}

/// Which camera is wanted.
#[derive(Clone)]
struct Wish {
    device: Option<String>,
    front: bool,
}

/// An open camera whose picture runs in a video element. It is let go when this is dropped.
pub struct Camera {
    video: HtmlVideoElement,
    wish: Wish,
    stream: Rc<RefCell<Option<MediaStream>>>,
    visibility: Option<Listener>,
}

/// The cameras of this device.
pub async fn cameras() -> Vec<Device> {
    let Some(media) = media() else { return Vec::new() };
    let Ok(devices) = call_async(&media, "enumerateDevices", &[]).await else { return Vec::new() };
    let text =
        |of: &JsValue, name: &str| page::property(of, name).and_then(|value| value.as_string()).unwrap_or_default();
    Array::from(&devices)
        .iter()
        .filter(|device| text(device, "kind") == "videoinput")
        .map(|device| Device { id: text(&device, "deviceId"), label: text(&device, "label") })
        .filter(|device| !device.id.is_empty())
        .collect()
}

impl Camera {
    /// Asks for a camera and shows it in `video`: the one that is named; else the one on the side of the screen if `front`; else the main lens of those
    /// that look away from the person. The browser may ask the person.
    ///
    /// # Errors
    /// [`CameraFault`].
    pub async fn open(video: &HtmlVideoElement, device: Option<&str>, front: bool) -> Result<Self, CameraFault> {
        let named = match device {
            Some(device) => Some(device.to_owned()),
            None if front => None,
            // Before the first permission the cameras have no labels.
            None => main_lens().await,
        };
        let wish = Wish { device: named, front };
        let mut camera = Self { video: video.clone(), wish, stream: Rc::default(), visibility: None };
        show(&camera.video, &camera.wish, &camera.stream).await?;
        if camera.wish.device.is_none()
            && !front
            && let Some(main) = main_lens().await
            && camera.device().is_some_and(|shown| shown != main)
        {
            camera.wish.device = Some(main);
            show(&camera.video, &camera.wish, &camera.stream).await?;
        }
        Ok(camera)
    }

    /// Lets the camera go while the page is hidden and takes it again when it is back in front, since phones give a black picture otherwise. `on_fault`
    /// hears when it cannot be had again.
    pub fn follow_visibility(&mut self, on_fault: impl Fn(CameraFault) + 'static) {
        let (video, wish, stream) = (self.video.clone(), self.wish.clone(), self.stream.clone());
        let on_fault = Rc::new(on_fault);
        self.visibility = Some(Listener::on_document("visibilitychange", move |_| {
            if !page::is_visible() {
                release(&video, &stream);
                return;
            }
            let (video, wish, stream, on_fault) =
                (video.clone(), wish.clone(), Rc::downgrade(&stream), on_fault.clone());
            spawn_local(async move {
                let Some(stream) = stream.upgrade() else { return };
                if let Err(fault) = show(&video, &wish, &stream).await {
                    on_fault(fault);
                }
                // While the browser was opening it, the camera may have been dropped or the page hidden again.
                if Rc::strong_count(&stream) == 1 || !page::is_visible() {
                    release(&video, &stream);
                }
            });
        }));
    }

    /// Whether its light can be switched.
    pub fn has_torch(&self) -> bool {
        self.track().and_then(|track| capability(&track, "torch")).is_some_and(|torch| torch.is_truthy())
    }

    /// Switches its light; whether that worked.
    pub async fn set_torch(&self, on: bool) -> bool {
        let Some(track) = self.track() else { return false };
        constrain(&track, object([("torch", on.into())])).await
    }

    /// How far it zooms, where it does.
    pub fn zoom(&self) -> Option<Zoom> {
        let track = self.track()?;
        let range = capability(&track, "zoom")?;
        let number = |of: &JsValue, name: &str| page::property(of, name).and_then(|value| value.as_f64());
        let now = call(&track, "getSettings", &[]).ok().and_then(|settings| number(&settings, "zoom"));
        let (least, most) = (number(&range, "min")?, number(&range, "max")?);
        Zoom::new(least, most, number(&range, "step").unwrap_or_default(), now.unwrap_or(least))
    }

    /// Zooms; whether that worked.
    pub async fn set_zoom(&self, zoom: Zoom) -> bool {
        let Some(track) = self.track() else { return false };
        constrain(&track, object([("zoom", zoom.now().into())])).await
    }

    /// The device that the browser chose, for the choice of another.
    pub fn device(&self) -> Option<String> {
        let track = self.track()?;
        page::property(&call(&track, "getSettings", &[]).ok()?, "deviceId")?.as_string()
    }

    /// Lets the camera go.
    pub fn close(self) {
        drop(self);
    }

    fn track(&self) -> Option<MediaStreamTrack> {
        self.stream.borrow().as_ref().and_then(track)
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.visibility = None;
        release(&self.video, &self.stream);
    }
}

/// The camera that reads codes best, by the labels that the browser shows; `None` where they do not tell.
async fn main_lens() -> Option<String> {
    let mut cameras = cameras().await;
    let place = lens::preferred(&mut cameras.iter().map(|camera| camera.label.as_str()))?;
    Some(cameras.swap_remove(place).id)
}

/// `navigator.mediaDevices`, which is missing on pages that did not come over HTTPS.
fn media() -> Option<JsValue> {
    page::property(&page::window().navigator(), "mediaDevices")
}

fn track(stream: &MediaStream) -> Option<MediaStreamTrack> {
    stream.get_video_tracks().get(0).dyn_into().ok()
}

/// Opens a camera and shows it; what was shown before is let go first, since many phones open one camera at a time.
async fn show(video: &HtmlVideoElement, wish: &Wish, shown: &RefCell<Option<MediaStream>>) -> Result<(), CameraFault> {
    release(video, shown);
    let media = media().ok_or(CameraFault::Unsupported)?;
    let mut stream = ask(&media, wish).await;
    if wish.device.is_some() && stream.as_ref().is_err_and(|fault| *fault == CameraFault::None) {
        // The camera that was chosen last time is gone; any other will do.
        stream = ask(&media, &Wish { device: None, ..*wish }).await;
    }
    let stream = stream?;
    release(video, shown);
    // Not `stream.clone()`: that is the browser's method, which makes a second stream that keeps the camera on.
    shown.replace(Some(Clone::clone(&stream)));
    if let Some(track) = track(&stream) {
        focus(&track).await;
    }
    // Without the first two, phones refuse to play or go to full screen; the others keep buttons of the browser's own off the picture.
    video.set_muted(true);
    for name in ["playsinline", "disablepictureinpicture", "disableremoteplayback"] {
        let _ = video.set_attribute(name, "");
    }
    video.set_src_object(Some(&stream));
    let played = match video.play() {
        Ok(promise) => JsFuture::from(promise).await.map(drop),
        Err(error) => Err(error),
    };
    // An interrupted start (the element is moved, the page hidden) is no fault; the video starts when it can.
    if played.is_err() && !stream.active() {
        release(video, shown);
        return Err(CameraFault::Busy);
    }
    Ok(())
}

/// Asks the browser for a stream.
async fn ask(media: &JsValue, wish: &Wish) -> Result<MediaStream, CameraFault> {
    let ideal = |value: JsValue| object([("ideal", value)]);
    // A code needs two pixels a module.
    let (width, height) = (ideal(1920.into()), ideal(1080.into()));
    let which = match &wish.device {
        Some(id) => ("deviceId", object([("exact", id.into())])),
        None => ("facingMode", ideal(if wish.front { "user" } else { "environment" }.into())),
    };
    let video = object([which, ("width", width), ("height", height)]);
    let constraints = object([("audio", false.into()), ("video", video)]);
    let stream = call_async(media, "getUserMedia", &[&constraints]).await.map_err(|error| CameraFault::of(&error))?;
    stream.dyn_into().map_err(|_| CameraFault::Other)
}

/// Asks for continuous focus where the camera has it: some stay where they last focused.
async fn focus(track: &MediaStreamTrack) {
    let continuous = JsValue::from("continuous");
    let modes = capability(track, "focusMode").filter(Array::is_array).map(|modes| Array::from(&modes));
    if modes.is_some_and(|modes| modes.includes(&continuous, 0)) {
        constrain(track, object([("focusMode", continuous)])).await;
    }
}

/// What a camera can do; Firefox has no `getCapabilities`.
fn capability(track: &MediaStreamTrack, name: &str) -> Option<JsValue> {
    page::property(&call(track, "getCapabilities", &[]).ok()?, name)
}

async fn constrain(track: &MediaStreamTrack, constraint: JsValue) -> bool {
    let constraints = object([("advanced", Array::of1(&constraint).into())]);
    call_async(track, "applyConstraints", &[&constraints]).await.is_ok()
}

/// Stops every track and empties the video.
fn release(video: &HtmlVideoElement, shown: &RefCell<Option<MediaStream>>) {
    let Some(stream) = shown.take() else { return };
    for track in stream.get_tracks().iter().filter_map(|track| track.dyn_into::<MediaStreamTrack>().ok()) {
        track.stop();
    }
    // Another camera may have taken the element meanwhile.
    if video.src_object().is_some_and(|now| now == stream) {
        video.set_src_object(None);
    }
}
