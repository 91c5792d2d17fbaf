// The examples of CommonMark and of GFM, built by wanjia: which come out otherwise, and is that as the list beside this
// file says, with its reason?
//
//   npm pack commonmark-spec@0.31.2 && tar xzf commonmark-spec-0.31.2.tgz
//   node tests/foreign/markdown.mjs target/debug/wanjia commonmark package/spec.txt [--write]
//
//   apt-get source --download-only cmark-gfm=0.29.0.gfm.6-6 && tar xzf cmark-gfm_0.29.0.gfm.6.orig.tar.gz
//   node tests/foreign/markdown.mjs target/debug/wanjia gfm cmark-gfm-0.29.0.gfm.6/test/{spec,extensions}.txt [--write]
//
// Each example is a page of its own under `raw_html: trusted`. What wanjia adds to what Markdown asks for (ids, classes,
// colours of code), addresses within the site, which lead nowhere here, the level of headings below the page's title and white
// space between blocks do not count; a page with an error does. `--write` writes the numbers of those that differ, and
// their reason is to be written by hand.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const [wanjia, name, ...rest] = process.argv.slice(2);
const write = rest.includes('--write');
const files = rest.filter((file) => file !== '--write');
const list = new URL(`${name}.json`, import.meta.url);
const fence = '`'.repeat(32);

/** The examples of a file: of GFM's own text only what it adds to CommonMark. */
function examples(file) {
  let section = '';
  let count = 0;
  const found = [];
  const prefix = name === 'commonmark' ? '' : `${basename(file, '.txt')}-`;
  const parts = new RegExp(`^${fence} example(.*)\\n([\\s\\S]*?)^\\.\\n([\\s\\S]*?)^${fence}$|^#{1,6} *(.*)$`, 'gm');
  for (const [, extension, markdown, html, title] of readFileSync(file, 'utf8').matchAll(parts)) {
    if (title === undefined) {
      count += 1;
      if (prefix === 'spec-' && !extension.trim()) continue;
      const tabs = (part) => part.replaceAll('→', '\t');
      found.push({ number: `${prefix}${count}`, section, markdown: tabs(markdown), html: tabs(html) });
    } else {
      section = title;
    }
  }
  return found;
}

/** Headings as deep as on a page whose title is its only heading of the first level. */
function below(html) {
  const shifted = (_, slash, level) => `<${slash}h${Math.min(Number(level) + 1, 6)}`;
  return html.includes('<h1') ? html.replace(/<(\/?)h([1-6])/g, shifted) : html;
}

/** HTML without what wanjia adds and what no reader sees. */
function plain(html) {
  return html
    .replace(/<div class="table"[^>]*>([\s\S]*?<\/table>)\s*<\/div>/g, '$1')
    .replace(/ (?:id|class|tabindex|loading|data-link|rel|align|scope|aria-label|data-[a-z-]+)(?:="[^"]*"|(?=[ >]))/g, '')
    .replace(/<tbody><\/tbody>/g, '')
    .replace(/<input[^>]*>/g, (input) => `<input${input.includes('checked') ? ' checked' : ''}>`)
    .replace(/<\/?span>/g, '')
    .replace(/ (?:href|src)="(?![a-z][a-z0-9+.-]*:)[^"]*"/gi, '')
    .replace(/<(br|hr|img)([^>]*?)\s*\/>/g, '<$1$2>')
    .replace(/<(img|a)((?: [a-z]+="[^"]*")+)/g, (_, name, all) => `<${name} ${all.trim().match(/[a-z]+="[^"]*"/g).sort().join(' ')}`)
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replace(/\s*\n\s*/g, '\n')
    .replace(/\s*(<\/?(?:p|ul|ol|li|blockquote|h[1-6]|pre|hr|div|table|thead|tbody|tr|td|th)\b[^>]*>)\s*/g, '$1')
    .trim();
}

const site = mkdtempSync(join(tmpdir(), 'markdown-'));
mkdirSync(join(site, 'content'));
mkdirSync(join(site, 'themes/bare/templates'), { recursive: true });
writeFileSync(join(site, 'site.yaml'), 'name: x\nurl: https://example.org/\ntheme: bare\nraw_html: trusted\nsearch: false\nrules: {link-broken: off}\n');

for (const template of ['page', 'section', 'home', 'tag', 'tags', 'not-found']) {
  writeFileSync(join(site, `themes/bare/templates/${template}.html`), '<main>{{ page.content | safe }}</main>\n');
}
const all = files.flatMap(examples);
for (const { number, markdown } of all) {
  writeFileSync(join(site, `content/e${number}.md`), `---\ntitle: e${number}\n---\n${markdown}`);
}

/** Builds; the numbers of pages with errors, which are left out of the next build. */
function build() {
  const told = new Set();
  for (;;) {
    let out;
    try {
      out = execFileSync(wanjia, ['build', '--root', site, '--format', 'json'], { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
    } catch (failed) {
      out = failed.stdout;
    }
    const errors = JSON.parse(out).diagnostics.filter((found) => found.level === 'error');
    if (errors.length === 0) return told;
    for (const { file, message } of errors) {
      const number = /content\/e([a-z0-9-]+)\.md/.exec(file ?? '')?.[1];
      if (!number) throw new Error(`${file}: ${message}`);
      told.add(number);
      rmSync(join(site, `content/e${number}.md`), { force: true });
    }
  }
}

const told = build();
const reasons = JSON.parse(readFileSync(list, 'utf8'));
const differ = {};
for (const { number, section, markdown, html } of all) {
  const page = told.has(number) ? '(told)' : readFileSync(join(site, `public/e${number}/index.html`), 'utf8');
  const came = page.replace(/^[\s\S]*?<main>/, '').replace(/<\/main>[\s\S]*$/, '');
  if (plain(came) !== plain(below(html))) {
    differ[number] = `${section}: ${reasons[number]?.replace(/^.*?: /, '') ?? '?'}`;
    if (process.env.SHOW) console.log(`--- ${number} ${section}\n${markdown}=== wanted\n${plain(html)}\n=== came\n${plain(came)}`);
  }
}
rmSync(site, { recursive: true });
const now = Object.keys(differ);
console.log(`${all.length - now.length} of ${all.length} are equal`);
if (write) {
  writeFileSync(list, `${JSON.stringify(differ, null, 1)}\n`);
} else {
  const news = now.filter((number) => !(number in reasons));
  const gone = Object.keys(reasons).filter((number) => !(number in differ));
  if (news.length + gone.length) {
    console.log(`not in ${name}.json: ${news}\nno longer different: ${gone}`);
    process.exitCode = 1;
  }
}
