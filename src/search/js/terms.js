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
  const codes = Array.from(term).map((c) => c.codePointAt(0));
  if (isLatin(term)) return mixed(codes.reduce(step, step(SEED, 1)));
  return mixed(codes.length === 1 ? step(step(SEED, 0), codes[0]) : step(step(SEED, codes[0]), codes[1]));
}

/** Whether a term or run is a Latin word. */
export function isLatin(run) { return /^[a-z]/.test(run); }

/** Words of a folded text: runs without blanks, Latin words by themselves. */
export function runs(text) { return text.match(/[a-z][a-z0-9]*|[^ a-z]+/g) || []; }

/** Terms of a run; a single character is a term where it stands alone. */
export function termsOf(run) {
  if (isLatin(run)) return [run];
  const chars = Array.from(run);
  return chars.length === 1 ? chars : chars.slice(1).map((c, i) => chars[i] + c);
}
