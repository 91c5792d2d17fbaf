// Makes the index of MiniSearch for the pages that search.sh measures: words by Intl.Segmenter, titles count twice.
//
//   node minisearch.mjs DIR     DIR has `plain`, the site without search, `site/urls.json` and node_modules/minisearch
//
// Writes DIR/plain/minisearch: `index.json` and `minisearch.js`, which a page loads.

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const dir = resolve(process.argv[2]), require = createRequire(join(dir, 'package.json'));
const MiniSearch = require('minisearch');
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const tokenize = (text) => Array.from(segmenter.segment(text)).filter((one) => one.isWordLike).map((one) => one.segment);
const index = new MiniSearch({ fields: ['title', 'text'], storeFields: ['url', 'title'], tokenize });

/** The words of a page's main part. */
function words(html) {
  const main = /<main[^]*?<\/main>/.exec(html)?.[0] ?? html;
  return main.replace(/<(script|style)[^]*?<\/\1>/g, ' ').replace(/<[^>]+>/g, ' ').replace(/&[a-z]+;/g, ' ');
}

const urls = Object.keys(JSON.parse(await readFile(join(dir, 'site/urls.json'), 'utf8')));
for (const [id, url] of urls.entries()) {
  const html = await readFile(join(dir, 'plain', url, 'index.html'), 'utf8');
  index.add({ id, url, title: /<title>([^<]*)/.exec(html)?.[1].split(' - ')[0] ?? '', text: words(html) });
}
await mkdir(join(dir, 'plain/minisearch'), { recursive: true });
await writeFile(join(dir, 'plain/minisearch/index.json'), JSON.stringify(index));
await copyFile(require.resolve('minisearch').replace(/dist\/.*$/, 'dist/umd/index.js'), join(dir, 'plain/minisearch/minisearch.js'));
