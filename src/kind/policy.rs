//! `policy`: an official text, a tree of clauses.

use super::{KindDefinition, OnHomePage, Start, fields};
use crate::base::name::is_made_public;
use crate::base::{Href, PageId};
use crate::document::{CommonFields, Kind, KindFields, PolicyStatus, Role, TextForm};
use crate::markdown::Clauses;
use crate::site::Site;
use crate::theme::view::{DayView, LinkView, OwnView, StatusView};
use crate::theme::{ViewInputs, from_site};
use crate::yaml::Fields;
use serde::Serialize;

/// An official text.
pub(super) static KIND: KindDefinition = KindDefinition {
    kind: Kind::new("policy", "政策").with_clauses(),
    read,
    view,
    home: Some(OnHomePage {
        name: "policies",
        choose: |_, pages| pages,
    }),
    proposed: 0,
    start: Start {
        folder: "policies",
        text: START,
    },
};

const START: &str = r##"---
title: %标题%
%种类%
#number: 某某〔2026〕1号            # 文号
#issuer: 发布机关
#issued: %日期%                   # 发布日期
#effective: %日期%                # 施行日期
#adopted: %日期%                  # 会议通过的日期
#amended: %日期%                  # 最近一次修正、修订的日期
#status: 现行                     # 尚未施行、现行、已修改、废止、失效；不写就看施行日期
#text: excerpt                  # 只摘一部分写 excerpt，转述写 retold
#replaces: [某某旧办法]             # 代替哪些政策
#replaced_by: [某某新办法]          # 被哪些政策代替
#recipients: 各区计划生育协会         # 主送
#aliases_of_title: [简称]          # 别的叫法，引用时也认
#source_url: https://example.org/  # 原文网址
#date: %日期%
%通用%
---

第一条 把正文贴在这里，一条一段。

第二条 “第几条”后面空一格；“一、”“（一）”“1.”“（1）”这样的层次也认得。
"##;

fn read(fields: &mut Fields, front: &CommonFields) -> KindFields {
    let mut kind_fields = KindFields::default();
    let said = &mut kind_fields.properties;
    let number = fields::text(fields, "number", "文号", said);
    fields::text(fields, "issuer", "发布机关", said);
    let issued = fields::day(fields, "issued", "发布日期", said);
    fields::day(fields, "effective", "施行日期", said);
    fields::day(fields, "adopted", "通过日期", said);
    fields::day(fields, "amended", "最近修正", said);
    kind_fields.status = fields.choice("status", &PolicyStatus::ALL.map(|one| (one.label(), one)));
    kind_fields.text_form = fields.choice("text", &TextForm::ALL).unwrap_or_default();
    let said = &mut kind_fields.properties;
    fields::names(fields, "recipients", "主送", said);
    if let Some(url) = fields::text(fields, "source_url", "原文网址", said) {
        fields::web(fields, &url);
    }
    fields.printed(&["aliases_of_title"]);
    kind_fields.day = issued;
    kind_fields.relations = fields::relations(fields, "replaces", Role::Replaces);
    kind_fields
        .relations
        .extend(fields::relations(fields, "replaced_by", Role::ReplacedBy));
    kind_fields.names.extend(number);
    kind_fields.names.extend(front.title.clone());
    kind_fields.names.extend(fields.texts("aliases_of_title"));
    kind_fields
}

/// A policy's own fields.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyView {
    /// 文号.
    pub number: Option<String>,
    /// 发布机关.
    pub issuer: Option<String>,
    /// 发布日期.
    pub issued: Option<DayView>,
    /// What was done on that day: `公布`, `修正`, `修订`, `印发`, in the language of the page.
    pub issued_word: String,
    /// 施行日期.
    pub effective: Option<DayView>,
    /// 时效.
    pub status: Option<StatusView>,
    /// 主送.
    pub recipients: Option<String>,
    /// Earlier policies that it replaces.
    pub replaces: Vec<LinkView>,
    /// The policy that replaced it.
    pub replaced_by: Vec<LinkView>,
    /// All editions of it from the oldest on, itself among them, with those that it replaces and that replaced it; empty when
    /// there is no other.
    pub editions: Vec<EditionView>,
    /// Other names: `aliases_of_title`.
    pub names: Vec<String>,
    /// Where the official text is published (another host: a link only).
    pub source_url: Option<String>,
    /// Clause tree.
    pub clauses: Vec<ClauseNode>,
    /// The text says it in other words: `text: retold`.
    pub retold: bool,
}

/// An edition of a policy.
#[derive(Debug, Clone, Serialize)]
pub struct EditionView {
    /// Plain text.
    pub title: String,
    /// Address with base path.
    pub href: Href,
    /// 修正, else 发布, else 施行.
    pub day: Option<DayView>,
    /// 时效.
    pub status: Option<StatusView>,
    /// It is the page itself.
    pub current: bool,
}

/// A clause in the tree beside the text.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseNode {
    /// `二（一）`, `第二十五条`.
    pub label: String,
    /// As it stands in the text: `（一）`, `第二十五条`, `第二章`.
    pub mark: String,
    /// Short heading; empty when it has none.
    pub title: String,
    /// Its id on the page.
    pub anchor: String,
    /// It or one of its own paragraphs has explainers.
    pub explained: bool,
    /// Clauses below it.
    pub children: Vec<ClauseNode>,
}

impl OwnView for PolicyView {}

