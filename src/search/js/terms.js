// Terms: what a text is found by. Two neighbouring characters make one, a Latin word makes one, a single character
// where it stands alone. See term.rs; both sides pass tests/search/vectors.json.

import { TERM_BITS } from './format.js';

const SEED = 0x811c9dc5 | 0;

function step(hash, value) { return Math.imul(hash ^ value, 0x01000193); }

function mixed(hash) {
  hash = Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d);
  hash = Math.imul(hash ^ hash >>> 12, 0x297a2d39);
  return (hash ^ hash >>> 15) >>> 32 - TERM_BITS;
}

/** The number of a term. */
export function number(term) {
  const isSingle = term.length === (term.codePointAt(0) > 65535 ? 2 : 1);
  let hash = isLatin(term) ? step(SEED, 1) : isSingle ? step(SEED, 0) : SEED;
  for (const c of term) hash = step(hash, c.codePointAt(0));
  return mixed(hash);
}

/** Whether a term or run is a Latin word. */
export function isLatin(run) { return run[0] >= 'a' && run[0] <= 'z'; }

/** Words of a folded text: runs without blanks, Latin words by themselves. */
export function runs(text) { return text.match(/[a-z][a-z0-9]*|[^ a-z]+/g) || []; }

/** Terms of a run; a single character is a term where it stands alone. */
export function termsOf(run) {
  if (isLatin(run)) return [run];
  // A character beyond 16 bits has two places in a text.
  const chars = /[\ud800-\udfff]/.test(run) ? Array.from(run) : run, terms = [];
  if (chars.length === 1) return [run];
  for (let i = 1; i < chars.length; i++) terms.push(chars[i - 1] + chars[i]);
  return terms;
}
