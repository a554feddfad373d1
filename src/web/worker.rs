//! A wasm module in a worker of its own: asked by messages, and started anew after every fault.
//!
//! The worker says `{ready: true}` once; then each message `{id, …}` has one answer with the same `id`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, WorkerOptions, WorkerType};

use crate::web::dynamic::{after, promise};
use crate::web::page::Listener;

/// How long a worker may take to load itself, in milliseconds: 70 KB over a slow network.
const LOAD_PATIENCE: i32 = 30_000;

/// The worker could not be started, trapped, or did not answer in time. The next question starts another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault;

/// A worker. Clones share it. Nothing runs until the first question.
#[derive(Clone)]
pub struct Worker {
    script: &'static str,
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
    fn start(script: &str) -> Result<Self, Fault> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(script, &options).map_err(|_| Fault)?;
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
    /// The worker whose script lies at a path of this site.
    pub fn at(script: &'static str) -> Self {
        Self { script, running: Rc::default(), questions: Rc::default() }
    }

    /// Asks with a `message`, which is given its `id`, and hands over what is in `transfer`.
    ///
    /// # Errors
    /// [`Fault`]; an answer that speaks of a `fault` is one, too.
    pub async fn ask(&self, message: &JsValue, transfer: &Array, patience: i32) -> Result<JsValue, Fault> {
        let running = self.running()?;
        let answer = self.question(&running, message, transfer, patience).await;
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
        Ok(running.insert(Rc::new(Running::start(self.script)?)).clone())
    }

    async fn question(
        &self,
        to: &Running,
        message: &JsValue,
        transfer: &Array,
        patience: i32,
    ) -> Result<JsValue, Fault> {
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
        let _ = Reflect::set(message, &"id".into(), &number.into());
        to.worker.post_message_with_transfer(message, transfer).map_err(|_| Fault)?;
        let answer = JsFuture::from(answer).await.map_err(|_| Fault)?;
        drop(timer);
        // Nothing came in time, or the worker caught something.
        if !answer.is_object() || Reflect::has(&answer, &"fault".into()).unwrap_or(true) {
            return Err(Fault);
        }
        Ok(answer)
    }
}
