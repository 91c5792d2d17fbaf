//! Parts of pages: cards, clauses, facts.

use super::*;

/// A page in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CardView {
    /// Kind of the page.
    pub kind: String,
    /// What people call it, in the language of the page.
    pub kind_label: String,
    /// Plain text.
    pub title: String,
    /// Address with base path.
    pub href: Href,
    /// Plain text.
    pub summary: Option<String>,
    /// Its day.
    pub date: Option<DayView>,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// The clauses it is bound to (explains, answers, basis): `国计生协〔2021〕19号 二（一）`.
    pub clauses: Vec<ClauseLinkView>,
    /// Emblem of a campaign.
    pub emblem: Option<EmblemView>,
    /// Slogans of a campaign.
    pub slogans: Vec<String>,
    /// Number of a policy.
    pub number: Option<String>,
    /// Status of a policy.
    pub status: Option<StatusView>,
    /// Start of an event or a campaign.
    pub start: Option<DayView>,
    /// `每年`, `每月`, `每周` for what comes again, in the language of the page.
    pub repeat: Option<String>,
    /// Of what comes again, the day of the next time; it is empty when there is none.
    pub next: Option<DayView>,
    /// End of it.
    pub end: Option<DayView>,
    /// `ahead`, `on`, `over` on the day of the build; empty without dates.
    pub phase: String,
    /// Where an event is, or the address of a place.
    pub place: Option<String>,
    /// Category of a place.
    pub category: Option<String>,
    /// Phones of a place.
    pub phones: Vec<String>,
    /// Opening hours of a place.
    pub hours: Option<String>,
    /// Picture.
    pub cover: Option<PictureView>,
}

/// A link to a clause.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ClauseLinkView {
    /// Policy and clause: `国计生协〔2021〕19号 二（一）`, `《人口与计划生育法》第二十五条`.
    pub title: String,
    /// The clause alone: `二（一）`; empty when the whole policy is meant.
    pub clause: String,
    /// Address with base path and anchor.
    pub href: Href,
}

/// A clause with its own words.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseView {
    /// Policy and clause: `国计生协〔2021〕19号 二（一）`.
    pub title: String,
    /// The clause alone: `二（一）`; empty when the whole policy is meant.
    pub clause: String,
    /// Address with base path and anchor.
    pub href: Href,
    /// The policy: title and address.
    pub policy: LinkView,
    /// Its title in 《》, the titles within it in 〈〉.
    pub policy_name: String,
    /// Its number.
    pub number: Option<String>,
    /// The clause's own words, *HTML* without ids; empty when the whole policy is meant.
    pub html: String,
    /// In force or not.
    pub status: Option<StatusView>,
    /// The words are ours, those of the document stand in quotation marks.
    pub retold: bool,
}

impl ClauseView {
    /// The policy with its number, and the clause: `《某某条例》（某令〔2021〕3号）第一条`.
    pub fn whole_name(&self) -> String {
        let number = self.number.as_ref().filter(|number| !number.is_empty());
        let number = number.map_or_else(String::new, |number| format!("（{number}）"));
        format!("{}{number}{}", self.policy_name, self.clause)
    }
}

/// A fact as it holds for this site on the day of the build.
#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    /// Its name: `生育假`.
    pub name: String,
    /// What to call it: `label`, else the name.
    pub label: String,
    /// The value with its unit: `60天`, `158至180天`, `一孩：60天；二孩、三孩：90天`, `以当地规定为准`.
    pub text: String,
    /// One number, when it is one.
    pub value: Option<f64>,
    /// The number as written: `60`; empty when it is not one number.
    pub number: String,
    /// `天`; empty for none.
    pub unit: String,
    /// `cases`, in order; empty otherwise.
    pub cases: Vec<CaseView>,
    /// How it is counted: `自然日`.
    pub counting: Option<String>,
    /// `在国家规定的产假之外`.
    pub basis: Option<String>,
    /// Whose rule: the region of the layer that set it.
    pub region: RegionView,
    /// The same in words: `上海市规定`, `国家规定`; `另有规定` when it is delegated, `以当地规定为准` when there is no value.
    pub rule: String,
    /// The clause it stands in.
    pub source: Option<ClauseLinkView>,
    /// Words of that clause.
    pub quote: Option<String>,
    /// Since when.
    pub since: Option<DayView>,
    /// Until when.
    pub until: Option<DayView>,
    /// When somebody last checked it.
    pub verified: Option<DayView>,
    /// `verified`, `unverified`, `local` (left to localities), `delegated`.
    pub status: String,
    /// Id of its entry in the page's list of facts: `fact-1`.
    pub anchor: String,
    /// The same fact in each of the `localities` of site.yaml; empty when none of them has set it.
    pub comparison: Vec<ComparisonView>,
    /// Whose rule, by which clause, since when: in one line, for the link to it. Templates do not see it.
    #[serde(skip)]
    pub origin: String,
}

impl FactView {
    /// Its origin without what its text says already: a value that is left to others is `以当地规定为准` in both.
    pub fn origin_beside_text(&self) -> &str {
        let rest = self.origin.strip_prefix(self.text.as_str());
        rest.map_or(self.origin.as_str(), |rest| {
            rest.trim_start_matches(['，', ',', ' '])
        })
    }
}

/// A fact as it holds for a site further down.
#[derive(Debug, Clone, Serialize)]
pub struct ComparisonView {
    /// Where: the region of that site.
    pub place: RegionView,
    /// The site that says so; the address is empty when it says none.
    pub from: LinkView,
    /// What holds there; its `elsewhere` is empty, its source a name without address where this site does
    /// not hold it.
    pub fact: FactView,
}

/// One case of a fact: `一孩` → `60天`.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct CaseView {
    /// In which case.
    pub when: String,
    /// Value with unit.
    pub text: String,
}

/// Whether a policy is in force.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct StatusView {
    /// `not-yet`, `in-force`, `amended`, `repealed`, `expired`.
    pub code: String,
    /// 尚未施行, 现行, 已修改, 废止, 失效.
    pub label: String,
    /// True for 现行 and 已修改.
    pub in_force: bool,
}

/// A campaign's emblem: a character spelt by lit windows.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct EmblemView {
    /// The character.
    pub character: String,
    /// Lit cells `[column, row]` of a 16 × 16 grid, row by row.
    pub cells: Vec<[u8; 2]>,
    /// 0 to 4: which of the theme's wall colours; stable for an address.
    pub shade: u8,
}
