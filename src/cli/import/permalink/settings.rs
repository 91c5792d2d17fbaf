//! Settings of other generators.

use crate::import;
use serde_json::Value as Json;
use std::fs;
use std::path::Path;

/// Settings are no longer, in bytes.
const LONGEST: u64 = 1 << 20;

/// The settings of Jekyll and Hexo.
const YAML: &str = "_config.yml";

/// The settings of Hugo, from the folder above `content/`.
const HUGO: [&str; 12] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
    "config/_default/hugo.yaml",
    "config/_default/config.toml",
    "config/_default/config.yaml",
];

/// What the settings of a site say.
#[derive(Default)]
pub struct Settings {
    fields: Vec<(String, Json)>,
    /// Their file is there and cannot be read: what they say nobody knows.
    pub are_broken: bool,
}

impl Settings {
    /// Those of Hexo or Jekyll; empty when there are none.
    pub fn yaml(site: &Path) -> Self {
        read(&site.join(YAML)).unwrap_or_default()
    }

    /// Those of Hugo; `None` when there are none.
    pub fn hugo(site: &Path) -> Option<Self> {
        let mut settings = HUGO.iter().find_map(|name| read(&site.join(name)))?;
        let apart = ["toml", "yaml"]
            .iter()
            .find_map(|ending| read(&site.join("config/_default").join(format!("permalinks.{ending}"))));
        if let Some(apart) = apart {
            let fields = Json::Object(apart.fields.into_iter().collect());
            settings.fields.push(("permalinks".to_owned(), fields));
            settings.are_broken |= apart.are_broken;
        }
        Some(settings)
    }

    /// What a setting says; names are in lower case for Hugo, which does not mind.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let field = self.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value).filter(|value| !value.is_null())
    }

    /// The words of a setting; empty when it says none.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Json::as_str).unwrap_or_default()
    }

    /// Whether a setting is `true`.
    pub fn is(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.as_bool() == Some(true) || value.as_str() == Some("true"))
    }
}

fn read(file: &Path) -> Option<Settings> {
    let about = fs::metadata(file).ok().filter(fs::Metadata::is_file)?;
    let text = (about.len() <= LONGEST)
        .then(|| fs::read_to_string(file).ok())
        .flatten();
    let fields = text.and_then(|text| import::settings(&file.to_string_lossy(), &text));
    Some(Settings {
        // An empty file says nothing, and is not broken for it.
        are_broken: fields.is_none() && about.len() > 0,
        fields: fields.unwrap_or_default(),
    })
}

/// Whether the settings of Hexo or Jekyll are in a folder.
pub fn has_yaml(site: &str) -> bool {
    Path::new(site).join(YAML).is_file()
}

/// The nearest folder at or above one that has the settings of Jekyll.
pub fn nearest(folder: &str) -> Option<&str> {
    let mut folder = folder;
    while !folder.is_empty() {
        if has_yaml(folder) {
            return Some(folder);
        }
        folder = folder.rsplit_once('/')?.0;
    }
    None
}
