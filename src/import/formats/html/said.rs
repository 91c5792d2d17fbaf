//! What a web page says of its text: title, day, who published it, its address.

use super::content::Content;
use super::dom::Page;
use crate::import::model::Said;

/// Names of meta tags for each, the surest first; in lower case.
const TITLES: [&str; 4] = ["articletitle", "dc.title", "og:title", "twitter:title"];
const DATES: [&str; 10] = [
    "pubdate",
    "publishdate",
    "article:published_time",
    "dc.date",
    "dc.date.issued",
    "og:release_date",
    "createdate",
    "publish_time",
    "date",
    "datepublished",
];
const ISSUERS: [&str; 4] = ["contentsource", "source", "dc.publisher", "article:author"];

/// What a page says.
pub fn of(page: &Page, content: &Content<'_>) -> Said {
    let around = content.around();
    let site = meta(page, &["sitename", "og:site_name"]).unwrap_or_default();
    let title = meta(page, &TITLES)
        .or_else(|| heading(page, content))
        .or_else(|| title_tag(page, content, &site));
    let date = meta(page, &DATES).and_then(|date| day(&date));
    let line = |names: &[&str]| labelled(&around, names);
    Said {
        title: title.unwrap_or_default(),
        issuer: meta(page, &ISSUERS)
            .or_else(|| line(&["来源", "信息来源", "发布机构", "发文机关"]))
            .filter(|issuer| issuer.chars().count() <= 40)
            .unwrap_or_default(),
        date: date
            .or_else(|| day(&line(&["发布时间", "发布日期", "发文日期", "日期", "时间"])?))
            .unwrap_or_default(),
        addresses: address(page).into_iter().collect(),
        site: !by_an_office(page),
        ..Said::default()
    }
}

/// Whether an office program has saved the page.
pub fn by_an_office(page: &Page) -> bool {
    let program = [meta(page, &["generator"]), meta(page, &["progid"])];
    let program = program.into_iter().flatten().collect::<String>().to_lowercase();
    ["word", "wps", "aspose", "libreoffice", "openoffice", "excel"]
        .iter()
        .any(|name| program.contains(name))
}

/// The address that the page says is its own, without its host.
fn address(page: &Page) -> Option<String> {
    let mut links = page.elements().filter(|(_, element)| element.name == "link");
    let canonical = links.find(|(_, element)| element.attribute("rel").eq_ignore_ascii_case("canonical"));
    let canonical = canonical.map(|(_, element)| element.attribute("href").trim().to_owned());
    let whole = canonical.or_else(|| meta(page, &["og:url", "url"]))?;
    let (_, rest) = whole.split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    let path = path.split(['?', '#']).next()?;
    (!path.is_empty()).then(|| format!("/{path}"))
}

/// The first meta tag of these names that says something.
fn meta(page: &Page, names: &[&str]) -> Option<String> {
    let tags: Vec<(String, &str)> = page
        .elements()
        .filter(|(_, element)| element.name == "meta")
        .map(|(_, element)| {
            let name = [element.attribute("name"), element.attribute("property")];
            (
                name.concat().to_ascii_lowercase(),
                element.attribute("content").trim(),
            )
        })
        .collect();
    let said = names.iter().find_map(|name| {
        let mut tags = tags.iter();
        tags.find(|(own, content)| own == name && !content.is_empty())
    });
    said.map(|(_, content)| (*content).to_owned())
}

/// The only heading of the first level, when it stands outside the text.
fn heading(page: &Page, content: &Content<'_>) -> Option<String> {
    let around = content.elements_around();
    let words = |index: usize| page.words(index, &|index| content.is_out(index));
    let headings: Vec<String> = around
        .into_iter()
        .filter(|index| page.element(*index).name == "h1")
        .map(|index| words(index).split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|words| !words.is_empty())
        .collect();
    match headings.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// What `title` says, without the name of the site behind it.
fn title_tag(page: &Page, content: &Content<'_>, site: &str) -> Option<String> {
    let (index, _) = page.elements().find(|(_, element)| element.name == "title")?;
    let whole = page.words(index, &|_| false);
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = content.words() + &content.around();
    let text: String = text.split_whitespace().collect();
    let stands = |part: &str| {
        let bare: String = part.split_whitespace().collect();
        bare.chars().count() >= 4 && text.contains(&bare)
    };
    let first = |signs: &[char]| whole.split(signs).next().unwrap_or_default().trim();
    let title = if stands(&whole) {
        &*whole
    } else if [&['_', '|'][..], &['-', '–', '—'][..]]
        .iter()
        .any(|signs| stands(first(signs)))
        || !site.is_empty() && whole.ends_with(site)
    {
        first(&['_', '|', '-', '–', '—'])
    } else {
        first(&['_', '|'])
    };
    (!title.is_empty() && !generic(title)).then(|| title.to_owned())
}

/// Titles that programs give to pages that have none.
fn generic(title: &str) -> bool {
    [
        "无标题文档",
        "无标题",
        "Untitled Document",
        "Untitled",
        "Document",
        "New Page 1",
    ]
    .contains(&title)
}

/// What stands behind a label such as 来源：, up to the next blank.
fn labelled(words: &str, labels: &[&str]) -> Option<String> {
    labels.iter().find_map(|label| {
        let (at, _) = words.match_indices(label).find(|(at, label)| {
            let rest = words[at + label.len()..].trim_start_matches([' ', '\u{a0}', '\u{3000}']);
            rest.starts_with(['：', ':'])
        })?;
        let rest = words[at + label.len()..].trim_start_matches([' ', '\u{a0}', '\u{3000}', '：', ':']);
        let end = rest
            .find(|c: char| c.is_whitespace() || "|｜【[（(".contains(c))
            .unwrap_or(rest.len());
        (end > 0).then(|| rest[..end].to_owned())
    })
}

/// The day of a date with or without a time.
fn day(date: &str) -> Option<String> {
    let day = date.split(['T', ' ']).next()?.trim();
    day.parse::<crate::base::Day>().ok().map(|day| day.to_string())
}
