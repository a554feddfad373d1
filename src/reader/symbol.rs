//! Black and white to codes: the one place that knows the detector and the decoder.

use alloc::string::String;
use alloc::vec::Vec;

use rxing::common::{BitMatrix, DetectorRXingResult as _};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR};
use rxing::{Exceptions, Point};

use super::{Code, Corner, Sight};

/// Most groups of three finder patterns tried in one look; they come sorted by plausibility. Texture can hold thousands.
const MAX_TRIES: usize = 40;

/// Most codes read in one look.
const MAX_CODES: usize = 4;

/// Adds to `sight` what `matrix` shows. A pixel of the matrix is `scale` pixels of the picture.
///
/// The library's own entry point is not used: its results hold a clock reading and converted text, which trap on wasm32.
pub fn find(matrix: &BitMatrix, scale: f32, sight: &mut Sight) {
    // Every third row (`true`) whatever the height: a sixteenth more time, and codes of two pixels a module are not stepped over.
    let mut patterns = FindFinderPatterns(matrix, true, 0);
    let mut used = Vec::new();
    for set in GenerateFinderPatternSets(&mut patterns).into_iter().take(MAX_TRIES) {
        if [set.bl, set.tl, set.tr].iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        let Ok(sampled) = SampleQR(matrix, &set) else { continue };
        let corners = corners(sampled.getPoints(), scale);
        match Decode(sampled.getBits()) {
            Ok(decoded) if decoded.isValid() => {
                used.extend([set.bl, set.tl, set.tr]);
                let text = String::from_utf8(decoded.content().bytes().to_vec());
                if let (Ok(text), Some(corners)) = (text, corners) {
                    sight.codes.push(Code { text, corners });
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
}

/// The sampler's corners (top left, top right, bottom left, bottom right) in turn around the code.
fn corners(points: &[Point], scale: f32) -> Option<[Corner; 4]> {
    let [tl, tr, bl, br] = points else { return None };
    let corners = [tl, tr, br, bl].map(|p| [p.x * scale, p.y * scale]);
    corners.iter().flatten().all(|c| c.is_finite()).then_some(corners)
}
