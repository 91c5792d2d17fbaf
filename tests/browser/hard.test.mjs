// What is hard to show: wide tables, long numbers and addresses, letters twice as large, a slow network.

import assert from 'node:assert/strict';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { getDocumentProxy } from 'unpdf';
import { DESK, PHONE, launch, visitor } from './helpers/browser.mjs';
import { buildWith } from './helpers/sample.mjs';
import { serveFolder } from './helpers/server.mjs';

const ADDRESS = `https://www.example.org/zwgk/zfwj/gfxwj/202603/t20260315_${'1234567890'.repeat(6)}.html`;
const CODE = `{"示例": "${'一行很长的代码'.repeat(20)}", "end": "of the code"}`;
const PAGE = `---
title: 示例难写的一页
kind: explainer
summary: 示例：只在测试里有。
explains: ["国计生协〔2021〕19号#二（一）"]
---
{{示例大数}}；{{示例分档}}；{{示例月数}}。

| 街道 | 电话 | 地址 | 开门 | 午休 | 周六 | 联系人 | 网址 |
|---|---|---|---|---|---|---|---|
| 示例街道 | 021-00000000转801 | 示例市示例区示例路1号 | 8:30 | 11:30—13:00 | 开 | 示例 | ${ADDRESS} |

\`\`\`json
${CODE}
\`\`\`
`;
const FACTS = `
示例大数: {label: 示例大数, value: 123456.5, unit: 元, since: 2026-01-01}
示例分档: {label: 示例分档, cases: [{when: 一孩, value: 1000}, {when: 三孩及以上, value: 3000.50}], unit: 元/年, since: 2026-01-01}
示例月数: {label: 示例月数, value: 3, unit: 月, since: 2026-01-01}
`;
const POLICY = `---
title: 示例要点
kind: policy
number: 示例〔2026〕1号
text: retold
source_url: ${ADDRESS}
---
示例的正文，没有条款。
`;
const ahead = (at) => `  - {title: 示例将来${at}, start: 209${at}-06-06}`;
const CAMPAIGN = `---
title: 示例行动
summary: 示例：只在测试里有。
emblem: 例
period: {start: 2020-01-01, end: 2099-12-31}
activities:
  - {title: 示例过去, start: 2020-06-06}
${[1, 2, 3, 4, 5].map(ahead).join('\n')}
---
示例的正文。
`;
let site, server, browser, page;

before(async () => {
  site = await buildWith(async (root) => {
    await appendFile(join(root, 'facts.yaml'), FACTS);
    await writeFile(join(root, 'content/explainers/sample-hard.md'), PAGE);
    await writeFile(join(root, 'content/policies/sample-bare.md'), POLICY);
    await mkdir(join(root, 'content/campaigns/sample'), { recursive: true });
    await writeFile(join(root, 'content/campaigns/sample/index.md'), CAMPAIGN);
  });
  server = await serveFolder(site.out);
  browser = await launch();
  page = await (await visitor(browser)).newPage();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

/** Opens a page on a screen; `#elder` behind the address is the elder mode. */
async function open(path, size) {
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(size);
  await page.goto('about:blank');
  await page.goto(`${server.origin}${path}`, { waitUntil: 'load' });
}

const width = (selector) => page.locator(selector).first().evaluate((e) => e.getBoundingClientRect().width);

/** All that stands on the sheets when the page in hand is printed. */
async function printed() {
  await page.emulateMedia({ media: 'print' });
  const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ preferCSSPageSize: true })));
  let words = '';
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    words += items.map(({ str }) => str).join('');
  }
  return words.replace(/\s/g, '').normalize('NFKC');
}

test('a policy without clauses has the whole width, and how to read it stands on the paper', async () => {
  await open('/policies/sample-bare/', DESK);
  assert.ok(await width('.doc') > 600, `${await width('.doc')}`);
  assert.ok(await width('.doc-key') > 300, `${await width('.doc-key')}`);
});

