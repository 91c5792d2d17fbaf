// The part of search.sh that happens in Chromium: what goes over the wire and how long an answer takes.
//
//   node search.mjs DIR ENGINES QUERIES
//
// Engines are wanjia, wanjia-whole (a server that sends whole files only), pagefind and minisearch. DEFAULT_SITE names the built
// default site, whose box is typed into. The server packs what it sends and knows ranges, as nginx does. Writes for each engine
// DIR/ENGINE.jsonl, what it found, and DIR/ENGINE.json, what was measured.

import { createServer } from 'node:http';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const require = createRequire(new URL('../tests/browser/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const [dir, engines, queries] = process.argv.slice(2);
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };
const PACKED = new Set(['.html', '.js', '.css', '.json', '.svg', '.xml']);

function serve(folder, ranges = true) {
  const packed = new Map();
  const server = createServer(async (request, response) => {
    let path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    if (path.endsWith('/')) path += 'index.html';
    const bytes = await readFile(join(folder, path)).catch(() => null);
    if (!bytes) { response.writeHead(404).end(); return; }
    const kind = extname(path), head = { 'Content-Type': TYPES[kind] ?? 'application/octet-stream', 'Cache-Control': 'max-age=3600', ...ranges && !PACKED.has(kind) ? { 'Accept-Ranges': 'bytes' } : {} };
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    if (range && ranges) {
      const part = bytes.subarray(+range[1], +range[2] + 1);
      response.writeHead(206, { ...head, 'Content-Range': `bytes ${range[1]}-${+range[1] + part.length - 1}/${bytes.length}` }).end(part);
    } else if (PACKED.has(kind)) {
      if (!packed.has(path)) packed.set(path, gzipSync(bytes));
      response.writeHead(200, { ...head, 'Content-Encoding': 'gzip' }).end(packed.get(path));
    } else response.writeHead(200, head).end(bytes);
  });
  return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)));
}

const ASK = {
  wanjia: (q) => window.wanjia.search(q, { limit: 10 }),
  'wanjia-whole': (q) => window.wanjia.search(q, { limit: 10 }),
  pagefind: async (q) => {
    window.finder ??= await import('/pagefind/pagefind.js');
    const found = await window.finder.search(q);
    const data = await Promise.all(found.results.slice(0, 10).map((one) => one.data()));
    return data.map((one) => ({ url: one.url, title: one.meta.title, excerpt: one.excerpt }));
  },
  // Its results have no excerpts: those would have to be stored with the index, which is large enough without.
  minisearch: async (q) => {
    window.finder ??= await (async () => {
      const index = await fetch('/minisearch/index.json').then((one) => one.text());
      // The pages' policy lets scripts of the site run, but evaluates no text.
      await new Promise((done, failed) => document.head.append(Object.assign(document.createElement('script'), { src: '/minisearch/minisearch.js', onload: done, onerror: failed })));
      const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
      const tokenize = (text) => Array.from(segmenter.segment(text)).filter((one) => one.isWordLike).map((one) => one.segment);
      return MiniSearch.loadJSON(index, { fields: ['title', 'text'], storeFields: ['url', 'title'], tokenize });
    })();
    return window.finder.search(q, { boost: { title: 2 } }).slice(0, 10).map(({ url, title }) => ({ url, title, excerpt: '' }));
  },
};

/** How long it takes from the first key in the box of a page to the first result, script and index still to be fetched. */
async function firstKey(folder, browser) {
  const server = await serve(folder), times = [];
  for (let n = 0; n < 15; n++) {
    const context = await browser.newContext(), page = await context.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.evaluate(() => {
      const input = document.querySelector('form[role=search] input[name=q]');
      input.focus();
      input.addEventListener('input', () => { window.begun ??= performance.now(); }, true);
      new MutationObserver(() => { if (window.begun && !window.ended && document.querySelector('[role=option]')) window.ended = performance.now(); })
        .observe(document.body, { childList: true, subtree: true });
    });
    await page.keyboard.insertText('婚');
    await page.waitForFunction(() => window.ended, null, { timeout: 20000 });
    times.push(await page.evaluate(() => window.ended - window.begun));
    await context.close();
  }
  server.close();
  return times;
}

