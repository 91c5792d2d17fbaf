// The list of pages, by folders; what is typed above it narrows it.

import { make } from './dialog.js';
import { words } from './words.js';

const list = document.getElementById('list'), find = document.getElementById('find');

/** The folder of a path; '' for what lies in none. A page in a folder of its own, `a/b/index`, lies in `a`. */
function folderOf(path) {
  const own = path.replace(/\/index(\.[a-z-]+)?$/i, '');
  return own.indexOf('/') < 0 ? '' : own.slice(0, own.lastIndexOf('/'));
}

/** Whether a path is that of a section's own page. */
function isSection(path) { return /(^|\/)_index(\.[a-z-]+)?$/i.test(path); }

/** What is to be known of a page before it is opened. */
function marks(page, isOpen) {
  const all = [];
  if (isOpen) all.push(words.open);
  if (page.draft) all.push(words.draft);
  if (page.early) all.push(words.early);
  if (page.own && !page.href) all.push(words.unread);
  if (words.states[page.state]) all.push(words.states[page.state]);
  return all.join(' · ');
}

/** Sections: `[folder, title]` of each. */
export function sectionsOf(pages) { return pages.filter(({ path }) => path.endsWith('/_index')).map(({ path, title }) => [folderOf(path), title]); }

/**
 * Shows pages; `chosen` is the path of the one that is open, `isOpen(path)` tells whether one has words that are not saved, `open(path)`
 * is called when one is chosen.
 */
export function showList(pages, chosen, isOpen, open) {
  const wanted = find.value.trim().toLowerCase(), rows = [];
  const titles = new Map(sectionsOf(pages));
  let folder = null;
  const shown = pages.filter((page) => !wanted || (page.title + ' ' + page.path).toLowerCase().indexOf(wanted) >= 0);
  shown.slice().sort((a, b) => (folderOf(a.path) < folderOf(b.path) ? -1 : folderOf(a.path) > folderOf(b.path) ? 1 : 0)).forEach((page) => {
    if (folderOf(page.path) !== folder) {
      folder = folderOf(page.path);
      rows.push(make('li', { className: 'folder' }, titles.get(folder) || folder || words.home));
    }
    const told = marks(page, isOpen(page.path)), kind = isSection(page.path) ? words.section : page.kind_label;
    const button = make('button', { type: 'button', onclick: () => open(page.path) }, page.title || page.path,
      make('small', {}, kind, told && kind ? ' · ' : '', make('span', { className: 'mark' }, told)));
    if (page.path === chosen) button.setAttribute('aria-current', 'page');
    rows.push(make('li', {}, button));
  });
  list.replaceChildren(...rows);
}

/** Calls back when what is typed changes. */
export function onFind(again) { find.addEventListener('input', again); }
