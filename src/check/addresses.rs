//! Addresses: no two pages or files have the same one.

use super::{Check, CheckedSite};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;

rule! { ADDRESS_CLASH = "address-clash", Pages, Error, adjustable: false;
    means "两页（或两个文件）是同一个地址", "Two pages or files have the same address";
    mend "给其中一个改名、写 `slug`，或去掉 `aliases` 里那一项", "Rename one, give it a `slug`, or take the entry out of `aliases`";
}

rule! { FILE_NAME_UNFIT = "file-name-unfit", Pages, Error, adjustable: false;
    means "文件名里有 `:`、`\\`、控制字符或倒转文字方向的记号，不能作网址，有的电脑也存不了", "A file name has a `:`, a `\\`, a control character or a mark that turns the direction of the text round: it is no address, and some machines cannot keep it";
    mend "改名：`12:30.pdf` 改成 `12点30.pdf`", "Rename it: `12:30.pdf` as `12-30.pdf`";
}

pub(super) const CHECK: Check = Check {
    rules: &[&ADDRESS_CLASH, &FILE_NAME_UNFIT],
    page: None,
    site: Some(site),
};

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    report.extend(checked.site.unfit.iter().map(|file| {
        let told = message!("文件名不能作网址", "the name of the file is no address");
        Diagnostic::new(&FILE_NAME_UNFIT, Span::top(file), told).hint(message!(
            "改名，去掉 :、\\ 和看不见的记号",
            "rename it without :, \\ and invisible marks"
        ))
    }));
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
