//! Pages that say in a picture what they should say in words: nobody can search it, enlarge it or have it read aloud.

use super::{InspectedSite, Inspection, MadePage};
use crate::base::{Diagnostic, Span};
use crate::document::{Document, FileForm};
use crate::markdown::Request;
use crate::message;
use crate::rule;

rule! { PICTURE_OF_TEXT = "picture-of-text", Reach, Warning, adjustable: true;
    means "一页只有大图，几乎没有文字：图里的字搜不到、放不大、读不出声", "A page has a large picture and hardly any words: those in a picture cannot be searched, enlarged or read aloud";
    mend "把图里的话写成正文，图留作参考；扫描件用 `wanjia import --ocr`", "Write what the picture says as text and keep it beside; import scans with `wanjia import --ocr`";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: "《中华人民共和国无障碍环境建设法》第三十二条",
    rules: &[&PICTURE_OF_TEXT],
    site: Some(look),
    ..Inspection::NONE
};

/// Kinds that say what they have to say in their text.
const KINDS: [&str; 5] = ["page", "news", "policy", "explainer", "question"];
/// A page of fewer characters says next to nothing in words.
const FEW_WORDS: usize = 30;
/// Pixels of a picture that may well hold a text: 700 by 700.
const LARGE: u64 = 490_000;

fn look(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    let found = inspected.made.iter().filter_map(|made| told(inspected, made));
    report.extend(found);
}

fn told(inspected: &InspectedSite<'_>, made: &MadePage) -> Option<Diagnostic> {
    let page = &inspected.site.pages[made.page];
    let document = &page.document;
    let own = page.layer == 0 && !page.is_synthesised && !page.is_untranslated;
    let speaks = KINDS.contains(&&*document.kind.name) && document.form != FileForm::Section;
    // The picture of what took place needs no more than a sentence.
    let few = if document.kind.name == "news" {
        FEW_WORDS / 2
    } else {
        FEW_WORDS
    };
    let silent = document.outline.length < few && made.largest_picture >= LARGE;
    let place = first_picture(document).filter(|_| own && speaks && silent)?;
    let count = document.outline.length;
    let told = message!(
        "这一页的内容都在图片里，正文只有 {count} 字",
        "what the page says is in a picture: its text has {count} characters"
    );
    Some(Diagnostic::new(&PICTURE_OF_TEXT, place, told).hint(message!(
        "把图里的话写成正文，图留作参考",
        "write what the picture says as text and keep it beside"
    )))
}

/// Where the first picture of a text stands.
fn first_picture(document: &Document) -> Option<Span> {
    let mut asked = document.outline.questions.iter();
    let picture = asked.find(|asked| matches!(asked.question, Request::Picture(_)))?;
    Some(document.place(&picture.at))
}
