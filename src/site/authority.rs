//! Whose rule a fact is: told by its `authority`, else by its source, and only then by the site that writes it down.

use super::{Cited, Site};
use crate::base::place::prefecture_named;
use crate::base::region::{NATION, PROVINCES, begins_with_place, lies_in, province_of};
use crate::config::Region;
use crate::document::fold_name;
use crate::fact::{FactEntry, LayerFacts};
use std::collections::BTreeSet;

/// What the names of national rules end in. Those of a place carry its name in front.
const NATIONAL_TITLES: [&str; 4] = ["法", "法典", "条例", "特别规定"];

/// A shorter title is a short name, which may be that of anybody's rule; 民法典 has three characters.
const SHORTEST: usize = 3;

/// Endings that look like a law's and are no such thing.
const NOT_LAWS: [&str; 2] = ["办法", "做法"];

/// Who makes national rules.
const NATIONAL_ISSUERS: [&str; 7] = [
    "国务院",
    "全国",
    "最高人民",
    "中共中央",
    "国家",
    "中国",
    "中华人民共和国",
];

/// What people write for the nation in `authority`.
const NATION_NAMES: [&str; 4] = ["国家", "全国", "中央", "中国"];

impl Site {
    /// The region whose rule a fact is; `None` when neither its `authority` nor its source tells.
    pub fn authority(&self, entry: &FactEntry) -> Option<Region> {
        if let Some(written) = &entry.authority {
            return self.region_named(written.value.trim());
        }
        let source = entry.source.as_ref()?;
        match self.source_of(entry) {
            Some(cited) => self.issuer_region(&cited),
            None => {
                let name = source.value.split('#').next().unwrap_or(&source.value);
                self.title_region(name)
            }
        }
    }

    /// The region whose rule a fact is as pages say it: that of the site that writes it down when nothing else tells.
    pub fn authority_or_own(&self, entry: &FactEntry, layer: &LayerFacts) -> Region {
        self.authority(entry).unwrap_or_else(|| layer.region.clone())
    }

    /// Whether the source of a fact, or who issued it, names a place: 某某县奖励办法.
    pub fn is_of_a_place(&self, entry: &FactEntry) -> bool {
        let Some(source) = &entry.source else { return false };
        let Some(cited) = self.source_of(entry) else {
            let whole = source.value.trim_start_matches('《');
            return begins_with_place(whole);
        };
        let document = &self.pages[cited.page].document;
        let mut issuers = document.kind_fields.text("issuer").iter();
        begins_with_place(document.title()) || issuers.any(|issuer| begins_with_place(issuer))
    }

    /// Who issued the policy that a fact cites, when the site has it and it says so.
    pub fn issuer_of_source(&self, entry: &FactEntry) -> Option<&str> {
        let cited = self.source_of(entry)?;
        let issuers = self.pages[cited.page].document.kind_fields.text("issuer");
        issuers.first().map(String::as_str)
    }

    /// Names that `authority` of a fact may say, where nothing tells whose rule it is, the likely ones first.
    pub fn likely_authorities(&self, entry: &FactEntry, own: &Region) -> Vec<String> {
        let source = entry
            .source
            .as_ref()
            .map(|source| source.value.trim_start_matches('《'));
        let title = self
            .source_of(entry)
            .map(|cited| self.pages[cited.page].document.title());
        let texts = [self.issuer_of_source(entry), title, source];
        let named = texts
            .into_iter()
            .flatten()
            .find_map(|text| prefecture_named(text, &own.code));
        let province = PROVINCES
            .into_iter()
            .find(|(code, _)| own.code != NATION && own.code.get(..2) == Some(&code[..2]));
        let above = self.regions().filter(|region| {
            lies_in(&own.code, &region.code) && ![NATION, &own.code].contains(&&*region.code)
        });
        let mut all: Vec<String> = named.map(|(_, name)| name.to_owned()).into_iter().collect();
        all.push(NATION_NAMES[0].to_owned());
        all.extend(province.map(|(_, name)| name.to_owned()));
        all.extend(above.map(|region| region.name.clone()));
        all.push(own.name.clone());
        let mut known = BTreeSet::new();
        all.retain(|name| known.insert(name.clone()));
        all
    }

