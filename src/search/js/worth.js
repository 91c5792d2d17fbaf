// The worth of what a text has: how much of a question that covers, by its terms and by its characters.

import { WEIGHTS } from './weights.js';

/** The best synonym of a group: how much of one is there, `share` of each term. */
function bestSynonym({ phrases, shares }, share, weight) {
  let best = 0;
  for (let level = 0; level < phrases.length; level++) {
    let got = 0, need = 0;
    for (const j of phrases[level]) { got += share[j] * weight[j]; need += weight[j]; }
    const part = need ? got / need : 0;
    best = Math.max(best, shares[level] * (part > 0.99 ? part : part * part * WEIGHTS.partOfSynonym));
  }
  return best;
}

/** What terms are worth of which a `share` is there, for each from 0 to 1; `weight` is how much each counts. */
export function worth(plan, share, weight) {
  let sum = 0;
  for (const group of plan.groups) {
    let had = 0, full = group.extra;
    for (const j of group.span) { had += share[j] * weight[j]; full += weight[j]; }
    const best = bestSynonym(group, share, weight) * (WEIGHTS.synonym * full);
    if (best > had) sum += best - had;
  }
  for (let j = 0; j < plan.own.length; j++) sum += share[j] * weight[j];
  return sum;
}

/** What neighbours are worth that are both in the set `low`. */
export function neighbours({ own }, low, weight) {
  let sum = 0;
  for (let j = 0; j < own.length; j++) {
    const { after } = own[j];
    if (after >= 0 && low >>> j & 1 && low >>> after & 1) sum += Math.min(weight[j], weight[after]);
  }
  return WEIGHTS.neighbours * sum;
}

/**
 * How much of a question is covered, by its characters: two words that meet only in the question have a pair between
 * them that is nowhere. Each character weighs as little as the lightest term that it stands in.
 */
export class Cover {
  constructor(plan) {
    this.plan = plan;
    this.weights = [];
    this.ofTerm = this.placeTerms();
    this.ofGroup = plan.groups.map((group) => this.placeGroup(group));
    this.need = this.weights.reduce((sum, weight) => sum + weight, 0);
    this.covered = new Float32Array(this.weights.length);
  }

  /** For each term the places of its characters. */
  placeTerms() {
    const places = {}, { weights, plan } = this, ofTerm = [], lightest = (at, weight) => { weights[at] = Math.min(weights[at], weight); };
    // What is only where two words meet tells nothing of a character that stands in another term.
    [false, true].forEach((meets) => plan.own.forEach((one, j) => {
      if (plan.meets[j] !== meets) return;
      ofTerm[j] = Array.from(one.term).map((c, k) => {
        const at = one.run + ' ' + (one.at + k), known = places[at] !== undefined;
        if (!known) { places[at] = weights.length; weights.push(plan.weight[j]); } else if (!meets) lightest(places[at], plan.weight[j]);
        return places[at];
      });
    }));
    return ofTerm;
  }

  placeGroup(group) {
    const chars = [].concat.apply([], group.span.map((j) => this.ofTerm[j]));
    if (!group.extra) return chars;
    group.beside.forEach((j) => chars.push(this.ofTerm[j][this.plan.own[j].term.indexOf(group.word)]));
    chars.forEach((k) => this.weights[k] = group.extra);
    return chars;
  }

  /** `low` and `high` are terms of a passage and title, `page` those of the page. */
  of(low, high, page) {
    const { plan, covered, weights } = this;
    covered.fill(0);
    const raise = (chars, to) => { for (const k of chars) if (covered[k] < to) covered[k] = to; };
    for (let j = 0; j < this.ofTerm.length; j++) raise(this.ofTerm[j], low >>> j & 1 ? 1 : page >>> j & 1 ? WEIGHTS.onPage : 0);
    for (let g = 0; g < this.ofGroup.length; g++) {
      let best = 0;
      for (const phrase of plan.groups[g].phrases) {
        let some = 0;
        for (const j of phrase) some += (j < 32 ? low >>> j : high >>> j - 32) & 1;
        best = Math.max(best, phrase.length ? some / phrase.length : 0);
      }
      if (best >= WEIGHTS.synonymCover) raise(this.ofGroup[g], best);
    }
    let got = 0;
    for (let n = 0; n < covered.length; n++) got += weights[n] * covered[n];
    return this.need ? got / this.need : 0;
  }
}
