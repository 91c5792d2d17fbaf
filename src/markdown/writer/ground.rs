//! Words that are quoted by the clause alone: `第二条规定：“……”`, `本办法规定：“……”`, of the document that was named last or that the
//! page explains.

use super::stretch::behind;
use crate::markdown::reference::ClauseName;

/// What a text ends in that names a clause, or the document itself, without the document's name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pointed<'t> {
    /// The clause; empty for the whole.
    pub clause: &'t str,
    /// It is the one that the page is about: 本办法, 本条.
    pub own: bool,
}

/// Words for documents, behind 本 and 该.
const DOCUMENTS: [&str; 18] = [
    "办法",
    "条例",
    "规定",
    "细则",
    "法",
    "意见",
    "通知",
    "方案",
    "公约",
    "规约",
    "章程",
    "规则",
    "决定",
    "措施",
    "制度",
    "倡议书",
    "文件",
    "条",
];

/// What may stand in front of a clause that is pointed at.
const JOINTS: [&str; 21] = [
    "",
    "其",
    "其中",
    "其中的",
    "同时",
    "而",
    "但",
    "但是",
    "另外",
    "此外",
    "并且",
    "又",
    "也",
    "同样",
    "按",
    "据",
    "按照",
    "根据",
    "依据",
    "依照",
    "并",
];

/// Where what stands before a clause begins.
const STOPS: [char; 16] = [
    '。', '；', '！', '？', '，', '、', '\n', '：', ':', '（', '）', '“', '”', '(', ')', '》',
];

/// Words that say of a quotation that it is another text's: an earlier one, a draft, hearsay.
const OTHERS: [&str; 28] = [
    "原来",
    "原先",
    "原规定",
    "原条",
    "原第",
    "原办法",
    "原《",
    "旧",
    "修改前",
    "修订前",
    "修正前",
    "改前",
    "以前",
    "之前",
    "过去",
    "曾",
    "此前",
    "草案",
    "征求意见",
    "送审稿",
    "废止",
    "网传",
    "谣",
    "误",
    "错",
    "有人",
    "改为",
    "上位法",
];

/// No clause is named in more bytes.
const LONGEST: usize = 60;

/// What a text ends in that points at a clause. `None` when it names none.
pub(super) fn pointed(text: &str) -> Option<Pointed<'_>> {
    let near = text.floor_char_boundary(text.len().saturating_sub(LONGEST));
    let clause = text[near..]
        .match_indices('第')
        .map(|(at, _)| &text[near + at..])
        .find(|clause| ClauseName::parse(clause).is_some())
        .unwrap_or_default();
    let head = text[..text.len() - clause.len()].trim_end();
    let document = DOCUMENTS.iter().find_map(|word| head.strip_suffix(word));
    if let Some(before) = document {
        if before.ends_with('本') {
            return Some(Pointed { clause, own: true });
        }
        if before.ends_with(['该', '此']) {
            return Some(Pointed { clause, own: false });
        }
    }
    let start = head.rfind(STOPS).map_or(0, |at| behind(head, at));
    let joined = !clause.is_empty() && JOINTS.contains(&head[start..].trim());
    joined.then_some(Pointed { clause, own: false })
}

/// Whether a text in front of a quotation says that it is of an earlier document, a draft, or hearsay.
pub(super) fn speaks_of_others(text: &str) -> bool {
    OTHERS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_pointed_at_without_its_document() {
        let all = |text| pointed(text).map(|found| (found.clause, found.own));
        assert_eq!(all("第二条"), Some(("第二条", false)));
        assert_eq!(all("假”，其第二条第一款"), Some(("第二条第一款", false)));
        assert_eq!(all("甲。本办法第二条"), Some(("第二条", true)));
        assert_eq!(all("按本规定"), Some(("", true)));
        assert_eq!(all("本条"), Some(("", true)));
        assert_eq!(all("该条例第二条"), Some(("第二条", false)));
        assert_eq!(all("甲县的第二条"), None);
        assert_eq!(all("《甲》第二条"), Some(("第二条", false)));
        assert_eq!(all("群众"), None);
    }
}
