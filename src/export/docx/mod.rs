//! `docx`: a page as an official document for approval, by GB/T 9704, that Word, WPS and LibreOffice open.
//!
//! The text is read off the rendered page, so facts, references and components are as there. The marks of clauses are numbers
//! that Word counts; fields of the page stand in controls by which import knows them again.

mod body;
mod files;
mod grounds;
mod numbers;
mod paper;
mod parts;
mod pictures;
mod reading;
mod runs;
mod set;
mod styles;
mod table;
mod tag;
mod text;
mod xml;

use super::fields::FieldLine;
use super::page::GROUNDS;
use super::{Export, ExportFile, ExportFormat, ExportedPage, fields};
use crate::base::{Diagnostic, Message, OutputPath};
use crate::html::Tree;
use crate::message;
use crate::picture;
use crate::theme::from_site;
use crate::theme::view::FactView;
use body::Body;
use paper::{Grounds, Paper};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Documents of Word.
pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "docx",
    about: ("送审用的 Word 公文", "an official document for Word"),
    make,
};

/// What the name of a control begins with that says a field of the page.
const TAG: &str = "wanjia-";

/// What the name of a place begins with that links of the page lead to.
const PLACE: &str = "wj_";

fn make(page: &ExportedPage<'_>) -> Result<Export, Vec<Diagnostic>> {
    let wrong = RefCell::new(Vec::new());
    let picture = |source: &str| match bytes(page, source) {
        Ok(bytes) => bytes,
        Err(diagnostic) => {
            wrong.borrow_mut().push(diagnostic);
            None
        }
    };
    let whole = |href: &str| address(page, href);
    let language = page.view.page.language.to_string();
    let said = |name: &str| page.document().kind_fields.text(name).first().cloned();
    let [number, issuer, recipients] =
        ["number", "issuer", "recipients"].map(|name| said(name).unwrap_or_default());
    let facts = page.view.page.facts.iter();
    let grounds = grounds(page);
    let said_beside = said_beside(page);
    let paper = Paper {
        said: &said_beside,
        grounds: &grounds,
        title: &page.view.page.title,
        phrases: &page.view.page.phrases,
        number: &number,
        issuer: &issuer,
        issued: page
            .document()
            .kind_fields
            .date("issued")
            .map(|moment| moment.day),
        recipients: &recipients,
        letterhead: page.letterhead,
        site: &page.site().config.name,
        language: &language,
        facts: facts.map(|fact| (fact.name.as_str(), told(fact))).collect(),
        whole: &whole,
        picture: &picture,
    };
    let (bytes, lost) = document(&paper, &page.tree);
    let wrong = wrong.into_inner();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut notes: Vec<Message> = super::page::without_list(page).into_iter().collect();
    notes.extend((page.letterhead && issuer.is_empty()).then(without_issuer));
    notes.extend(lost.iter().map(|source| left_out(source)));
    Ok(Export {
        files: vec![ExportFile::new(format!("{}.docx", name(page)), bytes)],
        notes,
    })
}

/// Where a link leads on the web; `None` for one within a site that has no address.
fn address(page: &ExportedPage<'_>, href: &str) -> Option<String> {
    let leads = page.site().config.has_url() || !href.starts_with('/') || href.starts_with("//");
    leads.then(|| page.view.site.whole(href.to_owned()))
}

/// A red heading needs a name.
fn without_issuer() -> Message {
    message!(
        "没有印红头：这一页没有写 issuer（发文机关）",
        "there is no red heading: the page has no `issuer`"
    )
}

/// What the fields of the page say above its text and below it: an official document says its own in head and closing.
fn said_beside(page: &ExportedPage<'_>) -> [Vec<String>; 2] {
    let line = |(label, words): FieldLine| format!("{label}：{words}");
    let own = &page.document().kind_fields;
    let slogans = fields::slogans(page);
    let itself = fields::of_itself(page).into_iter().map(line);
    let above = fields::standing(page).into_iter().chain(slogans).chain(itself);
    let official = |name: &str| !own.text(name).is_empty();
    let is_official = ["number", "issuer", "recipients"].into_iter().any(official);
    let others = fields::others(page).into_iter().filter(|_| !is_official);
    let below = fields::within(page).into_iter().chain(others.map(line));
    [above.collect(), below.chain(offered(page).map(line)).collect()]
}

