//! Links of texts, files that front matter names, and the menu.

use super::references::{ended, wording};
use super::{Check, CheckedPage, CheckedSite};
use crate::base::{Diagnostic, Level, OutputPath, PageId, PageLanguage, Span, path};
use crate::markdown::Request;
use crate::message;
use crate::rule;
use crate::site::Site;
use crate::yaml::{Spanned, nearest};

rule! { LINK_BROKEN = "link-broken", Links, Error, adjustable: true;
    means "没有这个页面、文件或锚点；菜单里的也算", "There is no such page, file or anchor; entries of the menu count too";
    mend "看提示里最接近的；路径相对本文件，或从 `/` 起", "See the nearest one in the hint; a path begins at this file, or at `/`";
}

pub(super) const CHECK: Check = Check {
    rules: &[&LINK_BROKEN],
    page: Some(page),
    site: Some(site),
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let (site, page) = (checked.site, checked.page);
    let document = &site.pages[page].document;
    for (question, problem) in &checked.resolved.problems {
        let asked = &document.outline.questions[*question];
        let place = document.place(&asked.at);
        match asked.question {
            Request::Link(_) | Request::Picture(_) => report.push(wording(site, page, problem, place)),
            // An address in raw HTML may be meant for a script.
            Request::Raw(_) => report.push(wording(site, page, problem, place).at_level(Level::Warning)),
            _ => {}
        }
    }
    let offered = document.kind_fields.files.iter().map(|offered| &offered.file);
    for named in document.front.further.cover.iter().chain(offered) {
        report.extend(missing(site, page, &named.value, document.place(&named.at)));
    }
}

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    if let Some(logo) = &site.config.brand.logo {
        let place = Span::new(&site.config.file, logo.at.clone());
        let path = format!("/{}", logo.value.trim_start_matches('/'));
        report.extend(missing(site, site.home(&PageLanguage::Own), &path, place));
    }
    let entries = site.config.menu.iter().flat_map(|menu| &menu.entries);
    report.extend(entries.filter_map(|entry| menu_entry(site, entry)));
}

/// What is wrong with a file or page that front matter names.
fn missing(site: &Site, from: PageId, path: &str, place: Span) -> Option<Diagnostic> {
    let problem = site.missing_target(from, path)?;
    Some(wording(site, from, &problem, place))
}

fn menu_entry(site: &Site, entry: &Spanned<String>) -> Option<Diagnostic> {
    let name = &entry.value;
    // What comes down and is left out here is simply not in the menu.
    let left_out = site.is_left_out(name) && site.is_foreign(site.menu_file());
    if site.menu_target(name, &PageLanguage::Own).is_some() || left_out {
        return None;
    }
    let place = Span::new(site.menu_file(), entry.at.clone());
    if let Some(notice) = site.menu_notice(name) {
        return Some(ended(site, name, notice, place));
    }
    let diagnostic = Diagnostic::new(
        &LINK_BROKEN,
        place,
        message!("菜单里的 {name} 不存在", "`{name}` of the menu does not exist"),
    );
    let known = site.pages.iter().map(|page| page.document.path.as_str());
    Some(match nearest(name, known) {
        Some(near) => diagnostic.hint(message!("是不是 {near}？", "did you mean `{near}`?")),
        None => diagnostic.hint(message!(
            "写栏目的文件夹名，如 policies",
            "name a section's folder, like policies"
        )),
    })
}

pub(super) fn no_anchor(site: &Site, page: PageId, anchor: &str, place: Span) -> Diagnostic {
    let document = &site.pages[page].document;
    let file = &document.file;
    // The author of this site cannot mend a file of a site above: what he left out there is his.
    if site.is_foreign(&place.file) && !site.is_foreign(file) {
        let told = message!(
            "这一页里没有 #{anchor}，上级的正文还链接着它",
            "this page has no #{anchor}, and a text of the upstream still links to it"
        );
        return Diagnostic::new(&LINK_BROKEN, Span::top(file), told)
            .see(place, message!("上级的链接", "the upstream's link"))
            .hint(message!(
                "留着这一节，只改里面的话；或把有链接的那一节也改写、隐藏",
                "keep the section and change its words; or override or hide the section with the link, too"
            ));
    }
    let known = document.outline.headings.iter().map(|heading| heading.id).chain(
        document
            .outline
            .clauses
            .clauses
            .iter()
            .map(|clause| &*clause.anchor),
    );
    let diagnostic = Diagnostic::new(
        &LINK_BROKEN,
        place,
        message!("{file} 里没有 #{anchor}", "{file} has no #{anchor}"),
    );
    match nearest(anchor, known) {
        Some(near) => diagnostic.hint(message!("是不是 #{near}？", "did you mean #{near}?")),
        None => diagnostic.hint(message!(
            "写那一页上标题的文字或条款，如 #第七条",
            "write a heading of that page or a clause, like #第七条"
        )),
    }
}

pub(super) fn no_target(site: &Site, from: PageId, written: &str, place: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &LINK_BROKEN,
        place,
        message!("没有这个页面或文件：{written}", "no such page or file: {written}"),
    );
    if is_web_address(written) {
        let address = written.trim_start_matches('/');
        return diagnostic.hint(message!(
            "网址要写全：https://{address}",
            "write the whole address: https://{address}"
        ));
    }
    let wanted = written.trim_matches('/').trim_end_matches(".md");
    let wanted = if written.starts_with('/') {
        wanted.to_owned()
    } else {
        path::join(site.folder_of(from), wanted).unwrap_or_else(|| wanted.to_owned())
    };
    // A file beside the page is what is meant most often.
    let here = site.folder_of(from);
    let beside = site
        .beside
        .keys()
        .filter(|file| path::folder(file) == here && alike(&wanted, file))
        .map(|file| path::name(file));
    let mut beside: Vec<&str> = beside.collect();
    beside.sort_unstable();
    if let Some(near) = nearest(path::name(&wanted), beside.into_iter()) {
        return diagnostic.hint(message!("是不是 {near}？", "did you mean {near}?"));
    }
    let known = site
        .pages
        .iter()
        .map(|page| page.document.path.as_str())
        .chain(site.files.keys().map(OutputPath::as_str))
        .filter(|known| alike(&wanted, known));
    match nearest(&wanted, known) {
        Some(near) => diagnostic.hint(message!("是不是 /{near}？", "did you mean /{near}?")),
        None => diagnostic.hint(message!(
            "写相对于本文件的路径（../policies/x.md）或从根起的路径（/policies/x/）",
            "write a path relative to this file (../policies/x.md) or from the root (/policies/x/)"
        )),
    }
}

/// Whether a path begins with the name of a computer: www.example.gov.cn/a, example.com.
fn is_web_address(written: &str) -> bool {
    let host = written.split(['/', '?', '#']).next().unwrap_or("");
    let end = host.rsplit_once('.').map_or("", |(_, end)| end);
    let known = [
        "cn", "com", "net", "org", "gov", "edu", "int", "中国", "公益", "政务",
    ]
    .contains(&end);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    host.chars().all(plain) && (known || host.starts_with("www."))
}

/// Whether the names of two paths are so near that one may be meant by the other. What they end in does
/// not count: all photos end in `.jpg`.
fn alike(one: &str, other: &str) -> bool {
    let stem = |of| {
        let name = path::name(of);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    };
    let (one, other) = (stem(one), stem(other));
    strsim::damerau_levenshtein(one, other) * 3 <= one.chars().count().max(other.chars().count())
}
