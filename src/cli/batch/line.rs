//! The line of work: one thread reads rows, one for each core signs pieces of them, and one takes the pieces in their order.
//!
//! Piece `n` goes to signer `n` modulo their number and comes back from it, so that order needs no buffer. A channel holds one piece, so
//! that what is in memory depends on the number of signers and on nothing else.

use std::io::Read;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::piece::{Finished, Piece, Signer};
use super::rows::{Mark, Rows};
use crate::cli::error::CliError;
use crate::cli::interrupt;
use crate::cli::office::Part;

/// Rows of a piece: few enough that a small table keeps all cores busy.
const PIECE: usize = 500;

/// Reads, signs and writes until the table ends; how far that was.
pub(super) fn run<R: Read + Send>(
    mut rows: Rows<R>,
    part: Part,
    chunk_rows: usize,
    signers: &[Signer<'_, '_>],
    mut take: impl FnMut(Finished) -> Result<(), CliError>,
) -> Result<Mark, CliError> {
    thread::scope(|scope| {
        let (mut ins, mut outs) = (Vec::new(), Vec::new());
        for signer in signers {
            let (to_signer, pieces) = sync_channel(1);
            let (to_writer, finished) = sync_channel(1);
            ins.push(to_signer);
            outs.push(finished);
            scope.spawn(move || sign(signer, &pieces, &to_writer));
        }
        let reader = scope.spawn(move || {
            let mut turns = ins.iter().cycle();
            let read = read(&mut rows, part, chunk_rows, |piece| {
                turns.next().is_some_and(|turn: &SyncSender<_>| turn.send(piece).is_ok())
            });
            read.map(|()| rows.mark())
        });
        // A signer hangs up after the last piece, or after one that failed.
        for turn in outs.iter().cycle() {
            match turn.recv() {
                Ok(finished) => take(finished?)?,
                Err(_) => break,
            }
        }
        drop(outs);
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// Cuts the rows of a part into pieces of chunks, until the end or until `send` refuses.
fn read<R: Read>(
    rows: &mut Rows<R>,
    part: Part,
    chunk_rows: usize,
    mut send: impl FnMut(Piece) -> bool,
) -> Result<(), CliError> {
    let mut piece = Piece::new(rows.mark());
    let mut left = chunk_rows;
    while let Some((number, record)) = rows.next()? {
        interrupt::check()?;
        if number % part.parts as usize != (part.part + 1) as usize % part.parts as usize {
            continue;
        }
        piece.push(number, record);
        left -= 1;
        if piece.len() == PIECE || left == 0 {
            (piece.mark, piece.byte, piece.is_last) = (rows.mark(), rows.byte(), left == 0);
            left = if left == 0 { chunk_rows } else { left };
            if !send(std::mem::replace(&mut piece, Piece::new(rows.mark()))) {
                return Ok(());
            }
        }
    }
    if piece.len() > 0 {
        (piece.mark, piece.byte) = (rows.mark(), rows.byte());
        send(piece);
    }
    Ok(())
}

fn sign(signer: &Signer<'_, '_>, pieces: &Receiver<Piece>, finished: &SyncSender<Result<Finished, CliError>>) {
    for piece in pieces {
        let result = signer.sign(&piece);
        drop(piece);
        let failed = result.is_err();
        if finished.send(result).is_err() || failed {
            return;
        }
    }
}
