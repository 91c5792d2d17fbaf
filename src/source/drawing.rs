//! Drawings (SVG) that would do more than be looked at: opened by itself such a file is a page of the site, with all that a
//! page may do.

use super::{SourceFile, text};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

rule! { DRAWING_ACTIVE = "drawing-active", Site, Error, adjustable: false;
    means "SVG 图里有脚本、事件、会运行的链接，或别的文档", "A drawing (SVG) holds a script, a handler, a link that runs something, or another document";
    mend "在画图程序里另存为“普通 SVG”，或删去提示说的；自己站里的，site.yaml 写 `raw_html: trusted` 就不查", "Save it as plain SVG in the drawing program, or take out what is named; for files of your own site `raw_html: trusted` in site.yaml allows it";
}

/// What stands for a drawing that cannot be read.
const UNREAD: &str = "";
/// Elements that run something or hold another document.
const ACTIVE: [&str; 8] = [
    "script",
    "handler",
    "listener",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "meta",
];
/// Elements that give an attribute another value later.
const CHANGING: [&str; 3] = ["set", "animate", "animatemotion"];

/// Tells of what in a drawing would run.
pub fn drawing_active(file: &SourceFile) -> Option<Diagnostic> {
    let ending = file.inner().rsplit_once('.')?.1;
    if !ending.eq_ignore_ascii_case("svg") {
        return None;
    }
    // What is no text is no drawing to a browser either.
    let drawing = text::decode(&file.file, std::fs::read(&file.path).ok()?).ok()?;
    let (at, what) = active(&drawing)?;
    let message = if what == UNREAD {
        message!(
            "图不是完好的 XML，从这里起读不了",
            "the drawing is no well-formed XML from here on"
        )
    } else {
        message!("图里的 {what} 会运行", "`{what}` in the drawing would run")
    };
    Some(
        Diagnostic::new(&DRAWING_ACTIVE, Span::new(&file.file, at..at), message).hint(message!(
            "另存为普通 SVG，或删去它",
            "save it as plain SVG, or take it out"
        )),
    )
}

/// What would run first, or cannot be read, and where it stands.
fn active(drawing: &str) -> Option<(usize, String)> {
    let mut reader = Reader::from_str(drawing);
    reader.config_mut().check_end_names = false;
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(0);
        let found = match reader.read_event() {
            // A browser might read it otherwise.
            Err(_) => Some(UNREAD.to_owned()),
            Ok(Event::Start(tag) | Event::Empty(tag)) => in_tag(&tag),
            // Entities could hold anything.
            Ok(Event::DocType(doctype)) => doctype.contains("ENTITY").then(|| "<!ENTITY>".to_owned()),
            Ok(Event::PI(instruction)) => instruction
                .starts_with("xml-stylesheet")
                .then(|| "<?xml-stylesheet?>".to_owned()),
            Ok(Event::Eof) => return None,
            Ok(_) => None,
        };
        if let Some(what) = found {
            return Some((at, what));
        }
    }
}

fn in_tag(tag: &BytesStart<'_>) -> Option<String> {
    let name = tag.local_name().as_ref().to_ascii_lowercase();
    if ACTIVE.contains(&&*name) {
        return Some(format!("<{name}>"));
    }
    for attribute in tag.attributes().with_checks(false) {
        let Ok(attribute) = attribute else {
            return Some(UNREAD.to_owned());
        };
        let key = attribute.key.local_name().as_ref().to_ascii_lowercase();
        // Without entities of its own a value that cannot be resolved is an error to browsers, too.
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .unwrap_or_default();
        let runs = key.starts_with("on")
            || (key == "href" || key == "src") && leads_to_code(&value)
            || CHANGING.contains(&&*name) && key == "attributename" && is_changed_to_run(&value);
        if runs {
            return Some(format!("{key}="));
        }
    }
    None
}

/// An animation of an address or a handler.
fn is_changed_to_run(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name.ends_with("href") || name.starts_with("on")
}

/// An address with a scheme, but for those of pages and of pictures that are drawn in.
fn leads_to_code(to: &str) -> bool {
    let to: String = to
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect::<String>()
        .to_ascii_lowercase();
    let Some((scheme, rest)) = to
        .split_once(':')
        .filter(|(scheme, _)| !scheme.contains(['/', '#', '?']))
    else {
        return false;
    };
    match scheme {
        "http" | "https" | "mailto" | "tel" => false,
        "data" => !["image/png", "image/jpeg", "image/gif", "image/webp"]
            .iter()
            .any(|kind| rest.starts_with(kind)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inside: &str) -> Option<String> {
        active(&format!(
            "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>"
        ))
        .map(|(_, what)| what)
    }

    #[test]
    fn what_would_run_is_found() {
        for (inside, what) in [
            ("<script>x</script>", "<script>"),
            ("<s:SCRIPT xmlns:s=\"http://www.w3.org/2000/svg\"/>", "<script>"),
            ("<style><script>x</script></style>", "<script>"),
            ("<g onload=\"x\"/>", "onload="),
            ("<g\nONCLICK='x'/>", "onclick="),
            ("<a xlink:href=\"java&#10;script:x\"/>", "href="),
            ("<a href=\" JavaScript:x\"/>", "href="),
            ("<use href=\"data:image/svg+xml,x\"/>", "href="),
            ("<set attributeName=\"xlink:href\" to=\"x\"/>", "attributename="),
            ("<foreignObject><p/></foreignObject>", "<foreignobject>"),
            ("<?xml-stylesheet href=\"a.xsl\"?>", "<?xml-stylesheet?>"),
        ] {
            assert_eq!(found(inside).as_deref(), Some(what), "{inside}");
        }
        let entity = active("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>");
        assert_eq!(entity, Some((0, "<!ENTITY>".to_owned())));
    }

    #[test]
    fn what_is_only_looked_at_passes() {
        for inside in [
            "<!-- <script>x</script> -->",
            "<text>onload=\"x\" &lt;script&gt; javascript:x</text>",
            "<style><![CDATA[ a > b { } <script> ]]></style>",
            "<a href=\"https://example.org/\"><path d=\"M0 0\"/></a>",
            "<image href=\"data:image/png;base64,AA==\"/>",
            "<use xlink:href=\"#a\"/><animate attributeName=\"r\" to=\"1\"/>",
        ] {
            assert_eq!(found(inside), None, "{inside}");
        }
        assert_eq!(active("<svg"), Some((0, UNREAD.to_owned())));
        assert_eq!(active("<svg a=b/>"), Some((0, UNREAD.to_owned())));
        let usual = "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/x.dtd\"><svg/>";
        assert_eq!(active(usual), None);
    }
}
