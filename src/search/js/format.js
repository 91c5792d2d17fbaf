// The format of the search files, with a name for all that is counted or marked in them. The writer is the program
// (catalog.rs, posting.rs, text.rs, term.rs); a test of script.rs compares what is said here with what is written there.

/** Parts of the catalog's file in their order; each is deflated by itself behind its length. */
export const CATALOG_PARTS = [
  'alphabet', // characters of one byte, then those behind each first byte: see alphabet.rs
  'lists', // JSON: see CatalogLists
  'titles', // a line for each page
  'otherNames', // likewise; the names of a page are apart by tabs
  'sharedPrefixes', // for each page how many characters its address has in common with the one before
  'addresses', // the rest of each address, a line for each page
  'years', // for each page its year from 1 (`firstYear`); 0 when it has no date
  'passageCounts', // for each page how many passages it has
  'citations', // for each page how many pages name it, as a power of two
  'textFileSizes', // for each file of passages how many it has
  'textFileHashes', // for each file of passages six characters of its name
  'termFileHashes', // for each so many files of postings (NAMED_TOGETHER) ten characters of their names
  'phrases', // what blocks of passages are deflated behind
  'stopWords', // a line each
  'askedPrefixes', // for all that the upper bits of a term may be a bit: whether people ask for one
  'protectedWords', // words with a stop word in them, a line each
  'singleCharacters', // single characters with synonyms, a line each
  'sameWords', // words that people use for the same, a line each class
];

/** Signs in a block of passages. */
export const SIGN = {
  FIELD: '\u0001', // between the anchor, label, heading and text of a passage
  PASSAGE: '\u0002', // between passages
  NEXT: '\u0003', // in place of the first three fields: the article that follows, below the same heading
  SAME: '\u0004', // in place of the first three fields, or of the heading: as before
  DAY: '\u0005', // before the first passage of a page in a block: its day, which ends with FIELD
};

/** How many bits the number of a term has. */
export const TERM_BITS = 28;

/** How many of the upper ones say whether it is one that people ask for. */
export const ASKED_BITS = 16;

/** Buckets of postings begin at multiples of so many bytes. */
export const BUCKET_STEP = 32;

/** So many files of postings have one hash in their names. */
export const NAMED_TOGETHER = 8;

/** So many bytes hold nearly every list of blocks that a file of passages begins with. */
export const BLOCK_LIST = 128;

/**
 * @typedef {{values: *[], pages: number[]}} Shared Values that many pages have: each once, and for each page its place.
 * @typedef {Object} CatalogLists
 * @property {Shared} kinds `{name, label}`: the English name of a kind, and what people call it in the language of the page.
 * @property {Shared} sections `{folder, title}`.
 * @property {Shared} regions Names of the regions whose words pages have.
 * @property {Shared} statuses `{code, label, inForce}` of policies; all else is in force.
 * @property {Shared} languages Codes; the site's own is ''.
 * @property {string} ownRegion Name of the region that the site speaks for; '' when it says none.
 * @property {number} firstYear The earliest year of a page.
 * @property {Object<number, ?number>} days Days since 1970 of pages that are told from others of nearly the same title by them.
 * @property {number[]} bucketBits How many of the upper bits of a term name its bucket: among those that people ask for, if there are many files, and among the others behind these.
 * @property {number} droppedBits How many of the lower bits of a term are left out in buckets.
 * @property {number[]} buckets How many buckets each file of postings has.
 * @property {boolean} synonymsApart Whether all synonyms are read at once from their file, and buckets have none.
 * @property {string} table Name of the file with the sizes of all buckets.
 * @property {string} sounds Name of the file with readings, of two parts: these; for each how many characters have it, and the gaps between them.
 * @property {string} traditional Name of the file with traditional characters, as gaps, and how far their simplified ones are from each.
 * @property {string} synonyms Name of the file with all synonyms.
 * @property {string} vocabulary Name of the file that letters and wrong characters are understood by, of two parts: words, a line for
 *   each tier, the commonest first, a line of headings, and one of pairs of characters that look alike; then pairs that are known
 *   though they are rare on the site: how many upper bits of their terms are told, and these as gaps.
 *
 * @typedef {Object} Passage Words of a page that are found and shown together.
 * @property {string} anchor The id to jump to; empty for the page itself.
 * @property {string} label What people call it, when it is a clause.
 * @property {string} heading The heading that it stands below.
 * @property {string} text Its words, paragraphs apart by a line break.
 * @property {?number} day Of its page, days since 1970.
 *
 * @typedef {{pages: number[], passages: ?number[]}} Postings Where a term stands. Without `passages` it is so common that
 *   only its pages are known.
 */
