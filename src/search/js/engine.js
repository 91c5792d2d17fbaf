// The search engine. It fetches the catalog, and of the other files only the stretches that a question needs.

import { Catalog } from './catalog.js';
import { certainty } from './certain.js';
import { numbers } from './decode.js';
import { find } from './find.js';
import { fold, isSimplified, simplifiedOf } from './fold.js';
import { unpack } from './inflate.js';
import { Names } from './names.js';
import { parts } from './parts.js';
import { Passages } from './passages.js';
import { Postings } from './postings.js';
import { Synonyms, spellOut, takeApart, understand } from './question.js';
import { findClause, lookUpClause, readHits } from './reread.js';
import { facetsOf, filterOf } from './select.js';
import { isShort, literalPassage } from './literal.js';
import { TermSets } from './termsets.js';
import { WEIGHTS } from './weights.js';
import { resultOf } from './result.js';

/** The script of spelling; the program writes its name with a fingerprint here. */
const SPELLING = 'spelling.js';

/** No question is longer. */
const LONGEST_QUESTION = 200;

/** Whether what was typed stands as it is on some page. */
function isLiteral(found) { return !found.used && found.hits.some((hit) => hit.whole); }

/** Hits that cover enough of the question; what stands literally somewhere is always among the first. */
function candidates(found, most, titlesOnly) {
  const least = titlesOnly ? WEIGHTS.leastCover : WEIGHTS.leastCoverRead, hits = found.hits.filter((hit) => hit.cover >= least || hit.whole);
  const top = hits.slice(0, most), literal = isLiteral(found) && hits.find((hit) => hit.whole);
  if (!literal || top.indexOf(literal) >= 0) return hits;
  return top.slice(0, most - 1).concat(literal, hits.slice(most - 1).filter((hit) => hit !== literal));
}

/** So many pages have their words read at least, and so many uncertain results are shown at most. */
const LEAST_READ = 10;
const MOST_MAYBE = 5;

/** What is so much less sure than enough may answer. */
const ALMOST = 1;

const NOTHING = { facets: {}, results: [], maybe: [], total: 0, used: '', by: [] };

/** So many files are read for their words at most where a server sends whole files only and there are many of them. */
const MOST_WHOLE_FILES = 3;
const MANY_FILES = 24;

/**
 * @typedef {Object} Options
 * @property {number} [limit] How many results; 10 unless told.
 * @property {string} [section] Only pages of this folder; likewise `kind`, `region`, `year`, `language`.
 * @property {boolean} [excerpt] False: titles only, no words are fetched.
 * @property {boolean} [facets] Whether to count what results can be narrowed by.
 * @property {boolean} [exactly] Whether to take the question as it is typed.
 *
 * @typedef {Object} Answer
 * @property {Result[]} results Best first.
 * @property {Result[]} maybe What comes near, when nothing answers.
 * @property {number} total How many pages there are.
 * @property {string} used What was searched instead; or ''.
 * @property {string[]} by Other words for those of the question that the best result has in their place.
 * @property {Object} facets
 */
export class Engine {
  /**
   * @param {function(string, number=, number=): Promise<Uint8Array>} load Fetches a file of search/, or a stretch of it.
   * @param {{catalog: string, root: string, ending: string}} site Name of the catalog; what addresses begin and end with.
   */
  static async open(load, site) { return new Engine(load, site, await Catalog.read(await load(site.catalog))); }

  constructor(load, { root, ending }, catalog) {
    this.load = load;
    this.root = root;
    this.ending = ending;
    this.catalog = catalog;
    this.synonyms = new Synonyms(catalog, load);
    this.postings = new Postings(catalog, load, (lines) => this.synonyms.learn(lines));
    // Every question needs the table: it comes while names are put in order. What fails is told once it is needed.
    if (!load.whole) this.postings.sizes().catch(() => {});
    this.names = new Names(catalog);
    this.passages = new Passages(catalog, load);
    this.spelling = null;
    this.scratch = new TermSets(catalog.total);
    /** Simplified characters by traditional ones, once somebody typed one. */
    this.simplified = null;
  }

  async fold(query) {
    if (!this.simplified && !isSimplified(query.normalize('NFKC'))) {
      this.simplified = simplifiedOf(numbers(await unpack(await this.load(this.catalog.files.traditional))));
    }
    return fold(query, this.simplified);
  }

  /** @param {Options} [options] @returns {Promise<Answer>} */
  async search(query, options) {
    options = options || {};
    if (!query.trim()) return NOTHING;
    const text = await this.fold(spellOut(query.slice(0, LONGEST_QUESTION))), { rest, clause, year } = takeApart(text);
    const question = await understand(rest, this);
    const filter = filterOf(options, this.catalog), found = await find(question, { year, filter }, options.exactly, this);
    const titlesOnly = options.excerpt === false, limit = options.limit || 10, most = Math.max(limit, LEAST_READ), hits = candidates(found, most, titlesOnly);
    // Better words of another language than none.
    if (!hits.length && options.language !== undefined) return this.search(query, Object.assign({}, options, { language: undefined }));
    const shown = this.newestVersions(hits, most);
    if (clause) await lookUpClause(shown, clause, this);
    else if (!titlesOnly && shown.length) await this.readFirst(shown, found.ranking, text);
    for (const hit of shown) {
      const own = this.names.clauseAsked(hit.page, question.asked);
      if (own) hit.clause = await findClause(hit.page, own, this);
    }
    let literal = isLiteral(found);
    if (!clause && !titlesOnly && !found.used && isShort(text)) literal = await this.addLiteral(shown, text, filter, limit, most) || literal;
    return this.answer(shown, hits, literal, found, limit, options);
  }

