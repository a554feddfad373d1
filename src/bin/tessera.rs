//! Runs the health office's tool.

fn main() {}
