//! What ends an official text: who signs, when, to whom it goes, and what is noted below. Told line by line.

mod words;

use super::Mark;
use crate::base::characters::is_invisible;
use crate::base::numeral;
use words::{
    BY_HAND, CALLERS, CONCLUDED, CONTACTS, DISTRIBUTED, HOLDERS, NOTED, NOTED_BEFORE_COLON, OFFICES, PERSONS,
    SEALS,
};

/// What a line of a closing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosingLine {
    /// 落款: an office, or an office holder and a name.
    Signature,
    /// 成文日期, alone or behind who signs.
    Date,
    /// 附注: （此件公开发布）, who answers questions.
    Note,
    /// 版记: 抄送, 印发, how many are printed.
    Distribution,
}

/// The longest line that may sign, in characters without blanks.
const LONGEST: usize = 40;

/// What stands for a number that is not filled in: ××××年×月×日.
const UNFILLED: [char; 7] = ['×', 'X', 'x', '_', 'Ｘ', '＿', '╳'];

impl ClosingLine {
    /// What a line of a closing is; `None` for any other. What signs is told by its last characters alone, so that one
    /// that is taken for a closing has more than this.
    pub fn of(line: &str) -> Option<Self> {
        let text = bare(line);
        if text.is_empty() || text.chars().count() > 200 || Mark::at_start(line, false).is_some() {
            return None;
        }
        if is_distribution(&text) {
            return Some(Self::Distribution);
        }
        if is_note(&text) {
            return Some(Self::Note);
        }
        if let Some(before) = before_date(&text) {
            return (before.is_empty() || is_short(before)).then_some(Self::Date);
        }
        if let Some(before) = before_unfilled_date(&text).or_else(|| before_month(&text)) {
            return (before.is_empty() || is_short(before) && is_office_or_person(before))
                .then_some(Self::Date);
        }
        let signed = is_short(&text) && is_office_or_person(&text) || is_signed_by_hand(&text);
        signed.then_some(Self::Signature)
    }
}

/// Whether a line without blanks is to be signed by hand: 村民签字：, 承诺人（签字）：
fn is_signed_by_hand(text: &str) -> bool {
    let who = text.trim_end_matches(['：', ':', '_', '＿']);
    let marked = who.len() < text.len() || who.ends_with('）');
    marked && is_short(who) && BY_HAND.iter().any(|end| who.ends_with(end))
}

/// Whether a line is the last sentence of a text, though it has no stop, and so nobody who signs.
pub(super) fn is_conclusion(line: &str) -> bool {
    let text = bare(line);
    let begins = ["请", "敬请", "特此", "以上"]
        .iter()
        .any(|word| text.starts_with(word));
    is_short(&text)
        && (begins || CONCLUDED.iter().any(|end| text.ends_with(end)))
        && !is_office_or_person(&text)
}

/// Whether a line may be who signs when a date follows: short, without any mark of a sentence.
pub fn may_sign(line: &str) -> bool {
    let text = bare(line);
    (is_short(&text) || is_called(&text)) && !is_conclusion(&text) && Mark::at_start(line, false).is_none()
}

/// Whether a line is an office and a name behind a colon, 村支书：李四, which sign where a day is below them.
pub(super) fn is_holder(line: &str) -> bool {
    is_called(&bare(line)) && Mark::at_start(line, false).is_none()
}

/// Whether a line without blanks is who signs, with marks of a sentence in it: 示例县县长：张三, 某某村“两委”, 发起人：张三、李四.
fn is_called(text: &str) -> bool {
    if !text.contains(['：', ':', '“']) || text.chars().count() > LONGEST {
        return false;
    }
    match text.split_once(['：', ':']) {
        Some((before, names)) => {
            // 县长：张三
            let person = (2..=4).contains(&names.chars().count());
            let holder = PERSONS
                .iter()
                .chain(&HOLDERS)
                .filter_map(|person| before.strip_suffix(person))
                .any(|office| person || office.chars().count() >= 2);
            CALLERS.contains(&before) && names.split('、').all(is_short) || holder && is_short(names)
        }
        None => text.strip_suffix("“两委”").is_some_and(is_short),
    }
}

/// Who stands before the day that a line of a closing ends in, and the day as it is written; also of a line that says
/// when it was printed: 某某局办公室　2026年3月9日印发. Both are without blanks.
pub fn dated(line: &str) -> Option<(String, String)> {
    let text = bare(line);
    let text = text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let text = text
        .strip_suffix("印发")
        .or_else(|| text.strip_suffix("印制"))
        .unwrap_or(text);
    let before = before_date(text)?;
    Some((before.to_owned(), text[before.len()..].to_owned()))
}

/// Whether words end in the name of an office: 县委, 某某市民政局.
pub fn ends_in_office(words: &str) -> bool {
    OFFICES.iter().any(|office| words.ends_with(office))
}

