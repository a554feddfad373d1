//! The QR reader as a wasm module of its own.

fn main() {}