/// The files and pages that a campaign offers, each with its address where the site has one.
fn offered(page: &ExportedPage<'_>) -> impl Iterator<Item = FieldLine> {
    let (site, translator) = (page.site(), page.inputs.translator_of(page.page));
    let files = page.document().kind_fields.files.iter();
    files.map(move |file| {
        let target = site.target_of(page.page, &file.file.value);
        let href = target.and_then(|target| address(page, site.config.href(target.address()).as_str()));
        let whole = href.map(|href| format!("{}{href}", translator.say("，")));
        (
            translator.say("下载"),
            format!("{}{}", file.title, whole.unwrap_or_default()),
        )
    })
}

/// The clauses that the page stands on, with their words as the page shows them.
fn grounds(page: &ExportedPage<'_>) -> Vec<Grounds> {
    let all = GROUNDS.map(|(heading, role)| Grounds {
        heading: page.inputs.translator_of(page.page).say(heading),
        clauses: from_site::clauses(page.inputs, page.page, &[role])
            .iter()
            .map(|clause| {
                let words = reading::read(&crate::html::read(clause.html.as_str()));
                (clause.whole_name(), words.blocks)
            })
            .collect(),
    });
    let mut all = Vec::from(all);
    all.retain(|grounds| !grounds.clauses.is_empty());
    all
}

/// The document of a text, and the pictures that it does not show.
fn document(paper: &Paper<'_>, tree: &Tree) -> (Vec<u8>, BTreeSet<String>) {
    let blocks = reading::read(tree);
    let mut body = Body::new(paper, &blocks.notes);
    body.text(&blocks.blocks);
    body.grounds();
    let lost = body.parts.lost.clone();
    (files::package(body), lost)
}

/// The document of a title and a text that are of no page.
pub fn of_text(title: &str, tree: &Tree) -> Vec<u8> {
    let paper = Paper {
        title,
        phrases: &[title.to_owned()],
        number: "",
        issuer: "",
        issued: None,
        recipients: "",
        letterhead: false,
        site: "",
        language: "zh-CN",
        said: &[Vec::new(), Vec::new()],
        grounds: &[],
        facts: BTreeMap::new(),
        whole: &|_| None,
        picture: &|_| None,
    };
    document(&paper, tree).0
}

/// What the file is called: as the page in its folder.
fn name(page: &ExportedPage<'_>) -> String {
    let name = super::name_of(page.document());
    name.rsplit('/').next().unwrap_or("page").to_owned()
}

/// The file of a picture that a text shows at an address.
fn bytes(page: &ExportedPage<'_>, source: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
    let config = &page.site().config;
    let is = |path: &&OutputPath| config.href(path.address()).as_str() == source;
    let Some(path) = page.site().files.keys().find(is) else {
        return Ok(None);
    };
    let own = (page.file)(path)?;
    if own
        .as_ref()
        .is_some_and(|bytes| pictures::Picture::of(bytes, 1).is_some())
    {
        return Ok(own);
    }
    // What Word does not show is turned, as large as it is; what cannot be turned may be there as JPEG for screens.
    if let Some(Ok(made)) = own.as_deref().map(picture::as_usual)
        && pictures::Picture::of(&made.bytes, 1).is_some()
    {
        return Ok(Some(made.bytes));
    }
    let sizes = page.inputs.pictures.get(path.as_str());
    let widest = sizes.and_then(|picture| picture.renditions.last());
    let jpeg = widest.map(|rendition| (page.file)(&OutputPath::at(&rendition.address)));
    Ok(jpeg.transpose()?.flatten().or(own))
}

/// What a comment says of a fact: its value, whose rule it is, the words of its source.
fn told(fact: &FactView) -> String {
    let mut words = format!("{}：{}", fact.label, fact.text);
    match fact.origin_beside_text() {
        "" => {}
        origin => words.push_str(&format!("（{origin}）")),
    }
    if let Some(quote) = &fact.quote {
        words.push_str(&format!("\n原文：“{quote}”"));
    }
    if let Some(day) = &fact.verified {
        words.push_str(&format!("\n核对：{}", day.text));
    }
    words
}

fn left_out(source: &str) -> Message {
    let name = source.rsplit('/').next().unwrap_or(source);
    message!(
        "图 {name} 没有放进去：Word 只收 PNG、JPG、GIF，每张不超过 10 MB",
        "the picture {name} is left out: Word takes PNG, JPG and GIF of at most 10 MB each"
    )
}
