// Reading what was found: the words of the likeliest passages decide the order of the first pages and what is shown of each.

import { Expected } from './answers.js';
import { articleOf, clauseOf, foldedWords } from './passages.js';
import { read } from './read.js';
import { runs } from './terms.js';
import { WEIGHTS } from './weights.js';

/** So many pages are looked at for a clause that is named; beyond the first ones only what the question names. */
const MOST_LOOKED_UP = 6;

/** So many other clauses of a page are shown. */
const MOST_OTHER_CLAUSES = 2;

/** Passages of a page that lie in the blocks to be read: `{passage, number, text}`, all words folded. */
async function placesToRead(page, likeliest, place, index) {
  const { catalog, passages, simplified } = index;
  if (!catalog.passageCounts[page]) return null;
  // Where a stretch costs a whole file, only those are read that are here.
  const starts = likeliest.filter((start) => !index.isCostly() || passages.isHere(start)).slice(0, place < WEIGHTS.pagesReadDeep ? WEIGHTS.blocksRead : 1), seen = new Set(), places = [];
  if (!starts.length) starts.push(catalog.first[page]);
  (await Promise.all(starts.map((start) => passages.block(start)))).forEach((block) => {
    if (seen.has(block.first)) return;
    seen.add(block.first);
    block.passages.forEach((passage, i) => {
      const number = block.first + i;
      if (catalog.pageOf[number] === page) places.push({ passage, number, text: foldedWords(passage, simplified) });
    });
  });
  return places;
}

/** Other clauses that may answer as well as the best one. */
function otherClauses(reads, best) {
  const anchors = [];
  reads.sort((a, b) => b.fit - a.fit || a.passage - b.passage).forEach(({ anchor, fit }) => {
    const other = clauseOf(anchor) && anchor !== best.anchor && anchors.indexOf(anchor) < 0;
    if (other && anchors.length < MOST_OTHER_CLAUSES && fit > WEIGHTS.alsoAnswers * best.fit) anchors.push(anchor);
  });
  return anchors;
}

/** Reads words of all hits and puts these in order by what they say. `text` is the question as it was folded. */
export async function readHits(hits, ranking, text, index) {
  const raw = runs(text).join(' '), expected = new Expected(text), { plan } = ranking;
  const pages = await Promise.all(hits.map(async (hit, place) => {
    const { passages, weight } = ranking.likeliest(hit.page);
    return { places: await placesToRead(hit.page, passages, place, index), weight };
  }));
  const all = pages.map(({ places }) => (places ? places.map((place) => place.text).join(' ') : '')).join(' ');
  hits.forEach((hit, i) => {
    const { places, weight } = pages[i], title = index.names.joined(hit.page);
    hit.otherClauses = [];
    if (!places) return;
    const reads = places.map((place) => {
      const one = read(place, plan, weight, title, expected, all);
      return Object.assign(one, { passage: place.number, anchor: place.passage.anchor, literal: place.text.indexOf(raw) >= 0 });
    });
    const best = reads.reduce((most, one) => (one.fit > most.fit ? one : most));
    hit.otherClauses = otherClauses(reads, best);
    hit.read = best;
    hit.passage = best.passage;
    hit.score += WEIGHTS.words * best.score;
  });
  hits.sort((a, b) => b.score - a.score);
}

/** Pages that have the article that is named come before those that do not. */
export async function lookUpClause(hits, clause, index) {
  await Promise.all(hits.slice(0, index.isCostly() ? 2 : MOST_LOOKED_UP).map(async (hit, i) => {
    if (hit.titled < 0.3 && hit.matter < 0.5 && i > 2) return;
    hit.clause = await findClause(hit.page, clause, index);
    if (hit.clause) hit.score += 1;
  }));
  if (index.isCostly()) hits.forEach((hit) => { hit.unread = !hit.clause; });
  hits.sort((a, b) => b.score - a.score);
}

/** The passage of an article; nothing when the page has none. */
export async function findClause(page, clause, { catalog, passages }) {
  const anchor = 'art' + clause.number + (clause.inserted ? 'z' + clause.inserted : ''), first = catalog.first[page], count = catalog.passageCounts[page];
  if (count > 60) return searchClause(anchor, clause, count, (at) => passages.one(first + at));
  for (let i = 0; i < count; i++) {
    const passage = await passages.one(first + i);
    if (passage.anchor === anchor) return passage;
  }
  return null;
}

/** Looks for an article among many: a look at a passage tells which way to go. */
async function searchClause(anchor, clause, count, passageAt) {
  let low = 0, high = count - 1, at = Math.min(high, clause.number);
  for (let i = 0; i < 40 && low <= high; i++) {
    const passage = await passageAt(at), here = articleOf(passage.anchor);
    if (passage.anchor === anchor) return passage;
    // What is no article tells nothing: the one before it does.
    if (!here) { if (at > low) at--; else at = ++low; continue; }
    const ahead = here.number - clause.number, order = ahead || here.inserted - clause.inserted;
    if (order < 0) low = at + 1; else high = at - 1;
    at = Math.max(low, Math.min(high, ahead ? at - ahead : order < 0 ? at + 1 : at - 1));
  }
  return null;
}
