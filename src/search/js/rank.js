// Ranking: scores all pages for a question by where its terms stand; no words are read yet.

import { STATE } from './names.js';
import { TermSets } from './termsets.js';
import { WEIGHTS } from './weights.js';
import { Cover, neighbours, worth } from './worth.js';
import { makePlan } from './plan.js';

/** The first place in an ordered row whose number is no lower. */
function lowest(row, number) {
  let low = 0, high = row.length;
  while (low < high) { const middle = low + high >> 1; if (row[middle] < number) low = middle + 1; else high = middle; }
  return low;
}

/**
 * @typedef {Object} Hit A page as it is ranked.
 * @property {number} page
 * @property {number} score
 * @property {number} passage The likeliest one; -1 when none is known.
 * @property {number} cover How much of the question its passage and title cover, by characters.
 * @property {number} titled How much of the question is in its title.
 * @property {number} matter How much of the title's own matter is in the question.
 * @property {boolean} whole Whether all terms are in one passage, or in the title.
 */
export class Ranking {
  /**
   * @param {Plan} plan
   * @param {TermSets} scratch Of all passages, empty; it is empty again at the end.
   */
  constructor(plan, { catalog, names, scratch }) {
    const pages = catalog.titles.length;
    Object.assign(this, { plan, catalog, names });
    this.onPage = new TermSets(pages);
    this.inTitle = new TermSets(pages);
    this.repeated = new Float32Array(pages);
    this.best = { passage: new Int32Array(pages).fill(-1), worth: new Float32Array(pages), terms: new TermSets(pages) };
    this.places = new Map(plan.own.map((one, i) => [one.term, i]));
    /** For each term how much of it is where worth is reckoned: filled anew for each place. */
    this.share = new Float64Array(plan.all.length);
    this.touched = this.noteTerms(scratch);
    this.terms = this.takeTerms(scratch);
    this.findBest();
  }

  /** Notes which terms are in which passage (in `scratch`), page and title. Answers the passages that have any, in order. */
  noteTerms(scratch) {
    const { plan, names, catalog, onPage, inTitle } = this, touched = [];
    plan.lists.forEach((list, term) => {
      for (const page of list.pages) onPage.add(page, term);
      for (const passage of list.passages || []) {
        if (scratch.isEmpty(passage)) touched.push(passage);
        scratch.add(passage, term);
      }
      if (list.passages && term < plan.own.length) this.countRepeated(list.passages, plan.weight[term]);
      for (const page of names.pagesOf(plan.all[term], plan.words)) inTitle.add(page, term);
    });
    // Names are compared without what nearly all begin with, but who asks for just that finds it.
    if (STATE.indexOf(plan.text) >= 0) catalog.titles.forEach((title, page) => { if (title.indexOf(STATE) >= 0) inTitle.add(page, 0); });
    return Uint32Array.from(touched).sort();
  }

  /** A term counts more on a page that has it in many passages, but ever less. */
  countRepeated(passages, weight) {
    const { pageOf } = this.catalog;
    for (let i = 0; i < passages.length;) {
      const page = pageOf[passages[i]], from = i;
      while (i < passages.length && pageOf[passages[i]] === page) i++;
      this.repeated[page] += weight * (i - from) / (i - from + 2);
    }
  }

  /** The terms of the passages that were touched, in their order. */
  takeTerms(scratch) {
    const terms = new TermSets(this.touched.length);
    this.touched.forEach((passage, n) => { terms.copy(n, scratch, passage); scratch.clear(passage); });
    return terms;
  }

  /** The best passage of every page. */
  findBest() {
    const { plan, terms, best, share, touched, catalog: { pageOf } } = this, known = new Map(), elsewhere = new Float64Array(share.length);
    let current = -1;
    for (let n = 0; n < touched.length; n++) {
      const page = pageOf[touched[n]], key = terms.key(n);
      if (page !== current) {
        known.clear(); current = page;
        for (let term = 0; term < share.length; term++) elsewhere[term] = this.elsewhere(page, term);
      }
      let value = known.get(key);
      if (value === undefined) {
        for (let term = 0; term < share.length; term++) share[term] = terms.has(n, term) || elsewhere[term];
        value = worth(plan, share, plan.weight) + neighbours(plan, terms.low[n], plan.weight);
        known.set(key, value);
      }
      if (value > best.worth[page]) { best.worth[page] = value; best.passage[page] = touched[n]; best.terms.copy(page, terms, n); }
    }
  }

  /** What a term counts for a passage that lacks it. */
  elsewhere(page, term) {
    if (this.inTitle.has(page, term)) return WEIGHTS.inTitle;
    if (!this.onPage.has(page, term)) return 0;
    return this.plan.lists[term].passages ? WEIGHTS.onPage : WEIGHTS.commonOnPage;
  }

  /** @returns {Hit[]} Pages that have any term, best first. `filter` tells which may be shown. */
  hits(filter, year) {
    const { plan, names, onPage, inTitle } = this, hits = [], near = names.nearness(plan.asked), called = names.called(plan.text), titled = new Map();
    const cover = new Cover(plan), common = this.commonTerms();
    for (let page = 0; page < names.ofPage.length; page++) {
      if (!near.get(page) && onPage.isEmpty(page) && inTitle.isEmpty(page) || filter && !filter(page)) continue;
      const key = inTitle.key(page);
      // Most pages have none or one of the terms in their titles.
      if (!titled.has(key)) titled.set(key, this.worthOf(inTitle, page, plan.weight) / plan.whole);
      const hit = { page, score: 0, passage: this.best.passage[page], cover: 0, titled: titled.get(key), matter: 0, near: near.get(page) || 0, whole: false };
      this.score(hit, year, called);
      this.coverHit(hit, cover, common);
      hits.push(hit);
    }
    return hits.sort((a, b) => b.score - a.score || a.page - b.page);
  }

