// Search in Chromium: what a citizen types is answered, by hand, by keyboard and by input method, also where
// something fails; and what both sides fold and cut is the same.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DESK, SMALL_PHONE, launch, listen, none, visitor } from './helpers/browser.mjs';
import { serveFolder } from './helpers/server.mjs';
import { buildFolder, buildSite, run } from './helpers/site.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const BASE = '/jsx/';
let site, server, browser;

before(async () => {
  site = await buildSite(BASE);
  server = await serveFolder(site.out, BASE);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await site?.remove();
});

/** A visitor on a page of the site; `heard` is what went wrong. */
async function on(path, options = {}) {
  const context = await visitor(browser, options);
  const page = await context.newPage();
  const heard = listen(page, server.origin);
  await page.goto(server.origin + BASE + path);
  return { context, page, heard };
}

const quiet = ({ console: said, errors, elsewhere, failed }) => none([...said, ...errors, ...elsewhere, ...failed], assert);

// What is typed, and the page that should be among the first three.
const ASKED = [
  ['婚假几天', 'questions/marriage-leave/'],
  ['hunjia', 'questions/marriage-leave/'],
  ['hj几天', 'questions/marriage-leave/'],
  ['jiehun dengji yao dai shenme', 'explainers/marriage-registration/'],
  ['彩禮有沒有上限', 'questions/bride-price-limit/'],
  ['彩礼多少算高', 'explainers/bride-price/'],
  ['caili', 'questions/bride-price-back/'],
  ['彩礼能退吗', 'questions/bride-price-back/'],
  ['领证要带什么', 'questions/registration-papers/'],
  ['领证带什么', 'questions/registration-papers/'],
  ['没领证彩礼能退吗', 'questions/bride-price-without-certificate/'],
  ['过年的红包算彩礼吗', 'explainers/what-is-not-bride-price/'],
  ['父母能去法院要彩礼吗', 'questions/parents-sue/'],
  ['领证要户口本吗', 'questions/household-booklet/'],
  ['外地能不能登记', 'questions/register-elsewhere/'],
  ['领证要钱吗', 'questions/registration-fee/'],
  ['几岁能结婚', 'questions/how-old-to-marry/'],
  ['几岁能结婚', 'explainers/marriage-age/'],
  ['离婚冷静期多少天', 'questions/divorce-wait/'],
  ['爸爸有几天假', 'questions/father-leave/'],
  ['陪产假', 'questions/father-leave/'],
  ['爸爸有没有假', 'questions/father-leave/'],
  ['产假多少天', 'questions/maternity-days/'],
  ['双胞胎产假加几天', 'questions/difficult-or-multiple-birth/'],
  ['国计生协〔2021〕19号', 'policies/notice-2021-19/'],
  ['国计生协2021 19号 二（四）', 'policies/notice-2021-19/'],
  ['人口与计划生育法第二十五条', 'policies/population-and-family-planning-law/'],
  ['计划生育法25条', 'policies/population-and-family-planning-law/'],
  ['女职工劳动保护规定', 'policies/women-workers-rules/'],
  ['上环了要不要取', 'explainers/iud-removal/'],
  ['免费检查', 'questions/free-checkup/'],
  ['村规民约能罚款吗', 'questions/village-fine/'],
  ['计生保险', 'questions/insurance/'],
  ['失独家庭的联系人', 'questions/who-is-my-contact/'],
  ['向日葵计划', 'explainers/sunflower-plan/'],
  ['xiangrikui', 'explainers/sunflower-plan/'],
  ['怎么跟孩子谈性', 'explainers/talk-with-teens/'],
  ['家庭健康指导员', 'explainers/family-health/'],
  ['流动人口', 'explainers/left-behind-and-newcomers/'],
  ['婚育新丰', 'campaigns/hunyu-xinfeng/'],
  // A character that stands nowhere on the site, for one of the same sound.
  ['育儿贾几天', 'questions/father-leave/'],
  ['彩里退吗', 'questions/bride-price-back/'],
  ['离昏登记要等几天', 'explainers/divorce-thirty-days/'],
  // As people say it, with little words in its middle.
  ['生娃单位不给假', 'questions/maternity-days/'],
  ['领了个证要带什么', 'questions/registration-papers/'],
  // A question that ends as people speak.
  ['有补贴没得', 'questions/child-allowance/'],
  ['领证要钱不', 'questions/registration-fee/'],
  // Nearly what authors say that people ask.
  ['结婚能放几天假', 'questions/marriage-leave/'],
  ['几岁可以结婚', 'questions/how-old-to-marry/'],
  ['彩礼要多少', 'questions/bride-price-limit/'],
  ['没领证分手彩礼退不退', 'questions/bride-price-without-certificate/'],
  ['养娃国家给钱吗', 'questions/child-allowance/'],
  // With marks of the tones.
  ['cǎilǐ', 'questions/bride-price-back/'],
];

