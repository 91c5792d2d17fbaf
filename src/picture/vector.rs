//! How large a drawing (SVG) is.

/// What the first tag `<svg …>` says: `width` and `height` in pixels, or else its `viewBox`.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let pixels = |name| number(value(tag, name)?.trim_end_matches("px"));
    let said = || Some((pixels("width")?, pixels("height")?));
    let shown = || {
        let of = value(tag, "viewBox")?;
        let mut numbers = of
            .split([' ', ',', '\n', '\t'])
            .filter(|word| !word.is_empty())
            .skip(2);
        Some((number(numbers.next()?)?, number(numbers.next()?)?))
    };
    said().or_else(shown)
}

/// The value of an attribute of a tag.
fn value<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let is_whole = tag[..at].ends_with(|c: char| c.is_ascii_whitespace());
        let rest = tag[at + name.len()..]
            .trim_start()
            .strip_prefix('=')?
            .trim_start();
        let quote = rest
            .chars()
            .next()
            .filter(|c| is_whole && matches!(c, '"' | '\''))?;
        rest[1..].split(quote).next()
    })
}

/// A size in whole pixels; `None` when it is none that a screen has.
fn number(written: &str) -> Option<u32> {
    let number = written.trim().parse::<f64>().ok()?;
    (0.5..100_000.0).contains(&number).then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_as_large_as_its_first_tag_says() {
        for (svg, expected) in [
            ("<svg width=\"120\" height='36'>", Some((120, 36))),
            (
                "<?xml?><!-- <a> --><svg viewBox=\"0 0 120.4 36\"/>",
                Some((120, 36)),
            ),
            (
                "<svg width=\"100%\" height=\"100%\" viewBox='0,0,120,36'>",
                Some((120, 36)),
            ),
            (
                "<svg stroke-width=\"2\" width = \"64px\" height=\"32px\">",
                Some((64, 32)),
            ),
            ("<svg width=\"64\">", None),
            ("<svg viewBox=\"0 0 0 36\">", None),
            ("<svg width=\"1e9\" height=\"1\">", None),
            ("<svg", None),
            ("GIF89a", None),
        ] {
            assert_eq!(size(svg.as_bytes()), expected, "{svg}");
        }
    }
}
