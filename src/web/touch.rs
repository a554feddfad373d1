//! Two fingers.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Reflect;
use web_sys::{Element, Event};

use crate::web::page::{Listener, property};

/// Tells, for each movement of two fingers on an element, how many times as far apart they are as before. Where that changes something, the page itself
/// does not zoom.
pub fn pinch(element: &Element, on: impl Fn(f64) -> bool + 'static) -> [Listener; 2] {
    let last = Rc::new(Cell::new(None::<f64>));
    let began = last.clone();
    [
        Listener::on(element, "touchstart", move |event| began.set(apart(&event))),
        Listener::on(element, "touchmove", move |event| {
            let Some(now) = apart(&event) else { return };
            let before = last.replace(Some(now));
            if before.is_some_and(|before| on(now / before)) {
                event.prevent_default();
            }
        }),
    ]
}

/// How far two fingers are apart; `None` where there are not two.
fn apart(event: &Event) -> Option<f64> {
    let touches = property(event, "touches")?;
    let at = |finger: u32, side: &str| {
        let finger = Reflect::get_u32(&touches, finger).ok().filter(|finger| finger.is_object())?;
        property(&finger, side)?.as_f64()
    };
    let across = at(0, "clientX")? - at(1, "clientX")?;
    let down = at(0, "clientY")? - at(1, "clientY")?;
    Some((across * across + down * down).sqrt()).filter(|apart| *apart > 0.0)
}
