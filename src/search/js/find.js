// Finding: ranks pages for a question as it was typed, or as it was meant.

import { rank } from './rank.js';
import { understand } from './question.js';
import { isLatin, runs } from './terms.js';

/** A text with another character must cover so much more of itself than what was typed. */
const LEAST_GAIN = 0.1;

/** No longer text is taken for one with wrong characters. */
const LONGEST_MENDED = 14;

/** So many words that letters may mean are tried. */
const MOST_WORDS = 3;

/** Letters are initials when what they could mean as syllables takes more bits a letter. */
const INITIALS = 6;

/** So many bits less likely than the likeliest row of words may one be; and so much each bit takes off. */
const LIKELY = 2;
const UNLIKELY = 0.1;

/**
 * @typedef {Object} Found
 * @property {Hit[]} hits Best first.
 * @property {Ranking} ranking
 * @property {string} used What was searched instead of what was typed; '' when nothing was.
 */

/** Finds pages for a question that was understood. @returns {Promise<Found>} */
export async function find(question, ways, exactly, index) {
  if (exactly) question = Object.assign({}, question, { hits: [] });
  if (!exactly && /[a-z]/.test(question.text)) {
    const found = await findBySound(question.text, ways, index);
    if (found) return found;
  }
  const found = await rank(question, ways, index), joined = question.text.replace(/ /g, '');
  found.used = '';
  const named = found.hits.some((hit) => hit.titled > 0.999);
  return named || exactly || /[a-z0-9]/.test(joined) ? found : corrected(found, question.text, joined, ways, index);
}

async function rankWords(text, ways, index) {
  return Object.assign(await rank(await understand(text, index), ways, index), { used: text });
}

/** What letters find that stand for Chinese words; nothing when the site has them as they are, or when they stand for none. */
async function findBySound(text, ways, index) {
  const latin = runs(text).filter(isLatin), lists = await Promise.all(latin.map((run) => index.postings.list(run)));
  if (lists.every((list) => list.pages.length)) return null;
  const spelling = await index.needSpelling();
  if (!spelling) return null;
  const rows = (await spelling.lexicon(true)).readLetters(text), initials = await spelling.byInitials(text);
  if (initials.length && (!rows.length || rows[0].cost > INITIALS * text.length)) return findByInitials(initials, ways, index);
  let best = null;
  for (const { text: meant, cost } of rows.filter((row) => row.cost < rows[0].cost + LIKELY)) {
    const found = await rankWords(meant, ways, index), worth = found.hits.length ? found.hits[0].score - (cost - rows[0].cost) * UNLIKELY : 0;
    if (worth && (!best || worth > best.worth)) best = Object.assign(found, { worth });
  }
  return best;
}

/** What initials find: pages of the words that they may stand for. */
async function findByInitials(words, ways, index) {
  const hits = [];
  let first = null;
  for (let i = 0; i < Math.min(words.length, MOST_WORDS); i++) {
    if (words[i].worth < words[0].worth - 3) break;
    const found = await rankWords(words[i].word, ways, index);
    first = first || found;
    hits.push(...found.hits);
  }
  if (!hits.length) return null;
  hits.sort((a, b) => b.score - a.score || a.page - b.page);
  const seen = new Set();
  return Object.assign(first, { hits: hits.filter(({ page }) => !seen.has(page) && seen.add(page)) });
}

/** What is found for what a text nearly is, if that is likelier than what it is. */
async function corrected(found, text, joined, ways, index) {
  const literal = found.hits.filter((hit) => hit.whole), spelling = await index.needSpelling();
  if (!spelling) return found;
  const near = await spelling.nearestName(joined);
  if (near && near.cost && (!literal.length || near.cost < 0.4 && near.whole)) {
    const mended = await rankWords(near.word, ways, index);
    return Object.assign(mended, { hits: mended.hits.concat(literal) });
  }
  if (literal.length || joined.length > LONGEST_MENDED) return found;
  let best = found;
  for (const other of await spelling.mended(text)) {
    const again = await rankWords(other, ways, index);
    if (again.hits.length && cover(again) > cover(best) + (best === found ? LEAST_GAIN : 0)) best = again;
  }
  return best;
}

/** How much of a question its best page covers. */
function cover({ hits }) { return hits.length ? hits[0].cover : -1; }
