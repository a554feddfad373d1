//! The QR reader on pictures drawn here: it reads what our own symbols say, and no picture makes it fall over.

use qrcode::QrCode;
use tessera::qr::{Level, QUIET_ZONE, Symbol};
use tessera::reader::looks::OTHERS;
use tessera::reader::{Code, Corner, Effort, Gray, read};

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// xorshift64: the same pictures in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }

    fn text(&mut self, length: usize) -> String {
        "HP1:".chars().chain((4..length).map(|_| char::from(ALPHABET[self.roll(45)]))).collect()
    }
}

/// A square picture that can be drawn on.
struct Sheet {
    side: usize,
    pixels: Vec<u8>,
}

impl Sheet {
    fn new(side: usize, paper: u8) -> Self {
        Self { side, pixels: vec![paper; side * side] }
    }

    /// Draws a symbol with its quiet zone around `centre`, `module` pixels a module, turned by `degrees` clockwise.
    fn draw(&mut self, symbol: &Symbol, centre: [f64; 2], module: f64, degrees: f64, (dark, light): (u8, u8)) {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let middle = symbol.width() as f64 / 2.0;
        let span = -(QUIET_ZONE as f64)..(symbol.width() + QUIET_ZONE) as f64;
        for at in 0..self.pixels.len() {
            let (mut sum, mut inside) = (0, 0);
            for part in 0..9 {
                let x = (at % self.side) as f64 + (part % 3) as f64 / 3.0 + 1.0 / 6.0 - centre[0];
                let y = (at / self.side) as f64 + (part / 3) as f64 / 3.0 + 1.0 / 6.0 - centre[1];
                let (u, v) = ((x * cos + y * sin) / module + middle, (y * cos - x * sin) / module + middle);
                if span.contains(&u) && span.contains(&v) {
                    inside += 1;
                    let is_dark = u >= 0.0 && v >= 0.0 && symbol.is_dark(u as usize, v as usize);
                    sum += u32::from(if is_dark { dark } else { light });
                }
            }
            if inside > 0 {
                let paper = u32::from(self.pixels[at]) * (9 - inside);
                self.pixels[at] = ((sum + paper) / 9) as u8;
            }
        }
    }

    /// Draws a symbol, light around it; `place` says which place of the symbol, in modules, is seen at a place of the sheet. `None` is left as it is.
    fn draw_bent(&mut self, symbol: &Symbol, place: impl Fn([f64; 2]) -> Option<[f64; 2]>) {
        for at in 0..self.pixels.len() {
            let (mut sum, mut inside) = (0, 0);
            for part in 0..9 {
                let x = (at % self.side) as f64 + (part % 3) as f64 / 3.0 + 1.0 / 6.0;
                let y = (at / self.side) as f64 + (part / 3) as f64 / 3.0 + 1.0 / 6.0;
                if let Some([u, v]) = place([x, y]) {
                    inside += 1;
                    let is_dark = u >= 0.0 && v >= 0.0 && symbol.is_dark(u as usize, v as usize);
                    sum += if is_dark { 20 } else { 230 };
                }
            }
            if inside > 0 {
                self.pixels[at] = ((sum + u32::from(self.pixels[at]) * (9 - inside)) / 9) as u8;
            }
        }
    }

    fn noisy(mut self, dice: &mut Dice, strength: usize) -> Self {
        for p in &mut self.pixels {
            let change = dice.roll(2 * strength + 1) as i32 - strength as i32;
            *p = (i32::from(*p) + change).clamp(0, 255) as u8;
        }
        self
    }

    fn gray(self) -> Gray {
        Gray::new(self.side, self.side, self.pixels).expect("the test draws within the limits")
    }
}

/// One symbol in the middle of a sheet.
fn picture(text: &str, module: f64, degrees: f64, shades: (u8, u8)) -> Sheet {
    let symbol = Symbol::of_str(text, Level::M).expect("the text fits");
    let side = (symbol.extent() as f64 * module * 1.5) as usize;
    let mut sheet = Sheet::new(side, shades.1);
    sheet.draw(&symbol, [side as f64 / 2.0; 2], module, degrees, shades);
    sheet
}

