//! From a site up through all its upstreams: the stack of layers.

use super::lock::{FILE as LOCK, Lock};
use super::upstream::{ResolveError, UpstreamResolver, relative};
use crate::base::{Diagnostic, Fault};
use crate::config::{self, Config};
use crate::message;
use crate::rule;
use crate::source::{self, Layer};
use std::path::{Path, PathBuf};

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
pub(super) const MAX_LAYERS: usize = 16;

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
    pub(super) boundary: Option<PathBuf>,
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
pub(super) fn read_layer(
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
    report.extend(source::unclear_characters(&site.file, &text));
    let config = config::read(&site.file, &text, url, report);
    let lock = match layer.read(LOCK) {
        Ok(Some((file, text))) => Lock::read(&file.file, &text, report),
        Ok(None) => Lock::default(),
        Err(diagnostic) => {
            report.push(diagnostic);
            Lock::default()
        }
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
