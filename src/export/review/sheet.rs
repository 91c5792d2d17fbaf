//! The two pages of our own: what has changed, page by page, and the sheet to sign.

use super::compare::{ChangedBlock, Stretch, compare};
use super::{OldWords, PAGES, PageState, PageWords, Review, ReviewedPage, Signed, unseen};
use crate::base::SignoffRole;
use crate::base::html::{attribute, escape};
use std::fmt::Write;

/// More paragraphs of one page than these are counted, not shown.
const MOST_ROWS: usize = 500;

/// What became of a page since.
enum Became {
    New,
    /// Nobody knows what it said.
    Unknown,
    /// A draft then, and no longer.
    Ready,
    /// No draft then, and one now.
    Draft,
    /// Its words, and files that it shows.
    Changed(Vec<ChangedBlock>, Vec<String>),
}

impl Became {
    /// Every sort that is counted, with its word.
    const SORTS: [&str; 4] = ["新增", "改动", "草稿转为发布", "改回草稿"];

    /// The word for it.
    fn word(&self) -> &'static str {
        match self {
            Self::New => Self::SORTS[0],
            Self::Unknown | Self::Changed(..) => Self::SORTS[1],
            Self::Ready => Self::SORTS[2],
            Self::Draft => Self::SORTS[3],
        }
    }

    /// What is said where no words stand beside each other.
    fn instead(&self) -> Option<&'static str> {
        match self {
            Self::New => Some("整页是新的，请看全文。"),
            Self::Unknown => Some("没有旧文可比，请看全文。"),
            Self::Ready => Some("文字没有改，原来是草稿，这次发布。"),
            Self::Draft => Some("文字没有改，原来已经发布，现在是草稿。"),
            Self::Changed(rows, replaced) if rows.is_empty() && replaced.is_empty() => {
                Some("文字、链接和图片都没有改，改的是写法或不显示的内容。")
            }
            Self::Changed(..) => None,
        }
    }
}

fn became(page: &ReviewedPage) -> Became {
    let old = match &page.old {
        OldWords::New => return Became::New,
        OldWords::Unknown => return Became::Unknown,
        OldWords::Known(old) => old,
    };
    let rows = rows(page, old);
    let same = rows.is_empty() && page.replaced.is_empty();
    match (same, page.was_draft, page.state == PageState::Draft) {
        (true, true, false) => Became::Ready,
        (true, false, true) => Became::Draft,
        _ => Became::Changed(rows, page.replaced.clone()),
    }
}

fn rows(page: &ReviewedPage, old: &PageWords) -> Vec<ChangedBlock> {
    compare(&old.blocks, &page.words.blocks)
}

/// A page of ours around its words.
fn framed(review: &Review, title: &str, class: &str, inside: &str) -> String {
    let site = escape(&review.site);
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; img-src 'self'\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"robots\" content=\"noindex,nofollow\">\n\
         <meta name=\"color-scheme\" content=\"light\">\n<title>{title} · {site}</title>\n<link rel=\"stylesheet\" href=\"review.css\">\n</head>\n\
         <body class=\"review-own {class}\">\n<main>\n{inside}</main>\n<div class=\"review-mark\" aria-hidden=\"true\"></div>\n</body>\n</html>\n"
    )
}

/// The list of changes.
pub(super) fn changes(review: &Review) -> String {
    let all: Vec<(&ReviewedPage, Became)> = review.pages.iter().map(|page| (page, became(page))).collect();
    let mut out = head(review, "送审改动清单");
    let _ = write!(
        out,
        "<p class=\"lead\">{}</p>\n<p class=\"go\"><a href=\"signoff.html\">签批单</a></p>\n",
        escape(&count(review, &all))
    );
    for note in &review.notes {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(note));
    }
    if all.len() > 1 {
        out.push_str("<nav aria-label=\"送审的页面\">\n<ol class=\"pages\">\n");
        for (at, (page, became)) in all.iter().enumerate() {
            let (number, title) = (at + 1, escape(&page.title));
            let _ = writeln!(
                out,
                "<li><a href=\"#p{number}\">{title}</a>{}</li>",
                tags(page, became)
            );
        }
        out.push_str("</ol>\n</nav>\n");
    }
    for (at, (page, became)) in all.iter().enumerate() {
        section(&mut out, at + 1, page, became);
    }
    removed(&mut out, review);
    framed(review, "送审改动清单", "changes", &out)
}

