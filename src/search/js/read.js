// Reading: how well the words of a passage answer a question.

import { DUTY, PENALTY, PURPOSE } from './answers.js';
import { placeOf } from './names.js';
import { WEIGHTS } from './weights.js';

/** Terms of the question that stand within so many characters make the densest stretch. */
const STRETCH = 48;

/** So many places of a term in a passage are looked at. */
const MOST_PLACES = 8;

/**
 * Whether a run stands in a text only where two other words meet: 产假 in 生产假药. What is met in `all` that was read
 * mostly without the rest of the run is a word of its own.
 */
function onlyAcross(run, text, all) {
  const count = (word) => all.split(word).length - 1;
  const isOwn = (pair, longer) => { const n = count(pair); return n > 2 && n > 2 * count(longer); };
  for (let at = text.indexOf(run); at >= 0; at = text.indexOf(run, at + 1)) {
    const left = text[at - 1] + run[0], right = run[run.length - 1] + text[at + run.length];
    const across = /^[^ ]{2}$/.test(left) && isOwn(left, left + run[1]) || /^[^ ]{2}$/.test(right) && isOwn(right, run[run.length - 2] + right);
    if (!across) return false;
  }
  return true;
}

/** What one passage has of a plan. */
class Reading {
  /**
   * @param {{passage: Passage, text: string}} place A passage with all its words folded.
   * @param {Plan} plan
   * @param {number[]} local What terms count among the passages of the page.
   * @param {string} title All names of the page.
   * @param {string} all All that was read for the question.
   */
  constructor(place, plan, local, title, all) {
    Object.assign(this, { text: place.text, plan, local, title });
    this.across = plan.runs.map((run) => run.length > 1 && run.length < 4 && this.text.indexOf(run) >= 0 && onlyAcross(run, this.text, all));
    /** What it has in parts of the question, and in parts of what that counts on the page. */
    this.got = 0; this.own = 0; this.need = 0;
    /** Where something stands: `{at, id, weight}`. */
    this.spots = [];
    /** How many words have another one in their place here. */
    this.others = 0;
    plan.own.forEach((one, j) => this.readTerm(one, j));
    plan.groups.forEach((group) => this.readGroup(group));
  }

  readTerm({ term, run }, j) {
    const { text, plan: { weight, words }, local } = this;
    let at = placeOf(term, text, words);
    this.need += local[j];
    if (at < 0) { if (this.title.indexOf(term) >= 0) this.got += WEIGHTS.wordsInTitle * weight[j]; return; }
    const part = this.across[run] ? WEIGHTS.acrossWords : 1;
    this.got += part * weight[j]; this.own += part * local[j];
    if (this.across[run]) return;
    for (let n = 0; at >= 0 && n < MOST_PLACES; n++) { this.spots.push({ at, id: j, weight: weight[j] }); at = placeOf(term, text, words, at + 1); }
  }

  readGroup(group) {
    const { text, title, plan, local } = this;
    let had = 0, full = group.extra, hadHere = 0, fullHere = group.extra, best = 0, here = 0;
    group.span.forEach((j) => {
      full += plan.weight[j]; fullHere += local[j];
      if (text.indexOf(plan.own[j].term) >= 0) { had += plan.weight[j]; hadHere += local[j]; }
    });
    const weight = WEIGHTS.synonym * full;
    group.texts.forEach((phrase, level) => {
      const at = text.indexOf(phrase), share = group.shares[level];
      if (at >= 0) { here = Math.max(here, share); this.spots.push({ at, id: 'g' + weight, weight }); } else if (title.indexOf(phrase) >= 0) best = Math.max(best, WEIGHTS.wordsInTitle * share);
    });
    best = Math.max(best, here);
    if (here) this.others++;
    this.got += Math.max(0, best * WEIGHTS.synonym * full - had);
    this.own += Math.max(0, here * WEIGHTS.synonym * fullHere - hadHere);
  }

  /** The densest stretch: what it weighs, and where it begins. */
  densest() {
    const spots = this.spots.sort((a, b) => a.at - b.at);
    let weight = 0, at = spots.length ? spots[0].at : 0;
    spots.forEach((first, i) => {
      const seen = new Set();
      let sum = 0;
      for (let k = i; k < spots.length && spots[k].at < first.at + STRETCH; k++) {
        if (seen.has(spots[k].id)) continue;
        seen.add(spots[k].id); sum += spots[k].weight;
      }
      if (sum > weight) { weight = sum; at = first.at; }
    });
    return { weight, at };
  }

  /** How much of the question stands there as it is, by its characters. */
  wholeRuns() {
    let whole = 0, size = 0;
    this.plan.runs.forEach((run, r) => {
      size += run.length;
      if (run.length > 1 && !this.across[r] && this.text.indexOf(run) >= 0) whole += run.length;
    });
    return WEIGHTS.wholeRuns * whole / size;
  }

  /** What the form of the words tells. Who asks what holds wants neither penalties nor duties of governments. */
  form(text, expected) {
    let extra = 0;
    if (this.got > WEIGHTS.answerCover * this.plan.whole) extra += WEIGHTS.answer * expected.match(text);
    if (!expected.penalty && PENALTY.test(text)) extra -= WEIGHTS.penalty;
    if (!expected.duty && DUTY.test(text)) extra -= WEIGHTS.duty;
    if (PURPOSE.test(text)) extra -= WEIGHTS.purpose;
    return extra - WEIGHTS.long * Math.max(0, Math.min(1, this.text.length / 400 - 0.5));
  }
}

/**
 * Looks at the words of a passage: `{score, fit, at, others}`, how well they answer, how well among the passages of the page, where
 * in the text they do so, and how many things of the question they have in other words.
 */
export function read(place, plan, local, title, expected, all) {
  const { passage } = place, reading = new Reading(place, plan, local, title, all), dense = reading.densest();
  const extra = reading.form(passage.text, expected), close = WEIGHTS.dense * Math.min(dense.weight, plan.whole) / plan.whole + reading.wholeRuns();
  return {
    score: Math.min(reading.got, plan.whole) / plan.whole + close + extra,
    fit: Math.min(reading.own, reading.need) / reading.need + close + extra,
    others: reading.others,
    text: place.text,
    at: Math.max(0, dense.at - passage.heading.length - passage.label.length - 2),
  };
}
