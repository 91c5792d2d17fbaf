//! The facts of every layer.

use super::chain::{Chain, Tier};
use crate::base::Diagnostic;
use crate::fact::{self, FactTable, LayerFacts};
use crate::source;

impl Chain {
    /// The facts of all layers, nearest first.
    pub fn book(&self, report: &mut Vec<Diagnostic>) -> FactTable {
        let sheets = self.tiers.iter().filter_map(|tier| sheet(tier, report));
        FactTable {
            sheets: sheets.collect(),
        }
    }
}

fn sheet(tier: &Tier, report: &mut Vec<Diagnostic>) -> Option<LayerFacts> {
    let file = tier.layer.one(fact::FILE)?;
    match source::read(&file) {
        Ok(text) => {
            let sheet = fact::read(&file.file, &text, tier.layer.number, tier.config.region.clone());
            report.extend(sheet.report.iter().cloned());
            Some(sheet)
        }
        Err(diagnostic) => {
            report.push(diagnostic);
            None
        }
    }
}
