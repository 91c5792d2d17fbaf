// Postings: which passages and pages have a term. They lie in buckets by the number of the term: see posting.rs.

import { BUCKET_STEP, TERM_BITS } from './format.js';
import { Bits, Varints, riceOf } from './decode.js';
import { unpack } from './inflate.js';
import { number } from './terms.js';

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
    this.lists = new Map();
  }

  /** Where each bucket lies: `[file, from, to]`. */
  places() {
    if (!this.table) {
      this.table = this.load(this.catalog.files.table).then(unpack).then((bytes) => {
        const read = new Varints(bytes), places = [];
        this.catalog.files.buckets.forEach((count, file) => {
          for (let i = 0, at = 0; i < count; i++) { const size = read.next() * BUCKET_STEP; places.push([file, at, at + size]); at += size; }
        });
        return places;
      });
    }
    return this.table;
  }

  /** @returns {Promise<Postings>} Where a term stands. */
  async list(term) {
    if (this.lists.has(term)) return this.lists.get(term);
    const { bucketBits, droppedBits, version } = this.catalog.files, hash = number(term), width = TERM_BITS - bucketBits;
    const bucket = bucketBits ? hash >>> width : 0, place = (await this.places())[bucket];
    if (!this.buckets[bucket]) this.buckets[bucket] = this.load('t' + place[0] + '.' + version + '.bin', place[1], place[2]);
    const list = this.find(await this.buckets[bucket], (hash & (1 << width) - 1) >>> droppedBits, width - droppedBits);
    this.lists.set(term, list);
    return list;
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
