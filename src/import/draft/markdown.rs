//! Markdown of another generator as the text of a draft.

use super::body::BodyText;
use super::inline::Writer;
use super::picture::Pictures;
use crate::import::model::{Inline, MarkdownPart, Text};

/// Puts the parts of a text together.
pub fn write(parts: &[MarkdownPart], pictures: &Pictures) -> BodyText {
    let mut body = BodyText {
        text: String::new(),
        findings: Vec::new(),
        above: Vec::new(),
    };
    for part in parts {
        let start = body.text.len();
        let mut writer = Writer::new(pictures, false);
        match part {
            MarkdownPart::Text(words) => body.text.push_str(words),
            MarkdownPart::Told(finding) => writer.findings.push(finding.clone()),
            MarkdownPart::Picture(index) => {
                writer.inlines(&[Inline::Picture(*index)]);
                body.text.push_str(&writer.out);
            }
            MarkdownPart::Link { words, address } => {
                let text = Text {
                    link: address.clone(),
                    ..Text::default()
                };
                match writer.target(&text) {
                    Some(address) => body.text.push_str(&format!("[{words}]({address})")),
                    None => body.text.push_str(words),
                }
            }
        }
        let end = body.text.len();
        body.findings
            .extend(writer.findings.into_iter().map(|finding| (start..end, finding)));
    }
    let text = body.text.trim_matches('\n');
    let skipped = body.text.len() - body.text.trim_start_matches('\n').len();
    let text = format!("{text}\n");
    for (at, _) in &mut body.findings {
        at.start = at.start.saturating_sub(skipped).min(text.len());
        at.end = at.end.saturating_sub(skipped).min(text.len());
    }
    body.text = text;
    body
}