    /// A region by its name: the nation, a province, that of a site in the chain, or the prefecture that a county lies in.
    pub fn region_named(&self, name: &str) -> Option<Region> {
        if NATION_NAMES.contains(&name) {
            return Some(self.nation());
        }
        let own = self.regions().find(|region| region.name == name);
        let province = || PROVINCES.into_iter().find(|(_, province)| *province == name);
        let prefecture = || {
            let mut found = self.regions().filter_map(|own| prefecture_named(name, &own.code));
            found.find(|(_, found)| *found == name)
        };
        own.cloned()
            .or_else(|| province().map(region))
            .or_else(|| prefecture().map(|(code, name)| region((&code, name))))
    }

    /// The nation, as the site that speaks for it calls it.
    fn nation(&self) -> Region {
        let own = self.regions().find(|region| region.code == NATION);
        own.cloned().unwrap_or_else(|| region((NATION, "全国")))
    }

    fn regions(&self) -> impl Iterator<Item = &Region> {
        let layers = self.facts.layers.iter().map(|layer| &layer.region);
        layers.chain(self.localities.iter().map(|locality| &locality.region))
    }

    /// Whose rule a policy is: by who issued it, else by its title.
    fn issuer_region(&self, cited: &Cited) -> Option<Region> {
        let document = &self.pages[cited.page].document;
        let issuers = document.kind_fields.text("issuer");
        let by_issuer = issuers.first().and_then(|issuer| {
            let national =
                NATIONAL_ISSUERS.iter().any(|known| issuer.starts_with(known)) || is_ministry(issuer);
            self.region_in_front(issuer)
                .or_else(|| national.then(|| self.nation()))
        });
        by_issuer.or_else(|| self.title_region(document.title()))
    }

    /// Whose rule a title is: 上海市……条例 is Shanghai's; a law or a regulation that names no place is the nation's.
    fn title_region(&self, title: &str) -> Option<Region> {
        let whole = title.trim().trim_start_matches('《').trim_end_matches('》');
        if whole.starts_with("中华人民共和国") {
            return Some(self.nation());
        }
        if let Some(found) = self.region_in_front(whole) {
            return Some(found);
        }
        // Years and versions in brackets stand behind the name.
        let folded = fold_name(whole);
        let name = folded.split('(').next().unwrap_or(&folded);
        // “条例” alone is what a site calls its own.
        let law = NATIONAL_TITLES.iter().any(|end| name.ends_with(end)) && name.chars().count() >= SHORTEST;
        (law && !NOT_LAWS.iter().any(|end| name.ends_with(end)) && !begins_with_place(name))
            .then(|| self.nation())
    }

    /// The region that a text begins with.
    fn region_in_front(&self, text: &str) -> Option<Region> {
        let own = self
            .regions()
            .filter(|region| region.code != NATION && text.starts_with(&*region.name))
            .max_by_key(|region| region.name.len());
        match own {
            Some(own) if !begins_with_place(&text[own.name.len()..]) => Some(own.clone()),
            Some(_) => None,
            None => province_of(text).map(region),
        }
    }
}

/// 民政部, 人力资源社会保障部: a ministry, when its name begins with no place.
fn is_ministry(issuer: &str) -> bool {
    let first = issuer.split(['、', '，', ' ']).next().unwrap_or(issuer);
    first.ends_with('部') && !begins_with_place(first) && first.chars().count() <= 12
}

fn region((code, name): (&str, &str)) -> Region {
    Region {
        code: code.to_owned(),
        name: name.to_owned(),
    }
}
