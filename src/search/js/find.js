// Finding: ranks pages for a question as it was typed, or as it was meant.

import { parts } from './parts.js';
import { rank } from './rank.js';
import { understand } from './question.js';
import { isLatin, runs } from './terms.js';

/** A text with another character must cover so much more of itself than what was typed. */
const LEAST_GAIN = 0.1;

/** No longer text is taken for one with wrong characters. */
const LONGEST_MENDED = 14;

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
  return named || exactly || /[a-z0-9]/.test(joined) ? found : corrected(found, question, joined, ways, index);
}

async function rankWords(text, ways, index) {
  return Object.assign(await rank(await understand(text, index), ways, index), { used: text });
}

/** What letters find that stand for Chinese words; nothing when the site has them as they are, or when they stand for none. */
async function findBySound(text, ways, index) {
  const latin = runs(text).filter(isLatin), lists = await Promise.all(latin.map((run) => index.postings.list(run)));
  if (lists.every((list) => list.pages.length)) return null;
  const spelling = await index.needSpelling();
  return spelling && parts.findByLetters(text, spelling, (meant) => rankWords(meant, ways, index));
}

/**
 * For each character of a text, blanks aside, 1 when it makes a pair that hardly any page has; with 2 added where a
 * pair is `known`, whether it stands somewhere or not.
 */
async function doubtful(text, { catalog, names, postings }, known) {
  const marks = [], rare = catalog.titles.length / 300;
  for (const run of runs(text)) {
    const from = marks.length;
    for (let i = 0; i < run.length; i++) marks.push(0);
    for (let i = 0; i + 1 < run.length; i++) {
      const pair = run.substr(i, 2);
      if (postings.skips(run, i)) continue;
      const stands = names.pages(pair).length || (await postings.list(pair)).pages.length > rare, sign = known && known(pair) ? 2 : stands ? 0 : 1;
      marks[from + i] |= sign; marks[from + i + 1] |= sign;
    }
  }
  return marks;
}

/**
 * Whether a text may have wrong characters: some make pairs that hardly any page has, or a page is called nearly so. Only
 * then are the script of spelling and the sounds of characters worth fetching. Who talks makes many rare pairs, so one
 * word alone may be wrong there.
 */
async function mayBeWrong(question, joined, literal, index) {
  if (index.names.similar(joined).length) return true;
  if (literal || joined.length > LONGEST_MENDED) return false;
  const marks = (await doubtful(question.text, index)).join('');
  return question.spoken ? /^0*1{2,4}0*$/.test(marks) : marks.indexOf('1') >= 0;
}

/** What is found for what a text nearly is, if that is likelier than what it is. */
async function corrected(found, question, joined, ways, index) {
  const literal = found.hits.filter((hit) => hit.whole), { text } = question;
  if (cover(found) > 1 - LEAST_GAIN || !await mayBeWrong(question, joined, literal.length > 0, index)) return found;
  const spelling = await index.needSpelling();
  if (!spelling) return found;
  const signs = await doubtful(text, index, await spelling.known()), near = await spelling.nearestName(joined, signs);
  if (near && near.cost && (!literal.length || near.cost < 0.4 && near.whole)) {
    const mended = await rankWords(near.word, ways, index);
    return Object.assign(mended, { hits: mended.hits.concat(literal) });
  }
  if (literal.length || joined.length > LONGEST_MENDED) return found;
  let best = found;
  for (const other of await spelling.mended(text, signs)) {
    const again = await rankWords(other, ways, index);
    if (again.hits.length && cover(again) > cover(best) + (best === found ? LEAST_GAIN : 0)) best = again;
  }
  return best;
}

/** How much of a question its best page covers. */
function cover({ hits: [best] }) { return best ? best.cover : -1; }
