//! The text of a page as it goes on paper: paragraphs and tables, whatever elements a page has for them.

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// What it is.
    pub role: Role,
    /// The block around it that sets it apart.
    pub frame: Frame,
    /// How deep in lists it stands; 0 for none.
    pub depth: usize,
    /// It is an item of a list whose items stand close.
    pub close: bool,
    /// What it is marked with: 第一条, （一）, or `1.` of a list.
    pub mark: Option<Label>,
    /// Its words.
    pub inlines: Vec<Inline>,
}

/// What a paragraph is marked with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Label {
    /// As it is printed, without blanks behind it.
    pub words: String,
    /// It is set in bold.
    pub bold: bool,
    /// It numbers an item of a list, with a blank behind it: `1. `, where a clause is marked 1.
    pub listed: bool,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Role {
    /// Text.
    #[default]
    Text,
    /// A heading of this level, from 1.
    Heading(u8),
    /// An item of a list with dots.
    Bullet,
    /// What a note to readers is called: 注意.
    Label,
    /// A line of code.
    Code,
    /// A caption below a picture or a table.
    Caption,
    /// The first line of an annex: 附件1.
    Annex,
    /// The title of an annex.
    AnnexTitle,
    /// A line of the list of annexes below the text; the first one, or one that follows.
    AnnexList(bool),
    /// A line of the closing.
    Closing(Closing),
}

/// What a line of a closing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closing {
    /// Who signs.
    Signature,
    /// The day.
    Date,
    /// A note in brackets.
    Note,
    /// 抄送, 印发.
    Distribution,
}

/// What sets a paragraph apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Frame {
    /// Nothing.
    #[default]
    None,
    /// It is quoted.
    Quote,
    /// It is a note to the reader, of this sort.
    Alert(Alert),
}

/// The sorts of notes to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alert {
    /// 说明
    Note,
    /// 小提示
    Tip,
    /// 重要
    Important,
    /// 注意
    Warning,
    /// 当心
    Caution,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Inline {
    /// Words in one style.
    Words(Words),
    /// A new line.
    Break,
    /// The mark of a footnote, by the number that it has on the page.
    Note(usize),
    /// A picture: its address on the site and what it shows.
    Picture {
        /// The address.
        source: String,
        /// Words for those who do not see it.
        words: String,
    },
    /// A place that links of the page lead to begins here.
    Place(String),
    /// A fact begins here: its name.
    Fact(String),
    /// The fact that began last ends here.
    FactEnd,
}

/// Words in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The words.
    pub text: String,
    /// How they are set.
    pub style: Style,
    /// Where they lead; empty for no link.
    pub link: String,
}

/// How words are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Bold.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
    /// Code.
    pub code: bool,
    /// Raised.
    pub raised: bool,
    /// Lowered.
    pub lowered: bool,
}

/// A table: its rows of cells. A cell stands only where it begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// What is in it.
    pub blocks: Vec<Block>,
    /// Columns that it takes, at least one.
    pub columns: usize,
    /// Rows that it takes, at least one.
    pub rows: usize,
    /// It heads a row or a column.
    pub heads: bool,
    /// Where its lines stand.
    pub align: Align,
}

/// Where lines stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Align {
    /// At the beginning.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the end.
    End,
}

impl Inline {
    /// Its words, a new line as a blank; `None` when it has none.
    pub fn words(&self) -> Option<&str> {
        match self {
            Inline::Words(words) => Some(&words.text),
            Inline::Break => Some(" "),
            _ => None,
        }
    }
}

impl Paragraph {
    /// A paragraph of plain words.
    pub fn plain(role: Role, words: &str) -> Self {
        let words = Words {
            text: words.to_owned(),
            ..Words::default()
        };
        Self {
            role,
            inlines: vec![Inline::Words(words)],
            ..Self::default()
        }
    }

    /// Its words, a new line as a blank.
    pub fn words(&self) -> String {
        self.inlines.iter().filter_map(Inline::words).collect()
    }

    /// Whether it shows nothing.
    pub fn is_empty(&self) -> bool {
        let shows = |inline: &Inline| match inline {
            Inline::Words(words) => !words.text.trim().is_empty(),
            Inline::Note(_) | Inline::Picture { .. } => true,
            _ => false,
        };
        self.mark.is_none() && !self.inlines.iter().any(shows)
    }
}

/// Takes blanks away at both ends and around new lines, and new lines at the end.
pub(super) fn trim(inlines: &mut Vec<Inline>) {
    let mut begins = true;
    for inline in inlines.iter_mut() {
        match inline {
            Inline::Words(words) => {
                if begins {
                    words.text = words.text.trim_start_matches(' ').to_owned();
                }
                if !words.text.is_empty() {
                    begins = words.text.ends_with(' ');
                }
            }
            Inline::Break => begins = true,
            Inline::Note(_) | Inline::Picture { .. } => begins = false,
            _ => {}
        }
    }
    while let Some(last) = inlines.last_mut() {
        match last {
            Inline::Words(words) => {
                words.text.truncate(words.text.trim_end_matches(' ').len());
                if !words.text.is_empty() {
                    break;
                }
            }
            Inline::Break => {}
            _ => break,
        }
        inlines.pop();
    }
    inlines.retain(|inline| !matches!(inline, Inline::Words(words) if words.text.is_empty()));
}
