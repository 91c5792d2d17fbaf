//! nginx: directives for inside a `server` block.

use super::{COMPRESSED, HASHED, IMMUTABLE, REVALIDATE, headers};
use crate::base::address::{INDEX, NOT_FOUND};
use crate::base::html::decoded;
use crate::base::media::{MEDIA_TYPES, MediaType};
use std::fmt::Write;

/// Whoever includes it says `root`. Under a base path the folder is still the site's own: what is before
/// is taken off the address.
pub(super) fn settings(base: &str) -> String {
    let mut out = format!(
        "# 放进 server {{ … }} 里：root 写生成的文件夹，再写 include 这个文件;\n\
         # For inside a server block that says `root` (the folder that was built) and includes this file.\n\
         # 网站用 https 后，可再加 / once the site is on https, add: add_header Strict-Transport-Security \"max-age=31536000\" always;\n\n\
         index {INDEX};\nabsolute_redirect off;\nserver_tokens off;\n\n",
    );
    types(&mut out);
    let packed = COMPRESSED.join(" ");
    let written = packed.replace("application/wasm ", "");
    let _ = write!(
        out,
        "charset utf-8;\ncharset_types {written};\ngzip on;\ngzip_vary on;\ngzip_min_length 1024;\ngzip_types {packed};\n\n"
    );
    add_headers(&mut out, "", REVALIDATE);
    out.push('\n');
    match base {
        "/" => at_the_root(&mut out),
        base => below(&mut out, base),
    }
    out
}

fn types(out: &mut String) {
    out.push_str("types {\n");
    for MediaType { name, ends, .. } in MEDIA_TYPES {
        let _ = writeln!(out, "    {name} {};", ends.join(" "));
    }
    out.push_str("}\ndefault_type application/octet-stream;\n\n");
}

/// All headers; a location that says one of its own says all of them again, as nginx has it.
fn add_headers(out: &mut String, indent: &str, keep: &str) {
    for (name, value) in headers() {
        let _ = writeln!(out, "{indent}add_header {name} \"{value}\" always;");
    }
    let _ = writeln!(out, "{indent}add_header Cache-Control \"{keep}\";");
}

fn at_the_root(out: &mut String) {
    out.push_str(&format!("error_page 404 /{NOT_FOUND};\n"));
    let _ = writeln!(out, "location ~ \"{HASHED}\" {{");
    add_headers(out, "    ", IMMUTABLE);
    out.push_str("}\n");
}

fn below(out: &mut String, base: &str) {
    // What nginx compares is decoded already.
    let base = &decoded(base);
    let bare = base.trim_end_matches('/');
    let pattern = escaped(base);
    let _ = write!(
        out,
        "error_page 404 {base}{NOT_FOUND};\n\
         location = {bare} {{\n    return 301 {base};\n}}\n\
         location ^~ {base} {{\n    \
         rewrite \"^{pattern}(.*)$\" /$1 break;\n    \
         try_files $uri ${{uri}}index.html @wanjia_folder;\n    \
         location ~ \"{HASHED}\" {{\n        \
         rewrite \"^{pattern}(.*)$\" /$1 break;\n"
    );
    add_headers(out, "        ", IMMUTABLE);
    let _ = write!(
        out,
        "    }}\n}}\n\
         location @wanjia_folder {{\n    \
         if (-d $document_root$uri) {{\n        return 301 {bare}$uri/;\n    }}\n    \
         return 404;\n}}\n"
    );
}

/// A path as a regular expression. What else would mean something there, or to nginx, is no sign of a base path
/// (`config::split_url`).
fn escaped(path: &str) -> String {
    path.replace('.', "\\.").replace('+', "\\+")
}
