//! The service worker: registered at the start; a new version waits until the person asks for it.

use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::ServiceWorkerRegistration;

use crate::web::dynamic::object;
use crate::web::page::{self, Listener};

/// The registered worker.
pub struct Updates {
    registration: ServiceWorkerRegistration,
    _found: Listener,
}

impl Updates {
    /// Registers the worker; `None` where the browser has none. `waiting` is called when a new version stands ready.
    pub async fn register(waiting: impl Fn() + Clone + 'static) -> Option<Self> {
        let container = page::service_workers()?;
        let options = object([("updateViaCache", "none".into())]);
        let register =
            page::property(&container, "register").map(wasm_bindgen::JsCast::unchecked_into::<js_sys::Function>)?;
        let promise = register.call2(&container, &"/sw.js".into(), &options).ok()?;
        let registration = JsFuture::from(js_sys::Promise::resolve(&promise)).await.ok()?;
        let registration = registration.dyn_into::<ServiceWorkerRegistration>().ok()?;
        if registration.waiting().is_some() {
            waiting();
        }
        let found = {
            let registration = registration.clone();
            Listener::on(&registration.clone(), "updatefound", move |_| watch(&registration, waiting.clone()))
        };
        Some(Self { registration, _found: found })
    }

    /// Puts the waiting version in charge and loads the page anew.
    pub fn apply(&self) {
        let (Some(container), Some(waiting)) = (page::service_workers(), self.registration.waiting()) else { return };
        let reload = Listener::on(&container, "controllerchange", |_| {
            page::reload();
        });
        // The page is about to go, and the listener with it.
        core::mem::forget(reload);
        let _ = waiting.post_message(&object([("type", "activate".into())]));
    }
}

/// Has a part of the app stored for a day without a network: a program (`wallet`, `more`, `shop`, `lists`), or a language by its tag. A phone seldom
/// needs all of them.
pub async fn store_for(part: &str) {
    let Some(Ok(ready)) = page::service_workers().map(|container| container.ready()) else { return };
    let Ok(registration) = JsFuture::from(ready).await else { return };
    if let Some(worker) = registration.unchecked_into::<ServiceWorkerRegistration>().active() {
        let _ = worker.post_message(&object([("type", "store".into()), ("part", part.into())]));
    }
}

/// Calls `waiting` once the worker that is being installed stands ready behind another one.
fn watch(registration: &ServiceWorkerRegistration, waiting: impl Fn() + 'static) {
    let Some(installing) = registration.installing() else { return };
    let has_controller = page::service_workers().is_some_and(|container| container.controller().is_some());
    let worker = installing.clone();
    let listener = Listener::on(&installing, "statechange", move |_| {
        if worker.state() == web_sys::ServiceWorkerState::Installed && has_controller {
            waiting();
        }
    });
    // A worker is installed once in its life, and the page keeps no list of them.
    core::mem::forget(listener);
}
