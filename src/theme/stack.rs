//! Which file of which layer stands for a name: the site's own first, the built-in theme last.

use super::{RenderLog, Theme, bounds, errors::TemplateSources, feature, paint, settings, words};
use crate::base::{Diagnostic, Fingerprint, Language, OutputPath, Span, Translations, phone};
use crate::config::{Config, TemplateLimits};
use crate::message;
use crate::theme::TEMPLATE_MISSING;
use include_dir::{Dir, include_dir};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};
use tera::{Kwargs, State, Tera, Value};

/// The theme that comes with the program.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// A file of a theme.
#[derive(Debug, Clone)]
pub struct ThemeFile {
    /// As people name it: `themes/wanjia/templates/page.html`.
    pub file: Arc<str>,
    /// Path inside the theme's folder: `templates/page.html`.
    pub inner: String,
    /// What is in it.
    pub bytes: Cow<'static, [u8]>,
    /// Of what is in it.
    pub fingerprint: Fingerprint,
    /// It is of a site above, whose authors are not this site's.
    pub foreign: bool,
}

/// A file that pages use.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Path in the output: `assets/style.0123abcd.css`.
    pub address: OutputPath,
    /// What is in it.
    pub bytes: Cow<'static, [u8]>,
    /// Of its bytes.
    pub fingerprint: Fingerprint,
}

/// The files of a theme that is built into the program; empty when there is none of this name.
pub fn built_in(theme: &str) -> Vec<ThemeFile> {
    static FILES: LazyLock<BTreeMap<String, Vec<ThemeFile>>> = LazyLock::new(|| {
        let themes = BUILT_IN.dirs().map(|dir| {
            let name = dir.path().to_string_lossy().into_owned();
            let mut files = Vec::new();
            collect(dir, &name, &mut files);
            files.sort_by(|a, b| a.inner.cmp(&b.inner));
            (name, files)
        });
        themes.collect()
    });
    FILES.get(theme).cloned().unwrap_or_default()
}

fn collect(dir: &Dir<'static>, theme: &str, files: &mut Vec<ThemeFile>) {
    for file in dir.files() {
        let full = file.path().to_string_lossy().replace('\\', "/");
        let inner = full
            .strip_prefix(&format!("{theme}/"))
            .unwrap_or(&full)
            .to_owned();
        files.push(ThemeFile {
            file: format!("（内置）themes/{full}").into(),
            inner,
            bytes: Cow::Borrowed(file.contents()),
            fingerprint: Fingerprint::of_bytes(file.contents()),
            foreign: false,
        });
    }
    for below in dir.dirs() {
        collect(below, theme, files);
    }
}

/// The prefix of a level in Tera; as long as `below/`, so that places in templates stay true.
fn prefix(level: usize) -> String {
    format!("lay{level:02}/")
}

impl Theme {
    /// Puts a theme together from its levels, nearest first.
    pub fn load(
        levels: Vec<Vec<ThemeFile>>,
        config: &Config,
        log: &Arc<RenderLog>,
        report: &mut Vec<Diagnostic>,
    ) -> Self {
        let (mut templates, mut sources) = templates(&levels, report);
        let words = words::read(&levels, report);
        let tongues = tongues(config, &words);
        let settings = settings::read(&levels, report);
        let complete = feature::check(&settings.features, &sources, report);
        let tera = compile(templates.clone(), levels.len(), &sources, report).filter(|_| complete);
        let limits = limits(&levels, config);
        let tera = match limits {
            Some(limits) if tera.is_some() => {
                templates = sources.count(limits, &templates);
                compile(templates.clone(), levels.len(), &sources, report)
            }
            _ => tera,
        };
        let in_tongue = |language: &Language| {
            let translated = templates
                .iter()
                .map(|(name, text)| (name.clone(), words::put_into(&words, language, text)));
            // What is wrong with a template has been told of the original.
            compile(translated.collect(), levels.len(), &sources, &mut Vec::new())
        };
        let translated = tongues
            .iter()
            .filter_map(|language| Some((language.clone(), in_tongue(language)?)))
            .collect();
        let files = levels.iter().flatten();
        let files: Vec<_> = files.map(|file| (&file.inner, file.fingerprint)).collect();
        let files = Fingerprint::of(&files);
        let assets = assets(&levels, config);
        let translated_assets = tongues
            .iter()
            .map(|language| (language.clone(), assets_in(language, &assets, &words)))
            .collect();
        let fingerprint = Fingerprint::join(&[files, Fingerprint::of(&(&config.brand, limits))]);
        Self {
            limits,
            log: log.clone(),
            files,
            components: components(&levels),
            statics: statics(&levels),
            features: settings.features,
            tera,
            translated,
            words: Arc::new(words),
            sources,
            fingerprint,
            options: Arc::new(Json::Object(settings.options)),
            assets,
            translated_assets,
        }
    }
}

