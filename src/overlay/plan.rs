//! What a page that inherits does to its upstream's sections.

use super::near;
use crate::base::{ComposedText, Diagnostic, Level};
use crate::markdown::{Section, Sections};
use crate::message;
use crate::rule;
use crate::yaml::nearest;
use std::ops::Range;

rule! { SECTION_UNKNOWN = "section-unknown", Layers, Error, adjustable: false;
    means "要隐藏的节、`after` 指的节，上级这一页没有", "The upstream page has no section that is to be hidden or that `after` names";
    mend "看提示里上级有哪些节", "See the hint for the sections it has";
}

rule! { SECTION_TWICE = "section-twice", Layers, Error, adjustable: false;
    means "同一节改了两次，或脚注和上级的重名", "A section is changed twice, or a footnote has the name of one of the upstream page";
    mend "只留一处；脚注换个名字", "Keep one of them; give the footnote another name";
}

/// What becomes of a section of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionAction {
    /// It replaces the upstream's section.
    Replace(usize),
    /// The upstream's section is left out.
    Hide(usize),
    /// It is new, and is behind that of the upstream.
    After(usize),
    /// It is new, and is at the end.
    Append,
}

/// A section of the page, and what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SectionMove {
    /// Index in the page's own sections.
    pub own: usize,
    /// What becomes of it.
    pub act: SectionAction,
    /// The upstream's section of the same name, when it is elsewhere than its namesake.
    pub instead: Option<usize>,
}

/// What a page does to its upstream's.
#[derive(Debug, Default)]
pub(super) struct InheritPlan {
    /// The upstream page's sections.
    pub up: Sections,
    /// The page's own sections.
    pub own: Sections,
    /// In the order of the page.
    pub moves: Vec<SectionMove>,
    /// The page has an introduction of its own.
    pub introduces: bool,
    /// Own sections that leave out what the upstream does not have.
    pub lost: Vec<usize>,
    /// What is wrong with the overrides.
    pub report: Vec<Diagnostic>,
}

impl InheritPlan {
    /// The plan for an upstream page and the page that changes it, each from where its text begins.
    pub fn of(up: (&ComposedText, usize), own: (&ComposedText, usize)) -> Self {
        let mut plan = Self {
            up: Sections::of(&up.0.text, up.1),
            own: Sections::of(&own.0.text, own.1),
            ..Self::default()
        };
        plan.introduces = !own.0.text[plan.own.introduction.clone()].trim().is_empty();
        let mut covered = 0;
        for at in 0..plan.own.list.len() {
            // Headings inside go with their section.
            if plan.own.list[at].whole.start < covered {
                continue;
            }
            covered = plan.own.list[at].whole.end;
            plan.take(at, own.0);
        }
        plan.check_definitions(up.0, own.0);
        let told = near::introduction(&plan, up.0, own.0);
        plan.report.extend(told);
        let added = near::clauses_added(&plan, up.0, own.0);
        plan.report.extend(added);
        plan
    }

    fn take(&mut self, at: usize, text: &ComposedText) {
        let section = self.own.list[at].clone();
        let namesake = self.namesake(&section);
        let act = match (&section.after, namesake) {
            (_, Some(target)) if section.hide => {
                self.report.extend(near::hidden(&section, text));
                SectionAction::Hide(target)
            }
            (Some(after), _) if !section.hide => match self.up.find(after) {
                Some(target) => SectionAction::After(target),
                None => {
                    // The section is shown all the same: an upstream that renames a heading stops nobody.
                    self.unknown(at, after, text, Level::Warning);
                    SectionAction::Append
                }
            },
            (_, Some(target)) => SectionAction::Replace(target),
            _ if section.hide => {
                self.lost.push(at);
                return self.unknown(at, &section.title, text, Level::Error);
            }
            _ => {
                self.report.extend(near::section(self, &section, text));
                SectionAction::Append
            }
        };
        let instead = namesake.filter(|_| matches!(act, SectionAction::After(_)));
        if let SectionAction::Replace(target) | SectionAction::Hide(target) = act
            && self.is_taken(target)
        {
            return self.twice(target, &section, text);
        }
        self.moves.push(SectionMove {
            own: at,
            act,
            instead,
        });
    }

    /// The upstream's section of the same id or the same words.
    fn namesake(&self, section: &Section) -> Option<usize> {
        let by_id = || self.up.list.iter().position(|up| up.id == section.id);
        let by_words = || self.up.list.iter().position(|up| up.title == section.title);
        if section.own_id {
            by_id().or_else(by_words)
        } else {
            by_words().or_else(by_id)
        }
    }

    fn is_taken(&self, target: usize) -> bool {
        let range = &self.up.list[target].whole;
        let gone = self.moves.iter().filter_map(|other| match other.act {
            SectionAction::Replace(taken) | SectionAction::Hide(taken) => Some(&self.up.list[taken].whole),
            _ => None,
        });
        gone.into_iter()
            .any(|other| other.start < range.end && range.start < other.end)
    }

    fn unknown(&mut self, at: usize, name: &str, text: &ComposedText, level: Level) {
        let section = &self.own.list[at];
        let mut diagnostic = Diagnostic::new(
            &SECTION_UNKNOWN,
            text.span(&heading_of(section)),
            message!(
                "上级这一页没有“{name}”这一节",
                "the upstream page has no section `{name}`"
            ),
        );
        diagnostic.level = level;
        let all = || self.up.list.iter().map(|section| section.title.as_str());
        self.report.push(match nearest(name, all()) {
            Some(near) => diagnostic.hint(message!("是不是“{near}”？", "did you mean `{near}`?")),
            None => {
                let all = all().collect::<Vec<_>>().join("、");
                diagnostic.hint(message!("上级有这些节：{all}", "the upstream page has: {all}"))
            }
        });
    }

    fn twice(&mut self, target: usize, section: &Section, text: &ComposedText) {
        let name = &self.up.list[target].title;
        self.report.push(
            Diagnostic::new(
                &SECTION_TWICE,
                text.span(&heading_of(section)),
                message!(
                    "“{name}”这一节改了两次，或它所在的节也改了",
                    "the section `{name}` is changed twice, or one that holds it is changed too"
                ),
            )
            .hint(message!(
                "只留一处：改整节，或改里面的小节",
                "keep one of them: the whole section or a part of it"
            )),
        );
    }

    /// Footnotes and link targets serve the whole page: two of one name would be taken for each other.
    fn check_definitions(&mut self, up: &ComposedText, own: &ComposedText) {
        for (label, at) in &self.own.definitions {
            let other = self.up.definitions.iter().find(|(known, _)| known == label);
            let Some((_, there)) = other else { continue };
            if up.text[there.clone()].trim() != own.text[at.clone()].trim() {
                self.report.push(
                    Diagnostic::new(
                        &SECTION_TWICE,
                        own.span(&(at.start..at.start + 1)),
                        message!(
                            "上级这一页已有 [{label}]，内容不同",
                            "the upstream page has [{label}] already, with other words"
                        ),
                    )
                    .see(up.span(there), message!("上级的", "the upstream's"))
                    .hint(message!(
                        "换一个名字，如 [^本地1]",
                        "give it another name, like [^local1]"
                    )),
                );
            }
        }
    }
}

/// The line of a heading.
pub(super) fn heading_of(section: &Section) -> Range<usize> {
    section.whole.start..section.words.end.max(section.whole.start)
}
