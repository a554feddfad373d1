//! Parts of a view, and the values that they follow. A closure is a type of its own, and the machinery around it is compiled once for each
//! type; behind a box all parts are one type, which takes a quarter off the app's size. So it is with what signals hold.

use core::any::Any;
use core::cell::RefCell;
use core::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::graph::{Observer, Source as _};
use wasm_bindgen::UnwrapThrowExt as _;

/// A part of a view.
pub type Part = Box<dyn FnMut() -> AnyView + Send>;

/// A text in a view, or the value of an attribute.
pub type Text = Box<dyn FnMut() -> String + Send>;

/// An attribute that is there or not.
pub type Attribute = Box<dyn FnMut() -> Option<&'static str> + Send>;

/// A part that is drawn anew when a signal in it changes.
pub fn part(view: impl FnMut() -> AnyView + Send + 'static) -> Part {
    Box::new(view)
}

/// A part that is there or not.
pub fn maybe(mut view: impl FnMut() -> Option<AnyView> + Send + 'static) -> Part {
    Box::new(move || view().unwrap_or_else(|| ().into_any()))
}

/// A text that follows signals.
pub fn text<T: Into<String>>(mut text: impl FnMut() -> T + Send + 'static) -> Text {
    Box::new(move || text().into())
}

/// An attribute that follows signals.
pub fn attribute(value: impl FnMut() -> Option<&'static str> + Send + 'static) -> Attribute {
    Box::new(value)
}

/// Does something whenever a signal in it changes: towards the world outside the view, never towards another signal of it.
pub fn follow(effect: impl FnMut() + 'static) {
    let effect: Box<dyn FnMut()> = Box::new(effect);
    Effect::new(effect);
}

type Anything = Arc<dyn Any + Send + Sync>;

/// Leptos's signal of the same name. All of them are one type inside.
pub struct RwSignal<T> {
    erased: leptos::prelude::RwSignal<Anything>,
    of: PhantomData<fn() -> T>,
}

impl<T> Copy for RwSignal<T> {}

impl<T> Clone for RwSignal<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Clone + Send + Sync + 'static> RwSignal<T> {
    /// A signal that holds `value`.
    pub fn new(value: T) -> Self {
        Self { erased: leptos::prelude::RwSignal::new(Arc::new(value)), of: PhantomData }
    }

    /// The value; whoever asks follows it.
    pub fn get(self) -> T {
        self.with(T::clone)
    }

    /// What `read` makes of the value; whoever asks follows it.
    pub fn with<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }

    /// The value at this moment.
    pub fn get_untracked(self) -> T {
        cast::<T>(&*self.erased.get_untracked()).clone()
    }

    /// What `read` makes of the value at this moment.
    pub fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        read(cast(&*self.erased.get_untracked()))
    }

    /// The value at this moment; `None` where its part of the screen has gone.
    pub fn try_get_untracked(self) -> Option<T> {
        self.erased.try_get_untracked().map(|value| cast::<T>(&*value).clone())
    }

    /// Follows it.
    pub fn track(self) {
        self.erased.track();
        leave_with_owner(self.erased);
    }

    /// Another value.
    pub fn set(self, value: T) {
        self.erased.set(Arc::new(value));
    }

    /// Another value, unless its part of the screen has gone.
    pub fn try_set(self, value: T) {
        // What nobody sees any more need not be set.
        let _ = self.erased.try_set(Arc::new(value));
    }

    /// The value, changed.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

/// Takes whoever follows the signal now off its record when they go. By itself the framework does so at the signal's next change, and one that hardly
/// changes, as the language, would keep a trace of every text that there ever was.
fn leave_with_owner(signal: leptos::prelude::RwSignal<Anything>) {
    if let Some(follower) = Observer::get() {
        on_cleanup(move || signal.remove_subscriber(&follower));
    }
}

/// Leptos's stored value of the same name. All of them are one type inside, and stay on this thread.
pub struct StoredValue<T> {
    erased: leptos::prelude::StoredValue<Rc<RefCell<dyn Any>>, LocalStorage>,
    of: PhantomData<fn() -> T>,
}

impl<T> Copy for StoredValue<T> {}

impl<T> Clone for StoredValue<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static> StoredValue<T> {
    /// Stores `value` for as long as this part of the screen is there.
    pub fn new(value: T) -> Self {
        Self { erased: leptos::prelude::StoredValue::new_local(Rc::new(RefCell::new(value))), of: PhantomData }
    }

    /// What `change` makes of the value; `None` where its part of the screen has gone.
    pub fn try_update_value<R>(self, change: impl FnOnce(&mut T) -> R) -> Option<R> {
        let stored = self.erased.try_get_value()?;
        let mut value = stored.borrow_mut();
        Some(change(value.downcast_mut().expect_throw(OF_ITS_TYPE)))
    }

    /// Changes the value.
    pub fn update_value(self, change: impl FnOnce(&mut T)) {
        // What is gone need not be changed.
        let _ = self.try_update_value(change);
    }

    /// What `read` makes of the value; `None` where its part of the screen has gone.
    pub fn try_with_value<R>(self, read: impl FnOnce(&T) -> R) -> Option<R> {
        let stored = self.erased.try_get_value()?;
        let value = stored.borrow();
        Some(read(cast(&*value)))
    }

    /// What `read` makes of the value.
    pub fn with_value<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.try_with_value(read).expect_throw(STILL_THERE)
    }

    /// Another value in its place; gives it back where its part of the screen has gone.
    pub fn try_set_value(self, value: T) -> Option<T> {
        let mut value = Some(value);
        // The former one is dropped when it is borrowed no more, for it may ask for this one.
        let former = self.try_update_value(|stored| value.take().map(|value| core::mem::replace(stored, value)));
        drop(former);
        value
    }

    /// Another value in its place.
    pub fn set_value(self, value: T) {
        self.try_set_value(value);
    }
}

impl<T: Clone + 'static> StoredValue<T> {
    /// The value.
    pub fn get_value(self) -> T {
        self.with_value(T::clone)
    }
}

const STILL_THERE: &str = "a value is read while its part of the screen is there";
const OF_ITS_TYPE: &str = "a value is of the type that it was made with";

fn cast<T: 'static>(value: &dyn Any) -> &T {
    value.downcast_ref().expect_throw(OF_ITS_TYPE)
}
