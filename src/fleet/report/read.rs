//! Reading what all sites have.

use super::{Item, PolicyYear, ReportOrder, SiteYear, Tally, When, YearReport, day};
use crate::base::{Day, Fault};
use crate::fleet::{AbsentSite, Fleet, FleetSite};
use crate::message;
use crate::pipeline::yearly::{PolicyClauses, SiteWorks, Work, WorkKind};
use crate::pipeline::{BuildOptions, Builder, SharedCache};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Reads all sites and reports, also of those that are to be there and are `absent`. `told` hears of each when it is read.
pub fn report(
    fleet: &Fleet,
    (sites, absent): (&[&FleetSite], &[&AbsentSite]),
    order: &ReportOrder,
    told: &mut dyn FnMut(),
) -> Result<YearReport, Fault> {
    let (this, year) = (order.today.parts().0, order.year);
    if year > this {
        return Err(
            Fault::new(message!("{year} 年还没有到", "the year {year} has not come yet"))
                .hint(message!("写 --year {this}", "write --year {this}")),
        );
    }
    let mut gathered = Gathered {
        order,
        cache: SharedCache::shared(),
        policies: BTreeMap::new(),
        asked: BTreeSet::new(),
        report: YearReport {
            year,
            first: order.first(),
            last: order.last(),
            policies: Vec::new(),
            sites: Vec::new(),
            unread: Vec::new(),
        },
    };
    for site in sites {
        gathered.read(fleet, site);
        told();
    }
    let absent = absent.iter();
    gathered
        .report
        .unread
        .extend(absent.map(|site| (site.code.clone(), site.name.clone(), site.why.clone())));
    gathered.end()
}

/// What was read so far.
struct Gathered<'o> {
    order: &'o ReportOrder,
    cache: Arc<SharedCache>,
    /// Every policy that a site holds, and how many do.
    policies: BTreeMap<String, (PolicyClauses, usize)>,
    /// Policies that campaigns and explainers stand on.
    asked: BTreeSet<String>,
    report: YearReport,
}

impl Gathered<'_> {
    fn read(&mut self, fleet: &Fleet, site: &FleetSite) {
        let options = BuildOptions {
            root: site.root.clone(),
            url: None,
            drafts: false,
            // What ended within the year is read, and so is what began in it: their days tell the rest.
            early: true,
            clock: self.order.today,
            today: self.report.first,
        };
        let mut builder = Builder::open_beside(&site.root, &fleet.root, &self.cache)
            .reading_pdf_by(self.order.own_program.clone());
        let found = builder.works(&options, self.report.last);
        let why = match found {
            Ok(Ok(works)) => return self.add(site, works),
            Ok(Err(report)) => report.first().map(|first| first.message.clone()),
            Err(fault) => Some(fault.message),
        };
        let why = why.unwrap_or_else(|| message!("读不出来", "it cannot be read"));
        self.report
            .unread
            .push((site.code.clone(), site.name.clone(), why));
    }

    fn add(&mut self, site: &FleetSite, works: SiteWorks) {
        for policy in works.policies {
            let known = self.policies.entry(policy.path.clone());
            known.or_insert((policy, 0)).1 += 1;
        }
        let mut year = SiteYear {
            code: site.code.clone(),
            name: site.name.clone(),
            place: works.place,
            items: Vec::new(),
            missing: works.missing,
            inherited: BTreeMap::new(),
        };
        for work in works.works {
            if matches!(work.kind, WorkKind::Campaign | WorkKind::Explainer) {
                self.asked.extend(work.on.iter().map(|on| on.policy.clone()));
            }
            let Some(when) = self.when(&work) else { continue };
            if work.own {
                year.items.push(Item { work, when });
                continue;
            }
            for on in &work.on {
                *year.inherited.entry((on.clone(), work.kind)).or_default() += Tally::of(when);
            }
        }
        year.items.sort_by(|a, b| {
            let key = |item: &Item| {
                (
                    item.work.kind,
                    item.work.days.first().copied(),
                    item.work.title.clone(),
                )
            };
            key(a).cmp(&key(b))
        });
        self.report.sites.push(year);
    }

    /// When something was; nothing when its days are all in other years.
    fn when(&self, work: &Work) -> Option<When> {
        if work.days.is_empty() {
            return Some(When::Undated);
        }
        let (first, last, end) = (self.report.first, self.report.last, day(self.order.year, "12-31"));
        let meets = |from: Day, to: Day| {
            let within =
                |(begin, over): &(Day, Option<Day>)| *begin <= to && over.is_none_or(|over| over >= from);
            work.days.iter().any(within)
        };
        match (meets(first, last), meets(first, end)) {
            (true, _) => Some(When::Done),
            (false, true) => Some(When::Planned),
            (false, false) => None,
        }
    }

    /// The report on the policies that are asked for; those come first that most sites hold and have most on.
    fn end(mut self) -> Result<YearReport, Fault> {
        let wanted: Vec<&str> = self.order.policies.iter().map(String::as_str).collect();
        for name in &wanted {
            if !self.policies.values().any(|(policy, _)| policy.is_called(name)) {
                return Err(self.unknown(name));
            }
        }
        let is_wanted = |policy: &PolicyClauses| match wanted.is_empty() {
            true => self.asked.contains(&policy.path),
            false => wanted.iter().any(|name| policy.is_called(name)),
        };
        let chosen = self
            .policies
            .into_values()
            .filter(|(policy, _)| is_wanted(policy));
        let mut policies: Vec<PolicyYear> = chosen
            .map(|(policy, sites)| PolicyYear {
                path: policy.path,
                title: policy.title,
                number: policy.number,
                clauses: policy.clauses,
                sites,
            })
            .collect();
        let report = &self.report;
        policies.sort_by_cached_key(|policy| {
            let used = report.cells(policy).len();
            (Reverse(policy.sites), Reverse(used), policy.path.clone())
        });
        self.report.policies = policies;
        Ok(self.report)
    }

    fn unknown(&self, name: &str) -> Fault {
        let known: Vec<&str> = self.policies.keys().take(8).map(String::as_str).collect();
        let known = known.join("、");
        Fault::new(message!(
            "哪个站都没有“{name}”这份政策",
            "no site has a policy `{name}`"
        ))
        .hint(message!(
            "写文号、标题或 content 里的路径；有的是：{known}",
            "name it by number, title or its path in content/; there are: {known}"
        ))
    }
}
