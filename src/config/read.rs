//! Reading site.yaml field by field: what each may be, and what is said of one that is wrong.

use super::address::split_url;
use super::{Brand, Config, DeploySettings, FILE, MenuConfig, Profile, Region, RuleLevel};
use super::{deploy, extends, limits, signoff};
use crate::base::{Diagnostic, Language, Level, Span};
use crate::message;
use crate::rule;
use crate::yaml::{self, FIELD_WRONG, Fields, Spanned, YamlValue};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

rule! { URL_MISSING = "url-missing", Site, Warning, adjustable: true;
    means "site.yaml 没有写 `url`", "There is no `url` in site.yaml";
    mend "发布前加一行 `url: https://…`", "Add a line `url: https://…` before publishing";
}

rule! { URL_WRONG = "url-wrong", Site, Error, adjustable: false;
    means "`url` 不是网址", "`url` is no web address";
    mend "写成 `https://example.org/` 或 `https://example.org/子目录/`", "Write `https://example.org/` or `https://example.org/folder/`";
}

/// Reads site.yaml. `url` replaces the one written there. Even of a broken file there comes a
/// configuration, so that the rest can be looked at; it is the report that says whether to publish.
pub fn read(file: &Arc<str>, text: &str, url: Option<&str>, report: &mut Vec<Diagnostic>) -> Config {
    let node = yaml::read(file, text, 0..text.len(), report);
    let broken = node.is_none();
    let node = node.unwrap_or(yaml::YamlNode::new(0..0, YamlValue::Null));
    let mut fields = Fields::new(file, node);
    let mut said = fields.keys();
    said.extend(url.map(|_| "url".to_owned()));
    let config = Config {
        present_keys: said,
        ..config(&mut fields, url)
    };
    if !broken {
        report.extend(fields.finish());
    }
    config
}

fn config(fields: &mut Fields, url: Option<&str>) -> Config {
    fields.printed(&["name"]);
    let name = fields.required("name").map(|name| name.value).unwrap_or_default();
    let (origin, base) = address(fields, url);
    let trusted_html = fields.choice("raw_html", &[("sanitised", false), ("trusted", true)]);
    let profile = fields.choice("profile", &Profile::ALL.map(|one| (one.word(), one)));
    let (limits, thresholds) = limits::read(fields);
    // Where a site is sent changes nothing of it, so it is no part of what is remembered.
    deploy::read(fields);
    Config {
        name,
        origin,
        base,
        language: language(fields),
        languages: languages(fields),
        region: region(fields),
        profile: profile.unwrap_or(Profile::Association),
        theme: theme(fields),
        brand: brand(fields),
        menu: menu(fields),
        extends: extends::read(fields),
        hide: fields.texts("hide"),
        localities: fields.texts("localities"),
        synonyms: synonyms(fields),
        rules: rules(fields),
        signoff: signoff::read(fields),
        trusted_html: trusted_html.unwrap_or(false),
        search: fields.flag("search").unwrap_or(true),
        offline: fields.flag("offline").unwrap_or(false),
        images: images(fields),
        limits,
        thresholds,
        file: fields.file().clone(),
        present_keys: BTreeSet::new(),
        is_folder: false,
        is_unaddressed: false,
    }
}

/// Widths of photos: of a small phone, of a large one, of a screen.
const WIDTHS: [u32; 3] = [480, 960, 1600];

/// `images: false`, or `images: {widths: […]}`.
fn images(fields: &mut Fields) -> Vec<u32> {
    let usual = WIDTHS.to_vec();
    let Some(node) = fields.node("images") else {
        return usual;
    };
    match node.value {
        YamlValue::Flag(true, _) => return usual,
        YamlValue::Flag(false, _) => return Vec::new(),
        _ => {}
    }
    let mut map = Fields::new(fields.file(), node);
    let Some(widths) = map.node("widths") else {
        fields.merge_errors(map.finish());
        return usual;
    };
    let found = if let YamlValue::List(items) = &widths.value {
        items.iter().map(|item| width(&item.value)).collect()
    } else {
        None
    };
    let found: Option<BTreeSet<u32>> = found.filter(|found: &BTreeSet<u32>| (1..=8).contains(&found.len()));
    if found.is_none() {
        map.error(
            &widths.at,
            message!(
                "widths 是一至八个宽度，每个 100 至 4000，如 [480, 960, 1600]",
                "`widths` takes one to eight widths of 100 to 4000, like [480, 960, 1600]"
            ),
        );
    }
    fields.merge_errors(map.finish());
    found.map_or(usual, |found| found.into_iter().collect())
}

