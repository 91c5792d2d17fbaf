//! Pictures in HTML get their sizes: wherever a body shows a picture, by Markdown or by a component, the
//! `<img>` offers every size there is.

use crate::base::html::escape;
use crate::base::{Fingerprint, Href};
use crate::config::Config;
use crate::html::{Attribute, Element, Node, Piece, Tree, unescape};
use crate::picture::{ImageSet, Picture};
use crate::site::{Resolution, Resolved};
use std::collections::BTreeMap;

/// How wide pictures in a text are shown: the column of the theme, or the phone.
const SIZES: &str = "(min-width: 46rem) 45rem, 100vw";

/// Pictures of one body, by the address that its text has.
pub struct ImageRewriter<'p> {
    pictures: BTreeMap<Href, &'p Picture>,
    config: &'p Config,
    eager: bool,
}

impl<'p> ImageRewriter<'p> {
    /// Of what a page asks. The first picture is not put off when the page is `eager` for it.
    pub(super) fn of(resolved: &Resolved, shown: &'p ImageSet, config: &'p Config, eager: bool) -> Self {
        let asked = resolved.answers.iter().filter_map(|answer| match answer {
            Resolution::Picture(href, file) => Some((href.clone(), shown.get(file.as_str())?)),
            _ => None,
        });
        Self {
            pictures: asked.collect(),
            config,
            eager,
        }
    }

    /// Of all that it changes.
    pub(super) fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&(&self.pictures, self.eager))
    }

    /// A body with its pictures dressed.
    pub fn rewrite(&self, tree: Tree) -> Tree {
        let is_image = |piece: &Piece<'_>| matches!(piece.node, Node::Begin(Element::Img, _));
        if !tree.pieces().any(|piece| is_image(&piece)) {
            return tree;
        }
        let mut out = Tree::default();
        out.reserve(tree.html().len() * 2, tree.len() * 2);
        let (mut pieces, mut first) = (tree.pieces(), self.eager);
        while let Some(piece) = pieces.next() {
            if !is_image(&piece) {
                out.piece(&piece);
                continue;
            }
            let mut tag = pieces.tag(piece);
            if std::mem::take(&mut first) {
                tag.retain(|piece| !(is(piece, Attribute::Loading) && piece.value() == Some("lazy")));
            }
            let src = tag.iter().find(|piece| is(piece, Attribute::Src));
            let src = src.and_then(Piece::value).map(unescape);
            match src.and_then(|src| self.pictures.get(src.as_str())) {
                Some(picture) => image(&mut out, picture, &tag, self.config),
                None => tag.iter().for_each(|piece| out.piece(piece)),
            }
        }
        out
    }
}

fn is(piece: &Piece<'_>, name: Attribute) -> bool {
    matches!(piece.node, Node::Attribute(own, ..) if own == name)
}

/// Adds an image that shows `picture`, with all sizes of it. `tag` is the image as its author
/// wrote it: what it says of the width stays.
pub(super) fn image(out: &mut Tree, picture: &Picture, tag: &[Piece<'_>], config: &Config) {
    let href = |path: &str| config.href(path);
    let sized = |address: &str, width: u32| format!("{} {width}w", href(address));
    let renditions = picture.renditions.iter();
    let mut sizes: Vec<String> = renditions.map(|one| sized(&one.address, one.width)).collect();
    let own = href(&picture.address);
    let says = |name| tag.iter().any(|piece| is(piece, name));
    out.begin(Element::Img);
    if let Some(widest) = picture.renditions.last() {
        if widest.width < picture.width {
            sizes.push(sized(&picture.address, picture.width));
        }
        out.attribute(Attribute::Srcset, &sizes.join(", "));
        out.attribute(Attribute::Sizes, SIZES);
    }
    if !says(Attribute::Width) && !says(Attribute::Height) {
        out.attribute(Attribute::Width, &picture.width.to_string());
        out.attribute(Attribute::Height, &picture.height.to_string());
    }
    if !says(Attribute::Decoding) {
        out.attribute(Attribute::Decoding, "async");
    }
    for piece in &tag[1..] {
        if is(piece, Attribute::Src) {
            out.piece_with(piece, &escape(own.as_str()));
        } else {
            out.piece(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::OutputPath;
    use crate::html::read;
    use crate::picture::Rendition;

    fn picture(widths: &[u32]) -> Picture {
        let other = |width: &u32| Rendition {
            address: format!("a/p-{width}.jpg"),
            width: *width,
            file: Default::default(),
        };
        Picture {
            width: 1600,
            height: 900,
            address: "a/p.jpg".to_owned(),
            file: None,
            renditions: widths.iter().map(other).collect(),
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
            answers: vec![Resolution::Picture(
                Href::new("/x/", "a/p.jpg"),
                OutputPath::at("a/p.jpg"),
            )],
            ..Resolved::default()
        };
        ImageRewriter::of(&resolved, &shown, &config, eager)
            .rewrite(read(html))
            .into_html()
    }

    #[test]
    fn a_picture_offers_every_size_and_the_first_is_not_put_off() {
        let of = picture(&[480]);
        assert_eq!(
            dressed(
                &of,
                "甲<img src=\"/x/a/p.jpg\" alt=\"1>0\" loading=\"lazy\">乙<img src=\"/x/b.svg\" loading=\"lazy\">",
                true
            ),
            "甲<img srcset=\"/x/a/p-480.jpg 480w, /x/a/p.jpg 1600w\" sizes=\"(min-width: 46rem) 45rem, 100vw\" width=\"1600\" height=\"900\" decoding=\"async\" src=\"/x/a/p.jpg\" alt=\"1>0\">乙<img src=\"/x/b.svg\" loading=\"lazy\">"
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
