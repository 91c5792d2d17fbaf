// Spelling: letters for what they sound like, and one character for another of the same sound.

import { unpackText } from './inflate.js';
import { runs, termsOf } from './terms.js';

/** So many characters are tried in the place of others, and so many texts are worth a search. */
const MOST_TRIES = 12;
const MOST_TEXTS = 4;

/** Sounds that many people do not tell apart. */
function loose(sound) { return sound.replace(/^([zcs])h/, '$1').replace(/^l/, 'n').replace(/ng$/, 'n'); }

/** Readings of characters, and characters by reading. */
class Sounds {
  constructor(text) {
    this.ofCharacter = new Map();
    this.characters = new Map();
    text.split('\n').forEach((line) => {
      const [sound, characters] = line.split(' ');
      this.characters.set(sound, characters);
      for (const c of characters || '') {
        if (!this.ofCharacter.has(c)) this.ofCharacter.set(c, []);
        this.ofCharacter.get(c).push(sound);
      }
    });
  }

  of(c) { return this.ofCharacter.get(c) || []; }

  /** How unlike two characters are for one who types: 0 the same, 1 anything. */
  unlike(a, b) {
    if (a === b) return 0;
    let least = 1;
    this.of(a).forEach((x) => this.of(b).forEach((y) => {
      if (x === y) least = Math.min(least, 0.3);
      else if (loose(x) === loose(y)) least = Math.min(least, 0.5);
    }));
    return least;
  }
}

/**
 * Reads letters as characters of a name, from its character `i` on: `{end, full, initials}`, where the stretch ends and
 * how many whole syllables and initials it has; or nothing. Characters among the letters stand for themselves.
 */
function readAs(name, letters, sounds, i, at, full, initials) {
  if (at === letters.length) return { end: i, full, initials };
  if (i >= name.length) return null;
  if (name[i] === letters[at]) return readAs(name, letters, sounds, i + 1, at + 1, full + 1, initials);
  let best = null;
  for (const sound of sounds.of(name[i])) {
    const rest = letters.length - at;
    let hit = letters.startsWith(sound, at) ? readAs(name, letters, sounds, i + 1, at + sound.length, full + 1, initials) : null;
    if (!hit && rest < sound.length && sound.startsWith(letters.slice(at)) && full) hit = { end: i + 1, full: full + 0.5, initials };
    if (!hit && full === 0 && sound[0] === letters[at]) hit = readAs(name, letters, sounds, i + 1, at + 1, full, initials + 1);
    if (hit && (!best || hit.full > best.full)) best = hit;
  }
  return best;
}

