//! What a translation has of the page that it translates.
//!
//! An office translates words. The status of a policy, the day of an event, the telephone of a place are the same in every
//! language, and a translation that says nothing of them must not look as if there were none: a repealed policy would hold.

use super::front::FrontFields;
use crate::base::ComposedText;

/// Fields that are words of a language, or an address of the page itself.
const OWN: [&str; 9] = [
    "title",
    "summary",
    "slogans",
    "asked_as",
    "aliases",
    "aliases_of_title",
    "slug",
    "withdrawn",
    "inherit",
];

/// A translation with the fields of the `original` that it does not name itself, but for those that are words.
pub fn translated(original: &ComposedText, own: ComposedText) -> ComposedText {
    let (above, below) = (FrontFields::of(&original.text), FrontFields::of(&own.text));
    let taken: Vec<_> = above
        .fields
        .iter()
        .filter(|field| below.get(&field.name).is_none() && !OWN.contains(&field.name.as_str()))
        .collect();
    if taken.is_empty() || below.fields.is_empty() {
        return own;
    }
    let mark = own.span(&(0..3.min(own.text.len())));
    let mut out = ComposedText::default();
    out.write("---\n", mark.clone());
    for field in &below.fields {
        field.write(&own, &mut out);
    }
    for field in taken {
        field.write(original, &mut out);
    }
    out.write("---\n", mark);
    out.push(&own, below.body..own.text.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(original: &str, own: &str) -> ComposedText {
        let whole = |name: &str, text: &str| ComposedText::whole(&name.into(), text.to_owned());
        translated(&whole("a.md", original), whole("a.en.md", own))
    }

    #[test]
    fn a_translation_has_the_fields_of_its_original_but_its_own_words() {
        let original =
            "---\ntitle: 某条例\nsummary: 摘要\nslug: x\nstatus: 废止\nphones:\n  - 110\n---\n第一条 甲。\n";
        let own = "---\ntitle: A rule\nphones: [120]\n---\nArticle 1\n";
        let text = made(original, own);
        assert_eq!(
            text.text,
            "---\ntitle: A rule\nphones: [120]\nstatus: 废止\n---\nArticle 1\n"
        );
        let at = text.text.find("废止").unwrap();
        assert_eq!(&*text.span(&(at..at + 6)).file, "a.md");
        let at = text.text.find("Article").unwrap();
        assert_eq!(&*text.span(&(at..at + 7)).file, "a.en.md");
    }

    #[test]
    fn a_translation_that_says_all_or_cannot_be_read_stays_as_it_is() {
        for own in [
            "---\ntitle: A\nstatus: 现行\n---\nB\n",
            "no front matter",
            "---\ntitle: [\n---\n",
        ] {
            assert_eq!(made("---\ntitle: 甲\nstatus: 废止\n---\n", own).text, own);
        }
    }
}