  /** Fills in the score of a hit; `called` are pages that the question is a name of. */
  score(hit, year, called) {
    const { plan, catalog, best } = this, { whole } = plan, { page, titled } = hit;
    const cover = (hit.passage < 0 ? this.worthAlone(page) : best.worth[page]) / whole, tight = this.scoreTitle(hit), exact = called.indexOf(page) < 0 ? 0 : 1;
    let score = cover + WEIGHTS.repeated * this.repeated[page] / whole;
    score += WEIGHTS.titleMatter * hit.matter * Math.min(1, titled / WEIGHTS.titleMatterFull);
    score += titled * titled * WEIGHTS.questionInTitle + titled * tight * WEIGHTS.titleInQuestion + exact * WEIGHTS.isTitle;
    if (hit.near) score += WEIGHTS.near * Math.pow(hit.near, 3);
    if (year && catalog.years[page] === year) score += WEIGHTS.year;
    if (plan.spoken && this.isElsewhere(page)) score -= WEIGHTS.elsewhere * Math.max(0, 1 - 2 * titled);
    if (this.isAtHome(page)) score += WEIGHTS.home * Math.min(1, cover);
    hit.score = score + WEIGHTS.cited * catalog.citations[page] * Math.min(1, cover);
  }

  /** Whether a page has the words of the region that the site speaks for, on a site that has others' as well. */
  isAtHome(page) {
    const { regions, files } = this.catalog;
    return files.ownRegion !== '' && files.regions.values.length > 1 && regions[page] === files.ownRegion;
  }

  /** Whether a page is of a place that neither the question names nor the site speaks for. */
  isElsewhere(page) {
    return this.plan.asked.indexOf(this.names.places[page]) < 0;
  }

  /** What the terms are worth that one of `sets` has, by how much each counts. */
  worthOf(sets, at, weight) {
    const { plan, share } = this;
    for (let term = 0; term < share.length; term++) share[term] = sets.has(at, term);
    return worth(plan, share, weight);
  }

  /** The worth of a page none of whose passages is known to have a term. */
  worthAlone(page) {
    const { plan, share, inTitle, onPage } = this;
    for (let term = 0; term < share.length; term++) share[term] = inTitle.has(page, term) || onPage.has(page, term) * WEIGHTS.onPageAlone;
    return worth(plan, share, plan.weight);
  }

  /** How the names of a page meet the question: fills in how much of the matter of one it has, and answers how much of one it is. */
  scoreTitle(hit) {
    const { plan, names, inTitle } = this, { page, titled } = hit;
    if (inTitle.isEmpty(page)) return 0;
    let tight = 0;
    for (const name of names.ofPage[page]) {
      tight = Math.max(tight, Math.min(1, titled * plan.own.length / Math.max(1, name.size)));
      if (inTitle.low[page]) hit.matter = Math.max(hit.matter, this.matterOf(page, name));
    }
    return tight;
  }

  /** How much of a name's own matter the question has. */
  matterOf(page, name) {
    let got = 0, need = 0;
    this.names.matter(name).forEach(([term, weight]) => {
      need += weight;
      const place = this.places.get(term);
      if (place !== undefined && this.inTitle.has(page, place)) got += weight;
    });
    const part = need ? got / need : 0;
    return part * part * Math.min(1, got / 6);
  }

  /** The set of terms that are so common that only their pages are known. */
  commonTerms() {
    let common = 0;
    this.plan.lists.forEach((list, term) => { if (term < 32 && !list.passages) common |= 1 << term; });
    return common;
  }

  /** Fills in how much of the question a hit covers, and whether it has all of it. */
  coverHit(hit, cover, common) {
    const { best, inTitle, onPage, plan: { sought } } = this, { page } = hit, here = common & onPage.low[page];
    const all = (terms) => (terms & sought) === sought;
    hit.whole = hit.near > 0.99 || sought !== 0 && all(best.terms.low[page] | here) || all(inTitle.low[page]);
    hit.cover = Math.max(hit.near, cover.of(best.terms.low[page] | inTitle.low[page] | here, best.terms.high[page] | inTitle.high[page], onPage.low[page]));
  }

  /**
   * The passages of a page that are likeliest to answer, best first, and what each term counts there: what most
   * passages of the page have tells them not apart.
   */
  likeliest(page) {
    const { plan, terms, touched, catalog } = this, from = lowest(touched, catalog.first[page]), to = lowest(touched, catalog.first[page + 1]);
    const weight = this.weightOnPage(from, to, catalog.passageCounts[page]), found = [];
    for (let n = from; n < to; n++) found.push([touched[n], this.worthOf(terms, n, weight) + neighbours(plan, terms.low[n], weight)]);
    found.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    return { passages: found.map((one) => one[0]), weight };
  }

  weightOnPage(from, to, size) {
    const { plan, terms } = this, least = WEIGHTS.everywhereOnPage;
    return plan.weight.map((weight, term) => {
      let count = 0;
      for (let n = from; n < to; n++) count += terms.has(n, term);
      return count ? weight * (least + (1 - least) * Math.log((size + 1) / (count + 0.5)) / Math.log(size + 1)) : weight;
    });
  }
}

/**
 * All pages for a question that was understood. `filter` tells which may be shown, `year` is one that is named.
 * @returns {Promise<{hits: Hit[], ranking: Ranking}>}
 */
export async function rank(question, { filter, year }, index) {
  const ranking = new Ranking(await makePlan(question, index), index);
  return { hits: ranking.hits(filter, year), ranking };
}
