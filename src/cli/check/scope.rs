//! Which pages are inspected: all, or those at some paths.

use super::super::paths;
use crate::base::Fault;
use crate::message;
use crate::pipeline::Scope;
use std::path::Path;

/// The pages at some paths: `policies`, `content/policies/a.md`, or from here. One that is not there is a fault.
pub(super) fn scope(root: &Path, written: &[String]) -> Result<Scope, Fault> {
    let mut found = Vec::new();
    for path in written {
        let inner = inner(root, path).ok_or_else(|| missing(path))?;
        if inner.is_empty() {
            return Ok(Scope::default());
        }
        found.push(inner);
    }
    Ok(Scope::at(found))
}

/// The path below content/, without `.md`.
fn inner(root: &Path, written: &str) -> Option<String> {
    let written = written.replace('\\', "/");
    let plain = written.trim_start_matches("./").trim_end_matches('/');
    let content = root.join("content");
    let below = plain.strip_prefix("content/").unwrap_or(plain);
    let below = if matches!(plain, "content" | ".") {
        ""
    } else {
        below
    };
    for inner in [
        below.to_owned(),
        format!("{below}.md"),
        format!("{below}/index.md"),
    ] {
        if paths::stands(&content.join(&inner)) {
            return Some(
                inner
                    .trim_end_matches(".md")
                    .trim_end_matches("/index")
                    .to_owned(),
            );
        }
    }
    // From where the command was given.
    let real = Path::new(&written).canonicalize().ok()?;
    let inner = real.strip_prefix(content.canonicalize().ok()?).ok()?;
    let inner = inner.to_string_lossy().replace('\\', "/");
    Some(inner.trim_end_matches(".md").to_owned())
}

fn missing(path: &str) -> Fault {
    Fault::new(message!(
        "content/ 里没有 {path}",
        "there is no {path} in content/"
    ))
    .hint(message!(
        "写 content 里的页面或文件夹，如 policies、campaigns/hunyu-xinfeng",
        "name a page or folder of content/, like policies or campaigns/hunyu-xinfeng"
    ))
}
