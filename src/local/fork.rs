//! `fork`: a new local site of two files on top of another.

use super::FileChange;
use crate::base::region::lies_in;
use crate::base::{Day, Diagnostic, Fault, Level, Message};
use crate::config;
use crate::fact;
use crate::message;
use crate::overlay::{self, LOCK, LayerResolver, LayerStack, Lock, Pinned};
use crate::upstream::{self, Origin};
use crate::yaml::{plain_or_quoted, quoted};
use std::path::Path;

/// A local site as somebody wants it.
#[derive(Debug, Clone)]
pub struct ForkOptions<'a> {
    /// The upstream: a folder, an archive or the address of a repository.
    pub upstream: &'a str,
    /// Branch, tag or commit of a repository.
    pub rev: Option<&'a str>,
    /// The upstream site's folder inside an archive or a repository.
    pub path: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
    /// `610800:榆林市`
    pub region: &'a str,
    /// The day on which required facts are looked for.
    pub today: Day,
    /// What site.yaml is to say besides: `url`, and fields of `brand`.
    pub fields: &'a [(&'a str, String)],
    /// Values of facts by name, as people write them: `60天`.
    pub facts: &'a [(String, String)],
}

/// A new site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSite {
    /// Its files.
    pub files: Vec<FileChange>,
    /// The upstream's name.
    pub upstream: String,
    /// Facts that the upstream requires, by label.
    pub required: Vec<String>,
    /// Values that were given and cannot be used, and why.
    pub left: Vec<(String, LeftFact)>,
}

/// Why a value that was given for a fact is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftFact {
    /// The upstream has no fact of this name or label.
    Unknown,
    /// It is a bare number, and the upstream does not say in what it is counted.
    Unitless,
}

/// The files of a new site in `folder`, which need not be there yet; what is fetched goes to its cache.
/// `folder` is beside the place where the site will be, so that relative paths agree.
pub fn fork(wanted: &ForkOptions<'_>, folder: &Path) -> Result<NewSite, Fault> {
    let (code, region) = region(wanted.region)?;
    let (extends, pinned) = extends(wanted, folder)?;
    let lock = Lock {
        upstream: pinned,
        ..Lock::default()
    };
    let site = site_text(wanted, code, region, &extends);
    let mut told = Vec::new();
    let climb = LayerResolver {
        root: folder,
        names_from: folder,
        url: None,
        own_texts: Some((&site, &lock.write())),
        allow_cached: false,
    };
    let chain = climb.resolve(&mut told)?;
    if let Some(wrong) = told.into_iter().find(|told| told.level == Level::Error) {
        return Err(unfit(wrong));
    }
    inside(&chain, code, region)?;
    let book = chain.fact_table(&mut Vec::new());
    let missing = book.missing(wanted.today, chain.layers.len());
    let (given_facts, left) = given_facts(&book, wanted);
    let given = |name: &str| given_facts.iter().any(|(given, _)| given == name);
    let required = missing
        .iter()
        .filter(|missing| !given(missing.name))
        .map(|missing| missing.label.to_owned())
        .collect();
    let mut facts = facts_text(
        &missing
            .iter()
            .filter(|missing| !given(missing.name))
            .map(|missing| (missing.name, hint(&book, missing.name, wanted.today)))
            .collect::<Vec<_>>(),
        !given_facts.is_empty(),
    );
    for (name, fields) in &given_facts {
        facts.push_str(&format!("\n{}: {{{fields}}}\n", plain_or_quoted(name)));
    }
    let mut files = vec![new(fact::FILE, facts)];
    if lock.upstream.is_some() {
        files.push(new(LOCK, lock.write()));
    }
    // Last, so that half a start is not yet a site.
    files.push(new(config::FILE, site));
    let upstream = chain
        .layers
        .get(1)
        .map(|site| site.config.name.clone())
        .expect("a fork extends what it was made of");
    Ok(NewSite {
        files,
        upstream,
        required,
        left,
    })
}

/// Whether a region may hang below the sites of a chain: elsewhere other rules hold.
fn inside(chain: &LayerStack, code: &str, region: &str) -> Result<(), Fault> {
    let mut above = chain.layers.iter().skip(1);
    let outside = above.find_map(|site| {
        let above = site.config.speaks_for()?;
        (!lies_in(code, &above.code)).then_some((site, above))
    });
    let Some((site, above)) = outside else {
        return Ok(());
    };
    let (upstream, above_code, above) = (&site.config.name, &above.code, &above.name);
    Err(Fault::new(message!(
        "{code} {region}不在上级站“{upstream}”的 {above_code} {above}里：那里的规定会当成这里的发布",
        "{code} {region} does not lie in {above_code} {above} of the upstream “{upstream}”: its rules would be published as local ones"
    ))
    .hint(message!(
        "核对地区的代码；换成 {region} 的上级站，或全国的",
        "check the code; take an upstream that {region} lies in, or a national one"
    )))
}

