//! Caddy: directives for inside a site block.

use super::{COMPRESSED, HASHED, IMMUTABLE, REVALIDATE, headers};
use crate::base::address::NOT_FOUND;
use crate::base::media::{MEDIA_TYPES, MediaType};
use std::fmt::Write;

/// Whoever imports it says `root * FOLDER`.
pub(super) fn settings(base: &str) -> String {
    let mut out = String::from(
        "# 放进站点的大括号里：先写 root * 生成的文件夹，再写 import 这个文件\n\
         # For inside a site block that says `root * FOLDER` (the folder that was built) and imports this file.\n\n",
    );
    if base == "/" {
        inside(&mut out, "");
        errors(&mut out);
        return out;
    }
    let bare = base.trim_end_matches('/');
    let _ = writeln!(out, "redir {bare} {base} 301\nhandle_path {base}* {{");
    inside(&mut out, "\t");
    out.push_str("}\n");
    errors(&mut out);
    out
}

fn inside(out: &mut String, indent: &str) {
    let _ = writeln!(out, "{indent}encode {{\n{indent}\tgzip");
    let _ = writeln!(out, "{indent}\tmatch {{");
    for name in COMPRESSED.iter().chain(&["text/html"]) {
        let _ = writeln!(out, "{indent}\t\theader Content-Type {name}*");
    }
    let _ = writeln!(out, "{indent}\t}}\n{indent}}}");
    add_headers(out, indent);
    // A number in braces is a placeholder there.
    let hashed = HASHED.replace("[0-9a-f]{10}", &"[0-9a-f]".repeat(10));
    // Of two headers of one name Caddy keeps the less particular one, so each path gets one only.
    let _ = writeln!(out, "{indent}@hashed path_regexp {hashed}");
    let _ = writeln!(out, "{indent}@asked not path_regexp {hashed}");
    let _ = writeln!(out, "{indent}header @hashed Cache-Control \"{IMMUTABLE}\"");
    let _ = writeln!(out, "{indent}header @asked Cache-Control \"{REVALIDATE}\"");
    for MediaType { name, whole, ends } in MEDIA_TYPES {
        // Pages are known to be HTML, and their folders have no ending; former addresses are not known.
        let page = *name == "text/html";
        let ends = if page { &ends[2..] } else { ends };
        let paths: Vec<String> = ends.iter().map(|end| format!("*.{end}")).collect();
        let of = ends[0];
        let _ = writeln!(out, "{indent}@{of} path {}", paths.join(" "));
        let _ = writeln!(out, "{indent}header @{of} Content-Type \"{whole}\"");
    }
    let _ = writeln!(out, "{indent}file_server");
}

fn add_headers(out: &mut String, indent: &str) {
    let _ = writeln!(out, "{indent}header {{");
    for (name, value) in headers() {
        let _ = writeln!(out, "{indent}\t{name} \"{value}\"");
    }
    let _ = writeln!(out, "{indent}\t-Server\n{indent}}}");
}

fn errors(out: &mut String) {
    out.push_str("handle_errors {\n");
    add_headers(out, "\t");
    out.push_str(&format!("\trewrite * /{NOT_FOUND}\n\tfile_server\n}}\n"));
}
