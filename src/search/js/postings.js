// Postings: which passages and pages have a term. They lie in buckets by the number of the term: see posting.rs.

import { BUCKET_STEP, NAMED_TOGETHER, TERM_BITS } from './format.js';
import { Bits, Varints, riceOf } from './decode.js';
import { unpack } from './inflate.js';
import { number } from './terms.js';

/** Characters that only join words. */
const JOINS = '在去被把让给从对向跟和与就也还都又再才只很会要想能来到用以将已先没不别这那其该每了着过的地得个';

/** The sizes of so many buckets in bytes. */
function sizesOf(read, count) { return Array.from({ length: count }, () => read.next() * BUCKET_STEP); }

/** What is said of a term that was not looked for. */
export const SKIPPED = { pages: [], passages: [] };

export class Postings {
  /**
   * @param {Catalog} catalog
   * @param {function(string, number=, number=): Promise<Uint8Array>} load Fetches a file or a stretch of it.
   * @param {function(string): void} learn Is given the lines of synonyms that a bucket has.
   */
  constructor(catalog, load, learn) {
    this.catalog = catalog;
    this.load = load;
    this.learn = learn;
    this.buckets = {};
    /** Files that were sent whole. */
    this.files = {};
    this.lists = new Map();
  }

  /** For each file the sizes of its buckets. */
  sizes() {
    if (!this.table) {
      this.table = this.load(this.catalog.files.table).then(unpack).then((bytes) => {
        const read = new Varints(bytes);
        return this.catalog.files.buckets.map((count) => sizesOf(read, count));
      });
    }
    return this.table;
  }

  /** A bucket of a file, which begins with the sizes of all. Where it is sent whole the table is not needed. */
  async bucket(file, place) {
    const { termFileHashes, files: { buckets } } = this.catalog, name = 't' + file + '.' + termFileHashes[Math.floor(file / NAMED_TOGETHER)] + '.bin', sum = (sizes) => sizes.reduce((all, size) => all + size, 0);
    if (this.load.whole) {
      const bytes = await (this.files[file] = this.files[file] || this.load(name)), head = new Varints(bytes), sizes = sizesOf(head, buckets[file]);
      const from = head.at + sum(sizes.slice(0, place));
      return bytes.subarray(from, from + sizes[place]);
    }
    const sizes = (await this.sizes())[file], head = sum(sizes.map((size) => (size < 128 * BUCKET_STEP ? 1 : size < 16384 * BUCKET_STEP ? 2 : 3)));
    const from = head + sum(sizes.slice(0, place));
    return this.load(name, from, from + sizes[place]);
  }

  /** @returns {Promise<Postings>} Where a term stands. */
  async list(term) {
    if (this.lists.has(term)) return this.lists.get(term);
    const { bucketBits, buckets, droppedBits } = this.catalog.files, hash = number(term), row = bucketBits.length > 1 && !this.catalog.isAsked(term) ? 1 : 0;
    const width = TERM_BITS - bucketBits[row], bucket = (row && 1 << bucketBits[0]) + (hash >>> width);
    let file = 0, place = bucket;
    while (place >= buckets[file]) place -= buckets[file++];
    if (!this.buckets[bucket]) this.buckets[bucket] = this.bucket(file, place);
    const list = this.find(await this.buckets[bucket], (hash & (1 << width) - 1) >>> droppedBits, width - droppedBits);
    this.lists.set(term, list);
    return list;
  }

  /**
   * Where a pair of a run stands. One that nobody asks for, between two that people do or between such a one and what only
   * joins words, is where two words meet: it is not worth a file where only whole ones are sent.
   */
  async ofRun(run, term, at) { return this.skips(run, at) ? SKIPPED : this.list(term); }

  skips(run, at) {
    if (!this.load.whole || this.catalog.files.bucketBits.length < 2) return false;
    const asked = (from) => from >= 0 && from + 1 < run.length && this.catalog.isAsked(run.substr(from, 2)), left = asked(at - 1), right = asked(at + 1);
    return !asked(at) && (left && right || left && JOINS.indexOf(run[at + 1]) >= 0 || right && JOINS.indexOf(run[at]) >= 0);
  }

  /** The postings of the term whose lower `width` bits are `wanted`. */
  find(bytes, wanted, width) {
    const head = new Varints(bytes), count = head.next(), synonyms = head.next();
    if (synonyms) this.learn(this.catalog.text(bytes.subarray(head.at, head.at + synonyms)));
    const row = new Bits(bytes, head.at + synonyms), k = riceOf(Math.pow(2, width), Math.max(count, 1));
    let next = 0, at = -1, found = { pages: [], passages: [] };
    for (let i = 0; i < count; i++) {
      next += row.rice(k);
      if (next === wanted) at = i;
      next++;
    }
    for (let i = 0; i <= at; i++) found = this.readList(row);
    if (!found.pages) found.pages = this.pagesOf(found.passages);
    return found;
  }

  /** One list: all passages in one row; or pages and the passages of each; or pages alone. */
  readList(row) {
    const { passageCounts, first, total } = this.catalog;
    if (row.take(1)) return { pages: null, passages: row.rising(total) };
    if (!row.take(1)) return { pages: row.rising(passageCounts.length), passages: null };
    const pages = row.rising(passageCounts.length), passages = [];
    pages.forEach((page) => {
      if (passageCounts[page] < 2) passages.push(first[page]);
      else row.rising(passageCounts[page]).forEach((passage) => passages.push(first[page] + passage));
    });
    return { pages, passages };
  }

  pagesOf(passages) {
    const pages = [], { pageOf } = this.catalog;
    passages.forEach((passage) => { const page = pageOf[passage]; if (page !== pages[pages.length - 1]) pages.push(page); });
    return pages;
  }
}
