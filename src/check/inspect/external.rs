//! Addresses of other sites: those that lead nowhere any more, or elsewhere. Nobody is asked unless `--online` says so.

use super::{Blocked, Closed, GENERAL, Gone, InspectedSite, InspectedText, Inspection, Verdict};
use crate::base::{Diagnostic, Message, Rule, Span};
use crate::markdown::BlockForm;
use crate::message;
use crate::rule;
use std::collections::BTreeMap;

rule! { EXTERNAL_GONE = "external-gone", Links, Warning, adjustable: true;
    means "站外链接打不开了：没有这一页，或被引到首页（只在 `--online` 时查）", "What a link to another site leads to is gone, or it leads to the front page (with `--online` only)";
    mend "换成新的网址，或删去链接，写明文件的名称、文号", "Link to where it is now, or name the document by title and number without a link";
}

rule! { EXTERNAL_MOVED = "external-moved", Links, Warning, adjustable: true;
    means "站外的页面永久搬到了别的网址（只在 `--online` 时查）", "A page of another site has moved for good (with `--online` only)";
    mend "看一看是不是同一页，换成新的网址", "See whether it is the same page, and link to it";
}

rule! { EXTERNAL_BLOCKED = "external-blocked", Links, Warning, adjustable: true;
    means "站外的页面不让程序看，或一直没有回应，查不出还在不在（只在 `--online` 时查）", "A page of another site does not let a program see it, or says nothing: it is not known whether it is there (with `--online` only)";
    mend "自己用浏览器打开看一看", "Look at it in a browser";
}

rule! { EXTERNAL_CLOSED = "external-closed", Links, Warning, adjustable: true;
    means "站外链接的域名没有了，或在出售：可能被别人拿去做坏事（只在 `--online` 时查）", "The domain of a link to another site is gone or for sale: others may do harm with it (with `--online` only)";
    mend "删去链接，或换成原单位现在的网址", "Take the link out, or link to where its owner is now";
}

rule! { EXTERNAL_CERTIFICATE = "external-certificate", Links, Warning, adjustable: true;
    means "站外网站的证书过期、不符或没有人担保，浏览器会警告（只在 `--online` 时查）", "The certificate of another site is over, of another name or vouched for by nobody: browsers warn of it (with `--online` only)";
    mend "用浏览器打开核对，请对方换证书，或换一个来源", "Look at it in a browser, ask its owner to renew it, or link to another source";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &RULES,
    site: Some(look),
    ..Inspection::NONE
};

/// The rules that take asking others.
pub(super) const RULES: [&Rule; 5] = [
    &EXTERNAL_GONE,
    &EXTERNAL_MOVED,
    &EXTERNAL_BLOCKED,
    &EXTERNAL_CLOSED,
    &EXTERNAL_CERTIFICATE,
];

/// An address of another site, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideLink {
    /// As written.
    pub address: String,
    /// Its place.
    pub place: Span,
}

/// The addresses of other sites in a text: links, and what YAML names.
pub fn outside(inspected: &InspectedText<'_>) -> Vec<OutsideLink> {
    let own = &inspected.site.config.origin;
    let mut found = Vec::new();
    let mut add = |address: &str, place: Span| {
        let is_own = !own.is_empty() && address.starts_with(&**own);
        if is_web(address) && !is_own {
            found.push(OutsideLink {
                address: address.to_owned(),
                place,
            });
        }
    };
    for block in inspected.blocks() {
        for link in block.links.iter().filter(|link| !link.is_reference) {
            add(&link.to, inspected.span(block, link.words.clone()));
        }
        if matches!(block.form, BlockForm::FrontMatter | BlockForm::Component(_)) {
            for at in addresses(&block.text) {
                add(&block.text[at.clone()], inspected.span(block, at));
            }
        }
    }
    found
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

/// Addresses in YAML, comments left out.
fn addresses(yaml: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in yaml.split_inclusive('\n') {
        let said = if line.trim_start().starts_with('#') {
            ""
        } else {
            line
        };
        for (at, _) in said.match_indices("http") {
            let rest = &said[at..];
            let apart = |c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '"' | '\'' | '<' | '>' | ')' | ']' | '}' | ',' | '，' | '。' | '）'
                    )
            };
            let length = rest.find(apart).unwrap_or(rest.len());
            if is_web(&rest[..length]) {
                found.push(start + at..start + at + length);
            }
        }
        start += line.len();
    }
    found
}

