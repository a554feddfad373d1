//! How a language writes numbers, lengths of time and dates: by the browser's own copy of the Unicode CLDR (ECMA-402, `Intl`), which is kept up to date
//! for every language and costs no download.

use js_sys::{Array, Date as JsDate, Function, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::JsValue;

use crate::time::{Date, UnixTime};
use crate::web::dynamic::{call, object};
use crate::web::page;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Thousands of bytes.
    Kilobyte,
}

/// A number.
pub fn number(tag: &str, n: u64) -> String {
    format(tag, "NumberFormat", &JsValue::UNDEFINED, &(n as f64).into()).unwrap_or_else(|| n.to_string())
}

/// A number of units, with the unit's name in the form that the number asks for.
pub fn measure(tag: &str, n: u64, unit: Unit) -> String {
    let (name, length) = match unit {
        Unit::Second => ("second", "long"),
        Unit::Minute => ("minute", "long"),
        Unit::Hour => ("hour", "long"),
        Unit::Day => ("day", "long"),
        Unit::Kilobyte => ("kilobyte", "short"),
    };
    let options = object([("style", "unit".into()), ("unit", name.into()), ("unitDisplay", length.into())]);
    format(tag, "NumberFormat", &options, &(n as f64).into()).unwrap_or_else(|| format!("{n} {name}"))
}

/// The plural category of a number: `zero`, `one`, `two`, `few`, `many` or `other`.
pub fn plural(tag: &str, n: u64) -> String {
    let rules = formatter(tag, "PluralRules", &JsValue::UNDEFINED);
    let category = rules.and_then(|rules| call(&rules, "select", &[&(n as f64).into()]).ok());
    category.and_then(|category| category.as_string()).unwrap_or_else(|| "other".to_owned())
}

/// A day of the calendar, the same wherever it is read.
pub fn date(tag: &str, date: Date) -> String {
    let options = object([("dateStyle", "medium".into()), ("timeZone", "UTC".into())]);
    let at = JsDate::parse(&date.to_string());
    format(tag, "DateTimeFormat", &options, &at.into()).unwrap_or_else(|| date.to_string())
}

/// Day and minute of a moment, by the clock on this device's wall.
pub fn moment(tag: &str, at: UnixTime) -> String {
    let options = object([("dateStyle", "medium".into()), ("timeStyle", "short".into())]);
    let milliseconds = at.seconds() as f64 * 1_000.0;
    format(tag, "DateTimeFormat", &options, &milliseconds.into()).unwrap_or_else(|| at.date().to_string())
}

/// `new Intl[kind](tags, options)`; the person's own regional form of the language where the browser has been told one.
fn formatter(tag: &str, kind: &str, options: &JsValue) -> Option<JsValue> {
    let intl = page::property(&page::window(), "Intl")?;
    let constructor: Function = page::property(&intl, kind)?.dyn_into().ok()?;
    let regional = page::languages().into_iter().find(|other| primary(other) == primary(tag));
    let tags: Array = regional.into_iter().chain([tag.to_owned()]).map(JsValue::from).collect();
    Reflect::construct(&constructor, &Array::of2(&tags, options)).ok()
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

fn format(tag: &str, kind: &str, options: &JsValue, value: &JsValue) -> Option<String> {
    call(&formatter(tag, kind, options)?, "format", &[value]).ok()?.as_string()
}
