//! Texts that do not even call themselves ours: a scan goes on.

use super::Vector;
use super::scene::{Credential, shown};
use crate::wire::base45;

pub(super) fn vectors() -> Vec<Vector> {
    let message = base45::encode(&shown(&Credential::door().signed()));
    let foreign = |flaw, why, text: String| Vector::new("not-a-pass", flaw, why, text);
    let said = |flaw, why, text: &str| foreign(flaw, why, text.to_string());
    vec![
        said("empty", "nothing at all", ""),
        said("link", "a link to a page that would say it is valid", "https://example.org/valid.html#HP1:"),
        said("menu", "the menu of a restaurant", "Dumplings 12, noodles 15, tea 3"),
        said("wifi", "a wireless network", "WIFI:T:WPA;S:cafe;P:secret;;"),
        said("contact", "a visiting card over several lines", "BEGIN:VCARD\nVERSION:3.0\nFN:Nobody\nEND:VCARD"),
        said("telephone", "a telephone number", "tel:+10000000000"),
        said("script", "something that a browser would run", "javascript:alert(1)"),
        said("digits", "a bar code of a shop", "6901234567892"),
        said("control-characters", "bytes that no text has", "\u{0}\u{1}\u{7f}\u{202e}1PH"),
        said(
            "health-certificate",
            "a certificate of another system",
            "HC1:6BFOXN*TS0BI$ZD4N9:9S6RCVN5+O30K3/XIV0W23NTDE",
        ),
        said(
            "smart-health-card",
            "a card of another system",
            "shc:/5676290952432060346029243740446031222959532654603460292540",
        ),
        said("token", "a web token", "eyJhbGciOiJub25lIn0.e30."),
        foreign("prefix-of-another-version", "a version that does not exist", format!("HP2:{message}")),
        foreign("prefix-without-colon", "the colon is missing", format!("HP1{message}")),
        foreign(
            "prefix-in-cyrillic",
            "letters that only look like those of the prefix",
            format!("\u{41d}\u{420}1:{message}"),
        ),
        foreign("prefix-in-full-width", "full-width letters", format!("\u{ff28}\u{ff30}\u{ff11}\u{ff1a}{message}")),
        foreign(
            "prefix-after-a-space",
            "a space is a character of base45, so it is not dropped",
            format!(" HP1:{message}"),
        ),
        foreign("prefix-after-text", "a pass inside another text", format!("see HP1:{message}")),
        foreign("prefix-missing", "base45 alone", message),
    ]
}