fn look(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    report.extend(told(inspected.outside, inspected.verdicts));
}

/// What the verdicts say of the links.
fn told(links: &[OutsideLink], verdicts: &BTreeMap<String, Verdict>) -> Vec<Diagnostic> {
    let told = |link: &OutsideLink| {
        let verdict = verdicts.get(&link.address)?;
        let (rule, message) = said(&link.address, verdict)?;
        let hint = match verdict {
            Verdict::Moved(to) => message!("现在是 {to}", "it is at {to} now"),
            _ => rule.remedy.message(),
        };
        Some(Diagnostic::new(rule, link.place.clone(), message).hint(hint))
    };
    links.iter().filter_map(told).collect()
}

/// What a verdict breaks, if it does.
fn said(address: &str, verdict: &Verdict) -> Option<(&'static Rule, Message)> {
    match verdict {
        Verdict::Fine | Verdict::Private | Verdict::NotAsked => None,
        Verdict::Gone(gone) => Some((&EXTERNAL_GONE, gone_words(address, *gone))),
        Verdict::Moved(_) => Some((
            &EXTERNAL_MOVED,
            message!("{address} 已经搬走", "{address} has moved for good"),
        )),
        Verdict::Blocked(blocked) => Some((&EXTERNAL_BLOCKED, blocked_words(address, *blocked))),
        Verdict::Closed(closed) => Some((&EXTERNAL_CLOSED, closed_words(address, *closed))),
        Verdict::Certificate => Some((
            &EXTERNAL_CERTIFICATE,
            message!(
                "{address} 的证书不可信，浏览器会警告",
                "browsers warn of the certificate of {address}"
            ),
        )),
    }
}

fn gone_words(address: &str, gone: Gone) -> Message {
    match gone {
        Gone::Status(status) => message!("{address} 打不开了（{status}）", "{address} is gone ({status})"),
        Gone::Elsewhere => message!(
            "{address} 被引到了首页或出错的页面",
            "{address} leads to a front page or a page for errors"
        ),
        Gone::Said => message!(
            "{address} 自己说没有这一页",
            "{address} says itself that there is no such page"
        ),
    }
}

fn blocked_words(address: &str, blocked: Blocked) -> Message {
    match blocked {
        Blocked::Status(status) => message!(
            "{address} 不让程序看（{status}），没能查出还在不在",
            "{address} is not shown to a program ({status}), so it is not known whether it is there"
        ),
        Blocked::Challenge => message!(
            "{address} 要验证是不是真人，没能查出还在不在",
            "{address} asks whether one is a person, so it is not known whether it is there"
        ),
        Blocked::Silent => message!(
            "{address} 没有回应，没能查出还在不在",
            "{address} does not answer, so it is not known whether it is there"
        ),
        Blocked::Circle => message!(
            "{address} 转来转去没有尽头，没能查出还在不在",
            "{address} sends on and on, so it is not known whether it is there"
        ),
    }
}

fn closed_words(address: &str, closed: Closed) -> Message {
    match closed {
        Closed::NoName => message!(
            "{address} 的域名已经没有了",
            "the domain of {address} is there no more"
        ),
        Closed::ForSale => message!(
            "{address} 的域名在出售或停用",
            "the domain of {address} is for sale or unused"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_yaml_ends_where_its_value_ends() {
        let yaml = "a: https://example.org/a?b=c#d\n# http://example.org/comment\nb: [见 http://b.example/，https://c.example/, httpx]\n";
        let found: Vec<&str> = addresses(yaml).into_iter().map(|at| &yaml[at]).collect();
        assert_eq!(
            found,
            [
                "https://example.org/a?b=c#d",
                "http://b.example/",
                "https://c.example/"
            ]
        );
    }
}
