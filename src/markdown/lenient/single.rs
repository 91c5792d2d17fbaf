//! What a line of running text is, told by its words alone.

use super::signs::is_blank;
use crate::base::han::is_han;
use crate::base::numeral;
use crate::markdown::Mark;

/// No title is longer, in characters, and no line is shorter that was broken for its length.
pub(super) const SHORT: usize = 20;

/// No line that is broken for its length is as short as this, in characters.
pub(super) const TITLE: usize = 10;

/// No label is longer, in characters.
const LONGEST_LABEL: usize = 12;

/// How many characters a line has that is a few words behind 1. or a mark below it; in a policy behind 第一条, too.
pub(super) fn head(line: &str, clauses: bool) -> Option<usize> {
    let (mark, end) = Mark::at_start(line, false)?;
    let article = clauses && matches!(mark, Mark::Article(..));
    let words = line[end..].trim_start_matches(|c: char| is_blank(c) || matches!(c, '*' | '、' | '.' | '．'));
    let length = words.chars().take(SHORT + 1).count();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '、' | '“' | '”' | '（' | '）' | '·');
    let is_head = (is_low(mark) || article) && (2..=TITLE + 5).contains(&length) && words.chars().all(plain);
    (is_head && words.ends_with(|c| is_han(c) || matches!(c, '”' | '）'))).then(|| line.chars().count())
}

/// How many characters a line has that says a sentence, or a part of one that goes on below.
pub(super) fn sentence(line: &str, long: bool) -> Option<usize> {
    let begins = line.starts_with(|c: char| is_han(c) || c.is_ascii_digit() || matches!(c, '“' | '《'));
    let length = line.chars().count();
    (begins && length > 5 && (long || line.ends_with(['。', '！', '？', '；', '：']))).then_some(length)
}

/// Whether a line ends in a stop, so that no word of its sentence is below.
pub(super) fn is_stopped(line: &str) -> bool {
    let inner = line.trim_end_matches(['”', '）']);
    inner.ends_with(['。', '！', '？']) || line.ends_with(['；', '：'])
}

/// How wide a line is, in columns: a Chinese character has two.
pub(super) fn columns(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// All of a line stands in brackets: （以上均需原件）.
pub(super) fn is_bracketed(line: &str) -> bool {
    let inner = line.strip_prefix('（').and_then(|rest| rest.strip_suffix('）'));
    inner.is_some_and(|inner| !inner.contains(['（', '）']))
}

/// What a line begins with that ends a text.
const CONCLUSIONS: [&str; 9] = [
    "请",
    "敬请",
    "欢迎",
    "以上",
    "特此",
    "希望",
    "望",
    "本公约",
    "本通知",
];

/// Whether a line asks for what is above it, or says what it was: 请大家共同遵守.
pub(super) fn concludes(line: &str) -> bool {
    CONCLUSIONS.iter().any(|word| line.starts_with(word))
}

/// What texts are called that say no more in their title.
const TEXTS: [&str; 14] = [
    "通知",
    "公告",
    "公示",
    "通告",
    "通报",
    "倡议书",
    "须知",
    "提示",
    "温馨提示",
    "邀请函",
    "启事",
    "告示",
    "喜报",
    "一封信",
];

/// Whether a line is but the name of a sort of text: 通知.
pub(super) fn names_text(line: &str) -> bool {
    TEXTS.contains(&line)
}

/// Whether a line begins with a number like 1.1.
pub(super) fn begins_with_decimal(line: &str) -> bool {
    let bare = line.trim_start_matches(['#', ' ', '　']);
    bare.starts_with(|c: char| c.is_ascii_digit())
        && matches!(Mark::at_start(bare, false), Some((Mark::Decimal(_), _)))
}

/// Whether a line is bold, or in 【】, from its beginning to its end, and short enough for a title.
pub(super) fn is_bold(line: &str) -> bool {
    let inner = line.trim_end_matches(['\\', ' ']);
    let bracketed = inner.strip_prefix('【').and_then(|rest| rest.strip_suffix('】'));
    if let Some(words) = bracketed {
        return is_label(words);
    }
    let inner = inner.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    inner.is_some_and(|words| {
        !words.is_empty() && !words.contains('*') && words.chars().take(SHORT + 1).count() <= SHORT
    })
}

/// 示民发〔2026〕1号
pub(super) fn is_number_of_document(line: &str) -> bool {
    let year = line.split_once(['〔', '［', '[']).map(|(_, rest)| rest);
    let ended = |rest: &str| rest.ends_with('号') && rest.split(['〕', '］', ']']).count() == 2;
    year.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && ended(rest))
        && line.chars().take(SHORT + 10).count() < SHORT + 10
        && !line.contains(['，', '。', '；', '：', '《'])
}

/// （2026年1月1日某某会议通过）
pub(super) fn is_passed(line: &str) -> bool {
    let inner = line
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    let words = ["通过", "公布", "发布", "修正", "修订", "施行", "批准"];
    inner.is_some_and(|inner| {
        inner.starts_with(numeral::is_numeral)
            && inner.contains('年')
            && !inner.contains('）')
            && words.iter().any(|word| inner.contains(word))
    })
}

