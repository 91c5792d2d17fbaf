// Pages by what they are called: titles, numbers, aliases; and policies that are versions of one another.

import { fold, numeral } from './fold.js';
import { termsOf } from './terms.js';

/** What everyone leaves out of a title. */
export const STATE = '中华人民共和国';
export function withoutState(text) { return text.replace(/中华人民共和国(?=.)/g, ''); }

/** A folded text as names are compared. */
export function asName(text) { return withoutState(text).replace(/ /g, ''); }

/** The form of a paper, which says nothing of its matter. */
const PAPER_FORM = /(实施)?(暂行|试行)?(条例|办法|规定|法|细则|解释|意见|通知|决定|规则|若干)$/;

/** A name that begins with a place: 浙江省…, 宁波市…, but not 城市…. */
const PLACE = /^(?!城市|都市|超市|集市)[^ ]{2,4}?(?:省|市(?![场政民容])|县|州|自治区)/;

/** How much of a text may be wrong, in characters, where it nearly is a name. */
export function tolerance(text) { return text.length < 4 ? 0.5 : text.length < 8 ? 1 : 2; }

/** The shortest and the longest text that is taken for a name. */
const SHORTEST_NAME = 3;
const LONGEST_NAME = 40;

/** What a word is denied by, and words that are another thing then; who asks whether something 收费 means what is 不收费, too. */
const NEGATIONS = '未不非';
const OTHER_WHEN_DENIED = '成年 动产 婚生 全日 机动 营利';

/** Where a term stands in a text from a place on, but for where it is denied and a question does not deny it; -1 when nowhere. */
export function placeOf(term, text, question, from) {
  for (let at = text.indexOf(term, from || 0); at >= 0; at = text.indexOf(term, at + 1)) {
    if (!at || OTHER_WHEN_DENIED.indexOf(term) < 0 || NEGATIONS.indexOf(text[at - 1]) < 0 || question.indexOf(text[at - 1] + term) >= 0) return at;
  }
  return -1;
}

/** What people ask of a clause, as its author writes it. */
const OF_CLAUSE = /^第([一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))? (.+)$/;

/** Where a term stands that no name has. */
const NOWHERE = { pages: [] };

export class Names {
  constructor(catalog) {
    this.catalog = catalog;
    /** For each page its names, folded: `{text, size, clause}`, `size` is how many terms it has; an author may say of a clause what people ask: 第二十五条：婚假几天. */
    this.ofPage = catalog.foldedTitles.map((title, page) => [title].concat(catalog.otherNames[page].map((name) => fold(name))).map((name, n) => {
      const found = n && OF_CLAUSE.exec(name), text = asName(found ? found[3] : name);
      const clause = found && { number: numeral(found[1]), inserted: found[2] ? numeral(found[2]) : 0 };
      return { text, size: 0, clause };
    }));
    /** How the place begins that a page's title begins with, in two characters; '' for none, and where the page is of that region. */
    this.places = this.ofPage.map(([{ text }], page) => {
      const place = (PLACE.exec(text) || [''])[0].slice(0, 2);
      return catalog.regions[page].indexOf(place) < 0 ? place : '';
    });
    /** Pages that have other names than their titles. */
    this.renamed = Array.from(this.ofPage.keys()).filter((page) => this.ofPage[page][1]);
    this.byTerm = this.indexTerms();
    /** For a page all versions of its policy, if there are others: the one in force first, then the newest. */
    this.versions = {};
    this.groupVersions();
  }

  /** Pages that have a term in a name. */
  pages(term) { return (this.byTerm.get(term) || NOWHERE).pages; }

  /** Likewise, without those that have it only behind a negation that a question has not: who asks of 动产 means no 不动产. */
  pagesOf(term, question) {
    if (OTHER_WHEN_DENIED.indexOf(term) < 0) return this.pages(term);
    return this.pages(term).filter((page) => this.ofPage[page].some(({ text }) => placeOf(term, text, question) >= 0));
  }

