// The plan of a search: the terms of a question, what may stand for some of them, and how much each weighs.

import { isHan } from './fold.js';
import { LITTLE } from './question.js';
import { SKIPPED } from './postings.js';
import { runs, termsOf } from './terms.js';
import { WEIGHTS } from './weights.js';

/** A question has so many terms at most, and so many with those of synonyms: a set of them is two numbers of 32 bits. */
const MOST_TERMS = 31;
const MOST_IN_ALL = 64;

/** How many synonyms of a word are looked at. */
const MOST_SYNONYMS = 6;

/** The terms of a question: `{term, run, at, after}`, `after` is the one that it overlaps. */
function ownTerms(all) {
  const terms = [], seen = new Map();
  all.forEach((run, r) => {
    let last = -1;
    termsOf(run).forEach((term, at) => {
      if (Array.from(term).length === 1 && all.length > 3 && isHan(term.codePointAt(0))) return;
      if (seen.has(term) || terms.length >= MOST_TERMS) { last = seen.has(term) ? seen.get(term) : -1; return; }
      seen.set(term, terms.length);
      terms.push({ term, run: r, at, after: last });
      last = terms.length - 1;
    });
  });
  return terms;
}

/** Whether a pair overlaps a word at one of its ends. */
function touches(pair, word, text) {
  return pair.length === 2 && (pair[1] === word[0] && text.indexOf(pair[0] + word) >= 0 ||
    pair[0] === word[word.length - 1] && text.indexOf(word + pair[1]) >= 0);
}

/**
 * A word that has synonyms; `isCertain` when it is said, not only nearly, and what it `counts`. `span` are its own terms, `beside` the pairs
 * that it makes with its neighbours, `texts` the synonyms, `phrases` their terms and `shares` what each counts; `extra` is the weight of a
 * single character, which has no pair of its own.
 */
function group(hit, own, text) {
  const inside = hit.word.length > 1 ? [].concat(...hit.stands.map((part) => termsOf(part))) : [], span = [], beside = [];
  own.forEach(({ term }, i) => {
    if (inside.indexOf(term) >= 0) span.push(i);
    else if (!hit.apart && !hit.isNear && touches(term, hit.word, text)) beside.push(i);
  });
  return { word: hit.word, isCertain: !hit.isNear, counts: hit.isNear ? WEIGHTS.nearlySaid : 1, synonyms: hit.phrases, span, beside, texts: [], phrases: [], shares: [], extra: 0 };
}

/** Adds the terms of synonyms to `all`, the likeliest of each word first, as far as there is room. */
function addSynonyms(groups, all) {
  const room = Math.min(MOST_IN_ALL, all.length + WEIGHTS.synonymTerms);
  for (let level = 0; level < MOST_SYNONYMS; level++) {
    groups.forEach((group) => {
      const phrase = group.synonyms[level];
      if (!phrase) return;
      const terms = [].concat.apply([], runs(phrase).map(termsOf));
      const more = terms.filter((term, i) => all.indexOf(term) < 0 && terms.indexOf(term) === i);
      if (all.length + more.length > room) return;
      more.forEach((term) => all.push(term));
      group.texts.push(phrase);
      group.phrases.push(terms.map((term) => all.indexOf(term)));
    });
  }
  return groups.filter((group) => group.texts.length);
}

/**
 * @typedef {Object} Plan
 * @property {string} text The question, and `runs` its words; `asked` is all of it, and `words` that with synonyms.
 * @property {boolean} spoken Whether it asks in whole words, not by names of things alone.
 * @property {Array} own Terms of the question: `{term, run, at, after}`.
 * @property {string[]} all These and the terms of synonyms behind them.
 * @property {Postings[]} lists Where each stands.
 * @property {Array} groups Words that have synonyms.
 * @property {number} sought The set of terms of the question that were looked for.
 * @property {number[]} weight Of each term.
 * @property {boolean[]} meets Whether a term is only where two words of the question meet.
 * @property {number} whole What the question weighs.
 */

/** The plan of a question. @returns {Promise<Plan>} */
export async function makePlan(question, { names, postings }) {
  const text = question.text, words = runs(text), own = ownTerms(words), pages = names.ofPage.length;
  const all = own.map((one) => one.term), find = (terms) => Promise.all(terms.map((term) => postings.list(term)));
  const ownLists = await Promise.all(own.map(({ term, run, at }) => postings.ofRun(words[run], term, at))), rare = (i) => ownLists[i].pages.length < pages / 100;
  const hits = question.hits.map((hit) => group(hit, own, text));
  const groups = addSynonyms(hits.filter((one) => (one.word.length > 1 ? one.span.length : one.beside.every(rare) && own.every(({ term }, i) => term !== one.word || rare(i)))), all);
  const lists = ownLists.concat(await find(all.slice(own.length)));
  const counts = lists.map((list, i) => Math.max(list.pages.length, names.pages(all[i]).length));
  const plain = rarity(counts, own.length, pages), { spoken } = question, known = new Set();
  groups.forEach(({ span }) => span.forEach((i) => known.add(i)));
  // Who talks says much that laws hardly ever say, and where they happen to say it tells nothing.
  if (spoken) own.forEach((one, i) => { if (counts[i] && !known.has(i)) plain[i] = Math.min(plain[i], WEIGHTS.spokenHeaviest); });
  groups.forEach((group) => weighGroup(group, plain, known));
  const { light: weight, meets } = discountBoundaries(own, plain, counts, spoken, known);
  let whole = 0;
  own.forEach((one, i) => whole += weight[i]);
  groups.forEach((group) => whole += group.extra);
  const sought = ownLists.reduce((set, list, i) => (list === SKIPPED ? set : set | 1 << i), 0);
  const said = question.asked + ' ' + groups.map((group) => group.texts.join(' ')).join(' ');
  return { text, spoken, asked: question.asked, words: said, runs: words, own, all, lists, groups, sought, weight, meets, whole };
}