/// 表1 收费标准, above a table.
pub(super) fn is_caption(line: &str) -> bool {
    let number = line.strip_prefix(['表', '图']).unwrap_or("");
    let title = number.trim_start_matches(|c: char| c.is_ascii_digit() || numeral::is_numeral(c));
    let named = title.starts_with(is_blank) && title.trim().starts_with(is_han);
    named && title.len() < number.len() && !title.contains(['，', '。', '；', '：'])
}

/// 周一至周五 9:00—17:00
pub(super) fn is_opening_time(line: &str) -> bool {
    let days = ["周", "星期", "每周", "工作日", "节假日", "法定节假日", "双休日"];
    let at = line.find(|c: char| c.is_ascii_digit());
    days.iter().any(|day| line.starts_with(day))
        && at.is_some_and(|at| line[at..].contains([':', '：']) && !line[..at].contains(['，', '。']))
}

/// Whether a mark is 1. or below it.
pub(super) fn is_low(mark: Mark) -> bool {
    matches!(
        mark,
        Mark::Third(_) | Mark::Fourth(_) | Mark::Fifth(_) | Mark::Circled(_)
    )
}

/// A numbered line without any mark of a sentence, or one that ends in a colon.
pub(super) fn is_title(line: &str, mark: Option<Mark>, clauses: bool) -> bool {
    let sentence = line.contains(['。', '，', '；', '！', '？', '：', ':', ',', '、', '|']);
    match mark {
        // What an article of a policy says may end without a mark of its own.
        Some(Mark::Article(..) | Mark::Paragraph(_) | Mark::Item(_)) if clauses => false,
        Some(Mark::First(_)) => !line
            .replacen('、', "", 1)
            .contains(['。', '，', '；', '！', '？', '：', '、']),
        Some(mark) if is_low(mark) => false,
        Some(_) => !sentence,
        None => line.ends_with('：') && line.matches('：').count() == 1 && !line.contains(['，', '。', '；']),
    }
}

/// 时间：, and nothing behind it.
pub(super) fn is_name(line: &str) -> bool {
    let label = line.strip_suffix(['：', ':']);
    label.is_some_and(|label| label.chars().all(is_han) && is_label(label))
}

/// What a line names that has a blank instead of a colon: 主办 县妇联.
const NAMES: [&str; 17] = [
    "上午",
    "下午",
    "晚上",
    "主办",
    "承办",
    "协办",
    "支持",
    "指导",
    "时间",
    "地点",
    "对象",
    "主题",
    "主办单位",
    "承办单位",
    "协办单位",
    "支持单位",
    "指导单位",
];

/// Who made a text: 文/张三, 编辑丨李四.
const ROLES: [&str; 14] = [
    "文", "图", "图文", "图片", "摄影", "编辑", "责编", "审核", "校对", "记者", "供稿", "来源", "监制",
    "制作",
];

/// What lines are counted by that begin with a number and a colon.
const UNITS: [&str; 12] = [
    "年", "月", "日", "季度", "号楼", "栋", "楼", "单元", "组", "村", "班", "期",
];

/// `联系人：张三`, `**时间**：周一`, `【时间】周一`: a few letters, a colon, and more words.
pub(super) fn begins_with_label(line: &str) -> bool {
    let words = line.trim_start_matches(['*', ' ', '　']);
    if let Some((label, rest)) = words.strip_prefix('【').and_then(|inner| inner.split_once('】')) {
        return is_label(label) && !rest.trim().is_empty();
    }
    if let Some((name, rest)) = words.split_once(is_blank)
        && NAMES.contains(&name)
    {
        return !rest.trim().is_empty() && !rest.contains(['，', '。']);
    }
    if let Some((role, rest)) = words.split_once(['/', '丨'])
        && ROLES.contains(&role)
    {
        return rest.starts_with(is_han);
    }
    let Some((label, rest)) = words.split_once(['：', ':']) else {
        return false;
    };
    let narrow = words[label.len()..].starts_with(':');
    let content = rest.trim_start_matches(['*', ' ', '　']);
    let time = label.ends_with(|c: char| c.is_numeric()) && content.starts_with(|c: char| c.is_numeric());
    (is_label(label) || is_counted(label))
        && !content.is_empty()
        && !time
        && !(narrow && (rest.starts_with("//") || !label.contains(is_han) && !asks(label)))
}

/// 2026年, 1月, 3号楼
fn is_counted(label: &str) -> bool {
    let unit = label.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < label.len() && UNITS.contains(&unit)
}

/// Q1, A
fn asks(label: &str) -> bool {
    let number = label.strip_prefix(['Q', 'A', 'q', 'a']);
    number.is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()))
}

pub(super) fn is_label(label: &str) -> bool {
    let letter =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '　' | '-' | '/' | '（' | '）' | '(' | ')' | '*');
    let first = label.chars().next();
    first.is_some_and(char::is_alphabetic)
        && label.chars().take(LONGEST_LABEL + 1).count() <= LONGEST_LABEL
        && label.chars().all(letter)
}