test('what a citizen would type is answered in the first three', async () => {
  const { context, page, heard } = await on('about/');
  const missed = [];
  for (const [words, wanted] of ASKED) {
    const urls = await page.evaluate(async (q) => (await window.wanjia.search(q, { limit: 3 })).map((one) => one.url), words);
    if (!urls.some((url) => url.split('#')[0] === BASE + wanted)) missed.push(`${words} → ${urls.join(' ')}`);
  }
  none(missed, assert);
  quiet(heard);
  await context.close();
});

test('wanjia.search hands out what its contract says', async () => {
  const { context, page } = await on('about/');
  const [one] = await page.evaluate(() => window.wanjia.search('人口与计划生育法第二十五条', { limit: 1 }));
  assert.equal(one.url, `${BASE}policies/population-and-family-planning-law/#art25`);
  assert.equal(one.clause, '第二十五条');
  assert.equal(one.kind, 'policy');
  assert.equal(one.section, 'policies');
  assert.match(one.excerpt, /生育假/);
  assert.deepEqual(one.others, []);
  const only = await page.evaluate(() => window.wanjia.search('产假', { kind: 'question', excerpt: false }));
  assert.ok(only.length > 1 && only.every((found) => found.kind === 'question' && found.excerpt === ''));
  for (const nothing of ['蜘蛛侠', 'zxcvbnm', 'constructor', '红烧肉怎么做', 'how to get married', '']) {
    assert.deepEqual(await page.evaluate((q) => window.wanjia.search(q), nothing), [], nothing);
  }
  await context.close();
});

test('who tells a whole story is shown what comes near, and nothing for what the site knows nothing of', async () => {
  const { context, page, heard } = await on('about/');
  const near = async (words) => {
    await page.goto(`${server.origin + BASE}search/?q=${encodeURIComponent(words)}`);
    await page.waitForFunction(() => /没有找到/.test(document.querySelector('main').textContent));
    return page.$$eval('ol.hits > li a[href]', (links) => links.map((link) => new URL(link.href).pathname));
  };
  const story = await near('我侄儿国庆办喜事女方开口好大一笔彩礼');
  assert.ok(story.slice(0, 3).includes(`${BASE}questions/bride-price-limit/`), story.join(' '));
  // Who asks besides what policies answer is answered.
  const urls = await page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url), '我侄儿打算国庆办喜事，女方那边开口就是好大一笔彩礼，村里有没有人管');
  assert.equal(urls[0], `${BASE}questions/bride-price-limit/`);
  assert.deepEqual(await near('红烧肉怎么做才不腻'), []);
  quiet(heard);
  await context.close();
});

test('a page is the first to answer what its author says people ask', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wanjia-asked-')), root = join(folder, 'site');
  const pages = {
    'a.md': 'title: 彩礼\n---\n彩礼能退吗，很多人问。彩礼能不能退要看情况。彩礼能退吗？',
    'b.md': 'title: 婚约财产纠纷怎么处理\nasked_as: [彩礼能退吗, 分手要回三金, 能退吗]\n---\n双方未办理结婚登记手续的，人民法院应当支持返还。',
    'c.md': 'title: 彩礼退还\n---\n彩礼退还，能退。',
  };
  await mkdir(join(root, 'content'), { recursive: true });
  await writeFile(join(root, 'site.yaml'), 'name: 测试站\n');
  for (const [name, text] of Object.entries(pages)) await writeFile(join(root, 'content', name), `---\n${text}\n`);
  const small = await buildFolder(root, folder), other = await serveFolder(small.out, '/'), context = await visitor(browser), page = await context.newPage();
  await page.goto(`${other.origin}/c/`);
  for (const asked of ['彩礼能退吗', '彩礼能退吗？', '彩禮能退嗎', '分手要回三金', '能退吗', '三金']) {
    const found = await page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url), asked);
    assert.equal(found[0], '/b/', asked);
  }
  // Some characters otherwise.
  const nearly = await page.evaluate(async () => (await window.wanjia.search('分手能要回三金吗')).map((one) => one.url));
  assert.equal(nearly[0], '/b/');
  none(small.pages.filter(({ html }) => html.includes('三金')).map(({ href }) => href), assert);
  await context.close();
  await other.close();
  await rm(folder, { recursive: true, force: true });
});

