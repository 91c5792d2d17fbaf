//! A page with what says that it is not published: a watermark, a line above, and nothing for search engines.

use crate::html::{Node, read};

/// A page of the folder with its marks; `at` is its place in the list of changes.
pub(super) fn marked(html: &str, address: &str, at: usize) -> String {
    // The folder of pages lies in the one with the list.
    let up = "../".repeat(address.matches('/').count() + 1);
    let head = format!(
        "<meta name=\"robots\" content=\"noindex,nofollow\">\n<link rel=\"stylesheet\" href=\"{up}review.css\">\n"
    );
    let number = at + 1;
    let line = format!(
        "<p class=\"review-line\"><b>送审稿</b>还没有发布，只供审阅。<a href=\"{up}index.html#p{number}\">这一页改了什么</a></p>\n"
    );
    let mark = "<div class=\"review-mark\" aria-hidden=\"true\"></div>\n";
    let places = Places::of(html);
    let mut out = String::with_capacity(html.len() + 800);
    out.push_str(&html[..places.head]);
    out.push_str(&head);
    out.push_str(&html[places.head..places.body]);
    out.push_str(&line);
    out.push_str(&html[places.body..places.end]);
    out.push_str(mark);
    out.push_str(&html[places.end..]);
    out
}

/// Where in a page something can be put: at the end of its head, at the beginning and at the end of its body. A page that says
/// none of these tags has them all the same.
struct Places {
    head: usize,
    body: usize,
    end: usize,
}

impl Places {
    fn of(html: &str) -> Self {
        let tree = read(html);
        let (mut head, mut body, mut end) = (None, None, None);
        let mut in_body = false;
        for piece in tree.pieces() {
            match piece.node {
                Node::End(..) if piece.name().eq_ignore_ascii_case("head") => head = head.or(Some(piece.at)),
                Node::End(..) if piece.name().eq_ignore_ascii_case("body") => end = Some(piece.at),
                Node::Begin(..) => in_body = body.is_none() && piece.name().eq_ignore_ascii_case("body"),
                Node::Inside(_) if in_body => body = Some(piece.at + piece.html.len()),
                _ => {}
            }
        }
        let body = body.or(head).unwrap_or(0);
        Self {
            head: head.unwrap_or(body).min(body),
            body,
            end: end.unwrap_or(html.len()).max(body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_bears_its_marks_and_none_is_read_aloud() {
        let page = marked(
            "<html><head><title>x</title></head><body id=\"b\"><main>甲</main></body></html>",
            "a/index.html",
            1,
        );
        assert!(page.contains("noindex,nofollow\">\n<link rel=\"stylesheet\" href=\"../../review.css\">\n</head><body id=\"b\"><p class=\"review-line\""));
        assert!(page.contains("../../index.html#p2"));
        assert!(
            page.ends_with("</main><div class=\"review-mark\" aria-hidden=\"true\"></div>\n</body></html>")
        );
    }

    #[test]
    fn a_page_that_leaves_its_tags_out_is_marked_as_well() {
        let page = marked("<title>x</title><p>甲", "index.html", 0);
        assert!(
            page.contains("review.css") && page.contains("<p>甲<div class=\"review-mark\""),
            "{page}"
        );
    }
}
