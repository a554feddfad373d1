//! The printable sheet of a paper pass: one A4 page that needs nothing from anywhere.

use core::fmt::Write;

use super::picture;
use crate::claims::Colour;
use crate::issuer::DoorPass;
use crate::qr::Symbol;
use crate::time::UnixTime;
use crate::trust::TrustedKey;

/// The sheet's style, in a file of its own where the page may have no style inside.
pub(super) const STYLE: &str = include_str!("sheet.css");

/// Where the page takes its style from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// From itself.
    Inside,
    /// From `sheet.css` beside it.
    Beside,
}

/// The page of `pass`, whose code is `symbol`, signed by `office`.
pub(super) fn html(pass: &DoorPass, office: &TrustedKey, symbol: &Symbol, style: Style) -> String {
    let style = match style {
        Style::Inside => format!("<style>\n{STYLE}</style>"),
        Style::Beside => "<link rel=\"stylesheet\" href=\"sheet.css\">".to_string(),
    };
    let specimen = match pass.specimen {
        true => {
            "<p class=\"specimen\">Specimen: proves nothing about anybody<br><span lang=\"zh-Hans\">样本，不证明任何人的状况</span></p>\n"
        }
        false => "",
    };
    let whose = whose(pass);
    let mut facts = String::new();
    for (english, chinese, value) in facts_of(pass, office) {
        // Writing to a String does not fail.
        let _ =
            writeln!(facts, "<dt>{english} · <span lang=\"zh-Hans\">{chinese}</span></dt><dd>{}</dd>", escape(&value));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>Paper pass · 纸质通行证</title>\n{style}\n\
         <header><h1>Health pass<br><span lang=\"zh-Hans\">健康通行证</span></h1><p class=\"kind\">Paper · <span lang=\"zh-Hans\">纸质</span></p></header>\n\
         {specimen}<div class=\"card\">{CROP}<div class=\"code\" role=\"img\" aria-label=\"QR code of the pass\">{}</div>\n\
         <p class=\"whose\">{whose}</p></div>\n<dl>\n{facts}</dl>\n{ADVICE}</html>\n",
        picture::svg(symbol)
    )
}

/// Where to cut: two short lines beyond each corner of the card, which touch nothing that a scanner looks at.
const CROP: &str = "<i class=\"crop\"></i><i class=\"crop\"></i><i class=\"crop\"></i><i class=\"crop\"></i>";

/// What stands on the card beside the code: enough to tell the cards of a family apart.
fn whose(pass: &DoorPass) -> String {
    let initials = escape(pass.initials.as_str());
    format!("<strong>{initials} {}</strong> · {}", pass.birth_year, minute(pass.window.expires()))
}

const ADVICE: &str = "<ul>\n\
<li>Show this sheet together with an identity card. The door compares the initials and the year of birth.<br><span lang=\"zh-Hans\">请与身份证件一并出示；门口会核对姓名缩写和出生年份。</span></li>\n\
<li>Cut along the marks and carry the card, or keep the sheet whole. Keep it flat and clean, and never fold it across the code. A copy works as well as the sheet, so give it to nobody.<br><span lang=\"zh-Hans\">可沿裁切线剪下随身携带，也可保留整页。请保持平整清洁，不要在码上折叠。复印件同样有效，请勿转交他人。</span></li>\n\
<li>It holds no identity number and no medical detail, and no server is asked when it is read.<br><span lang=\"zh-Hans\">其中没有身份证号码，也没有医疗信息；查验时不询问任何服务器。</span></li>\n\
</ul>\n";

fn facts_of(pass: &DoorPass, office: &TrustedKey) -> Vec<(&'static str, &'static str, String)> {
    let colour = match pass.colour {
        Colour::Green => "green 绿",
        Colour::Yellow => "yellow 黄",
        Colour::Red => "red 红",
    };
    let mut facts = vec![
        ("Initials", "姓名缩写", pass.initials.as_str().to_string()),
        ("Year of birth", "出生年份", pass.birth_year.to_string()),
        ("Colour", "颜色", colour.to_string()),
        ("Valid from", "生效", minute(pass.window.not_before())),
        ("Valid until", "失效", minute(pass.window.expires())),
        ("Issued by", "签发机构", format!("{}, {}", office.name.as_str(), office.region.as_str())),
    ];
    if pass.guardian {
        facts.push(("Shown by", "出示人", "a guardian 监护人".to_string()));
    }
    facts
}

/// `2026-11-24 08:30 UTC`.
fn minute(time: UnixTime) -> String {
    let minutes = time.seconds() / 60 % 1_440;
    format!("{} {:02}:{:02} UTC", time.date(), minutes / 60, minutes % 60)
}

/// Text as HTML shows it literally.
fn escape(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Initials, IssuerId, Name};
    use crate::key::IssuerKey;
    use crate::qr::Level;
    use crate::time::Window;

    #[test]
    fn a_sheet_shows_names_literally_and_asks_for_nothing_from_anywhere() {
        let hostile = Name::new("<img src=x onerror=alert(1)>&\"").expect("printable");
        let window = Window::new(UnixTime::EPOCH, UnixTime::EPOCH.plus(90)).expect("ordered");
        let pass = DoorPass {
            issuer: IssuerId::new("a").expect("short"),
            initials: Initials::new("<b>&").expect("printable"),
            birth_year: 1985,
            colour: Colour::Green,
            window,
            status: None,
            specimen: false,
            guardian: false,
        };
        let office = TrustedKey {
            issuer: pass.issuer.clone(),
            name: hostile.clone(),
            region: hostile,
            window,
            key: IssuerKey::from_seed(&[1; 32]).public(),
            may_sign: Vec::new(),
            retired_from: None,
            compromised_from: None,
            status_prefix: None,
        };
        let symbol = picture::symbol("HP1:", Level::Q).expect("short");
        let page = html(&pass, &office, &symbol, Style::Inside);
        assert!(page.contains("<dd>&lt;b&gt;&amp;</dd>"));
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;&amp;&quot;"));
        assert!(!page.contains("<img") && !page.contains("<b>"));
        assert!(page.contains("<dd>1970-01-01 00:01 UTC</dd>"));
        for outside in ["src=\"", "@import", "url(", "<script", "<link rel=\"stylesheet"] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(!page.replace("http://www.w3.org/2000/svg", "").contains("http"));
    }
}