/** A small site of these pages, built and served; `build` builds it again. */
async function smallSite(pages, more = '') {
  const folder = await mkdtemp(join(tmpdir(), 'wanjia-small-')), root = join(folder, 'site');
  const write = async (texts) => { for (const [name, text] of Object.entries(texts)) await writeFile(join(root, 'content', name), `---\n${text}\n`); };
  await mkdir(join(root, 'content'), { recursive: true });
  await writeFile(join(root, 'site.yaml'), `name: 测试站\n${more}`);
  await write(pages);
  const built = await buildFolder(root, folder), server = await serveFolder(built.out, '/');
  return {
    origin: server.origin,
    async build(texts) { await write(texts); await run('build', '--root', root, '--out', built.out); },
    async close() { await server.close(); await rm(folder, { recursive: true, force: true }); },
  };
}

const LAW = 'title: 休假条例\nkind: policy\nnumber: 测试令第1号\nissuer: 测试局\nissued: 2020-01-01\n';

test('what people ask of a clause leads to that clause', async () => {
  const clauses = '---\n第一条 为了休息，制定本条例。\n\n第二条 职工休息，照发工资。\n\n第三条 职工结婚的，放假三日。';
  const small = await smallSite({ 'law.md': `${LAW}asked_as: [第三条：新人能歇几天, 第九条：谁管这事]\n${clauses}`, 'other.md': 'title: 新人须知\n---\n新人歇脚的地方，能歇几天都行。' });
  const context = await visitor(browser), page = await context.newPage();
  await page.goto(`${small.origin}/other/`);
  const first = (words) => page.evaluate(async (q) => (await window.wanjia.search(q))[0], words);
  const one = await first('新人能歇几天？');
  assert.equal(one.url, '/law/#art3');
  assert.equal(one.clause, '第三条');
  assert.match(one.excerpt, /放假三日/);
  // A clause that the page does not have: the page itself.
  assert.equal((await first('谁管这事')).url.split('#')[0], '/law/');
  await context.close();
  await small.close();
});

test('by which other word something was found is told, and the way back asks for the word alone', async () => {
  const small = await smallSite({ 'a.md': 'title: 办酒的规矩\n---\n聘金不得超过五万元。', 'b.md': 'title: 别的\n---\n没有关系的话。' }, 'synonyms: {财礼钱: [聘金]}\n');
  const context = await visitor(browser), page = await context.newPage();
  await page.goto(`${small.origin}/search/?q=${encodeURIComponent('财礼钱')}`);
  await page.waitForSelector('.hit');
  assert.match(await page.locator('.instead').textContent(), /按“聘金”查到/);
  assert.equal(await page.locator('.hit mark').first().textContent(), '聘金');
  await page.locator('.instead button').click();
  await page.waitForFunction(() => /没有找到/.test(document.querySelector('main').textContent));
  await page.goto(`${small.origin}/search/?q=${encodeURIComponent('聘金')}`);
  await page.waitForSelector('.hit');
  assert.equal(await page.locator('.instead').count(), 0);
  await context.close();
  await small.close();
});

test('a tab that is older than the site finds what the site has now', async () => {
  const small = await smallSite({ 'a.md': 'title: 旧事\n---\n从前的话。' }), context = await visitor(browser), page = await context.newPage();
  await page.goto(`${small.origin}/a/`);
  const urls = (words) => page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url), words);
  assert.deepEqual(await urls('从前'), ['/a/']);
  // The index that the tab knows is gone.
  await small.build({ 'a.md': 'title: 旧事\n---\n从前的话改了：领证先预约。', 'b.md': 'title: 新事\n---\n婚检不收费。' });
  assert.deepEqual(await urls('婚检收费'), ['/b/']);
  assert.deepEqual(await urls('领证预约'), ['/a/']);
  await context.close();
  await small.close();
});

