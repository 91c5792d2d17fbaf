//! What a site has done on the clauses of policies, with the days that it says itself: what yearly reports are made of.

use super::resolve::ResolvedSite;
use super::{BuildOptions, Builder, NoProgress};
use crate::base::{Day, Diagnostic, Fault, Moment, PageId, PageLanguage};
use crate::document::{Event, Role, fold_name};
use crate::fact::{Certainty, Fact, FactEntry};
use crate::site::{Cited, Page, Resolution, Site};
use serde::Serialize;

/// What a page or a fact is that stands on a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkKind {
    /// An explainer.
    Explainer,
    /// A question with its answer.
    Question,
    /// A campaign.
    Campaign,
    /// Something that takes place.
    Activity,
    /// A service point.
    Place,
    /// A value of its own.
    Fact,
}

impl WorkKind {
    /// Every kind, in the order of tables.
    pub const ALL: [Self; 6] = [
        Self::Explainer,
        Self::Question,
        Self::Campaign,
        Self::Activity,
        Self::Place,
        Self::Fact,
    ];
}

/// A clause, or a policy as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ClauseRef {
    /// Content path of the policy.
    pub policy: String,
    /// Anchor of the clause; empty for the whole.
    pub anchor: String,
}

/// Something that a site has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Work {
    /// What it is.
    pub kind: WorkKind,
    /// What it is called.
    pub title: String,
    /// Where it is, as an address of the published site.
    pub url: String,
    /// The site itself wrote or changed it; else it is inherited.
    pub own: bool,
    /// The days that it says of itself, each with the last one; without one it has no end.
    pub days: Vec<(Day, Option<Day>)>,
    /// It comes again, from the first day on.
    pub repeats: bool,
    /// Value, place or category.
    pub detail: String,
    /// What it stands on.
    pub on: Vec<ClauseRef>,
}

/// A policy as a site has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyClauses {
    /// Content path.
    pub path: String,
    /// Title.
    pub title: String,
    /// The number of the document, when it has one.
    pub number: Option<String>,
    /// Its clauses in reading order.
    pub clauses: Vec<ClauseName>,
    /// What it may be called, folded.
    names: Vec<String>,
}

impl PolicyClauses {
    /// Whether people may mean it by this name: content path, number, title or another name that it declares.
    pub fn is_called(&self, name: &str) -> bool {
        self.path == crate::base::path::in_content(name).trim_end_matches(".md")
            || self.names.contains(&fold_name(name))
    }
}

/// A clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseName {
    /// Its anchor.
    pub anchor: String,
    /// What people call it: `二（一）`.
    pub label: String,
    /// Its short heading; may be empty.
    pub title: String,
    /// The anchors of the clauses that it is in, the nearest first.
    pub above: Vec<String>,
}

/// What a site has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteWorks {
    /// The name of its region; empty when it says none.
    pub place: String,
    /// Policies that it holds.
    pub policies: Vec<PolicyClauses>,
    /// What it has on them, and its own service points, activities and facts, whatever they stand on.
    pub works: Vec<Work>,
    /// Facts that a site above requires and that have no value.
    pub missing: Vec<String>,
}

impl Builder {
    /// What a site has that was there on any day from the day of the order on. Drafts are left out, and so is what begins after
    /// `until`. An error is what keeps the site from being read at all.
    pub fn works(
        &mut self,
        order: &BuildOptions,
        until: Day,
    ) -> Result<Result<SiteWorks, Vec<Diagnostic>>, Fault> {
        self.resolve(order, &NoProgress, |_, resolved, _| {
            Ok(Reader { resolved, until }.works())
        })
    }
}

struct Reader<'r> {
    resolved: &'r ResolvedSite<'r>,
    until: Day,
}

