//! theme.yaml: what a theme says of itself.

use super::feature::{self, Features};
use super::stack::ThemeFile;
use crate::base::{Diagnostic, path};
use crate::message;
use crate::yaml::{self, Fields, YamlNode, YamlValue};
use serde_json::{Map, Value as Json};

/// What the theme.yaml of all levels say together.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// Options with their values: the nearest word on each counts.
    pub options: Map<String, Json>,
    /// The features of all levels.
    pub features: Features,
}

/// Reads theme.yaml of all levels, nearest first.
pub(super) fn read(levels: &[Vec<ThemeFile>], report: &mut Vec<Diagnostic>) -> Settings {
    let mut all = Settings::default();
    for files in levels.iter().rev() {
        let Some(mut fields) = theme_yaml(files, report) else {
            continue;
        };
        for of_people in ["name", "title", "description", "extends"] {
            fields.text(of_people);
        }
        all.features.extend(feature::read(&mut fields));
        all.options.extend(options(&mut fields));
        report.extend(fields.finish());
    }
    all
}

fn options(fields: &mut Fields) -> Vec<(String, Json)> {
    match fields.node("options") {
        Some(YamlNode {
            value: YamlValue::Map(pairs),
            ..
        }) => pairs
            .into_iter()
            .map(|(key, _, value)| (key, value.json()))
            .collect(),
        Some(node) => {
            fields.error(
                &node.at,
                message!("options 要写成“名称: 值”", "`options` takes `name: value` pairs"),
            );
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// The theme that a theme.yaml extends.
pub(crate) fn extends(files: &[ThemeFile]) -> Option<String> {
    let name = theme_yaml(files, &mut Vec::new())?.text("extends")?.value;
    (path::is_plain(&name) && !name.contains('/')).then_some(name)
}

fn theme_yaml(files: &[ThemeFile], report: &mut Vec<Diagnostic>) -> Option<Fields> {
    let file = files.iter().find(|file| file.inner == "theme.yaml")?;
    let text = String::from_utf8_lossy(&file.bytes);
    let node = yaml::read(&file.file, &text, 0..text.len(), report)?;
    Some(Fields::new(&file.file, node))
}
