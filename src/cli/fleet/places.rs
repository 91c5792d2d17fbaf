//! Where the sites of a fleet go: each to a place of its own, none inside that of another one.

use crate::base::Fault;
use crate::cli::paths;
use crate::deploy::Target;
use crate::fleet::{Fleet, FleetSite};
use crate::message;
use std::path::{Path, PathBuf};

/// Whether every site that is meant can be published where the fleet says, before anything is written.
pub(super) fn fit(fleet: &Fleet, sites: &[&FleetSite]) -> Result<(), Fault> {
    sites.iter().try_for_each(|site| super::fit(site))?;
    apart(outputs(fleet))
}

/// Whether every site can be sent where it is to go, and no target is inside the output of another site.
pub(super) fn targets_fit(fleet: &Fleet, sites: &[&FleetSite], targets: &[Target]) -> Result<(), Fault> {
    let targets = sites.iter().zip(targets).map(|(site, target)| {
        let place = match target {
            Target::Folder(folder) => real(folder),
            other => PathBuf::from(other.place()),
        };
        (*site, place)
    });
    apart(outputs(fleet).chain(targets))
}

fn outputs(fleet: &Fleet) -> impl Iterator<Item = (&FleetSite, PathBuf)> {
    fleet.sites.iter().map(|site| (site, real(&site.out)))
}

fn real(folder: &Path) -> PathBuf {
    paths::resolved(folder).unwrap_or_else(|_| folder.to_path_buf())
}

/// Whether the places of no two sites are the same or one inside the other.
fn apart<'f>(places: impl Iterator<Item = (&'f FleetSite, PathBuf)>) -> Result<(), Fault> {
    let mut places: Vec<(&FleetSite, PathBuf)> = places.collect();
    // Whatever is inside a place comes right after it.
    places.sort_by(|a, b| a.1.cmp(&b.1));
    let mut above: Vec<&(&FleetSite, PathBuf)> = Vec::new();
    for place in &places {
        above.retain(|outer| place.1.starts_with(&outer.1));
        if let Some(outer) = above.iter().find(|outer| outer.0.code != place.0.code) {
            return Err(inside(place, outer));
        }
        above.push(place);
    }
    Ok(())
}

fn inside((site, inner): &(&FleetSite, PathBuf), (other, outer): &(&FleetSite, PathBuf)) -> Fault {
    let (code, name, other, others) = (&site.code, &site.name, &other.code, &other.name);
    let (inner, outer) = (inner.display(), outer.display());
    Fault::new(message!(
        "{code} {name} 要放在 {inner}，那里在 {other} {others} 的 {outer} 里面：一个站会覆盖另一个。什么都没有写",
        "{code} {name} goes to {inner}, which is inside {outer} of {other} {others}: one site would overwrite the other. Nothing was written"
    ))
    .hint(message!(
        "改 fleet.yaml 的 out 或 deploy，让各站的文件夹并排，如 out: out/{{code}}；文件夹是链接的，看它指到哪里",
        "change `out` or `deploy` of fleet.yaml so that the folders of sites are side by side, like out: out/{{code}}; where a folder is a link, see where it leads"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(code: &str) -> FleetSite {
        FleetSite {
            code: code.to_owned(),
            name: format!("{code}站"),
            root: PathBuf::from(code),
            out: PathBuf::from(code),
        }
    }

    fn told(places: &[(&str, &str)]) -> Option<String> {
        let sites: Vec<FleetSite> = places.iter().map(|(code, _)| site(code)).collect();
        let of = sites
            .iter()
            .zip(places)
            .map(|(site, (_, place))| (site, PathBuf::from(place)));
        apart(of).err().map(|fault| fault.message.en.to_string())
    }

    #[test]
    fn a_place_inside_that_of_another_site_is_told_with_both_names() {
        let nested = [
            ("a", "/srv/a"),
            ("c", "/srv/a-b"),
            ("b", "/srv/a/x/b"),
            ("a", "/srv/a/x"),
        ];
        let words = told(&nested).unwrap();
        assert!(
            words.starts_with("b b站 goes to /srv/a/x/b, which is inside /srv/a of a a站"),
            "{words}"
        );
        assert!(told(&[("a", "/srv/a"), ("b", "/srv/a")]).is_some());
        assert!(told(&[("a", "s3://x/p/61"), ("b", "s3://x/p/61/02")]).is_some());
        assert_eq!(
            told(&[
                ("a", "s3://x/p/61"),
                ("b", "s3://x/p/6102"),
                ("a", "s3://x/p/61/now")
            ]),
            None
        );
    }
}