test('letters and wrong characters are read as words of the field that no title has', async () => {
  const small = await smallSite({ 'a.md': 'title: 一号文\n---\n用人单位应当缴纳社会保险费。', 'b.md': 'title: 二号文\n---\n劳动者可以解除劳动合同，经济补偿照付。' });
  const context = await visitor(browser), page = await context.newPage();
  await page.goto(`${small.origin}/a/`);
  const asked = { shehuibaoxian: '/a/', 'jingji buchang': '/b/', 'jiechu劳动合同': '/b/', shehuibaoxianfei: '/a/', 社会包险: '/a/', 经挤补偿: '/b/', 缴纳社会保检费: '/a/', laodonghetong: '/b/' };
  const missed = [];
  for (const [words, url] of Object.entries(asked)) {
    const found = await page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url), words);
    if (found[0]?.split('#')[0] !== url) missed.push(`${words} → ${found}`);
  }
  none(missed, assert);
  await context.close();
  await small.close();
});

test('a word that people type is no typing error of what the site has', async () => {
  const pages = { 'a.md': 'title: 婚证收费\n---\n婚证收费九元一本。', 'c.md': 'title: 产糠服务\n---\n产糠服务有人管。', 'd.md': 'title: 丁\n---\n网络约定，打折扣的事。' };
  const small = await smallSite(pages, 'synonyms: {产康: [产后调理]}\n'), context = await visitor(browser), page = await context.newPage(), taken = [];
  await page.goto(`${small.origin}/a/`);
  const found = (words) => page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url), words);
  for (const words of ['婚检收费', '产康服务', '婚检收费多少钱']) {
    const urls = await found(words);
    if (urls.length) taken.push(`${words} → ${urls}`);
  }
  none(taken, assert);
  // What is no word is one.
  assert.equal((await found('婚正收费'))[0], '/a/');
  assert.equal((await found('产慷服务'))[0], '/c/');
  await context.close();
  await small.close();
});

test('a number is found however it is written', async () => {
  const small = await smallSite({
    'a.md': 'title: 甲\n---\n应当在六十日内答复。', 'b.md': 'title: 乙\n---\n应当在30天内答复。',
    'c.md': 'title: 丙\n---\n自收到之日起十四日内退货。', 'd.md': 'title: 丁\n---\n按照百分之五十支付。', 'e.md': 'title: 戊\n---\n满六个月后可以申领。',
  });
  const context = await visitor(browser), page = await context.newPage();
  await page.goto(`${small.origin}/a/`);
  for (const [words, url] of [['60天', '/a/'], ['六十天答复', '/a/'], ['三十日', '/b/'], ['30日内答复', '/b/'], ['两个礼拜', '/c/'], ['50%', '/d/'], ['付５０％', '/d/'], ['半年', '/e/']]) {
    const found = await page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url), words);
    assert.equal(found[0], url, words);
  }
  await context.close();
  await small.close();
});

/** The first address that a small site of these pages has for each question that has not the one that is wanted. */
async function missedOn(pages, asked) {
  const small = await smallSite(pages), context = await visitor(browser), page = await context.newPage(), missed = [];
  await page.goto(`${small.origin}/a/`);
  for (const [words, url] of Object.entries(asked)) {
    const found = await page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url), words);
    if (found[0]?.split('#')[0] !== url) missed.push(`${words} → ${found}`);
  }
  await context.close();
  await small.close();
  return missed;
}

test('a word is found though something stands between its characters in speech', async () => {
  const pages = { 'a.md': 'title: 甲\n---\n离婚应当登记。', 'b.md': 'title: 乙\n---\n打官司要写诉状。', 'c.md': 'title: 丙\n---\n婚后的官司不离不弃，登记过的打钱。', 'd.md': 'title: 丁\n---\n离婚、打官司都不是这里管。' };
  none(await missedOn(pages, { 离过婚: '/a/', 我离了婚: '/a/', 打了个官司写诉状: '/b/', 打过一场官司要写诉状: '/b/' }), assert);
});

test('who asks of a thing is not led to what is called by its denial', async () => {
  const pages = { 'a.md': 'title: 未成年人证件\n---\n未成年人的身份证由监护人代办。', 'b.md': 'title: 证件须知\n---\n成年人的身份证，二十年一换。', 'c.md': 'title: 不动产须知\n---\n不动产抵押，到登记处办。', 'd.md': 'title: 抵押\n---\n动产抵押，到登记处办。' };
  none(await missedOn(pages, { 成年人的身份证怎么办: '/b/', 未成年人的身份证怎么办: '/a/', 动产抵押怎么办: '/d/', 不动产抵押怎么办: '/c/' }), assert);
});

