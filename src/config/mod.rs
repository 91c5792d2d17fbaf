//! site.yaml: who publishes, for which region, on top of which upstream site.
//!
//! In goes the text of site.yaml, out comes a [`Config`] and a diagnostic for all that is wrong with it.
//!
//! Not here: which sites there are above this one (`overlay`).

mod address;
mod deploy;
mod extends;
mod limits;
mod read;
mod signoff;

pub use address::split_url;
pub use deploy::{DeploySettings, has_password, read as deploy_of};
pub use extends::Extends;
pub use limits::{TemplateLimits, Thresholds};
pub use read::{URL_MISSING, URL_WRONG};
pub use read::{base_path, deploy_settings, home_url, read, says_address};
pub use signoff::SignoffDemand;

use crate::base::{AbsoluteUrl, Href, Language, Level};
use crate::yaml::Spanned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The name of the file.
pub const FILE: &str = "site.yaml";

/// A region: GB/T 2260 code and name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Region {
    /// Six digits; the nation is `000000`.
    pub code: String,
    /// e.g. `上海市`.
    pub name: String,
}

/// Which identity and inspection rules bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Profile {
    /// An association: a 群团组织.
    Association,
    /// A government site.
    Gov,
}

impl Profile {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Association, Self::Gov];

    /// How site.yaml says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Association => "association",
            Self::Gov => "gov",
        }
    }
}

/// Who we are; never inherited.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brand {
    /// `#rrggbb`.
    pub color: Option<String>,
    /// Path of the logo.
    pub logo: Option<Spanned<String>>,
    /// Slogan.
    pub slogan: Option<String>,
    /// 主办单位.
    pub organiser: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// ICP 备案号.
    pub icp: Option<String>,
    /// 公安备案号.
    pub police: Option<String>,
    /// 网站标识码.
    pub site_id: Option<String>,
}

/// The level that a site sets for a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleLevel {
    /// Code of the rule, as it is written.
    pub code: Spanned<String>,
    /// `None` is off.
    pub level: Option<Level>,
}

/// site.yaml as it is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// Name of the site.
    pub name: String,
    /// Scheme and host without a slash at the end: `https://example.org`.
    pub origin: String,
    /// Base path with a slash at both ends: `/`, `/jsx/`.
    pub base: String,
    /// Its own language.
    pub language: Language,
    /// Further languages.
    pub languages: Vec<Language>,
    /// Whose rules its facts are; the nation's while site.yaml does not say, see [`Config::speaks_for`].
    pub region: Region,
    /// Profile.
    pub profile: Profile,
    /// Name of the theme.
    pub theme: String,
    /// Who we are.
    pub brand: Brand,
    /// Sections of the menu; `None` is the top sections by weight.
    pub menu: Option<MenuConfig>,
    /// Its upstream.
    pub extends: Option<Spanned<Extends>>,
    /// Upstream pages that it leaves out: patterns of content paths.
    pub hide: Vec<Spanned<String>>,
    /// Folders of sites further down whose facts it compares.
    pub localities: Vec<Spanned<String>>,
    /// Search synonyms.
    pub synonyms: BTreeMap<String, Vec<String>>,
    /// Levels that it sets for rules.
    pub rules: Vec<RuleLevel>,
    /// Signatures that pages must bear before they are published.
    pub signoff: Vec<SignoffDemand>,
    /// Thresholds of inspection.
    pub thresholds: Thresholds,
    /// Raw HTML is passed through.
    pub trusted_html: bool,
    /// The site has a search page.
    pub search: bool,
    /// Pages that a reader has seen open without a network.
    pub offline: bool,
    /// Widths in which pages show photos, in pixels, narrow to wide; empty when they stay as they are.
    pub images: Vec<u32>,
    /// What templates of a site above may cost.
    pub limits: TemplateLimits,
    /// Where it was read from.
    pub file: Arc<str>,
    /// Keys that are there.
    present_keys: BTreeSet<String>,
    /// It will be opened from a folder: nothing of it can be installed.
    pub is_folder: bool,
    /// It will be opened from a folder and nobody has said where it is published: nothing tells its address.
    pub is_unaddressed: bool,
}

/// The menu and whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MenuConfig {
    /// The site.yaml that says it.
    pub file: Arc<str>,
    /// Content paths.
    pub entries: Vec<Spanned<String>>,
}

impl Config {
    /// The region that the site says it speaks for.
    pub fn speaks_for(&self) -> Option<&Region> {
        self.present_keys.contains("region").then_some(&self.region)
    }

    /// What it is on top of an upstream site: theme, menu, languages and synonyms are inherited; who it is,
    /// where, and by which rules it is made is for every site itself to say.
    #[must_use]
    pub fn inherit_from(mut self, upstream: &Config) -> Self {
        let unsaid = |key: &str| !self.present_keys.contains(key);
        if unsaid("theme") {
            self.theme.clone_from(&upstream.theme);
        }
        if unsaid("language") {
            self.language.clone_from(&upstream.language);
        }
        if unsaid("languages") {
            self.languages.clone_from(&upstream.languages);
        }
        if unsaid("menu") {
            self.menu.clone_from(&upstream.menu);
        }
        for (word, others) in &upstream.synonyms {
            let own = self.synonyms.entry(word.clone()).or_default();
            let new: Vec<String> = others
                .iter()
                .filter(|other| !own.contains(other))
                .cloned()
                .collect();
            own.extend(new);
        }
        let comes_down = ["theme", "language", "languages", "menu"];
        let said = comes_down
            .iter()
            .filter(|key| upstream.present_keys.contains(**key));
        self.present_keys.extend(said.map(|key| (*key).to_owned()));
        self
    }

    /// Whether it says where it is published.
    pub fn has_url(&self) -> bool {
        self.present_keys.contains("url")
    }

    /// The same for a site that is opened from a folder: links begin at its root, and what tells an address tells the
    /// one of the published site, if it has one.
    #[must_use]
    pub fn for_folder(mut self) -> Self {
        self.is_folder = true;
        self.offline = false;
        self.is_unaddressed = !self.has_url();
        self.origin.push_str(self.base.trim_end_matches('/'));
        self.base = "/".to_owned();
        self
    }

    /// The absolute URL of an address that begins with the base path; empty for a site without any.
    pub fn absolute(&self, href: &Href) -> AbsoluteUrl {
        if self.is_unaddressed {
            return AbsoluteUrl::default();
        }
        AbsoluteUrl::new(&self.origin, href)
    }

    /// A path in the output (`a/b/`) as an address with the base path, percent-encoded.
    pub fn href(&self, path: &str) -> Href {
        Href::new(&self.base, path)
    }
}

/// The nearest folder with a site.yaml, here or above.
pub fn find_root(from: &Path) -> Option<PathBuf> {
    let from = from.canonicalize().ok()?;
    from.ancestors()
        .find(|folder| folder.join(FILE).is_file())
        .map(Path::to_path_buf)
}
