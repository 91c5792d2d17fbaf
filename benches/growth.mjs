// What twice as much costs: seconds of the processor to build a page at n, 2n and 4n of each kind of text that once cost more than
// twice as much. Past 2.6 for a doubling something is not linear.
//
//   node benches/growth.mjs [KIND ...]        WANJIA names another binary
//
// A kind whose bound is passed ends with its diagnostic; that is shown in place of seconds that mean nothing.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const binary = process.env.WANJIA ?? 'target/release/wanjia';
const page = (text, fields = '') => ({ 'content/a.md': `---\ntitle: 甲\n${fields}---\n\n${text}\n` });
const many = (n, text) => Array.from({ length: n }, (_, i) => text(i)).join('');
const FACT = '产假:\n  value: 60\n  unit: 天\n';

const KINDS = {
  'block tags that stay open': [2_000, (n) => page(many(n, () => '<div>\n'))],
  'block tags, opened and closed': [20_000, (n) => page(many(n, (i) => `<div>一${i}</div>\n`))],
  'block tags in each other, closed': [100, (n) => page(many(40, () => `${'<div>\n'.repeat(n / 2)}${'</div>\n'.repeat(n / 2)}`))],
  'inline tags opened anew in each paragraph': [2_000, (n) => page(many(n, (i) => `<b id="b${i}">一段。\n\n`))],
  'inline tags, opened and closed': [20_000, (n) => page(many(n, (i) => `<b>一${i}</b>段。\n\n`))],
  'paragraphs without their ends': [20_000, (n) => page(many(n, (i) => `<p>一${i}\n`))],
  'a tag that never ends': [20_000, (n) => page(`一<a href="${many(n, () => '<b>x ')}`)],
  'a long title': [20_000, (n) => ({ 'content/a.md': `---\ntitle: ${many(n, () => '题')}\n---\n正文。\n` })],
  'a long title of many words': [10_000, (n) => ({ 'content/a.md': `---\ntitle: ${many(n, (i) => `题${i} `)}\n---\n正文。\n` })],
  'a long heading': [20_000, (n) => page(`## ${many(n, () => '题')}\n\n正文。`)],
  headings: [10_000, (n) => page(many(n, (i) => `## 第${i}节\n\n文。\n\n`))],
  references: [25_000, (n) => ({ ...page(many(n, () => '见[[乙]]。\n\n')), 'content/b.md': '---\ntitle: 乙\n---\n文。\n' })],
  'references that lead nowhere': [5_000, (n) => page(many(n, (i) => `见[[没有${i}]]。\n\n`))],
  'facts on a page': [25_000, (n) => ({ ...page(many(n, () => '休{{产假}}。\n\n')), 'facts.yaml': FACT })],
  links: [25_000, (n) => page(many(n, () => '[一](/a/)\n\n'))],
  footnotes: [5_000, (n) => page(many(n, (i) => `一[^${i}]\n\n[^${i}]: 注\n\n`))],
  'clauses of a policy': [5_000, (n) => ({
    'content/policies/_index.md': '---\ntitle: 政策\ncontains: policy\n---\n',
    'content/policies/p.md': `---\ntitle: 条例\n---\n\n${many(n, (i) => `第${i + 1}条 内容。\n\n`)}`,
  })],
  'tags of a page': [25, (n) => page('文。', `tags: [${many(n, (i) => `标签${i},`)}]\n`)],
  'pages of the same tags': [100, (n) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`content/p${i}.md`, `---\ntitle: 甲${i}\ntags: [${many(20, (t) => `标签${t},`)}]\n---\n文。\n`]))],
  'aliases of a page': [1_000, (n) => page('文。', `aliases: [${many(n, (i) => `/old/${i}/,`)}]\n`)],
  'facts in a file': [5_000, (n) => ({ ...page('休{{假1}}。'), 'facts.yaml': many(n, (i) => `假${i}:\n  value: 60\n  unit: 天\n`) })],
  'lists in each other, in front matter': [20, (n) => page('文。', `extra:\n  a: ${'['.repeat(n)}${']'.repeat(n)}\n`)],
  'items of a component': [2_000, (n) => page(`\`\`\`steps\nitems:\n${many(n, (i) => `  - {title: 第${i}步, text: 文。}\n`)}\`\`\`\n`)],
  'questions of a page': [100, (n) => page('文。', `asked_as: [${many(n, (i) => `第${i}问,`)}]\n`)],
  'emphasis that never ends': [20_000, (n) => page(many(n, () => '**“一”二 '))],
  'brackets that never close': [20_000, (n) => page(many(n, () => '[['))],
  'rows of a table': [10_000, (n) => page(`|一|二|\n|-|-|\n${many(n, (i) => `|${i}|二|\n`)}`)],
};

function seconds(files) {
  const root = mkdtempSync(join(tmpdir(), 'wanjia-growth-'));
  const all = { 'site.yaml': 'name: 试验站\nurl: https://example.org/\n', ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const line = ['-c', 'TIMEFORMAT="%U %S"; time timeout 120 "$0" build --root "$1"', binary, root];
  const { status, stderr } = spawnSync('bash', line, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const took = stderr.trim().split('\n').at(-1).split(' ').reduce((sum, part) => sum + Number(part), 0);
  rmSync(root, { recursive: true });
  const told = [...new Set(stderr.match(/(?<=(?:错误|警告|error|warning)\[)[a-z-]+/g) ?? [])].join(' ');
  return { took, told: status === 124 ? 'more than 120 s' : told };
}

const base = Math.min(...[1, 2, 3].map(() => seconds(page('文。')).took));
console.log(`A site of one page takes ${base.toFixed(2)} s, which is taken off.\n`);
console.log('| kind | n | s at n | 2n | 4n | a doubling costs | told at 4n |\n|---|---|---|---|---|---|---|');
let superlinear = 0;
for (const [kind, [n, files]] of Object.entries(KINDS)) {
  if (process.argv.length > 2 && !process.argv.slice(2).some((word) => kind.includes(word))) continue;
  const rows = [n, 2 * n, 4 * n].map((size) => seconds(files(size)));
  const [one, two, four] = rows.map(({ took }) => Math.max(took - base, 0.001));
  // Below a tenth of a second the machine is measured, not the program.
  const cost = four < 0.2 ? '–' : (one < 0.1 ? four / two : Math.sqrt(four / one)).toFixed(1);
  superlinear += Number(cost) > 2.6 ? 1 : 0;
  console.log(`| ${kind} | ${n} | ${[one, two, four].map((s) => s.toFixed(2)).join(' | ')} | ${cost} | ${rows[2].told} |`);
}
process.exit(superlinear ? 1 : 0);
