//! Words that closings of official texts are known by.

/// How a line of a 版记 begins.
pub(super) const DISTRIBUTED: [&str; 12] = [
    "抄送",
    "抄报",
    "报送",
    "分送",
    "发送",
    "印送",
    "主题词",
    "校对",
    "打字",
    "共印",
    "存档",
    "印数",
];

/// How a note in brackets begins.
pub(super) const NOTED: [&str; 9] = [
    "此页无正文",
    "本页无正文",
    "以下无正文",
    "此件",
    "信息公开",
    "主动公开",
    "依申请公开",
    "不予公开",
    "附注",
];

/// What stands before the colon of a note.
pub(super) const NOTED_BEFORE_COLON: [&str; 22] = [
    "解读机关",
    "解读单位",
    "政策咨询",
    "来源",
    "信息来源",
    "文章来源",
    "责任编辑",
    "附注",
    "信息公开选项",
    "公开属性",
    "公开方式",
    "公开类型",
    "供稿",
    "供稿单位",
    "撰稿",
    "编辑",
    "责编",
    "备注",
    "签发人",
    "相关链接",
    "相关阅读",
    "延伸阅读",
];

/// What stands before the colon of a note that is one only beside who signs: clauses name such people, too.
pub(super) const CONTACTS: [&str; 24] = [
    "联系人",
    "联系人及电话",
    "联系人及联系电话",
    "联系人及联系方式",
    "联系人和电话",
    "联系电话",
    "联系方式",
    "联系单位",
    "联系部门",
    "联系处室",
    "联系地址",
    "咨询电话",
    "监督电话",
    "举报电话",
    "办公电话",
    "电话",
    "传真",
    "邮箱",
    "电子邮箱",
    "电子邮件",
    "通讯地址",
    "通信地址",
    "地址",
    "邮编",
];

/// What stands before the colon of those who sign in their own name.
pub(super) const CALLERS: [&str; 6] = ["发起人", "发起单位", "倡议人", "倡议单位", "倡议者", "发布单位"];

/// Who signs by the office before a colon, and a name behind it, beside [`PERSONS`]: 村支书：李四.
pub(super) const HOLDERS: [&str; 8] = [
    "支书",
    "书记",
    "镇长",
    "乡长",
    "村长",
    "理事长",
    "负责人",
    "法定代表人",
];

/// How a line ends that is to be signed by hand: 承诺人（签字）：
pub(super) const BY_HAND: [&str; 8] = [
    "签字",
    "签名",
    "签章",
    "（签字）",
    "（签名）",
    "（签章）",
    "（盖章）",
    "（签字盖章）",
];

/// How the last sentence of a text ends that has no stop: 本公约由理事会负责解释.
pub(super) const CONCLUDED: [&str; 7] = ["解释", "施行", "执行", "实施", "遵守", "生效", "落实"];

/// What is written behind a day where a seal is to be.
pub(super) const SEALS: [&str; 8] = [
    "（公章）",
    "(公章)",
    "（盖章）",
    "(盖章)",
    "（印章）",
    "(印章)",
    "（章）",
    "(章)",
];

/// How the name of an office ends.
pub(super) const OFFICES: [&str; 44] = [
    "委员会",
    "政府",
    "协会",
    "联合会",
    "学会",
    "基金会",
    "办公厅",
    "办公室",
    "常务委员会",
    "法院",
    "检察院",
    "人民银行",
    "总局",
    "管理局",
    "厅",
    "局",
    "部",
    "委",
    "院",
    "署",
    "处",
    "中心",
    "总工会",
    "妇联",
    "共青团",
    "国务院",
    "中央",
    "军委",
    "银行",
    "学校",
    "大学",
    "医院",
    "集团",
    "公司",
    "小组",
    "指挥部",
    "代表大会",
    "文明办",
    "村委会",
    "居委会",
    "管委会",
    "残联",
    "工商联",
    "文联",
];

/// Who signs in person: the office before a name.
pub(super) const PERSONS: [&str; 16] = [
    "总理",
    "主席",
    "省长",
    "市长",
    "县长",
    "区长",
    "部长",
    "局长",
    "厅长",
    "主任",
    "院长",
    "会长",
    "检察长",
    "署长",
    "行长",
    "委员长",
];
