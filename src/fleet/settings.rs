//! fleet.yaml: which sites there are, on top of which upstream, and where their outputs go.

use super::FILE;
use crate::base::path::is_of_home;
use crate::base::{Diagnostic, Fault, Span};
use crate::config::{self, DeploySettings};
use crate::message;
use crate::yaml::{self, FIELD_WRONG, Fields, Spanned};
use std::path::Path;
use std::sync::Arc;

/// fleet.yaml as it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetSettings {
    /// The upstream of new sites, from the folder of fleet.yaml.
    pub upstream: Option<Spanned<String>>,
    /// Patterns of the folders of sites, from the folder of fleet.yaml.
    pub sites: Vec<Spanned<String>>,
    /// The table with a row for each site, from the folder of fleet.yaml.
    pub table: Option<Spanned<String>>,
    /// The folder of an output, with `{code}` in it, from the folder of fleet.yaml.
    pub out: String,
    /// Where the outputs are sent, with `{code}` in it.
    pub deploy: DeploySettings,
}

/// Where outputs go unless fleet.yaml says so.
const OUT: &str = "out/{code}";
/// Where the folders of sites are that a table names.
pub(super) const SITES: &str = "sites";

impl FleetSettings {
    /// Reads the fleet.yaml of a folder; a fault when there is none. What is wrong in it is told in `report`.
    pub fn read(root: &Path, report: &mut Vec<Diagnostic>) -> Result<Self, Fault> {
        let path = root.join(FILE);
        let bytes = std::fs::read(&path).map_err(|_| no_fleet(root))?;
        let file: Arc<str> = FILE.into();
        let text = crate::source::decode(&file, bytes).map_err(|told| Fault::new(told.message))?;
        Ok(Self::of(&file, &text, report))
    }

    /// The settings of a new fleet: an upstream and a table, each from its folder.
    pub fn begin(upstream: String, table: String) -> Self {
        Self {
            upstream: Some(unplaced(upstream)),
            table: Some(unplaced(table)),
            ..Self::empty()
        }
    }

    fn of(file: &Arc<str>, text: &str, report: &mut Vec<Diagnostic>) -> Self {
        let node = yaml::read(file, text, 0..text.len(), report);
        let Some(node) = node else {
            return Self::empty();
        };
        let mut fields = Fields::new(file, node);
        let out = fields.text("out");
        if let Some(out) = &out
            && !out.value.contains("{code}")
        {
            fields.wrong(
                &out.at,
                message!(
                    "out 里没有 {{code}}，各站会写进同一个文件夹",
                    "`out` has no {{code}}, so all sites would go into one folder"
                ),
                message!("写成 out/{{code}} 这样", "write it like out/{{code}}"),
            );
        }
        if let Some(out) = out.as_ref().filter(|out| is_of_home(&out.value)) {
            fields.wrong(
                &out.at,
                message!(
                    "out 里的 ~ 没有谁会换成用户的文件夹，会在这里新建一个叫 ~ 的",
                    "nothing puts a home in place of the ~ of `out`: a folder named ~ would be made here"
                ),
                message!(
                    "写完整的路径，如 /srv/out/{{code}}",
                    "write the whole path, like /srv/out/{{code}}"
                ),
            );
        }
        let settings = Self {
            upstream: fields.text("upstream"),
            sites: fields.texts("sites"),
            table: fields.text("table"),
            out: out.map_or_else(|| OUT.to_owned(), |out| out.value),
            deploy: config::deploy_of(&mut fields),
        };
        settings.look_at_target(&mut fields);
        report.extend(fields.finish());
        if settings.sites.is_empty() && settings.table.is_none() {
            let told = message!("没有说有哪些站", "it does not say which sites there are");
            report.push(
                Diagnostic::new(&FIELD_WRONG, Span::top(file), told).hint(message!(
                    "写 sites: [sites/*]（站点的文件夹），或 table: 表格.csv",
                    "write `sites: [sites/*]` (folders of sites), or `table: FILE.csv`"
                )),
            );
        }
        settings
    }

    fn empty() -> Self {
        Self {
            upstream: None,
            sites: Vec::new(),
            table: None,
            out: OUT.to_owned(),
            deploy: DeploySettings::default(),
        }
    }

    /// Two sites in one place would take each other's files away.
    fn look_at_target(&self, fields: &mut Fields) {
        if self.deploy.to.as_ref().is_some_and(|to| !to.contains("{code}")) {
            fields.wrong(
                &fields.at(),
                message!(
                    "deploy 的 to 里没有 {{code}}，各站会发到同一个地方",
                    "`to` of `deploy` has no {{code}}, so all sites would be sent to one place"
                ),
                message!("写成 /srv/www/{{code}} 这样", "write it like /srv/www/{{code}}"),
            );
        }
    }
}

fn unplaced(value: String) -> Spanned<String> {
    Spanned { value, at: 0..0 }
}

/// The text of the fleet.yaml of a folder when its `upstream`, as these settings have it, is another one.
pub fn with_upstream(root: &Path, settings: &FleetSettings, upstream: &str) -> Option<String> {
    let file: Arc<str> = FILE.into();
    let mut text = crate::source::decode(&file, std::fs::read(root.join(FILE)).ok()?).ok()?;
    let at = settings.upstream.as_ref()?.at.clone();
    text.get(at.clone())?;
    text.replace_range(at, &yaml::plain_or_quoted(upstream));
    Some(text)
}

fn no_fleet(root: &Path) -> Fault {
    let folder = root.display();
    Fault::new(message!("{folder} 里没有 {FILE}", "there is no {FILE} in {folder}")).hint(message!(
        "写一个 {FILE}：upstream: ../上级站 和 table: 表格.csv（或 sites: [sites/*]）；或用 wanjia fleet new 表格 --upstream 上级站 新建",
        "write a {FILE} with `upstream: ../upstream` and `table: FILE.csv` (or `sites: [sites/*]`), or make one with `wanjia fleet new TABLE --upstream DIR`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (FleetSettings, Vec<String>) {
        let mut report = Vec::new();
        let settings = FleetSettings::of(&FILE.into(), text, &mut report);
        (
            settings,
            report.iter().map(|told| told.message.en.to_string()).collect(),
        )
    }

    #[test]
    fn what_is_wrong_in_fleet_yaml_is_told_all_at_once() {
        let (settings, told) = read("upstream: ../national\nsites: [sites/*]\n");
        assert!(told.is_empty(), "{told:?}");
        assert_eq!((settings.out.as_str(), settings.sites.len()), ("out/{code}", 1));
        let (_, told) = read("out: public\nsite: [a]\n");
        assert_eq!(told.len(), 3, "{told:?}");
    }
}
