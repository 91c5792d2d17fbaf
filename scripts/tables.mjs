// Makes the tables of Chinese that are built into the program, from data that others gather:
//
//   node scripts/tables.mjs characters TSCharacters.txt > src/search/traditional.txt
//     OpenCC (https://github.com/BYVoid/OpenCC, data/dictionary/TSCharacters.txt), Apache-2.0: traditional
//     characters and what they are in simplified writing. Taken from the copy in the crate ferrous-opencc 0.4.0.
//   node scripts/tables.mjs words dict.txt > src/theme/words.deflate
//     jieba (https://github.com/fxsjy/jieba, jieba/dict.txt), MIT: words and how often they are met. Taken
//     from the copy in the crate jieba-rs 0.11.0.
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

const [kind, file] = process.argv.slice(2);
process.stdout.write({ characters, words }[kind](file));
