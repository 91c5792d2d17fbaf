// Makes the tables of Chinese that are built into the program, from data that others gather:
//
//   node scripts/tables.mjs characters TSCharacters.txt > src/base/traditional.txt
//     OpenCC (https://github.com/BYVoid/OpenCC, data/dictionary/TSCharacters.txt), Apache-2.0: traditional
//     characters and what they are in simplified writing. Taken from the copy in the crate ferrous-opencc 0.4.0.
//   node scripts/tables.mjs words dict.txt > src/theme/words.deflate
//     jieba (https://github.com/fxsjy/jieba, jieba/dict.txt), MIT: words and how often they are met. Taken
//     from the copy in the crate jieba-rs 0.11.0.
//   node scripts/tables.mjs readings dict.txt pinyin.txt phrases_dict.json > src/base/readings.txt
//     Words that are not read character by character: those of jieba's list (as above) on which pypinyin 0.55.0
//     (https://pypi.org/project/pypinyin, phrases_dict.json, MIT) and pinyin-pro 3.29.4 (npm, MIT; `npm install` it)
//     agree, and those of scripts/readings.txt. pinyin.txt is that of the crate pinyin 0.11.0, which reads the rest.
//   node scripts/tables.mjs frequent dict.txt src/base/traditional.txt > src/base/frequent.txt
//     The 500 characters that are met most in jieba's list (as above), and how they are written traditionally.
//   perl scripts/radicals.pl > src/base/radicals.txt
//     Radicals as characters: EquivalentUnifiedIdeograph of Unicode (see there).
//
// The same file in, the same bytes out. What is said of the data in NOTICE stays true when it is made anew.

import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';

const lines = (file) => readFileSync(file, 'utf8').split(/\r?\n/).filter((line) => line && !line.startsWith('# '));

/** A line for each simplified character: itself, then the traditional ones that are written so. */
function characters(file) {
  const groups = new Map();
  for (const line of lines(file)) {
    const [from, to] = line.split('\t').map((field) => [...field.split(' ')[0]]);
    const basic = from[0] >= '\u3400' && from[0] <= '\u9fff' && from[0].length === 1;
    if (!basic || to.length !== 1 || to[0].length > 1 || to[0] > '\u9fff' || from[0] === to[0]) continue;
    groups.set(to[0], [...groups.get(to[0]) ?? [], from[0]].sort());
  }
  return [...groups].sort().map(([to, from]) => `${to}${from.join('')}\n`).join('');
}

/** How many characters two words have in common at their beginning, at most so many as one digit can say. */
function common(one, other) {
  let count = 0;
  while (count < 9 && count < Math.min(one.length, other.length) && one[count] === other[count]) count += 1;
  return count;
}

/**
 * Words in the order of Unicode, one a line, deflated: how many characters are those of the word before, the other
 * ones, and after a blank how often the word is met, where that is not 3 times.
 */
function words(file) {
  const all = lines(file).map((line) => line.split(' '));
  const entries = all.map(([word, times]) => [[...word], times]);
  const order = (one, other) => Buffer.compare(Buffer.from(one[0].join('')), Buffer.from(other[0].join('')));
  let before = [];
  const packed = entries.sort(order).map(([word, times]) => {
    const same = common(before, word);
    before = word;
    return `${same}${word.slice(same).join('')}${times === '3' ? '' : ` ${times}`}\n`;
  });
  return deflateRawSync(packed.join(''), { level: 9 });
}

/** The most frequent characters in one line, the traditional forms of each behind it. */
function frequent(dict, traditional) {
  const met = new Map();
  for (const [word, times] of lines(dict).map((line) => line.split(' '))) {
    for (const c of word) if (/\p{Script=Han}/u.test(c)) met.set(c, (met.get(c) ?? 0) + Number(times));
  }
  const others = new Map(lines(traditional).map((line) => [[...line][0], [...line].slice(1)]));
  const most = [...met].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).slice(0, 500);
  return `${most.map(([c]) => [c, ...others.get(c) ?? []].join('')).join('')}\n`;
}