test('a table that has no room throws a shadow where it goes on, and on a phone it is a list of its rows', async () => {
  const room = () => page.locator('.table').first().evaluate((box) => box.scrollWidth - box.clientWidth);
  await open('/explainers/sample-hard/', DESK);
  assert.ok(await room() > 0);
  assert.match(await page.locator('.table').first().evaluate((box) => getComputedStyle(box).backgroundAttachment), /local.*scroll/);
  const lines = await page.locator('.table td').nth(4).evaluate((cell) => {
    const range = document.createRange();
    range.selectNodeContents(cell);
    return range.getClientRects().length;
  });
  assert.equal(lines, 1, 'hours stand on one line');
  for (const mode of ['', '#elder']) {
    await open(`/explainers/sample-hard/${mode}`, PHONE);
    assert.equal(await room(), 0, `cut at the side ${mode}`);
    const label = await page.locator('.table td').nth(1).evaluate((cell) => [cell.dataset.head, getComputedStyle(cell, '::before').content]);
    assert.ok(label[0] === '电话' && label[1] !== 'none', `${label}`);
  }
  await open('/leave/', PHONE);
  assert.ok(await page.locator('.compare .blank').count() > 0 && !await page.locator('.compare .blank:visible').count(), 'cells without a word are left out');
});

test('a number in a window is not broken, and has the unit that people say', async () => {
  for (const [size, mode] of [[DESK, ''], [PHONE, ''], [{ width: 360, height: 740 }, '#elder']]) {
    await open(`/explainers/sample-hard/${mode}`, size);
    const lines = await page.locator('.glance .fact b').evaluateAll((all) => all.map((b) => {
      const range = document.createRange();
      range.selectNodeContents(b);
      return [b.textContent, new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size, b.scrollWidth > b.closest('.pane').clientWidth];
    }));
    assert.deepEqual(lines, [['123456.5', 1, false], ['1000元/年', 1, false], ['3000.50元/年', 1, false], ['3', 1, false]], `${size.width}${mode}`);
    assert.ok(await page.locator('.glance').getByText('个月').isVisible());
  }
});

test('with letters twice as large a phone shows words in lines, and no page is wider than it', async () => {
  for (const path of ['/', '/leave/', '/leave/#elder', '/explainers/sample-hard/', '/explainers/sample-hard/#elder']) {
    await open(path, PHONE);
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; window.dispatchEvent(new Event('resize')); });
    const [name, find, over] = await page.evaluate(() => {
      const letters = (selector) => {
        const box = document.querySelector(selector);
        return box ? box.getBoundingClientRect().width / parseFloat(getComputedStyle(box).fontSize) : 9;
      };
      return [letters('.who-name'), letters('.find'), document.documentElement.scrollWidth - document.documentElement.clientWidth];
    });
    assert.ok(name > 4, `${path}: the name has ${name} letters in a line`);
    assert.ok(find > 4, `${path}: the search box has room for ${find} letters`);
    assert.equal(over, 0, path);
  }
});

test('an official address and a long line of code are whole on paper', async () => {
  await open('/policies/sample-bare/', DESK);
  const official = await printed();
  assert.ok(official.includes(ADDRESS), official);
  await open('/explainers/sample-hard/', DESK);
  const words = await printed();
  assert.ok(words.includes('"end":"ofthecode"}'), 'the end of the code');
  assert.ok(words.includes('8:30') && words.includes('11:30—13:00'), 'hours');
});

test('a leaflet invites to the next four dates, and to none that is over', async () => {
  await open('/campaigns/sample/leaflet/', DESK);
  assert.deepEqual(await page.locator('.leaflet-dates b').allTextContents(), [1, 2, 3, 4].map((at) => `示例将来${at}`));
});

test('while search is on its way the page says so, and when it does not come', async () => {
  let answer;
  const wait = new Promise((done) => { answer = done; });
  await page.route('**/search/engine.*.js', async (route) => { await wait; await route.abort(); });
  await page.setViewportSize(PHONE);
  await page.goto(`${server.origin}/search/?q=%E5%A9%9A%E5%81%87`, { waitUntil: 'domcontentloaded' });
  assert.equal(await page.locator('#wj-found').textContent(), '正在查……');
  answer();
  await page.waitForFunction(() => document.getElementById('wj-found').textContent === '搜索没有取到，再试一次');
  await page.unroute('**/search/engine.*.js');
});
