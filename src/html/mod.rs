//! HTML as a tree, and the ways of writing it: for a page, for a feed, quoted elsewhere, on paper, as plain
//! words.
//!
//! A [`Tree`] is a flat list of typed nodes in reading order over one text: the text is what a page says,
//! byte for byte, and each node tells what the next stretch of it is. So a page costs nothing to write, a
//! copy is two copies of memory, and nothing that comes in is lost. Slots are nodes that know their request.
//!
//! Only [`mod@read`] looks for tags in text. Not here: what fills a slot (`markdown`, `theme`).

mod bounded;
mod by_name;
mod elsewhere;
mod name;
mod plain;
mod print;
mod read;
mod tree;
mod turn;

pub use by_name::{ends_paragraph, is_block, is_void};
pub use elsewhere::elsewhere;
pub use name::{Attribute, Element};
pub use plain::{Plain, plain, plain_with_items, unescape};
pub use print::numbered;
pub use read::{attribute_value, read};
pub use tree::{Node, Piece, Pieces, Tree};
pub use turn::{rooted, value_turned};
