//! The addresses of drafts: only former ones from which the site can lead on are written, and none that another page has.

use crate::base::{Day, Message};
use crate::import::IMPORT_ADDRESS;
use crate::import::model::{Document, Finding};
use crate::kind;
use crate::message;
use crate::pipeline::{AddressBook, BuildOptions, Builder};
use std::path::Path;

/// Addresses that drafts may have.
#[derive(Default)]
pub struct Addresses {
    /// Those that are taken; `None` when that is not known.
    taken: Option<AddressBook>,
}

impl Addresses {
    /// Beside the pages of the site in a folder, drafts among them. Of a site that cannot be read `build` tells.
    pub fn of(root: &Path) -> Self {
        let today = Day::today_in_shanghai();
        let options = BuildOptions {
            root: root.to_path_buf(),
            url: None,
            drafts: true,
            early: true,
            clock: today,
            today,
        };
        let taken = Builder::open(root).addresses(&options);
        Self {
            taken: taken.ok().flatten(),
        }
    }

    /// Keeps the address of the page, a file from the root of the site, that a document becomes; whether another one has it.
    pub fn is_anothers(&mut self, page: &str, document: &Document) -> bool {
        // One that its author has given is no other for another name of the file.
        let named = slug(document).is_some();
        let taken = self.taken.as_mut().filter(|_| !named);
        taken.is_some_and(|taken| taken.keep_page(page, None).is_some())
    }

    /// Takes out of a document, which becomes a page, what would keep the site from being built: the name that its address
    /// should have, and former addresses. What is lost is told. Whether there was anything.
    pub fn settle(&mut self, document: &mut Document, page: &str) -> bool {
        let before = (document.said.addresses.len(), document.said.fields.len());
        self.slug(document, page);
        let addresses = std::mem::take(&mut document.said.addresses);
        for address in addresses {
            match self.refused(&address, page) {
                None => document.said.addresses.push(address),
                Some(None) => {}
                Some(Some(why)) => document.findings.push(Finding::new(&IMPORT_ADDRESS, why)),
            }
        }
        before != (document.said.addresses.len(), document.said.fields.len())
    }

    fn slug(&mut self, document: &mut Document, page: &str) {
        let Some(taken) = &mut self.taken else { return };
        let Some(at) = slug(document) else { return };
        let slug = &document.said.fields[at].1;
        if let Some(other) = taken.keep_page(page, Some(slug)) {
            let told = message!(
                "没有写 slug: {slug}：{other} 已经用了这个网址",
                "`slug: {slug}` is left out: {other} has that address"
            );
            document.findings.push(Finding::new(&IMPORT_ADDRESS, told));
            document.said.fields.remove(at);
        }
    }

    /// Why a former address is not written, if it is not; nothing is said where nothing is lost.
    fn refused(&mut self, address: &str, page: &str) -> Option<Option<Message>> {
        if let Some(Message { zh, en }) = kind::alias_refused(address) {
            return Some(Some(message!(
                "旧地址没有写进 aliases：{address}（{zh}）",
                "a former address is left out of `aliases`: {address} ({en})"
            )));
        }
        let other = self.taken.as_mut()?.keep_former(address, page)?;
        // Who comes to the page by its own address needs no one to lead on.
        let lost = *other != *page;
        Some(lost.then(|| {
            message!(
                "旧地址没有写进 aliases：{address}，它已经是 {other} 的",
                "a former address is left out of `aliases`: {address} is that of {other}"
            )
        }))
    }
}

/// Which field of a document is the name that its address should have.
fn slug(document: &Document) -> Option<usize> {
    document.said.fields.iter().position(|(key, _)| key == "slug")
}
