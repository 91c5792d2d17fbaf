//! One text out of an upstream page and of the page that changes it.

use super::block::BlockKind;
use super::front::FrontFields;
use super::layers::SiteLayer;
use super::lock::OverrideRecord;
use super::plan::{InheritPlan, SectionAction, heading_of};
use crate::base::{ComposedText, Diagnostic, slug};
use crate::markdown::Section;
use crate::overlay::SECTION_UNKNOWN;
use crate::source::{self, SourceFile};
use std::cmp::Reverse;
use std::ops::Range;

/// The text that stands for a page: that of its only file, or what its files make together. `files` are
/// nearest first; the last one is alone.
pub fn text_of(
    files: &[SourceFile],
    records: Records<'_>,
    report: &mut Vec<Diagnostic>,
) -> Result<ComposedText, Diagnostic> {
    let mut above: Option<ComposedText> = None;
    for file in files.iter().rev() {
        let own = ComposedText::whole(&file.file, source::read(file)?);
        above = Some(match above {
            Some(above) => compose(&above, &own, records.of_page(file), report),
            None => own,
        });
    }
    Ok(above.expect("a page has at least one file"))
}

/// What the site.lock of every layer records.
#[derive(Debug, Clone, Copy, Default)]
pub struct Records<'t>(&'t [SiteLayer]);

impl<'t> Records<'t> {
    /// Those of a chain of sites, nearest first.
    pub fn of(sites: &'t [SiteLayer]) -> Self {
        Self(sites)
    }

    /// Those of a file's own page in its own layer.
    pub fn of_page(self, file: &SourceFile) -> &'t [OverrideRecord] {
        // The chain may be read from above the site itself.
        let site = self.0.iter().find(|site| site.layer.number == file.layer);
        site.and_then(|site| site.lock.pages.get(file.inner()))
            .map_or(&[], Vec::as_slice)
    }
}

/// The upstream's page with what `own` changes: fields of the front matter that it names, sections,
/// and the introduction when it has one.
pub fn compose(
    up: &ComposedText,
    own: &ComposedText,
    records: &[OverrideRecord],
    report: &mut Vec<Diagnostic>,
) -> ComposedText {
    let (above, below) = (FrontFields::of(&up.text), FrontFields::of(&own.text));
    let plan = InheritPlan::of((up, above.body), (own, below.body));
    report.extend(
        plan.report
            .iter()
            .filter(|found| !known_once(&plan, found, own, records))
            .cloned(),
    );
    let mut out = ComposedText::default();
    fields(up, &above, own, &below, &mut out);
    let body = Composer { up, own, plan: &plan };
    body.write(&mut out);
    out
}

/// Whether a section that is not there was there when it was left out: then the upstream has left it out
/// itself, and it is reported as orphaned.
fn known_once(
    plan: &InheritPlan,
    found: &Diagnostic,
    own: &ComposedText,
    records: &[OverrideRecord],
) -> bool {
    let of_lost = |section: &&Section| found.place == Some(own.span(&heading_of(section)));
    let lost = plan.lost.iter().map(|at| &plan.own.list[*at]).find(of_lost);
    found.breaks(&SECTION_UNKNOWN)
        && lost.is_some_and(|section| {
            let named = |record: &OverrideRecord| record.name == section.title || record.id == section.id;
            section.hide
                && records
                    .iter()
                    .any(|record| record.kind == BlockKind::Section && named(record))
        })
}

fn fields(
    up: &ComposedText,
    above: &FrontFields,
    own: &ComposedText,
    below: &FrontFields,
    out: &mut ComposedText,
) {
    let mark = own.span(&(0..3.min(own.text.len())));
    out.write("---\n", mark.clone());
    for field in above
        .fields
        .iter()
        .filter(|field| below.get(&field.name).is_none())
    {
        field.write(up, out);
    }
    for field in below.fields.iter().filter(|field| field.name != "inherit") {
        field.write(own, out);
    }
    out.write("---\n", mark);
}

struct Composer<'p> {
    up: &'p ComposedText,
    own: &'p ComposedText,
    plan: &'p InheritPlan,
}

/// A change of the upstream's text: this stretch goes, and this section of ours comes.
struct Edit {
    gone: Range<usize>,
    comes: Option<(usize, Option<usize>)>,
}

