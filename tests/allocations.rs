//! A look-up of a status allocates nothing, however large the list is.
#![allow(unsafe_code, reason = "an allocator that counts can be written in no other way")]

mod scene;

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use scene::*;
use tessera::id::{IssuerId, StatusReference};
use tessera::trust::{Lists, StatusList, TimeFloor, sign_status_list};

struct Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is handed on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A list of a million entries of which one in `every` is not as issued.
fn list(every: usize) -> StatusList {
    let mut plain = vec![0u8; 1 << 18];
    for index in (0..1 << 20).step_by(every) {
        plain[index / 4] |= 1 << (index % 4 * 2);
    }
    let entries = miniz_oxide::deflate::compress_to_vec_zlib(&plain, 6);
    let signed = sign_status_list(&issuer(), OWN_LIST, window(NOW - 60, NOW + 60), 60, &entries);
    StatusList::authenticate(&signed, &trust()).expect("the office's own")
}

// One test in this file: another one beside it would be counted too.
#[test]
fn a_look_up_in_a_sparse_and_in_a_crowded_list_allocates_nothing() {
    let trust = trust();
    for every in [3, 100, 5_000] {
        let statuses = [list(every)];
        let lists = Lists { statuses: &statuses, ..Lists::of_keys(&trust, TimeFloor::new(t(NOW))) };
        let issuer = IssuerId::new("demo").expect("short");
        let mut reference = StatusReference { index: 0, uri: OWN_LIST.to_string() };
        let before = COUNT.load(Ordering::Relaxed);
        let mut others = 0;
        for index in 0..1 << 20 {
            reference.index = index;
            let status = lists.status_list(black_box(&reference), &issuer).and_then(|list| list.statuses().get(index));
            others += usize::from(status == Some(1));
        }
        assert_eq!(COUNT.load(Ordering::Relaxed), before, "one in {every}");
        assert_eq!(others, (1usize << 20).div_ceil(every));
    }
}