impl Reader<'_> {
    fn site(&self) -> &Site {
        self.resolved.views.site
    }

    fn works(&self) -> SiteWorks {
        let site = self.site();
        let mut works = Vec::new();
        for (id, page) in site.pages.entries() {
            let own_language = page.document.language == PageLanguage::Own;
            let later = |moment: Moment| moment.day > self.until;
            if own_language && !page.is_synthesised && !page.document.front.further.publish.is_some_and(later)
            {
                works.extend(self.of_page(id, page));
            }
        }
        let own_facts = site.facts.layers.iter().filter(|layer| layer.layer == 0);
        for fact in own_facts.flat_map(|layer| &layer.facts) {
            works.extend(fact.entries.iter().filter_map(|entry| self.of_fact(fact, entry)));
        }
        let missing = site.facts.missing(self.until, site.owners.len());
        let region = site.config.speaks_for();
        SiteWorks {
            place: region.map_or_else(String::new, |region| region.name.clone()),
            policies: self.policies(),
            works,
            missing: missing.iter().map(|fact| fact.label.to_owned()).collect(),
        }
    }

    fn policies(&self) -> Vec<PolicyClauses> {
        let policies = self.site().pages.entries().filter(|(_, page)| {
            page.document.kind.name == "policy" && page.document.language == PageLanguage::Own
        });
        policies.map(|(id, page)| self.policy(id, page)).collect()
    }

    fn policy(&self, id: PageId, page: &Page) -> PolicyClauses {
        let document = &page.document;
        let all = &document.outline.clauses.clauses;
        let clauses = all.iter().map(|clause| {
            let up = |at: u32| all.get(at as usize);
            let above = std::iter::successors(clause.parent.and_then(up), |above| above.parent.and_then(up));
            ClauseName {
                anchor: clause.anchor.to_string(),
                label: clause.label.to_string(),
                title: self.site().fill(id, &clause.title),
                above: above.map(|clause| clause.anchor.to_string()).collect(),
            }
        });
        let names = document.kind_fields.names.iter();
        PolicyClauses {
            path: document.path.to_string(),
            title: self.site().title(id),
            number: document.kind_fields.text("number").first().cloned(),
            clauses: clauses.collect(),
            names: names.map(|name| fold_name(&name.value)).collect(),
        }
    }

    fn of_page(&self, id: PageId, page: &Page) -> Vec<Work> {
        let document = &page.document;
        let on = self.grounds(id, page);
        let own = page.layer == 0;
        let work = |kind, days: Vec<(Day, Option<Day>)>, detail: String| Work {
            kind,
            title: self.site().title(id),
            url: self.url(id),
            own,
            days,
            repeats: false,
            detail,
            on: on.clone(),
        };
        let events = &document.kind_fields.events;
        let mut works = match &*document.kind.name {
            "explainer" => vec![work(WorkKind::Explainer, dates(page), String::new())],
            "question" => vec![work(WorkKind::Question, dates(page), String::new())],
            "campaign" => {
                let period = events.iter().filter(|event| event.is_span).filter_map(span);
                let period: Vec<_> = period.collect();
                let days = if period.is_empty() { dates(page) } else { period };
                vec![work(WorkKind::Campaign, days, String::new())]
            }
            "place" => {
                let category = document.kind_fields.text("category").join("、");
                vec![work(WorkKind::Place, dates(page), category)]
            }
            _ => Vec::new(),
        };
        works.extend(events.iter().filter(|event| !event.is_span).map(|event| {
            let days = span(event).into_iter().collect();
            let mut work = work(WorkKind::Activity, days, event.venue.clone().unwrap_or_default());
            work.repeats = event.repeat.is_some();
            if let Some(title) = &event.title {
                work.title = self.site().fill(id, &title.value);
                // What an own page does not say itself is the upstream's.
                work.own &= *document.place(&title.at).file == *document.file;
            }
            work
        }));
        works.retain(|work| !work.on.is_empty() || work.own);
        works
    }

    /// The clauses that a page stands on: those that it declares, those of the campaigns that it is part of, and, of activities
    /// and service points, those that its text names.
    fn grounds(&self, id: PageId, page: &Page) -> Vec<ClauseRef> {
        let site = self.site();
        let mut all = Vec::new();
        for relation in &page.relations {
            if relation.role.is_ground() {
                all.push((relation.page, relation.anchor.as_deref()));
            } else if relation.role == Role::PartOf {
                let campaign = site.pages[relation.page].relations.iter();
                let basis = campaign.filter(|relation| relation.role == Role::Basis);
                all.extend(basis.map(|relation| (relation.page, relation.anchor.as_deref())));
            }
        }
        if matches!(&*page.document.kind.name, "event" | "place") {
            let answers = self.resolved.views.resolved[id].answers.iter();
            all.extend(answers.filter_map(|answer| match answer {
                Resolution::Cited(cited, _) => Some((cited.page, cited.anchor.as_deref())),
                _ => None,
            }));
        }
        let mut refs: Vec<ClauseRef> = all
            .into_iter()
            .filter_map(|(page, anchor)| self.clause(page, anchor))
            .collect();
        refs.sort();
        refs.dedup();
        refs
    }

    /// A clause by its anchor, which may be that of a 款 or 项 in it; nothing for a page that is no policy.
    fn clause(&self, page: PageId, anchor: Option<&str>) -> Option<ClauseRef> {
        let document = &self.site().pages[page].document;
        let clauses = &document.outline.clauses;
        let around = anchor.and_then(|anchor| clauses.around(anchor));
        (document.kind.name == "policy").then(|| ClauseRef {
            policy: document.path.to_string(),
            anchor: around.map_or_else(String::new, |at| clauses.clauses[at].anchor.to_string()),
        })
    }

    /// A value that the site itself gives for a fact. One that has ended before the first day of the order is none.
    fn of_fact(&self, fact: &Fact, entry: &FactEntry) -> Option<Work> {
        let site = self.site();
        let value = entry.value.as_ref()?;
        let over = entry.until.is_some_and(|until| until < site.date_filter.today);
        let later = entry.since.is_some_and(|since| since > self.until);
        if over || later {
            return None;
        }
        let source = site.source_of(entry);
        let on = source
            .as_ref()
            .and_then(|Cited { page, anchor, .. }| self.clause(*page, anchor.as_deref()));
        let days = entry.since.map(|since| (since, entry.until));
        Some(Work {
            kind: WorkKind::Fact,
            title: self.label(fact, entry),
            url: source.map_or_else(String::new, |cited| {
                site.config.absolute(&site.cited_href(&cited)).as_str().to_owned()
            }),
            own: true,
            days: days.into_iter().collect(),
            repeats: false,
            detail: value.with_unit(&entry.unit, &str::to_owned) + unchecked(entry.status),
            on: on.into_iter().collect(),
        })
    }

    /// What a fact is called: as its entry says, else as a site above does.
    fn label(&self, fact: &Fact, entry: &FactEntry) -> String {
        let name = fact.name.value.as_str();
        let layers = self.site().facts.layers.iter();
        let entries = layers
            .filter_map(|layer| layer.fact(name))
            .flat_map(|fact| &fact.entries);
        let label = std::iter::once(entry)
            .chain(entries)
            .find_map(|entry| entry.label.as_deref());
        label.unwrap_or(name).to_owned()
    }

    fn url(&self, page: PageId) -> String {
        let site = self.site();
        site.config.absolute(&site.href(page)).as_str().to_owned()
    }
}

/// What is said of a value that nobody has compared with its source.
fn unchecked(status: Certainty) -> &'static str {
    match status {
        Certainty::Unverified => "（没有核对）",
        Certainty::Verified | Certainty::Local | Certainty::Delegated => "",
    }
}

/// The days that a page says of itself: when it was written, and when it was last changed.
fn dates(page: &Page) -> Vec<(Day, Option<Day>)> {
    let said = [page.document.date(), page.document.front.updated];
    let said = said
        .into_iter()
        .flatten()
        .map(|moment| (moment.day, Some(moment.day)));
    let mut days: Vec<_> = said.collect();
    days.dedup();
    days
}

/// The first and the last day of what takes place.
fn span(event: &Event) -> Option<(Day, Option<Day>)> {
    let first = event.start.or(event.end)?.day;
    Some((first, event.last_day().map(|last| last.max(first))))
}