/** How likely a word is what letters stand for. */
function likelihood({ word, count, full, whole }) {
  return (full ? 100 - word.length * 2 : 0) + Math.log2(1 + count) + (whole ? full ? 1.5 : 8 : 0);
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

export class Spelling {
  constructor({ catalog, names, postings, synonyms }, load) {
    Object.assign(this, { catalog, names, postings, synonyms, load });
  }

  /** @returns {Promise<Sounds>} */
  sounds() {
    if (!this.loaded) this.loaded = this.load(this.catalog.files.sounds).then(unpackText).then((text) => new Sounds(text));
    return this.loaded;
  }

  /** All words to look letters up in: names, words that have synonyms, tags. */
  async lexicon() {
    if (!this.allWords) {
      await this.synonyms.learnAll();
      const all = this.allWords = [];
      this.names.ofPage.forEach((names) => names.forEach((name) => all.push(name.text)));
      this.synonyms.words.forEach((others, word) => all.push(word, ...others));
    }
    return this.allWords;
  }

  /**
   * What Chinese words letters may mean: `{word, count, full, whole, worth}`, stretches of names that are read so, the likeliest
   * first. Letters are whole syllables or initials.
   */
  async wordsFor(text) {
    const [sounds, lexicon] = await Promise.all([this.sounds(), this.lexicon()]), letters = text.replace(/ /g, ''), found = new Map();
    if (letters.length < 2) return [];
    lexicon.forEach((name) => {
      for (let i = 0; i < name.length; i++) {
        const hit = readAs(name, letters, sounds, i, 0, 0, 0);
        if (!hit || hit.full && hit.initials) continue;
        const word = name.slice(i, hit.end);
        if (word.length < 2 || letters.length < 3 && word.length < name.length) continue;
        const one = found.get(word) || { word, count: 0, full: hit.full, whole: 0 };
        one.count++;
        if (i === 0 && hit.end === name.length) one.whole++;
        found.set(word, one);
      }
    });
    const all = Array.from(found.values());
    all.forEach((one) => one.worth = likelihood(one));
    return all.sort((a, b) => b.worth - a.worth || (a.word < b.word ? -1 : 1));
  }

  /**
   * The stretch of a name that a text nearly is: `{word, cost, whole}`. One character may be another for every four, or one
   * too many or too few.
   */
  async nearestName(text) {
    const sounds = await this.sounds(), size = text.length, most = size < 4 ? 0.5 : size < 8 ? 1 : 2;
    if (size < 3 || size > 40) return null;
    let best = null;
    this.similarPages(text, most).forEach((page) => this.names.ofPage[page].forEach(({ text: title }) => {
      const { cost, from } = stretchCosts(text, title, sounds), width = title.length;
      for (let j = 1; j <= width; j++) {
        if (cost[j] > most || j - from[j] < 2) continue;
        const whole = from[j] === 0 && j === width;
        const worth = cost[j] - (whole ? 0.05 : 0) + (width - j + from[j]) * 0.001 - this.catalog.citations[page] * 0.001;
        if (!best || worth < best.worth) best = { word: title.slice(from[j], j), cost: cost[j], worth, whole };
      }
    }));
    return best;
  }

  /** Pages whose names have so many terms of a text that they may be it but for `most` characters. */
  similarPages(text, most) {
    const terms = termsOf(text), counts = new Map(), least = Math.max(1, terms.length - 2 * Math.ceil(most) - 1);
    terms.forEach((term) => this.names.pages(term).forEach((page) => counts.set(page, (counts.get(page) || 0) + 1)));
    return Array.from(counts.keys()).filter((page) => counts.get(page) >= least);
  }

  /**
   * Texts with one character for another of the same sound, so that neighbours that never meet do: those first whose new
   * pairs most pages have.
   * @returns {Promise<string[]>}
   */
  async withHomophones(text) {
    const all = runs(text), tries = (await this.replacements(all)).sort((a, b) => b.known - a.known).slice(0, MOST_TRIES);
    const count = async (term) => (term ? (await this.postings.list(term)).pages.length : 1);
    await Promise.all(tries.map(async (one) => {
      const [left, right] = await Promise.all([one.left, one.right].map(count));
      one.worth = Math.log(1 + left) * Math.log(1 + right);
    }));
    const best = tries.filter((one) => one.worth > 0).sort((a, b) => b.worth - a.worth).slice(0, MOST_TEXTS);
    return best.map(({ run, at, c }) => all.map((one, i) => (i === run ? one.slice(0, at) + c + one.slice(at + 1) : one)).join(' '));
  }

  /** Characters of the same sound for those of pairs that hardly any page has: `{run, at, c, left, right, known}`. */
  async replacements(all) {
    const sounds = await this.sounds(), found = [];
    for (let r = 0; r < all.length; r++) {
      const run = all[r];
      if (run.length < 2 || /^[a-z0-9]/.test(run)) continue;
      for (let i = 0; i + 1 < run.length; i++) {
        const pair = run.substr(i, 2);
        if (this.names.pages(pair).length || (await this.postings.list(pair)).pages.length > this.catalog.titles.length / 1000) continue;
        [i, i + 1].forEach((at) => this.homophones(sounds, run, at).forEach((one) => found.push(Object.assign(one, { run: r, at }))));
      }
    }
    return found;
  }

  /** Other characters for one of a run that make pairs with its neighbours that some name has. */
  homophones(sounds, run, at) {
    const found = [];
    sounds.of(run[at]).forEach((sound) => {
      for (const c of sounds.characters.get(sound)) {
        if (c === run[at]) continue;
        const left = at > 0 ? run[at - 1] + c : null, right = at + 1 < run.length ? c + run[at + 1] : null;
        const known = this.names.pages(left).length + this.names.pages(right).length;
        if (known) found.push({ c, left, right, known });
      }
    });
    return found;
  }
}
