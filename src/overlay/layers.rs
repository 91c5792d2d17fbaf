//! From a site up through all its upstreams: the stack of layers.

use super::lock::{FILE as LOCK, Lock};
use crate::base::{Diagnostic, Fault, Span};
use crate::config::{self, Config, Extends};
use crate::message;
use crate::rule;
use crate::source::{self, Layer};
use crate::upstream::{self, Origin, UpstreamError};
use crate::upstream::{UPSTREAM_MISSING, UPSTREAM_UNSAFE};
use crate::yaml::Spanned;
use std::path::{Component, Path, PathBuf};

rule! { EXTENDS_CIRCLE = "extends-circle", Site, Error, adjustable: false;
    means "站点绕着圈继承：上级的上级又是自己", "Sites extend each other in a circle";
    mend "去掉其中一处 `extends`", "Take out one of the `extends`";
}

rule! { UPSTREAM_UNPINNED = "upstream-unpinned", Site, Error, adjustable: false;
    means "上级站点是压缩包，而没有写它的 `sha256`", "The upstream is an archive whose `sha256` is not given";
    mend "核对来历后照提示写上，或运行 `wanjia update`", "Check where it comes from, then write the hash of the hint, or run `wanjia update`";
}

rule! { UPSTREAM_ABSENT = "upstream-absent", Layers, Warning, adjustable: true;
    means "上级站点的压缩包不在原处，用的是以前解开的", "The upstream archive is not in its place; what was unpacked before is used";
    mend "把压缩包放回去，或运行 `wanjia update --to 新文件`", "Put the archive back, or run `wanjia update --to FILE`";
}

/// More sites one on top of the other than there are levels of government.
const MAX_LAYERS: usize = 16;

/// A site in the chain: 0 is the site itself.
#[derive(Debug, Clone)]
pub struct SiteLayer {
    /// Its folder.
    pub layer: Layer,
    /// Its site.yaml, as it is written there.
    pub config: Config,
    /// Its site.lock.
    pub lock: Lock,
    /// Commit, or hash of the archive, that it was taken from; `None` for a folder.
    pub pin: Option<String>,
    /// Where it came from as a whole, when that was a repository or an archive: nothing in it may lead out.
    boundary: Option<PathBuf>,
}

/// A site and all its upstreams, nearest first.
#[derive(Debug)]
pub struct LayerStack {
    /// Never empty.
    pub layers: Vec<SiteLayer>,
    /// Some site above could not be reached; what is missing has been reported.
    pub broken: bool,
}

impl LayerStack {
    /// What the site itself is when all that it inherits is filled in.
    pub fn config(&self) -> Config {
        let (own, above) = (&self.layers[0], &self.layers[1..]);
        above
            .iter()
            .fold(own.config.clone(), |own, above| own.inherit_from(&above.config))
    }

    /// Folders of the sites above, as far as their authors may be writing there.
    pub fn folders(&self) -> Vec<PathBuf> {
        let above = self.layers.iter().skip(1).filter(|site| site.pin.is_none());
        above.map(|site| site.layer.root.clone()).collect()
    }
}

/// What it takes to find the layers of a site.
#[derive(Debug, Clone)]
pub struct LayerResolver<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// The folder that files of other layers are named from.
    pub names_from: &'a Path,
    /// Stands in for the site's own `url`.
    pub url: Option<&'a str>,
    /// Stands in for the site's own site.yaml and site.lock: what they would be.
    pub own_texts: Option<(&'a str, &'a str)>,
    /// An archive that was unpacked once will do, though the file may be another now.
    pub allow_cached: bool,
}

/// Reads the site in `root` and its upstreams. `url` replaces its own; files of other layers are named from
/// the folder `names_from`.
pub fn resolve_layers(
    root: &Path,
    names_from: &Path,
    url: Option<&str>,
    report: &mut Vec<Diagnostic>,
) -> Result<LayerStack, Fault> {
    LayerResolver {
        root,
        names_from,
        url,
        own_texts: None,
        allow_cached: false,
    }
    .resolve(report)
}

