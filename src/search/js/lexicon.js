// The lexicon: words of the site and of its field, by how they are read and by how they are written, each with how
// unlikely it is. What somebody meant is the likeliest row of words that what they typed may stand for.

import { loose } from './sounds.js';

/** How unlikely a word is, in bits: one of the synonyms, one that only asks, a name; each tier of the vocabulary more. */
const COST = { synonym: 10, stop: 8, name: 9, vocabulary: 5, single: 15 };

/** What else is added: for a sound that is nearly the same, for a last syllable that is not written out yet. */
const NEARLY = 5;
const UNFINISHED = 3;
/** For a word that goes on where another was begun. */
const ACROSS = 4;

/** What is added for a character in place of another: of the same sound, of nearly the same, of the same shape, of any. */
const WRONG = { sound: 4, nearly: 5, shape: 5, any: 8 };
/** For one too many, one too few, or two the wrong way round. */
const MOVED = 6;

/** What is taken off when two words meet so in a name. */
const MET = 2;

/** One of so many characters may be wrong. */
const CHANGED = 5;

/** The longest word in letters and in characters, and how many ways to read what was typed are kept. */
const MOST_LETTERS = 30;
const LONGEST = 12;
const WAYS = 3;

/** Adds one to the list that a map has for a key. */
function push(map, key, one) { const list = map.get(key); if (list) list.push(one); else map.set(key, [one]); }

/** Adds a way to reach a place, if it is among the best. */
function keep(ways, one) {
  if (ways.some((other) => other.text === one.text)) {
    const same = ways.findIndex((other) => other.text === one.text);
    if (ways[same].cost > one.cost) ways[same] = one;
  } else ways.push(one);
  ways.sort((a, b) => a.cost - b.cost);
  if (ways.length > WAYS) ways.pop();
}

/** The best rows from the beginning to the end: `edges(at, add)` calls `add(to, text, cost)` for all that may stand at a place. */
function bestRows(size, meets, edges) {
  const rows = Array.from({ length: size + 1 }, () => []);
  rows[0].push({ text: '', cost: 0, changes: 0 });
  for (let at = 0; at < size; at++) {
    if (rows[at].length) edges(at, (to, text, cost, changes) => rows[at].forEach((way) => {
      const met = way.text && text && meets(way.text[way.text.length - 1] + text[0]) ? MET : 0;
      keep(rows[to], { text: way.text + text, cost: way.cost + cost - met, changes: way.changes + (changes || 0) });
    }));
  }
  return rows[size];
}

export class Lexicon {
  /**
   * @param {Sounds} sounds
   * @param {{names: string[], meets: function(string): boolean, synonyms: Map, stopWords: string[], vocabulary: string[][], alike: string}} words
   */
  constructor(sounds, { names, meets, synonyms, stopWords, vocabulary, alike }) {
    this.sounds = sounds;
    /** Pairs of characters that look alike. */
    this.alike = new Set();
    for (let i = 0; i < alike.length; i += 2) { this.alike.add(alike.substr(i, 2)); this.alike.add(alike[i + 1] + alike[i]); }
    /** Whether two characters stand side by side in a name. */
    this.meets = meets;
    /** How unlikely each word is. */
    this.cost = new Map();
    vocabulary.forEach((tier, n) => tier.forEach((word) => this.add(word, COST.vocabulary + n)));
    stopWords.forEach((word) => this.add(word, COST.stop));
    synonyms.forEach((others, word) => [word].concat(others).forEach((one) => this.add(one, COST.synonym)));
    names.forEach((name) => this.add(name, COST.name));
    this.words = Array.from(this.cost.keys());
    /** Places in `words` of those that have a character at their beginning, and of those that have it behind that. */
    this.byFirst = new Map();
    this.bySecond = new Map();
    this.words.forEach((word, place) => {
      push(this.byFirst, word[0], place);
      if (word.length > 1) push(this.bySecond, word[1], place);
    });
    /** Words by their readings, as far as these were asked for, by their first two letters. */
    this.sections = new Map();
  }

  add(word, cost) {
    if (!word || /[^\u3400-\u9fff]/.test(word)) return;
    const known = this.cost.get(word);
    if (known === undefined || known > cost) this.cost.set(word, cost);
  }

  /** Characters of words that are no words themselves, each with how unlikely it is. */
  singles() {
    if (this.single) return this.single;
    const uses = new Map();
    this.cost.forEach((cost, word) => { for (const c of word) uses.set(c, (uses.get(c) || 0) + Math.pow(2, -cost)); });
    this.single = new Map();
    uses.forEach((use, c) => { if (!this.cost.has(c)) this.single.set(c, COST.single - Math.min(3, Math.max(0, Math.log2(use) / 2))); });
    return this.single;
  }

  /**
   * Words that are read with the same two letters at the beginning as `key`, by how they are read, sounds that are nearly the
   * same as one; and these in order: `{byKey, ordered}`. To read all words would take long on a telephone.
   */
  section(key) {
    const head = key.slice(0, 2), known = this.sections.get(head);
    if (known) return known;
    const byKey = new Map(), first = this.sounds.beginning(head), singles = this.singles();
    const note = (word, cost) => this.sounds.readings(word).forEach((reading) => {
      const key = loose(reading);
      if (key.slice(0, 2) === head) push(byKey, key, { word, reading, cost });
    });
    const places = [].concat(...first.map((c) => this.byFirst.get(c) || []));
    places.sort((a, b) => a - b).forEach((place) => note(this.words[place], this.cost.get(this.words[place])));
    singles.forEach((cost, c) => { if (first.indexOf(c) >= 0) note(c, cost); });
    byKey.forEach((list) => list.sort((a, b) => a.cost - b.cost));
    const section = { byKey, ordered: Array.from(byKey.keys()).sort() };
    this.sections.set(head, section);
    return section;
  }

