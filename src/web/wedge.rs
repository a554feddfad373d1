//! The keys of the page, for the recogniser of scanners that type.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::KeyboardEvent;

use crate::web::dynamic::{Timer, after, call, construct, object};
use crate::web::gifts::is_for_field;
use crate::web::page::{self, Listener, property};
use crate::wedge::{Answer, Key, REST, Scan, Wedge};

/// The field that a scanner typed into, and what was in it before.
type Before = Option<(JsValue, JsValue)>;

struct State {
    wedge: Wedge,
    before: Before,
    timer: Option<Timer>,
    /// When the timer was set, in seconds.
    set: f64,
    on: Rc<dyn Fn(Scan)>,
}

/// A timer that comes so late, in seconds, comes from a page that was busy: keys may wait behind it.
const LATE: f64 = 0.15;

impl State {
    fn wait(&mut self, rest: &Function) {
        self.set = page::elapsed();
        self.timer = Some(after(REST as i32, rest));
    }
}

/// Listens until it is dropped.
pub struct Keys {
    _listeners: [Listener; 2],
    _rest: Rc<Closure<dyn FnMut()>>,
}

/// Hands on each scan of a scanner that types, wherever on the page the keyboard is. What people type is left as it is.
pub fn listen(on: impl Fn(Scan) + 'static) -> Keys {
    let state =
        Rc::new(RefCell::new(State { wedge: Wedge::default(), before: None, timer: None, set: 0.0, on: Rc::new(on) }));
    let rested = state.clone();
    let again = Rc::new(RefCell::new(None::<Function>));
    let itself = again.clone();
    let rest = Rc::new(Closure::<dyn FnMut()>::new(move || {
        let scan = {
            let mut state = rested.borrow_mut();
            let late = page::elapsed() - state.set > LATE;
            if let Some(rest) = itself.borrow().as_ref().filter(|_| late) {
                return state.wait(rest);
            }
            state.timer = None;
            // The timer came after the last key by so much at least.
            state.wedge.rest(f64::INFINITY)
        };
        done(&rested, scan);
    }));
    again.replace(Some(rest.as_ref().as_ref().unchecked_ref::<Function>().clone()));
    let (pressed, timer) = (state.clone(), rest.clone());
    let down = Listener::on_document("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        press(&pressed, event, timer.as_ref().as_ref().unchecked_ref());
    });
    // Space presses a button when it comes up.
    let up = Listener::on_document("keyup", move |event| {
        if !is_for_field(&event) && state.try_borrow().is_ok_and(|state| state.wedge.is_scanning()) {
            event.prevent_default();
        }
    });
    Keys { _listeners: [down, up], _rest: rest }
}

fn press(state: &RefCell<State>, event: &KeyboardEvent, rest: &Function) {
    let answer = {
        let mut state = state.borrow_mut();
        let was_idle = state.wedge.is_idle();
        let answer = state.wedge.press(key(event), event.time_stamp());
        if was_idle {
            let field = event.target().filter(|_| is_for_field(event)).map(JsValue::from);
            state.before = field.and_then(|field| Some((field.clone(), property(&field, "value")?)));
        }
        state.timer = None;
        if !state.wedge.is_idle() {
            state.wait(rest);
        }
        answer
    };
    match answer {
        Answer::Leave => {}
        // In a field the keys may be seen; what was there before comes back with the end.
        Answer::Take if is_for_field(event) => {}
        Answer::Take => event.prevent_default(),
        Answer::Scanned(scan) => {
            event.prevent_default();
            done(state, Some(scan));
        }
    }
}

fn done(state: &RefCell<State>, scan: Option<Scan>) {
    let (before, on) = {
        let mut state = state.borrow_mut();
        (state.before.take(), state.on.clone())
    };
    let Some(scan) = scan else { return };
    if let Some((field, value)) = before {
        let _ = Reflect::set(&field, &"value".into(), &value);
        if let Some(input) = construct("Event", &[&"input".into(), &object([("bubbles", true.into())])]) {
            let _ = call(&field, "dispatchEvent", &[&input]);
        }
    }
    on(scan);
}

fn key(event: &KeyboardEvent) -> Key {
    let name = event.key();
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        // AltGr, which some keyboards need for a character, is Ctrl with Alt on Windows.
        _ if event.repeat() || event.meta_key() || event.ctrl_key() != event.alt_key() => Key::Other,
        (Some(c), None) => Key::Types(c),
        _ => match name.as_str() {
            "Enter" | "Tab" => Key::End,
            "Dead" => Key::Kept { by_method: false },
            "Process" => Key::Kept { by_method: true },
            "Shift" | "CapsLock" | "AltGraph" => Key::Changes,
            _ => Key::Other,
        },
    }
}