fn new(file: &str, text: String) -> FileChange {
    FileChange {
        file: file.to_owned(),
        text,
        keep_former: false,
    }
}

/// What is wrong with the new site is wrong with the upstream that it was given.
fn unfit(wrong: Diagnostic) -> Fault {
    let fault = Fault::new(wrong.message);
    match wrong.hint {
        Some(hint) => fault.hint(hint),
        None => fault,
    }
}

pub(super) fn region(text: &str) -> Result<(&str, &str), Fault> {
    let found = text
        .split_once([':', '：'])
        .map(|(code, name)| (code.trim(), name.trim()));
    found
        .filter(|(code, name)| {
            code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) && !name.is_empty()
        })
        .ok_or_else(|| {
            Fault::new(message!(
                "--region 不是“代码:名称”：{text}",
                "--region is not CODE:NAME: {text}"
            ))
            .hint(message!(
                "写六位行政区划代码和地名，如 --region 610800:榆林市",
                "write the six digits and the name, like --region 610800:榆林市"
            ))
        })
}

/// What `extends` is to say, and the state of a repository.
fn extends(wanted: &ForkOptions<'_>, folder: &Path) -> Result<(String, Option<Pinned>), Fault> {
    let here = Path::new(wanted.upstream);
    let path = wanted.path.map(|path| {
        path.replace('\\', "/")
            .trim_start_matches("./")
            .trim_matches('/')
            .to_owned()
    });
    let inside = path
        .as_deref()
        .map_or_else(String::new, |path| format!(", path: {}", quoted(path)));
    let git = here.is_dir() && (wanted.rev.is_some() || here.join(".git").join("HEAD").is_file());
    let folder_of_site = here.is_dir() && !git || here.join(config::FILE).is_file();
    if (folder_of_site || here.is_file()) && wanted.rev.is_some() {
        return Err(only_for_git());
    }
    if folder_of_site {
        let site = path.map_or_else(|| here.to_path_buf(), |path| here.join(path));
        return Ok((plain_or_quoted(&overlay::relative(&site, folder)), None));
    }
    if here.is_file() {
        return Ok((extends_archive(here, folder, &inside)?, None));
    }
    if !(wanted.upstream.contains("://") || wanted.upstream.contains('@') || here.is_dir()) {
        return Err(not_there(wanted.upstream));
    }
    let (text, pinned) = extends_git(wanted, folder, &inside)?;
    Ok((text, Some(pinned)))
}

fn only_for_git() -> Fault {
    Fault::new(message!(
        "--rev 只用于 git 仓库",
        "--rev goes with a git repository"
    ))
    .hint(message!(
        "上级是文件夹或压缩包时去掉它",
        "leave it out for a folder or an archive"
    ))
}

fn not_there(shown: &str) -> Fault {
    Fault::new(message!(
        "上级站点不在 {shown}",
        "there is no upstream at {shown}"
    ))
    .hint(message!(
        "写上级站点的文件夹、压缩包（.zip、.tar.gz）或 git 地址",
        "name the upstream's folder, its archive (.zip, .tar.gz) or its git address"
    ))
}

/// `extends` of an archive, with the hash that it has now.
fn extends_archive(file: &Path, folder: &Path, inside: &str) -> Result<String, Fault> {
    let origin = Origin::Archive {
        file: absolute(file),
        sha256: None,
    };
    let hash = upstream::resolve(&origin, &overlay::cache(folder)).map_err(|error| fault(&error))?;
    let file = quoted(&overlay::relative(file, folder));
    Ok(format!("{{archive: {file}, sha256: \"{hash}\"{inside}}}"))
}

/// `extends` of a repository, here or elsewhere, and the commit that its revision is now.
fn extends_git(wanted: &ForkOptions<'_>, folder: &Path, inside: &str) -> Result<(String, Pinned), Fault> {
    let here = Path::new(wanted.upstream);
    let rev = wanted.rev.unwrap_or("HEAD");
    let url = if here.is_dir() {
        overlay::relative(here, folder)
    } else {
        wanted.upstream.to_owned()
    };
    let origin = Origin::Git {
        url: overlay::address(folder, &url),
        rev: rev.to_owned(),
    };
    let pin = upstream::resolve(&origin, &overlay::cache(folder)).map_err(|error| fault(&error))?;
    let text = format!("{{git: {}, rev: {}{inside}}}", quoted(&url), quoted(rev));
    Ok((
        text,
        Pinned {
            from: url,
            rev: rev.to_owned(),
            pin,
        },
    ))
}

