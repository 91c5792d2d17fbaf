// Pages that the default site has no reason to have, all named 示例: what takes place once, again and again, and when.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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
  'events/sample.md': `title: 示例每月
summary: 示例：只在测试里有。
date: 2026-05-02
updated: 2026-05-03 08:30
start: 2026-12-05 09:30
end: 2026-12-05 10:30
repeat: monthly
place: 示例地点；一楼, 东边
campaign: campaigns/sample`,
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
    await writeFile(file, `---\n${front}\n---\n示例的正文。\n\n${ASKED}`);
  }
}
