// Results as they are handed out.

import { excerpt, marks } from './excerpt.js';

/** Days since 1970 as `2021-11-19`; nothing for none. */
function date(day) { return typeof day === 'number' && day > -1e9 ? new Date(day * 864e5).toISOString().slice(0, 10) : null; }

/**
 * @typedef {Object} Result
 * @property {string} url Leads to the passage, if one answers.
 * @property {string} title
 * @property {string} clause What the clause is called.
 * @property {string[]} sub Addresses of other clauses that may answer.
 * @property {string} excerpt
 * @property {number[][]} marks Where words of the question stand in the excerpt; likewise `titleMarks`.
 * @property {string} head The heading that the passage stands below.
 * @property {string} kind English name; `kindTitle` what people call it.
 * @property {string} section Its folder; `sectionTitle` its title.
 * @property {?string} date
 * @property {string} region
 * @property {string} status Of a policy, as people call it; `inForce` whether it holds.
 * @property {number} score
 * @property {{url: string, title: string, status: string, date: ?string}[]} others Other versions of the policy.
 */

/** @param {Hit} hit @returns {Promise<Result>} */
export async function resultOf(hit, titlesOnly, plan, { catalog, names, passages, simplified, root, ending }) {
  const { page } = hit, link = (of) => root + catalog.addresses[of] + ending;
  let words = hit.clause || null;
  if (!words && !hit.unread && catalog.passageCounts[page] && (!titlesOnly || catalog.days[page] === undefined)) words = await passages.one(hit.passage >= 0 ? hit.passage : catalog.first[page]);
  const jump = words && words.anchor && (hit.clause || hit.passage >= 0 && hit.titled < 0.95), status = catalog.statuses[page];
  const cut = words && !titlesOnly ? excerpt(words.text, plan, hit.read ? hit.read.at : -1, simplified) : { text: '', marks: [] };
  return {
    url: link(page) + (jump ? '#' + words.anchor : ''),
    title: catalog.titles[page],
    clause: jump && words.label || '',
    sub: jump && hit.otherClauses ? hit.otherClauses.map((anchor) => link(page) + '#' + anchor) : [],
    excerpt: cut.text,
    marks: cut.marks,
    titleMarks: marks(catalog.titles[page], plan, simplified),
    head: words && !words.label && jump ? words.heading : '',
    kind: catalog.kinds[page].name,
    kindTitle: catalog.kinds[page].label,
    section: catalog.sections[page].folder,
    sectionTitle: catalog.sections[page].title,
    date: date(catalog.days[page] === undefined && words ? words.day : catalog.day(page)),
    region: catalog.regions[page],
    status: status.label,
    inForce: status.inForce,
    score: Math.round(hit.score * 1000) / 1000,
    others: names.otherVersions(page).map((other) => ({
      url: link(other), title: catalog.titles[other], status: catalog.statuses[other].label, date: date(catalog.day(other)),
    })),
  };
}
