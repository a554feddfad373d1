//! Pages of PDF files, drawn and read back by the QR reader.

use std::fmt::Write as _;

use tessera::limits::{MAX_FRAME_PIXELS, MAX_PDF_BYTES};
use tessera::pdf::{Document, PdfError};
use tessera::qr::{Level, QUIET_ZONE, Symbol};
use tessera::reader::{Effort, Gray, read};

/// What is on a page: its content, and the entries of its dictionary beside that.
struct Sheet {
    content: String,
    more: String,
}

/// A file of these pages, with a correct table of its objects.
fn file(sheets: &[Sheet]) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<_> = (0..sheets.len()).map(|n| format!("{} 0 R", 3 + 2 * n)).collect();
    objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), sheets.len()));
    for (n, Sheet { content, more }) in sheets.iter().enumerate() {
        objects.push(format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R {more} >>", 4 + 2 * n));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        places.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", n + 1).expect("a string takes all");
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", places.len() + 1).expect("a string takes all");
    places.iter().for_each(|place| writeln!(file, "{place:010} 00000 n ").expect("a string takes all"));
    write!(file, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", places.len() + 1)
        .expect("a string takes all");
    file.into_bytes()
}

const A4: &str = "/MediaBox [0 0 595 842]";

fn symbol(text: &str) -> Symbol {
    Symbol::of_str(text, Level::M).expect("it is short")
}

/// Squares, as print programs draw them, with the lower left corner at a place.
fn squares(text: &str, left: f64, low: f64, side: f64) -> String {
    let symbol = symbol(text);
    let module = side / symbol.extent() as f64;
    let mut content = String::from("0 g\n");
    for y in 0..symbol.width() {
        for x in (0..symbol.width()).filter(|x| symbol.is_dark(*x, y)) {
            let right = left + (x + QUIET_ZONE) as f64 * module;
            let up = low + side - (y + QUIET_ZONE + 1) as f64 * module;
            writeln!(content, "{right:.3} {up:.3} {module:.3} {module:.3} re").expect("a string takes all");
        }
    }
    content + "f\n"
}

/// A picture of one byte a module, as office programs put it in.
fn picture(text: &str, left: f64, low: f64, side: f64) -> String {
    let symbol = symbol(text);
    let extent = symbol.extent();
    let mut bytes = String::new();
    for y in 0..extent {
        for x in 0..extent {
            let dark = x >= QUIET_ZONE && y >= QUIET_ZONE && symbol.is_dark(x - QUIET_ZONE, y - QUIET_ZONE);
            bytes.push_str(if dark { "00" } else { "FF" });
        }
    }
    format!(
        "q {side} 0 0 {side} {left} {low} cm\nBI /W {extent} /H {extent} /BPC 8 /CS /G /F /AHx ID\n{bytes}>\nEI Q\n"
    )
}

/// The codes of each page.
fn read_all(file: Vec<u8>) -> Vec<Vec<String>> {
    let document = Document::open(file).expect("it opens");
    (0..document.pages())
        .map(|page| {
            let drawn = document.draw(page).expect("it can be drawn");
            assert!(drawn.width * drawn.height <= MAX_FRAME_PIXELS);
            let gray = Gray::of_rgba(drawn.width, drawn.height, &drawn.rgba).expect("a picture for the reader");
            let mut texts: Vec<_> =
                read(&gray, Effort::Every).codes.iter().filter_map(|code| code.text().map(str::to_owned)).collect();
            texts.sort();
            texts
        })
        .collect()
}

#[test]
fn codes_are_read_from_squares_pictures_turned_pages_and_labels() {
    let sheets = [
        Sheet { content: squares("HP1:SQUARES", 200.0, 500.0, 180.0), more: A4.into() },
        Sheet { content: picture("HP1:PICTURE", 50.0, 50.0, 120.0), more: A4.into() },
        Sheet { content: "0 g 100 100 200 20 re f".into(), more: A4.into() },
        Sheet { content: squares("HP1:TURNED", 300.0, 100.0, 150.0), more: format!("{A4} /Rotate 90") },
        Sheet { content: squares("HP1:LABEL", 5.0, 5.0, 60.0), more: "/MediaBox [0 0 70 70]".into() },
        Sheet {
            content: format!(
                "{}{}",
                squares("HP1:FIRST", 50.0, 550.0, 150.0),
                picture("HP1:SECOND", 350.0, 200.0, 150.0)
            ),
            more: A4.into(),
        },
    ];
    let read = read_all(file(&sheets));
    let expected: [&[&str]; 6] =
        [&["HP1:SQUARES"], &["HP1:PICTURE"], &[], &["HP1:TURNED"], &["HP1:LABEL"], &["HP1:FIRST", "HP1:SECOND"]];
    assert_eq!(read, expected);
}

#[test]
fn a_file_that_is_none_or_too_long_or_without_pages_is_refused() {
    let error = |bytes: Vec<u8>| Document::open(bytes).err();
    assert_eq!(error(Vec::new()), Some(PdfError::Malformed));
    assert_eq!(error(b"%PDF-1.4\nnothing more".to_vec()), Some(PdfError::Malformed));
    assert_eq!(error(vec![b'%'; MAX_PDF_BYTES + 1]), Some(PdfError::TooLong));
}

#[test]
fn a_page_without_a_size_or_beyond_the_last_is_no_picture() {
    let sheet = Sheet { content: String::new(), more: "/MediaBox [0 0 0.5 9000]".into() };
    let document = Document::open(file(&[sheet])).expect("it opens");
    assert!(document.draw(7).is_none());
    // A renderer may put a size of its own in place of none.
    assert!(document.draw(0).is_none_or(|drawn| drawn.width * drawn.height <= MAX_FRAME_PIXELS));
}
