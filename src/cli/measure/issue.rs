//! How fast passes are signed, against signing alone, and how much memory that takes.

use std::fs;
use std::hint::black_box;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::json;

use crate::cli::Ending;
use crate::cli::batch::{Source, Work, cores};
use crate::cli::error::CliError;
use crate::cli::issue::span::Span;
use crate::cli::moment;
use crate::cli::office::{self, Charter, Office, Part};
use crate::cli::output;
use crate::cli::random;
use crate::holder::Request;
use crate::id::{IssuerId, Name};
use crate::key::{HolderKey, IssuerKey};
use crate::time::Window;
use crate::trust::{MaySign, TrustedKey};

/// For how long bare signatures are counted, on each thread.
const BARE: Duration = Duration::from_secs(2);

#[derive(Args)]
pub(in crate::cli) struct Issue {
    /// How many residents are made up
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    rows: u64,
    /// How many signers work side by side [default: one for each core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Answer requests of wallets, of which each is checked, in the place of paper
    #[arg(long)]
    door: bool,
    /// Folder in which a folder for the passes is made and removed again [default: the system's for such files]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// A folder that is removed at the end.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Issue {
    pub(super) fn run(self) -> Result<Ending, CliError> {
        let parent = self.folder.unwrap_or_else(std::env::temp_dir);
        let scratch = Scratch(parent.join(format!("tessera-measure-{}", std::process::id())));
        output::private_folder(&scratch.0)?;
        let key = IssuerKey::from_seed(&*random::seed()?);
        let issuer = issuer(&key)?;
        let (folder, out) = (scratch.0.join("office"), scratch.0.join("passes"));
        let status_prefix = "https://lists.example/s/".to_string();
        office::init(&folder, &Charter { status_prefix, shard_size: 1 << 20, part: 1, parts: 1 })?;
        let office = Office::open(&folder)?;
        let threads = self.threads.unwrap_or_else(cores).max(1);
        let part = Part { part: 1, parts: 1 };
        let work = Work {
            office: &office,
            issuer: &issuer,
            key: &key,
            out: &out,
            part,
            threads,
            chunk: 10_000,
            span: Span::USUAL,
            at: Some(issuer.window.not_before()),
        };
        let wallet = HolderKey::from_seed(&*random::seed()?);
        let request = self.door.then(|| Request::make(&wallet, issuer.window.not_before()).as_str().to_string());
        let bare_before = bare(&key, threads);
        let (began, cpu) = (Instant::now(), cpu_seconds());
        let tally = work.run(Residents::new(self.rows, request.as_deref()), Source::File(None))?;
        let (seconds, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds() - cpu);
        let bare_after = bare(&key, threads);
        let passes = (tally.live + tally.paper) as f64;
        let bare = (bare_before + bare_after) / 2.0;
        let figures = json!({
            "rows": self.rows,
            "passes": tally.live + tally.paper,
            "threads": threads,
            "seconds": round(seconds),
            "cpu_seconds": round(cpu),
            "passes_per_second": round(passes / seconds),
            "passes_per_cpu_second": round(passes / cpu),
            "bare_per_cpu_second": round(bare),
            "share_of_bare": round(passes / cpu / bare),
            "peak_memory_bytes": peak_memory(),
            "bytes_per_pass": round(bytes(&out)? as f64 / passes),
            "record_bytes_per_pass": round(bytes(&folder)? as f64 / passes),
        });
        output::print(&format!("{figures}\n"))?;
        Ok(Ending::Done)
    }
}

fn round(number: f64) -> f64 {
    (number * 1_000.0).round() / 1_000.0
}

fn issuer(key: &IssuerKey) -> Result<TrustedKey, CliError> {
    let now = moment::now()?;
    Ok(TrustedKey {
        issuer: IssuerId::new("measure-1").map_err(|_| CliError::Text("identifier"))?,
        name: Name::new("Measured").map_err(|_| CliError::Text("name"))?,
        region: Name::new("Nowhere").map_err(|_| CliError::Text("region"))?,
        window: Window::new(now, now.plus(366 * 86_400)).ok_or(CliError::Clock)?,
        key: key.public(),
        may_sign: vec![MaySign::Door, MaySign::Paper],
        retired_from: None,
        compromised_from: None,
        status_prefix: None,
    })
}

/// Signatures of a message as long as a pass, for each second of a processor's time.
fn bare(key: &IssuerKey, threads: usize) -> f64 {
    let before = cpu_seconds();
    let began = Instant::now();
    let count: u64 = std::thread::scope(|scope| {
        let signer = |_| {
            scope.spawn(|| {
                let mut message = [7u8; 150];
                let mut count = 0u64;
                while began.elapsed() < BARE {
                    for _ in 0..64 {
                        message[..8].copy_from_slice(&count.to_be_bytes());
                        black_box(key.sign(black_box(&message)));
                        count += 1;
                    }
                }
                count
            })
        };
        let signers: Vec<_> = (0..threads).map(signer).collect();
        signers.into_iter().map(|signer| signer.join().unwrap_or_default()).sum()
    });
    count as f64 / (cpu_seconds() - before).max(f64::EPSILON)
}

/// Bytes of the files of a folder.
fn bytes(folder: &Path) -> Result<u64, CliError> {
    let failed = |error| CliError::Read(folder.to_path_buf(), error);
    let entries = fs::read_dir(folder).map_err(failed)?;
    entries.map(|entry| Ok(entry.and_then(|entry| entry.metadata()).map_err(failed)?.len())).sum()
}

/// A table that is made while it is read.
struct Residents<'a> {
    rows: u64,
    next: u64,
    /// What the wallets of all of them show.
    request: &'a str,
    lines: io::Cursor<Vec<u8>>,
}

impl<'a> Residents<'a> {
    fn new(rows: u64, request: Option<&'a str>) -> Self {
        let header = b"initials,birth_year,colour,guardian,request,case\n".to_vec();
        Self { rows, next: 0, request: request.unwrap_or_default(), lines: io::Cursor::new(header) }
    }

    fn line(&self, n: u64) -> String {
        let letter = |place: u64| char::from(b'A' + (n / place % 26) as u8);
        let guardian = if n.is_multiple_of(9) { "yes" } else { "" };
        let (year, request) = (1930 + n * 7 % 95, self.request);
        format!("{}{},{year},green,{guardian},{request},2026-{n:09}\n", letter(1), letter(26))
    }
}

impl Read for Residents<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.lines.read(buffer)?;
        if read > 0 || self.next == self.rows {
            return Ok(read);
        }
        let end = self.rows.min(self.next + 1_000);
        let lines: String = (self.next..end).map(|n| self.line(n)).collect();
        (self.next, self.lines) = (end, io::Cursor::new(lines.into_bytes()));
        self.lines.read(buffer)
    }
}

/// Processor time of this process so far, in seconds, user's and system's: with others at work on the machine, the only rate that can be
/// compared. Not a number where the system does not tell.
fn cpu_seconds() -> f64 {
    let ticks = || {
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        // The second field is a name in parentheses, which may hold spaces; fields 14 and 15 are hundredths of a second.
        let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace().skip(11);
        Some(fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?)
    };
    ticks().map_or(f64::NAN, |ticks| ticks / 100.0)
}

/// Most memory that this process has held, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}