fn width(value: &YamlValue) -> Option<u32> {
    let YamlValue::Number(_, written) = value else {
        return None;
    };
    written.parse().ok().filter(|width| (100..=4000).contains(width))
}

fn language(fields: &mut Fields) -> Language {
    let written = fields.text("language");
    written
        .and_then(|word| tag(fields, &word))
        .unwrap_or_else(|| Language::new("zh-CN"))
}

fn languages(fields: &mut Fields) -> Vec<Language> {
    let written = fields.texts("languages");
    written.iter().filter_map(|word| tag(fields, word)).collect()
}

/// The language of a tag; one that is no tag is told with the one that is meant.
fn tag(fields: &mut Fields, written: &Spanned<String>) -> Option<Language> {
    let word = &written.value;
    if Language::is_tag(word) {
        return Some(Language::new(word));
    }
    let place = Span::new(fields.file(), written.at.clone());
    let message = message!("“{word}”不是语言的代码", "`{word}` is no language tag");
    let hint = match Language::meant(word) {
        Some(tag) => message!("写成 {tag}", "write {tag}"),
        None => message!(
            "写成 zh-CN、zh-Hant、en、ug、bo 这样",
            "write it like zh-CN, zh-Hant, en, ug or bo"
        ),
    };
    fields.push(Diagnostic::new(&FIELD_WRONG, place, message).hint(hint));
    None
}

fn menu(fields: &mut Fields) -> Option<MenuConfig> {
    let entries = fields.texts("menu");
    let file = fields.file().clone();
    (!entries.is_empty()).then_some(MenuConfig { file, entries })
}

fn address(fields: &mut Fields, url: Option<&str>) -> (String, String) {
    let local = || ("http://localhost".to_owned(), "/".to_owned());
    let written = fields.text("url");
    if let Some(url) = url {
        return split_url(url).unwrap_or_else(local);
    }
    match written {
        Some(written) => split_url(&written.value).unwrap_or_else(|| {
            let place = Span::new(fields.file(), written.at);
            let url = written.value;
            fields.push(
                Diagnostic::new(&URL_WRONG, place, message!("不是网址：{url}", "not a URL: {url}")).hint(
                    message!(
                        "写成 https://example.org/ 或 https://example.org/子目录/",
                        "write https://example.org/ or https://example.org/folder/"
                    ),
                ),
            );
            local()
        }),
        None => {
            let place = Span::new(fields.file(), fields.at());
            fields.push(
                Diagnostic::new(
                    &URL_MISSING,
                    place,
                    message!(
                        "没有写 url，先用 http://localhost/",
                        "no `url`, so http://localhost/ is used"
                    ),
                )
                .hint(message!(
                    "发布前加一行 url: https://…",
                    "add a line `url: https://…` before publishing"
                )),
            );
            local()
        }
    }
}

/// The base path of the site in a folder, for the preview; `/` when it cannot be read.
pub fn base_path(root: &Path) -> String {
    written(root).0.base
}

/// Whether site.yaml in a folder says where the site is published, in a way that can be read.
pub fn says_address(root: &Path) -> bool {
    let (config, report) = written(root);
    config.has_url() && !report.iter().any(|wrong| wrong.breaks(&URL_WRONG))
}

/// Where the site in a folder is published: the URL of its home page; `None` when site.yaml does not say.
pub fn home_url(root: &Path) -> Option<String> {
    let (config, _) = written(root);
    config
        .has_url()
        .then(|| config.absolute(&config.href("")).as_str().to_owned())
}

/// Where the text of a site.yaml says that the site is sent. What is wrong with it elsewhere is told when the site is built.
pub fn deploy_settings(text: &str, report: &mut Vec<Diagnostic>) -> DeploySettings {
    let file = FILE.into();
    let Some(mut node) = yaml::read(&file, text, 0..text.len(), report) else {
        return DeploySettings::default();
    };
    if let YamlValue::Map(pairs) = &mut node.value {
        pairs.retain(|(key, ..)| key == "deploy");
    }
    let mut fields = Fields::new(&file, node);
    let settings = deploy::read(&mut fields);
    report.extend(fields.finish());
    settings
}

fn written(root: &Path) -> (Config, Vec<Diagnostic>) {
    let text = std::fs::read_to_string(root.join(FILE)).unwrap_or_default();
    let mut report = Vec::new();
    (read(&FILE.into(), &text, None, &mut report), report)
}

