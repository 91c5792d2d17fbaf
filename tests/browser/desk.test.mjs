// `wanjia desk`: who has neither an editor nor git writes here.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { DESK, PHONE, launch, listen, none, visitor } from './helpers/browser.mjs';
import { binary, run } from './helpers/site.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const NEWS = '---\ntitle: 婚俗改革宣讲\nsummary: 讲了什么。\ndate: 2026-11-01\n---\n\n第一句话。\n';
let folder, root, desk, url, browser, page;

const file = (name) => join(root, name);
const state = () => page.textContent('#state');
const saved = () => page.waitForFunction(() => document.getElementById('state').textContent === '已保存');
const dialog = (inside = '') => page.waitForSelector(`dialog[open] ${inside}`);

async function open(title) {
  await page.locator('#list button', { hasText: title }).click();
  await page.waitForFunction((own) => document.querySelector('#list [aria-current]')?.textContent.startsWith(own) && document.getElementById('tally').textContent, title);
}

/** The page that is shown beside the text. */
async function beside() {
  const frame = await (await page.waitForSelector('#page')).contentFrame();
  await frame.waitForLoadState();
  return frame;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wanjia-desk-'));
  root = join(folder, 'site');
  await run('new', 'site', root);
  await run('new', 'news', '婚俗改革宣讲', '--root', root);
  desk = spawn(binary, ['desk', '--root', root], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, WANJIA_LANG: 'zh' } });
  url = await new Promise((found, failed) => {
    let said = '';
    desk.stderr.on('data', (bytes) => {
      said += bytes;
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{64}/.exec(said);
      if (address) found(address[0]);
    });
    desk.on('exit', () => failed(new Error(said)));
  });
  await writeFile(file('content/news/hun-su-gai-ge-xuan-jiang.md'), NEWS);
  browser = await launch();
  page = await (await visitor(browser)).newPage();
});

after(async () => {
  await browser.close();
  desk.kill();
  await rm(folder, { recursive: true, force: true });
});

test('who comes by the printed address finds all pages, and nobody else does', async () => {
  const heard = listen(page, new URL(url).origin);
  await page.goto(url);
  await page.waitForSelector('#list button');
  assert.equal(new URL(page.url()).search, '');
  const titles = await page.$$eval('#list button', (all) => all.map((one) => one.firstChild.textContent));
  assert.ok(titles.includes('婚俗改革宣讲') && titles.includes('示例：社区家庭友好公约'), titles.join(' '));
  none([...heard.console, ...heard.errors, ...heard.failed], assert);
  const other = await (await visitor(browser)).newPage();
  for (const address of [url, new URL(url).origin]) assert.equal((await other.goto(address)).status(), 403);
  await other.context().close();
});

test('what is saved is seen beside the text, and inspected', async () => {
  await open('婚俗改革宣讲');
  assert.match(await (await beside()).textContent('main'), /第一句话。/);
  await page.focus('#text');
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('第二句话，详情请致电 TODO。\n');
  assert.equal(await state(), '还没保存');
  await page.keyboard.press('Control+s');
  await saved();
  assert.match(await readFile(file('content/news/hun-su-gai-ge-xuan-jiang.md'), 'utf8'), /第二句话/);
  await (await beside()).waitForFunction(() => document.body.textContent.includes('第二句话'));
  await page.waitForSelector('#found li');
  const found = page.locator('#found li', { hasText: 'TODO' });
  await found.locator('button').click();
  const chosen = await page.$eval('#text', (box) => box.value.slice(box.selectionStart, box.selectionEnd));
  assert.match(chosen, /TODO/);
});

test('what the form says of the page stands in the text, and the other way round', async () => {
  await open('婚俗改革宣讲');
  const field = (label) => page.getByLabel(label, { exact: true });
  assert.equal(await field('标题').inputValue(), '婚俗改革宣讲');
  await field('摘要（一两句话）').fill('讲了: 什么。');
  await field('日期').fill('2026-11-02');
  assert.match(await page.inputValue('#text'), /^---\ntitle: 婚俗改革宣讲\nsummary: "讲了: 什么。"\ndate: 2026-11-02\n---\n/);
  assert.equal(await state(), '还没保存');
  await page.keyboard.press('Control+s');
  await saved();
  await (await beside()).waitForFunction(() => document.querySelector('main').textContent.includes('2026年11月2日'));
  await page.locator('#text').fill((await page.inputValue('#text')).replace('2026-11-02', '2026-11-03'));
  await page.locator('#text').blur();
  assert.equal(await field('日期').inputValue(), '2026-11-03');
  await page.keyboard.press('Control+s');
  await saved();
});