  /** Words whose reading goes on from letters that end in the middle of a syllable. */
  unfinished(key) {
    const { byKey, ordered } = this.section(key), found = [];
    let low = 0, high = ordered.length;
    while (low < high) { const middle = low + high >> 1; if (ordered[middle] < key) low = middle + 1; else high = middle; }
    for (; low < ordered.length && ordered[low].startsWith(key); low++) {
      if (ordered[low].length < key.length + 6) found.push(...byKey.get(ordered[low]));
    }
    return found.sort((a, b) => a.cost - b.cost).slice(0, 4);
  }

  /** What letters, and characters among them, may stand for: `{text, cost}`, the likeliest first. */
  readLetters(typed) {
    const units = [];
    typed.split(' ').forEach((word, n, all) => {
      const from = units.length;
      for (const c of word) units.push(/[a-z]/.test(c) ? { letters: c } : { letters: this.sounds.of(c)[0] || c, han: c });
      // Who writes word by word begins one here; who writes syllable by syllable does not tell.
      if (n && units[from]) units[from].begins = !this.sounds.all.has(all[n - 1]);
    });
    const size = units.length;
    return bestRows(size, this.meets, (at, add) => {
      if (units[at].han) add(at + 1, units[at].han, COST.single);
      let letters = '', han = '', across = 0;
      for (let to = at; to < size && letters.length < MOST_LETTERS; to++) {
        if (to > at && units[to].begins) across += ACROSS;
        letters += units[to].letters;
        han += units[to].han || '';
        const key = loose(letters), fits = ({ word }) => !han || Array.from(han).every((c) => word.indexOf(c) >= 0);
        (this.section(key).byKey.get(key) || []).filter(fits).slice(0, 5).forEach(({ word, reading, cost }) => add(to + 1, word, cost + across + (reading === letters ? 0 : NEARLY)));
        if (to + 1 === size && !units[to].han && letters.length > 2) this.unfinished(key).filter(fits).forEach(({ word, cost }) => add(to + 1, word, cost + across + UNFINISHED));
      }
    });
  }

  /**
   * What a text may have been meant to be: rows of words that are as it is but for a few characters, the likeliest first,
   * each likelier than the text itself. `wrong(at)` tells whether the character there may be wrong.
   */
  mend(text, wrong) {
    const rows = bestRows(text.length, this.meets, (at, add) => {
      add(at + 1, text[at], COST.single);
      if (at && text[at] === text[at - 1] && wrong(at)) add(at + 1, '', WRONG.sound, 1);
      this.mayStand(text, at, wrong(at)).forEach((word) => this.fit(word, text, at, wrong, add));
    });
    const itself = rows.findIndex((row) => row.text === text), likelier = itself < 0 ? rows : rows.slice(0, itself);
    return likelier.filter((row) => row.changes <= Math.max(1, text.length / CHANGED));
  }

  /** Words that may stand at a place, short ones first: they begin so, or go on so when the character there may be wrong, or begin with the next one. */
  mayStand(text, at, isWrong) {
    const { words, byFirst, bySecond } = this, next = text[at + 1], places = new Set(byFirst.get(text[at]));
    if (isWrong) [bySecond, byFirst].forEach((by) => (by.get(next) || []).forEach((place) => places.add(place)));
    const room = Math.min(LONGEST, text.length - at + 1), fitting = Array.from(places).filter((place) => words[place].length <= room);
    return fitting.sort((a, b) => words[a].length - words[b].length || a - b).map((place) => words[place]);
  }

  /** Adds a word where it fits the text. */
  fit(word, text, at, wrong, add) {
    const size = word.length, cost = this.cost.get(word);
    let same = 0;
    while (same < size && word[same] === text[at + same]) same++;
    if (same === size) { add(at + size, word, cost); return; }
    if (size < 2 || !wrong(at + same) && !(same && wrong(at + same - 1))) return;
    const rest = word.slice(same + 1), behind = text.slice(at + same + 1);
    if (wrong(at + same) && behind.startsWith(rest)) {
      const more = this.wrongCost(word[same], text[at + same], size);
      if (more) add(at + size, word, cost + more, 1);
    }
    if (size > 2 && wrong(at + same) && wrong(at + same + 1) && text[at + same] === word[same + 1] && behind[0] === word[same] && behind.slice(1).startsWith(word.slice(same + 2))) add(at + size, word, cost + MOVED, 1);
    if (size > 3 && same && text.slice(at + same).startsWith(rest)) add(at + size - 1, word, cost + MOVED, 1);
  }

  /** What is added for a character in place of another; 0 when nobody takes them for one another. */
  wrongCost(meant, typed, size) {
    const unlike = this.sounds.unlike(meant, typed);
    if (unlike < 0.4) return WRONG.sound;
    if (unlike < 0.6) return WRONG.nearly;
    if (this.alike.has(meant + typed)) return WRONG.shape;
    return size > 3 ? WRONG.any : 0;
  }
}