  /** Pages that have a text for a name. */
  called(text) {
    const joined = text.replace(/ /g, ''), known = this.byTerm.get(termsOf(joined)[0]);
    return joined && known ? known.pages.filter((page) => this.ofPage[page].some((name) => name.text === joined)) : [];
  }

  /** The clause of a page of which people ask a text; nothing when there is none. */
  clauseAsked(page, text) {
    return (this.ofPage[page].find((one) => one.clause && one.text === text) || {}).clause;
  }

  /** Pages whose names have so many terms of a text that they may be it but for a few characters. */
  similar(text) {
    if (text.length < SHORTEST_NAME || text.length > LONGEST_NAME) return [];
    const terms = termsOf(text), counts = new Uint8Array(this.ofPage.length), found = [], least = Math.max(1, terms.length - 2 * Math.ceil(tolerance(text)) - 1);
    terms.forEach((term) => this.pages(term).forEach((page) => { if (!counts[page]++) found.push(page); }));
    return found.filter((page) => counts[page] >= least);
  }

  /** How rare a term is in names. */
  rarity(term) { return Math.log((this.ofPage.length + 1) / (this.pages(term).length + 0.5)); }

  /**
   * How near a question comes to a name of each page that has others than its title, as its author says what people ask: from 0 to 1, by the
   * characters and pairs that both have, rare ones more.
   */
  nearness(question) {
    const near = new Map(), asked = this.grams({ text: question }), inQuestion = new Set(asked.map(([gram]) => gram));
    const weigh = (grams) => grams.reduce((sum, [, weight]) => sum + weight, 0), whole = weigh(asked);
    const likeness = (own) => 2 * weigh(own.filter(([gram]) => inQuestion.has(gram))) / (weigh(own) + whole);
    this.renamed.forEach((page) => near.set(page, Math.max(...this.ofPage[page].map((name) => likeness(this.grams(name))))));
    return near;
  }

  /** Pairs and characters of a name, by which questions are likened, each with how rare it is in names: `[gram, weight]`. */
  grams(name) {
    name.grams = name.grams || termsOf(name.text).concat(Array.from(name.text)).map((gram) => [gram, this.rarity(gram)]);
    return name.grams;
  }

  /** All names of a page as one text. */
  joined(page) { return this.ofPage[page].map((name) => name.text).join(' '); }

  /** By terms of names the pages that have them, and the last name that does. */
  indexTerms() {
    const byTerm = new Map();
    this.ofPage.forEach((names, page) => names.forEach((name) => termsOf(name.text).forEach((term) => {
      let known = byTerm.get(term);
      if (!known) byTerm.set(term, known = { pages: [], name: null });
      if (known.name === name) return;
      known.name = name;
      name.size++;
      if (known.pages[known.pages.length - 1] !== page) known.pages.push(page);
    })));
    return byTerm;
  }

  groupVersions() {
    const groups = new Map(), { kinds, languages, statuses } = this.catalog;
    this.ofPage.forEach((names, page) => {
      if (kinds[page].name !== 'policy') return;
      const key = languages[page] + ' ' + names[0].text.replace(/[0-9]{4}年?修[正订]|修[正订]$/g, '');
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(page);
    });
    const holds = (page) => (statuses[page].inForce ? 1 : 0), day = (page) => this.catalog.day(page);
    groups.forEach((pages) => {
      if (pages.length < 2) return;
      pages.sort((a, b) => holds(b) - holds(a) || day(b) - day(a) || a - b);
      pages.forEach((page) => this.versions[page] = pages);
    });
  }

  /** Versions of a page's policy; two of one day are one text in two places, not two versions. */
  otherVersions(page) {
    return (this.versions[page] || []).filter((other) => other !== page && this.catalog.day(other) !== this.catalog.day(page));
  }

  /** The terms of a name's own matter, each with how rare it is in names: `[term, weight]`. */
  matter(name) {
    if (!name.matter) {
      const text = name.text.replace(PAPER_FORM, '');
      name.matter = termsOf(text.length > 1 ? text : name.text).map((term) => [term, this.rarity(term)]);
    }
    return name.matter;
  }
}
