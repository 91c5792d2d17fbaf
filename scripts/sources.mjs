// What the default site says of the law, and by which clause:
//
//   node scripts/sources.mjs table > table.md     statement → clause → how it is known → pages that cite it
//   node scripts/sources.mjs check [CORPUS]       exit 1 and a line for each of these:
//     a clause of content/policies of which scripts/sources.json says nothing, and the other way round;
//     a page or a fact that cites a clause of which nothing is said;
//     a number on a page that no statement of what the page cites has (facts in braces, quotations and what is called 示例 aside);
//     a quotation that the clause of the site or the official text does not have;
//     more than 40 characters in common with an official text outside quotation marks.
//
// scripts/sources.json is written by hand: `documents`, each with its page and its mark (1: read in the official text,
// 2: read in copies only), and `statements`, each with its clause, what it says, `numbers` as pages may print them and
// `quotes`. `ours` are words of a page that look like a number of the law and are none. CORPUS holds the official
// texts (laws.tar.xz and notice-2021-19.txt), ../shared/corpus when nothing is said; without it, what needs it is
// skipped, and that is said.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const content = join(project, 'content');
const { marks, documents, statements, ours } = JSON.parse(readFileSync(join(project, 'scripts/sources.json'), 'utf8'));
const LONGEST_RUN = 40;

/** Characters that count when texts are compared. */
const bare = (text) => text.replace(/[^\p{Script=Han}0-9A-Za-z]/gu, '');
const quotesOf = (text) => [...text.matchAll(/“([^“”]*)”/g)].map((found) => found[1]);
const plainName = (name) => name.replace(/[《》]/g, '').replace(/^中华人民共和国(?=.)/, '');

const byName = new Map(documents.flatMap((one) => one.names.map((name) => [plainName(name), one])));

/** `{document, clause, name}` of a reference as people write it; the document is missing when it is none of ours. */
function cited(reference) {
  const [name, clause = ''] = reference.split('|')[0].split('#');
  return { document: byName.get(plainName(name)), clause, name };
}

/** Pages of the default site: `{path, text}`, where `text` is what readers see, front matter that is shown included. */
function readPages() {
  const files = readdirSync(content, { recursive: true }).filter((name) => name.endsWith('.md')).sort();
  return files.map((path) => {
    const [, front, ...rest] = readFileSync(join(content, path), 'utf8').split(/^---$/m);
    const shown = [...front.matchAll(/^(?:title|summary): *(.*)$/gm)].map((found) => found[1]);
    return { path: path.replaceAll('\\', '/'), front, body: rest.join('---'), text: [...shown, rest.join('---')].join('\n') };
  });
}

/** What a page cites: `[[…]]`, `《…》第…条`, `explains`, `answers`, `basis`, `replaces`, and links to headings of a document's page. */
function citations(page) {
  const lists = [...page.front.matchAll(/^(?:explains|answers|basis|replaces|replaced_by): *\[(.*)\]$/gm)];
  const named = lists.flatMap((found) => found[1].split(',').map((one) => one.trim().replace(/^"|"$/g, '')));
  const inText = [...page.text.matchAll(/\[\[([^\]]+)\]\]/g)].map((found) => found[1]);
  const links = [...page.text.matchAll(/\]\((?:[^)\s]*\/)?([\w-]+\.md)(?:#([^)]+))?\)/g)].flatMap(([, file, heading]) => {
    const document = documents.find((one) => one.page?.endsWith(`/${file}`));
    return document ? [{ document, clause: heading ?? '', name: document.names[0] }] : [];
  });
  const titled = [...page.text.matchAll(/《([^《》]+)》(第[一二三四五六七八九十百千零]+条)/g)].map(([, name, clause]) => `${name}#${clause}`);
  const all = [...named, ...inText, ...titled].map(cited).concat(links);
  const itself = documents.find((one) => one.page === page.path);
  return itself ? [...all, { document: itself, clause: '', name: itself.names[0] }] : all;
}