impl LayerResolver<'_> {
    /// The site and all its upstreams.
    pub fn resolve(&self, report: &mut Vec<Diagnostic>) -> Result<LayerStack, Fault> {
        let Some(first) = self.own_layer(report) else {
            let root = self.root.display();
            return Err(Fault::new(message!(
                "{root} 里没有 site.yaml",
                "there is no site.yaml in {root}"
            ))
            .hint(message!(
                "用 wanjia new site 目录 新建站点，或用 --root 指到站点",
                "make a site with `wanjia new site DIR`, or name one with --root"
            )));
        };
        let mut chain = LayerStack {
            layers: vec![first],
            broken: false,
        };
        let cache = cache(self.root);
        let climber = UpstreamResolver {
            names_from: self.names_from,
            cache: &cache,
            allow_cached: self.allow_cached,
        };
        loop {
            let next = chain
                .layers
                .last()
                .and_then(|site| Some((site, site.config.extends.as_ref()?)));
            let Some((site, extends)) = next else {
                return Ok(chain);
            };
            match climber.step(&chain, site, extends) {
                Ok((site, told)) => {
                    report.extend(told);
                    chain.layers.push(site);
                }
                Err(ResolveError::Told(diagnostic)) => {
                    report.push(*diagnostic);
                    chain.broken = true;
                    return Ok(chain);
                }
                Err(ResolveError::Fault(fault)) => return Err(fault),
            }
        }
    }

    /// The site itself; `None` when there is no site.yaml.
    pub fn own_layer(&self, report: &mut Vec<Diagnostic>) -> Option<SiteLayer> {
        let own = Layer {
            number: 0,
            root: self.root.to_path_buf(),
            name: if self.root == self.names_from {
                String::new()
            } else {
                relative(self.root, self.names_from)
            },
        };
        let Some((site, lock)) = self.own_texts else {
            return read_layer(own, self.url, None, report);
        };
        let config = config::read(&own.display(config::FILE), site, self.url, report);
        let lock = Lock::read(&own.display(LOCK), lock, report);
        Some(SiteLayer {
            layer: own,
            config,
            lock,
            pin: None,
            boundary: None,
        })
    }
}

/// Where upstreams that are no folder are kept.
pub fn cache(root: &Path) -> PathBuf {
    root.join(".wanjia/upstream")
}

/// Reads one site; `None` when there is no site.yaml.
fn read_layer(
    layer: Layer,
    url: Option<&str>,
    origin: Option<(PathBuf, String)>,
    report: &mut Vec<Diagnostic>,
) -> Option<SiteLayer> {
    let site = layer.one(config::FILE)?;
    let text = source::read(&site).unwrap_or_else(|diagnostic| {
        report.push(diagnostic);
        String::new()
    });
    let config = config::read(&site.file, &text, url, report);
    let lock = match layer.one(LOCK) {
        Some(file) => match source::read(&file) {
            Ok(text) => Lock::read(&file.file, &text, report),
            Err(diagnostic) => {
                report.push(diagnostic);
                Lock::default()
            }
        },
        None => Lock::default(),
    };
    let (fence, pin) = origin.unzip();
    Some(SiteLayer {
        layer,
        config,
        lock,
        pin,
        boundary: fence,
    })
}

struct UpstreamResolver<'a> {
    names_from: &'a Path,
    cache: &'a Path,
    allow_cached: bool,
}

/// Why the climb ends below the top.
enum ResolveError {
    Told(Box<Diagnostic>),
    Fault(Fault),
}

impl From<Diagnostic> for ResolveError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Told(Box::new(diagnostic))
    }
}

impl From<Fault> for ResolveError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Where an upstream is: its folder, its name, and what it was taken from.
struct ResolvedUpstream {
    root: PathBuf,
    name: String,
    origin: Option<(PathBuf, String)>,
}

