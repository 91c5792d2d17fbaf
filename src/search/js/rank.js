// Ranking: scores all pages for a question by where its terms stand; no words are read yet.

import { STATE, gramsOf } from './names.js';
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
    this.touched = this.noteTerms(scratch);
    this.terms = this.takeTerms(scratch);
    this.findBest();
  }

  /** Notes which terms are in which passage (in `scratch`), page and title. Answers the passages that have any, in order. */
  noteTerms(scratch) {
    const { plan, names, catalog } = this, touched = [];
    plan.lists.forEach((list, term) => {
      list.pages.forEach((page) => this.onPage.add(page, term));
      (list.passages || []).forEach((passage) => {
        if (scratch.isEmpty(passage)) touched.push(passage);
        scratch.add(passage, term);
      });
      if (list.passages && term < plan.own.length) this.countRepeated(list.passages, plan.weight[term]);
      names.pagesOf(plan.all[term], plan.words).forEach((page) => this.inTitle.add(page, term));
    });
    // Names are compared without what nearly all begin with, but who asks for just that finds it.
    if (STATE.indexOf(plan.text) >= 0) catalog.titles.forEach((title, page) => { if (title.indexOf(STATE) >= 0) this.inTitle.add(page, 0); });
    return touched.sort((a, b) => a - b);
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
    const { plan, terms, best, catalog: { pageOf } } = this, known = new Map();
    let current = -1;
    this.touched.forEach((passage, n) => {
      const page = pageOf[passage], key = terms.key(n);
      if (page !== current) { known.clear(); current = page; }
      let value = known.get(key);
      if (value === undefined) {
        value = worth(plan, (term) => (terms.has(n, term) ? 1 : this.elsewhere(page, term)), plan.weight) + neighbours(plan, terms.low[n], plan.weight);
        known.set(key, value);
      }
      if (value > best.worth[page]) { best.worth[page] = value; best.passage[page] = passage; best.terms.copy(page, terms, n); }
    });
  }

  /** What a term counts for a passage that lacks it. */
  elsewhere(page, term) {
    if (this.inTitle.has(page, term)) return WEIGHTS.inTitle;
    if (!this.onPage.has(page, term)) return 0;
    return this.plan.lists[term].passages ? WEIGHTS.onPage : WEIGHTS.commonOnPage;
  }

  /** @returns {Hit[]} Pages that have any term, best first. `filter` tells which may be shown. */
  hits(filter, year) {
    const hits = [], cover = new Cover(this.plan), question = gramsOf(this.plan.asked);
    this.catalog.titles.forEach((title, page) => {
      const near = this.names.nearness(page, question);
      if (!near && this.onPage.isEmpty(page) && this.inTitle.isEmpty(page)) return;
      if (!filter || filter(page)) hits.push(this.score(page, year, near));
    });
    hits.sort((a, b) => b.score - a.score || a.page - b.page);
    const common = this.commonTerms();
    hits.forEach((hit) => this.coverHit(hit, cover, common));
    return hits;
  }

  score(page, year, near) {
    const { plan, catalog, best } = this, { whole } = plan;
    const titled = worth(plan, (term) => this.inTitle.has(page, term), plan.weight) / whole;
    const cover = (best.passage[page] < 0 ? this.worthAlone(page) : best.worth[page]) / whole;
    const { exact, tight, matter } = this.scoreTitle(page, titled);
    let score = cover + WEIGHTS.repeated * this.repeated[page] / whole;
    score += WEIGHTS.titleMatter * matter * Math.min(1, titled / WEIGHTS.titleMatterFull);
    score += titled * titled * WEIGHTS.questionInTitle + titled * tight * WEIGHTS.titleInQuestion + exact * WEIGHTS.isTitle;
    score += WEIGHTS.near * Math.pow(near, 3);
    if (year && catalog.years[page] === year) score += WEIGHTS.year;
    if (plan.spoken && this.isElsewhere(page)) score -= WEIGHTS.elsewhere * Math.max(0, 1 - 2 * titled);
    if (this.isAtHome(page)) score += WEIGHTS.home * Math.min(1, cover);
    score += WEIGHTS.cited * catalog.citations[page] * Math.min(1, cover);
    return { page, score, passage: best.passage[page], cover, titled, matter, near };
  }

  /** Whether a page has the words of the region that the site speaks for, on a site that has others' as well. */
  isAtHome(page) {
    const { regions, files } = this.catalog;
    return files.ownRegion !== '' && files.regions.values.length > 1 && regions[page] === files.ownRegion;
  }

  /** Whether a page is of a place that neither the question names nor the site speaks for. */
  isElsewhere(page) {
    const place = this.names.places[page];
    return place !== '' && this.plan.asked.indexOf(place.slice(0, 2)) < 0 && this.catalog.regions[page].indexOf(place.slice(0, 2)) < 0;
  }

  /** The worth of a page none of whose passages is known to have a term. */
  worthAlone(page) {
    return worth(this.plan, (term) => (this.inTitle.has(page, term) ? 1 : this.onPage.has(page, term) ? WEIGHTS.onPageAlone : 0), this.plan.weight);
  }

  /** How the names of a page meet the question: whether one is the question, how much of one the question is, and of its matter. */
  scoreTitle(page, titled) {
    const { plan, names } = this, joined = plan.text.replace(/ /g, '');
    let exact = 0, tight = 0, matter = 0;
    names.ofPage[page].forEach((name) => {
      if (name.text === joined) exact = 1;
      tight = Math.max(tight, Math.min(1, titled * plan.own.length / Math.max(1, name.terms.size)));
      if (this.inTitle.low[page]) matter = Math.max(matter, this.matterOf(page, name));
    });
    return { exact, tight, matter };
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
    for (let n = from; n < to; n++) {
      found.push([touched[n], worth(plan, (term) => terms.has(n, term), weight) + neighbours(plan, terms.low[n], weight)]);
    }
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
