//! The wasm reader in its worker: asked by messages, and started anew after every fault.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, WorkerOptions, WorkerType};

use crate::web::dynamic::{after, object, promise};
use crate::web::page::Listener;

/// How long a worker may take to load itself, in milliseconds: 70 KB over a slow network.
const LOAD_PATIENCE: i32 = 30_000;

/// Every look at once, in place of the number of a frame.
pub const EVERY_LOOK: i32 = -1;

/// What was found in a picture, in its pixels.
pub struct Found {
    /// `None` where a code was located and not read.
    pub text: Option<String>,
    /// Its four corners, x and y.
    pub corners: [[f64; 2]; 4],
}

/// The worker could not be started, trapped, or did not answer in time. The next question starts another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault;

/// The reader's worker. Clones share it. Nothing runs until the first question.
#[derive(Clone, Default)]
pub struct Worker {
    running: Rc<RefCell<Option<Rc<Running>>>>,
    questions: Rc<Cell<u32>>,
}

/// Who waits for which answer.
type Waiting = Rc<RefCell<Vec<(u32, Function)>>>;

struct Running {
    worker: web_sys::Worker,
    ready: Promise,
    waiting: Waiting,
    _listeners: [Listener; 3],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
        fail_all(&self.waiting);
    }
}

/// Who waits for the answer with this number.
fn take(waiting: &Waiting, number: u32) -> Option<Function> {
    let mut waiting = waiting.borrow_mut();
    let place = waiting.iter().position(|(waits, _)| *waits == number)?;
    Some(waiting.swap_remove(place).1)
}

/// Tells everybody who waits that no answer will come.
fn fail_all(waiting: &Waiting) {
    let waiting = core::mem::take(&mut *waiting.borrow_mut());
    for (_, answer) in waiting {
        let _ = answer.call0(&JsValue::UNDEFINED);
    }
}

impl Running {
    fn start() -> Result<Self, Fault> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options("/reader/worker.js", &options).map_err(|_| Fault)?;
        let waiting = Waiting::default();
        let (ready, is_ready) = promise();
        // Number 0 waits for the worker itself.
        waiting.borrow_mut().push((0, is_ready));
        let answers = waiting.clone();
        let on_message = move |event: web_sys::Event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let answer = event.data();
            let number = Reflect::get(&answer, &"id".into()).ok().and_then(|id| id.as_f64()).unwrap_or_default();
            let waits = take(&answers, number as u32);
            if let Some(waits) = waits {
                let _ = waits.call1(&JsValue::UNDEFINED, &answer);
            }
        };
        let failing = |event| {
            let waiting = waiting.clone();
            Listener::on(&worker, event, move |_| fail_all(&waiting))
        };
        let listeners = [Listener::on(&worker, "message", on_message), failing("error"), failing("messageerror")];
        Ok(Self { worker, ready, waiting, _listeners: listeners })
    }
}

impl Worker {
    /// Asks what `frame` shows (an `ImageBitmap` or `ImageData`, which is handed over). `turn` is the number of the frame or [`EVERY_LOOK`].
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn ask(&self, frame: &JsValue, turn: i32, patience: i32) -> Result<Vec<Found>, Fault> {
        let running = self.running()?;
        let answer = self.question(&running, frame, turn, patience).await;
        if answer.is_err() {
            // Unless somebody else has already started another.
            self.running.borrow_mut().take_if(|now| Rc::ptr_eq(now, &running));
        }
        answer
    }

    /// Ends the worker and with it what its memory holds; the next question starts another.
    pub fn rest(&self) {
        let running = self.running.borrow_mut().take();
        drop(running);
    }

    fn running(&self) -> Result<Rc<Running>, Fault> {
        let mut running = self.running.borrow_mut();
        if let Some(running) = &*running {
            return Ok(running.clone());
        }
        Ok(running.insert(Rc::new(Running::start()?)).clone())
    }

    async fn question(&self, to: &Running, frame: &JsValue, turn: i32, patience: i32) -> Result<Vec<Found>, Fault> {
        let loading =
            to.waiting.borrow().iter().find(|(number, _)| *number == 0).map(|(_, ready)| after(LOAD_PATIENCE, ready));
        let ready = JsFuture::from(to.ready.clone()).await;
        drop(loading);
        if !ready.is_ok_and(|ready| ready.is_object()) {
            return Err(Fault);
        }
        let number = self.questions.get() + 1;
        self.questions.set(number);
        let (answer, resolve) = promise();
        let timer = after(patience, &resolve);
        to.waiting.borrow_mut().push((number, resolve));
        let message = object([("id", number.into()), ("frame", frame.clone()), ("turn", turn.into())]);
        to.worker.post_message_with_transfer(&message, &transferable(frame)).map_err(|_| Fault)?;
        let answer = JsFuture::from(answer).await.map_err(|_| Fault)?;
        drop(timer);
        found(&answer).ok_or(Fault)
    }
}

/// What of a frame moves to the worker instead of being copied: the bitmap itself, or the bytes of an `ImageData`.
fn transferable(frame: &JsValue) -> Array {
    let data = Reflect::get(frame, &"data".into()).ok().and_then(|data| Reflect::get(&data, &"buffer".into()).ok());
    Array::of1(data.as_ref().filter(|buffer| buffer.is_object()).unwrap_or(frame))
}

/// Takes an answer apart: nine entries a code. `None` where it is a fault.
fn found(answer: &JsValue) -> Option<Vec<Found>> {
    let codes: Array = Reflect::get(answer, &"codes".into()).ok()?.dyn_into().ok()?;
    let codes = codes.to_vec();
    let take = |code: &[JsValue; 9]| {
        let at = |i: usize| code[i].as_f64().unwrap_or_default();
        Found { text: code[0].as_string(), corners: [[at(1), at(2)], [at(3), at(4)], [at(5), at(6)], [at(7), at(8)]] }
    };
    Some(codes.as_chunks().0.iter().map(take).collect())
}