/// What both pages begin with.
fn head(review: &Review, title: &str) -> String {
    let site = escape(&review.site);
    let day = review.day.in_words();
    format!(
        "<header>\n<p class=\"kicker\">{site}</p>\n<h1>{title}</h1>\n<p class=\"day\">{day}</p>\n</header>\n"
    )
}

/// A sentence that says how many pages there are of each sort.
fn count(review: &Review, all: &[(&ReviewedPage, Became)]) -> String {
    let of = |sort: &str| all.iter().filter(|(_, became)| became.word() == sort).count();
    let sorts = Became::SORTS.map(|sort| (of(sort), sort));
    let gone = (review.removed.len(), "撤去");
    let said: Vec<String> = sorts
        .iter()
        .chain([&gone])
        .filter(|(count, _)| *count > 0)
        .map(|(count, sort)| format!("{sort} {count} 页"))
        .collect();
    let what = if said.is_empty() {
        "没有改动".to_owned()
    } else {
        said.join("，")
    };
    match &review.compared {
        Some(compared) => format!("和{compared}相比：{what}。"),
        None => format!("没有旧版可比，全部列出：{what}。"),
    }
}

fn tags(page: &ReviewedPage, became: &Became) -> String {
    let sort = became.word();
    let state = match page.state {
        PageState::Ready => None,
        PageState::Draft => Some("草稿".to_owned()),
        PageState::Unsigned => Some("审签未齐".to_owned()),
        PageState::Early(day) => Some(format!("{}发布", day.in_words())),
    };
    let state = state.map(|words| format!("<span class=\"tag\">{words}</span>"));
    format!("<span class=\"tag\">{sort}</span>{}", state.unwrap_or_default())
}

fn section(out: &mut String, number: usize, page: &ReviewedPage, became: &Became) {
    let (title, source) = (escape(&page.title), escape(&page.source));
    let href = attribute(&format!("{PAGES}/{}", page.address));
    let _ = write!(
        out,
        "<section id=\"p{number}\" aria-labelledby=\"t{number}\">\n<h2 id=\"t{number}\"><span class=\"no\">{number}</span>{title}</h2>\n\
         <p class=\"about\">{}<span class=\"file\">{source}</span><a href=\"{href}\">看这一页</a></p>\n",
        tags(page, became)
    );
    if let Some(words) = became.instead() {
        let _ = writeln!(out, "<p class=\"whole\">{words}</p>");
    }
    if let Became::Changed(rows, replaced) = became {
        for file in replaced {
            let file = escape(file);
            let _ = writeln!(
                out,
                "<p class=\"whole\">换了内容、名字没有变的文件：<span class=\"file\">/{file}</span></p>"
            );
        }
        if !rows.is_empty() {
            table(out, rows);
        }
    }
    out.push_str("</section>\n");
}

fn table(out: &mut String, rows: &[ChangedBlock]) {
    out.push_str("<table class=\"pairs\">\n<thead><tr><th scope=\"col\">原来</th><th scope=\"col\">现在</th></tr></thead>\n<tbody>\n");
    for row in rows.iter().take(MOST_ROWS) {
        let alone = row.old.is_empty() || row.new.is_empty();
        let _ = writeln!(
            out,
            "<tr><td data-side=\"原来\">{}</td><td data-side=\"现在\">{}</td></tr>",
            side(&row.old, "del", alone),
            side(&row.new, "ins", alone)
        );
    }
    out.push_str("</tbody>\n</table>\n");
    if let Some(more) = rows.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
        let _ = writeln!(
            out,
            "<p class=\"whole\">还有 {more} 处改动没有列出，请看全页。</p>"
        );
    }
}