/** A syllable without its tone: lǜ as lv. */
const toneless = (syllable) => syllable.normalize('NFD').replace(/u\u0308/g, 'v').replace(/[\u0300-\u036f]/g, '').replace(/ɡ/g, 'g');

/** The first reading of each character in pinyin.txt: `U+4E00: yī  # 一`. */
function firstReadings(file) {
  const rows = lines(file).map((line) => line.match(/^U\+([0-9A-F]+): ([^,\s]+)/)).filter(Boolean);
  return new Map(rows.map(([, code, reading]) => [String.fromCodePoint(parseInt(code, 16)), toneless(reading)]));
}

/** Reads a text with the words of a table, the longest first, and what is in none character by character. */
function reading(text, table, first) {
  const chars = [...text], out = [];
  for (let at = 0; at < chars.length;) {
    let length = Math.min(8, chars.length - at);
    while (length > 1 && !table.has(chars.slice(at, at + length).join(''))) length -= 1;
    out.push(...(length > 1 ? table.get(chars.slice(at, at + length).join('')) : [first.get(chars[at])]));
    at += length;
  }
  return out;
}

/** Words met less often are no words of titles. */
const RARE = 5;
/** Words met at least so often, and more often than the other, keep their last character from being taken for its first. */
const COMMON = 300;

/**
 * A line for each word: the word and its syllables; without syllables when it is read character by character and
 * only keeps what follows apart (社会|计划, not 社|会计|划). Words that come out right by shorter ones are left out.
 */
async function readings(dict, pinyin, phrases) {
  const other = await import('pinyin-pro');
  const first = firstReadings(pinyin);
  const often = new Map(lines(dict).map((line) => line.split(' ')).map(([word, times]) => [word, +times]));
  const byCharacters = (word) => [...word].map((c) => first.get(c));
  const given = lines('scripts/readings.txt').map((line) => line.split(' '));
  const own = given.map(([word, ...read]) => [word, read.length ? read : byCharacters(word)]).filter(([word]) => word[0] !== '-');
  const bad = new Set(given.map(([word]) => word).filter((word) => word[0] === '-').map((word) => word.slice(1)));
  const known = new Map(Object.entries(JSON.parse(readFileSync(phrases, 'utf8'))));
  const agreed = [...known].map(([word, read]) => [word, read.map((one) => toneless(one[0]))]).filter(([word, read]) =>
    often.get(word) >= RARE && !bad.has(word) && read.length === [...word].length &&
    read.join() === other.pinyin(word, { toneType: 'none', type: 'array', v: true }).join());
  const table = new Map();
  const wanted = new Map([...agreed, ...own]);
  for (const [word, read] of [...wanted].sort((a, b) => a[0].length - b[0].length)) {
    if (reading(word, table, first).join() !== read.join()) table.set(word, read);
  }
  for (const [word, read] of own) table.set(word, read);
  const starts = new Map();
  for (const [word, read] of table) {
    const [c] = word;
    if (read[0] !== first.get(c)) starts.set(c, Math.max(starts.get(c) ?? 0, often.get(word) ?? 0));
  }
  for (const [word, times] of often) {
    const chars = [...word];
    const rival = starts.get(chars[chars.length - 1]);
    if (times < COMMON || chars.length < 2 || chars.length > 3 || !(times > rival) || table.has(word)) continue;
    if (reading(word, table, first).join() === byCharacters(word).join()) table.set(word, byCharacters(word));
  }
  const plain = ([word, read]) => read.join() === byCharacters(word).join();
  return [...table].sort().map((row) => (plain(row) ? `${row[0]}\n` : `${row[0]} ${row[1].join(' ')}\n`)).join('');
}

const [kind, ...files] = process.argv.slice(2);
process.stdout.write(await { characters, words, readings, frequent }[kind](...files));
