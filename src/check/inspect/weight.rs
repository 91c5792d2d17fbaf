//! Pages as they are published: how heavy they are, and which meta tags they lack.

use super::{InspectedSite, Inspection};
use crate::base::{Diagnostic, Level, PageId, Span};
use crate::document::FileForm;
use crate::message;
use crate::rule;
use crate::site::Page;

rule! { PAGE_HEAVY = "page-heavy", Reach, Warning, adjustable: true;
    means "页面连同图片传起来太大（`limits: {page_mb: 2}`）", "A page with its pictures is too much to send (`limits: {page_mb: 2}`)";
    mend "少放几张图，或先缩小；长的内容分成几页", "Show fewer pictures or make them smaller; split long texts";
}

rule! { META_MISSING = "meta-missing", Identity, Off, adjustable: true;
    means "页面缺政府网站要求的 meta 标签（政府网站才提）", "A page lacks meta tags that government sites must have (told for them only)";
    mend "网站标识码写在 `brand: {site_id: …}`，日期写在页面上；自己的模板要接着用 base.html", "Put the site code into `brand: {site_id: …}` and the day on the page; templates of your own extend base.html";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: "国办发〔2017〕47号",
    rules: &[&PAGE_HEAVY, &META_MISSING],
    gov: &[(&META_MISSING, Level::Error)],
    site: Some(look),
    ..Inspection::NONE
};

/// A page as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePage {
    /// Which page.
    pub page: PageId,
    /// Bytes to send, pictures included and text as it is compressed.
    pub bytes: u64,
    /// Names of its meta tags.
    pub meta: Vec<String>,
    /// Pixels of the largest picture that it shows.
    pub largest_picture: u64,
}

/// Tags of every page, of lists and of articles.
const EVERY: [&str; 3] = ["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN: [&str; 4] = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
const ARTICLE: [&str; 3] = ["ArticleTitle", "PubDate", "ContentSource"];

fn look(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    let most = inspected.site.config.thresholds.page_mb;
    for made in inspected.made {
        let page = &inspected.site.pages[made.page];
        if page.layer > 0 || page.is_synthesised || page.is_untranslated {
            continue;
        }
        let place = Span::top(&page.document.file);
        let size = made.bytes as f64 / 1e6;
        if size > most {
            let size = format!("{size:.1}");
            let told = message!(
                "这一页连图片有 {size} MB，超过 {most}",
                "the page has {size} MB with its pictures, more than {most}"
            );
            let hint = message!("少放几张图，或先缩小", "show fewer pictures or make them smaller");
            report.push(Diagnostic::new(&PAGE_HEAVY, place.clone(), told).hint(hint));
        }
        let missing: Vec<&str> = wanted(page)
            .filter(|name| !made.meta.iter().any(|own| own == name))
            .collect();
        if !missing.is_empty() {
            let names = missing.join(", ");
            let told = message!("缺 meta 标签：{names}", "meta tags are missing: {names}");
            report.push(Diagnostic::new(&META_MISSING, place, told).hint(message!(
                "标识码写在 brand 的 site_id，日期写在页面上；自己的模板接着用 base.html",
                "the site code goes to `site_id` of `brand`, the day onto the page; templates of your own extend base.html"
            )));
        }
    }
}

/// The tags that a page must have.
fn wanted(page: &Page) -> impl Iterator<Item = &'static str> {
    let own: &[&str] = match (page.document.form, page.parent) {
        (_, None) => &[],
        (FileForm::Section, _) => &COLUMN,
        _ => &ARTICLE,
    };
    EVERY.iter().chain(own).copied()
}
