//! Reading codes: from the camera, frame by frame, and from a picture. The browser's own reader where it has one, ours in a worker elsewhere, and
//! both in turn where the browser's finds nothing. The page never waits for either.

mod frame;
mod native;
mod worker;

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, HtmlVideoElement};

use self::frame::Aim;
use self::native::Native;
use self::worker::{EVERY_LOOK, Fault, Found, Worker};
use crate::aiming::Aiming;
use crate::limits::MAX_FRAME_PIXELS;
use crate::web::dynamic::{Timer, after, call, call_async, pause, promise};
use crate::web::page;

/// Time from one look to the next at which there is no rest between them any more, in milliseconds: a dozen looks a second find a code soon.
const PACE: f64 = 80.0;

/// Longest wait for a frame of the camera, in milliseconds; then it is looked whether the watch goes on.
const FRAME_PATIENCE: i32 = 500;

/// Longest wait for the worker's answer to a frame, in milliseconds.
const LOOK_PATIENCE: i32 = 5_000;

/// Longest wait for the worker's answer to a photograph with every look, in milliseconds.
const PHOTO_PATIENCE: i32 = 20_000;

/// Frames without a code after which our reader takes turns with the browser's.
const NATIVE_CHANCES: u32 = 30;

/// Faults in a row after which the watch is called blind.
const FAULTS_TO_BLIND: u32 = 3;

/// Largest picture file that is opened, in bytes.
const MAX_PICTURE_BYTES: f64 = 50.0 * 1_048_576.0;

/// What a frame showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// A code's text. The same code is reported with every frame that shows it; two codes in a frame are two reports.
    Code(String),
    /// A code was located and could not be read; this would help.
    Near(Aiming),
    /// No code.
    Nothing,
    /// The reader fails again and again, or cannot be loaded. It goes on trying.
    Blind,
}

/// Why nothing was read from a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFault {
    /// The file is no picture that this browser can open.
    NotAnImage,
    /// The file is larger than 50 MB.
    TooLarge,
    /// There is no readable code in it.
    NoCode,
    /// The reader could not be loaded or failed.
    Broken,
    /// It is a PDF file that opens with a password only.
    Locked,
}

/// The reader. Clones share one worker, which is started by the first picture.
#[derive(Clone, Default)]
pub struct Reader {
    worker: Worker,
}

/// Looks at a video until it is dropped.
#[must_use = "a watch that is dropped does not watch"]
pub struct Watch {
    goes_on: Rc<Cell<bool>>,
    rests: Rc<Cell<bool>>,
    worker: Worker,
}

impl Watch {
    /// Looks away, or looks again.
    pub fn rest(&self, rests: bool) {
        self.rests.set(rests);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.goes_on.set(false);
        // The last frames lie in the worker's memory; they are of somebody.
        self.worker.rest();
    }
}

impl Reader {
    /// A reader at rest.
    pub fn start() -> Self {
        Self::default()
    }

    /// Reports what `video` shows, frame by frame, while the page is in front.
    pub fn watch(&self, video: &HtmlVideoElement, on: impl Fn(Sight) + 'static) -> Watch {
        let (goes_on, rests) = (Rc::new(Cell::new(true)), Rc::new(Cell::new(false)));
        let watcher = Watcher {
            video: video.clone(),
            worker: self.worker.clone(),
            goes_on: goes_on.clone(),
            rests: rests.clone(),
            native: None,
            aim: Aim::default(),
            misses: 0,
        };
        spawn_local(watcher.run(on));
        Watch { goes_on, rests, worker: self.worker.clone() }
    }

    /// The texts of the codes in a picture file, at least one.
    ///
    /// # Errors
    /// [`ImageFault`].
    pub async fn read_image(&self, blob: &Blob) -> Result<Vec<String>, ImageFault> {
        if blob.size() > MAX_PICTURE_BYTES {
            return Err(ImageFault::TooLarge);
        }
        let window = page::window();
        let bitmap = call_async(&window, "createImageBitmap", &[blob]).await.map_err(|_| ImageFault::NotAnImage)?;
        self.read_bitmap(&bitmap).await
    }

    /// The texts of the codes in a bitmap, at least one. The bitmap is closed.
    ///
    /// # Errors
    /// [`ImageFault`].
    pub async fn read_bitmap(&self, bitmap: &JsValue) -> Result<Vec<String>, ImageFault> {
        let read = self.look_everywhere(bitmap).await;
        let _ = call(bitmap, "close", &[]);
        read
    }

    /// Gives a bitmap to the worker with every look, twice if need be: a watch that ends takes the worker with it.
    async fn look_closely(&self, bitmap: &JsValue, pixels: usize) -> Result<Vec<Found>, Fault> {
        let mut found = Err(Fault);
        for _ in 0..2 {
            let frame = frame::shrink(bitmap, pixels).await.map_err(|_| Fault)?;
            found = self.worker.ask(&frame, EVERY_LOOK, PHOTO_PATIENCE).await;
            if found.is_ok() {
                break;
            }
        }
        found
    }

