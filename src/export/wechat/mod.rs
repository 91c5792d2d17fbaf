//! An article for 公众号: `article.html` to copy from, its pictures in order, covers, and notes on what is to be done by hand.
//!
//! The editor keeps inline styles alone, and no link to another host: so addresses become notes, and a code for cameras leads to
//! the page.

mod block;
mod convert;
mod cover;
mod field;
mod frame;
mod inline;
mod note;
mod part;
mod picture;
mod style;
mod tag;

use super::{Export, ExportFile, ExportFormat, ExportedPage};
use crate::base::message::Locale;
use crate::base::{Diagnostic, Message};
use crate::message;
use crate::theme::from_site::Emblem;
use convert::Article;
use cover::Covers;
use field::Fields;
use frame::Frame;
use style::Style;

/// Articles for 公众号.
pub(super) const FORMAT: ExportFormat = ExportFormat {
    name: "wechat",
    about: ("公众号文章", "an article for WeChat"),
    make,
};

fn make(page: &ExportedPage<'_>) -> Result<Export, Vec<Diagnostic>> {
    let [_, accent] = Emblem::of(page.inputs, page.page).colors;
    let style = Style::new(&accent);
    let mut article = Article::new(page, &style);
    part::write(&mut article, page, &style);
    let fields = Fields::of(page);
    let covers = Covers::of(page).map_err(|wrong| vec![wrong])?;
    let Article {
        out, pictures, told, ..
    } = article;
    if !pictures.wrong.is_empty() {
        return Err(pictures.wrong);
    }
    let mut notes = without_address(page);
    notes.extend(super::page::without_list(page));
    notes.extend(fields.told.iter().cloned());
    notes.extend(covers.told.iter().cloned());
    notes.extend(pictures.told.iter().cloned());
    notes.extend(told);
    let files: Vec<ExportFile> = pictures.files().collect();
    // Who exports is told that by the command itself.
    let shown: Vec<Message> = unpublished(page)
        .into_iter()
        .chain(notes.iter().cloned())
        .collect();
    let frame = Frame {
        fields: &fields,
        covers: &covers,
        pictures: &files,
        notes: &shown,
        article: &out,
        language: &page.view.page.language,
        locale: page.locale,
    };
    let mut all = vec![
        ExportFile::new("article.html", frame.html()),
        ExportFile::new("notes.txt", frame.words()),
    ];
    all.extend(covers.files);
    all.extend(files);
    Ok(Export { files: all, notes })
}

/// A page that is not on the site must not be sent yet.
fn unpublished(page: &ExportedPage<'_>) -> Option<Message> {
    page.view.page.preview.is_some().then(|| {
        message!(
            "网站上还没有这一页：定稿、签发以后再发",
            "this page is not on the site yet: publish it first"
        )
    })
}

/// Without an address nothing leads back to the site.
fn without_address(page: &ExportedPage<'_>) -> Vec<Message> {
    if page.site().config.has_url() {
        return Vec::new();
    }
    vec![message!(
        "site.yaml 没有写 url：站内链接只留下文字，也没有二维码",
        "site.yaml has no `url`: links within the site are words alone, and there is no code for cameras"
    )]
}

/// A text in the language of the person who exports.
fn say(locale: Locale, chinese: &'static str, english: &'static str) -> &'static str {
    match locale {
        Locale::Chinese => chinese,
        Locale::English => english,
    }
}
