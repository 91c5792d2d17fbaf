//! What people call a field that has another name here: its Chinese word, or the word of another program.

/// Words for fields, and the fields that they may mean: the first that is asked for where the word stands.
const WORDS: &[(&[&str], &[&str])] = &[
    (&["标题", "题目", "名称"], &["title", "name", "label"]),
    (&["站名", "网站名称", "站点名称"], &["name"]),
    (
        &["日期", "时间", "published", "pubdate"],
        &["date", "start", "since", "when"],
    ),
    (
        &["发布日期", "发布时间", "印发日期", "公布日期"],
        &["issued", "date"],
    ),
    (
        &["更新", "更新日期", "更新时间", "修改日期", "lastmod", "modified"],
        &["updated"],
    ),
    (&["摘要", "简介", "概要", "description", "excerpt"], &["summary"]),
    (&["标签", "关键词", "关键字", "keywords", "categories"], &["tags"]),
    (
        &["类型", "种类", "类别", "type", "layout"],
        &["kind", "category", "contains"],
    ),
    (&["对象", "适用对象", "受众"], &["audience"]),
    (&["作者"], &["author"]),
    (&["来源", "出处"], &["source"]),
    (&["排序", "顺序", "权重", "order"], &["weight"]),
    (&["草稿"], &["draft"]),
    (&["旧地址", "转向", "redirect_from"], &["aliases"]),
    (&["封面", "image", "thumbnail"], &["cover"]),
    (&["目录"], &["toc"]),
    (&["到期", "到期日期", "截止日期"], &["expires", "until", "end"]),
    (&["复核", "复核日期"], &["review_by"]),
    (&["撤下", "撤下原因"], &["withdrawn"]),
    (&["审签", "签发"], &["signoff"]),
    (&["文号", "发文字号"], &["number"]),
    (&["发布机关", "发文机关", "制定机关"], &["issuer"]),
    (&["施行日期", "生效日期", "实施日期"], &["effective", "since"]),
    (&["通过日期"], &["adopted"]),
    (&["修正日期", "修订日期"], &["amended"]),
    (&["时效", "效力", "时效性", "状态"], &["status"]),
    (&["主送"], &["recipients"]),
    (&["代替", "替代", "废止"], &["replaces"]),
    (&["原文网址", "原文链接"], &["source_url"]),
    (&["依据"], &["basis", "answers", "explains", "source"]),
    (&["解读"], &["explains"]),
    (&["口号", "标语"], &["slogans", "slogan"]),
    (&["活动"], &["activities"]),
    (&["材料", "下载"], &["materials"]),
    (&["开始", "开始时间", "开始日期", "起始日期"], &["start", "since"]),
    (&["结束", "结束时间", "结束日期"], &["end", "until"]),
    (&["地点"], &["place", "address"]),
    (&["联系人", "联系方式"], &["contact"]),
    (&["主办", "主办单位"], &["organisers", "organiser"]),
    (&["电话", "联系电话"], &["phones", "phone"]),
    (&["邮箱", "电子邮箱"], &["email"]),
    (&["地址"], &["address", "url"]),
    (&["网址", "链接"], &["url", "href"]),
    (&["开放时间", "办公时间"], &["hours"]),
    (&["坐标"], &["coordinates"]),
    (&["文件"], &["file"]),
    (&["语言"], &["language"]),
    (&["地区", "区域", "行政区划"], &["region"]),
    (&["代码"], &["code"]),
    (&["主题"], &["theme"]),
    (&["上级", "上级站点"], &["extends"]),
    (&["菜单", "栏目"], &["menu"]),
    (&["同义词"], &["synonyms"]),
    (&["品牌"], &["brand"]),
    (&["颜色"], &["color"]),
    (&["标志", "徽标"], &["logo"]),
    (&["备案号"], &["icp"]),
    (&["值", "数值", "数量", "金额"], &["value"]),
    (&["范围"], &["range"]),
    (&["文字", "内容"], &["text"]),
    (&["单位"], &["unit"]),
    (&["情形", "情况"], &["when", "cases"]),
    (&["引文", "原文"], &["quote"]),
    (&["核对日期", "核实日期"], &["verified"]),
    (&["问题", "问"], &["question"]),
    (&["回答", "答案", "答"], &["answer", "answers"]),
    (&["图片"], &["picture", "src"]),
];

/// Of the fields in `asked`, the one that people mean by `word`.
pub(super) fn meant(word: &str, asked: impl Fn(&str) -> bool) -> Option<&'static str> {
    let word = word.trim();
    let lower = word.to_ascii_lowercase();
    let known = |words: &[&str]| words.contains(&lower.as_str());
    let (_, fields) = WORDS.iter().find(|(words, _)| known(words))?;
    fields.iter().copied().find(|field| asked(field))
}

/// Whether a line begins with a word for a field and a full-width colon: how long the word is, in bytes.
pub(super) fn before_full_width(line: &str) -> Option<usize> {
    let (word, _) = line.split_once('：')?;
    meant(word, |_| true).map(|_| word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_the_field_that_is_asked_for() {
        assert_eq!(meant("日期", |field| field == "start"), Some("start"));
        assert_eq!(meant("Description", |_| true), Some("summary"));
        assert_eq!(meant("日期", |_| false), None);
        assert_eq!(before_full_width("标题：甲"), Some("标题".len()));
        assert_eq!(before_full_width("某某：甲"), None);
    }

    #[test]
    fn no_word_is_there_twice() {
        let mut all: Vec<&str> = WORDS
            .iter()
            .flat_map(|(words, _)| words.iter().copied())
            .collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
