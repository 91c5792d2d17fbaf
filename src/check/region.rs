//! A site that hangs below a region that it does not lie in.

use super::{Check, CheckedSite};
use crate::base::region::lies_in;
use crate::base::{Diagnostic, Span};
use crate::config::Region;
use crate::message;
use crate::rule;

rule! { REGION_OUTSIDE = "region-outside", Layers, Error, adjustable: true;
    means "站点的地区不在上级站点的地区里，上级当地的规定会当成本地的发布", "The region of the site does not lie in that of a site above, whose local rules would be published as its own";
    mend "核对 `region` 的代码和 `extends`；上级只借页面、没有当地规定的，写 `rules: {region-outside: warning}`", "Check the code of `region`, and `extends`; where only pages are borrowed and no local rules, write `rules: {region-outside: warning}`";
}

pub(super) const CHECK: Check = Check {
    rules: &[&REGION_OUTSIDE],
    page: None,
    site: Some(site),
};

/// A site above that names no region says nothing.
fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    let Some((own, above)) = site.owners.split_first() else {
        return;
    };
    let Some(Region { code, name }) = &own.region else {
        return;
    };
    let outside = above.iter().find_map(|above| {
        let region = above.region.as_ref()?;
        (!lies_in(code, &region.code)).then_some((above, region))
    });
    let Some((other, region)) = outside else { return };
    let config = &site.config;
    let place = config.extends.as_ref().map_or_else(
        || Span::top(&config.file),
        |extends| Span::new(&config.file, extends.at.clone()),
    );
    let (others, above, place_above) = (&other.name, &region.code, &region.name);
    report.push(
        Diagnostic::new(
            &REGION_OUTSIDE,
            place,
            message!(
                "{code} {name}不在上级站“{others}”的 {above} {place_above}里",
                "{code} {name} does not lie in {above} {place_above} of the upstream “{others}”"
            ),
        )
        .hint(message!(
            "核对 region 的代码和 extends",
            "check the code of `region`, and `extends`"
        )),
    );
}
