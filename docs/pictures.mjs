// Makes the pictures of the chapter for local sites anew, by doing what the chapter says:
//   node docs/pictures.mjs
// Needs: node 18, `zip`, Chromium (CHROMIUM names another than /usr/bin/chromium), Chinese fonts, the program
// (`cargo build`; WANJIA names another one), and once `npm ci` in tests/browser.
// Writes PNG files beside docs/content/local/index.md; everything else goes to a folder that is taken away again.

import { execFileSync } from 'node:child_process';
import { access, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const chapter = join(project, 'docs/content/local');
const LARGEST = 120 << 10;
const UPSTREAM = '先问村里、社区的计生协会员，再问乡镇、街道的计生协。地址和电话等当地填写。';
const OWN = '先到示例暖心家园去问，也可以问村里的计生协会员。';

/** Ends the run with words for who started it. */
function fail(words) {
  console.error(words);
  process.exit(1);
}

/** The browser of the browser tests, with what is missing told. */
async function tools() {
  const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
  await access(chromium).catch(() => fail(`No Chromium at ${chromium}: install it, or set CHROMIUM to where it is.`));
  const harness = (name) => import(join(project, 'tests/browser/helpers', name))
    .catch((error) => fail(`tests/browser does not load; run \`npm ci\` there. (${error.message})`));
  const [browser, server, site] = await Promise.all(['browser.mjs', 'server.mjs', 'site.mjs'].map(harness));
  await access(site.binary).catch(() => fail(`No program at ${site.binary}: \`cargo build --release\`, or set WANJIA.`));
  return { ...browser, ...server, binary: site.binary };
}

const { launch, visitor, serveFolder, binary } = await tools();
const desk = await mkdtemp(join(tmpdir(), 'wanjia-pictures-'));
const county = join(desk, '示范县站');
const browser = await launch();

/** Runs the program in the county's folder, as the clerk does. */
const wanjia = (...args) => execFileSync(binary, args, { cwd: county, stdio: 'pipe', encoding: 'utf8' });

/** Changes words of a file; words that are not there mean that the chapter no longer holds. */
async function change(file, from, to) {
  const path = join(county, file);
  const text = await readFile(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} no longer says: ${from}`);
  await writeFile(path, text.replace(from, to));
}

/** The zip file that the province sends, and the fork of it. */
async function begin() {
  const parts = ['site.yaml', 'facts.yaml', 'content', 'static', 'examples'];
  execFileSync('zip', ['-qr', join(desk, '浙江站.zip'), ...parts, '-x', '*/public/*', '*/.wanjia/*'], { cwd: project });
  execFileSync(binary, [
    'fork', '浙江站.zip', '示范县站', '--path', 'examples/zhejiang',
    '--name', '示范县计划生育协会（示例）', '--region', '339999:示范县（虚构）',
  ], { cwd: desk, stdio: 'pipe' });
}

/** Who the county is: the second step. */
async function brand() {
  await change('site.yaml', '# url: https://example.org/ ', 'url: https://example.org/shifan/ ');
  await change('site.yaml', '# organiser: 主办单位的全称', 'organiser: 示范县计划生育协会（示例）');
  await change('site.yaml', '# color: "#b3261e"', 'color: "#6a4a94"');
  await change('site.yaml', '# slogan: 一句口号', 'slogan: 乡里乡亲，有话好问');
}

/** The county's number, the third step. It is made up, so the page must say so. */
async function fact() {
  await change('facts.yaml', '  status: local', '  label: 生育经济补助\n  text: 示例，金额由县里填写\n  status: unverified');
}

/** Words and a page of its own: the fourth step. */
async function words() {
  wanjia('localize', 'campaigns/hunyu-xinfeng', '--section', '去哪里问');
  await change('content/campaigns/hunyu-xinfeng/index.md', UPSTREAM, OWN);
}

/** Draws a frame around what is seen: the pictures lie on pages of their own colour. */
const frame = () => {
  const edge = document.createElement('div');
  Object.assign(edge.style, { position: 'fixed', inset: '0', border: '2px solid #a79f93', pointerEvents: 'none', zIndex: '9' });
  document.body.append(edge);
};

/**
 * Builds and takes the picture `name` of what is at `address`: from the top, or from `about`, a selector.
 * A small screen, so that the file stays small.
 */
async function picture(name, address, { about } = {}) {
  wanjia('build', '--url', 'http://localhost/');
  const server = await serveFolder(join(county, 'public'));
  const context = await visitor(browser, { viewport: { width: 800, height: 560 } });
  const page = await context.newPage();
  await page.goto(server.origin + address);
  if (about) await page.locator(about).first().evaluate((element) => {
    window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 24);
  });
  await page.evaluate(frame);
  const path = join(chapter, `${name}.png`);
  await page.screenshot({ path });
  await context.close();
  await server.close();
  const { size } = await stat(path);
  if (size > LARGEST) throw new Error(`${name}.png has ${size} bytes, more than ${LARGEST}`);
  console.log(`${name}.png  ${size} bytes  ${address}`);
}

try {
  await begin();
  await picture('home-before', '/');
  await brand();
  await picture('home-after', '/');
  await picture('leave', '/leave/', { about: 'h2:has-text("地方定的假")' });
  await picture('fact-before', '/questions/no-job-subsidy/', { about: 'h1' });
  await fact();
  await picture('fact-after', '/questions/no-job-subsidy/', { about: 'h1' });
  await words();
  await picture('section-after', '/campaigns/hunyu-xinfeng/', { about: 'h2:has-text("去哪里问")' });
} finally {
  await browser.close();
  await rm(desk, { recursive: true, force: true });
}