fn texts(codes: &[Code]) -> Vec<&str> {
    codes.iter().filter_map(Code::text).collect()
}

/// Whether one of the frames that a camera would give of the same scene is read.
fn is_read_in_turns(gray: &Gray, text: &str) -> bool {
    (0..OTHERS.len()).any(|turn| texts(&read(gray, Effort::Turn(turn)).codes) == [text])
}

#[test]
fn a_clean_code_of_every_version_from_2_to_27_is_read_at_the_first_look() {
    let mut dice = Dice(1);
    let mut seen = 1;
    for length in (20..2_000).step_by(12) {
        let text = dice.text(length);
        let version = Symbol::of_str(&text, Level::M).expect("fits").version();
        if version <= seen || version > 27 {
            continue;
        }
        seen = version;
        let sight = read(&picture(&text, 3.0, 0.0, (0, 255)).gray(), Effort::Turn(0));
        assert_eq!(texts(&sight.codes), [text.as_str()], "version {version}");
    }
    assert_eq!(seen, 27);
}

#[test]
fn turned_noisy_and_grey_codes_are_read() {
    let mut dice = Dice(2);
    for (length, degrees) in [(40, 5.0), (172, 33.0), (469, 90.0), (469, 171.0), (469, 262.0), (900, 12.0)] {
        let text = dice.text(length);
        let gray = picture(&text, 4.0, degrees, (60, 190)).noisy(&mut dice, 25).gray();
        assert!(is_read_in_turns(&gray, &text), "{length} characters at {degrees} degrees");
    }
}

#[test]
fn a_light_code_on_dark_ground_is_read() {
    let text = Dice(3).text(469);
    let gray = picture(&text, 3.0, 0.0, (240, 15)).gray();
    assert!(is_read_in_turns(&gray, &text));
    assert_eq!(texts(&read(&gray, Effort::Every).codes), [text.as_str()]);
}

#[test]
fn a_code_with_less_than_two_pixels_a_module_is_read() {
    let text = Dice(4).text(469);
    assert!(is_read_in_turns(&picture(&text, 1.8, 0.0, (0, 255)).gray(), &text));
}

#[test]
fn a_code_in_a_deep_shadow_is_read() {
    let text = Dice(5).text(300);
    let mut sheet = picture(&text, 4.0, 3.0, (20, 235));
    let side = sheet.side;
    for (at, p) in sheet.pixels.iter_mut().enumerate() {
        let light = 1.0 - 0.85 * (at % side) as f64 / side as f64;
        *p = (f64::from(*p) * light) as u8;
    }
    assert!(is_read_in_turns(&sheet.gray(), &text));
}

#[test]
fn a_code_without_its_quiet_zone_in_a_dark_frame_is_read() {
    let text = Dice(11).text(469);
    let symbol = Symbol::of_str(&text, Level::M).expect("fits");
    for (module, zone) in [(3.0, 0.0), (4.3, 0.0), (5.0, 1.0)] {
        let width = symbol.width() as f64;
        let side = (width * module * 1.4) as usize;
        let mut sheet = Sheet::new(side, 12);
        let middle = side as f64 / 2.0;
        sheet.draw_bent(&symbol, |at| {
            let at = at.map(|x| (x - middle) / module + width / 2.0);
            at.iter().all(|x| (-zone..width + zone).contains(x)).then_some(at)
        });
        assert!(is_read_in_turns(&sheet.gray(), &text), "{module} pixels a module, {zone} modules of quiet zone");
    }
}

#[test]
fn a_code_on_bent_paper_is_read() {
    for (seed, length, bend) in [(16, 60, 0.9_f64), (12, 172, 1.1), (13, 469, 0.8), (14, 900, 0.7), (15, 900, 0.85)] {
        let text = Dice(seed).text(length);
        let symbol = Symbol::of_str(&text, Level::M).expect("fits");
        let width = symbol.width() as f64;
        let side = ((width + 10.0) * 5.0) as usize;
        let mut sheet = Sheet::new(side, 230);
        let half = side as f64 / 2.0;
        // A part of a cylinder seen from the front: what turns away gets narrow, and a little lower.
        sheet.draw_bent(&symbol, |[x, y]| {
            let angle = ((x / half - 1.0) * bend.sin()).asin();
            let lower = (1.0 - angle.cos()) * 0.08 * side as f64;
            Some([(angle / bend * half) / 5.0 + width / 2.0, (y - half - lower) / 5.0 + width / 2.0])
        });
        assert!(is_read_in_turns(&sheet.gray(), &text), "{length} characters, bent by {bend}");
    }
}