fn view(inputs: &ViewInputs<'_>, page: PageId) -> Option<Box<dyn OwnView>> {
    let document = &inputs.site.pages[page].document;
    let kind_fields = &document.kind_fields;
    let said = |name: &str| kind_fields.text(name).first().cloned();
    let moment = |name: &str| kind_fields.date(name).map(DayView::from);
    let title = document.front.title.as_ref().map(|title| title.value.clone());
    let number = said("number");
    Some(Box::new(PolicyView {
        issuer: said("issuer"),
        issued: moment("issued"),
        issued_word: inputs
            .translator_of(page)
            .say(issued_word(&inputs.site.title(page), number.as_deref())),
        effective: moment("effective"),
        status: from_site::status(inputs.site, page, inputs.translator_of(page)),
        recipients: said("recipients"),
        replaces: policy_links(inputs.site, page, Role::Replaces),
        replaced_by: policy_links(inputs.site, page, Role::ReplacedBy),
        editions: editions(inputs, page),
        names: kind_fields
            .names
            .iter()
            .map(|name| name.value.clone())
            .filter(|name| Some(name) != title.as_ref() && Some(name) != number.as_ref())
            .collect(),
        source_url: said("source_url")
            .filter(|url| url.starts_with("http://") || url.starts_with("https://")),
        clauses: clause_tree(inputs.site, page),
        retold: kind_fields.text_form.is_retold(),
        number,
    }))
}

/// What an office does with a policy of this sort: laws and rules are made public, notices are printed and sent out.
fn issued_word(title: &str, number: Option<&str>) -> &'static str {
    let (name, note) = match title
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']))
    {
        Some((name, note)) => (name.trim_end(), note),
        None => (title, ""),
    };
    match note {
        _ if note.ends_with("修正") => "修正",
        _ if note.ends_with("修订") => "修订",
        _ if is_made_public(name, number) => "公布",
        _ => "印发",
    }
}

/// Policies that a page names in a role, and behind them those that name it the other way round: one side is enough.
fn policy_links(site: &Site, page: PageId, role: Role) -> Vec<LinkView> {
    let own = &site.pages[page];
    let mut links: Vec<LinkView> = own
        .document
        .kind_fields
        .relations
        .iter()
        .filter(|relation| relation.role == role)
        .map(|relation| match site.cited(page, &relation.to.value) {
            Some(target) => from_site::link(site, target),
            None => LinkView {
                title: relation.to.value.clone(),
                href: Href::default(),
            },
        })
        .collect();
    let other = match role {
        Role::Replaces => Role::ReplacedBy,
        _ => Role::Replaces,
    };
    for (_, from, _) in own.backlinks.iter().filter(|(said, ..)| *said == other) {
        let link = from_site::link(site, *from);
        if !links.iter().any(|known| known.href == link.href) {
            links.push(link);
        }
    }
    links
}

/// The editions of a policy.
fn editions(inputs: &ViewInputs<'_>, page: PageId) -> Vec<EditionView> {
    let site = inputs.site;
    let edition = |of: PageId| {
        let link = from_site::link(site, of);
        EditionView {
            title: link.title,
            href: link.href,
            day: site.edition_day(of).map(DayView::from),
            status: from_site::status(site, of, inputs.translator_of(page)),
            current: of == page,
        }
    };
    site.editions(page).into_iter().map(edition).collect()
}

/// The tree of a policy's clauses.
fn clause_tree(site: &Site, page: PageId) -> Vec<ClauseNode> {
    let clauses = &site.pages[page].document.outline.clauses;
    let explained: Vec<usize> = site.pages[page]
        .backlinks
        .iter()
        .filter_map(|(.., anchor)| clauses.around(anchor.as_deref()?))
        .collect();
    tree(clauses, &explained, &|title| site.fill(page, title))
}

/// The tree of clauses; `fill` puts values of facts into a title.
fn tree(clauses: &Clauses, explained: &[usize], fill: &dyn Fn(&str) -> String) -> Vec<ClauseNode> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); clauses.clauses.len()];
    let mut roots = Vec::new();
    for (at, clause) in clauses.clauses.iter().enumerate() {
        match clause.parent {
            Some(parent) => children[parent as usize].push(at),
            None => roots.push(at),
        }
    }
    roots
        .into_iter()
        .map(|at| node(clauses, &children, explained, fill, at))
        .collect()
}

fn node(
    clauses: &Clauses,
    children: &[Vec<usize>],
    explained: &[usize],
    fill: &dyn Fn(&str) -> String,
    at: usize,
) -> ClauseNode {
    let clause = &clauses.clauses[at];
    ClauseNode {
        label: clause.label.to_string(),
        mark: clause.mark.to_string(),
        title: fill(&clause.title),
        anchor: clause.anchor.to_string(),
        explained: explained.contains(&at),
        children: children[at]
            .iter()
            .map(|below| node(clauses, children, explained, fill, *below))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laws_are_made_public_and_notices_are_sent_out() {
        for (title, number, word) in [
            ("中华人民共和国人口与计划生育法", None, "公布"),
            ("婚姻登记条例", Some("国务院令第804号"), "公布"),
            (
                "关于审理涉彩礼纠纷案件适用法律若干问题的规定",
                Some("法释〔2024〕1号"),
                "公布",
            ),
            ("某某省人口与计划生育条例（2021年修正）", None, "修正"),
            ("某某办法(2020修订)", None, "修订"),
            ("某某办法（试行）", None, "公布"),
            ("某某办法（试行）", Some("某卫发〔2020〕3号"), "印发"),
            ("关于贯彻落实《决定》的通知", Some("国计生协〔2021〕19号"), "印发"),
            ("关于推进某事的意见", None, "印发"),
        ] {
            assert_eq!(issued_word(title, number), word, "{title}");
        }
    }
}
