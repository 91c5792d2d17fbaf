//! Former addresses of a page: what people write, and what can lead on from there.

use crate::base::address::PAGE_ENDINGS;
use crate::base::html::decoded;
use crate::base::slug::LONGEST;
use crate::base::{Diagnostic, Message, Span, encoding, path};
use crate::message;
use crate::rule;
use crate::yaml::{Fields, Spanned};

rule! { ALIAS_WRONG = "alias-wrong", Pages, Error, adjustable: false;
    means "`aliases` 里写的不是本站的地址，或是静态站点转不了的地址（带 `?`、GBK 编码、`.pdf` 之类的文件）", "An entry of `aliases` is no address of this site, or one from which a static site cannot lead on (with a `?`, encoded in GBK, a file such as `.pdf`)";
    mend "写成 `/旧栏目/旧页面/` 或 `/旧页面.shtml`；转不了的在服务器上设", "Write `/old/section/page/` or `/old.shtml`; set up the others on the server";
}

/// Reads `aliases`: a list, or several in one text; percent signs are resolved.
pub(super) fn read(fields: &mut Fields) -> Vec<Spanned<String>> {
    let mut aliases = Vec::new();
    for text in fields.texts("aliases") {
        for part in apart(&text.value) {
            let written = text.part(part);
            let alias = decoded(part);
            match wrong(&alias) {
                None => aliases.push(Spanned {
                    value: alias,
                    at: written.at,
                }),
                Some(hint) => tell(fields, &written, hint),
            }
        }
    }
    aliases
}

/// Why a former address cannot stand in `aliases` as it is: the way out; `None` when it can.
pub fn alias_refused(address: &str) -> Option<Message> {
    match *apart(address) {
        [alias] => wrong(&decoded(alias)),
        _ => Some(usual()),
    }
}

fn tell(fields: &mut Fields, written: &Spanned<String>, hint: Message) {
    let (alias, place) = (&written.value, Span::new(fields.file(), written.at.clone()));
    let message = message!(
        "不能当旧地址：{alias}",
        "not a former address of this site: {alias}"
    );
    fields.push(Diagnostic::new(&ALIAS_WRONG, place, message).hint(hint));
}

/// The addresses of one text: `/a.html /b/`, `/a.html，/b/`. Each but the first begins with a slash, so that signs within an address
/// are its own.
fn apart(text: &str) -> Vec<&str> {
    const BETWEEN: [char; 7] = [' ', ',', ';', '，', '、', '；', '\u{3000}'];
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(['/', 'h']) {
        let begins = text[at..].starts_with('/') || text[at..].starts_with("http");
        if begins && text[..at].ends_with(BETWEEN) {
            parts.push(&text[start..at]);
            start = at;
        }
    }
    parts.push(&text[start..]);
    let parts = parts.into_iter().map(|part| part.trim_matches(BETWEEN));
    // One that is empty is told of as it is.
    parts
        .filter(|part| !part.is_empty() || text.trim().is_empty())
        .collect()
}

/// Why an address cannot be a former one: the way out.
fn wrong(alias: &str) -> Option<Message> {
    if let Some((_, rest)) = alias.split_once("://") {
        let path = rest.split_once('/').map_or("", |(_, path)| path);
        return Some(message!(
            "只写网站里的路径：/{path}；别的域名要在那边的服务器上转",
            "write only the path within the site, /{path}; another host leads on by its own server"
        ));
    }
    // www.example.org/old/1.html, with its host and without https:.
    if let Some((host, path)) = alias.split_once('/')
        && host.contains('.')
    {
        return Some(message!(
            "只写网站里的路径，从 / 写起：/{path}",
            "write the path within the site, from its /: /{path}"
        ));
    }
    if alias.contains(['?', '#']) {
        return Some(message!(
            "静态站点认不出 ? 和 # 后面的部分：在服务器上设转向，或只写到 ? 为止",
            "a static site does not see what follows ? and #: lead on by the server, or write it up to the ?"
        ));
    }
    if is_encoded(alias) || encoding::decode(alias.as_bytes()).is_ok_and(|meant| meant != alias) {
        return Some(message!(
            "百分号编码的不是 UTF-8（多半是 GBK），要在服务器上设转向",
            "what is percent-encoded is not UTF-8 (GBK, probably): lead on by the server"
        ));
    }
    let inner = alias.trim_matches('/');
    let fits = path::is_plain(inner)
        && !inner.contains(['"', '<', '>', '{', '}'])
        && inner.split('/').all(|part| part.len() <= LONGEST);
    if !fits {
        return Some(usual());
    }
    let name = path::name(inner);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let ending = ending.filter(|_| !alias.ends_with('/'))?;
    (!PAGE_ENDINGS.contains(&ending.as_str())).then(|| {
        message!(
            ".{ending} 的地址，服务器不会当成网页：旧地址是文件夹的，末尾加 /；是附件的，把文件放到 static/{inner}",
            "servers do not take .{ending} for a page: if the former address is a folder, end it with /; if it is a file, put that into static/{inner}"
        )
    })
}

fn usual() -> Message {
    message!("写成 /旧栏目/旧页面/", "write it as /old/page/")
}

/// Whether percent signs are left that stand for a byte.
fn is_encoded(alias: &str) -> bool {
    let hex = |c: Option<char>| c.is_some_and(|c| c.is_ascii_hexdigit());
    alias.match_indices('%').any(|(at, _)| {
        let mut behind = alias[at + 1..].chars();
        hex(behind.next()) && hex(behind.next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_addresses_in_one_text_are_several() {
        assert_eq!(
            apart("/a.html，/b/、 /c,d.shtml"),
            ["/a.html", "/b/", "/c,d.shtml"]
        );
        assert_eq!(apart("/旧 址/"), ["/旧 址/"]);
        assert_eq!(apart("old.html"), ["old.html"]);
        assert_eq!(apart(""), [""]);
    }
}
