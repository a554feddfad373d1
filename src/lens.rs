//! Which of a phone's cameras reads codes best, and how far it zooms. A browser gives no more than a label in the system's language, so the labels
//! of the common systems are known here.
//!
//! The wide main lens focuses on a code at arm's length. The ultra-wide one shows it too small, the telephoto too near, and those for depth, night
//! or close things not at all.

use alloc::string::String;
use alloc::vec::Vec;

/// What a label says of the side that a camera looks to.
const BACK: [&str; 16] = [
    "back",
    "rear",
    "environment",
    "world",
    "rück",
    "arrière",
    "trasera",
    "traseira",
    "posterior",
    "achter",
    "后置",
    "後置",
    "背面",
    "후면",
    "адняя",
    "خلفي",
];

const FRONT: [&str; 15] = [
    "front",
    "user",
    "selfie",
    "facetime",
    "avant",
    "vorder",
    "anterior",
    "前置",
    "前面",
    "内侧",
    "전면",
    "ередняя",
    "ронтальн",
    "أمامي",
    "voorkant",
];

/// What a label says of a lens that is not the main one, from the least to the most unfit.
const ULTRA_WIDE: [&str; 13] = [
    "ultra wide",
    "ultrawide",
    "ultra-wide",
    "ultra grand",
    "ultraweit",
    "ultra gran",
    "ultragrand",
    "ultra-grand",
    "超广角",
    "超廣角",
    "超広角",
    "초광각",
    "верхшир",
];

const TELE: [&str; 8] = ["tele", "长焦", "長焦", "望遠", "망원", "елеоб", "télé", "مقر"];

const OTHER: [&str; 12] =
    ["depth", "infrared", "infrarot", "tof", "lidar", "macro", "monochrome", "微距", "景深", "红外", "紅外", "مايكرو"];

/// Several lenses that the system takes turns with. They begin with the widest on some phones.
const SEVERAL: [&str; 9] = ["dual", "triple", "double", "doppel", "doble", "双", "三", "듀얼", "войн"];

/// How well a back camera is suited; smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Main,
    Several,
    Tele,
    UltraWide,
    Other,
}

fn has(label: &str, words: &[&str]) -> bool {
    words.iter().any(|word| label.contains(word))
}

/// How a label says that it is suited; `None` where it does not say that it is a back camera.
fn fit(label: &str) -> Option<Fit> {
    let is_ultra_wide = has(label, &ULTRA_WIDE) || label.contains("فائق");
    // "Back Dual Wide Camera" is the main lens with the ultra-wide one beside it; "双广角" the same.
    let fit = match () {
        () if has(label, &OTHER) => Fit::Other,
        () if is_ultra_wide => Fit::UltraWide,
        () if has(label, &SEVERAL) => Fit::Several,
        () if has(label, &TELE) => Fit::Tele,
        () => Fit::Main,
    };
    (has(label, &BACK) && !has(label, &FRONT)).then_some(fit)
}

/// The number in a label of Android's, such as `camera2 0, facing back`: the system numbers the main camera first.
fn number(label: &str) -> Option<u32> {
    let rest = label.split_once("camera").map(|(_, rest)| rest.strip_prefix('2').unwrap_or(rest))?;
    let digits = rest.trim_start();
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// Which of the cameras with these labels reads codes best; `None` where no label says that it looks away from the person, so that the browser's
/// choice stands.
pub fn preferred(labels: &mut dyn Iterator<Item = &str>) -> Option<usize> {
    // Of other alphabets than ours the words above have no capital letter.
    let labels: Vec<String> = labels.map(str::to_ascii_lowercase).collect();
    let backs = labels.iter().enumerate().filter_map(|(place, label)| Some((fit(label)?, number(label), place)));
    // Of those that are suited alike, the lowest number, else the first that the system names.
    let best = backs.min_by_key(|(fit, number, place)| (*fit, number.unwrap_or(u32::MAX), *place));
    best.map(|(_, _, place)| place)
}

/// How a camera zooms, in the numbers that it gives itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zoom {
    least: f64,
    most: f64,
    step: f64,
    now: f64,
}

