//! What pages of each kind have of their own.

use super::{Present, clause::status, day};
use crate::base::PageId;
use crate::document::{Occasion, Role};
use crate::site::route;
use crate::theme::view::{
    ActivityView, CampaignView, EventView, ExplainerView, LinkView, MaterialView, PlaceView, PolicyView,
    PropertyView, QuestionView,
};

impl Present<'_> {
    pub(super) fn campaign(&self, page: PageId) -> CampaignView {
        let kind_fields = &self.site.pages[page].document.kind_fields;
        let period = kind_fields.occasions.iter().find(|occasion| occasion.whole);
        let own = kind_fields
            .occasions
            .iter()
            .filter(|occasion| !occasion.whole)
            .map(|occasion| self.activity(occasion, None));
        let events = self.inbound(page, Role::PartOf).flat_map(|event| {
            let occasions = &self.site.pages[event].document.kind_fields.occasions;
            occasions
                .iter()
                .filter(|occasion| occasion.whole)
                .map(move |occasion| self.activity(occasion, Some(event)))
        });
        let mut activities: Vec<ActivityView> = own.chain(events).collect();
        activities.sort_by_key(|activity| {
            activity
                .start
                .as_ref()
                .map_or_else(|| "9".to_owned(), |start| start.iso.clone())
        });
        CampaignView {
            emblem: self.emblem(page),
            slogans: kind_fields
                .slogans
                .iter()
                .map(|slogan| self.site.fill(&slogan.value))
                .collect(),
            start: period.and_then(|period| period.start).map(day),
            end: period.and_then(|period| period.end).map(day),
            organisers: kind_fields.said("organisers").to_vec(),
            basis: self.clause_views(page, &[Role::Basis]),
            activities,
            materials: kind_fields
                .files
                .iter()
                .filter_map(|offered| self.material(page, offered))
                .collect(),
            leaflet: self.published(&route::leaflet(&self.site.pages[page].address)),
        }
    }

    fn inbound(&self, page: PageId, role: Role) -> impl Iterator<Item = PageId> {
        self.site.pages[page]
            .inbound
            .iter()
            .filter(move |(found, ..)| *found == role)
            .map(|(_, from, _)| *from)
    }

    fn activity(&self, occasion: &Occasion, page: Option<PageId>) -> ActivityView {
        let title = match (&occasion.title, page) {
            (Some(title), _) => self.site.fill(&title.value),
            (None, Some(page)) => self.site.title(page),
            (None, None) => String::new(),
        };
        ActivityView {
            title,
            href: page.map(|page| self.site.href(page)),
            start: occasion.start.map(day),
            end: occasion.end.map(day),
            repeat: occasion.repeat.as_deref().map(repeat),
            place: occasion.place.clone(),
            contact: occasion.contact.clone(),
        }
    }

    fn material(&self, page: PageId, offered: &crate::document::Offered) -> Option<MaterialView> {
        let target = self.site.target_of(page, &offered.file.value)?;
        let file = self.site.files.get(&target);
        let format = match file {
            Some(_) => target
                .rsplit_once('.')
                .map(|(_, end)| end.to_ascii_uppercase())
                .unwrap_or_default(),
            None => String::new(),
        };
        Some(MaterialView {
            title: offered.title.clone(),
            href: self.site.config.href(&target),
            format,
            size: file.map(|file| size(file.size)).unwrap_or_default(),
        })
    }

    pub(super) fn policy(&self, page: PageId) -> PolicyView {
        let document = &self.site.pages[page].document;
        let kind_fields = &document.kind_fields;
        let said = |name: &str| kind_fields.said(name).first().cloned();
        let moment = |name: &str| kind_fields.moment(name).map(day);
        let title = document.front.title.as_ref().map(|title| title.value.clone());
        let number = said("number");
        PolicyView {
            issuer: said("issuer"),
            issued: moment("issued"),
            effective: moment("effective"),
            status: kind_fields.standing.map(status),
            recipients: said("recipients"),
            replaces: self.policy_links(page, Role::Replaces),
            replaced_by: self.policy_links(page, Role::ReplacedBy),
            names: kind_fields
                .names
                .iter()
                .map(|name| name.value.clone())
                .filter(|name| Some(name) != title.as_ref() && Some(name) != number.as_ref())
                .collect(),
            source_url: said("source_url")
                .filter(|url| url.starts_with("http://") || url.starts_with("https://")),
            clauses: self.clause_tree(page),
            number,
        }
    }

    /// Policies in a role: links to those this site holds, names of the others.
    fn policy_links(&self, page: PageId, role: Role) -> Vec<LinkView> {
        let at = &self.site.pages[page];
        at.document
            .kind_fields
            .relations
            .iter()
            .filter(|relation| relation.role == role)
            .map(|relation| match self.site.cited(page, &relation.to.value) {
                Some(target) => self.link(target),
                None => LinkView {
                    title: relation.to.value.clone(),
                    href: String::new(),
                },
            })
            .collect()
    }

    pub(super) fn explainer(&self, page: PageId) -> ExplainerView {
        ExplainerView {
            explains: self.clause_views(page, &[Role::Explains]),
        }
    }

    pub(super) fn question(&self, page: PageId) -> QuestionView {
        QuestionView {
            answers: self.clause_views(page, &[Role::SlotContents]),
        }
    }

    pub(super) fn event(&self, page: PageId) -> EventView {
        let at = &self.site.pages[page];
        let occasion = at
            .document
            .kind_fields
            .occasions
            .iter()
            .find(|occasion| occasion.whole);
        EventView {
            start: occasion.and_then(|occasion| occasion.start).map(day),
            end: occasion.and_then(|occasion| occasion.end).map(day),
            repeat: occasion
                .and_then(|occasion| occasion.repeat.as_deref())
                .map(repeat),
            place: occasion.and_then(|occasion| occasion.place.clone()),
            contact: occasion.and_then(|occasion| occasion.contact.clone()),
            campaign: at
                .bonds
                .iter()
                .find(|bond| bond.role == Role::PartOf)
                .map(|bond| self.link(bond.page)),
        }
    }

    pub(super) fn place(&self, page: PageId) -> PlaceView {
        let kind_fields = &self.site.pages[page].document.kind_fields;
        let said = |name: &str| kind_fields.said(name).first().cloned();
        PlaceView {
            category: said("category"),
            address: said("address"),
            phones: kind_fields.said("phones").to_vec(),
            hours: said("hours"),
            coordinates: said("coordinates"),
        }
    }

    /// The kind's own fields as terms with their texts.
    pub(super) fn particulars(&self, page: PageId) -> Vec<PropertyView> {
        let kind_fields = &self.site.pages[page].document.kind_fields;
        kind_fields
            .particulars
            .iter()
            .map(|particular| {
                let text = particular.texts.join("、");
                let link = text.starts_with("https://") || text.starts_with("http://");
                PropertyView {
                    name: particular.name.clone(),
                    label: self.say(&self.site.pages[page].document.language, &particular.label),
                    href: link.then(|| text.clone()),
                    text,
                }
            })
            .collect()
    }
}

fn repeat(word: &str) -> String {
    match word {
        "yearly" => "每年",
        "monthly" => "每月",
        _ => "每周",
    }
    .to_owned()
}

fn size(bytes: u64) -> String {
    #[allow(clippy::cast_precision_loss)]
    let bytes = bytes as f64;
    if bytes < 1024.0 * 1024.0 {
        format!("{:.0} KB", (bytes / 1024.0).max(1.0))
    } else {
        format!("{:.1} MB", bytes / 1024.0 / 1024.0)
    }
}