fn region(fields: &mut Fields) -> Region {
    let nation = Region {
        code: "000000".to_owned(),
        name: "全国".to_owned(),
    };
    let Some(mut map) = fields.map("region") else {
        return nation;
    };
    map.printed(&["name"]);
    let code = map.required("code");
    let name = map.required("name");
    if let Some(code) = &code
        && !(code.value.len() == 6 && code.value.bytes().all(|b| b.is_ascii_digit()))
    {
        map.error(
            &code.at,
            message!(
                "行政区划代码是六位数字，要加引号，如 \"310000\"",
                "a region code has six digits in quotes, like \"310000\""
            ),
        );
    }
    fields.merge_errors(map.finish());
    Region {
        code: code.map_or(nation.code, |code| code.value),
        name: name.map_or(nation.name, |name| name.value),
    }
}

fn theme(fields: &mut Fields) -> String {
    let Some(theme) = fields.text("theme") else {
        return "wanjia".to_owned();
    };
    if theme.value.contains(['/', '\\']) || !crate::base::path::is_plain(&theme.value) {
        fields.error(
            &theme.at,
            message!(
                "theme 是 themes/ 里一个文件夹的名字",
                "`theme` is the name of a folder in themes/"
            ),
        );
        return "wanjia".to_owned();
    }
    theme.value
}

fn brand(fields: &mut Fields) -> Brand {
    let Some(mut map) = fields.map("brand") else {
        return Brand::default();
    };
    map.printed(&[
        "slogan",
        "organiser",
        "phone",
        "email",
        "address",
        "icp",
        "police",
        "site_id",
    ]);
    let mut text = |key| {
        map.text(key)
            .map(|text| text.value)
            .filter(|text| !text.trim().is_empty())
    };
    let brand = Brand {
        slogan: text("slogan"),
        organiser: text("organiser"),
        phone: text("phone"),
        email: text("email"),
        address: text("address"),
        icp: text("icp"),
        police: text("police"),
        site_id: text("site_id"),
        color: None,
        logo: map.text("logo"),
    };
    let color = map.text("color").and_then(|color| {
        let hex = color.value.strip_prefix('#').unwrap_or("");
        if matches!(hex.len(), 3 | 6) && hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            let digits = hex.to_ascii_lowercase();
            let twice = |c: char| [c, c];
            let full = if digits.len() == 3 {
                digits.chars().flat_map(twice).collect()
            } else {
                digits
            };
            return Some(format!("#{full}"));
        }
        map.error(
            &color.at,
            message!(
                "颜色写成 \"#b3261e\" 这样，要加引号",
                "a colour is written \"#b3261e\", in quotes"
            ),
        );
        None
    });
    fields.merge_errors(map.finish());
    Brand { color, ..brand }
}

fn synonyms(fields: &mut Fields) -> BTreeMap<String, Vec<String>> {
    let Some(mut map) = fields.map("synonyms") else {
        return BTreeMap::new();
    };
    let mut out = BTreeMap::new();
    for (word, at, node) in map.rest() {
        let words = match node.value {
            YamlValue::Text(one) => Some(vec![one]),
            YamlValue::List(items) => items
                .into_iter()
                .map(|item| {
                    if let YamlValue::Text(word) = item.value {
                        Some(word)
                    } else {
                        None
                    }
                })
                .collect(),
            _ => None,
        };
        match words {
            Some(words) => drop(out.insert(word, words)),
            None => map.error(
                &at,
                message!(
                    "同义词写成列表，如 彩礼: [聘礼, 财礼]",
                    "synonyms are a list, like 彩礼: [聘礼, 财礼]"
                ),
            ),
        }
    }
    fields.merge_errors(map.finish());
    out
}

fn rules(fields: &mut Fields) -> Vec<RuleLevel> {
    let Some(mut map) = fields.map("rules") else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (value, at, node) in map.rest() {
        let level = match &node.value {
            YamlValue::Text(word) if word == "error" => Some(Level::Error),
            YamlValue::Text(word) if word == "warning" => Some(Level::Warning),
            // YAML 1.1 readers take a bare `off` for false.
            YamlValue::Text(word) if word == "off" => None,
            YamlValue::Flag(false, _) => None,
            _ => {
                map.error(
                    &node.at,
                    message!("只能写 error、warning 或 off", "it is error, warning or off"),
                );
                continue;
            }
        };
        out.push(RuleLevel {
            code: Spanned { value, at },
            level,
        });
    }
    fields.merge_errors(map.finish());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_site_yaml() {
        let seeds = fuzz::golden(|path| path.ends_with("site.yaml"));
        fuzz::fuzz("site_yaml", &seeds, |input| {
            let text = String::from_utf8_lossy(input);
            read(&"site.yaml".into(), &text, None, &mut Vec::new());
        });
    }
}