test('words that are not saved are not lost when another page is opened', async () => {
  await open('婚俗改革宣讲');
  await page.focus('#text');
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('还没写完');
  await open('示例：社区家庭友好公约');
  await open('婚俗改革宣讲');
  assert.match(await page.inputValue('#text'), /还没写完/);
  await page.keyboard.press('Control+s');
  await saved();
});

test('who saves twice, or goes on writing while a save is under way, has no conflict and loses nothing', async () => {
  await open('婚俗改革宣讲');
  await page.route('**/api/page/**', async (route) => { await new Promise((done) => setTimeout(done, 400)); await route.continue(); });
  await page.focus('#text');
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('一回');
  await page.keyboard.press('Control+s');
  await page.keyboard.press('Control+s');
  await page.keyboard.insertText('两回');
  await page.keyboard.press('Control+s');
  await saved();
  await page.unroute('**/api/page/**');
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.match(await readFile(file('content/news/hun-su-gai-ge-xuan-jiang.md'), 'utf8'), /一回两回/);
});

test('what is typed while a page is read again stays, and a save goes to its own page', async () => {
  await open('婚俗改革宣讲');
  await page.route('**/api/page/**', async (route) => { await new Promise((done) => setTimeout(done, 400)); await route.continue(); });
  await page.locator('#list button', { hasText: '婚俗改革宣讲' }).click();
  await page.focus('#text');
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('打在中间');
  await page.waitForTimeout(700);
  assert.match(await page.inputValue('#text'), /打在中间/);
  await writeFile(file('content/news/hun-su-gai-ge-xuan-jiang.md'), `${NEWS}又是别人。\n`);
  await page.keyboard.press('Control+s');
  await page.locator('#list button', { hasText: '示例：社区家庭友好公约' }).click();
  await dialog('textarea');
  await page.click('dialog button.main');
  await page.waitForFunction(() => document.getElementById('said').textContent.startsWith('保存好了'));
  await page.unroute('**/api/page/**');
  assert.match(await readFile(file('content/news/hun-su-gai-ge-xuan-jiang.md'), 'utf8'), /打在中间/);
  assert.doesNotMatch(await readFile(file('content/policies/example.md'), 'utf8'), /打在中间/);
});

test('what was changed elsewhere meanwhile is shown before anything is written over', async () => {
  await open('婚俗改革宣讲');
  const path = file('content/news/hun-su-gai-ge-xuan-jiang.md');
  await page.focus('#text');
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('我的话');
  await writeFile(path, `${NEWS}别人的话。\n`);
  await page.keyboard.press('Control+s');
  await dialog('textarea');
  assert.match(await page.inputValue('dialog textarea'), /别人的话/);
  assert.match(await readFile(path, 'utf8'), /别人的话/);
  await page.click('dialog button.main');
  await saved();
  assert.match(await readFile(path, 'utf8'), /我的话/);
  await page.click('#former');
  await dialog('textarea');
  await page.waitForFunction(() => document.querySelector('dialog textarea').value.includes('别人的话'));
  await page.click('dialog button.main');
  await page.waitForFunction(() => document.getElementById('text').value.includes('别人的话'));
  await page.keyboard.press('Control+s');
  await saved();
});