/// As `clamp`, which brings along the printing of numbers, for the case that the bounds are none: 5 KB of the download.
fn within(value: f64, least: f64, most: f64) -> f64 {
    value.max(least).min(most)
}

/// How much one press of a button changes: three presses make it about double.
const PRESS: f64 = 1.25;

impl Zoom {
    /// A range with a present value; `None` where nothing can be changed.
    pub fn new(least: f64, most: f64, step: f64, now: f64) -> Option<Self> {
        let is_range = least.is_finite() && most.is_finite() && least > 0.0 && most > least;
        let step = if step.is_finite() && step > 0.0 { step } else { 0.0 };
        let now = if now.is_finite() { within(now, least, most) } else { least };
        is_range.then_some(Self { least, most, step, now })
    }

    /// The present value.
    pub fn now(self) -> f64 {
        self.now
    }

    /// `times` as near, as far as the camera goes, in one of its steps.
    #[must_use]
    pub fn times(self, times: f64) -> Self {
        let wanted = self.now * times;
        if !wanted.is_finite() {
            return self;
        }
        // By hand: a core without std has no `round`, and these numbers are small and positive.
        let stepped = if self.step > 0.0 {
            let steps = within((wanted - self.least) / self.step + 0.5, 0.0, 1.0e9) as u32;
            self.least + f64::from(steps) * self.step
        } else {
            wanted
        };
        Self { now: within(stepped, self.least, self.most), ..self }
    }

    /// One press nearer, or further; by one step at least.
    #[must_use]
    pub fn pressed(self, nearer: bool) -> Self {
        let moved = self.times(if nearer { PRESS } else { 1.0 / PRESS });
        // A present value between two steps must not be rounded back.
        if (moved.now > self.now) == nearer && moved.now != self.now {
            return moved;
        }
        let step = if nearer { self.step } else { -self.step };
        Self { now: within(self.now + step, self.least, self.most), ..self }
    }