#[test]
fn a_code_out_of_focus_is_read() {
    let text = Dice(17).text(469);
    let mut gray = picture(&text, 4.0, 2.0, (30, 220)).gray();
    // Each time adds half a pixel to the variance: in the end a deviation of 0.54 modules.
    for _ in 0..9 {
        gray = gray.smoothed();
    }
    assert!(is_read_in_turns(&gray, &text));
}

#[test]
fn the_corners_are_where_the_code_is() {
    let text = Dice(6).text(469);
    for look in 0..OTHERS.len() {
        let symbol = Symbol::of_str(&text, Level::M).expect("fits");
        let mut sheet = Sheet::new(500, 255);
        sheet.draw(&symbol, [260.0, 240.0], 4.0, 90.0, (0, 255));
        let sight = read(&sheet.gray(), Effort::Turn(look));
        let half = symbol.width() as f32 * 2.0;
        // A quarter turn clockwise brings the code's top left to the picture's top right.
        let expected: [Corner; 4] = [[half, -half], [half, half], [-half, half], [-half, -half]];
        for (found, offset) in sight.codes[0].corners.iter().zip(expected) {
            let away = (found[0] - 260.0 - offset[0]).hypot(found[1] - 240.0 - offset[1]);
            assert!(away < 4.0, "{found:?} is {away} pixels from the corner");
        }
    }
}