/// Whether a line is a date behind who signs.
pub(super) fn is_signed_date(line: &str) -> bool {
    let text = bare(line);
    let before = before_date(&text)
        .or_else(|| before_unfilled_date(&text))
        .or_else(|| before_month(&text));
    before.is_some_and(|before| !before.is_empty() && is_office_or_person(before))
}

/// Whether a line says who answers questions; in brackets or not.
pub(super) fn is_contact(line: &str) -> bool {
    let text = bare(line);
    let text = text.trim_start_matches(['（', '(']);
    CONTACTS
        .iter()
        .filter_map(|word| text.strip_prefix(word))
        .any(|rest| rest.starts_with(['：', ':']))
}

/// Whether a line below a day is a note: in brackets, or who answers questions.
pub(super) fn is_below_date(line: &str) -> bool {
    let text = bare(line);
    is_contact(line)
        || text.starts_with(['（', '('])
            && text.ends_with(['）', ')'])
            && Mark::at_start(line, false).is_none()
}

/// Whether a line ends in an office or in the name of somebody who holds one.
pub(super) fn is_signature(line: &str) -> bool {
    ClosingLine::of(line) == Some(ClosingLine::Signature)
}

/// A line without blanks, marks of emphasis and what shows nothing; without 日期： before a day, and where the seal goes.
fn bare(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for c in line.chars() {
        if !c.is_whitespace() && !is_invisible(c) && !matches!(c, '*' | '\\') {
            // 二O二六年, with the letter.
            let zero = matches!(c, 'O' | 'o' | 'Ｏ') && text.ends_with(numeral::is_numeral);
            text.push(if zero { '〇' } else { c });
        }
    }
    let inner = text
        .strip_prefix("日期：")
        .or_else(|| text.strip_prefix("日期:"))
        .unwrap_or(&text);
    match SEALS.iter().find_map(|seal| inner.strip_suffix(seal)) {
        Some(signed) if !signed.is_empty() => signed.to_owned(),
        _ if inner.len() < text.len() => inner.to_owned(),
        _ => text,
    }
}

fn is_short(text: &str) -> bool {
    let length = text.chars().count();
    let sentence = |c: char| "。，；：！？、,;:!?…“”《》|".contains(c);
    (2..=LONGEST).contains(&length) && !text.contains(sentence) && !text.starts_with('#')
}

fn is_office_or_person(text: &str) -> bool {
    let named = OFFICES.iter().any(|office| text.ends_with(office)) && text.chars().count() >= 4;
    let person = PERSONS.iter().any(|person| {
        let name = text
            .split_once(person)
            .map(|(before, name)| (before.chars().count(), name.chars().count()));
        name.is_some_and(|(before, name)| before <= 20 && (2..=4).contains(&name))
    });
    named || person
}

/// What is before the day that a line ends in; `None` when it ends in none.
fn before_date(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix(['日', '号']) {
        let day = trailing(rest);
        let rest = year_before(number_before(rest, day, 31)?)?;
        return before_year(rest);
    }
    let sign = text
        .chars()
        .rev()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| "-./".contains(*c))?;
    let (rest, _) = text.rsplit_once(sign)?;
    let (rest, month) = rest.rsplit_once(sign)?;
    (matches!(month.len(), 1 | 2) && numeral::parse(month).is_some_and(|month| month <= 12)).then_some(())?;
    before_year(rest)
}

/// What is before the year that a text ends in, four numerals.
fn before_year(text: &str) -> Option<&str> {
    let at = trailing(text);
    let number = numeral::parse(&text[at..])?;
    let written = (1900..2200).contains(&number) && text[at..].chars().count() == 4;
    written.then_some(&text[..at])
}

/// What is before the month that a text ends in, up to its 年.
fn year_before(text: &str) -> Option<&str> {
    let rest = text.strip_suffix('月')?;
    let rest = match rest.strip_suffix('元') {
        Some(rest) => rest,
        None => number_before(rest, trailing(rest), 12)?,
    };
    rest.strip_suffix('年')
}

/// What is before a month without a day: 示例村村民委员会　2026年1月. Nothing, or the name of an office.
fn before_month(text: &str) -> Option<&str> {
    let rest = year_before(text)?;
    let before = before_year(rest)?;
    (before.is_empty() || is_office_or_person(before)).then_some(before)
}

/// What is before a day of which something is to be filled in by hand: 2026年1月 日, ××××年×月×日.
fn before_unfilled_date(text: &str) -> Option<&str> {
    let number = |c: char| numeral::is_numeral(c) || UNFILLED.contains(&c);
    let before = |text: &str, unit: char| {
        let rest = text.strip_suffix(unit)?;
        Some(rest.trim_end_matches(number).len()).filter(|at| rest[*at..].chars().count() <= 4)
    };
    let day = before(text, '日')?;
    let month = before(&text[..day], '月')?;
    let year = before(&text[..month], '年')?;
    Some(&text[..year])
}

