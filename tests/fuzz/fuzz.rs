//! Every fuzz target in one binary, for libFuzzer.
//!
//! `FUZZ_TARGET` names the target. Without it, `FUZZ_SEEDS` names a folder in which to write seeds; with neither, the targets are listed.
#![no_main]
#![allow(unsafe_code, reason = "libFuzzer calls the target by a C name, which the macro has to export")]

mod repair;
#[path = "../scene/mod.rs"]
mod scene;
mod seeds;
mod targets;

use std::process::exit;
use std::sync::OnceLock;

use targets::{TARGETS, Target};

static CHOSEN: OnceLock<Target> = OnceLock::new();

/// Takes the target from the environment, or does what else is asked for and ends.
fn choose() {
    let Ok(wanted) = std::env::var("FUZZ_TARGET") else {
        let written = std::env::var_os("FUZZ_SEEDS").map_or(Ok(()), |folder| seeds::write(folder.as_ref()));
        if let Err(error) = written {
            eprintln!("the seeds could not be written: {error}");
            exit(1);
        }
        TARGETS.iter().for_each(|target| println!("{} {}", target.name, target.seeds));
        exit(0);
    };
    match TARGETS.into_iter().find(|target| target.name == wanted) {
        Some(target) => drop(CHOSEN.set(target)),
        None => {
            eprintln!("there is no fuzz target {wanted}");
            exit(2);
        }
    }
}

libfuzzer_sys::fuzz_target!(init: choose(), |data: &[u8]| {
    if let Some(target) = CHOSEN.get() {
        (target.run)(data);
    }
});