/** How much each term weighs by on how many pages it is. */
function rarity(counts, own, pages) {
  const weight = counts.map((n) => (n ? Math.min(WEIGHTS.heaviest, Math.max(WEIGHTS.lightest, Math.log((pages + 1) / (n + 0.5)))) : 0));
  const most = Math.max.apply(null, weight.slice(0, own));
  const top = Math.min(WEIGHTS.heaviest, Math.log(pages + 1) + 0.7, most ? WEIGHTS.unknown * most : WEIGHTS.heaviest);
  return weight.map((w, i) => (counts[i] ? w : top));
}

/**
 * A word that has synonyms weighs what these do: 老板 stands in no law, but 用人单位 in most that are about work. What a
 * synonym counts in its place, its `share`, is less for one that stands everywhere, and for a later one.
 */
function weighGroup(group, weight, known) {
  group.beside.forEach((i) => { if (!known.has(i)) weight[i] = Math.min(weight[i] * WEIGHTS.besideSynonym, WEIGHTS.besideMost); });
  const sum = (terms) => terms.reduce((all, i) => all + weight[i], 0), weights = group.phrases.map(sum), most = Math.max.apply(null, weights);
  const rare = (one) => WEIGHTS.commonSynonym + (1 - WEIGHTS.commonSynonym) * one / Math.min(most, WEIGHTS.rareSynonym);
  group.shares = weights.map((one, level) => group.counts * Math.min(1, rare(one)) * (1 - WEIGHTS.laterSynonym * level));
  if (group.span.length) {
    const less = Math.min(1, most / sum(group.span));
    group.span.forEach((i) => weight[i] *= less);
  } else {
    const heaviest = (terms) => Math.max.apply(null, terms.map((i) => weight[i]));
    group.extra = Math.min(WEIGHTS.singleCharacter, Math.max.apply(null, group.phrases.map(heaviest)));
  }
}

/** Characters that only join words, before one, and behind one. */
const BEHIND = LITTLE + '在去会要想能来到没不';
const BEFORE = BEHIND + '从对向跟和与才只很用以将已先别其该每';

/**
 * Where two words meet, the pair between them is far rarer than the words on both sides of it, and says nothing. So it is
 * with pairs that the site has nowhere, as long as they leave no more than one character without a word: that is a word of
 * one character, and not something that the site does not know. Pairs of words that are `known` are no such pairs. Answers the
 * new weights and which pairs are such.
 */
function discountBoundaries(own, weight, counts, spoken, known) {
  const light = weight.slice(), meets = own.map(() => false), follows = (i) => i < own.length && own[i].after === i - 1 && own[i].term.length === 2;
  const lighten = (i, most) => { if (!known.has(i)) { light[i] = Math.min(light[i], most); meets[i] = true; } };
  const discount = (i, beside) => lighten(i, WEIGHTS.boundary * Math.min.apply(null, beside.map((n) => weight[n])));
  for (let i = 1; i + 1 < own.length; i++) {
    if (!follows(i) || own[i + 1].after !== i) continue;
    if (counts[i] < WEIGHTS.boundaryRarity * Math.min(counts[i - 1], counts[i + 1])) discount(i, [i - 1, i, i + 1]);
  }
  for (let i = 0; spoken && i < own.length; i++) {
    // What only joins words stands before the first one of a run, or behind the last: 在网上, 公司不.
    if (!follows(i) && follows(i + 1) && BEFORE.indexOf(own[i].term[0]) >= 0 && counts[i] < WEIGHTS.boundaryRarity * counts[i + 1]) discount(i, [i + 1]);
    if (follows(i) && !follows(i + 1) && BEHIND.indexOf(own[i].term[1]) >= 0 && counts[i] < WEIGHTS.boundaryRarity * counts[i - 1]) discount(i, [i - 1]);
  }
  if (spoken) own.forEach(({ term }, i) => { if (!counts[i] && term.split('').some((c) => LITTLE.indexOf(c) >= 0)) lighten(i, WEIGHTS.joining); });
  for (let from = spoken ? 0 : own.length; from < own.length;) {
    if (counts[from] || own[from].term.length !== 2) { from++; continue; }
    let to = from + 1;
    while (follows(to) && !counts[to]) to++;
    const left = from > 0 && follows(from), right = follows(to), beside = [].concat(left ? [from - 1] : [], right ? [to] : []), alone = to - from + 1 - beside.length;
    for (let i = from; i < to; i++) {
      const edge = left && i === from || right && i === to - 1;
      if (beside.length && (alone < 2 || edge)) discount(i, beside);
    }
    from = to;
  }
  return { light, meets };
}
