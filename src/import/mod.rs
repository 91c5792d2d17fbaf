//! From what an office hands over to the draft of a page.
//!
//! In go the bytes of a file and its name, out comes a [`Draft`]: the text of a page with `draft: true`, the pictures that
//! go beside it, and what is to be told, each at its line of the draft. [`read()`] makes a `Document` of any format
//! (one file and one row in `FORMATS` each), [`Draft::of`] writes it as a page.
//!
//! What always holds: every word of the source is in the draft once, in its text or in its front matter, or it is told
//! that it is not; any bytes may come in, and what is read of them is bounded; the same bytes give the same draft.
//!
//! Not here: the disk, and which page of which site it becomes (`cli`).

mod archive;
mod draft;
mod formats;
mod line_ends;
mod lines;
pub mod model;
mod package;
mod page_number;
mod paper;
mod rules;
mod sheet;
mod title;
mod words;
mod xml;

pub use archive::{foreign_archive, is_archive, is_foreign_archive, unpack};
pub use draft::{Draft, DraftFile, Wanted};
pub use formats::{
    Outside, PdfRefusal, Unreadable, has_links, is_known, is_vertical, known, outside, read, read_doc,
    said_of_pdf, settings, sheets,
};
pub use paper::{PaperPage, of_pages};
pub use rules::{
    IMPORT_ADDRESS, IMPORT_BESIDE, IMPORT_CHANGES, IMPORT_COMMENT, IMPORT_DATE, IMPORT_HEADER, IMPORT_JOINED,
    IMPORT_KNOWN, IMPORT_LAYOUT, IMPORT_LINK, IMPORT_NUMBER, IMPORT_OBJECT, IMPORT_SCAN, IMPORT_TEXTBOX,
    IMPORT_TITLE,
};
pub use sheet::workbook;
pub use words::{OfferedWords, has_words, pdf_words, words};
