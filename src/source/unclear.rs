//! Characters of a text that may not be what its author sees.

use super::SourceFile;
use crate::base::characters::{Doubt, Unclear, named, unclear};
use crate::base::{Diagnostic, Message, Span};
use crate::message;
use crate::rule;
use std::collections::BTreeMap;
use std::sync::Arc;

rule! { CHARACTER_UNCLEAR = "character-unclear", Pages, Warning, adjustable: true;
    means "有看不准是什么的字符：私用区字符、丢了的字、控制字符、倒转文字方向的记号、形似汉字或字母的别种文字", "A character may not be what it seems: one of private use, a lost one, a control character, a mark that turns the direction of the text round, one of another script that looks like a Chinese or Latin one";
    mend "对照原件，把它换成本来的字", "Look at the original, and put the right character there";
}

/// So many further places of a character are shown.
const MOST_PLACES: usize = 5;

/// Tells of the characters of a file that may not be what its author sees, each once with its further places.
pub fn unclear_characters(file: &Arc<str>, text: &str) -> Vec<Diagnostic> {
    let mut by_sign: BTreeMap<char, Vec<Unclear>> = BTreeMap::new();
    for one in unclear(text) {
        by_sign.entry(one.sign).or_default().push(one);
    }
    let mut told: Vec<Diagnostic> = by_sign.values().map(|all| tell(file, all)).collect();
    told.sort_by_key(|diagnostic| diagnostic.place.as_ref().map_or(0, |place| place.start));
    told
}

/// Tells of the first such character in the name of a file.
pub fn unclear_name(file: &SourceFile) -> Option<Diagnostic> {
    let one = unclear(file.inner()).into_iter().next()?;
    let (Message { zh, en }, _) = words(&one);
    let told = message!("文件名里的 {zh}", "in the name of the file, {en}");
    Some(
        Diagnostic::new(&CHARACTER_UNCLEAR, Span::top(&file.file), told)
            .hint(message!("给文件改名", "rename the file")),
    )
}

fn tell(file: &Arc<str>, all: &[Unclear]) -> Diagnostic {
    let place = |one: &Unclear| Span::new(file, one.at.clone());
    let (what, hint) = words(&all[0]);
    let diagnostic = Diagnostic::new(&CHARACTER_UNCLEAR, place(&all[0]), what).hint(hint);
    let further = all[1..].iter().take(MOST_PLACES);
    further.fold(diagnostic, |told, one| {
        told.see(place(one), message!("这里也是", "here as well"))
    })
}

/// What is said of a character, and the way out.
fn words(one: &Unclear) -> (Message, Message) {
    let name = named(one.sign);
    let original = || {
        message!(
            "对照原件，把它换成本来的字，或者删去",
            "look at the original: put the right character there, or delete it"
        )
    };
    match one.why {
        Doubt::Private => (
            message!(
                "{name} 是私用区的字符，别人的电脑上看不到原来的字",
                "{name} is of private use: others do not see the character that was meant"
            ),
            original(),
        ),
        Doubt::Lost => (
            message!(
                "{name}：这里的字丢了，原来是什么已经看不出来",
                "{name}: a character was lost here"
            ),
            original(),
        ),
        Doubt::Unprintable => (
            message!(
                "{name} 不是能看见的字，没有印出来",
                "{name} is no character to be seen, and is not printed"
            ),
            original(),
        ),
        Doubt::Direction => (
            message!(
                "{name} 让后面的文字倒过来显示",
                "{name} turns the text behind it round"
            ),
            message!(
                "看清文字本来的顺序，删去这个看不见的记号",
                "see in which order the text is meant, and delete this invisible mark"
            ),
        ),
        Doubt::Radical => (
            message!("{name} 是部首，不是字", "{name} is a radical and no character"),
            original(),
        ),
        Doubt::LooksLike(other) => {
            let other = named(other);
            (
                message!(
                    "{name} 看着像{other}，是另一种文字",
                    "{name} looks like {other} and is of another script"
                ),
                message!("本来是{other}的，改过来", "if {other} is meant, write that one"),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_is_told_once_with_its_further_places() {
        let told = unclear_characters(&"a.md".into(), "高程103\u{e010}5米，1\u{e010}4米；第ニ条\n");
        let said: Vec<_> = told
            .iter()
            .map(|one| (one.related.len(), &*one.message.zh))
            .collect();
        assert_eq!(
            said,
            [
                (
                    1,
                    "“\u{e010}”（U+E010） 是私用区的字符，别人的电脑上看不到原来的字"
                ),
                (0, "“ニ”（U+30CB） 看着像“二”（U+4E8C），是另一种文字")
            ]
        );
    }
}
