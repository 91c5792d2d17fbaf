// What people say in other words than those that are listed. The two halves of a way of saying something may stand apart, either of
// them first, and behind its first two characters words of one class may stand for each other: 老师办班 is in 老师可以自己在外面办班吗,
// 欠税出国 in 出国的时候还欠着税, 打骂孩子 in 打骂小崽子. And what is listed for one matter may share enough rare pairs with a question to be
// what it means.

/** A way of saying something that is looked for in parts has so many characters at least, and each part so many. */
export const LEAST_APART = 4;
const LEAST_PART = 2;

/** How many characters may stand between the parts, and how many where the second one comes first. */
const GAP = 8;
const GAP_TURNED = 6;

/** How many are taken of a question, the longest. */
const MOST_APART = 4;

/** Words that people use for the same: 小孩 and 娃, 老板 and 公司. */
export class SameWords {
  /** @param {string} lines A class each, blanks between its words. */
  constructor(lines) {
    this.first = new Map();
    this.plainWords = new Map();
    lines.split('\n').forEach((line) => line.split(' ').forEach((word, n, all) => this.first.set(word, all[0])));
    this.longest = Math.max.apply(null, Array.from(this.first.keys(), (word) => word.length));
  }

  /** A text with the first word of its class in place of each word; for each character where what it stands for begins and ends. */
  plain(text) {
    const begins = [], ends = [];
    let plain = '';
    for (let at = 0, size; at < text.length; at += size) {
      size = Math.min(this.longest, text.length - at);
      while (size > 1 && !this.first.has(text.substr(at, size))) size--;
      const word = text.substr(at, size);
      for (const c of this.first.get(word) || word) { plain += c; begins.push(at); ends.push(at + size); }
    }
    return { plain, begins, ends };
  }

  /** A word likewise; each is asked for again and again. */
  plainWord(word) {
    if (!this.plainWords.has(word)) this.plainWords.set(word, this.plain(word).plain);
    return this.plainWords.get(word);
  }
}

/** Where the rest of a word stands, as near as it must be to a beginning of `size` characters; -1 when it does not. */
function placeOfRest(rest, plain, at, size) {
  const behind = plain.indexOf(rest, at + size);
  if (behind >= 0 && behind <= at + size + GAP) return behind;
  const before = at < rest.length ? -1 : plain.lastIndexOf(rest, at - rest.length);
  return before >= 0 && before >= at - rest.length - GAP_TURNED ? before : -1;
}

/** Where the parts of a word stand in a plain text, the first one at a place: `[from, to]` of each; nothing when they do not. */
function placesOf(word, plain, at) {
  let size = 0;
  while (size < word.length && word[size] === plain[at + size]) size++;
  if (size === word.length) return [[at, at + size]];
  if (size < LEAST_PART || word.length < LEAST_APART) return null;
  size = Math.min(size, word.length - LEAST_PART);
  const rest = word.slice(size), place = placeOfRest(rest, plain, at, size);
  return place < 0 ? null : [[at, at + size], [place, place + rest.length]];
}

/**
 * Ways of saying something that stand in a text in parts, or in other words: `{word, at, apart}`, the longest first; `apart` are
 * the stretches `[from, to]` of the text. `wordsOf(pair)` are those that begin so, `size(at)` how long one is that covers
 * a place as it stands.
 */
export function findApart(text, wordsOf, size, sameWords) {
  const { plain, begins, ends } = sameWords.plain(text), found = [], seen = new Set();
  for (let at = 0; at + 1 < text.length; at++) {
    const place = begins.indexOf(at);
    (place < 0 ? [] : wordsOf(text.substr(at, 2))).forEach((word) => {
      const parts = placesOf(sameWords.plainWord(word), plain, place), apart = parts && parts.map(([from, to]) => [begins[from], ends[to - 1]]);
      if (apart && apart.every(([from]) => size(from) < word.length)) found.push({ word, at, apart });
    });
  }
  found.sort((a, b) => b.word.length - a.word.length || (a.word < b.word ? -1 : 1));
  const isNew = ({ apart }) => { const key = apart.join(); return !seen.has(key) && seen.add(key); };
  return found.filter(isNew).slice(0, MOST_APART);
}

/** How heavy the pairs must be that are shared, in bits, and of how many characters; and how many ways are looked up. */
const LEAST_SHARED = 19;
const LEAST_CHARACTERS = 4;
const LOOKED_UP = 4;

/** There are about so many lines of ways of saying something, as a power of two. */
const ALL_LINES = 13;

/** What an index tells of a pair, as it stands in a line behind its sign: `[pair, {bits, words}]`. */
export function pairIn(line) {
  const words = line.split(' '), head = words.shift();
  return [head.slice(0, 2), { bits: ALL_LINES - head.slice(2), words }];
}

/**
 * Ways of saying something that are nearly what runs of a question say: `{word, bits, stands}`, the likeliest first. `near(run, at)` is
 * what is told of the pair at a place.
 */
export function findNear(runs, near) {
  const found = new Map(), seen = new Set();
  runs.forEach((run) => {
    for (let at = 0; at + 1 < run.length; at++) {
      const pair = run.substr(at, 2), told = near(run, at);
      if (!told || seen.has(pair)) continue;
      seen.add(pair);
      told.words.forEach((word) => {
        const one = found.get(word) || { word, bits: 0, stands: [] };
        if (!found.has(word)) found.set(word, one);
        one.bits += told.bits;
        // A pair goes on where the one before it ended.
        if (one.run === run && one.at + 1 === at) one.stands[one.stands.length - 1] += pair[1]; else one.stands.push(pair);
        one.run = run;
        one.at = at;
      });
    }
  });
  const fits = ({ bits, stands }) => bits >= LEAST_SHARED && stands.join('').length >= LEAST_CHARACTERS;
  return Array.from(found.values()).filter(fits).sort((a, b) => b.bits - a.bits || (a.word < b.word ? -1 : 1)).slice(0, LOOKED_UP);
}
