//! Relative paths that cannot leave their folder, and which of them may be files on any system.

use super::Message;
use super::control::is_control;
use crate::message;

/// Joins `link` to the folder `base` (both with `/`, no leading slash) and resolves `.` and `..`.
/// `None` when the result would leave the root.
pub fn join(base: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// A path as people type it, as a path in content/: `./content/a/x.md` is `a/x.md`, and the home page is `_index`.
pub fn in_content(named: &str) -> String {
    let path = named.trim().replace('\\', "/");
    let path = path.trim_start_matches("./").trim_matches('/');
    let path = path
        .split_once("content/")
        .filter(|(before, _)| before.is_empty() || before.ends_with('/'))
        .map_or(path, |(_, inner)| inner);
    match path {
        "" | "content" | "首页" | "home" | "index" | "index.md" => "_index".to_owned(),
        path => path.to_owned(),
    }
}

/// The folder of a path: `a/b.md` → `a`, `b.md` → ``.
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether a path of an archive, a manifest or a front-matter field is a plain relative one: no root, no `..`, no backslash, no
/// drive, no control character and no mark that turns the direction of what is read.
pub fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', ':'])
        && !path.chars().any(is_control)
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}

/// Whether a path means the folder of a user, as shells understand it: `~`, `~/a`, `~office/a`. A file may be called `~a`.
pub fn is_of_home(path: &str) -> bool {
    let is_part = |c: char| c == '/' || c == '\\';
    path == "~" || path.starts_with('~') && path.contains(is_part)
}

/// The longest path, and the longest part of one, in bytes: what every usual system takes.
const LONGEST: (usize, usize) = (1024, 255);

/// Names that are devices to Windows, whatever follows the first dot.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Why a path cannot be that of a file; `None` when it can, on every system alike.
pub fn objection(path: &str) -> Option<Message> {
    if !is_plain(path) {
        return Some(message!(
            "路径不能是绝对的，不能有 ..、反斜杠、冒号或控制字符",
            "a path may not be absolute nor have .., backslashes, colons or control characters"
        ));
    }
    if path.len() > LONGEST.0 || path.split('/').any(|part| part.len() > LONGEST.1) {
        return Some(message!("名字太长", "the name is too long"));
    }
    let odd = path.split('/').any(|part| !fits_windows(part));
    odd.then(|| {
        message!(
            "这个名字在 Windows 上不能用",
            "this name cannot be used on Windows"
        )
    })
}

fn fits_windows(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let stem = stem.to_uppercase();
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let is_port = port.is_some_and(|port| port.chars().count() == 1 && port.contains(is_port_digit));
    !part.ends_with(['.', ' '])
        && !part.contains(['<', '>', '"', '|', '?', '*'])
        && !DEVICES.contains(&stem.as_str())
        && !is_port
}

fn is_port_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '¹' | '²' | '³')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_its_root() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "../../c.md"), None);
        for home in ["~", "~/x", "~office/x", "~\\x"] {
            assert!(is_of_home(home), "{home}");
        }
        assert!(!is_of_home("./~") && !is_of_home("~$a.docx") && !is_of_home("a~/b"));
        assert!(!is_plain("../x"));
        assert!(!is_plain("/x"));
        assert!(is_plain("a/b.md") && is_plain("ئۇيغۇر\u{200f}.md"));
        for odd in ["a\u{7}.md", "a\u{202e}dm.b", "a\nb", "a\u{2028}b"] {
            assert!(!is_plain(odd), "{odd:?}");
        }
    }
}