/** Clauses of a document's page: clause → text. Articles, 一、 and （一） under it, or headings where no clause is numbered. */
function clausesOf(document) {
  const body = readFileSync(join(content, document.page), 'utf8').split(/^---$/m).slice(2).join('---');
  const clauses = new Map();
  let part = '', clause = '';
  for (const line of body.split('\n')) {
    const heading = /^## (.*)$/.exec(line)?.[1], article = /^(第[一二三四五六七八九十百千零]+条)[　 ]/.exec(line)?.[1];
    const item = part && /^(（[一二三四五六七八九十]+）)/.exec(line)?.[1];
    if (heading) {
      part = /^([一二三四五六七八九十]+)、/.exec(heading)?.[1] ?? '';
      clause = part || heading;
    } else if (article) clause = article;
    else if (item) clause = part + item;
    if (clause) clauses.set(clause, `${clauses.get(clause) ?? ''}${line}\n`);
  }
  return clauses;
}

/** Whether one is the other or a paragraph of it; a whole document is no clause of itself. */
const sameClause = (one, other) => one === other || (other && one.startsWith(`${other}第`)) || (one && other.startsWith(`${one}第`));
const saidOf = (document, clause) => statements.filter((one) => {
  const of = cited(one.clause);
  return of.document === document && (!clause || sameClause(of.clause, clause));
});

function table(pages) {
  const cell = (text) => text.replaceAll('|', '\\|');
  console.log('| 说的是什么 | 哪一条 | 怎么知道的 | 引用到它的页 |\n|---|---|---|---|');
  for (const one of statements) {
    const { document, clause } = cited(one.clause);
    const at = pages.filter((page) => citations(page).some((other) => other.document === document && (!clause || sameClause(clause, other.clause))));
    console.log(`| ${cell(one.says)} | ${cell(one.clause)} | [${document.mark}] ${marks[document.mark]} | ${at.map((page) => page.path).join('、') || '—'} |`);
  }
}

/** Statements, clauses and citations that have no counterpart. */
function checkClauses(pages, wrong) {
  for (const one of statements) {
    const { document, clause } = cited(one.clause);
    if (!document) { wrong(`scripts/sources.json: no such document: ${one.clause}`); continue; }
    if (!document.page) continue;
    const text = clause ? clausesOf(document).get(clause.replace(/第[一二三四五六七八九十]+款$/, '')) : readFileSync(join(content, document.page), 'utf8');
    if (text === undefined) { wrong(`scripts/sources.json: ${document.page} has no ${clause}`); continue; }
    for (const quote of one.quotes ?? []) {
      if (!quotesOf(text).some((words) => words.includes(quote))) wrong(`${document.page}: ${clause} does not quote “${quote}”`);
    }
  }
  for (const document of documents.filter((one) => one.page)) {
    for (const clause of clausesOf(document).keys()) {
      if (!saidOf(document, clause).length) wrong(`${document.page}: scripts/sources.json says nothing of ${clause}`);
    }
    if (document.mark === 2 && quotesOf(readFileSync(join(content, document.page), 'utf8')).length) wrong(`${document.page}: quotes what was read in copies only`);
  }
  for (const page of pages) {
    for (const { document, clause, name } of citations(page)) {
      if (document && !saidOf(document, clause).length) wrong(`${page.path}: scripts/sources.json says nothing of ${name}#${clause}`);
    }
  }
  const facts = readFileSync(join(project, 'facts.yaml'), 'utf8');
  for (const [, source] of facts.matchAll(/^ +source: *(.*)$/gm)) {
    const { document, clause } = cited(source);
    if (!document || !saidOf(document, clause).length) wrong(`facts.yaml: scripts/sources.json says nothing of ${source}`);
  }
}

/** 一条 and 一块 are “one of them”, not a number. */
const UNITS = '周岁|岁|个月|月|日|天|年|小时|周|元|块|万|倍|成|%|桌|档|章|条';
const NUMBER = new RegExp(`[0-9０-９]+年[0-9]+月[0-9]+日|[0-9０-９]+年|[0-9０-９][0-9０-９.]*(?:${UNITS})?|(?!一[条块])[零一二两三四五六七八九十百千半]+(?:${UNITS})`, 'g');

