//! What holds for every input, tried on generated ones.

mod backups;
mod booklets;
mod challenges;
mod decisions;
mod inverse;
mod lists;
mod parsers;
mod redaction;
#[path = "../scene/mod.rs"]
mod scene;
mod signatures;
mod texts;
