// The catalog: all pages with what lists show of them, and where in the other files to look.

import { SameWords } from './apart.js';
import { ASKED_BITS, CATALOG_PARTS, TERM_BITS } from './format.js';
import { numbers, partsOf, textCodec } from './decode.js';
import { textOf } from './inflate.js';
import { fold } from './fold.js';
import { number } from './terms.js';

/** Any of the words of a list, longer ones first. */
function anyOf(lines) { return new RegExp(lines.split('\n').sort((a, b) => b.length - a.length).join('|'), 'g'); }

/** The value of each page. */
function perPage(shared) { return shared.pages.map((place) => shared.values[place]); }

/** Addresses by what each has in common with the one before, and the rest. */
function addresses(shared, rests) {
  let before = '';
  return rests.map((rest, page) => before = before.slice(0, shared[page]) + rest);
}

export class Catalog {
  static async read(bytes) {
    const parts = {};
    (await partsOf(bytes)).forEach((part, i) => parts[CATALOG_PARTS[i]] = part);
    return new Catalog(parts);
  }

  /** @param {Object<string, Uint8Array>} parts By their names in CATALOG_PARTS. */
  constructor(parts) {
    const lists = JSON.parse(textOf(parts.lists)), text = this.text = textCodec(parts.alphabet);
    this.titles = text(parts.titles).split('\n');
    this.foldedTitles = this.titles.map((title) => fold(title));
    this.addresses = addresses(numbers(parts.sharedPrefixes), text(parts.addresses).split('\n'));
    ['kinds', 'sections', 'regions', 'statuses', 'languages'].forEach((name) => this[name] = perPage(lists[name]));
    this.allLanguages = lists.languages.values;
    this.years = numbers(parts.years).map((year) => year && year - 1 + lists.firstYear);
    this.days = lists.days;
    this.otherNames = text(parts.otherNames).split('\n').map((line) => (line ? line.split('\t') : []));
    this.citations = numbers(parts.citations);
    this.files = lists;
    this.textFileSizes = numbers(parts.textFileSizes);
    this.textFileHashes = textOf(parts.textFileHashes).match(/.{6}/g) || [];
    this.termFileHashes = textOf(parts.termFileHashes).match(/.{10}/g);
    this.phrases = parts.phrases;
    this.stopWordList = text(parts.stopWords).split('\n');
    this.stopWords = anyOf(text(parts.stopWords));
    this.protectedWords = anyOf(text(parts.protectedWords));
    this.asked = parts.askedPrefixes;
    this.singleCharacters = text(parts.singleCharacters);
    this.sameWords = new SameWords(text(parts.sameWords));
    this.countPassages(numbers(parts.passageCounts));
  }

  /** Passages are numbered over all pages: `first` has the number of each page's first one, and how many there are. */
  countPassages(counts) {
    const pages = counts.length;
    // No site has so many: the file is damaged, and all memory would go.
    if (counts.reduce((sum, count) => sum + count, 0) > 1 << 24) throw new Error('broken');
    this.passageCounts = counts;
    this.first = new Uint32Array(pages + 1);
    counts.forEach((count, page) => this.first[page + 1] = this.first[page] + count);
    this.total = this.first[pages];
    this.pageOf = pages > 65535 ? new Uint32Array(this.total) : new Uint16Array(this.total);
    for (let page = 0; page < pages; page++) this.pageOf.fill(page, this.first[page], this.first[page + 1]);
  }

  /** Whether a term is one that people ask for, or has the same upper bits. */
  isAsked(term) {
    const bits = number(term) >>> TERM_BITS - ASKED_BITS;
    return (this.asked[bits >> 3] << (bits & 7) & 128) > 0;
  }

  /** Days since 1970 of a page that is told from others by it; of others they lie with the words. */
  day(page) { const day = this.days[page]; return typeof day === 'number' ? day : -1e9; }
}