  /** Whether every stretch of words costs a whole file, of many. */
  isCostly() { return this.load.whole && this.catalog.textFileSizes.length > MANY_FILES; }

  /**
   * Reads words of hits; where that costs whole files, of the first one and of others in the same file, and on as long as
   * nothing that was read answers.
   */
  async readFirst(shown, ranking, text) {
    if (!this.isCostly()) { await readHits(shown, ranking, text, this); return; }
    const rest = shown.splice(0), { passageCounts, first } = this.catalog, isHere = ({ page, passage }) => !passageCounts[page] || this.passages.isHere(passage >= 0 ? passage : first[page]);
    for (let files = 0; rest.length && files < MOST_WHOLE_FILES; files++) {
      if (!isHere(rest[0])) await this.passages.one(rest[0].passage >= 0 ? rest[0].passage : first[rest[0].page]);
      const here = rest.filter(isHere);
      here.forEach((hit) => rest.splice(rest.indexOf(hit), 1));
      await readHits(here, ranking, text, this);
      shown.push(...here);
      if (certainty(shown, ranking.plan, this.catalog.titles.length) >= 0) break;
    }
    // What was not read says as much as what was, for all that is known.
    const read = shown.filter((hit) => hit.read), usual = read.reduce((sum, hit) => sum + hit.read.score, 0) / (read.length || 1);
    rest.forEach((hit) => { hit.unread = true; hit.score += WEIGHTS.words * WEIGHTS.unread * usual; shown.push(hit); });
    shown.sort((a, b) => b.score - a.score);
  }

  /** What understands letters and wrong characters; nothing when its script cannot be had. @returns {Promise<?Spelling>} */
  async needSpelling() {
    if (!this.spelling) {
      if (!parts.Spelling && this.load.script) await this.load.script(SPELLING).catch(() => {});
      if (parts.Spelling) this.spelling = new parts.Spelling(this, this.load);
    }
    return this.spelling;
  }

  /** At most so many hits, of versions of one policy the newest that is in force. */
  newestVersions(hits, most) {
    const shown = [], taken = new Set(), day = (page) => this.catalog.day(page);
    for (let i = 0; i < hits.length && shown.length < most; i++) {
      const { page } = hits[i], versions = this.names.versions[page], first = versions && versions[0];
      let hit = hits[i];
      if (taken.has(page)) continue;
      if (versions) {
        versions.forEach((version) => { if (day(version) !== day(first)) taken.add(version); });
        if (day(page) !== day(first)) hit = hits.find((other) => other.page === first) || { page: first, passage: -1, score: hit.score, cover: hit.cover, titled: hit.titled, matter: 1 };
        taken.add(hit.page);
      }
      shown.push(hit);
    }
    return shown;
  }

  /** Adds the passage that has a short text as it stands, when none that is shown does. Answers whether one does then. */
  async addLiteral(shown, text, filter, limit, most) {
    const stands = (hit) => hit.read && hit.read.literal || this.catalog.foldedTitles[hit.page].indexOf(text) >= 0;
    if (shown.some(stands)) return true;
    const found = await literalPassage(text, filter, this);
    if (!found) return false;
    const same = shown.findIndex((hit) => hit.page === found.page);
    shown.splice(same < 0 ? most - 1 : same, 1);
    shown.splice(limit - 1, 0, { page: found.page, passage: found.passage, score: 0, titled: 0, read: { score: 1, at: found.at, literal: true } });
    return true;
  }

  /** Synonyms by which a hit was found, while it lacks the word itself. */
  otherWords({ page, read }, { groups }) {
    const text = this.catalog.foldedTitles[page] + ' ' + (read ? read.text : ''), has = (word) => text.indexOf(word) >= 0;
    return groups.filter(({ word }) => !has(word)).map(({ texts }) => texts.find(has)).filter((one) => one);
  }

  /** Results, if any answers well enough to be shown as such; what may answer, if that is nearly so. */
  async answer(shown, hits, literal, found, limit, options) {
    const { plan } = found.ranking, sure = literal || hits.some(({ titled }) => titled > 0.99) ? 1 : certainty(shown, plan, this.catalog.titles.length);
    if (sure < -ALMOST) return NOTHING;
    const results = await Promise.all(shown.slice(0, sure < 0 ? MOST_MAYBE : limit).map((hit) => resultOf(hit, options.excerpt === false, plan, this)));
    if (sure < 0) return Object.assign({}, NOTHING, { maybe: results });
    const by = found.used || !shown.length ? [] : this.otherWords(shown[0], plan);
    return { facets: options.facets ? facetsOf(hits, this.catalog) : {}, results, maybe: [], total: hits.length, used: found.used, by };
  }
}
