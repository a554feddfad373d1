use crate::ui::dynamic::{StoredValue, follow};
use crate::web::screen::WakeLock;

/// Holds a wake lock while `wanted`, and asks again when the page comes back to the front.
pub fn keep_awake(wanted: impl Fn() -> bool + Send + Sync + 'static) {
    let lock = StoredValue::new(None::<WakeLock>);
    follow(move || {
        if wanted() {
            leptos::task::spawn_local(async move {
                let asked = WakeLock::ask().await;
                // The view may have gone while the browser thought about it; then the lock is dropped here.
                lock.try_set_value(asked);
            });
        } else {
            lock.set_value(None);
        }
    });
}