test('a document that is handed over becomes a draft, and a draft a page', async () => {
  const notice = join(folder, '关于婚假的通知.html');
  await writeFile(notice, '<meta charset="utf-8"><h1>关于婚假的通知</h1><p>第一条 婚假十三日。</p><p><img src="a.png"></p><p>第二条 本通知自发布之日起施行。</p>');
  await open('示例：社区家庭友好公约');
  await page.setInputFiles('#bring', notice);
  await dialog('select');
  await page.click('dialog button.main');
  // Who goes on writing meanwhile is not led away.
  await page.waitForSelector('#report li');
  assert.match(await page.textContent('#file'), /example\.md$/);
  assert.match(await page.textContent('#report li'), /^关于婚假的通知\.html → content\/policies\//);
  const told = await page.$$eval('#report li li', (all) => all.map((one) => one.textContent));
  await page.locator('#report li button').first().click();
  await page.waitForSelector('#publish:not([hidden])');
  await page.waitForFunction(() => document.getElementById('tally').textContent);
  // What was told of the document is told beside its page as well.
  const found = await page.$$eval('#found li', (all) => all.map((one) => one.textContent));
  assert.ok(told.length && told.every((one) => found.includes(one)), `${told} | ${found}`);
  assert.match(await page.inputValue('#text'), /draft: true[^]*婚假十三日/);
  await page.click('#publish');
  assert.doesNotMatch(await page.inputValue('#text'), /draft/);
  // What is done by a button can be taken back by a key.
  await page.focus('#text');
  await page.keyboard.press('Control+z');
  assert.match(await page.inputValue('#text'), /draft: true/);
  await page.keyboard.press('Control+s');
});

test('a document goes into the section that is chosen, and nowhere when none is', async () => {
  const told = join(folder, '社区办了一场婚俗讲座.html');
  await writeFile(told, '<meta charset="utf-8"><h1>社区办了一场婚俗讲座</h1><p>昨天来了三十人。</p>');
  await page.setInputFiles('#bring', told);
  await dialog('select');
  await page.click('dialog button:not(.main)');
  await page.setInputFiles('#bring', told);
  await dialog('select');
  const sections = await page.$$eval('dialog option', (all) => all.map((one) => one.value));
  assert.ok(sections.includes('policies') && sections[0] === '', `${sections}`);
  await page.selectOption('dialog select', 'news');
  await page.click('dialog button.main');
  await page.waitForFunction(() => /讲座.* → content\/news\//.test(document.querySelector('#report li').textContent));
  const pages = await page.evaluate(() => fetch('/api/pages').then((answer) => answer.json()));
  const made = pages.pages.filter((one) => one.title.includes('婚俗讲座'));
  assert.deepEqual(made.map((one) => [one.kind, one.draft]), [['news', true]]);
});

test('a page is begun by its kind and title, and a picture laid beside it', async () => {
  await page.click('#begin');
  await dialog('select');
  await page.selectOption('dialog select', 'question');
  await page.fill('dialog input', '婚假有几天？');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('file').textContent.startsWith('content/questions/hun-jia'));
  const picture = join(folder, 'p.png');
  await writeFile(picture, Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));
  await page.setInputFiles('#bring', picture);
  await page.waitForFunction(() => document.getElementById('text').value.includes('![](p.png)'));
  await readFile(file('content/questions/p.png'));
  await page.keyboard.press('Control+s');
  await saved();
});

test('the site is built when nothing is wrong, and told of when something is', async () => {
  await page.click('#build');
  await page.waitForFunction(() => document.querySelector('#report p')?.textContent.startsWith('生成好了：'));
  await readFile(file('public/index.html'));
  await writeFile(file('content/news/wrong.md'), '---\ntitle: 坏的\ndate: 2026-02-30\n---\n\n一。\n');
  await page.click('#build');
  await page.waitForFunction(() => document.querySelector('#report p')?.textContent.startsWith('有错误'));
  await page.locator('#report .error button').first().click();
  await page.waitForFunction(() => document.getElementById('file').textContent === 'content/news/wrong.md');
  await rm(file('content/news/wrong.md'));
  await page.locator('#report button', { hasText: '关上' }).click();
});

test('the desk is for everybody: named, in contrast, light and dark, and nothing is cut on a phone', async () => {
  await open('示例：社区家庭友好公约');
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    // The preview has tests of its own.
    await page.evaluate(() => { document.getElementById('page').src = 'about:blank'; });
    // The policy of the page lets no stranger's script in: the test's goes by another door.
    await page.evaluate(await readFile(axe, 'utf8'));
    const { violations } = await page.evaluate(() => window.axe.run(document, { iframes: false }));
    none(violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes.map((node) => node.target).join(' ')}`), assert);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(PHONE);
  for (const look of ['list', 'text', 'page']) {
    await page.click(`#looks [data-look="${look}"]`);
    const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= room, `${look}: ${wide} > ${room}`);
  }
  await page.setViewportSize(DESK);
});

test('when the desk has been ended the words stay, and that is told', async () => {
  await open('婚俗改革宣讲');
  await page.focus('#text');
  await page.keyboard.insertText('最后的话');
  desk.kill();
  await new Promise((ended) => desk.once('exit', ended));
  await page.keyboard.press('Control+s');
  await page.waitForFunction(() => document.getElementById('said').textContent.includes('不要关这个网页'));
  assert.match(await page.inputValue('#text'), /最后的话/);
});
