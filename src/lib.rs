//! # Tessera
//!
//! A health pass that stays with the person it is about. The office signs it, the resident's phone keeps it sealed and shows
//! it as a live code, a shop's phone films the code and decides; no step asks a server about anybody.
//!
//! The architecture on one page, in order of dependency:
//!
//! | module | what it knows |
//! |---|---|
//! | [`limits`], [`time`], [`id`] | bounds, moments, names |
//! | [`wire`] | bytes and text, no meaning |
//! | [`key`] | Ed25519 keys by role |
//! | [`claims`] | what a pass says, from authenticated bytes only |
//! | [`trust`] | whose signature counts, and how fresh that knowledge is |
//! | [`credential`], [`presentation`] | from bytes to claims, one state after the other |
//! | [`challenge`] | a door's question, to which an answer is bound |
//! | [`policy`] | a door's rules as data |
//! | [`issuer`], [`holder`], [`verifier`] | three pure programs, one for each role |
//! | [`matching`] | the two words that both screens show for one code |
//! | [`backup`] | what a wallet hands to a later one |
//! | [`qr`] | text to symbol to picture |
//! | [`lock`] | what is stored of a wallet's lock |
//! | [`calendar`] | an appointment as a calendar file |
//! | [`lens`], [`wedge`] | which of a phone's cameras reads codes, and what a scanner that types has read |
//! | `carry` | bytes (a bundle of lists) as codes shown one after the other, in which lost ones do not matter |
//!
//! What the messages look like is written down in `hp1.cddl` beside this file, and what must come of them in `tests/vectors`.
//!
//! All of it is pure and synchronous: time, randomness and trust come in as arguments. Around it stand five adapters, each behind
//! a feature that adds modules and changes nothing of what is accepted: `web` (browser and screens), `cli` (the office's tool),
//! `reader` (the QR reader that runs in a worker), `pdf` (pages of a document as pictures for it, in another worker) and `strongbox` (the file
//! format age, in one more). `carry` is behind a feature of its own, since it runs in a worker, too, and the app
//! does without it.
#![cfg_attr(
    not(any(feature = "web", feature = "cli", feature = "pdf", feature = "reader", feature = "strongbox", test)),
    no_std
)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod aiming;
pub mod backup;
pub mod calendar;
#[cfg(feature = "carry")]
pub mod carry;
pub mod challenge;
pub mod claims;
#[cfg(feature = "cli")]
pub mod cli;
pub mod credential;
pub mod holder;
pub mod id;
pub mod issuer;
pub mod key;
pub mod lens;
pub mod limits;
pub mod lock;
pub mod matching;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod policy;
pub mod presentation;
pub mod qr;
#[cfg(feature = "reader")]
pub mod reader;
#[cfg(feature = "strongbox")]
pub mod strongbox;
pub mod time;
pub mod trust;
#[cfg(feature = "web")]
pub mod ui;
pub mod verifier;
#[cfg(feature = "web")]
pub mod web;
pub mod wedge;
pub mod wire;