/// Where the numeral begins that a text ends in.
fn trailing(text: &str) -> usize {
    text.trim_end_matches(numeral::is_numeral).len()
}

fn number_before(text: &str, at: usize, most: u32) -> Option<&str> {
    let number = numeral::parse(&text[at..])?;
    (1..=most).contains(&number).then_some(&text[..at])
}

fn is_distribution(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(']).trim_end_matches(['）', ')']);
    let begun = DISTRIBUTED.iter().find_map(|begin| text.strip_prefix(begin));
    if begun
        .is_some_and(|rest| rest.starts_with(['：', ':']) || text.starts_with("共印") && text.contains('份'))
    {
        return true;
    }
    let printed = text.strip_suffix("印发").or_else(|| text.strip_suffix("印制"));
    printed
        .and_then(before_date)
        .is_some_and(|before| before.is_empty() || is_short(before))
}

/// Whether a line is a note that the text refers to by its number: `[1]见某某规定`, `注：1.甲`.
fn is_footnote(text: &str) -> bool {
    let number = |text: &str| text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let bracketed = text
        .strip_prefix(['[', '［', '〔'])
        .filter(|inner| (1..=2).contains(&(inner.len() - number(inner))))
        .is_some_and(|inner| inner[inner.len() - number(inner)..].starts_with([']', '］', '〕']));
    let noted = text
        .strip_prefix('注')
        .and_then(|rest| rest.strip_prefix(['：', ':']))
        .is_some_and(|rest| {
            matches!(
                Mark::at_start(rest, false),
                Some((Mark::Third(1) | Mark::Fourth(1) | Mark::Circled(1), _))
            )
        });
    bracketed || noted
}

fn is_note(text: &str) -> bool {
    if is_footnote(text) {
        return true;
    }
    let bracketed = text
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    match bracketed {
        Some(inner) => NOTED.iter().any(|begin| inner.starts_with(begin)),
        None => {
            let mut words = NOTED_BEFORE_COLON
                .iter()
                .filter_map(|word| text.strip_prefix(word));
            words.any(|rest| rest.starts_with(['：', ':']))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_closing_is_known() {
        use ClosingLine::*;
        for (line, is) in [
            ("中国计划生育协会", Some(Signature)),
            ("示 例 市 人 民 政 府", Some(Signature)),
            ("总　理　李克强", Some(Signature)),
            ("2021年11月25日", Some(Date)),
            ("　　２０２１ 年 1 月 5 日", Some(Date)),
            ("二〇二一年十一月二十五日", Some(Date)),
            ("2021-11-25", Some(Date)),
            ("2021.1.5", Some(Date)),
            ("中国计划生育协会　2021年11月25日", Some(Date)),
            ("（此件公开发布）", Some(Note)),
            ("(此件主动公开)", Some(Note)),
            ("（联系人：张三；电话：12345678）", None),
            ("[1] 见某某规定。", Some(Note)),
            ("注：1.甲；2.乙。", Some(Note)),
            ("注：以上标准每年调整。", None),
            ("〔2026〕1号", None),
            ("附注：本通知另发。", Some(Note)),
            ("抄送：各省、自治区、直辖市计生协。", Some(Distribution)),
            ("中国计生协办公室　2021年11月26日印发", Some(Distribution)),
            ("（共印50份）", Some(Distribution)),
            ("共印50份", Some(Distribution)),
            ("第一条 国务院", None),
            ("自2021年11月25日起施行。", None),
            ("2021年11月25日起施行", None),
            (
                "2020年11月27日上海市第十五届人民代表大会常务委员会第二十七次会议通过",
                None,
            ),
            ("印发", None),
            ("2026年1月  日", Some(Date)),
            ("2026年　月　日", Some(Date)),
            ("　　年　月　日", Some(Date)),
            ("××县人民政府 ××××年×月×日", Some(Date)),
            ("示例市民政局　2026年　月　日", Some(Date)),
            ("出生年月日", None),
            ("填表日期：　年　月　日", None),
            ("一、市政府", None),
            ("报送材料的，应当在三日内答复。", None),
            ("3.1.5", None),
            ("二〇二六年元月五日", Some(Date)),
            ("2026年1月5号", Some(Date)),
            ("2026年1月5日（公章）", Some(Date)),
            ("日期：2026年1月5日", Some(Date)),
            ("填表日期：2026年1月5日", None),
            ("二〇二六年一月", Some(Date)),
            ("示例村村民委员会 2026年1月", Some(Date)),
            ("施行于2026年1月", None),
            ("示例县民政局（盖章）", Some(Signature)),
        ] {
            assert_eq!(ClosingLine::of(line), is, "{line}");
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_a_line_never_panics(line in "[二〇2021年月日.\\-/抄送：印发此件（）局长\u{200B}*]{0,16}") {
            let _ = (ClosingLine::of(&line), may_sign(&line), is_signed_date(&line), is_below_date(&line));
        }
    }
}
