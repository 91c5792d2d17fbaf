// The words of the desk, in the language of the program.

const WORDS = {
  'zh-CN': {
    title: '书桌', begin: '新建页面', bring: '导入文件', facts: '数据', settings: '设置', check: '检查全站', build: '生成网站',
    lookList: '页面', lookText: '写', lookPage: '看', find: '找页面', empty: '在左边点开一页，或把 Word 文件拖到这里',
    save: '保存', former: '旧稿', localize: '改成本地的', publish: '不再是草稿', published: '去掉了草稿记号：保存以后，下次生成就会发布。', section: '栏目', front: '页面信息', text: '文字', preview: '预览', cancel: '取消', close: '关上',
    saved: '已保存', open: '还没保存', draft: '草稿', early: '没到日子', unread: '现在不是网页', above: '上级的，只能看',
    states: { overridden: '改写', drifted: '上级后来改了', orphaned: '上级没有了', hidden: '略去', inherited: '上级' },
    home: '首页和单页', saving: '正在保存……', savedAt: (file) => `保存好了：${file}`,
    checking: '正在检查……', building: '正在生成……', bringing: (name) => `正在导入 ${name}……`,
    tally: (errors, warnings) => `检查：${errors} 个错误，${warnings} 个警告`, clean: '检查：没有要改的', error: '错误', warning: '警告',
    line: (line) => `第 ${line} 行`, built: (pages) => `生成好了：${pages} 页，在站点的 public 文件夹里。`, notBuilt: '有错误，没有生成；原来的网站没有动。点一条就到要改的地方。',
    fields: {
      title: '标题', summary: '摘要（一两句话）', date: '日期', updated: '更新日期', issuer: '发布机关', number: '文号', issued: '印发日期', adopted: '通过日期', amended: '修改日期',
      effective: '施行日期', status: '状态', source_url: '原文网址', start: '开始', end: '结束', place: '地点', contact: '联系', campaign: '属于哪项行动', category: '类别', address: '地址',
      hours: '开放时间', emblem: '徽字（一个字）', source: '来源', author: '作者', publish: '哪天起发布', expires: '哪天以后撤下', review_by: '哪天以前复核', withdrawn: '撤下的原因',
    },
    sign: { heading: ['小标题', '\n## ', '小标题', '\n'], bold: ['加粗', '**', '文字', '**'], item: ['列表', '\n- ', '一项', '\n'], link: ['链接', '[', '文字', '](地址)'], quote: ['引文', '\n> ', '原文', '\n'] },
    beginTitle: '新建一页', kind: '种类', pageTitle: '标题', make: '新建',
    conflictTitle: '这个文件在别处改过了', conflictNow: '现在文件里是', conflictMine: '我写的是', takeNow: '用现在的（我写的留在旧稿里）', takeMine: '用我写的（现在的留在旧稿里）', goneTitle: '这个文件在别处删掉了', writeAgain: '把我写的写回去',
    formerTitle: '旧稿', noFormer: '还没有旧稿：每次保存，写掉的那一份都会留在这里。', putBack: '放回编辑框', chooseFormer: '什么时候以前的',
    localizeTitle: '把上级的一页改成本地的', localizeWhat: '改哪一部分', whole: '整页', localizeHint: '只改一节时，别的部分照旧跟着上级；上级以后改了，会提醒。', take: '拿过来改',
    bringTitle: '导入文件', bringInto: '放进哪个栏目', byKind: '当作政策', bringHint: '选了栏目，就当作那个栏目里的页面；导入的都是草稿，看过再发布。',
    broughtTitle: '导入的结果', brought: (source, page) => `${source} → ${page}`, notBrought: (source, why) => `${source}：没有导入，${why}`, look: (n) => `要看的有 ${n} 处`, laid: (file) => `图片放在 ${file}`, loading: '正在读这个站点……',
    lost: '书桌没有回答，是不是在终端里结束了？写的字还在这里，先不要关这个网页。', factsFile: '数据 facts.yaml', settingsFile: '设置 site.yaml',
    missing: (names) => `还缺：${names}`, expired: (names) => `过期了：${names}`,
  },
  en: {
    title: 'Desk', begin: 'New page', bring: 'Import files', facts: 'Facts', settings: 'Settings', check: 'Check all', build: 'Build',
    lookList: 'Pages', lookText: 'Write', lookPage: 'Look', find: 'Find a page', empty: 'Open a page on the left, or drop a Word file here',
    save: 'Save', former: 'Former texts', localize: 'Change it here', publish: 'Done: no longer a draft', published: 'The mark of a draft is gone: once saved, the next build publishes the page.', section: 'section', front: 'About the page', text: 'Text', preview: 'Preview', cancel: 'Cancel', close: 'Close',
    saved: 'saved', open: 'not saved', draft: 'draft', early: 'not yet', unread: 'no page now', above: 'the upstream’s, to be read only',
    states: { overridden: 'overridden', drifted: 'the upstream changed', orphaned: 'the upstream has none', hidden: 'left out', inherited: 'upstream' },
    home: 'Home and single pages', saving: 'Saving…', savedAt: (file) => `Saved: ${file}`,
    checking: 'Inspecting…', building: 'Building…', bringing: (name) => `Importing ${name}…`,
    tally: (errors, warnings) => `Inspection: errors ${errors}, warnings ${warnings}`, clean: 'Inspection: nothing to mend', error: 'error', warning: 'warning',
    line: (line) => `line ${line}`, built: (pages) => `Built: ${pages} pages, in the folder public of the site.`, notBuilt: 'There are errors: nothing was built, and the old site stays.',
    fields: {
      title: 'Title', summary: 'Summary (a sentence or two)', date: 'Date', updated: 'Updated', issuer: 'Issuer', number: 'Number', issued: 'Issued', adopted: 'Adopted', amended: 'Amended',
      effective: 'In force from', status: 'Status', source_url: 'Address of the original', start: 'Start', end: 'End', place: 'Place', contact: 'Contact', campaign: 'Campaign', category: 'Category', address: 'Address',
      hours: 'Hours', emblem: 'Emblem (one character)', source: 'Source', author: 'Author', publish: 'Published from', expires: 'Withdrawn after', review_by: 'To be reviewed by', withdrawn: 'Why it was withdrawn',
    },
    sign: { heading: ['Heading', '\n## ', 'Heading', '\n'], bold: ['Bold', '**', 'words', '**'], item: ['List', '\n- ', 'item', '\n'], link: ['Link', '[', 'words', '](address)'], quote: ['Quote', '\n> ', 'words', '\n'] },
    beginTitle: 'A new page', kind: 'Kind', pageTitle: 'Title', make: 'Make it',
    conflictTitle: 'This file was changed elsewhere', conflictNow: 'The file says now', conflictMine: 'Mine says', takeNow: 'Take that (mine stays among former texts)', takeMine: 'Take mine (that stays among former texts)', goneTitle: 'This file was deleted elsewhere', writeAgain: 'Write mine again',
    formerTitle: 'Former texts', noFormer: 'None yet: each time you save, what was there before is kept here.', putBack: 'Put it back', chooseFormer: 'From before',
    localizeTitle: 'Change a page of the upstream here', localizeWhat: 'Which part', whole: 'The whole page', localizeHint: 'With one section all else follows the upstream; you are told when that changes.', take: 'Take it over',
    bringTitle: 'Import files', bringInto: 'Into which section', byKind: 'As a policy', bringHint: 'In a section it becomes a page of the kind that is there; what is imported is a draft.',
    broughtTitle: 'What was imported', brought: (source, page) => `${source} → ${page}`, notBrought: (source, why) => `${source}: not imported, ${why}`, look: (n) => `${n} places to look at`, laid: (file) => `The picture lies at ${file}`, loading: 'Reading the site…',
    lost: 'The desk does not answer. Was it ended in the terminal? Your words are still here: do not close this page yet.', factsFile: 'Facts, facts.yaml', settingsFile: 'Settings, site.yaml',
    missing: (names) => `missing: ${names}`, expired: (names) => `expired: ${names}`,
  },
};

/** The words in the language of the page. */
export const words = WORDS[document.documentElement.lang] || WORDS.en;

/** Writes words where the page has room for them. */
export function sayAll() {
  document.title = words.title;
  document.querySelectorAll('[data-word]').forEach((element) => { element.textContent = words[element.dataset.word]; });
}
