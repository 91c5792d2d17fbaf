//! The names of elements and attributes that somebody looks for. All others are `Other`: what they are
//! called is in the text of the tree.

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($(#[$about:meta])* $names:ident { $($name:ident $text:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $names {
            $(#[doc = concat!("`", $text, "`")] $name,)*
            /// Any other.
            Other,
        }

        impl $names {
            /// As it is written, in lower case; empty for any other.
            pub fn text(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other => "",
                }
            }

            /// The first of the names that is written so, in whatever case.
            pub(super) fn of(text: &str) -> Self {
                $(if text.eq_ignore_ascii_case($text) {
                    return Self::$name;
                })*
                Self::Other
            }
        }
    };
}

names! {
    /// What an element is: by its name, and where our own class tells more, by that.
    Element {
        P "p", A "a", Span "span", Section "section", Strong "strong", Em "em", Del "del", Code "code",
        Li "li", Ul "ul", Ol "ol", Br "br", Td "td", Th "th", Tr "tr", Table "table", Thead "thead",
        Tbody "tbody", Div "div", Blockquote "blockquote", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5",
        H6 "h6", Sup "sup", Img "img", Picture "picture", Source "source", Data "data", Pre "pre", Hr "hr",
        Dl "dl", Dt "dt", Dd "dd", Figure "figure", Figcaption "figcaption", Input "input",
        Script "script", Style "style", Svg "svg", Template "template", Link "link", Meta "meta",
        Footer "footer",
        Clause "section", NoteMark "sup", Fact "data", FactText "span", CellLabel "span",
    }
}

names! {
    /// What an attribute is.
    Attribute {
        Id "id", Class "class", Href "href", Src "src", Srcset "srcset", Sizes "sizes", Alt "alt",
        Title "title", Loading "loading", Width "width", Height "height", Decoding "decoding",
        Start "start", Role "role", AriaLabel "aria-label", Tabindex "tabindex", Type "type",
        Disabled "disabled", Checked "checked", Scope "scope", DataClause "data-clause",
        DataFact "data-fact", DataRegion "data-region", DataLink "data-link", Value "value",
        Poster "poster", Cite "cite", Action "action", DataEngine "data-engine", Content "content",
        Rel "rel", Style "style", XlinkHref "xlink:href", Formaction "formaction", Data "data",
        Hidden "hidden", Color "color",
    }
}

/// Classes that say what an element of ours is.
const ROLES: [(Element, &str); 5] = [
    (Element::Clause, "clause"),
    (Element::NoteMark, "footnote-mark"),
    (Element::Fact, "fact"),
    (Element::FactText, "fact"),
    (Element::CellLabel, "cell-label"),
];

impl Element {
    /// The class that makes an element what it is, for those that have one.
    pub(super) fn class(self) -> Option<&'static str> {
        let role = ROLES.iter().find(|(element, _)| *element == self);
        role.map(|(_, class)| *class)
    }

    /// What the element is with this class.
    pub(super) fn with_class(self, class: &str) -> Self {
        let role = ROLES
            .iter()
            .find(|(element, name)| element.text() == self.text() && *name == class);
        role.map_or(self, |(element, _)| *element)
    }

    /// The element by its name alone, as its end tag tells it.
    pub fn plain(self) -> Self {
        match self {
            Self::Other => self,
            known => Self::of(known.text()),
        }
    }

    /// Whether it is on lines of its own.
    pub(super) fn is_block(self) -> bool {
        use Element::*;
        matches!(
            self,
            P | Div
                | Li
                | Br
                | H1
                | H2
                | H3
                | H4
                | H5
                | H6
                | Section
                | Footer
                | Clause
                | Blockquote
                | Tr
                | Dt
                | Dd
                | Pre
                | Figure
                | Figcaption
                | Ul
                | Ol
                | Table
                | Hr
        )
    }

    /// Whether it is a heading.
    pub fn is_heading(self) -> bool {
        use Element::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }
}