impl UpstreamResolver<'_> {
    fn step(
        &self,
        chain: &LayerStack,
        from: &SiteLayer,
        extends: &Spanned<Extends>,
    ) -> Result<(SiteLayer, Vec<Diagnostic>), ResolveError> {
        let place = Span::new(&from.config.file, extends.at.clone());
        let found = match &extends.value {
            Extends::Folder(folder) => self.folder(from, folder, &place)?,
            Extends::Git { url, rev, path } => self.git(from, (url, rev), path, &place)?,
            Extends::Archive { file, sha256, path } => {
                self.archive(from, file, sha256.as_deref(), path, &place)?
            }
        };
        let known = chain
            .layers
            .iter()
            .find(|site| same(&site.layer.root, &found.root));
        if known.is_some() || chain.layers.len() >= MAX_LAYERS {
            let name = known.map_or(&found.name, |site| &site.config.name);
            return Err(Diagnostic::new(
                &EXTENDS_CIRCLE,
                place,
                message!(
                    "站点绕着圈继承：又回到 {name}",
                    "sites extend each other in a circle: back to {name}"
                ),
            )
            .hint(message!("去掉其中一处 extends", "take one `extends` out"))
            .into());
        }
        let layer = Layer {
            number: chain.layers.len(),
            root: found.root,
            name: found.name,
        };
        let (shown, mut told) = (layer.name.clone(), Vec::new());
        let Some(site) = read_layer(layer, None, found.origin, &mut told) else {
            return Err(missing(
                place,
                message!("{shown} 里没有 site.yaml", "there is no site.yaml in {shown}"),
            )
            .into());
        };
        // How another site is to be published is its own affair; what it cannot be read by is not.
        told.retain(|diagnostic| diagnostic.level == crate::base::Level::Error);
        told.extend(absent(from, &extends.value, &extends.at));
        Ok((site, told))
    }

    fn folder(&self, from: &SiteLayer, folder: &str, place: &Span) -> Result<ResolvedUpstream, ResolveError> {
        let wanted = from.layer.root.join(folder.trim());
        let root = wanted
            .canonicalize()
            .ok()
            .filter(|root| root.is_dir())
            .ok_or_else(|| {
                missing(
                    place.clone(),
                    message!("上级站点不在 {folder}", "the upstream site is not at {folder}"),
                )
            })?;
        if let Some(fence) = &from.boundary
            && !root.starts_with(fence)
        {
            return Err(leaves(place.clone(), folder).into());
        }
        let (name, origin) = match &from.boundary {
            Some(fence) => {
                let outer = from
                    .layer
                    .name
                    .split_once('!')
                    .map_or(from.layer.name.as_str(), |(outer, _)| outer);
                let inner = relative(&root, fence);
                (
                    format!("{outer}!/{inner}").trim_end_matches("/.").to_owned(),
                    from.boundary.clone().zip(from.pin.clone()),
                )
            }
            None => (relative(&root, self.names_from), None),
        };
        Ok(ResolvedUpstream { root, name, origin })
    }

    fn git(
        &self,
        from: &SiteLayer,
        (url, rev): (&str, &str),
        path: &str,
        place: &Span,
    ) -> Result<ResolvedUpstream, ResolveError> {
        let origin = Origin::Git {
            url: address(&from.layer.root, url),
            rev: rev.to_owned(),
        };
        let pinned = from
            .lock
            .upstream
            .as_ref()
            .filter(|pinned| pinned.from == url && pinned.rev == rev);
        let pinned = pinned.map(|pinned| pinned.pin.as_str());
        let fetched = upstream::fetch(&origin, pinned, self.cache, from.boundary.is_none());
        let fetched = fetched.map_err(|error| stop(&error, place))?;
        let name = url
            .trim_end_matches('/')
            .rsplit(['/', ':', '\\'])
            .next()
            .unwrap_or(url);
        let name = format!("{name}@{}!", &fetched.pin[..fetched.pin.len().min(8)]);
        within(fetched, name, path, place)
    }

    fn archive(
        &self,
        from: &SiteLayer,
        file: &str,
        sha256: Option<&str>,
        path: &str,
        place: &Span,
    ) -> Result<ResolvedUpstream, ResolveError> {
        let whole = from.layer.root.join(file.trim());
        if let Some(fence) = &from.boundary
            && !whole.canonicalize().is_ok_and(|real| real.starts_with(fence))
        {
            return Err(leaves(place.clone(), file).into());
        }
        let origin = Origin::Archive {
            file: whole,
            sha256: sha256.map(str::to_owned),
        };
        if sha256.is_none() {
            return Err(unhashed(&origin, self.cache, file, place)?.into());
        }
        let fetched = upstream::fetch(
            &origin,
            sha256.filter(|_| self.allow_cached),
            self.cache,
            from.boundary.is_none(),
        );
        let fetched = fetched.map_err(|error| stop(&error, place))?;
        within(fetched, format!("{}!", file.trim()), path, place)
    }
}