impl Composer<'_> {
    fn write(&self, out: &mut ComposedText) {
        let (plan, up) = (self.plan, self.up);
        let introduction = &plan.up.introduction;
        if plan.introduces {
            self.add(out, self.own, plan.own.introduction.clone());
        } else {
            self.add(out, up, introduction.clone());
        }
        let edits = self.edits();
        let (mut at, mut gone) = (introduction.end, Vec::new());
        for edit in &edits {
            if at < edit.gone.start {
                self.add(out, up, at..edit.gone.start);
            }
            if let Some((own, instead_of)) = edit.comes {
                self.section(out, own, instead_of);
            }
            if edit.gone.end > at {
                gone.push(edit.gone.start.max(at)..edit.gone.end);
                at = edit.gone.end;
            }
        }
        if at < up.text.len() {
            self.add(out, up, at..up.text.len());
        }
        for at in plan.moves.iter().filter(|at| at.act == SectionAction::Append) {
            self.section(out, at.own, None);
        }
        if plan.introduces {
            gone.push(introduction.clone());
        }
        self.keep_definitions(out, &gone);
    }

    /// What is done to the upstream's text, in its order.
    fn edits(&self) -> Vec<Edit> {
        let sections = &self.plan.up.list;
        let mut edits = Vec::new();
        for (order, at) in self.plan.moves.iter().enumerate() {
            let whole = |index: usize| sections[index].whole.clone();
            let behind = |index: usize| whole(index).end..whole(index).end;
            let (edit, level) = match at.act {
                SectionAction::Replace(target) => (
                    Edit {
                        gone: whole(target),
                        comes: Some((at.own, Some(target))),
                    },
                    0,
                ),
                SectionAction::Hide(target) => (
                    Edit {
                        gone: whole(target),
                        comes: None,
                    },
                    0,
                ),
                SectionAction::After(target) => (
                    Edit {
                        gone: behind(target),
                        comes: Some((at.own, at.instead)),
                    },
                    sections[target].level,
                ),
                SectionAction::Append => continue,
            };
            // What comes behind a section comes before the next one is changed; behind the innermost first.
            let replaces = !edit.gone.is_empty();
            edits.push(((edit.gone.start, replaces, Reverse(level), order), edit));
            if let Some(instead) = at.instead {
                let leaves = Edit {
                    gone: whole(instead),
                    comes: None,
                };
                edits.push(((leaves.gone.start, true, Reverse(0), order), leaves));
            }
        }
        edits.sort_by_key(|(key, _)| *key);
        edits.into_iter().map(|(_, edit)| edit).collect()
    }

    /// A section of ours; it keeps the id and the level of the one that it replaces.
    fn section(&self, out: &mut ComposedText, own: usize, instead_of: Option<usize>) {
        let section = &self.plan.own.list[own];
        let target = instead_of.map(|target| &self.plan.up.list[target]);
        let level = target.map_or(section.level, |target| target.level);
        let place = self.own.span(&(section.whole.start..section.body));
        self.gap(out);
        if self.own.text[section.words.clone()].contains('\n') {
            // An underlined heading of several lines cannot be written with marks.
            return out.push(self.own, section.whole.clone());
        }
        out.write(
            &format!("{} ", "#".repeat(usize::from(level.max(1)))),
            place.clone(),
        );
        out.push(self.own, section.words.clone());
        let text = section.body..section.whole.end;
        let gap = if self.own.text[text.clone()].starts_with('\n') {
            ""
        } else {
            "\n"
        };
        out.write(&format!("{}\n{gap}", attributes(section, target)), place);
        out.push(self.own, text);
    }

    /// A stretch of a text; what comes next begins a block of its own.
    fn add(&self, out: &mut ComposedText, from: &ComposedText, range: Range<usize>) {
        if !range.is_empty() {
            self.gap(out);
            out.push(from, range);
        }
    }

    fn gap(&self, out: &mut ComposedText) {
        let missing = match out.text.as_str() {
            text if text.ends_with("\n\n") || text.ends_with("---\n") => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        let end = out.text.len();
        let place = out.span(&(end..end));
        out.write(missing, place);
    }

    /// Footnotes and link targets stay, whatever becomes of the section that they are in.
    fn keep_definitions(&self, out: &mut ComposedText, gone: &[Range<usize>]) {
        for (label, at) in &self.plan.up.definitions {
            let lost = gone
                .iter()
                .any(|range| range.start <= at.start && at.end <= range.end);
            if lost && !self.plan.own.definitions.iter().any(|(own, _)| own == label) {
                self.add(out, self.up, at.clone());
            }
        }
    }
}