fn absolute(path: &Path) -> std::path::PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

pub(super) fn fault(error: &upstream::UpstreamError) -> Fault {
    match error {
        upstream::UpstreamError::Machine(fault) => fault.clone(),
        other => Fault::new(other.message()).hint(other.hint()),
    }
}

fn site_text(wanted: &ForkOptions<'_>, code: &str, region: &str, extends: &str) -> String {
    let text = format!(
        include_str!("fork/site.yaml"),
        name = plain_or_quoted(wanted.name),
        extends = extends,
        code = code,
        region = plain_or_quoted(region),
    );
    wanted
        .fields
        .iter()
        .fold(text, |text, (field, value)| with_field(&text, field, value))
}

/// A site.yaml in which the comment that stands for a field is that field; one without a comment goes below `brand:`.
pub(super) fn with_field(text: &str, field: &str, value: &str) -> String {
    let indent = if field == "url" { "" } else { "  " };
    let line = format!("{indent}{field}: {}\n", plain_or_quoted(value));
    let comment = format!("{indent}# {field}:");
    let mut out = String::with_capacity(text.len() + line.len());
    let stands_for = text.lines().any(|line| line.starts_with(&comment));
    for there in text.split_inclusive('\n') {
        let is_comment = stands_for && there.starts_with(&comment);
        out.push_str(if is_comment { &line } else { there });
        if !stands_for && there.starts_with("brand:") {
            out.push_str(&line);
        }
    }
    out
}

/// Facts by name with their fields, and what cannot be used of the values that were given.
type GivenFacts = (Vec<(String, String)>, Vec<(String, LeftFact)>);

/// The values of facts that were given and can be used, by their names: the fields that stand for them in facts.yaml.
pub(super) fn facts_of(book: &fact::FactTable, wanted: &ForkOptions<'_>) -> Vec<(String, String)> {
    given_facts(book, wanted).0
}

/// The values that were given, by the names of facts. A bare number has the unit that the upstream gives the fact.
fn given_facts(book: &fact::FactTable, wanted: &ForkOptions<'_>) -> GivenFacts {
    let (mut given, mut left) = (Vec::new(), Vec::new());
    let labelled = |name: &str| {
        let layers = book.layers.iter().filter_map(|layer| layer.fact(name));
        layers
            .flat_map(|fact| &fact.entries)
            .find_map(|entry| entry.label.clone())
    };
    for (said, value) in wanted.facts {
        let mut names = book.names().into_iter();
        let Some(name) = names.find(|name| name == said || labelled(name).as_ref() == Some(said)) else {
            left.push((said.clone(), LeftFact::Unknown));
            continue;
        };
        let unit = match book.lookup(name, wanted.today) {
            fact::Lookup::Entry(entry, _) => entry.unit.clone(),
            _ => String::new(),
        };
        let fields = match fact::fields_of(value) {
            Some(fields) if fields.contains("unit:") => fields,
            Some(_) if unit.is_empty() => {
                left.push((said.clone(), LeftFact::Unitless));
                continue;
            }
            Some(fields) => format!("{fields}, unit: {}", plain_or_quoted(&unit)),
            None => format!("text: {}", quoted(value)),
        };
        given.push((name.to_owned(), fields));
    }
    (given, left)
}

/// What the upstream says of a fact that is to be filled in: its label, and what it comes on top of.
fn hint(book: &fact::FactTable, name: &str, today: Day) -> String {
    match book.lookup(name, today) {
        fact::Lookup::Entry(entry, _) => entry.basis.clone().unwrap_or_default(),
        _ => String::new(),
    }
}

fn facts_text(required: &[(&str, String)], has_given: bool) -> String {
    let mut text = include_str!("fork/facts.yaml").to_owned();
    if required.is_empty() && !has_given {
        text.push_str("\n# 上级没有要求当地填写的。\n");
    }
    for (name, basis) in required {
        let basis = if basis.is_empty() {
            String::new()
        } else {
            format!("   # {}", basis.replace('\n', " "))
        };
        let (head, local) = local_fact(name);
        text.push_str(&format!("\n{head}{basis}\n{local}"));
    }
    text
}

/// A fact that is to be filled in: the beginning of its first line, and its second.
pub(super) fn local_fact(name: &str) -> (String, &'static str) {
    (format!("{}:", plain_or_quoted(name)), "  status: local\n")
}

impl NewSite {
    /// What is to be done next.
    pub fn next(&self) -> Option<Message> {
        let all = self.required.join("、");
        (!self.required.is_empty()).then(|| {
            message!(
                "上级要求当地填写：{all}。填在 facts.yaml 里，先不填也能生成。",
                "the upstream requires local values of: {all}. Fill them in in facts.yaml; the site builds without them."
            )
        })
    }
}
