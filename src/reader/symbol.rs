//! Black and white to codes: the one place that knows the library's detector and decoder.

use alloc::vec::Vec;

use rxing::common::DetectorRXingResult as _;
use rxing::common::cpp_essentials::ConcentricPattern;
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FinderPatternSet, GenerateFinderPatternSets, SampleQR};
use rxing::{Exceptions, Point};

use super::binary::Binary;
use super::closer::{self, Triple};
use super::modules::Modules;
use super::patterns::{self, Patterns};
use super::{Code, Corner, Gray, Sight};

/// Most groups of three finder patterns tried in one look; they come sorted by plausibility. Texture can hold thousands.
const MAX_TRIES: usize = 40;

/// Most groups that are thought of for a closer look.
const MAX_CANDIDATES: usize = 200;

/// Most groups of which the finder patterns are looked at closely.
const MAX_REFINED: usize = 12;

/// Most groups that get a closer look altogether.
const MAX_LOOKS: usize = 3;

/// Most codes read in one look.
const MAX_CODES: usize = 4;

/// Adds to `sight` what `binary` shows, and what a closer look at `gray` does. A pixel of the former is `scale` pixels of the latter.
///
/// The library's own entry point is not used: its results hold a clock reading and converted text, which trap on wasm32.
pub fn find(binary: &Binary, scale: f32, gray: &Gray, sight: &mut Sight) {
    let Patterns { mut whole, mut inner } = patterns::find(binary);
    let mut used = Vec::new();
    for set in GenerateFinderPatternSets(&mut whole).into_iter().take(MAX_TRIES) {
        if [set.bl, set.tl, set.tr].iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        let Ok(sampled) = SampleQR(binary.matrix(), &set) else { continue };
        let corners = corners(sampled.getPoints(), scale);
        match Decode(sampled.getBits()) {
            Ok(decoded) if decoded.isValid() => {
                used.extend([set.bl, set.tl, set.tr]);
                if let Some(corners) = corners {
                    sight.codes.push(Code { bytes: decoded.content().bytes().to_vec(), corners });
                }
                if sight.codes.len() >= MAX_CODES {
                    return;
                }
            }
            // Format and version were read, so this is a code, and only its damage is too great.
            Err(Exceptions::ReedSolomonException(_) | Exceptions::ChecksumException(_)) if sight.located.is_none() => {
                sight.located = corners;
            }
            _ => {}
        }
    }
    if sight.codes.is_empty() {
        let wholes = triples(&mut whole, scale, gray);
        let others = if inner.is_empty() {
            Vec::new()
        } else {
            whole.append(&mut inner);
            triples(&mut whole, scale, gray)
        };
        let near = |triples: Vec<Triple>| {
            triples.into_iter().take(MAX_REFINED).filter_map(|triple| closer::look(gray, &triple)).take(MAX_LOOKS)
        };
        let _found = near(wholes).chain(near(others)).any(|closer| decode_grey(&closer.modules(), sight));
    }
}

/// The groups that look like a code's, the likeliest first.
fn triples(patterns: &mut Vec<ConcentricPattern>, scale: f32, gray: &Gray) -> Vec<Triple> {
    let triple = |set: &FinderPatternSet| {
        let patterns = [set.tl, set.tr, set.bl];
        let middles = patterns.map(|pattern| [pattern.p.x * scale, pattern.p.y * scale]);
        Triple::at(gray, middles, patterns.map(|pattern| pattern.size as f32 * scale))
    };
    let sets = GenerateFinderPatternSets(patterns);
    let mut triples: Vec<Triple> = sets.iter().take(MAX_CANDIDATES).filter_map(triple).collect();
    triples.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    triples
}

/// Reads a code's grey values: each module by itself, then all in the light of their neighbours.
fn decode_grey(modules: &Modules, sight: &mut Sight) -> bool {
    for signs in [Some(modules.plain()), modules.explained()].into_iter().flatten() {
        let Some(bits) = modules.matrix(&signs) else { continue };
        if let Ok(decoded) = Decode(&bits)
            && decoded.isValid()
        {
            sight.codes.push(Code { bytes: decoded.content().bytes().to_vec(), corners: modules.corners });
            return true;
        }
    }
    sight.located.get_or_insert(modules.corners);
    false
}

/// The sampler's corners (top left, top right, bottom left, bottom right) in turn around the code.
fn corners(points: &[Point], scale: f32) -> Option<[Corner; 4]> {
    let [tl, tr, bl, br] = points else { return None };
    let corners = [tl, tr, br, bl].map(|p| [p.x * scale, p.y * scale]);
    corners.iter().flatten().all(|c| c.is_finite()).then_some(corners)
}
