//! How an article looks: inline styles, because nothing else stays. No rule here counts on what the editor takes away: margins of
//! lists, marks of lists, classes.

/// Colour of text and of what is said beside it.
const INK: &str = "#2b2520";
const SOFT: &str = "#6b625b";
const LINE: &str = "#e4dcd2";

/// The styles of an article.
pub(super) struct Style {
    /// `#rrggbb`: the office's colour, dark enough for text.
    accent: String,
}

impl Style {
    /// Styles around a colour `#rrggbb`.
    pub fn new(accent: &str) -> Self {
        Self {
            accent: accent.to_owned(),
        }
    }

    /// What is around all.
    pub fn root(&self) -> String {
        format!("font-size:17px;line-height:1.8;color:{INK};text-align:left;word-break:break-word;")
    }

    /// A paragraph.
    pub fn paragraph(&self) -> String {
        "margin:0 0 1em;".to_owned()
    }

    /// A heading of a level from 1.
    pub fn heading(&self, level: usize) -> String {
        let accent = &self.accent;
        match level {
            0..=2 => format!(
                "margin:1.9em 0 .8em;padding:0 0 0 .6em;border-left:4px solid {accent};font-size:20px;line-height:1.5;color:{accent};"
            ),
            3 => format!("margin:1.5em 0 .6em;font-size:18px;line-height:1.5;color:{accent};"),
            _ => "margin:1.2em 0 .5em;font-size:17px;line-height:1.6;".to_owned(),
        }
    }

    /// A paragraph that begins with a mark, `width` ems wide, which stands to the left of its lines.
    pub fn item(&self, width: &str) -> String {
        format!("margin:0 0 .5em;padding-left:{width}em;text-indent:-{width}em;")
    }

    /// A further paragraph of an entry.
    pub fn further(&self) -> String {
        "margin:0 0 .5em;padding-left:1.4em;".to_owned()
    }

    /// All of an entry of a list that is within another one.
    pub fn nested(&self) -> String {
        "padding-left:1.4em;".to_owned()
    }

    /// A quotation, or what is said apart.
    pub fn quote(&self) -> String {
        format!(
            "margin:0 0 1em;padding:.8em 1em .1em;background:#faf6f0;border-left:3px solid {};",
            self.accent
        )
    }

    /// A note that stands in the margin of a clause on the page.
    pub fn margin(&self) -> String {
        format!("margin:0 0 1em;padding-left:.8em;border-left:2px solid {LINE};font-size:15px;color:{SOFT};")
    }

    /// A box of its own: a card, an entry of a directory.
    pub fn card(&self) -> String {
        format!("margin:0 0 .8em;padding:.8em 1em .1em;border:1px solid {LINE};border-radius:4px;")
    }

    /// An entry on a line of time.
    pub fn moment(&self) -> String {
        format!("margin:0;padding:0 0 .3em 1em;border-left:2px solid {LINE};")
    }

    /// When something takes place.
    pub fn when(&self) -> String {
        format!("margin:0;font-size:14px;color:{};", self.accent)
    }

    /// What warns.
    pub fn banner(&self) -> String {
        "margin:0 0 1.2em;padding:.8em 1em;background:#fdeceb;border-left:4px solid #a3261b;color:#7a1c14;"
            .to_owned()
    }

    /// What is said beside the text.
    pub fn small(&self) -> String {
        format!("margin:0 0 .5em;font-size:14px;line-height:1.7;color:{SOFT};")
    }

    /// A note, which may hold a long address.
    pub fn note(&self) -> String {
        format!("margin:0 0 .5em;font-size:14px;line-height:1.7;color:{SOFT};word-break:break-all;")
    }

    /// A line in the middle, beside the text.
    pub fn centred(&self) -> String {
        format!("margin:0 0 1em;font-size:14px;line-height:1.7;color:{SOFT};text-align:center;")
    }

    /// A line at the right: who signed, on which day.
    pub fn right(&self) -> String {
        "margin:0 0 .3em;text-align:right;".to_owned()
    }

    /// A slogan.
    pub fn slogan(&self) -> String {
        format!(
            "margin:0 0 .6em;font-size:19px;line-height:1.6;text-align:center;color:{};",
            self.accent
        )
    }

    /// A value with its source.
    pub fn fact(&self) -> String {
        format!("font-weight:700;color:{};", self.accent)
    }

    /// The words of a link.
    pub fn link(&self) -> String {
        format!("color:{};", self.accent)
    }

    /// The number of a note.
    pub fn mark(&self) -> String {
        format!("font-size:12px;line-height:1;color:{};", self.accent)
    }

    /// Dots under Chinese characters, slanted letters nowhere.
    pub fn emphasis(&self) -> String {
        "font-style:normal;text-emphasis:filled circle;text-emphasis-position:under right;-webkit-text-emphasis:filled circle;-webkit-text-emphasis-position:under right;"
            .to_owned()
    }

    /// Code among words.
    pub fn code(&self) -> String {
        "font-family:Menlo,Consolas,monospace;font-size:15px;background:#f5f1ea;".to_owned()
    }

    /// Code on lines of its own.
    pub fn pre(&self) -> String {
        "margin:0 0 1em;padding:.8em 1em;background:#f5f1ea;font-family:Menlo,Consolas,monospace;font-size:14px;line-height:1.6;"
            .to_owned()
    }

    /// Around what may be wider than a phone.
    pub fn wide(&self) -> String {
        "margin:0 0 1em;overflow-x:auto;".to_owned()
    }

    /// A table.
    pub fn table(&self) -> String {
        "border-collapse:collapse;width:100%;font-size:15px;line-height:1.6;".to_owned()
    }

    /// A cell of a table; `align` is `left`, `center` or `right`.
    pub fn cell(&self, heads: bool, align: &str) -> String {
        let head = if heads {
            "background:#faf6f0;font-weight:700;"
        } else {
            ""
        };
        format!("border:1px solid {LINE};padding:.5em .6em;vertical-align:top;text-align:{align};{head}")
    }

    /// A picture.
    pub fn picture(&self) -> String {
        "display:block;max-width:100%;height:auto;margin:0 auto;".to_owned()
    }

    /// A code for a camera: `width` pixels wide.
    pub fn code_picture(&self) -> String {
        "display:block;width:150px;max-width:100%;height:auto;margin:0 auto;".to_owned()
    }

    /// Around a picture.
    pub fn frame(&self) -> String {
        "margin:0 0 1em;text-align:center;".to_owned()
    }

    /// What parts two stretches of a text.
    pub fn rule(&self) -> String {
        format!("margin:1.5em 0;text-align:center;color:{SOFT};")
    }
}
