//! Links whose address lacks what it begins with: of mail, of telephones, of the web.

use super::bare_url::mails;
use super::{Edit, Leniency, Reading, Repair};
use crate::base::phone;
use pulldown_cmark::{Event, LinkType, Tag};

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "链接的网址开头不全：www. 开头的，邮箱，电话号码；冒号、斜线是全角的或者少一个",
        cases: &[
            ("[官网](www.example.gov.cn)", "[官网](http://www.example.gov.cn)"),
            (
                "[官网](http：//www.example.gov.cn)",
                "[官网](http://www.example.gov.cn)",
            ),
            (
                "[官网](https//www.example.gov.cn)",
                "[官网](https://www.example.gov.cn)",
            ),
            (
                "[邮箱](zhang@example.gov.cn)",
                "[邮箱](mailto:zhang@example.gov.cn)",
            ),
            ("[电话](0571-12345678)", "[电话](tel:0571-12345678)"),
            ("[电话](12345)", "[电话](tel:12345)"),
            ("[电话](tel：12345)", "[电话](tel:12345)"),
        ],
    },
    may: |signs| signs.has('['),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (event, range) in reading.events {
        let Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url,
            ..
        }) = event
        else {
            continue;
        };
        let meant = meant(dest_url).filter(|meant| *meant != **dest_url);
        let written = &reading.text[range.clone()];
        // It stands behind the last `](`, and is not written in some other way.
        let at = written
            .rfind("](")
            .and_then(|open| Some(open + written[open..].find(&**dest_url)?));
        if let (Some(meant), Some(at)) = (meant, at) {
            let start = range.start + at;
            edits.push(Edit::new(start..start + dest_url.len(), meant));
        }
    }
    edits
}

/// The address that is surely meant by another one.
fn meant(to: &str) -> Option<String> {
    if mails(to).next().is_some_and(|at| at == (0..to.len())) {
        return Some(format!("mailto:{to}"));
    }
    if let Some(number) = telephone(to) {
        return Some(format!("tel:{number}"));
    }
    for scheme in ["mailto", "tel"] {
        let rest = to.strip_prefix(scheme).and_then(|rest| rest.strip_prefix('：'));
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            return Some(format!("{scheme}:{rest}"));
        }
    }
    let host = |rest: &str| {
        rest.split(['/', '?', '#'])
            .next()
            .is_some_and(|host| host.contains('.'))
    };
    if to.strip_prefix("www.").is_some_and(host) {
        return Some(format!("http://{to}"));
    }
    let (scheme, rest) = ["https", "http"]
        .iter()
        .find_map(|scheme| Some((*scheme, to.strip_prefix(scheme)?)))?;
    let behind = rest.trim_start_matches([':', '：', '/', '／', '\\']);
    let marks = &rest[..rest.len() - behind.len()];
    let slashes = marks.contains(['/', '／', '\\']);
    (slashes && host(behind) && !behind.is_empty()).then(|| format!("{scheme}://{behind}"))
}

/// A number that people call, as links have it. 2026-11-28 is a day, and so is 20261128.
fn telephone(to: &str) -> Option<String> {
    let parts: Vec<usize> = to.split('-').map(str::len).collect();
    let day = matches!(parts[..], [4, 1 | 2, 1 | 2]) || matches!(parts[..], [8]) && to.starts_with("20");
    match &phone::parts(to)[..] {
        [whole] if !day && !whole.call.is_empty() => {
            let as_written = to.bytes().all(|c| c.is_ascii_digit() || c == b'-');
            Some(if as_written {
                to.to_owned()
            } else {
                whole.call.clone()
            })
        }
        _ => None,
    }
}
