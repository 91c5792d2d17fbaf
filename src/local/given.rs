//! What was given for a site that is there already, and how its files say otherwise.

use super::fork::{ForkOptions, facts_of, local_fact, region, with_field};
use super::{FileChange, LayerResolver};
use crate::base::{Fault, Level};
use crate::config::{self, Config};
use crate::fact::{self, FactEntry, FactTable, LayerFacts};
use crate::message;
use crate::source;
use crate::yaml::plain_or_quoted;
use std::path::Path;
use std::sync::Arc;

/// A field or a fact that a site's files say otherwise than was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `name`, `region`, `url`, a field of `brand`, or the name of a fact.
    pub what: String,
    /// What was given.
    pub given: String,
    /// What the files say; `None` when they say nothing yet.
    pub now: Option<String>,
    /// Its place is as `fork` left it, so that it can be filled in.
    pub can_fill: bool,
}

/// How a site's files differ from what was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// All of them.
    pub all: Vec<Difference>,
    /// The files with what can be filled in.
    pub files: Vec<FileChange>,
}

/// Compares what was given with the files of the site in a folder. What its authors wrote is never in the changes.
pub fn differences(root: &Path, wanted: &ForkOptions<'_>) -> Result<Differences, Fault> {
    let mut told = Vec::new();
    let climb = LayerResolver {
        root,
        names_from: root,
        url: None,
        own_texts: None,
        allow_cached: false,
    };
    let chain = climb.resolve(&mut told)?;
    if let Some(wrong) = told.into_iter().find(|told| told.level == Level::Error) {
        return Err(Fault::new(wrong.message));
    }
    let mut found = Differences::default();
    let site = text(root, config::FILE)?;
    let filled = fields(&chain.layers[0].config, wanted, &site, &mut found.all)?;
    found.note(config::FILE, &site, filled);
    let layers = chain.fact_table(&mut Vec::new()).layers;
    let (own, above): (Vec<_>, Vec<_>) = layers.into_iter().partition(|layer| layer.layer == 0);
    // The unit of a bare number is the upstream's: a fact that is still to be filled in here has none.
    let book = FactTable { layers: above };
    let facts = text(root, fact::FILE)?;
    let filled = values(own.first(), &facts_of(&book, wanted), &facts, &mut found.all);
    found.note(fact::FILE, &facts, filled);
    Ok(found)
}

impl Differences {
    fn note(&mut self, file: &str, before: &str, text: String) {
        if text != before {
            self.files.push(FileChange {
                file: file.to_owned(),
                text,
                keep_former: true,
            });
        }
    }
}

/// A file of the site; empty when there is none.
fn text(root: &Path, name: &str) -> Result<String, Fault> {
    let Ok(bytes) = std::fs::read(root.join(name)) else {
        return Ok(String::new());
    };
    let file: Arc<str> = name.into();
    source::decode(&file, bytes).map_err(|told| Fault::new(told.message))
}

/// The text of site.yaml with the fields that it does not say yet.
fn fields(
    config: &Config,
    wanted: &ForkOptions<'_>,
    site: &str,
    all: &mut Vec<Difference>,
) -> Result<String, Fault> {
    let (_, place) = region(wanted.region)?;
    let said = config.speaks_for().map(|region| region.name.as_str());
    for (what, given, now) in [
        ("name", wanted.name, Some(config.name.as_str())),
        ("region", place, said),
    ] {
        if now != Some(given) {
            all.push(Difference {
                what: what.to_owned(),
                given: given.to_owned(),
                now: now.map(str::to_owned),
                can_fill: false,
            });
        }
    }
    let mut text = site.to_owned();
    for (field, given) in wanted.fields {
        let now = field_of(config, field);
        let same = |now: &String| now.trim_end_matches('/') == given.trim_end_matches('/');
        if now.as_ref().is_some_and(same) {
            continue;
        }
        let filled = now
            .is_none()
            .then(|| with_field(&text, field, given))
            .filter(|filled| says(filled, field, given));
        all.push(Difference {
            what: (*field).to_owned(),
            given: given.clone(),
            now,
            can_fill: filled.is_some(),
        });
        text = filled.unwrap_or(text);
    }
    Ok(text)
}