    /// Whether a press changes anything.
    pub fn goes(self, nearer: bool) -> bool {
        self.pressed(nearer).now != self.now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen<'a>(labels: &[&'a str]) -> Option<&'a str> {
        preferred(&mut labels.iter().copied()).map(|place| labels[place])
    }

    #[test]
    fn an_android_phone_films_with_its_lowest_numbered_back_camera() {
        let labels =
            ["camera2 1, facing front", "camera2 3, facing back", "camera2 2, facing back", "camera2 0, facing back"];
        assert_eq!(chosen(&labels), Some("camera2 0, facing back"));
        assert_eq!(chosen(&["camera 12, facing back", "camera 2, facing back"]), Some("camera 2, facing back"));
        assert_eq!(chosen(&["camera 1, facing front", "camera 0, facing back"]), Some("camera 0, facing back"));
    }

    #[test]
    fn an_iphone_films_with_its_main_lens() {
        let labels = [
            "Front Camera",
            "Back Ultra Wide Camera",
            "Back Telephoto Camera",
            "Back Triple Camera",
            "Back Dual Wide Camera",
            "Back Camera",
        ];
        assert_eq!(chosen(&labels), Some("Back Camera"));
        assert_eq!(chosen(&labels[..5]), Some("Back Triple Camera"));
        assert_eq!(
            chosen(&["Back Ultra Wide Camera", "Back Dual Wide Camera", "Front Camera"]),
            Some("Back Dual Wide Camera")
        );
        assert_eq!(chosen(&labels[..3]), Some("Back Telephoto Camera"));
    }

    #[test]
    fn labels_are_understood_in_the_languages_of_phones() {
        for (labels, main) in [
            (["前置相机", "后置超广角相机", "后置双广角相机", "后置相机"], 3),
            (["前面カメラ", "背面超広角カメラ", "背面カメラ", "背面デュアル広角カメラ"], 2),
            (["전면 카메라", "후면 초광각 카메라", "후면 카메라", "후면 망원 카메라"], 2),
            (["Frontkamera", "Ultraweitwinkelkamera Rückseite", "Rückkamera", "Rückseitige Telekamera"], 2),
            (["Caméra avant", "Caméra ultra grand-angle arrière", "Caméra arrière", "Téléobjectif arrière"], 2),
            (["Cámara frontal", "Cámara trasera ultra gran angular", "Cámara trasera", "Cámara trasera doble"], 2),
            (["Fotocamera anteriore", "Fotocamera ultra-grandangolo posteriore", "Fotocamera posteriore", "x"], 2),
            (["Передняя камера", "Сверхширокоугольная задняя камера", "Задняя камера", "x"], 2),
            (["الكاميرا الأمامية", "الكاميرا الخلفية فائقة الاتساع", "الكاميرا الخلفية", "x"], 2),
        ] {
            assert_eq!(chosen(&labels), Some(labels[main]), "{labels:?}");
        }
    }

    #[test]
    fn a_camera_for_depth_or_night_is_the_last_choice() {
        let labels = ["Rear infrared camera", "Back Ultra Wide Camera", "Rear depth camera"];
        assert_eq!(chosen(&labels), Some("Back Ultra Wide Camera"));
        assert_eq!(chosen(&["Rear infrared camera"]), Some("Rear infrared camera"));
    }

    #[test]
    fn where_no_label_says_where_it_looks_the_browser_chooses() {
        assert_eq!(chosen(&["Integrated Webcam", "HD Pro Webcam C920"]), None);
        assert_eq!(chosen(&["", ""]), None);
        assert_eq!(chosen(&["FaceTime HD Camera"]), None);
        assert_eq!(chosen(&[]), None);
    }

    #[test]
    fn a_zoom_stays_in_the_range_and_the_steps_of_its_camera() {
        let zoom = Zoom::new(1.0, 4.0, 0.1, 1.0).expect("a range");
        assert!(!zoom.goes(false) && zoom.goes(true));
        assert!((zoom.pressed(true).now() - 1.3).abs() < 1.0e-9, "{}", zoom.pressed(true).now());
        assert!((zoom.times(100.0).now() - 4.0).abs() < 1.0e-9);
        assert!(!zoom.times(100.0).goes(true));
        assert!((zoom.times(0.01).now() - 1.0).abs() < 1.0e-9);
        assert!((zoom.times(f64::NAN).now() - 1.0).abs() < 1.0e-9);
        // Steps that are wider than a press.
        let coarse = Zoom::new(100.0, 500.0, 100.0, 100.0).expect("a range");
        assert!((coarse.pressed(true).now() - 200.0).abs() < 1.0e-9);
    }

    #[test]
    fn a_camera_without_a_range_does_not_zoom() {
        for (least, most) in [(1.0, 1.0), (0.0, 0.0), (2.0, 1.0), (f64::NAN, 2.0), (1.0, f64::INFINITY)] {
            assert_eq!(Zoom::new(least, most, 0.1, 1.0), None, "{least} to {most}");
        }
        assert!(Zoom::new(1.0, 2.0, 0.0, f64::NAN).is_some_and(|zoom| zoom.pressed(true).now() > 1.2));
    }

    proptest::proptest! {
        #[test]
        fn pressing_ends_at_both_ends_of_the_range(
            least in 0.1f64..10.0, span in 0.1f64..20.0, step in 0.0f64..2.0, at in 0.0f64..1.0,
        ) {
            let zoom = Zoom::new(least, least + span, step, least + span * at).expect("a range");
            for nearer in [true, false] {
                let mut zoom = zoom;
                let mut presses = 0;
                while zoom.goes(nearer) {
                    let next = zoom.pressed(nearer);
                    proptest::prop_assert!(next.now() >= least && next.now() <= least + span);
                    proptest::prop_assert!((next.now() > zoom.now()) == nearer);
                    zoom = next;
                    presses += 1;
                    proptest::prop_assert!(presses < 10_000);
                }
            }
        }
    }
}
