// A report beside the text: what a command said of several pages. It comes when it is ready, so it takes no key and no place from
// who writes meanwhile.

import { make } from './dialog.js';
import { words } from './words.js';

const panel = document.getElementById('report');

/** Errors come first: they keep the site from being built. */
export function errorsFirst(found) { return found.filter(({ level }) => level === 'error').concat(found.filter(({ level }) => level !== 'error')); }

/** One finding: where, what, and the way out. `go` leads to its place; nothing when it cannot be opened here. `name` is that of the page. */
export function entry({ level, message, hint, line }, name, go) {
  const place = [name, line && words.line(line)].filter((part) => part).join(' ');
  const inside = [make('b', {}, level === 'error' ? words.error : words.warning), ' ', place && place + '：', message];
  const told = go ? make('button', { type: 'button', onclick: go }, ...inside) : make('span', {}, ...inside);
  return make('li', { className: level }, told, hint ? make('div', { className: 'hint' }, hint) : '');
}

/** Shows a report: a title, a sentence, and rows. */
export function report(title, sentence, rows) {
  const close = make('button', { type: 'button', onclick: () => { panel.hidden = true; } }, words.close);
  panel.replaceChildren(make('div', { className: 'head' }, make('h2', {}, title), close), sentence ? make('p', {}, sentence) : '', make('ol', { className: 'found' }, ...rows));
  panel.hidden = false;
}
