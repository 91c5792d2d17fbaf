// Excerpts: the stretch of a text around what was found, with the words of the question marked.

import { foldWithPlaces } from './fold.js';

/** So many characters of a text are shown, and so many more where that shows all of it. */
const LENGTH = 200;
const SLACK = 40;

/** Where the words of a question stand in a text: `[from, to]`, none within another. */
export function marks(text, plan, simplified) {
  if (!plan) return [];
  const here = foldWithPlaces(text, simplified), spots = [];
  const note = (word) => {
    for (let at = here.text.indexOf(word); at >= 0; at = here.text.indexOf(word, at + 1)) spots.push([here.places[at], here.places[at + word.length]]);
  };
  plan.own.forEach((one) => note(one.term));
  plan.groups.forEach((group) => group.texts.forEach(note));
  spots.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return spots.reduce((kept, spot) => {
    const last = kept[kept.length - 1];
    if (last && spot[0] <= last[1]) last[1] = Math.max(last[1], spot[1]); else kept.push(spot);
    return kept;
  }, []);
}

/** Where to begin, so that the place `at` is shown: at the beginning of a sentence if one is near. */
function beginning(text, at) {
  if (text.length <= LENGTH + SLACK || at <= LENGTH - 60) return 0;
  const before = text.slice(0, at - 20), stop = Math.max(before.lastIndexOf('。'), before.lastIndexOf('；'), before.lastIndexOf('\n'));
  const from = stop >= 0 && at - stop < 110 ? stop + 1 : Math.max(0, at - 40);
  return Math.max(0, Math.min(from, text.length - LENGTH));
}

/** `{text, marks}` of a text around the place `at`. */
export function excerpt(text, plan, at, simplified) {
  const from = beginning(text, at);
  let cut = text.length > from + LENGTH + SLACK ? text.slice(from, from + LENGTH) + '…' : text.slice(from);
  if (from) cut = '…' + cut;
  cut = cut.replace(/\n/g, ' ');
  return { text: cut, marks: marks(cut, plan, simplified) };
}