/** Numbers on a page that nothing which the page cites has said. */
function checkNumbers(pages, wrong) {
  let count = 0;
  for (const page of pages) {
    const known = new Set(citations(page).flatMap(({ document }) => (document ? saidOf(document, '').flatMap((one) => one.numbers ?? []) : [])));
    let text = page.text;
    for (const { words } of ours.filter((one) => one.page === page.path || one.page === '*')) text = text.replaceAll(words, ' ');
    text = text.replace(/\S*（示例）|\{\{[^}]*\}\}|“[^“”]*”|^> .*$/gm, ' ').replace(/\[\[[^\]]*\]\]|\]\([^)]*\)|《[^《》]*》/g, ' ')
      .replace(/第[一二三四五六七八九十百千零0-9]+[条款项次部]|[一二三]（[一二三四五六]）|^ *[0-9]+\. |^(?:#+ )?[一二三]、/gm, ' ');
    for (const [number] of text.matchAll(NUMBER)) {
      count += 1;
      if (!known.has(number)) wrong(`${page.path}: a number without a source: ${number} (…${text.slice(Math.max(0, text.indexOf(number) - 12), text.indexOf(number) + 14).replaceAll('\n', ' ')}…)`);
    }
  }
  return count;
}

/** Official texts: document → text; nothing when they are not here. */
function readOfficial(corpus) {
  if (!existsSync(join(corpus, 'laws.tar.xz'))) return null;
  const folder = mkdtempSync(join(tmpdir(), 'wanjia-sources-'));
  try {
    const inside = documents.flatMap((one) => (one.official?.endsWith('.md') ? [`./${one.official}`] : []));
    execFileSync('tar', ['xJf', join(corpus, 'laws.tar.xz'), '-C', folder, ...inside]);
    return new Map(documents.filter((one) => one.official).map((one) => {
      const file = one.official.endsWith('.md') ? join(folder, one.official) : join(corpus, one.official);
      // Page numbers of a scan stand in the middle of sentences.
      return [one, bare(readFileSync(file, 'utf8').replace(/^[\s—–-]*[0-9]+[\s—–-]*$/gm, ''))];
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Quotations that the official text does not have, and long runs that are not marked as quotations. */
function checkOfficial(pages, official, wrong) {
  let longest = 0;
  for (const [document, text] of official) {
    if (!document.page || document.mark !== 1) continue;
    for (const words of [...clausesOf(document).values()].flatMap(quotesOf)) {
      if (!text.includes(bare(words))) wrong(`${document.page}: the official text has no “${words}”`);
    }
  }
  const all = [...official.values()].join('\n');
  for (const page of pages) {
    const outside = page.text.replace(/“[^“”]*”|《[^《》]*(?:《[^《》]*》)?[^《》]*》|\[\[[^\]]*\]\]|^> .*$/gm, '\n');
    for (const part of outside.split(/\n+/).map(bare)) {
      for (let from = 0; from < part.length;) {
        let length = 0;
        while (from + length < part.length && all.includes(part.slice(from, from + length + 1))) length += 1;
        longest = Math.max(longest, length);
        if (length > LONGEST_RUN) wrong(`${page.path}: ${length} characters of an official text: ${part.slice(from, from + length)}`);
        from += Math.max(1, length - LONGEST_RUN);
      }
    }
  }
  return longest;
}

function check(pages, corpus) {
  const found = new Set(), wrong = (line) => found.add(line);
  checkClauses(pages, wrong);
  const numbers = checkNumbers(pages, wrong);
  const official = readOfficial(corpus);
  const longest = official && checkOfficial(pages, official, wrong);
  found.forEach((line) => console.log(line));
  const quotes = statements.reduce((sum, one) => sum + (one.quotes?.length ?? 0), 0);
  console.log(`${statements.length} statements with ${quotes} quotations, of ${documents.length} documents; ${pages.length} pages with ${numbers} numbers beside facts and quotations; ${found.size} wrong`);
  console.log(official ? `longest run in common with an official text outside quotation marks: ${longest} characters` : `no official texts in ${corpus}: quotations and runs in common were not compared`);
  process.exitCode = found.size ? 1 : 0;
}

const [command, corpus = join(project, '../shared/corpus')] = process.argv.slice(2);
if (command === 'table') table(readPages());
else if (command === 'check') check(readPages(), resolve(corpus));
else { console.error('node scripts/sources.mjs table | check [CORPUS]'); process.exitCode = 2; }
