// Makes the pictures of the chapters 主题一览 and 书桌 anew, from the default site and the example sites:
//   node docs/gallery.mjs
// Needs: node 18, Chromium (CHROMIUM names another than /usr/bin/chromium), Chinese fonts, the program
// (`cargo build`; WANJIA names another one), and once `npm ci` in tests/browser.
// Writes WebP files beside docs/content/gallery/index.md and docs/content/desk/index.md; everything else goes to a folder that is taken away again.

import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, visitor } from '../tests/browser/helpers/browser.mjs';
import { serveFolder } from '../tests/browser/helpers/server.mjs';
import { binary, buildSite, copySite } from '../tests/browser/helpers/site.mjs';

const chapter = join(resolve(dirname(fileURLToPath(import.meta.url))), 'content/gallery');
const LARGEST = 600 << 10;
const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 780 };
const ROOM = { width: 1440, height: 860 };
const GAP = 24;
/** Sheets of paper at 96 dots an inch, and the margins of official and of other texts. */
const SHEET = { width: 794, height: 1123 };
const ACROSS = { width: 1123, height: 1588 };
const OFFICIAL = '37mm 26mm 35mm 28mm';
const PLAIN = '20mm 18mm';

const CAMPAIGN = '/campaigns/hunyu-xinfeng/';
const POLICY = '/policies/notice-2021-19/';
const EXPLAINER = '/explainers/maternity-leave/';
const SEARCH = `/search/?q=${encodeURIComponent('婚假几天')}`;

const browser = await launch();
const opened = [];
let total = 0;

/** Builds one of the project's sites and answers where it is served. */
async function open(which = '', more = '') {
  const site = await buildSite('/', more, which);
  const server = await serveFolder(site.out);
  opened.push(site.remove, server.close);
  return server.origin;
}

/** One look at a page: `url`, how wide and high the screen is, and how it is set. */
async function look(url, size, { dark = false, elder = false, margin = null, about = null } = {}) {
  const context = await visitor(browser, { viewport: size, colorScheme: dark ? 'dark' : 'light' });
  const page = await context.newPage();
  if (margin !== null) await page.emulateMedia({ media: 'print' });
  await page.goto(url + (elder ? '#elder' : ''), { waitUntil: 'networkidle' });
  if (margin) await page.evaluate((all) => { document.body.style.padding = all; }, margin);
  if (about) await page.locator(about).first().evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 24));
  const png = await page.screenshot();
  await context.close();
  return { png, ...size };
}

/** The desk with a page of the default site opened. */
async function desk(title) {
  const site = await copySite(), process = spawn(binary, ['desk', '--root', site.root], { stdio: ['ignore', 'ignore', 'pipe'] });
  opened.push(site.remove, () => process.kill());
  const url = await new Promise((found) => process.stderr.on('data', (bytes) => {
    const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\w+/.exec(bytes);
    if (address) found(address[0]);
  }));
  const context = await visitor(browser, { viewport: ROOM }), page = await context.newPage();
  await page.goto(url);
  await page.locator('#list button', { hasText: title }).first().click();
  await page.waitForFunction(() => document.getElementById('tally').textContent);
  const shown = await (await page.waitForSelector('#page')).contentFrame();
  await shown.waitForSelector('h1');
  const png = await page.screenshot();
  await context.close();
  return { png, ...ROOM };
}

/** Puts looks side by side, on a ground on which pages of every colour end visibly, `scale` times as large. */
async function picture(name, looks, scale, folder = chapter) {
  const width = looks.reduce((sum, one) => sum + one.width + GAP, GAP);
  const height = Math.max(...looks.map((one) => one.height)) + 2 * GAP;
  const page = await browser.newPage({ viewport: { width, height } });
  await page.setContent(`<body style="margin:0;padding:${GAP}px;display:flex;gap:${GAP}px;background:#b9b1a5">${
    looks.map(({ png }) => `<img src="data:image/png;base64,${png.toString('base64')}">`).join('')}</body>`);
  await page.evaluate(() => Promise.all([...document.images].map((one) => one.decode())));
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70, clip: { x: 0, y: 0, width, height, scale } });
  await page.close();
  const bytes = Buffer.from(data, 'base64');
  await writeFile(join(folder, `${name}.webp`), bytes);
  total += bytes.length;
  console.log(`${name}.webp  ${Math.round(width * scale)} × ${Math.round(height * scale)}  ${bytes.length} bytes`);
}

try {
  const plain = await open(), festive = await open('', 'theme: xiqing');
  await picture('home', [await look(`${plain}/`, DESK)], 0.62);
  await picture('festive', [await look(`${festive}/`, DESK)], 0.62);
  await picture('campaign', [await look(plain + CAMPAIGN, DESK)], 0.62);
  await picture('policy', [await look(plain + POLICY, DESK)], 0.62);
  await picture('explainer', [await look(plain + EXPLAINER, DESK)], 0.62);
  await picture('phone', [
    await look(`${plain}/`, PHONE), await look(plain + EXPLAINER, PHONE),
    await look(plain + POLICY, PHONE, { about: '.doc-text h2' }), await look(plain + SEARCH, PHONE),
  ], 0.52);
  await picture('elder', [
    await look(`${plain}/`, PHONE), await look(`${plain}/`, PHONE, { elder: true }),
    await look(plain + EXPLAINER, PHONE, { elder: true, about: 'h1' }), await look(plain + EXPLAINER, PHONE, { elder: true, dark: true, about: 'h1' }),
  ], 0.52);
  await picture('dark', [
    await look(`${plain}/`, PHONE, { dark: true }), await look(plain + POLICY, PHONE, { dark: true, about: '.doc-text h2' }),
    await look(`${festive}/`, PHONE, { dark: true }), await look(festive + CAMPAIGN, PHONE, { dark: true }),
  ], 0.52);
  const places = [];
  for (const name of ['shanghai', 'guangdong', 'zhejiang', 'shifan']) places.push(await look(`${await open(`examples/${name}`)}/`, PHONE));
  await picture('colours', places, 0.52);
  await picture('paper', [await look(plain + POLICY, SHEET, { margin: OFFICIAL }), await look(plain + EXPLAINER, SHEET, { margin: PLAIN })], 0.5);
  await picture('desk', [await desk('产假')], 0.62, join(chapter, '../desk'));
  await picture('leaflet', [await look(`${plain}${CAMPAIGN}leaflet/`, ACROSS, { margin: '' })], 0.6);
} finally {
  await browser.close();
  for (const close of opened) await close();
}
if (total > LARGEST) throw new Error(`${total} bytes in all, more than ${LARGEST}`);
console.log(`${total} bytes in all`);
