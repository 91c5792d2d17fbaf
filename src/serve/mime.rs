//! What a browser is told of a file.

pub use crate::base::media::content_type;

/// Whether an address is a page that people look at.
pub fn is_page(address: &str) -> bool {
    content_type(address).starts_with("text/html")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_one_by_its_ending() {
        assert!(is_page("a/x.HTML") && !is_page("x.css") && !is_page("html"));
    }
}
