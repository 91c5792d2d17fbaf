//! Pictures in HTML get their sizes: wherever a body shows a picture, by Markdown or by a component, the
//! `<img>` becomes a `<picture>` that offers every size there is.

use crate::base::Fingerprint;
use crate::base::html::{address, end_of_tag, escape};
use crate::config::Config;
use crate::picture::{ImageSet, OutputFormat, Picture};
use crate::site::{Resolution, Resolved};
use std::collections::BTreeMap;

/// How wide pictures in a text are shown: the column of the theme, or the phone.
const SIZES: &str = "(min-width: 46rem) 45rem, 100vw";

/// Pictures of one body, by the address that stands in its HTML.
pub struct Wardrobe<'p> {
    pictures: BTreeMap<String, &'p Picture>,
    config: &'p Config,
    eager: bool,
}

impl<'p> Wardrobe<'p> {
    /// Of what a page asks. The first picture is not put off when the page is `eager` for it.
    pub(super) fn of(resolved: &Resolved, shown: &'p ImageSet, config: &'p Config, eager: bool) -> Self {
        let asked = resolved.answers.iter().filter_map(|answer| match answer {
            Resolution::Picture(href, file) => Some((escape(href), shown.get(file)?)),
            _ => None,
        });
        Self {
            pictures: asked.collect(),
            config,
            eager,
        }
    }

    /// Of all that it changes.
    pub(super) fn print(&self) -> Fingerprint {
        Fingerprint::of(&(&self.pictures, self.eager))
    }

    /// A body with its pictures dressed.
    pub fn dress(&self, html: String) -> String {
        if !html.contains("<img ") {
            return html;
        }
        let mut out = String::with_capacity(html.len() * 2);
        let (mut rest, mut first) = (html.as_str(), self.eager);
        while let Some(at) = rest.find("<img ") {
            out.push_str(&rest[..at]);
            let (tag, behind) = rest[at..].split_at(end_of_tag(&rest[at..]));
            let tag = if std::mem::take(&mut first) {
                tag.replacen(" loading=\"lazy\"", "", 1)
            } else {
                tag.to_owned()
            };
            match source(&tag).and_then(|src| self.pictures.get(src)) {
                Some(picture) => out.push_str(&element(picture, &tag, self.config)),
                None => out.push_str(&tag),
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }
}

/// The address of an `<img>` as it is written there.
fn source(tag: &str) -> Option<&str> {
    let (_, value) = tag.split_once(" src=\"")?;
    value.split_once('"').map(|(src, _)| src)
}

/// An `<img>` that shows `picture`, with all sizes and formats of it. What its author said of the width
/// stays.
pub(super) fn element(picture: &Picture, tag: &str, config: &Config) -> String {
    let href = |path: &str| escape(&address(&config.href(path)));
    let set = |kind: OutputFormat| -> Vec<String> {
        let others = picture.renditions.iter().filter(|other| other.kind == kind);
        others
            .map(|other| format!("{} {}w", href(&other.address), other.width))
            .collect()
    };
    let (modern, mut plain) = (set(OutputFormat::Avif), set(OutputFormat::Jpeg));
    let own = href(&picture.address);
    let mut img = match source(tag) {
        Some(src) => tag.replacen(&format!(" src=\"{src}\""), &format!(" src=\"{own}\""), 1),
        None => tag.to_owned(),
    };
    let mut more = String::new();
    if !plain.is_empty() {
        plain.push(format!("{own} {}w", picture.width));
        more.push_str(&format!(" srcset=\"{}\" sizes=\"{SIZES}\"", plain.join(", ")));
    }
    if !img.contains(" width=\"") && !img.contains(" height=\"") {
        more.push_str(&format!(
            " width=\"{}\" height=\"{}\"",
            picture.width, picture.height
        ));
    }
    if !img.contains(" decoding=\"") {
        more.push_str(" decoding=\"async\"");
    }
    img.insert_str("<img".len(), &more);
    if modern.is_empty() {
        return img;
    }
    let modern = modern.join(", ");
    format!("<picture><source type=\"image/avif\" srcset=\"{modern}\" sizes=\"{SIZES}\">{img}</picture>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Rendition;

    fn picture(kinds: &[(OutputFormat, u32)]) -> Picture {
        let other = |(kind, width): &(OutputFormat, u32)| Rendition {
            address: format!("a/p-{width}.{}", kind.extension()),
            width: *width,
            kind: *kind,
            file: Default::default(),
        };
        Picture {
            width: 1600,
            height: 900,
            address: "a/p.jpg".to_owned(),
            file: None,
            renditions: kinds.iter().map(other).collect(),
        }
    }

    fn dressed(picture: &Picture, html: &str, eager: bool) -> String {
        let config = crate::config::read(
            &"site.yaml".into(),
            "name: 甲\nurl: https://e.org/x/",
            None,
            &mut Vec::new(),
        );
        let shown = ImageSet::from([("a/p.jpg".to_owned(), picture.clone())]);
        let resolved = Resolved {
            answers: vec![Resolution::Picture("/x/a/p.jpg".to_owned(), "a/p.jpg".to_owned())],
            facts: Vec::new(),
        };
        Wardrobe::of(&resolved, &shown, &config, eager).dress(html.to_owned())
    }

    #[test]
    fn a_picture_offers_every_size_and_the_first_is_not_put_off() {
        let of = picture(&[
            (OutputFormat::Avif, 480),
            (OutputFormat::Avif, 960),
            (OutputFormat::Jpeg, 480),
        ]);
        assert_eq!(
            dressed(
                &of,
                "甲<img src=\"/x/a/p.jpg\" alt=\"1>0\" loading=\"lazy\">乙<img src=\"/x/b.svg\" loading=\"lazy\">",
                true
            ),
            "甲<picture><source type=\"image/avif\" srcset=\"/x/a/p-480.avif 480w, /x/a/p-960.avif 960w\" sizes=\"(min-width: 46rem) 45rem, 100vw\"><img srcset=\"/x/a/p-480.jpg 480w, /x/a/p.jpg 1600w\" sizes=\"(min-width: 46rem) 45rem, 100vw\" width=\"1600\" height=\"900\" decoding=\"async\" src=\"/x/a/p.jpg\" alt=\"1>0\"></picture>乙<img src=\"/x/b.svg\" loading=\"lazy\">"
        );
    }

    #[test]
    fn what_an_author_said_of_the_width_stays() {
        assert_eq!(
            dressed(&picture(&[]), "<img src=\"/x/a/p.jpg\" width=\"80\">", false),
            "<img decoding=\"async\" src=\"/x/a/p.jpg\" width=\"80\">"
        );
    }
}
