// What a question says: its clause, its year, and its words without those that only ask.

import { LEAST_APART, findApart, findNear, pairIn } from './apart.js';
import { chinese, numeral } from './fold.js';
import { unpack } from './inflate.js';
import { asName, withoutState } from './names.js';
import { runs, termsOf } from './terms.js';

const CLAUSE = /第([零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?|([0-9]{1,4}) ?条/;
const YEAR = /(?:^|[^0-9])((?:19|20)[0-9]{2}) ?年?(?![0-9])/;

/** A number and what is counted, as laws write it either way: 60天 is 六十日, 两个礼拜 fourteen days, 半年 six months. */
const COUNTED = /([0-9]{1,4}|[一二两三四五六七八九十百千半]+) ?(工作日|个工作日|个月|个半月|小时|个小时|钟头|个钟头|个?星期|个?礼拜|周岁|周|天|日|年|岁|块钱?|元|倍|人|米|公里|公斤)/g;

/** How else what is counted is written, and how many of that one is. */
const UNITS = {
  天: [['日', 1]], 日: [['天', 1]], 岁: [['周岁', 1]], 小时: [['个小时', 1]], 个小时: [['小时', 1]], 钟头: [['小时', 1]], 个钟头: [['小时', 1]],
  周: [['日', 7]], 星期: [['周', 1], ['日', 7]], 礼拜: [['周', 1], ['日', 7]], 块: [['元', 1]], 块钱: [['元', 1]], 个工作日: [['工作日', 1]],
};

/** A question as it is typed, with parts of a whole as laws write them: 50% is 百分之五十. */
export function spellOut(query) { return query.replace(/([0-9０-９]{1,3}) ?[%％]/g, (all, digits) => '百分之' + chinese(+digits.normalize('NFKC'))); }

/** Numbers of a text that are counted, with how else they are written: `{word, phrases, at}`. */
function numbersIn(text) {
  const hits = [], note = (word, at, phrases) => hits.push({ word, phrases: phrases.filter((one, i) => one !== word && phrases.indexOf(one) === i), at });
  text.replace(COUNTED, (word, digits, counted, at) => {
    const unit = counted.replace(/^个(?=星|礼)/, ''), phrases = [], both = (n, one) => { if (n < 10000 && n % 1 === 0) phrases.push(chinese(n) + one, n + one); };
    if (digits === '半') { if (unit === '年') phrases.push('六个月', '6个月'); } else if (digits.indexOf('半') < 0) {
      const n = numeral(digits);
      if (unit !== '礼拜' && unit !== '钟头' && unit !== '块钱') both(n, unit);
      (UNITS[unit] || []).forEach(([other, times]) => both(n * times, other));
    }
    if (phrases.length) note(word, at, phrases);
    return word;
  });
  return hits;
}

/** What ends a question in speech: 要钱不, 有补贴没得. Within one it may be a part of words: 银行不给贷款. */
const QUESTION_END = /(没有|没得|不|没)(?= |$)/g;

/** The longest word that may have synonyms, without the little words in its middle. */
const LONGEST_WORD = 10;

/** Who types so much may well talk, though no word tells it. */
const LONG_QUESTION = 7;

/** How light against the heaviest something may be that is nearly said, and how much is taken. */
const LIGHTEST = 0.6;
const MOST_NEAR = 3;

/** Little words that stand in the middle of what somebody says: 肚里的孩子, 拖着我工资. */
export const LITTLE = '的了着过个我你他她就都还也又再把被给让得点么这那';

/** Takes the clause and the year out of a folded question: `{rest, clause: {number, inserted}, year}`. A year in the number of a paper is none. */
export function takeApart(text) {
  const found = text.match(CLAUSE);
  const clause = found && { number: numeral(found[1] || found[3]), inserted: found[2] ? numeral(found[2]) : 0 };
  const rest = found ? text.replace(CLAUSE, ' ').trim() || text : text, year = /号/.test(text) ? null : YEAR.exec(rest);
  if (!year || !rest.replace(year[1], '').replace(/[ 年]/g, '')) return { rest, clause, year: 0 };
  return { rest: rest.replace(new RegExp(year[1] + ' ?年?'), ' ').trim() || text, clause, year: +year[1] };
}

/**
 * A text without stop words; where they stood are blanks. What `hits` cover stays, and so do protected words:
 * 的 in 目的 is no stop word.
 */
function withoutStopWords(text, catalog, hits) {
  const stays = new Uint8Array(text.length);
  const mark = (at, length) => stays.fill(1, at, at + length);
  hits.forEach((hit) => (hit.apart || [[hit.at, hit.at + hit.word.length]]).forEach(([from, to]) => stays.fill(1, from, to)));
  text.replace(catalog.protectedWords, (word, at) => { mark(at, word.length); return word; });
  const blank = (word, at) => (stays.subarray(at, at + word.length).indexOf(1) < 0 ? ' '.repeat(word.length) : word);
  return text.replace(QUESTION_END, (word, _, at) => (at > 1 ? blank(word, at) : word)).replace(catalog.stopWords, blank).replace(/ +/g, ' ').trim();
}

/** Whether a line tells of a pair, and not of a word. */
function isOfPair(line) { return line[0] === '='; }

/** Lines of a word and its synonyms, blanks between: each with its list. */
function synonymsIn(lines) { return lines.split('\n').filter((line) => !isOfPair(line)).map((line) => line.split(' ')).map((all) => [all[0], all.slice(1)]); }

/** Words that have synonyms: each with what else it is called. */
export class Synonyms {
  constructor(catalog, load) {
    this.words = new Map();
    /** Those that are looked for in parts, by how they begin. */
    this.byPair = new Map();
    /** For a pair what is said that has it. */
    this.pairs = new Map();
    this.catalog = catalog;
    this.load = load;
    this.learn(catalog.singleCharacters);
  }

  /** Lines of a word and its synonyms, blanks between, and of pairs. */
  learn(lines) {
    lines.split('\n').filter(isOfPair).map((line) => pairIn(line.slice(1))).forEach(([pair, told]) => this.pairs.set(pair, told));
    synonymsIn(lines).forEach(([word, others]) => {
      const pair = word.slice(0, 2);
      if (word.length >= LEAST_APART && !this.words.has(word)) this.byPair.set(pair, (this.byPair.get(pair) || []).concat(word));
      this.words.set(word, others);
    });
  }

  /** Learns all words, tags too, and answers them, for those who type pinyin; a question finds its own in its buckets. @returns {Promise<Map>} */
  learnAll() {
    const { text, files } = this.catalog, learn = (lines) => { this.learn(lines); return new Map(synonymsIn(lines)); };
    if (!this.learnt) this.learnt = this.load(files.synonyms).then(unpack).then((bytes) => learn(text(bytes)));
    return this.learnt;
  }

  /** Those that a text may have: others are known or not by what was asked before, and one question must not change the next. @returns {Map} */
  within(text) { return new Map(Array.from(this.words).filter(([word]) => word.length === 1 || text.indexOf(word.slice(0, 2)) >= 0)); }

  /** Whether a word that is known begins with a pair. */
  begins(pair) { return Array.from(this.words.keys()).some((word) => word.startsWith(pair)); }

  /** Words of a text that have synonyms, the longest first at each place: `{word, phrases, at}`. */
  hits(text) {
    const hits = [];
    for (let at = 0; at < text.length;) {
      const hit = this.longestAt(text, at);
      if (hit) hits.push(hit);
      at += hit ? hit.word.length : 1;
    }
    return hits;
  }

  /** What a text says in parts, beside what stands in it as it is: `{word, phrases, at, apart}`. */
  apart(text, hits) {
    const sizes = new Uint8Array(text.length);
    hits.forEach(({ word, at }) => sizes.fill(word.length, at, at + word.length));
    const found = findApart(text, (pair) => this.byPair.get(pair) || [], (at) => sizes[at], this.catalog.sameWords);
    return found.map((one) => Object.assign(one, { phrases: this.words.get(one.word) })).filter(({ phrases }) => phrases.length);
  }

  /** What is nearly said by somebody who talks, beside `hits`: `{word, phrases, stands, isNear}`. */
  async near(text, hits, postings) {
    const all = runs(text), told = new Set(hits.map(({ phrases }) => phrases.join()));
    await Promise.all([].concat(...all.map((run) => termsOf(run).map((term, at) => postings.ofRun(run, term, at)))));
    const found = findNear(all, (run, at) => (postings.skips(run, at) ? null : this.pairs.get(run.substr(at, 2))));
    await Promise.all(found.map(({ word }) => postings.list(word.slice(0, 2))));
    found.forEach((one) => Object.assign(one, { phrases: this.words.get(one.word) || [], isNear: true }));
    const fit = found.filter(({ phrases }) => phrases.length && !told.has(phrases.join()));
    return fit.filter(({ bits }) => bits >= fit[0].bits * LIGHTEST).slice(0, MOST_NEAR);
  }

  /** The longest word at a place; behind its first pair, by which it is found, little words may stand between. */
  longestAt(text, at) {
    let best = null, lean = '';
    for (let end = at; end < text.length && lean.length < LONGEST_WORD && text[end] !== ' '; end++) {
      const stands = text.slice(at, end + 1), isLean = end > at + 1 && LITTLE.indexOf(text[end]) >= 0;
      if (!isLean) lean += text[end];
      const found = this.known(stands, stands) || !isLean && this.known(lean, stands);
      if (found && (!best || found.length >= best.length)) best = found;
    }
    return best && Object.assign(best, { at });
  }

  /** A word that has synonyms, as it `stands` in a text, and how long it is by itself. */
  known(word, stands) {
    const phrases = this.words.get(word);
    return phrases && phrases.length ? { word: stands, phrases, length: word.length } : null;
  }
}

/** What comes between a verb and what it is done to, in speech: 离过婚, 打了个官司, 捡个钱包. */
const BETWEEN = /([\u4e00-\u9fff])(?:[了过着完起]?[一两几]?[个次场顿笔]|[了过着完起])(?=([\u4e00-\u9fff]))(?![一二三四五六七八九十百千两几])/g;

/** A pair is a word that at least one of so many pages has. */
const WORD_PAGES = 500;

/** A text with verbs beside what they are done to, where that makes a word that the site has: 离婚, 打官司; but not for 卖过期食品, where 过期 is one. */
async function together(text, { catalog, postings, synonyms }) {
  const found = [], least = Math.max(2, catalog.titles.length / WORD_PAGES);
  text.replace(BETWEEN, (all, before, behind, at) => { found.push({ at, length: all.length, pair: before + behind, other: (all.endsWith('了') ? before : all[all.length - 1]) + behind, before }); return all; });
  const count = async (pair) => (await postings.list(pair)).pages.length, isWord = async ({ pair, other }) => {
    const pages = await count(pair);
    return (pages >= least || synonyms.begins(pair)) && pages >= await count(other);
  };
  const known = await Promise.all(found.map(isWord));
  return found.reduceRight((joined, { at, length, before }, i) => (known[i] ? joined.slice(0, at) + before + joined.slice(at + length) : joined), text);
}

/** @returns {Promise<{text: string, hits: Array, asked: string}>} What a question is about, what else is said for some of its words, and all of it as names are compared. */
export async function understand(typed, index) {
  const { catalog, postings, synonyms } = index, wanted = new Set();
  if (catalog.files.synonymsApart) await synonyms.learnAll();
  const text = await together(typed, index);
  runs(text).forEach((run) => termsOf(run).forEach((term) => { if (catalog.isAsked(term)) wanted.add(term); }));
  // What will be asked next is fetched at once with it.
  runs(withoutStopWords(text, catalog, [])).forEach((run) => termsOf(run).forEach((term, at) => postings.ofRun(run, term, at).catch(() => {})));
  await Promise.all(Array.from(wanted, (term) => postings.list(term)));
  const words = synonyms.hits(text), within = (one) => words.some(({ word, at }) => one.at < at + word.length && at < one.at + one.word.length);
  const hits = words.concat(numbersIn(text).filter((one) => !within(one)), synonyms.apart(text, words)), bare = withoutStopWords(text, catalog, hits) || text;
  const spoken = bare.replace(/ /g, '') !== typed.replace(/ /g, '');
  hits.forEach((hit) => hit.stands = hit.apart ? hit.apart.map(([from, to]) => text.slice(from, to)) : [hit.word]);
  if (spoken || typed.length >= LONG_QUESTION) hits.push(...await synonyms.near(bare, hits, postings));
  return { text: withoutState(bare), hits, asked: asName(typed), spoken };
}
