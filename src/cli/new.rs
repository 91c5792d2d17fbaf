//! `wanjia new`: a start that builds as it is. A site, or a page of a kind in its section.

mod create_new;
pub(super) mod existing;
pub mod page;
mod region;
mod site;

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::{home, paths};
use crate::base::control::is_control;
use crate::base::message::Locale;
use crate::base::{Day, Fault};
use crate::kind::{self, KINDS};
use crate::message;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::ffi::{OsStr, OsString};
use std::path::Path;

/// The word for a site, beside the kinds of pages.
const SITE: &str = "site";

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "new",
    about: Both(
        "新建站点或页面，写好开头和说明",
        "Makes a site or a page, with its beginnings and notes",
    ),
    usage: Both(
        "wanjia new site <文件夹> [--region 代码:地名]\n      wanjia new <种类> <标题> [选项]",
        "wanjia new site <DIR> [--region CODE:NAME]\n       wanjia new <KIND> <TITLE> [OPTIONS]",
    ),
    example: Both(
        "页面放进 _index.md 里写着 contains: 这一种类的栏目；文件名是标题的拼音。\n\n例子：\n  wanjia new site 我的站点 --region 330106:西湖区\n  wanjia new campaign 婚育新风进万家\n  wanjia new question \"婚假有几天？\"",
        "A page goes into the section whose _index.md says `contains: KIND`; its file is named by the title in pinyin.\n\nExamples:\n  wanjia new site mysite --region \"330106:Our District\"\n  wanjia new campaign \"A new wind\"\n  wanjia new question \"How long is marriage leave?\"",
    ),
    arguments: &[
        ("what", Both("", "")),
        (
            "name",
            Both(
                "页面的标题；新建站点时是文件夹",
                "title of the page; for a site its folder",
            ),
        ),
        (
            "region",
            Both(
                "新站点为哪个地区而办：六位行政区划代码和地名，全国是 000000；不说，页面上不写适用哪里",
                "for which region a new site speaks: six digits of the region code and its name, 000000 is the nation; unsaid, pages do not say where they hold",
            ),
        ),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "KIND", value_parser = PossibleValuesParser::new(choices()))]
    what: String,
    #[arg(value_name = "TITLE")]
    name: OsString,
    #[arg(long, value_name = "CODE:NAME")]
    region: Option<String>,
}

/// The words that may name what is to be made.
fn choices() -> Vec<&'static str> {
    let kinds = KINDS.iter().map(|kind| &*kind.kind.name);
    std::iter::once(SITE).chain(kinds).collect()
}

/// What --help says of them.
pub fn kinds(locale: Locale) -> String {
    let all = KINDS.iter().map(|known| &known.kind);
    match locale {
        Locale::Chinese => {
            let kinds: Vec<_> = all.map(|kind| format!("{} {}", kind.name, kind.label)).collect();
            format!("site 站点，或一种页面：{}", kinds.join("，"))
        }
        Locale::English => {
            let kinds: Vec<_> = all.map(|kind| kind.name.to_string()).collect();
            format!("site, or a kind of page: {}", kinds.join(", "))
        }
    }
}

/// Makes what was asked for and says what to do next.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let today = Day::today_in_shanghai();
    match kind::by_name(&request.what) {
        None => {
            let folder = Path::new(&request.name);
            if let Some(fault) = home::told(folder) {
                return Err(fault);
            }
            let region = request.region.as_deref().map(region::read).transpose()?;
            let made = site::make(folder, region.as_ref(), today)?;
            made.iter().for_each(|note| console.message(note));
            let folder = folder.display();
            console.message(&message!(
                "站点在 {folder}。接着：cd {folder}，改 site.yaml，再用 wanjia serve --open 边写边看。",
                "The site is in {folder}. Next: cd {folder}, edit site.yaml, then write and look with `wanjia serve --open`."
            ));
        }
        Some(_) if request.region.is_some() => {
            return Err(Fault::new(message!(
                "--region 只用于新建站点",
                "--region goes with a new site"
            ))
            .hint(message!(
                "页面的地区就是 site.yaml 的 region，不用写",
                "a page has the `region` of site.yaml: leave it out"
            )));
        }
        Some(kind) => {
            let root = paths::root(root)?;
            let made = page::make(&root, kind, title(&request.name)?, today)?;
            made.notes.iter().for_each(|note| console.message(note));
        }
    }
    Ok(Exit::Done)
}

/// The title that somebody gave a page.
pub fn title(name: &OsStr) -> Result<&str, Fault> {
    let title = name.to_str().map(str::trim).unwrap_or_default();
    if title.is_empty() || title.chars().any(is_control) {
        return Err(Fault::new(message!(
            "标题不能是空的，也不能换行",
            "a title is neither empty nor more than one line"
        ))
        .hint(message!(
            "写成 wanjia new news \"标题\"",
            "write it like `wanjia new news \"Title\"`"
        )));
    }
    Ok(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_of_text() {
        for wrong in ["", "  ", "一\n二", "一\u{7}", "一\u{202e}二"] {
            assert!(title(OsStr::new(wrong)).is_err(), "{wrong:?}");
        }
        assert_eq!(title(OsStr::new(" 婚育新风 ")).unwrap(), "婚育新风");
    }
}
