//! Links that lead to the site above where the own site has the page.

use super::{InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::config::Config;
use crate::message;
use crate::rule;
use crate::site::Site;

rule! { LINK_UPSTREAM = "link-upstream", Links, Warning, adjustable: true;
    means "链接到上级网站的一页，而本站就有这一页：读者点过去就离开了本地的电话、规定", "A link leads to a page of the upstream site that this site has too: readers leave the rules and telephones of their own place";
    mend "改成站内的地址", "Link to the page of this site";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&LINK_UPSTREAM],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let site = inspected.site;
    for block in inspected.blocks() {
        for link in block.links.iter().filter(|link| !link.is_reference) {
            let theirs = inspected
                .above
                .iter()
                .find_map(|above| Some((above, own(site, above, &link.to)?)));
            let Some((above, path)) = theirs else { continue };
            let (name, place) = (&above.name, inspected.span(block, link.words.clone()));
            let told = message!(
                "链接到了上级站“{name}”，本站也有这一页",
                "the link leads to the upstream “{name}”, and this site has the page too"
            );
            report.push(
                Diagnostic::new(&LINK_UPSTREAM, place, told).hint(message!("改成 {path}", "write {path}")),
            );
        }
    }
}

/// How a page of the own site is linked to that an address of a site above stands for.
fn own(site: &Site, above: &Config, to: &str) -> Option<String> {
    let is_other = !above.origin.is_empty() && above.origin != site.config.origin;
    let rest = to.strip_prefix(&*above.origin).filter(|_| is_other)?;
    let inner = rest.strip_prefix(above.base.trim_end_matches('/'))?;
    let inner = inner.strip_prefix('/').or(inner.is_empty().then_some(""))?;
    let (path, anchor) = inner
        .split_once('#')
        .map_or((inner, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.trim_end_matches("index.html").trim_matches('/');
    let mut pages = site.pages.iter();
    let page = pages.find(|page| page.address.address().trim_matches('/') == path)?;
    let anchor = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
    Some(format!(
        "/{}{anchor}",
        page.address.address().trim_start_matches('/')
    ))
}
