// How sure it is that what was found answers. Who asks what a site knows nothing of is better told so than sent round.

/** What people ask that policies answer: what happens to those who do it, who is in charge, what one may, must or can claim. */
const MATTER = /[罚牢判犯抓管赔被告]|[违合]法|找谁|([能要算该])不\1|不[给让肯]|补偿|[能可要].*吗|怎么办/;

/** A pair is known that more than one of so many pages has. */
const KNOWN_PAGES = 700;

/** What all signs of an answer must weigh. */
const ENOUGH = 6.95;

/**
 * How sure it is that the best of what was read answers: from 0 on it does, a little below it may. Where there is nothing to read, what was
 * found is taken for it. How much each sign counts is fitted to 430 questions that laws answer and 104 that none does; a wrong guess about
 * one of the latter counts as three.
 */
export function certainty(shown, plan, pages) {
  const here = shown.filter((hit) => !hit.unread), { own, groups, lists } = plan;
  if (here.some((hit) => !hit.read)) return 1;
  if (!here.length) return -1;
  const { cover, read: { score, others } } = here.sort((a, b) => b.read.score - a.read.score)[0];
  // A name of something, all of which is there.
  if (!plan.spoken && cover > 0.99) return 1;
  let known = 0, worded = 0;
  own.forEach((one, i) => {
    const inWord = groups.some(({ span, isCertain }) => isCertain && span.indexOf(i) >= 0);
    if (inWord) worded++;
    if (inWord || lists[i].pages.length > pages / KNOWN_PAGES) known++;
  });
  // How much of the question the site knows, how much of it is words that have synonyms, and how long it is;
  const asked = (3.4 * known + 1.45 * worded) / (own.length || 1) + 1.35 * Math.log1p(own.length);
  // how well the best passage answers, how many things stand there in other words, what is in titles, and whether it asks of law.
  const found = 1.3 * Math.min(score, 2) * cover + 0.9 * Math.min(others, 2) + 2.8 * Math.max.apply(null, shown.map((hit) => hit.titled));
  return asked + found + (MATTER.test(plan.asked) ? 2.7 : 0) - ENOUGH;
}
