//! The facts of every layer.

use super::layers::{LayerStack, SiteLayer};
use crate::base::Diagnostic;
use crate::fact::{self, FactTable, LayerFacts};

impl LayerStack {
    /// The facts of all layers, nearest first.
    pub fn fact_table(&self, report: &mut Vec<Diagnostic>) -> FactTable {
        let sheets = self.layers.iter().filter_map(|site| layer_facts(site, report));
        FactTable {
            layers: sheets.collect(),
        }
    }
}

fn layer_facts(site: &SiteLayer, report: &mut Vec<Diagnostic>) -> Option<LayerFacts> {
    match site.layer.read(fact::FILE) {
        Ok(found) => {
            let (file, text) = found?;
            report.extend(crate::source::unclear_characters(&file.file, &text));
            let sheet = fact::read(&file.file, &text, site.layer.number, site.config.region.clone());
            report.extend(sheet.report.iter().cloned());
            Some(sheet)
        }
        Err(diagnostic) => {
            report.push(diagnostic);
            None
        }
    }
}
