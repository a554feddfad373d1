//! Parts of a view that follow signals. A closure is a type of its own, and the machinery around it is compiled once for each type;
//! behind a box all parts are one type, which takes a quarter off the app's size.

use leptos::prelude::*;

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
