//! Bytes and text, with no meaning: what a message is made of, and the code points that its parts go by.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;

pub mod base45;
pub mod cbor;
pub mod cose;
pub mod registry;
pub mod text;

/// Whether no two of `items` are the same. By a heap: the sort of the library is four times as much code, and a parser needs no faster one.
pub(crate) fn are_distinct(items: Vec<&[u8]>) -> bool {
    let mut heap = BinaryHeap::from(items);
    while let Some(item) = heap.pop() {
        if heap.peek() == Some(&item) {
            return false;
        }
    }
    true
}
