//! Addresses: no two pages or files have the same one.

use super::{Check, CheckedSite};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;

rule! { ADDRESS_CLASH = "address-clash", Pages, Error, adjustable: false;
    means "两页（或两个文件）是同一个地址", "Two pages or files have the same address";
    mend "给其中一个改名、写 `slug`，或去掉 `aliases` 里那一项", "Rename one, give it a `slug`, or take the entry out of `aliases`";
}

pub(super) const CHECK: Check = Check {
    rules: &[&ADDRESS_CLASH],
    page: None,
    site: Some(site),
};

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    for clash in &checked.site.clashes {
        let (other, path) = (&clash.other, &clash.address);
        let told = message!("{other} 也在 /{path}", "{other} has the address /{path} too");
        report.push(
            Diagnostic::new(&ADDRESS_CLASH, Span::top(&clash.file), told)
                .see(Span::top(other), message!("另一个", "the other one"))
                .hint(message!(
                    "给其中一个改名、写 slug，或去掉 aliases 里那一项",
                    "rename one, give it a `slug`, or take the entry out of `aliases`"
                )),
        );
    }
}
