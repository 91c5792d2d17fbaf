//! Links, references and pictures.

use super::{Writer, plain_text, skip};
use crate::base::Rule;
use crate::base::html::address;
use crate::html::{Attribute, Element};
use crate::markdown::Request;
use crate::markdown::events::SpannedEvent;
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { LINK_UNSAFE = "link-unsafe", Links, Error, adjustable: false;
    means "这种链接不能发布，如 `javascript:`；`source_url` 写的不是网址也算", "Such a link is not published, like `javascript:`; nor a `source_url` that is no web address";
    mend "用 `https:`、`mailto:`、`tel:` 或本站的路径", "Use `https:`, `mailto:`, `tel:` or a path of this site";
}

rule! { IMAGE_REMOTE = "image-remote", Links, Error, adjustable: false;
    means "图片引自别的网站", "An image comes from another website";
    mend "存到页面旁边，写它的文件名", "Save it beside the page and write its file name";
}

impl Writer<'_> {
    pub(super) fn picture_elsewhere(&mut self, to: &str, at: Range<usize>) {
        if let Some(name) = on_a_disk(to) {
            return self.kept_at_home(&IMAGE_REMOTE, to, name, at);
        }
        self.say(
            &IMAGE_REMOTE,
            at,
            message!(
                "图片不能引自别的网站：{to}",
                "a picture cannot come from another host: {to}"
            ),
            message!(
                "把图片存到页面旁边，写它的文件名",
                "save it beside the page and write its file name"
            ),
        );
    }

    pub(super) fn unsafe_link(&mut self, to: &str, at: Range<usize>) {
        if let Some(name) = on_a_disk(to) {
            return self.kept_at_home(&LINK_UNSAFE, to, name, at);
        }
        self.say(
            &LINK_UNSAFE,
            at,
            message!(
                "这种链接不能发布：{to}",
                "this kind of link is not published: {to}"
            ),
            message!(
                "用 https: 链接、mailto:、tel:，或本站页面的路径",
                "use an https: link, mailto:, tel: or the path of a page"
            ),
        );
    }

    /// Says that a file is on the disk of its author, where no reader finds it.
    fn kept_at_home(&mut self, rule: &'static Rule, to: &str, name: &str, at: Range<usize>) {
        self.say(
            rule,
            at,
            message!(
                "读者打不开自己电脑或内网上的文件：{to}",
                "readers cannot open a file of your own computer or network: {to}"
            ),
            message!(
                "把文件存到页面旁边，写 {name}",
                "save the file beside the page and write {name}"
            ),
        );
    }

    pub(super) fn link(&mut self, to: &str, title: &str, range: &Range<usize>) {
        self.in_link += 1;
        match destination(to) {
            Destination::Unsafe => {
                let at = self.place(range);
                self.unsafe_link(to, at);
                return self.ends.push(None);
            }
            Destination::Outside => {
                self.body.tree.begin(Element::A);
                self.body.tree.attribute(Attribute::Href, &address(to));
                self.body.tree.attribute(Attribute::Class, "external");
            }
            Destination::Inside => {
                self.body.tree.begin(Element::A);
                let at = self.place(range);
                self.attribute_slot(Attribute::Href, Request::Link(to.to_owned()), at);
            }
        }
        if !title.is_empty() {
            self.attribute_words(Attribute::Title, title, self.place(range));
        }
        self.body.tree.inside();
        self.ends.push(Some(Element::A));
    }

    pub(super) fn reference(
        &mut self,
        events: &[SpannedEvent<'_>],
        i: usize,
        to: &str,
        labelled: bool,
        range: &Range<usize>,
    ) -> usize {
        let end = skip(events, i);
        let at = self.place(range);
        // In a table the bar before the words is escaped, and the parser keeps the backslash.
        let to = if labelled { to.trim_end_matches('\\') } else { to };
        if labelled {
            self.body.tree.begin(Element::A);
            self.body.tree.attribute(Attribute::Class, "reference");
            self.attribute_slot(
                Attribute::Href,
                Request::Reference {
                    to: to.to_owned(),
                    labelled,
                },
                at,
            );
            self.body.tree.inside();
            self.in_link += 1;
            self.depth += 1;
            self.run(&events[i + 1..end - 1], usize::MAX / 2);
            self.depth -= 1;
            self.in_link -= 1;
            self.end(Element::A);
        } else {
            self.slot(
                Request::Reference {
                    to: to.to_owned(),
                    labelled,
                },
                at,
            );
            self.seen(&to.replacen('#', "", 1));
        }
        end
    }

    pub(super) fn picture(
        &mut self,
        events: &[SpannedEvent<'_>],
        i: usize,
        to: &str,
        title: &str,
        range: &Range<usize>,
    ) -> usize {
        let end = skip(events, i);
        let at = self.place(range);
        match destination(to) {
            Destination::Inside => {}
            _ => {
                self.picture_elsewhere(to, at);
                return end;
            }
        }
        let alt = plain_text(&events[i + 1..end - 1]);
        self.body.tree.begin(Element::Img);
        self.attribute_slot(Attribute::Src, Request::Picture(to.to_owned()), at.clone());
        self.attribute_words(Attribute::Alt, &alt, at.clone());
        if !title.is_empty() {
            self.attribute_words(Attribute::Title, title, at);
        }
        self.body.tree.attribute(Attribute::Loading, "lazy");
        self.body.tree.inside();
        self.last = None;
        end
    }
}

/// The name of a file that an address has on a disk or a share: `C:\\My Files\\表.docx`, `file:///…`.
fn on_a_disk(to: &str) -> Option<&str> {
    let mut begin = to.chars();
    let drive = begin.next().is_some_and(|c| c.is_ascii_alphabetic())
        && begin.next() == Some(':')
        && matches!(begin.next(), Some('/' | '\\'));
    let share = to.starts_with('\\') && !to.contains('/');
    let local = drive || share || to.starts_with("file:");
    to.rsplit(['/', '\\'])
        .next()
        .filter(|name| local && !name.is_empty())
}

/// Where an address leads.
pub(in crate::markdown) enum Destination {
    /// To a page or file of the site.
    Inside,
    /// To another host, or out of the browser.
    Outside,
    /// Into a script, or to another host in disguise.
    Unsafe,
}

/// Where an address leads; a scheme that could run something is unsafe, and so is what only looks as if it led to a path.
pub(in crate::markdown) fn destination(to: &str) -> Destination {
    // Browsers pass over blanks and control characters before and inside a scheme.
    let to = to.trim_matches(' ');
    let plain: String = to
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    match seen(&plain) {
        Destination::Outside if to.contains(char::is_control) => Destination::Unsafe,
        seen => seen,
    }
}

fn seen(to: &str) -> Destination {
    // A browser takes a backslash for a slash.
    if to.starts_with("/\\") || to.starts_with('\\') {
        return Destination::Unsafe;
    }
    if let Some(host) = to.strip_prefix("//") {
        return host_of(host);
    }
    let Some((scheme, rest)) = to
        .split_once(':')
        .filter(|(scheme, _)| !scheme.contains(['/', '#', '?']))
    else {
        return Destination::Inside;
    };
    // A name such as `问：答.md` has a full-width colon and no scheme.
    let plain = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => rest.strip_prefix("//").map_or(Destination::Unsafe, host_of),
        "mailto" | "tel" | "sms" => Destination::Outside,
        _ if plain => Destination::Unsafe,
        _ => Destination::Inside,
    }
}

/// Where an address leads that names a host.
fn host_of(rest: &str) -> Destination {
    let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    if host.is_empty() || host.contains('\\') {
        Destination::Unsafe
    } else {
        Destination::Outside
    }
}
