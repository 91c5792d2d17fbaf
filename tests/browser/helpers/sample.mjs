// Pages that the default site has no reason to have, all named 示例: what takes place once, again and again, and when.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buildFolder, copySite } from './site.mjs';

const PAGES = {
  'campaigns/sample/index.md': `title: 示例行动
summary: 示例：只在测试里有。
emblem: 例
slogans: [示例口号]
period: {start: 2026-05-01, end: 2026-12-31}
organisers: [示例单位]
basis: ["国计生协〔2021〕19号#二（一）"]
activities:
  - {title: 示例每周, start: 2026-06-06 14:00, end: 2026-06-06 16:00, place: 示例广场, contact: 示例联系人, repeat: weekly}
  - {title: 示例每周五次, start: 2026-09-01 09:00, end: 2026-09-29 10:30, repeat: weekly}
  - {title: 示例每年, start: 2026-05-29, repeat: yearly}
  - {title: 示例三天, start: 2026-07-01, end: 2026-07-03}
  - {title: 示例未定}`,
  'campaigns/sample-over/index.md': `title: 示例去年的行动
summary: 示例：只在测试里有。
emblem: 例
period: {start: 2025-05-01, end: 2025-12-31}
activities:
  - {title: 示例去年, start: 2025-06-06}`,
  'events/sample.md': `title: 示例每月
summary: 示例：只在测试里有。
date: 2026-05-02
updated: 2026-05-03 08:30
start: 2026-12-05 09:30
end: 2026-12-05 10:30
repeat: monthly
place: 示例地点；一楼, 东边
campaign: campaigns/sample`,
  'policies/sample-over.md': `title: 示例办法
summary: 示例：已经不用的文件，只在测试里有。
number: 示例〔2020〕1号
issuer: 示例机关
issued: 2020-03-01
status: 废止
replaced_by: [policies/sample-new]`,
  'policies/sample-new.md': `title: 示例新办法
number: 示例〔2024〕2号
issuer: 示例机关
issued: 2024-03-01
status: 已修改
replaces: [policies/sample-over]
replaced_by: [policies/notice-2021-19]`,
  'news/_index.md': 'title: 消息\ncontains: news',
  'news/sample.md': 'title: 示例消息\nsummary: 示例：只在测试里有。\ndate: 2026-05-04',
  'services/sample.md': `title: 示例服务点
summary: 示例：只在测试里有。
category: 暖心家园
address: 示例地址
phones: ["0000-00000000"]
hours: 示例时间`,
};
const ASKED = '```faq\nitems:\n  - {question: 示例问题, answer: "示例，**不是真的**。"}\n```\n';

/** Puts them into the content of a site. */
export async function addSamples(root) {
  for (const [path, front] of Object.entries(PAGES)) {
    const file = join(root, 'content', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `---\n${front}\n---\n第一条　示例的正文。\n\n${ASKED}`);
  }
}

/** The default site after something was put into it, built and told as `buildSite` does. */
export async function buildWith(add, base = '/', more = '') {
  const copy = await copySite();
  await add(copy.root);
  return { ...copy, ...await buildFolder(copy.root, copy.folder, base, more) };
}

/** The default site with a page of every kind. */
export const buildSampled = (base, more) => buildWith(addSamples, base, more);

// Letters in the order of their alphabets, without any meaning: what a language written so looks like.
const LETTERS = {
  ug: ['ئابپتجچ', 'خدرزژسش', 'غفقكگڭ', 'لمنھوۇ', 'ۆۈۋېىي'],
  'mn-Mong': ['ᠠᠡᠢᠣᠤ', 'ᠥᠦᠨᠩᠪ', 'ᠫᠬᠭᠮᠯ', 'ᠰᠱᠲᠳᠴ', 'ᠵᠶᠷᠸ'],
};
const TRANSLATED = {
  '_index': '',
  'about/_index': '',
  'campaigns/hunyu-xinfeng/index': 'emblem: 新',
  'explainers/maternity-leave': 'explains: ["女职工劳动保护特别规定#第七条"]',
  'policies/women-workers-rules': 'status: 现行',
};

/** Puts “translations” of a few pages into a site: 示例, and letters of the languages. */
export async function addTongues(root) {
  const site = join(root, 'site.yaml');
  await writeFile(site, `${await readFile(site, 'utf8')}\nlanguages: [ug, mn-Mong]\n`);
  for (const [language, words] of Object.entries(LETTERS)) {
    const line = (count, from = 0) => Array.from({ length: count }, (_, at) => words[(at * 3 + from) % words.length]).join(' ');
    for (const [page, front] of Object.entries(TRANSLATED)) {
      await writeFile(join(root, 'content', `${page}.${language}.md`), `---
title: 示例 ${line(3)}
summary: ${line(14, 1)}
${front}
---
${page.startsWith('policies/') ? '第七条　' : ''}${line(40)}

## ${line(2, 2)}

${line(30, 1)} 98 ${line(9)} **${line(3)}** [${line(2)}](/leave/)

- ${line(6)}
- ${line(9, 2)}

> [!NOTE]
> ${line(12, 3)}

\`\`\`steps
items:
  - {title: "${line(2)}", text: "${line(9, 1)}"}
  - {title: "${line(2, 3)}", text: "${line(7, 4)}"}
\`\`\`

| ${line(1)} | ${line(2)} |
|---|---|
| ${line(2)} | 98 |
`);
    }
  }
}
