//! One step up: where the upstream of a site is, as a folder, a git repository or an archive.

use super::layers::{
    EXTENDS_CIRCLE, LayerStack, MAX_LAYERS, SiteLayer, UPSTREAM_ABSENT, UPSTREAM_UNPINNED, read_layer,
};
use crate::base::{Diagnostic, Fault, Span};
use crate::config::Extends;
use crate::message;
use crate::source::Layer;
use crate::upstream::{self, Origin, UPSTREAM_MISSING, UPSTREAM_UNSAFE, UpstreamError};
use crate::yaml::Spanned;
use std::path::{Component, Path, PathBuf};

/// Finds the upstream of a layer.
pub(super) struct UpstreamResolver<'a> {
    /// Files of other layers are named from this folder.
    pub names_from: &'a Path,
    /// Where upstreams that are no folder are kept: `.wanjia/upstream`.
    pub cache: &'a Path,
    /// An archive that was unpacked before serves when it is gone.
    pub allow_cached: bool,
}

/// Why the climb ends below the top.
pub(super) enum ResolveError {
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
pub(super) struct ResolvedUpstream {
    /// The folder of the site.
    pub root: PathBuf,
    /// How the layer is named in messages, such as `national@1a2b3c4d!`.
    pub name: String,
    /// The folder that it must not leave, and its pin; `None` for a folder.
    pub origin: Option<(PathBuf, String)>,
}

impl UpstreamResolver<'_> {
    /// The layer that `from` extends, with what is wrong about it; an error ends the chain here.
    pub fn step(
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
        // A site.yaml that is a link out of its site is not read at all.
        layer.checked(crate::config::FILE)?;
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