/// Whether a site.yaml can be read and says this.
fn says(text: &str, field: &str, given: &str) -> bool {
    let mut told = Vec::new();
    let config = config::read(&config::FILE.into(), text, None, &mut told);
    let wrong = told.iter().any(|told| told.level == Level::Error);
    let said = field_of(&config, field);
    !wrong && said.is_some_and(|said| said.trim_end_matches('/') == given.trim_end_matches('/'))
}

/// What site.yaml says in a field that a table may have.
fn field_of(config: &Config, field: &str) -> Option<String> {
    let brand = &config.brand;
    match field {
        "url" => config
            .has_url()
            .then(|| config.absolute(&config.href("")).as_str().to_owned()),
        "organiser" => brand.organiser.clone(),
        "phone" => brand.phone.clone(),
        "email" => brand.email.clone(),
        "address" => brand.address.clone(),
        "icp" => brand.icp.clone(),
        "police" => brand.police.clone(),
        _ => None,
    }
}

/// The text of facts.yaml with the values that stand as `fork` left them, or not at all.
fn values(
    own: Option<&LayerFacts>,
    given: &[(String, String)],
    facts: &str,
    all: &mut Vec<Difference>,
) -> String {
    let mut text = facts.to_owned();
    for (name, fields) in given {
        let line = format!("{}: {{{fields}}}\n", plain_or_quoted(name));
        let Some(wanted) = first_entry(&line, name) else {
            continue;
        };
        let now = own.and_then(|own| own.fact(name)).map(|fact| &fact.entries[..]);
        let same = |entry: &FactEntry| entry.value == wanted.value && entry.unit == wanted.unit;
        if now.is_some_and(|entries| entries.iter().any(same)) {
            continue;
        }
        let filled = match now {
            None => Some(format!("{}\n{line}", with_end(&text))),
            Some(_) => without_local(&text, name).map(|(before, after)| format!("{before}{line}{after}")),
        };
        let said = now.and_then(|entries| entries.iter().find(|entry| entry.value.is_some()));
        all.push(Difference {
            what: name.clone(),
            given: wanted.text(),
            now: said.map(FactEntry::text),
            can_fill: filled.is_some(),
        });
        text = filled.unwrap_or(text);
    }
    text
}

/// The text before and behind a fact as `fork` leaves it: its name, and that it is local.
fn without_local<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let (head, local) = local_fact(name);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let behind = &text[at + line.len()..];
        let comment = line.strip_prefix(&*head).map(str::trim);
        if comment.is_some_and(|rest| rest.is_empty() || rest.starts_with('#')) {
            let after = behind.strip_prefix(local)?;
            // Whatever else its author wrote for it stays.
            return (!after.starts_with(' ')).then_some((&text[..at], after));
        }
        at += line.len();
    }
    None
}

fn with_end(text: &str) -> String {
    let end = if text.is_empty() || text.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    format!("{text}{end}")
}

/// What a line of facts.yaml means.
fn first_entry(line: &str, name: &str) -> Option<FactEntry> {
    let file: Arc<str> = fact::FILE.into();
    let nation = config::read(&config::FILE.into(), "", None, &mut Vec::new()).region;
    let read = fact::read(&file, line, 0, nation);
    read.fact(name).and_then(|fact| fact.entries.first().cloned())
}

impl Difference {
    /// It in a few words.
    pub fn words(&self) -> crate::base::Message {
        let Self { what, given, now, .. } = self;
        match now {
            Some(now) => message!(
                "{what} 表格是“{given}”，站里是“{now}”",
                "{what} is `{given}` in the table and `{now}` in the site"
            ),
            None => message!(
                "{what} 表格是“{given}”，站里没有写",
                "{what} is `{given}` in the table, and the site does not say it"
            ),
        }
    }
}