/// The id and classes behind a heading.
fn attributes(section: &Section, target: Option<&Section>) -> String {
    let id = match target {
        Some(target) if target.own_id || section.own_id || slug::slug(&section.title) != target.id => {
            Some(&target.id)
        }
        None if section.own_id => Some(&section.id),
        _ => None,
    };
    let id = id.map(|id| format!("#{id}"));
    let classes = section.classes.iter().map(|class| format!(".{class}"));
    let all: Vec<String> = id.into_iter().chain(classes).collect();
    if all.is_empty() {
        String::new()
    } else {
        format!(" {{{}}}", all.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;

    const UP: &str = "---\ntitle: 上\nsummary: 说\n---\n开头。\n\n## 一\n\n甲[^a]。\n\n### 一之一\n\n乙。\n\n## 二 {#second}\n\n丙。\n\n[^a]: 注\n";

    fn made(own: &str) -> (String, Vec<String>) {
        let up = ComposedText::whole(&"up/content/a.md".into(), UP.to_owned());
        let own = ComposedText::whole(&"content/a.md".into(), own.to_owned());
        let mut report = Vec::new();
        let out = compose(&up, &own, &[], &mut report);
        (
            out.text,
            report
                .into_iter()
                .map(|found| format!("{} {}", found.rule, found.message.zh))
                .collect(),
        )
    }

    #[test]
    fn nothing_changed_is_the_upstream_page() {
        let (text, report) = made("---\ninherit: true\n---\n");
        assert_eq!((text.as_str(), report.len()), (UP, 0));
    }

    #[test]
    fn a_field_a_section_and_the_introduction_are_changed_one_by_one() {
        let (text, report) = made("---\ninherit: true\ntitle: 下\n---\n我们的开头。\n\n## 二\n\n丁。\n");
        assert_eq!(report, [""; 0]);
        assert_eq!(
            text,
            "---\nsummary: 说\ntitle: 下\n---\n我们的开头。\n\n## 一\n\n甲[^a]。\n\n### 一之一\n\n乙。\n\n## 二 {#second}\n\n丁。\n\n[^a]: 注\n"
        );
    }

    #[test]
    fn new_sections_stand_behind_the_one_they_name_or_at_the_end() {
        let (text, _) = made(
            "---\ninherit: true\n---\n## 新 {after=\"一\"}\n\n1\n\n## 末\n\n2\n\n## 小 {after=\"一之一\"}\n\n3\n",
        );
        let heads: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
        assert_eq!(
            heads,
            [
                "## 一",
                "### 一之一",
                "## 小",
                "## 新",
                "## 二 {#second}",
                "## 末"
            ]
        );
    }

    #[test]
    fn a_section_is_left_out_and_a_part_of_one_replaced() {
        let (text, _) = made("---\ninherit: true\n---\n## 二 {.hide}\n\n## 一之一\n\n新的。\n");
        assert!(
            text.contains("### 一之一\n\n新的。\n") && !text.contains("丙") && text.contains("[^a]: 注"),
            "{text}"
        );
    }

    #[test]
    fn what_the_upstream_does_not_have_is_told() {
        let (_, report) = made(
            "---\ninherit: true\n---\n## 三 {.hide}\n\n## 新 {after=\"四\"}\n\n## 一\n\n## 一之一 {#yi-zhi-yi}\n",
        );
        assert_eq!(
            report,
            [
                "section-unknown 上级这一页没有“三”这一节",
                "section-unknown 上级这一页没有“四”这一节",
                "section-twice “一之一”这一节改了两次，或它所在的节也改了"
            ]
        );
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn putting_together_never_panics_and_every_place_is_true(up in "[#一二\\-=>\n {}.\"\\[\\]^:a]{0,60}", own in "[#一二\\-=>\n {}.\"\\[\\]^:a]{0,60}") {
            let texts = [("up", format!("---\ntitle: 上\n---\n{up}")), ("own", format!("---\ninherit: true\n---\n{own}"))];
            let whole = |at: usize| ComposedText::whole(&texts[at].0.into(), texts[at].1.clone());
            let out = compose(&whole(0), &whole(1), &[], &mut Vec::new());
            for (at, _) in out.text.char_indices() {
                let place: Span = out.span(&(at..at));
                let (_, text) = texts.iter().find(|(file, _)| *file == &*place.file).unwrap();
                assert!(text.is_char_boundary(place.start) && text.is_char_boundary(place.end));
            }
        }
    }
}
