//! An appointment as a calendar file (RFC 5545), for whoever wants it in the phone's own calendar.
//!
//! The libraries for this bring a calendar's arithmetic and a random source; what is needed is one event with three texts, whose lengths are
//! bounded where they are read.

use alloc::format;
use alloc::string::String;
use core::fmt::Write;

use crate::id::Name;
use crate::key::sha256;
use crate::time::UnixTime;

/// The media type of the file.
pub const MEDIA_TYPE: &str = "text/calendar";

/// Longest line, in bytes without its end (section 3.1).
const LINE: usize = 75;

/// A calendar of one appointment. `at` is when the file is made. The same appointment has the same identifier, so that a calendar that gets
/// it twice shows it once.
pub fn calendar(begins_at: UnixTime, place: &Name, purpose: &Name, at: UnixTime) -> String {
    let (summary, location) = (escaped(purpose.as_str()), escaped(place.as_str()));
    let moment = |at: UnixTime| {
        let (date, second) = (at.date(), at.seconds() % 86_400);
        let (year, month, day) = (date.year(), date.month(), date.day());
        format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z", second / 3_600, second / 60 % 60, second % 60)
    };
    let begins_at = moment(begins_at);
    let hash = sha256(format!("{begins_at}\n{location}\n{summary}").as_bytes());
    let identifier = hash.iter().take(16).fold(String::new(), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    });
    let lines = [
        "BEGIN:VCALENDAR".into(),
        "VERSION:2.0".into(),
        "PRODID:-//Tessera//Wallet//EN".into(),
        "BEGIN:VEVENT".into(),
        format!("UID:{identifier}"),
        format!("DTSTAMP:{}", moment(at)),
        format!("DTSTART:{begins_at}"),
        format!("SUMMARY:{summary}"),
        format!("LOCATION:{location}"),
        "END:VEVENT".into(),
        "END:VCALENDAR".into(),
    ];
    lines.iter().fold(String::new(), |mut file, line: &String| {
        fold_into(&mut file, line);
        file
    })
}

/// A value of type TEXT (section 3.3.11). Names have no line ends and no other controls.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if matches!(c, '\\' | ';' | ',') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

/// Appends a line, broken where it is too long (section 3.1), never inside a character.
fn fold_into(file: &mut String, line: &str) {
    let mut width = 0;
    for c in line.chars() {
        if width + c.len_utf8() > LINE {
            file.push_str("\r\n ");
            width = 1;
        }
        file.push(c);
        width += c.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use super::*;

    fn name(text: &str) -> Name {
        Name::new(text).expect("a name")
    }

    fn moment(seconds: u64) -> UnixTime {
        UnixTime::new(seconds).expect("small")
    }

    /// The value of a property, as a reader of RFC 5545 understands it.
    fn value(file: &str, property: &str) -> String {
        let unfolded = file.replace("\r\n ", "");
        let line = unfolded.split("\r\n").find_map(|line| line.strip_prefix(property)?.strip_prefix(':'));
        let mut escaped = false;
        line.expect("the property")
            .chars()
            .filter(|c| {
                escaped = !escaped && *c == '\\';
                !escaped
            })
            .collect()
    }

    #[test]
    fn an_appointment_is_an_event_at_its_time_and_place() {
        let file = calendar(moment(1_795_086_400), &name("West Gate"), &name("Second test"), moment(1_795_000_000));
        assert_eq!(value(&file, "DTSTART"), "20261119T110640Z");
        assert_eq!(value(&file, "DTSTAMP"), "20261118T110640Z");
        assert_eq!((value(&file, "LOCATION"), value(&file, "SUMMARY")), ("West Gate".into(), "Second test".into()));
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
        assert_eq!(file.matches("BEGIN:").count(), file.matches("END:").count());
    }

    #[test]
    fn no_text_begins_a_property_of_its_own_and_no_line_is_too_long() {
        let texts = ["a;b,c\\n", "\\", "BEGIN:VALARM", &"林".repeat(80), &"𠮷".repeat(80), &"x,".repeat(40)];
        for text in texts {
            let file = calendar(moment(0), &name(text), &name(text), moment(0));
            assert_eq!((value(&file, "LOCATION"), value(&file, "SUMMARY")), (text.to_string(), text.to_string()));
            let lines: Vec<_> = file.split("\r\n").collect();
            assert!(lines.iter().all(|line| line.len() <= LINE && !line.contains(['\r', '\n'])), "{text}");
            assert_eq!(lines.iter().filter(|line| !line.starts_with(' ')).count(), 12, "{text}");
        }
    }

    #[test]
    fn the_same_appointment_has_the_same_identifier_and_another_one_another() {
        let uid = |place: &str, at| value(&calendar(moment(5), &name(place), &name("Test"), moment(at)), "UID");
        assert_eq!(uid("A", 1), uid("A", 2));
        assert_ne!(uid("A", 1), uid("B", 1));
    }
}