test('what people say is found in two parts, the other way round, in words of one class, and nearly', async () => {
  const pages = {
    'a.md': 'title: 甲\n---\n教师不得组织、参与有偿补课，也不得介绍学生参加。', 'b.md': 'title: 乙\n---\n盲人持有效证件免费乘坐市内公共汽车。',
    'c.md': 'title: 丙\n---\n老师和班级要团结，办公室里不收费。', 'd.md': 'title: 丁\n---\n车站人多，看好孩子，票价见站牌。', 'e.md': 'title: 戊\n---\n未成年人的监护人不得实施家庭暴力。',
  };
  none(await missedOn(pages, { 老师自己在外面办班违法吗: '/a/', '在外面办班，老师能这样吗': '/a/', 打骂小崽子犯法吗: '/e/', 眼睛看不见的人坐公交要不要买票: '/b/' }), assert);
});

test('what was asked before does not change an answer', async () => {
  const clauses = ['拖欠农民工工资的，责令限期支付。', '教师不得参与有偿补课。', '盲人持有效证件免费乘坐公共汽车。', '伪造、变造机动车号牌的，予以收缴。', '离婚冷静期为三十日。', '故意裸露身体的，处五日以上十日以下拘留。'];
  // Of so many words that what people say lies with the postings of its words, and is known once these are asked for.
  const filler = Array.from({ length: 9000 }, (_, n) => String.fromCodePoint(0x4e00 + n * 7919 % 20000)).join('').replace(/(.{40})/gu, '$1。\n\n');
  const pages = Object.fromEntries(clauses.map((clause, n) => [`p${n}.md`, `title: 第${n}号文\n---\n${clause}\n\n${filler.slice(n * 900)}`]));
  const small = await smallSite(pages), questions = ['拖欠工资怎么办', '老师办班收钱', '大街上有人脱光光', '挂个假车牌子上路', '瞎子坐公交车要买票吗', '离昏冷净期', '拖欠农民工工姿', 'jiaoshi'];
  const ask = async (all) => {
    const context = await visitor(browser), page = await context.newPage(), told = {};
    await page.goto(`${small.origin}/p0/`);
    for (const words of all) told[words] = await page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url).join(' '), words);
    await context.close();
    return told;
  };
  const first = await ask(questions), last = await ask(questions.slice().reverse());
  for (const words of questions) assert.equal(last[words], first[words], words);
  await small.close();
});

test('a question in words that the site has fetches nothing that mends spelling', async () => {
  const { context, page } = await on('about/'), names = [];
  context.on('request', (request) => names.push(new URL(request.url()).pathname.split('/').pop().split('.')[0]));
  for (const words of ['父母和法院谈彩礼', '婚假期间的工资怎么发', '婚假工资']) await page.evaluate((q) => window.wanjia.search(q), words);
  const mends = (name) => ['spelling', 'sounds', 'vocabulary'].includes(name);
  assert.deepEqual(names.filter(mends), []);
  await page.evaluate(() => window.wanjia.search('hunjia'));
  assert.ok(names.some(mends));
  await context.close();
});

test('pages of the own region come before those of the site above', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wanjia-region-')), write = async (name, text) => { await mkdir(join(folder, name, '..'), { recursive: true }); await writeFile(join(folder, name), text); };
  await write('up/site.yaml', 'name: 上面\nregion: {code: "000000", name: 全国}\n');
  await write('up/facts.yaml', '婚假:\n  label: 婚假\n  value: 3\n  unit: 天\n');
  await write('up/content/a.md', '---\ntitle: 婚假办法\n---\n婚假怎么请，问单位。\n');
  await write('site/site.yaml', 'name: 本地\nregion: {code: "310000", name: 上海市}\nextends: ../up\n');
  await write('site/content/b.md', '---\ntitle: 婚假办法\n---\n婚假怎么请，问单位。\n');
  const built = await buildFolder(join(folder, 'site'), folder), other = await serveFolder(built.out, '/'), context = await visitor(browser), page = await context.newPage();
  await page.goto(`${other.origin}/a/`);
  assert.deepEqual(await page.evaluate(async () => (await window.wanjia.search('婚假怎么请')).map((one) => one.url)), ['/b/', '/a/']);
  await context.close();
  await other.close();
  await rm(folder, { recursive: true, force: true });
});

