//! Files of the site at the desk: read, written, taken over, begun, laid beside pages, and how they were before.

use super::api::Desk;
use super::document::file_name;
use super::place::{PagePath, fit_for_all, unlinked, without_links};
use super::refusal::{Refusal, json_reply};
use super::text::{Held, Wanted, Written, parsed};
use super::{history, listing, text};
use crate::base::{Day, Fault, Message, path};
use crate::cli::new::page::{self, Begun};
use crate::cli::{json, new, write};
use crate::local::{self, LocalSite};
use crate::serve::Reply;
use crate::{config, kind, message};
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::sync::PoisonError;

/// Pictures that are laid beside pages, by the ends of their names.
const PICTURES: [&str; 5] = ["jpg", "jpeg", "png", "gif", "webp"];

impl Desk {
    pub(super) fn pages(&self) -> Result<Reply, Refusal> {
        let mut builder = self.builder.lock().unwrap_or_else(PoisonError::into_inner);
        let origin = self.preview.origin.clone();
        let listing = listing::listing(&self.root, &mut builder, origin, self.locale())?;
        Ok(json_reply(200, json::line(&listing)))
    }

    pub(super) fn read_page(&self, page: &PagePath) -> Result<Reply, Refusal> {
        if let Some(inner) = page.own_file(&self.root) {
            return self.read_file(&format!("content/{inner}"));
        }
        let above = LocalSite::open(&self.root)?.above_text(page.as_str());
        let (inner, text) = above.ok_or_else(|| no_page(page))??;
        Ok(json_reply(
            200,
            json::line(&FileText {
                file: &format!("content/{inner}"),
                text: Some(&text),
                fingerprint: None,
                own: false,
            }),
        ))
    }

    pub(super) fn write_page(&self, page: &PagePath, wanted: &Wanted) -> Result<Reply, Refusal> {
        if let Some(inner) = page.own_file(&self.root) {
            return self.write_file(&format!("content/{inner}"), wanted);
        }
        let is_above = LocalSite::open(&self.root)?.above_text(page.as_str()).is_some();
        if is_above && wanted.fingerprint.is_none() {
            let page = page.as_str();
            return Err(Refusal::forbidden(
                Fault::new(message!(
                    "{page} 是上级的一页",
                    "{page} is a page of the upstream"
                ))
                .hint(Message::new(
                    "先点“改成本地的”，上级以后改了这一页才会提醒",
                    "take it over first (`localize`): then you are told when the upstream changes it",
                )),
            ));
        }
        fit_for_all(&page.new_file())?;
        self.write_file(&format!("content/{}", page.new_file()), wanted)
    }

    pub(super) fn localize(&self, page: &PagePath, body: &[u8]) -> Result<Reply, Refusal> {
        let Localized { section } = if body.is_empty() {
            Localized::default()
        } else {
            parsed(body)?
        };
        let _writing = self.write_alone();
        let local = LocalSite::open(&self.root)?;
        let changes =
            local::localize(&local, page.as_str(), section.as_deref()).map_err(Refusal::forbidden)?;
        for change in &changes {
            unlinked(&self.root, &change.file)?;
        }
        unlinked(&self.root, &format!("{}/x", history::KEPT))?;
        write::write(&local.root, &changes)?;
        let file = changes.last().map(|change| change.file.clone());
        self.read_file(&file.expect("the page is written last"))
    }

