// Spelling: letters for what they sound like, and one character for another of the same sound.

import { TERM_BITS } from './format.js';
import { numbers, partsOf } from './decode.js';
import { textOf } from './inflate.js';
import { Lexicon } from './lexicon.js';
import { Sounds } from './sounds.js';
import { tolerance } from './names.js';
import { number } from './terms.js';

/** Whether a stretch of a name has these initials; characters among them stand for themselves. */
function hasInitials(name, from, initials, sounds) {
  for (let i = 0; i < initials.length; i++) {
    const c = name[from + i], letter = initials[i];
    if (c !== letter && !sounds.of(c).some((sound) => sound[0] === letter)) return false;
  }
  return true;
}

/**
 * Lines of the least cost of turning the text into each stretch of a title: `cost[j]` is that of the best one that
 * ends before `j`, and `from[j]` where it begins.
 */
function stretchCosts(text, title, sounds) {
  const width = title.length, cost = new Float32Array(width + 1), from = new Int16Array(width + 1);
  for (let j = 0; j <= width; j++) from[j] = j;
  for (let i = 1; i <= text.length; i++) {
    let before = cost[0], begun = from[0];
    cost[0] = i; from[0] = 0;
    for (let j = 1; j <= width; j++) {
      const keep = before + sounds.unlike(text[i - 1], title[j - 1]), drop = cost[j] + 1, add = cost[j - 1] + 0.3, start = begun;
      before = cost[j]; begun = from[j];
      const least = Math.min(keep, drop, add);
      from[j] = least === keep ? start : least === drop ? from[j] : from[j - 1];
      cost[j] = least;
    }
  }
  return { cost, from };
}

/** The sign of a character that may be wrong. One that is part of a known pair has another one as well. */
const DOUBTFUL = 1;

/** What a text sounds like as a whole may be a name of so many characters all the same, when it costs less than this. */
const LONG_NAME = 6;
const ONE_SOUND = 0.6;

/** Stretches of a text that are known, by the signs of its characters. */
function knownStretches(text, signs) {
  const words = [];
  signs.forEach((sign, at) => {
    if (sign <= DOUBTFUL) return;
    if (at && signs[at - 1] > DOUBTFUL) words[words.length - 1] += text[at]; else words.push(text[at]);
  });
  return words;
}

export class Spelling {
  constructor({ catalog, names, postings, synonyms }, load) {
    Object.assign(this, { catalog, names, postings, synonyms, load });
  }

  /** @returns {Promise<Sounds>} */
  sounds() {
    if (!this.loaded) this.loaded = this.load(this.catalog.files.sounds).then(partsOf).then(([names, characters]) => new Sounds(textOf(names).split(' '), numbers(characters)));
    return this.loaded;
  }

  /** All names of pages. */
  allNames() {
    const all = [];
    this.names.ofPage.forEach((names) => names.forEach((name) => all.push(name.text)));
    return all;
  }

  /** What files of the vocabulary hold: words, and pairs that are known though hardly any page has them. */
  vocabulary() {
    if (!this.parts) this.parts = this.load(this.catalog.files.vocabulary).then(partsOf);
    return this.parts;
  }

  /** A function that tells whether a rare pair is known: of the words that people type, of those that the site says itself. */
  async known() {
    const [bits, ...gaps] = numbers((await this.vocabulary())[1]), all = new Set();
    let sum = 0;
    gaps.forEach((gap) => all.add(sum += gap));
    return (pair) => all.has(number(pair) >>> TERM_BITS - bits);
  }

  /** Words to look up what was typed: names, the vocabulary, and words with synonyms. @returns {Promise<Lexicon>} */
  async lexicon(synonyms) {
    const { catalog } = this, [sounds, [vocabulary]] = await Promise.all([this.sounds(), this.vocabulary()]);
    const tiers = catalog.text(vocabulary).split('\n').map((line) => line.split(' ')), [alike] = tiers.pop();
    return new Lexicon(sounds, { names: this.allNames(), meets: (pair) => this.names.pages(pair).length > 0, synonyms, stopWords: catalog.stopWordList, vocabulary: tiers, alike });
  }

  /** The one with all words, for letters. */
  async whole() {
    if (!this.wholeLexicon) this.wholeLexicon = await this.lexicon(await this.synonyms.learnAll());
    return this.wholeLexicon;
  }

  /** Stretches of names and of words with synonyms that have these initials: `{word, worth}`, the likeliest first. */
  async byInitials(text) {
    const sounds = await this.sounds(), letters = text.replace(/ /g, ''), size = letters.length, found = new Map();
    if (size < 2) return [];
    const all = this.allNames();
    (await this.synonyms.learnAll()).forEach((others, word) => all.push(word, ...others));
    all.forEach((name) => {
      for (let i = 0; i + size <= name.length; i++) {
        if (size < 3 && name.length > size || !hasInitials(name, i, letters, sounds)) continue;
        const word = name.substr(i, size), one = found.get(word) || { word, count: 0, whole: 0 };
        one.count++;
        if (size === name.length) one.whole = 8;
        found.set(word, one);
      }
    });
    const words = Array.from(found.values());
    words.forEach((one) => one.worth = Math.log2(1 + one.count) + one.whole);
    return words.sort((a, b) => b.worth - a.worth || (a.word < b.word ? -1 : 1));
  }

  /**
   * The stretch of a name that a text nearly is: `{word, cost, whole}`. One character may be another for every four, or one
   * too many or too few; what is known, by its `signs`, stays.
   */
  async nearestName(text, signs) {
    const similar = this.names.similar(text);
    if (!similar.length) return null;
    const sounds = await this.sounds(), most = tolerance(text), words = knownStretches(text, signs);
    let best = null;
    similar.forEach((page) => this.names.ofPage[page].forEach(({ text: title }) => {
      const { cost, from } = stretchCosts(text, title, sounds), width = title.length;
      for (let j = 1; j <= width; j++) {
        if (cost[j] > most || j - from[j] < 2) continue;
        const whole = from[j] === 0 && j === width, name = title.slice(from[j], j);
        // A long name that sounds just so tells more than one word.
        const alike = whole && width >= LONG_NAME && cost[j] < ONE_SOUND;
        if (!alike && !words.every((word) => name.indexOf(word) >= 0)) continue;
        const worth = cost[j] - (whole ? 0.05 : 0) + (width - j + from[j]) * 0.001 - this.catalog.citations[page] * 0.001;
        if (!best || worth < best.worth) best = { word: name, cost: cost[j], worth, whole };
      }
    }));
    return best;
  }

  /**
   * Texts that one with wrong characters may have been meant to be, the likeliest first; `signs` say which may be wrong.
   * @returns {Promise<string[]>}
   */
  async mended(text, signs) {
    if (signs.indexOf(DOUBTFUL) < 0) return [];
    const joined = text.replace(/ /g, ''), rows = (await this.lexicon(this.synonyms.within(joined))).mend(joined, (at) => signs[at] === DOUBTFUL);
    return rows.map((row) => row.text).filter((one) => one !== joined);
  }
}
