//! Bytes and text, with no meaning: what a message is made of, and the code points that its parts go by.

pub mod base45;
pub mod cbor;
pub mod cose;
pub mod registry;
pub mod text;