const of = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))];
const told = (list, unit) => `${of(list, 0.5).toFixed(1)} ${unit} median, ${of(list, 0.95).toFixed(1)} p95, ${Math.max(...list).toFixed(1)} most`;

async function weigh(folder) {
  const names = await readdir(folder, { recursive: true });
  let bytes = 0, files = 0;
  for (const name of names) {
    const about = await stat(join(folder, name));
    if (about.isFile()) { bytes += about.size; files += 1; }
  }
  return { megabytes: bytes / 1e6, files };
}

const asked = (await readFile(queries, 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
for (const engine of engines.split(',')) {
  const own = engine.startsWith('wanjia'), folder = join(dir, own ? 'out' : 'plain'), index = own ? 'search' : engine;
  const server = await serve(folder, engine !== 'wanjia-whole'), origin = `http://127.0.0.1:${server.address().port}`;
  /** A fresh visitor who has read one page; what comes over the wire from now on is counted, that of workers too. */
  async function visitor() {
    const context = await browser.newContext(), page = await context.newPage(), count = { bytes: 0 };
    context.on('requestfinished', async (request) => {
      const sizes = request.sizes().catch(() => null);
      pending.push(sizes.then((size) => { if (size) count.bytes += size.responseBodySize + size.responseHeadersSize; }));
    });
    const pending = [];
    await page.goto(`${origin}/s01/p00001/`);
    await Promise.all(pending.splice(0));
    return { context, page, async over() { await page.waitForTimeout(30); await Promise.all(pending.splice(0)); const bytes = count.bytes; count.bytes = 0; return bytes / 1024; } };
  }
  const failed = [];
  const ask = async (page, q) => page.evaluate(async ([source, words]) => {
    const begin = performance.now();
    const results = await (0, eval)(`(${source})`)(words);
    return { ms: performance.now() - begin, results };
  }, [ASK[engine].toString(), q]).catch((error) => { failed.push(error.message.split('\n')[0]); return { ms: 0, results: [] }; });
  const first = [], next = [], times = [];
  // An index that is fetched whole costs every visitor the same, and takes long.
  for (const { query } of asked.filter((_, i) => (engine === 'minisearch' ? i < 1 : i % 4 === 0))) {
    const one = await visitor();
    await one.over();
    await ask(one.page, query);
    first.push(await one.over());
    await one.context.close();
  }
  const one = await visitor(), lines = [];
  await ask(one.page, '测量');
  await one.over();
  for (const { id, query } of asked) {
    const { ms, results } = await ask(one.page, query);
    times.push(ms);
    next.push(await one.over());
    lines.push(JSON.stringify({ id, n: results.length, results: results.map(({ url, title, excerpt, sub }) => ({ url, title, excerpt, sub })) }));
  }
  await writeFile(join(dir, `${engine}.jsonl`), `${lines.join('\n')}\n`);
  const weight = await weigh(join(folder, index)), spread = (list) => [of(list, 0.5), of(list, 0.95)];
  await writeFile(join(dir, `${engine}.json`), JSON.stringify({ ...weight, first: spread(first), next: spread(next), ms: spread(times) }));
  console.log(`== ${engine}: ${weight.megabytes.toFixed(1)} MB in ${weight.files} files`);
  // Who cannot even be asked has not answered badly.
  if (failed.length) console.log(`${failed.length} times it could not be asked: ${failed[0]}`);
  console.log(`first query with ten results: ${told(first, 'KB')}\nthe next: ${told(next, 'KB')}\nanswer: ${told(times, 'ms')}`);
  await one.context.close();
  server.close();
}
if (process.env.DEFAULT_SITE) {
  const times = await firstKey(process.env.DEFAULT_SITE, browser);
  await writeFile(join(dir, 'key.json'), JSON.stringify([of(times, 0.5), of(times, 0.95)]));
  console.log(`== the default site: first result after the first key: ${told(times, 'ms')}`);
}
await browser.close();