#[test]
fn all_codes_in_one_picture_are_read() {
    let mut dice = Dice(7);
    let mut sheet = Sheet::new(800, 200);
    let mut expected: Vec<String> = [60, 200, 469].into_iter().map(|length| dice.text(length)).collect();
    for (text, centre) in expected.iter().zip([[150.0, 150.0], [600.0, 180.0], [400.0, 580.0]]) {
        let symbol = Symbol::of_str(text, Level::Q).expect("fits");
        sheet.draw(&symbol, centre, 4.0, 0.0, (0, 255));
    }
    let sight = read(&sheet.gray(), Effort::Turn(1));
    let mut found = texts(&sight.codes);
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn a_code_in_another_language_is_read_and_one_that_is_no_text_has_none() {
    let hello = "https://例子.测试/菜单";
    assert_eq!(texts(&read(&picture(hello, 4.0, 0.0, (0, 255)).gray(), Effort::Turn(0)).codes), [hello]);

    let bytes = [0xff, 0xfe, 0x00, 0xc0, 0x80];
    let code = QrCode::new(bytes).expect("fits");
    let width = code.width();
    let colours = code.to_colors();
    let mut sheet = Sheet::new((width + 8) * 5, 255);
    let side = sheet.side;
    for (at, p) in sheet.pixels.iter_mut().enumerate() {
        let (x, y) = ((at % side) / 5, (at / side) / 5);
        if (4..width + 4).contains(&x) && (4..width + 4).contains(&y) {
            *p = colours[(y - 4) * width + x - 4].select(0, 255);
        }
    }
    let codes = read(&sheet.gray(), Effort::Every).codes;
    assert_eq!(codes.iter().map(|code| (code.text(), code.bytes.as_slice())).collect::<Vec<_>>(), [(None, &bytes[..])]);
}

#[test]
fn a_code_with_too_much_damage_is_located_and_not_read() {
    let text = Dice(8).text(469);
    let symbol = Symbol::of_str(&text, Level::M).expect("fits");
    let mut sheet = picture(&text, 4.0, 0.0, (0, 255));
    let (side, middle) = (sheet.side, sheet.side / 2);
    for y in middle - 60..middle + 60 {
        sheet.pixels[y * side + middle - 80..y * side + middle + 80].fill(255);
    }
    let sight = read(&sheet.gray(), Effort::Every);
    assert_eq!(sight.codes, []);
    let corners = sight.located.expect("located");
    let expected = (side - symbol.width() * 4) as f32 / 2.0;
    assert!((corners[0][0] - expected).hypot(corners[0][1] - expected) < 8.0, "{corners:?}");
}

#[test]
fn colours_are_weighed_as_the_eye_does_it() {
    let side = 32;
    let rgba: Vec<u8> = [[255, 0, 0, 255], [0, 255, 0, 255], [0, 0, 255, 255], [255, 255, 255, 0]]
        .into_iter()
        .cycle()
        .take(side * side)
        .flatten()
        .collect();
    let gray = Gray::of_rgba(side, side, &rgba).expect("within the limits");
    assert_eq!(gray.rows().next().map(|row| row[..4].to_vec()), Some(vec![76, 149, 28, 255]));
}

#[test]
fn a_picture_half_as_large_again_has_between_its_pixels_what_lies_there() {
    // Even and odd sides, since three pixels come of each pair.
    for (width, height) in [(64, 40), (41, 64), (50, 33), (33, 41)] {
        let noise = |n: usize| (n.wrapping_mul(2_654_435_761) >> 7) as u8;
        let gray = Gray::new(width, height, (0..width * height).map(noise).collect()).expect("within the limits");
        let large = gray.enlarged().expect("within the limits");
        assert_eq!((large.width(), large.height()), (width * 3 / 2, height * 3 / 2));
        for (y, row) in large.rows().enumerate() {
            for (x, pixel) in row.iter().enumerate() {
                let there = gray.at([(x as f32 + 0.5) / 1.5, (y as f32 + 0.5) / 1.5]);
                assert!((f32::from(*pixel) - there).abs() < 0.51, "{width}x{height}: {x}, {y}");
            }
        }
    }
}

#[test]
fn sizes_outside_the_limits_or_beside_the_truth_are_refused() {
    for (width, height, bytes) in [
        (0, 0, 0),
        (1, 1, 1),
        (20, 400, 8_000),
        (400, 20, 8_000),
        (100, 100, 9_999),
        (100, 100, 10_001),
        (9_000, 21, 189_000),
        (usize::MAX, 2, 0),
        (usize::MAX, usize::MAX, 1),
        (2_049, 2_048, 2_049 * 2_048),
    ] {
        assert!(Gray::new(width, height, vec![0; bytes]).is_err(), "{width} x {height}");
        assert!(Gray::of_rgba(width, height, &vec![0; bytes.saturating_mul(4)]).is_err(), "{width} x {height}");
    }
    assert!(Gray::new(21, 21, vec![0; 441]).is_ok());
}

#[test]
fn no_picture_of_any_shape_makes_it_fall_over() {
    let mut dice = Dice(9);
    let text = dice.text(300);
    let scene = picture(&text, 2.5, 20.0, (0, 255));
    for round in 0..120 {
        let (width, height) = (21 + dice.roll(120), 21 + dice.roll(120));
        let kind = round % 6;
        let cell = 1 + dice.roll(6);
        let (left, top) = (dice.roll(scene.side / 2), dice.roll(scene.side / 2));
        let pixels = (0..width * height)
            .map(|at| {
                let (x, y) = (at % width, at / width);
                match kind {
                    0 => dice.roll(256) as u8,
                    1 => [0, 255][dice.roll(2)],
                    2 => round as u8 * 2,
                    // Finder patterns without end.
                    3 => {
                        let ring = |v: usize| (v / cell % 8).abs_diff(3);
                        [0, 0, 255, 0, 255][ring(x).max(ring(y))]
                    }
                    4 => ((x / cell + y / cell) % 2 * 255) as u8,
                    // A piece of a real code, with scratches.
                    _ => {
                        scene.pixels[(top + y) % scene.side * scene.side + (left + x) % scene.side]
                            ^ (dice.roll(20) / 19 * 255) as u8
                    }
                }
            })
            .collect();
        let gray = Gray::new(width, height, pixels).expect("within the limits");
        let _ = read(&gray, Effort::Every);
    }
}
