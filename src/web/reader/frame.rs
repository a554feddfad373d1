//! Which part of the camera's picture is looked at, and how it gets to the worker.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlVideoElement};

use super::worker::{EVERY_LOOK, Found};
use crate::limits::MAX_FRAME_PIXELS;
use crate::web::dynamic::{call, call_async, object};
use crate::web::page;

/// Longest side of a piece of a camera's picture that is looked at, in pixels; a larger piece is scaled down. Time is linear in pixels, and the
/// densest code that is accepted needs half of this.
const LONGEST_SIDE: f64 = 1_440.0;

/// Room left around a code that was located, as a share of its size.
const MARGIN: f64 = 0.12;

/// Once in so many frames the whole picture is looked at; coprime with the number of looks.
const WHOLE_EVERY: i32 = 5;

/// A piece of a picture: left, top, width, height, in its pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// What the next frame's reader is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aim {
    turn: i32,
    close: Option<Piece>,
}

impl Aim {
    /// The piece of a picture of this size, and the turn for the reader: close and with every look where a code was located and not read; else
    /// the square in the middle, where the viewfinder's marks are, and sometimes all of it.
    pub fn at(&self, width: f64, height: f64) -> (Piece, i32) {
        if let Some(close) = self.close {
            return (close, EVERY_LOOK);
        }
        let side = width.min(height);
        let piece = if self.turn % WHOLE_EVERY == WHOLE_EVERY - 1 {
            Piece { left: 0.0, top: 0.0, width, height }
        } else {
            Piece { left: (width - side) / 2.0, top: (height - side) / 2.0, width: side, height: side }
        };
        (piece, self.turn)
    }

    /// Takes in what was found in a piece, for the next frame.
    pub fn learn(&mut self, found: &[Found], piece: Piece, width: f64, height: f64) {
        let was_close = self.close.take().is_some();
        if !was_close {
            self.turn = (self.turn + 1) % 30_000;
            self.close = found
                .iter()
                .find(|code| code.text.is_none())
                .and_then(|code| piece.around(&code.corners, width, height));
        }
    }
}

impl Piece {
    /// Corners that were found in this piece, in pixels of the whole picture.
    pub fn placed(&self, corners: &[[f64; 2]; 4]) -> [[f64; 2]; 4] {
        let scale = self.scale();
        corners.map(|[x, y]| [x / scale + self.left, y / scale + self.top])
    }

    /// How much of a side remains after scaling down.
    fn scale(&self) -> f64 {
        (LONGEST_SIDE / self.width.max(self.height)).min(1.0)
    }

    /// The surroundings of corners that were found in this piece; `None` where they are no sensible place.
    fn around(&self, corners: &[[f64; 2]; 4], width: f64, height: f64) -> Option<Self> {
        let corners = self.placed(corners);
        let span = |axis: usize, end: f64| {
            let at = corners.map(|corner| corner[axis]);
            let (low, high) = at.iter().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(*v), high.max(*v)));
            let margin = (high - low) * MARGIN;
            let (low, high) = ((low - margin).floor().max(0.0), (high + margin).ceil().min(end));
            (low, high - low)
        };
        let ((left, width), (top, height)) = (span(0, width), span(1, height));
        (width >= 40.0 && height >= 40.0).then_some(Self { left, top, width, height })
    }
}

/// Takes a piece of a video's present frame for the worker.
///
/// # Errors
/// What the browser says; a camera that is starting has no frame yet.
pub async fn take(video: &HtmlVideoElement, piece: Piece) -> Result<JsValue, JsValue> {
    let scale = piece.scale();
    let to = ((piece.width * scale).round(), (piece.height * scale).round());
    copy(video, [piece.left, piece.top, piece.width, piece.height], to).await
}

/// A bitmap's smaller copy, `pixels` at most, for the worker.
///
/// # Errors
/// What the browser says.
pub async fn shrink(bitmap: &JsValue, pixels: usize) -> Result<JsValue, JsValue> {
    let (width, height) = size(bitmap);
    let scale = (pixels.min(MAX_FRAME_PIXELS) as f64 / (width * height)).sqrt().min(1.0);
    let to = ((width * scale).floor().max(1.0), (height * scale).floor().max(1.0));
    copy(bitmap, [0.0, 0.0, width, height], to).await
}

/// Copies a part of a picture to a size: an `ImageBitmap`, or `ImageData` where workers cannot draw or bitmaps cannot be resized.
async fn copy(picture: &JsValue, from: [f64; 4], (width, height): (f64, f64)) -> Result<JsValue, JsValue> {
    let window = page::window();
    if page::property(&window, "OffscreenCanvas").is_some() {
        let [left, top, across, down] = from.map(JsValue::from);
        // Asked for even where nothing changes, since a size that is not kept shows a browser that cannot do it.
        let options = object([
            ("resizeWidth", width.into()),
            ("resizeHeight", height.into()),
            ("resizeQuality", "medium".into()),
        ]);
        let arguments = [picture, &left, &top, &across, &down, &options];
        if let Ok(bitmap) = call_async(&window, "createImageBitmap", &arguments).await
            && size(&bitmap) == (width, height)
        {
            return Ok(bitmap);
        }
    }
    draw(picture, from, (width, height))
}

/// Width and height of a bitmap, in pixels.
pub fn size(bitmap: &JsValue) -> (f64, f64) {
    let side = |name: &str| page::property(bitmap, name).and_then(|side| side.as_f64()).unwrap_or_default();
    (side("width"), side("height"))
}

/// Draws on white and takes the pixels, on the page's own time.
fn draw(picture: &JsValue, from: [f64; 4], (width, height): (f64, f64)) -> Result<JsValue, JsValue> {
    let canvas: HtmlCanvasElement = page::document().create_element("canvas")?.dyn_into()?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let options = object([("willReadFrequently", true.into())]);
    let context = canvas.get_context_with_context_options("2d", &options)?.ok_or(JsValue::UNDEFINED)?;
    let context: CanvasRenderingContext2d = context.dyn_into()?;
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width, height);
    let places = from.into_iter().chain([0.0, 0.0, width, height]).map(JsValue::from);
    let arguments: Vec<JsValue> = core::iter::once(picture.clone()).chain(places).collect();
    call(&context, "drawImage", &arguments.iter().collect::<Vec<_>>())?;
    let data = context.get_image_data(0.0, 0.0, width, height)?;
    // Phones count the memory of canvases that nobody holds any more.
    canvas.set_width(0);
    Ok(data.into())
}
