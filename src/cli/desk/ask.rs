//! What a request asks of the desk, by its method and address.

use super::place::PagePath;
use super::refusal::Refusal;
use crate::base::{Fault, Message};
use crate::serve::{Method, decoded};

/// What is asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Ask {
    /// The desk itself, perhaps with the ticket that lets somebody in.
    Front(Option<String>),
    /// A file that the desk's page needs.
    Part(&'static Part),
    /// All pages.
    Pages,
    /// The text of a page.
    ReadPage(PagePath),
    /// A page is to have another text.
    WritePage(PagePath),
    /// A page of the upstream is to be changed here.
    Localize(PagePath),
    /// facts.yaml, and how the facts stand.
    ReadFacts,
    /// facts.yaml is to have another text.
    WriteFacts,
    /// site.yaml.
    ReadSettings,
    /// site.yaml is to have another text.
    WriteSettings,
    /// Former texts of a page, or the one of a moment.
    History(PagePath, Option<String>),
    /// A text that somebody gives up is to be kept among the former ones.
    Keep(PagePath),
    /// What inspection finds, of a page or of all.
    Check(Option<PagePath>),
    /// The site is to be built.
    Build,
    /// A document is to become a page: its name, the section that it goes into, the kind of page.
    Import {
        /// File name of the document.
        name: String,
        /// Folder below content/.
        into: Option<PagePath>,
        /// English name of a kind.
        kind: Option<String>,
    },
    /// A picture of this name is to lie beside a page.
    Picture(PagePath, String),
    /// A page is to be begun.
    New,
}

/// A file that the desk's page needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name, by which the page asks for it.
    pub name: &'static str,
    /// What is in it.
    pub text: &'static str,
}

macro_rules! parts {
    ($($name:literal,)*) => {
        &[$(Part { name: $name, text: include_str!(concat!("page/", $name)) },)*]
    };
}

/// All files of the desk's page, besides the page itself.
const PARTS: &[Part] = parts! {
    "desk.css",
    "desk.js",
    "api.js",
    "dialog.js",
    "front.js",
    "list.js",
    "report.js",
    "words.js",
};

/// What the addresses below /api/ begin with.
const ADDRESSES: [&str; 11] = [
    "pages", "page", "localize", "facts", "settings", "history", "check", "build", "import", "picture", "new",
];

impl Ask {
    /// What a method and a target, as they were sent, ask for.
    pub fn of(method: Method, target: &str) -> Result<Self, Refusal> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = decoded(path).ok_or_else(unknown)?;
        let value = |name: &str| parameter(query, name);
        let page = |path: &str| PagePath::of(path).map_err(Refusal::unclear);
        let is_read = matches!(method, Method::Get | Method::Head);
        if path == "/" && is_read {
            return Ok(Self::Front(value("token")));
        }
        if let Some(part) = PARTS
            .iter()
            .find(|part| path.strip_prefix('/') == Some(part.name))
        {
            return if is_read {
                Ok(Self::Part(part))
            } else {
                Err(wrong_method())
            };
        }
        let inner = path.strip_prefix("/api/").ok_or_else(unknown)?;
        let (first, rest) = inner.split_once('/').unwrap_or((inner, ""));
        match (first, rest, method) {
            ("pages", "", _) if is_read => Ok(Self::Pages),
            ("page", _, _) if is_read => page(rest).map(Self::ReadPage),
            ("page", _, Method::Put) => page(rest).map(Self::WritePage),
            ("localize", _, Method::Post) => page(rest).map(Self::Localize),
            ("facts", "", _) if is_read => Ok(Self::ReadFacts),
            ("facts", "", Method::Put) => Ok(Self::WriteFacts),
            ("settings", "", _) if is_read => Ok(Self::ReadSettings),
            ("settings", "", Method::Put) => Ok(Self::WriteSettings),
            ("history", _, _) if is_read => Ok(Self::History(page(rest)?, value("at"))),
            ("history", _, Method::Post) => page(rest).map(Self::Keep),
            ("check", "", _) if is_read || method == Method::Post => {
                let page = value("page").map(|named| page(&named)).transpose()?;
                Ok(Self::Check(page))
            }
            ("build", "", Method::Post) => Ok(Self::Build),
            ("new", "", Method::Post) => Ok(Self::New),
            ("picture", _, Method::Post) => {
                Ok(Self::Picture(page(rest)?, value("name").ok_or_else(nameless)?))
            }
            ("import", "", Method::Post) => Ok(Self::Import {
                name: value("name").ok_or_else(nameless)?,
                into: value("into").map(|into| page(&into)).transpose()?,
                kind: value("kind"),
            }),
            (first, ..) if ADDRESSES.contains(&first) => Err(wrong_method()),
            _ => Err(unknown()),
        }
    }
}

/// The value of a parameter, its percent signs resolved.
fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.into_iter().find(|(own, _)| *own == name)?;
    decoded(&value.replace('+', " "))
}

fn unknown() -> Refusal {
    Refusal::absent(Fault::new(Message::new(
        "书桌没有这个地址",
        "the desk has no such address",
    )))
}

fn nameless() -> Refusal {
    Refusal::unclear(
        Fault::new(Message::new(
            "没有说文件叫什么",
            "it is not said what the file is called",
        ))
        .hint(Message::new(
            "在地址后面写 ?name=文件名",
            "write ?name=FILE behind the address",
        )),
    )
}

fn wrong_method() -> Refusal {
    Refusal::unclear(Fault::new(Message::new(
        "这个地址不能这样用",
        "this address is not used in this way",
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(method: Method, target: &str) -> Option<Ask> {
        Ask::of(method, target).ok()
    }

    #[test]
    fn every_address_is_read_and_nothing_else() {
        let page = |path| PagePath::of(path).unwrap();
        assert_eq!(
            asked(Method::Get, "/?token=ab"),
            Some(Ask::Front(Some("ab".into())))
        );
        assert_eq!(asked(Method::Get, "/api/pages"), Some(Ask::Pages));
        assert_eq!(
            asked(Method::Put, "/api/page/a/%E4%B8%80.md"),
            Some(Ask::WritePage(page("a/一.md")))
        );
        assert_eq!(
            asked(Method::Get, "/api/history/a/b?at=17"),
            Some(Ask::History(page("a/b"), Some("17".into())))
        );
        assert_eq!(
            asked(Method::Post, "/api/check?page=a%2Fb"),
            Some(Ask::Check(Some(page("a/b"))))
        );
        assert_eq!(
            asked(
                Method::Post,
                "/api/import?name=%E9%80%9A+%E7%9F%A5.docx&into=policies"
            ),
            Some(Ask::Import {
                name: "通 知.docx".into(),
                into: Some(page("policies")),
                kind: None
            })
        );
        for (method, target) in [
            (Method::Get, "/api/build"),
            (Method::Post, "/api/import"),
            (Method::Post, "/api/import?name=a.docx&into=../x"),
            (Method::Post, "/api/picture/a"),
            (Method::Put, "/api/pages"),
            (Method::Put, "/api/page/../site.yaml"),
            (Method::Put, "/api/page/%2e%2e/site.yaml"),
            (Method::Get, "/api"),
            (Method::Get, "/site.yaml"),
            (Method::Other, "/api/page/a"),
            (Method::Post, "/desk.js"),
        ] {
            assert!(asked(method, target).is_none(), "{method:?} {target}");
        }
    }
}
