// What stands literally somewhere: a short text is shown where it stands, whatever else is likelier.

import { fold } from './fold.js';
import { runs, termsOf } from './terms.js';

/** So many blocks are read for it at most. */
const MOST_BLOCKS = 6;

/** No longer text is looked for. */
const LONGEST_TEXT = 8;

/** Whether a question is one short run of characters, which may be looked for as it stands. */
export function isShort(text) { return runs(text).length === 1 && text.length <= LONGEST_TEXT && !/^[a-z0-9]/.test(text); }

/** Passages that have all pairs of a text, or the first ones of the pages that have. */
function candidatesFor(lists, { first, pageOf }) {
  let passages = null, pages = null;
  lists.forEach((list) => {
    const here = new Set(list.passages || list.pages), both = (known) => known.filter((one) => here.has(one));
    if (list.passages) passages = passages ? both(passages) : list.passages;
    else pages = pages ? both(pages) : list.pages;
  });
  if (!passages) return (pages || []).map((page) => first[page]);
  const on = pages && new Set(pages);
  return on ? passages.filter((passage) => on.has(pageOf[passage])) : passages;
}

/** The passage, or title, that has a short text as it stands: `{page, passage, at}`; or nothing. */
export async function literalPassage(text, filter, { catalog, postings, passages, simplified }) {
  const mayBe = (page) => !filter || filter(page), title = catalog.foldedTitles.findIndex((title, page) => mayBe(page) && title.indexOf(text) >= 0);
  if (title >= 0) return { page: title, passage: -1, at: -1 };
  const of = (terms) => Promise.all(terms.map((term) => postings.list(term))), terms = termsOf(text), skipped = (term, at) => postings.skips(text, at);
  let lists = await of(terms.filter((term, at) => !skipped(term, at)));
  if (candidatesFor(lists, catalog).length) lists = lists.concat(await of(terms.filter(skipped)));
  const starts = candidatesFor(lists, catalog).filter((passage) => mayBe(catalog.pageOf[passage]));
  for (let i = 0, end = -1, blocks = 0; i < starts.length && blocks < MOST_BLOCKS; i++) {
    if (starts[i] < end) continue;
    const block = await passages.block(starts[i]);
    end = block.first + block.passages.length; blocks++;
    for (let k = 0; k < block.passages.length; k++) {
      const at = fold(block.passages[k].text, simplified).indexOf(text), page = catalog.pageOf[block.first + k];
      if (at >= 0 && mayBe(page)) return { page, passage: block.first + k, at };
    }
  }
  return null;
}
