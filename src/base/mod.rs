//! Values that every room uses and that know nothing of a site: a place in a text, a diagnostic, a
//! fault, a fingerprint, classes of Chinese characters, days, safe relative paths, conflict markers,
//! translations.
//!
//! What always holds: nothing here touches the world, and nothing here imports another room.

pub mod address;
pub mod base64;
pub mod characters;
pub mod composed;
pub mod conflict;
pub mod control;
pub mod day;
pub mod diagnostic;
pub mod edit;
pub mod encoding;
pub mod fault;
pub mod fingerprint;
pub mod han;
pub mod html;
pub mod http;
pub mod language;
pub mod markup;
pub mod media;
pub mod message;
pub mod name;
pub mod numeral;
pub mod page_id;
pub mod path;
pub mod phone;
pub mod place;
pub mod quantity;
pub mod reading;
pub mod reads;
pub mod region;
pub mod rule;
pub mod scan;
pub mod signoff;
pub mod slug;
pub mod sparse;
pub mod translations;

pub use address::{AbsoluteUrl, ContentPath, Href, OutputPath};
pub use composed::{ComposedText, SourceMap};
pub use day::{DateError, Day, Moment};
pub use diagnostic::{Diagnostic, Level, Span};
pub use fault::Fault;
pub use fingerprint::Fingerprint;
pub use language::{Language, PageLanguage};
pub use message::Message;
pub use page_id::{ByPage, PageId};
pub use reads::{Changes, Reads};
pub use rule::{Chapter, Rule, RuleCode, Text};
pub use signoff::SignoffRole;
pub(crate) use sparse::shared_empty;
pub use sparse::{Empty, Sparse};
pub use translations::Translations;

#[cfg(test)]
pub mod tests;