    pub(super) fn read_facts(&self) -> Result<Reply, Refusal> {
        let held = text::read(&self.root, local::FACTS)?;
        let facts = listing::facts(&self.root)?;
        let of = |held: &Held| (held.text.clone(), Some(held.fingerprint.clone()));
        let (text, fingerprint) = held.as_ref().map_or_else(Default::default, of);
        #[derive(Serialize)]
        struct Facts<'f> {
            #[serde(flatten)]
            file: FileText<'f>,
            facts: Vec<local::FactStatus>,
        }
        Ok(json_reply(
            200,
            json::line(&Facts {
                file: FileText {
                    file: local::FACTS,
                    text: Some(&text),
                    fingerprint: fingerprint.as_deref(),
                    own: true,
                },
                facts,
            }),
        ))
    }

    pub(super) fn read_file(&self, file: &str) -> Result<Reply, Refusal> {
        let held = text::read(&self.root, file)?;
        let held =
            held.ok_or_else(|| Refusal::absent(Fault::new(message!("没有 {file}", "there is no {file}"))))?;
        Ok(json_reply(200, json::line(&FileText::of(file, Some(&held)))))
    }

    pub(super) fn write_file(&self, file: &str, wanted: &Wanted) -> Result<Reply, Refusal> {
        let _writing = self.write_alone();
        Ok(match text::write(&self.root, file, wanted)? {
            Written::Done(fingerprint) => {
                let done = FileText {
                    file,
                    text: None,
                    fingerprint: Some(&fingerprint),
                    own: true,
                };
                json_reply(200, json::line(&done))
            }
            Written::Changed(now) => self.changed(file, now.as_ref()),
        })
    }

    /// The answer when a file is not as it was read: what it is now goes along, so that nothing is lost on either side.
    pub(super) fn changed(&self, file: &str, now: Option<&Held>) -> Reply {
        let message = match now {
            Some(_) => message!("{file} 在别处改过了", "{file} was changed elsewhere"),
            None => message!("{file} 在别处删掉了", "{file} was deleted elsewhere"),
        };
        let hint = Message::new(
            "看看现在的文字，再决定用哪一份；没有写进去",
            "look at what it says now and decide which to keep; nothing was written",
        );
        let error = Said {
            message: message.to(self.locale()).to_owned(),
            hint: Some(hint.to(self.locale()).to_owned()),
        };
        let now = FileText::of(file, now);
        json_reply(409, json::line(&Conflict { error, now }))
    }

    pub(super) fn history(&self, page: &PagePath, at: Option<&str>) -> Result<Reply, Refusal> {
        let file = self.file_of(page);
        let Some(at) = at else {
            let versions = history::versions(&self.root, &file);
            return Ok(json_reply(200, json::line(&Versions { file, versions })));
        };
        let text = history::text(&self.root, &file, at)?;
        let former = FileText {
            file: &file,
            text: Some(&text),
            fingerprint: None,
            own: true,
        };
        Ok(json_reply(200, json::line(&former)))
    }

    /// Keeps a text that somebody gave up, among the former ones of a file.
    pub(super) fn keep(&self, page: &PagePath, body: &[u8]) -> Result<Reply, Refusal> {
        let Wanted { text, .. } = Wanted::of(body)?;
        let file = self.file_of(page);
        let _writing = self.write_alone();
        unlinked(&self.root, &format!("{}/x", history::KEPT))?;
        write::keep(&self.root, &file, &text)?;
        let versions = history::versions(&self.root, &file);
        Ok(json_reply(200, json::line(&Versions { file, versions })))
    }

    /// The file of which former texts are asked for: a page, or one of the two that are none.
    fn file_of(&self, page: &PagePath) -> String {
        if [local::FACTS, config::FILE].contains(&page.as_str()) {
            return page.as_str().to_owned();
        }
        let inner = page.own_file(&self.root).unwrap_or_else(|| page.new_file());
        format!("content/{inner}")
    }

    /// Lays a picture beside a page, under a name that nothing has yet.
    pub(super) fn lay(&self, page: &PagePath, name: &str, bytes: &[u8]) -> Result<Reply, Refusal> {
        let name = file_name(name)?;
        let inner = page.own_file(&self.root).ok_or_else(|| no_page(page))?;
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        if !PICTURES.contains(&&*ending.to_ascii_lowercase()) {
            let known = PICTURES.join("、");
            return Err(Refusal::unclear(Fault::new(message!(
                "{name} 不是 {known} 图片",
                "{name} is no picture of these kinds: {known}"
            ))));
        }
        let _writing = self.write_alone();
        let folder = match path::folder(&inner) {
            "" => "content".to_owned(),
            folder => format!("content/{folder}"),
        };
        let named = |count: usize| match count {
            1 => name.to_owned(),
            count => format!("{stem}-{count}.{ending}"),
        };
        let mut free = (1..1000)
            .map(named)
            .filter(|name| self.root.join(&folder).join(name).symlink_metadata().is_err());
        let free = free.next().ok_or_else(|| {
            Refusal::forbidden(Fault::new(message!(
                "叫 {name} 的图片太多了",
                "there are too many pictures called {name}"
            )))
        })?;
        let file = format!("{folder}/{free}");
        unlinked(&self.root, &file)?;
        write::write_bytes(&self.root, &file, bytes)?;
        Ok(json_reply(200, json::line(&Laid { file, name: free })))
    }

    pub(super) fn begin(&self, body: &[u8]) -> Result<Reply, Refusal> {
        let wanted: NewPage = parsed(body)?;
        let kind = kind::by_name(&wanted.kind).ok_or_else(|| {
            let kind = &wanted.kind;
            Refusal::unclear(Fault::new(message!(
                "没有“{kind}”这种页面",
                "there is no kind of page `{kind}`"
            )))
        })?;
        let title = new::title(OsStr::new(&wanted.title)).map_err(Refusal::unclear)?;
        let _writing = self.write_alone();
        without_links(&self.root)?;
        let begun = page::make(&self.root, kind, title, Day::today_in_shanghai());
        let Begun { file, notes } = begun.map_err(Refusal::forbidden)?;
        let notes = notes
            .iter()
            .map(|note| note.to(self.locale()).to_owned())
            .collect();
        Ok(json_reply(200, json::line(&BegunPage { file, notes })))
    }
}

/// A file of the site.
#[derive(Serialize)]
struct FileText<'t> {
    /// From the root of the site.
    file: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'t str>,
    /// By which it is written; `None` when there is nothing to write over.
    fingerprint: Option<&'t str>,
    /// It is the site's own, and may be written.
    own: bool,
}

impl<'t> FileText<'t> {
    fn of(file: &'t str, held: Option<&'t Held>) -> Self {
        Self {
            file,
            text: held.map(|held| &*held.text),
            fingerprint: held.map(|held| &*held.fingerprint),
            own: true,
        }
    }
}

/// A file that was not as it had been read.
#[derive(Serialize)]
struct Conflict<'t> {
    error: Said,
    #[serde(flatten)]
    now: FileText<'t>,
}

#[derive(Serialize)]
struct Said {
    message: String,
    hint: Option<String>,
}

#[derive(Serialize)]
struct Versions {
    file: String,
    versions: Vec<history::Version>,
}

#[derive(Serialize)]
struct BegunPage {
    file: String,
    notes: Vec<String>,
}

/// A picture that lies beside a page: its file, and its name from there.
#[derive(Serialize)]
struct Laid {
    file: String,
    name: String,
}

/// A page to be begun.
#[derive(Deserialize)]
struct NewPage {
    kind: String,
    title: String,
}

/// What of a page of the upstream is to be changed here; all of it when no section is named.
#[derive(Deserialize, Default)]
struct Localized {
    #[serde(default)]
    section: Option<String>,
}

fn no_page(page: &PagePath) -> Refusal {
    let page = page.as_str();
    Refusal::absent(Fault::new(message!(
        "没有 {page} 这一页",
        "there is no page {page}"
    )))
}
