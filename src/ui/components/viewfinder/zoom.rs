//! Nearer and further: two buttons, and two fingers on the picture.

use std::rc::Rc;

use leptos::html::Video;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use super::tool;
use crate::lens::Zoom;
use crate::ui::components::Icon;
use crate::ui::dynamic::{RwSignal, StoredValue, follow, maybe};
use crate::ui::words::Phrase;
use crate::web::camera::Camera;
use crate::web::page::Listener;
use crate::web::touch;

/// The zoom of the camera in use.
#[derive(Clone, Copy)]
pub(super) struct Zooming {
    /// As far as the person has it; `None` where the camera does not zoom.
    wanted: RwSignal<Option<Zoom>>,
    camera: StoredValue<Option<Rc<Camera>>>,
    is_setting: StoredValue<bool>,
}

impl Zooming {
    /// No camera yet.
    pub(super) fn new() -> Self {
        Self { wanted: RwSignal::new(None), camera: StoredValue::new(None), is_setting: StoredValue::new(false) }
    }

    /// Another camera is in use, or none.
    pub(super) fn of(self, camera: Option<Rc<Camera>>) {
        self.wanted.try_set(camera.as_ref().and_then(|camera| camera.zoom()));
        self.camera.set_value(camera);
    }

    /// Listens to two fingers on the picture.
    pub(super) fn follow_fingers(self, picture: NodeRef<Video>) {
        let listeners = StoredValue::new(None::<SendWrapper<[Listener; 2]>>);
        follow(move || {
            let Some(element) = picture.get().and_then(|video| video.parent_element()) else { return };
            let fingers = touch::pinch(&element, move |times| {
                if let Some(zoom) = self.wanted.try_get_untracked().flatten() {
                    self.set(zoom.times(times));
                }
                self.wanted.with_untracked(Option::is_some)
            });
            listeners.set_value(Some(SendWrapper::new(fingers)));
        });
    }

    fn set(self, zoom: Zoom) {
        self.wanted.set(Some(zoom));
        // A camera takes its time; of what was wanted in between only the last counts.
        if self.is_setting.try_update_value(|is| core::mem::replace(is, true)) != Some(false) {
            return;
        }
        spawn_local(async move {
            let mut set = None;
            while let Some(wanted) = self.wanted.try_get_untracked().flatten()
                && set != Some(wanted)
                && let Some(Some(camera)) = self.camera.try_with_value(Clone::clone)
            {
                camera.set_zoom(wanted).await;
                set = Some(wanted);
            }
            self.is_setting.set_value(false);
        });
    }

    /// The two buttons, where the camera zooms.
    pub(super) fn tools(self) -> AnyView {
        let press = move |nearer: bool| {
            Callback::new(move |()| {
                if let Some(zoom) = self.wanted.get_untracked() {
                    self.set(zoom.pressed(nearer));
                }
            })
        };
        let zooms = Memo::new(move |_| self.wanted.get().is_some());
        let both = move || {
            view! {
                <div class="viewfinder-zoom">
                    {tool(Icon::Nearer, Phrase::ZoomIn, None, press(true))}
                    {tool(Icon::Further, Phrase::ZoomOut, None, press(false))}
                </div>
            }
            .into_any()
        };
        maybe(move || zooms.get().then(both)).into_any()
    }
}