/// What a page may cost, when a site above has written a template.
fn limits(levels: &[Vec<ThemeFile>], config: &Config) -> Option<TemplateLimits> {
    let foreign = levels.iter().flatten().any(ThemeFile::is_foreign_template);
    foreign.then_some(config.limits)
}

/// Templates of all levels, the nearest first, with the text that each has once `below/` is resolved; and where each was
/// read.
fn templates(
    levels: &[Vec<ThemeFile>],
    report: &mut Vec<Diagnostic>,
) -> (Vec<(String, String)>, TemplateSources) {
    let (mut templates, mut sources) = (Vec::new(), TemplateSources::default());
    for (level, files) in levels.iter().enumerate() {
        for file in files {
            let name = file.inner.strip_prefix("templates/");
            let Some(name) = name.filter(|name| name.ends_with(".html")) else {
                continue;
            };
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            let text = below(&text, level, levels, &file.file, report);
            let name = format!("{}{name}", prefix(level));
            sources.add(&name, &file.file, &text);
            templates.push((name, text));
        }
    }
    (templates, sources)
}

/// Languages of the site that the theme has words for.
fn tongues(config: &Config, words: &Translations) -> BTreeSet<Language> {
    let known = |language: &&Language| words.texts(language).is_some();
    std::iter::once(&config.language)
        .chain(&config.languages)
        .filter(known)
        .cloned()
        .collect()
}

/// Scripts and stylesheets whose words are others in a language.
fn assets_in(
    language: &Language,
    assets: &BTreeMap<String, Asset>,
    words: &Translations,
) -> BTreeMap<String, Asset> {
    let mut found = BTreeMap::new();
    for (name, asset) in assets {
        if !name.ends_with(".js") && !name.ends_with(".css") {
            continue;
        }
        let text = String::from_utf8_lossy(&asset.bytes);
        let translated = words::put_into(words, language, &text);
        if translated != text {
            found.insert(
                name.clone(),
                Asset::named(name, Cow::Owned(translated.into_bytes())),
            );
        }
    }
    found
}

impl ThemeFile {
    /// Whether a site above has written it and pages are made by it.
    fn is_foreign_template(&self) -> bool {
        self.foreign && self.inner.starts_with("templates/")
    }
}

impl Asset {
    fn named(name: &str, bytes: Cow<'static, [u8]>) -> Self {
        let fingerprint = Fingerprint::of_bytes(&bytes);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
        Self {
            address: OutputPath::at(&format!("assets/{stem}.{}.{extension}", &fingerprint.hex()[..10])),
            bytes,
            fingerprint,
        }
    }
}

/// `below/page.html` is the same template one level further down.
fn below(
    text: &str,
    level: usize,
    levels: &[Vec<ThemeFile>],
    file: &Arc<str>,
    report: &mut Vec<Diagnostic>,
) -> String {
    let mut out = text.to_owned();
    let mut at = 0;
    while let Some(found) = out[at..].find("\"below/").map(|found| at + found + 1) {
        at = found + "below/".len();
        if in_comment(&out, found) {
            continue;
        }
        let name = out[at..].split('"').next().unwrap_or("").to_owned();
        let inner = format!("templates/{name}");
        let next =
            (level + 1..levels.len()).find(|lower| levels[*lower].iter().any(|file| file.inner == inner));
        match next {
            Some(next) => out.replace_range(found..at, &prefix(next)),
            None => report.push(
                Diagnostic::new(
                    &TEMPLATE_MISSING,
                    Span::new(file, found..at + name.len()),
                    message!(
                        "下层没有 {name} 这个模板",
                        "there is no template {name} further down"
                    ),
                )
                .hint(message!(
                    "核对名称；below/ 只指同一主题的下一层",
                    "check the name; below/ is the same theme one layer further down"
                )),
            ),
        }
    }
    out
}

fn in_comment(text: &str, at: usize) -> bool {
    match (text[..at].rfind("{#"), text[..at].rfind("#}")) {
        (Some(open), Some(close)) => open > close,
        (Some(_), None) => true,
        _ => false,
    }
}