    async fn look_everywhere(&self, bitmap: &JsValue) -> Result<Vec<String>, ImageFault> {
        let (width, height) = frame::size(bitmap);
        let mut fault = ImageFault::NoCode;
        // A code that fills a sharp photograph reads better small, a small one large.
        for pixels in [MAX_FRAME_PIXELS, MAX_FRAME_PIXELS / 4, MAX_FRAME_PIXELS / 16] {
            if pixels < MAX_FRAME_PIXELS && width * height <= pixels as f64 {
                break;
            }
            match self.look_closely(bitmap, pixels).await {
                Ok(found) => {
                    let texts = texts(found);
                    if !texts.is_empty() {
                        return Ok(texts);
                    }
                }
                Err(Fault) => fault = ImageFault::Broken,
            }
        }
        let native = match Native::find().await {
            Some(native) => native.read(bitmap).await.unwrap_or_default(),
            None => Vec::new(),
        };
        if native.is_empty() { Err(fault) } else { Ok(native) }
    }
}

/// The texts that were read, each once.
fn texts(found: Vec<Found>) -> Vec<String> {
    let mut texts = Vec::new();
    for text in found.into_iter().filter_map(|code| code.text) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

/// How long to rest after a look, both in milliseconds: as long as the look, so that a phone is busy for half of the time, but not below the pace. What
/// takes a few milliseconds is done with every frame.
fn rest_after(look: f64) -> f64 {
    look.min((PACE - look).max(0.0))
}

/// A frame that is to come.
struct Next {
    frame: Promise,
    _timer: Timer,
}

impl Next {
    async fn comes(self) {
        let _ = JsFuture::from(self.frame).await;
    }
}

/// The loop behind a [`Watch`].
struct Watcher {
    video: HtmlVideoElement,
    worker: Worker,
    goes_on: Rc<Cell<bool>>,
    rests: Rc<Cell<bool>>,
    native: Option<Native>,
    aim: Aim,
    /// Frames in a row in which the browser's reader found nothing.
    misses: u32,
}

impl Watcher {
    async fn run(mut self, on: impl Fn(Sight)) {
        self.native = Native::find().await;
        let mut faults = 0;
        let mut next = self.next_frame();
        while self.goes_on.get() {
            next.comes().await;
            // Asked for before the look: a frame that comes meanwhile is not missed, and of several the last is looked at.
            next = self.next_frame();
            let begun = page::elapsed();
            let mut rest = PACE;
            if self.goes_on.get() && !self.rests.get() && page::is_visible() && self.video.ready_state() >= 2 {
                let seen = self.look().await;
                rest = rest_after((page::elapsed() - begun) * 1_000.0);
                // The person may have left while the reader was at it.
                if !self.goes_on.get() {
                    return;
                }
                if self.rests.get() {
                    continue;
                }
                faults = if seen.is_ok() { 0 } else { faults + 1 };
                match seen {
                    Ok((texts, near)) if texts.is_empty() => on(near.map_or(Sight::Nothing, Sight::Near)),
                    // The first report may end the watch.
                    Ok((texts, _)) => {
                        texts.into_iter().take_while(|_| self.goes_on.get()).for_each(|text| on(Sight::Code(text)))
                    }
                    Err(Fault) => on(if faults < FAULTS_TO_BLIND { Sight::Nothing } else { Sight::Blind }),
                }
                if faults >= FAULTS_TO_BLIND {
                    pause(1_000).await;
                }
            }
            if rest >= 1.0 {
                pause(rest as i32).await;
            }
        }
    }

    /// The video's next frame, or a while where none comes.
    fn next_frame(&self) -> Next {
        let (frame, resolve) = promise();
        let timer = after(FRAME_PATIENCE, &resolve);
        if call(&self.video, "requestVideoFrameCallback", &[&resolve]).is_err() {
            let resolve: &Function = &resolve;
            let _ = page::window().request_animation_frame(resolve);
        }
        Next { frame, _timer: timer }
    }

    /// The texts in the present frame, or how to move a code that is in it.
    async fn look(&mut self) -> Result<(Vec<String>, Option<Aiming>), Fault> {
        if let Some(native) = &self.native
            && (self.misses < NATIVE_CHANCES || self.misses % 2 == 1)
        {
            match native.read(&self.video).await {
                Ok(texts) => {
                    self.misses = if texts.is_empty() { self.misses + 1 } else { 0 };
                    return Ok((texts, None));
                }
                // It exists and does not work, as where a service of the system is missing.
                Err(_) => self.native = None,
            }
        }
        self.misses += 1;
        let (width, height) = (f64::from(self.video.video_width()), f64::from(self.video.video_height()));
        let (piece, turn) = self.aim.at(width, height);
        let Ok(frame) = frame::take(&self.video, piece).await else {
            // A camera that is just starting or stopping has no frame; that is no fault of the reader.
            return Ok((Vec::new(), None));
        };
        if !self.goes_on.get() {
            return Ok((Vec::new(), None));
        }
        let found = self.worker.ask(&frame, turn, LOOK_PATIENCE).await;
        // After a fault too the next frame is looked at in another way.
        self.aim.learn(found.as_deref().unwrap_or_default(), piece, width, height);
        found.map(|found| {
            let located = found.iter().find(|code| code.text.is_none());
            let near = located.map(|code| Aiming::of(&piece.placed(&code.corners), width, height));
            (texts(found), near)
        })
    }
}
