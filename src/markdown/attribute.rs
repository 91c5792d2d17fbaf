//! Attributes of raw HTML: what their values may be.

use super::writer::{Destination, destination};
use std::borrow::Cow;

/// The value that an attribute of an element keeps; `None` takes the attribute away.
pub(super) fn kept<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    match (element, attribute) {
        // Pictures come from this site only.
        ("img", "src") if !matches!(destination(value), Destination::Inside) => None,
        (_, "href" | "cite") if matches!(destination(value), Destination::Unsafe) => None,
        ("input", "type") if value != "checkbox" => None,
        (_, "id") => Some(unshadowing(value)),
        (_, "href") => Some(match value.strip_prefix('#') {
            Some(id) if is_shadowing(id) => format!("#{}", unshadowing(id)).into(),
            _ => value.into(),
        }),
        _ => Some(value.into()),
    }
}

/// An id that no script takes for something of the browser: each id of a page is a name in `window` as well.
fn unshadowing(id: &str) -> Cow<'_, str> {
    if is_shadowing(id) {
        format!("id-{id}").into()
    } else {
        id.into()
    }
}

fn is_shadowing(id: &str) -> bool {
    SHADOWED.split_whitespace().any(|name| name == id)
}

/// Names of `window`, of `document`, and of what every object has.
const SHADOWED: &str = "
    addEventListener alert all anchors atob attributes blur body btoa caches cancelAnimationFrame childNodes children
    clearInterval clearTimeout close closed confirm console constructor contentType cookie createElement crypto
    customElements defaultView dispatchEvent doctype document documentElement domain embeds event external fetch find
    focus fonts forms frameElement frames getComputedStyle getElementById getElementsByClassName getElementsByName
    getElementsByTagName getSelection hasOwnProperty head history images implementation indexedDB innerHeight innerWidth
    isSecureContext lastModified length links localStorage location locationbar matchMedia menubar moveBy moveTo name
    navigation navigator nodeName nodeType onerror onload open opener origin outerHeight outerWidth ownerDocument
    pageXOffset pageYOffset parent parentNode performance personalbar plugins postMessage print prompt prototype
    __proto__ queueMicrotask querySelector querySelectorAll readyState referrer removeEventListener reportError
    requestAnimationFrame requestIdleCallback resizeBy resizeTo rootElement screen screenLeft screenTop screenX screenY
    scripts scroll scrollBy scrollTo scrollX scrollY scrollbars self serviceWorker sessionStorage setInterval setTimeout
    speechSynthesis status statusbar stop structuredClone styleSheets textContent title toString toolbar top trustedTypes
    URL valueOf visibilityState visualViewport window write writeln
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_disguise_is_taken_away() {
        for disguised in [
            "\\\\evil.example/x",
            "/\\evil.example/x",
            "\\/evil.example",
            "https:\\\\evil.example",
            "https:/\\evil.example",
            "https:evil.example",
            "https:///evil.example",
            "ht\ntps://evil.example",
            "/\t/evil.example/",
            "https://good.example\\@evil.example/",
            "javascript:alert(1)",
            "data:text/html,x",
            "\u{1}javascript:x",
            "\t//evil.example/",
        ] {
            assert_eq!(kept("a", "href", disguised), None, "{disguised:?}");
            assert_eq!(kept("img", "src", disguised), None, "{disguised:?}");
        }
        for plain in [
            "https://good.example/a\\b",
            " https://good.example/ ",
            "HTTPS://good.example",
            "//good.example/",
            "mailto:a@b.example",
            "../a/",
            "问：答.md",
            "#a",
        ] {
            assert_eq!(kept("a", "href", plain).as_deref(), Some(plain), "{plain:?}");
        }
    }

    #[test]
    fn an_id_that_is_a_name_of_the_browser_gets_another_and_links_follow() {
        assert_eq!(kept("p", "id", "location").as_deref(), Some("id-location"));
        assert_eq!(kept("a", "href", "#location").as_deref(), Some("#id-location"));
        assert_eq!(kept("p", "id", "locations").as_deref(), Some("locations"));
    }
}