test('what stands literally on a page is found', async () => {
  const { context, page } = await on('about/');
  let seed = 7;
  const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; };
  const content = join(site.root, 'content');
  const files = (await readdir(content, { recursive: true })).filter((name) => name.endsWith('.md')).sort();
  const missed = [];
  for (let i = 0; i < 500; i++) {
    const file = files[random(files.length)];
    const href = BASE + file.replace(/(^|\/)_?index\.md$/, '$1').replace(/\.md$/, '/').replaceAll('\\', '/');
    // What is filled in or led to from elsewhere has other words on the page.
    const lines = (await readFile(join(content, file), 'utf8')).split(/^---$/m).slice(2).join('').split('\n').filter((line) => !/\[\[|\{\{|^```|^\w+:/.test(line));
    const runs = lines.join('\n').match(/[\u4e00-\u9fff]{2,}/g) ?? [];
    if (!runs.length) continue;
    const run = runs[random(runs.length)], length = Math.min(run.length, 2 + random(5)), at = random(run.length - length + 1);
    const words = run.slice(at, at + length);
    const found = await page.evaluate(async (q) => (await window.wanjia.search(q, { limit: 200, excerpt: false })).map((one) => one.url), words);
    if (!found.some((url) => url.split('#')[0] === href)) missed.push(`${words}: ${href}`);
  }
  none(missed, assert);
  await context.close();
});

test('what stands literally on a page is found where a server sends whole files only', async () => {
  // Words that people ask for, so that what stands between two of them is in a file of its own that is not asked for at once.
  const words = ['工资', '离婚', '婚假', '合同', '保险', '彩礼', '电梯', '押金', '租房', '罚款', '诈骗', '继承', '遗嘱', '加班', '辞退', '工伤', '产假', '物业', '驾照', '停车'];
  let seed = 7;
  const random = (n) => { seed = (seed * 1103515245 + 12345) % 2147483648; return (seed >> 8) % n; };
  const some = () => words[random(words.length)] + (random(3) ? '' : String.fromCharCode(0x4e00 + random(9000)));
  const texts = {}, pages = {};
  for (let n = 0; n < 60; n++) {
    texts[n] = Array.from({ length: 12 }, () => Array.from({ length: 150 }, some).join(''));
    pages[`p${n}.md`] = `title: 第${n}页\n---\n${texts[n].join('。\n\n')}`;
  }
  const small = await smallSite(pages), context = await visitor(browser), page = await context.newPage(), missed = [];
  await page.goto(`${small.origin}/p0/`);
  for (let i = 0; i < 25; i++) {
    const text = texts[random(60)][random(12)], at = random(text.length - 8), words = text.slice(at, at + 3 + random(4));
    const found = await page.evaluate(async (q) => (await window.wanjia.search(q)).map((one) => one.url), words);
    const stands = ([, n]) => texts[n].some((one) => one.includes(words));
    if (!found.map((url) => /\/p(\d+)\//.exec(url)).some((one) => one && stands(one))) missed.push(`${words} → ${found.slice(0, 3)}`);
  }
  none(missed, assert);
  await context.close();
  await small.close();
});

test('the script folds and cuts as the program does', async () => {
  const { context, page } = await on('search/');
  const vectors = JSON.parse(await readFile(fileURLToPath(new URL('../search/vectors.json', import.meta.url)), 'utf8'));
  const folder = join(site.out, 'search');
  const table = [...await readFile(join(folder, (await readdir(folder)).find((name) => name.startsWith('traditional.'))))];
  await page.waitForFunction(() => window.WanjiaEngine);
  const wrong = await page.evaluate(async ({ vectors, table }) => {
    const engine = window.WanjiaEngine, simple = engine.simplifiedOf(engine.numbers(await engine.unpack(new Uint8Array(table))));
    const off = [];
    if (engine.inflate(new Uint8Array(table)).length < 5000) off.push('inflate');
    for (const [text, folded] of vectors.fold) if (engine.fold(text, simple) !== folded) off.push(`${text} → ${engine.fold(text, simple)}`);
    for (const [text, terms] of vectors.terms) {
      const found = engine.runs(text).flatMap(engine.termsOf).filter((term) => term.length > 1 || /[a-z]/.test(term));
      if (found.join() !== terms.join()) off.push(`${text} → ${found}`);
    }
    for (const [term, number] of vectors.numbers) if (engine.number(term) !== number) off.push(`${term} → ${engine.number(term)}`);
    return off;
  }, { vectors, table });
  none(wrong, assert);
  await context.close();
});

test('a search can be made with the keyboard alone, and is told to those who listen', async () => {
  const { context, page, heard } = await on('about/');
  await page.locator('#wj-find').focus();
  await page.keyboard.type('婚假');
  await page.waitForSelector('.ask-list:not([hidden]) [role=option]');
  assert.equal(await page.locator('#wj-find').getAttribute('aria-expanded'), 'true');
  assert.match(await page.locator('.find [role=status]').textContent(), /找到 \d+ 页/);
  await page.keyboard.press('ArrowDown');
  const active = await page.locator('#wj-find').getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.ask-list').isHidden(), true);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await Promise.all([page.waitForURL(/marriage-leave|leave/), page.keyboard.press('Enter')]);
  quiet(heard);
  await context.close();
});

test('nothing is searched while an input method is composing', async () => {
  const { context, page } = await on('search/');
  await page.waitForFunction(() => document.querySelector('form.ask[data-ready]'));
  const input = page.locator('#wj-q');
  await input.focus();
  const session = await context.newCDPSession(page);
  await session.send('Input.imeSetComposition', { text: 'hun', selectionStart: 3, selectionEnd: 3 });
  await page.waitForTimeout(300);
  assert.equal(await page.locator('.hit').count(), 0);
  await session.send('Input.insertText', { text: '婚假' });
  await page.waitForSelector('.hit');
  assert.match(await page.locator('.hit mark').first().textContent(), /婚假/);
  assert.match(page.url(), /\?q=/);
  await context.close();
});

test('an address with a question shows its answer, filters narrow it, and what was asked is remembered here only', async () => {
  const { context, page, heard } = await on(`search/?q=${encodeURIComponent('产假')}`);
  await page.waitForSelector('.hit');
  const all = await page.locator('.hit').count();
  await page.locator('#wj-kind').selectOption('question');
  await page.waitForFunction((count) => document.querySelectorAll('.hit').length < count, all);
  assert.match(page.url(), /kind=question/);
  await page.locator('#wj-q').press('Enter');
  await page.goto(`${server.origin + BASE}search/`);
  await page.locator('.asked .chip').first().click();
  await page.waitForSelector('.hit');
  await page.locator('#wj-q').fill('');
  await page.locator('.asked .btn').click();
  assert.equal(await page.evaluate(() => localStorage.getItem('wanjia-asked')), null);
  quiet(heard);
  await context.close();
});

test('a file that is not there is told, and asking again helps', async () => {
  const { context, page } = await on('search/');
  let broken = true;
  await context.route(/search\/t\d+\./, (route) => (broken ? route.fulfill({ status: 404, body: '' }) : route.continue()));
  await page.locator('#wj-q').fill('婚假');
  await page.getByRole('button', { name: '再试一次' }).waitFor();
  broken = false;
  await page.getByRole('button', { name: '再试一次' }).click();
  await page.waitForSelector('.hit');
  // What has been read once is at hand without a network.
  const first = (words) => page.waitForFunction((words) => document.querySelector('.hit')?.textContent.includes(words), words);
  await page.locator('#wj-q').fill('产假');
  await first('产假');
  await page.locator('#wj-q').fill('取环');
  await first('取环');
  await context.setOffline(true);
  await page.locator('#wj-q').fill('产假');
  await first('产假');
  await context.close();
});

test('without a script the page offers sections, tags and all titles by letter', async () => {
  const { context, page } = await on('search/', { javaScriptEnabled: false });
  assert.ok(await page.locator('#wj-before a').count() > 40);
  assert.ok(await page.locator('.letter').count() > 5);
  await context.close();
});

for (const [what, options, hash] of [['on a desk', { viewport: DESK }, ''], ['at 320 px', { viewport: SMALL_PHONE }, ''], ['in the elder mode', { viewport: SMALL_PHONE }, '#elder'], ['in the dark', { viewport: DESK, colorScheme: 'dark' }, '']]) {
  test(`results fit and axe finds nothing ${what}`, async () => {
    const context = await visitor(browser, options);
    await context.addInitScript({ path: axe });
    const page = await context.newPage();
    const heard = listen(page, server.origin);
    const wrong = [];
    const look = async (where) => {
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      for (const { id, nodes } of violations) wrong.push(`${where}: ${id} ${nodes.slice(0, 3).map((node) => node.target.join(' ')).join(' | ')}`);
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1)) wrong.push(`${where}: wider than the screen`);
    };
    await page.goto(`${server.origin + BASE}search/?q=${encodeURIComponent('产假')}${hash}`);
    await page.waitForSelector('.hit');
    await look('page');
    await page.goto(`${server.origin + BASE}about/${hash}`);
    await page.locator('#wj-find').fill('产假');
    await page.waitForSelector('.ask-list:not([hidden]) [role=option]');
    await look('box');
    none(wrong, assert);
    quiet(heard);
    await context.close();
  });
}

test('a portable site is searched from its folder', async () => {
  const folder = join(site.folder, 'portable');
  await run('build', '--root', site.root, '--out', folder, '--portable');
  const context = await visitor(browser);
  const page = await context.newPage();
  const heard = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  const at = (path) => pathToFileURL(join(folder, path)).href;
  await page.goto(at('about/index.html'));
  assert.ok(await page.evaluate(() => getComputedStyle(document.body).fontSize === '18px'), 'the stylesheet is there');
  await page.locator('#wj-find').fill('婚假几天');
  await page.locator('.ask-list [role=option]').first().click();
  await page.waitForURL(/questions\/marriage-leave\/index\.html/);
  await page.locator('a.who').click();
  assert.equal(page.url(), at('index.html'));
  await page.locator('#wj-q').fill('产假');
  await page.locator('.ask button').click();
  await page.waitForSelector('.hit');
  assert.match(page.url(), /search\/index\.html\?q=/);
  none(heard, assert);
  await context.close();
});

test('a file with more blocks than its first bytes list is read whole', async () => {
  const folder = join(site.out, 'search'), script = (await readdir(folder)).find((name) => name.startsWith('engine.'));
  runInThisContext(await readFile(join(folder, script), 'utf8'));
  // Eighty blocks of one passage each, not packed: the list of them takes 161 bytes, and 128 are asked for at first.
  const blocks = Array.from({ length: 80 }, (_, n) => Buffer.from(`a${n}\u0001\u0001\u0001words ${n}`))
    .map((text) => Buffer.concat([Buffer.from([1, text.length, 0, ~text.length & 255, 255]), text]));
  const file = Buffer.concat([Buffer.from([80, ...blocks.flatMap((block) => [1, block.length])]), ...blocks]);
  const asked = [];
  const load = async (name, from, to) => {
    asked.push([from, to]);
    return new Uint8Array(file.subarray(from, to));
  };
  const catalog = { textFileSizes: [80], textFileHashes: ['x'], phrases: new Uint8Array(0), text: (bytes) => Buffer.from(bytes).toString() };
  const passages = new globalThis.WanjiaEngine.Passages(catalog, load);
  assert.equal((await passages.one(79)).text, 'words 79');
  assert.equal((await passages.one(0)).text, 'words 0');
  assert.deepEqual(asked.slice(0, 2), [[0, 128], [0, 512]]);
});

test('what every question needs comes as soon as somebody turns to a box', async () => {
  const { context, page } = await on('about/'), names = [];
  context.on('request', (request) => names.push(new URL(request.url()).pathname.split('/').pop().split('.')[0]));
  const came = context.waitForEvent('requestfinished', (request) => /search\/catalog\./.test(request.url()));
  await page.locator('#wj-find').focus();
  await came;
  await page.evaluate(() => window.wanjia.search('婚假'));
  assert.deepEqual(names.filter((name) => ['index', 'catalog'].includes(name)), ['index', 'catalog']);
  await context.close();
});

test('sizes of buckets come before anybody asks, but not where a server sends whole files only', async () => {
  const folder = join(site.out, 'search'), script = (await readdir(folder)).find((name) => name.startsWith('engine.'));
  runInThisContext(await readFile(join(folder, script), 'utf8'));
  const { catalog } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
  for (const whole of [false, true]) {
    const names = [];
    const load = async (name, from, to) => { names.push(name.split('.')[0]); return new Uint8Array(await readFile(join(folder, name))).subarray(from, to); };
    await globalThis.WanjiaEngine.Engine.open(Object.assign(load, { whole }), { catalog, root: '/', ending: '' });
    assert.deepEqual(names, whole ? ['catalog'] : ['catalog', 'table']);
  }
});