/// One side, with what only it has marked. What is unseen on the page is shown where it differs from another side.
fn side(stretches: &[Stretch], mark: &str, alone: bool) -> String {
    if stretches.is_empty() {
        return "<span class=\"none\">（没有）</span>".to_owned();
    }
    let mut out = String::new();
    for stretch in stretches {
        let mut inside = String::new();
        for (part, is_unseen) in unseen::parts(&stretch.text) {
            let part = escape(part);
            match is_unseen {
                true if stretch.differs && !alone => {
                    let _ = write!(inside, "<span class=\"unseen\">〔{part}〕</span>");
                }
                true => {}
                false => inside.push_str(&part),
            }
        }
        let _ = match stretch.differs {
            true if !inside.is_empty() => write!(out, "<{mark}>{inside}</{mark}>"),
            _ => write!(out, "{inside}"),
        };
    }
    out
}

fn removed(out: &mut String, review: &Review) {
    if review.removed.is_empty() {
        return;
    }
    out.push_str(
        "<section aria-labelledby=\"gone\">\n<h2 id=\"gone\">撤去的页面</h2>\n<ul class=\"gone\">\n",
    );
    for (title, address) in &review.removed {
        let address = address.strip_suffix("index.html").unwrap_or(address);
        let _ = writeln!(
            out,
            "<li>{}<span class=\"file\">/{}</span></li>",
            escape(title),
            escape(address)
        );
    }
    out.push_str("</ul>\n</section>\n");
}

/// The sheet to sign: all pages with who has signed them, and room for those who sign now.
pub(super) fn signoff(review: &Review) -> String {
    let mut out = head(review, "送审签批单");
    let all: Vec<(&ReviewedPage, Became)> = review.pages.iter().map(|page| (page, became(page))).collect();
    let _ = writeln!(
        out,
        "<p class=\"lead\">{}</p>\n<p class=\"go\"><a href=\"index.html\">改动清单</a></p>",
        escape(&count(review, &all))
    );
    let roles = SignoffRole::ALL;
    out.push_str("<table class=\"list\">\n<thead><tr><th scope=\"col\">序号</th><th scope=\"col\">页面</th>");
    for role in roles {
        let _ = write!(out, "<th scope=\"col\">{}</th>", role.label());
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (at, (page, became)) in all.iter().enumerate() {
        let _ = write!(
            out,
            "<tr><td>{}</td><td data-side=\"页面\">{}<br>{}</td>",
            at + 1,
            escape(&page.title),
            tags(page, became)
        );
        for role in roles {
            let label = role.label();
            let _ = write!(
                out,
                "<td data-side=\"{label}\">{}</td>",
                signed(&page.signed, role)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n<table class=\"sign\">\n<tbody>\n");
    for role in roles {
        let (name, day) =
            common(review, role).map_or_else(Default::default, |one| (escape(&one.name), one.day.in_words()));
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"opinion\"><span>意见</span></td>\
             <td class=\"who\"><p><span>签名</span>{name}</p><p><span>日期</span>{day}</p></td></tr>",
            role.label()
        );
    }
    out.push_str("</tbody>\n</table>\n");
    framed(review, "送审签批单", "signoff", &out)
}

fn signed(signed: &[Signed], role: SignoffRole) -> String {
    let one = signed.iter().find(|one| one.role == role);
    one.map_or_else(String::new, |one| {
        format!("{}<br><small>{}</small>", escape(&one.name), one.day)
    })
}

/// The signature that all pages bear alike.
fn common(review: &Review, role: SignoffRole) -> Option<&Signed> {
    let mut each = review
        .pages
        .iter()
        .map(|page| page.signed.iter().find(|one| one.role == role));
    let first = each.next()??;
    each.all(|one| one == Some(first)).then_some(first)
}