fn compile(
    templates: Vec<(String, String)>,
    levels: usize,
    sources: &TemplateSources,
    report: &mut Vec<Diagnostic>,
) -> Option<Tera> {
    let fresh = || {
        let mut tera = Tera::default();
        // Cannot fail: no template has been added yet.
        let _ = tera.set_fallback_prefixes((0..levels).map(prefix));
        bounds::register(&mut tera);
        tera.register_filter("phone_parts", |text: &str, _: Kwargs, _: &State| {
            Value::from_serializable(&phone::parts(text))
        });
        tera
    };
    let mut tera = fresh();
    let Err(error) = tera.add_raw_templates(templates.clone()) else {
        return (!templates.is_empty()).then_some(tera);
    };
    // One by one, so that every broken template is told at once.
    let before = report.len();
    for (name, text) in &templates {
        if let Err(error) = fresh().add_raw_template(name, text)
            && matches!(error.kind(), tera::ErrorKind::SyntaxError(_))
            && !sources.is_reference_problem(&error)
        {
            report.push(sources.explain(&error, name));
        }
    }
    if report.len() == before {
        // That nothing is further down has been told by `below`.
        let told = matches!(error.kind(), tera::ErrorKind::MissingParent { parent, .. } if parent.starts_with("below/"));
        if !told {
            report.extend(sources.explain_all(&error, ""));
        }
    }
    None
}

fn components(levels: &[Vec<ThemeFile>]) -> BTreeSet<String> {
    let shipped = [
        "timeline", "steps", "cards", "compare", "contacts", "facts", "faq", "figure",
    ]
    .map(str::to_owned);
    let found = levels.iter().flatten().filter_map(|file| {
        let name = file
            .inner
            .strip_prefix("templates/components/")?
            .strip_suffix(".html")?;
        Some(name.to_owned())
    });
    shipped.into_iter().chain(found).collect()
}

/// `assets/more.css` of a level is added behind the stylesheet that comes from further down.
const MORE: &str = "assets/more.css";

fn assets(levels: &[Vec<ThemeFile>], config: &Config) -> BTreeMap<String, Asset> {
    let mut found = BTreeMap::new();
    for (level, file) in levels
        .iter()
        .enumerate()
        .flat_map(|(level, files)| files.iter().map(move |file| (level, file)))
    {
        let Some(name) = file.inner.strip_prefix("assets/").filter(|_| file.inner != MORE) else {
            continue;
        };
        found.entry(name.to_owned()).or_insert_with(|| {
            let bytes = match name {
                "style.css" => branded(&with_more(file, &levels[..level]), config),
                _ if name.ends_with(".css") => branded(&file.bytes, config),
                _ => file.bytes.clone(),
            };
            Asset::named(name, bytes)
        });
    }
    found
}

/// A stylesheet and what nearer levels add to it, the nearest last.
fn with_more(style: &ThemeFile, nearer: &[Vec<ThemeFile>]) -> Vec<u8> {
    let mut css = style.bytes.to_vec();
    for more in nearer.iter().rev().flatten().filter(|file| file.inner == MORE) {
        css.push(b'\n');
        css.extend_from_slice(&more.bytes);
    }
    css
}

/// A stylesheet with the shades of the colour that the office chose.
fn branded(css: &[u8], config: &Config) -> Cow<'static, [u8]> {
    let brand = config.brand.color.as_deref().unwrap_or(paint::DEFAULT);
    Cow::Owned(paint::painted(&String::from_utf8_lossy(css), brand).into_bytes())
}

fn statics(levels: &[Vec<ThemeFile>]) -> BTreeMap<String, Asset> {
    let mut found = BTreeMap::new();
    for file in levels.iter().flatten() {
        let Some(name) = file.inner.strip_prefix("static/") else {
            continue;
        };
        found.entry(name.to_owned()).or_insert_with(|| Asset {
            address: OutputPath::at(name),
            bytes: file.bytes.clone(),
            fingerprint: Fingerprint::of_bytes(&file.bytes),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_templates() {
        let mut seeds = fuzz::golden(|path| path.ends_with(".html"));
        seeds.push(include_bytes!("../../themes/wanjia/templates/page.html").to_vec());
        fuzz::fuzz("templates", &seeds, |input| {
            let text = String::from_utf8_lossy(input).into_owned();
            let mut sources = TemplateSources::default();
            sources.add("page.html", &"page.html".into(), &text);
            compile(vec![("page.html".to_owned(), text)], 1, &sources, &mut Vec::new());
        });
    }
}