/// An archive that is no longer where site.yaml says, while what was unpacked of it still is.
fn absent(from: &SiteLayer, extends: &Extends, at: &std::ops::Range<usize>) -> Option<Diagnostic> {
    let Extends::Archive { file, .. } = extends else {
        return None;
    };
    let place = Span::new(&from.config.file, at.clone());
    let gone = !from.layer.root.join(file.trim()).exists();
    gone.then(|| {
        Diagnostic::new(
            &UPSTREAM_ABSENT,
            place,
            message!(
                "{file} 不在了，用的是以前解开的",
                "{file} is gone; what was unpacked of it before is used"
            ),
        )
        .hint(message!(
            "把压缩包放回去；有新的就用 wanjia update --to 新文件",
            "put the archive back; for a new one run `wanjia update --to FILE`"
        ))
    })
}

/// The site's folder inside a repository or an archive.
fn within(
    fetched: upstream::Fetched,
    name: String,
    path: &str,
    place: &Span,
) -> Result<ResolvedUpstream, ResolveError> {
    let root = upstream::inside(&fetched.root, path).map_err(|error| stop(&error, place))?;
    let fence = fetched.root.canonicalize().unwrap_or(fetched.root);
    let name = if path.is_empty() {
        name
    } else {
        format!("{name}/{path}")
    };
    Ok(ResolvedUpstream {
        root,
        name,
        origin: Some((fence, fetched.pin)),
    })
}

/// A repository beside the site is named from the site's folder.
pub fn address(root: &Path, url: &str) -> String {
    let elsewhere = url.contains("://") || url.starts_with('-') || url.contains("::");
    // user@host:path has a colon before any slash.
    let host = url.split('/').next().is_some_and(|first| first.contains(':'));
    if elsewhere || host || Path::new(url).is_absolute() {
        return url.to_owned();
    }
    let path = root.join(url);
    path.canonicalize().unwrap_or(path).to_string_lossy().into_owned()
}

fn unhashed(origin: &Origin, cache: &Path, file: &str, place: &Span) -> Result<Diagnostic, Fault> {
    match upstream::resolve(origin, cache) {
        Ok(hash) => Ok(Diagnostic::new(
            &UPSTREAM_UNPINNED,
            place.clone(),
            message!("{file} 没有写明 sha256", "the sha256 of {file} is not said"),
        )
        .hint(message!(
            "核对来历后写上 sha256: \"{hash}\"，或用 wanjia update",
            "when you trust it, write sha256: \"{hash}\", or use `wanjia update`"
        ))),
        Err(error) => error.at(place.clone()),
    }
}

fn stop(error: &UpstreamError, place: &Span) -> ResolveError {
    match error.at(place.clone()) {
        Ok(diagnostic) => diagnostic.into(),
        Err(fault) => fault.into(),
    }
}

fn missing(place: Span, message: crate::base::Message) -> Diagnostic {
    Diagnostic::new(&UPSTREAM_MISSING, place, message).hint(message!(
        "核对 extends；它从写它的 site.yaml 所在的文件夹算起",
        "check `extends`; it counts from the folder of the site.yaml that says it"
    ))
}

fn leaves(place: Span, to: &str) -> Diagnostic {
    Diagnostic::new(
        &UPSTREAM_UNSAFE,
        place,
        message!(
            "打包的上级站点不能继承包外的 {to}",
            "an upstream from an archive or repository cannot extend {to} outside of it"
        ),
    )
    .hint(message!(
        "请上级把它的上级一起打包",
        "ask the upstream to pack what it extends as well"
    ))
}

fn same(a: &Path, b: &Path) -> bool {
    a == b || matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// A path as seen from a folder, with `/` on every system: `../national`.
pub fn relative(path: &Path, from: &Path) -> String {
    let from = from.canonicalize().unwrap_or_else(|_| from.to_path_buf());
    let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let (to, from): (Vec<Component>, Vec<Component>) =
        (path.components().collect(), from.components().collect());
    let common = to.iter().zip(&from).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let down = to[common..]
        .iter()
        .map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() {
        ".".to_owned()
    } else {
        parts.join("/")
    }
}
