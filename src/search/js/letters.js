// Letters that stand for Chinese words: what is found for each way to read them.

/** So many words that letters may mean are tried. */
const MOST_WORDS = 3;

/** Letters are initials when what they could mean as syllables takes more bits a letter. */
const INITIALS = 6;

/** So many bits less likely than the likeliest row of words may one be; and so much each bit takes off. */
const LIKELY = 2;
const UNLIKELY = 0.1;

/** Marks of the four tones: cǎilǐ is caili. */
const TONES = /[\u0300\u0301\u0304\u030c]/g;

/** What letters find; `rankWords` ranks pages for words that they may mean. @returns {Promise<?Found>} Nothing when they mean none. */
export async function findByLetters(typed, spelling, rankWords) {
  const text = typed.normalize('NFD').replace(TONES, '').normalize('NFC').replace(/ü/g, 'v');
  const rows = (await spelling.whole()).readLetters(text);
  if (!rows.length || rows[0].cost > INITIALS * text.length) {
    const initials = await spelling.byInitials(text);
    if (initials.length) return findByInitials(initials, rankWords);
  }
  let best = null;
  for (const { text: meant, cost } of rows.filter((row) => row.cost < rows[0].cost + LIKELY)) {
    const found = await rankWords(meant), worth = found.hits.length ? found.hits[0].score - (cost - rows[0].cost) * UNLIKELY : 0;
    if (worth && (!best || worth > best.worth)) best = Object.assign(found, { worth });
  }
  return best;
}

/** What initials find: pages of the words that they may stand for. */
async function findByInitials(words, rankWords) {
  const hits = [];
  let first = null;
  for (let i = 0; i < Math.min(words.length, MOST_WORDS); i++) {
    if (words[i].worth < words[0].worth - 3) break;
    const found = await rankWords(words[i].word);
    first = first || found;
    hits.push(...found.hits);
  }
  if (!hits.length) return null;
  hits.sort((a, b) => b.score - a.score || a.page - b.page);
  const seen = new Set();
  return Object.assign(first, { hits: hits.filter(({ page }) => !seen.has(page) && seen.add(page)) });
}
