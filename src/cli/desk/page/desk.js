// The desk: opens, writes and saves files of the site, shows what inspection finds, and the preview beside it.

import { bring, get, inAddress, lay, post, put } from './api.js';
import { ask, labelled, make } from './dialog.js';
import { showForm } from './front.js';
import { onFind, showList } from './list.js';
import { sayAll, words } from './words.js';

const at = (id) => document.getElementById(id), text = at('text');

/** The line of front matter that keeps a page from being published. */
const DRAFT = /^(---\n(?:(?!---\n).*\n)*?)draft: *true\b.*\n/;

/** Files that are laid beside the open page, and shown in it. */
const PICTURES = /\.(jpe?g|png|gif|webp)$/i;

/** Files that are no pages: where they are asked for, and what they are called. */
const OTHERS = { 'facts.yaml': ['facts', words.factsFile], 'site.yaml': ['settings', words.settingsFile] };

/**
 * Files that have been opened, by their paths: `{path, address, file, fingerprint, own, before, text}`; `before` is what is saved, `text` what
 * is in the box. What is written stays here when another page is opened.
 */
const opened = new Map();

let listing = { pages: [], preview: '' }, current = null;

function say(message, isWrong) {
  at('said').textContent = message;
  at('said').classList.toggle('wrong', !!isWrong);
}

function tell(error) { say(error.status === 0 ? words.lost : error.message || String(error), true); }

/** Does something that may be refused; then that is told, and nothing comes of it. */
async function attempt(work) {
  try { return await work(); } catch (error) { tell(error); return null; }
}

function isOpen(one) { return !!one && one.text !== one.before; }

function look(name) {
  document.body.dataset.look = name;
  document.querySelectorAll('#looks button').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.look === name)));
}

function refreshList() {
  showList(listing.pages, current && current.path, (path) => isOpen(opened.get(path)), (path) => attempt(() => open(path)));
}

async function loadList() {
  listing = await get('pages');
  at('name').textContent = listing.name;
  if (listing.wrong.length) say(listing.wrong.join(' '), true);
  refreshList();
}

/** Shows the open file in the box, and its page beside it. */
function show() {
  const { own, file } = current, other = OTHERS[file], page = listing.pages.find((one) => one.path === current.path);
  at('empty').hidden = true;
  at('writing').hidden = false;
  at('file').textContent = other ? other[1] : file;
  if (text.value !== current.text) text.value = current.text;
  text.readOnly = !own;
  at('signs').hidden = !own || !!other;
  at('localize').hidden = own;
  at('save').hidden = !own;
  at('former').hidden = !own || !!other;
  showFront();
  showState();
  refreshList();
  if (page && page.href) {
    const address = listing.preview + page.href;
    if (at('page').src !== address) at('page').src = address;
  }
}

/** Shows the front matter as a form; what is changed there is changed in the text. */
function showFront() {
  const put = (one) => { text.setRangeText(one.with, one.from, one.to, 'preserve'); typed(); };
  at('front').hidden = !!OTHERS[current.path] || !showForm(at('fields'), () => text.value, current.own, put);
}

/** Takes up what was typed. */
function typed() {
  const was = isOpen(current);
  current.text = text.value;
  showState();
  if (was !== isOpen(current)) refreshList();
}

function showState() {
  const open = isOpen(current);
  at('state').textContent = !current.own ? words.above : open ? words.open : words.saved;
  at('state').classList.toggle('open', open);
  at('publish').hidden = !current.own || !DRAFT.test(current.text);
  at('save').disabled = !open;
}

function take(path, address, answer) {
  const one = { path, address, file: answer.file, fingerprint: answer.fingerprint, own: answer.own, before: answer.text, text: answer.text };
  opened.set(path, one);
  return one;
}

/** Opens a page, or a file that is none. */
async function open(path, line) {
  const address = OTHERS[path] ? OTHERS[path][0] : 'page/' + inAddress(path), known = opened.get(path);
  // Words that are not saved are not read over.
  current = isOpen(known) ? known : take(path, address, await get(address));
  show();
  look('text');
  showFound([]);
  if (line) goTo(line);
  if (!OTHERS[path]) await checkPage();
  else if (path === 'facts.yaml') await tellFacts();
}

/** Says which facts are missing or over. */
async function tellFacts() {
  const { facts } = await get('facts'), names = (state) => facts.filter((fact) => fact.state === state).map((fact) => fact.name).join('、');
  const told = [['missing', words.missing], ['expired', words.expired]].filter(([state]) => names(state)).map(([state, saying]) => saying(names(state)));
  if (told.length) say(told.join('  '));
}

/** Saves the open file; when it was changed elsewhere meanwhile, asks whose words count. */
async function save() {
  const one = current;
  if (!one || !one.own || !isOpen(one)) return;
  const written = one.text;
  say(words.saving);
  try {
    const done = await put(one.address, { text: written, fingerprint: one.fingerprint });
    one.fingerprint = done.fingerprint;
    one.before = written;
    say(words.savedAt(done.file));
  } catch (error) {
    if (error.status !== 409) { tell(error); return; }
    await settle(one, error.answer);
    return;
  }
  if (one === current) showState();
  await attempt(loadList);
  if (one === current) { show(); if (!OTHERS[one.path]) await attempt(checkPage); }
}

/** Somebody else wrote meanwhile: `now` is what the file says. */
async function settle(one, now) {
  const there = now.text === undefined ? make('p', {}, words.gone) : labelled(words.conflictNow, make('textarea', { readOnly: true, value: now.text }));
  const choices = now.text === undefined ? [['mine', words.takeMine]] : [['now', words.takeNow], ['mine', words.takeMine]];
  say(now.error.message, true);
  const chosen = await ask(words.conflictTitle, [make('p', {}, now.error.message), there], choices);
  if (chosen === 'mine') { one.fingerprint = now.fingerprint; await save(); }
  if (chosen === 'now') { take(one.path, one.address, now); current = opened.get(one.path); show(); await attempt(checkPage); }
}

/** Puts the cursor at the beginning of a line, and the line in sight. */
function goTo(line) {
  const lines = text.value.split('\n'), start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] || '').length);
  text.scrollTop = text.scrollHeight * Math.max(0, line - 4) / Math.max(1, lines.length);
}

/** The path by which a file that is told of is opened; nothing for one that cannot be opened here. */
function pathOf(file) {
  if (OTHERS[file]) return file;
  const found = listing.pages.find((page) => page.file === file);
  return found && found.path;
}

/** Errors come first: they keep the site from being built. */
function errorsFirst(found) { return found.filter(({ level }) => level === 'error').concat(found.filter(({ level }) => level !== 'error')); }

function showFound(found, isWhole) {
  const count = (level) => found.filter((one) => one.level === level).length;
  at('tally').textContent = found.length ? words.tally(count('error'), count('warning')) : '';
  at('found').replaceChildren(...errorsFirst(found).map((one) => entry(one, isWhole)));
}

/** One finding: where, what, and the way out; it leads to its place. */
function entry({ level, message, hint, file, line }, isWhole) {
  const path = file && pathOf(file), place = [isWhole && file, line && words.line(line)].filter((part) => part).join(' ');
  const inside = [make('b', {}, level === 'error' ? words.error : words.warning), ' ', place && place + '：', message];
  const told = path ? make('button', { type: 'button', onclick: () => attempt(() => (current && current.path === path ? goTo(line || 1) : open(path, line))) }, ...inside) : make('span', {}, ...inside);
  return make('li', { className: level }, told, hint ? make('div', { className: 'hint' }, hint) : '');
}

/** Shows what inspection finds on the open page. */
async function checkPage() {
  const one = current;
  if (!one.own) return;
  const { diagnostics } = await get('check?page=' + encodeURIComponent(one.path));
  if (one !== current) return;
  showFound(diagnostics.filter((found) => found.file === one.file || !found.file));
  if (!diagnostics.length) at('tally').textContent = words.clean;
}

async function checkAll() {
  say(words.checking);
  const { diagnostics } = await get('check');
  say(diagnostics.length ? words.tally(diagnostics.filter((one) => one.level === 'error').length, diagnostics.filter((one) => one.level !== 'error').length) : words.clean);
  if (diagnostics.length) await report(words.check, diagnostics);
}

/** A report over the desk; what is chosen in it is opened. */
async function report(title, diagnostics, first) {
  // Other programs may have written files that the list does not have yet.
  await attempt(loadList);
  const list = make('ol', { className: 'found' }, ...errorsFirst(diagnostics).map((one) => entry(one, true)));
  list.addEventListener('click', (event) => { if (event.target.closest('button')) at('dialog').close(); });
  await ask(title, [first ? make('p', {}, first) : '', make('div', { className: 'found' }, list)], []);
}

async function build() {
  say(words.building);
  const { pages, diagnostics } = await post('build'), failed = diagnostics.some((one) => one.level === 'error');
  say(failed ? words.notBuilt : words.built(pages), failed);
  await report(words.build, diagnostics, failed ? words.notBuilt : words.built(pages));
}

async function begin() {
  const kinds = document.body.dataset.kinds.split(' ').map((pair) => pair.split('='));
  const kind = make('select', {}, ...kinds.map(([value, label]) => make('option', { value }, label)));
  const title = make('input', { required: true, maxLength: 200 });
  if (await ask(words.beginTitle, [labelled(words.kind, kind), labelled(words.pageTitle, title)], [['make', words.make]]) !== 'make') return;
  const { file, notes } = await post('new', { kind: kind.value, title: title.value });
  await loadList();
  await open(pathOf(file));
  // The last note is for who writes without a desk.
  say(notes.slice(0, -1).join(' '));
}

/** Lays pictures beside the open page and shows them where the cursor is. */
async function layAll(files) {
  for (const file of files) {
    const { name } = await lay(current.path, file);
    write('\n![](' + encodeURI(name) + ')\n');
  }
  text.focus();
}

/** Documents become drafts; pictures go beside the page that is open. */
async function bringAll(all) {
  const isPage = current && current.own && !OTHERS[current.path], rows = [], pictures = all.filter(({ name }) => isPage && PICTURES.test(name)), files = all.filter((file) => pictures.indexOf(file) < 0);
  let first = null;
  if (pictures.length) await layAll(pictures);
  if (!files.length) return;
  for (const file of files) {
    say(words.bringing(file.name));
    try {
      const { imported, failed } = await bring(file);
      imported.forEach(({ source, page, diagnostics }) => { first = first || page; rows.push(words.brought(source, page) + (diagnostics.length ? '。' + words.look(diagnostics.length) : '')); });
      failed.forEach(({ source, message }) => rows.push(words.notBrought(source, message)));
    } catch (error) {
      rows.push(words.notBrought(file.name, error.message || words.lost));
    }
  }
  say('');
  await loadList();
  const path = first && pathOf(first);
  if (path) await open(path);
  await ask(words.broughtTitle, [make('ul', {}, ...rows.map((row) => make('li', {}, row)))], []);
}

async function former() {
  const one = current, { versions } = await get('history/' + inAddress(one.path));
  if (!versions.length) { await ask(words.formerTitle, [make('p', {}, words.noFormer)], []); return; }
  const when = make('select', {}, ...versions.map(({ at: moment }) => make('option', { value: moment }, new Date(+moment).toLocaleString(document.documentElement.lang))));
  const box = make('textarea', { readOnly: true });
  const load = async () => { box.value = (await get('history/' + inAddress(one.path) + '?at=' + when.value)).text; };
  when.addEventListener('change', () => attempt(load));
  await load();
  if (await ask(words.formerTitle, [labelled(words.chooseFormer, when), box], [['back', words.putBack]]) !== 'back' || one !== current) return;
  one.text = box.value;
  show();
}

async function localize() {
  const headings = current.text.split('\n').filter((line) => /^#{2,6} /.test(line)).map((line) => line.replace(/^#+ +/, '').replace(/ *\{[^{}]*\}$/, ''));
  const part = make('select', {}, make('option', { value: '' }, words.whole), ...headings.map((heading) => make('option', { value: heading }, heading)));
  if (await ask(words.localizeTitle, [labelled(words.localizeWhat, part), make('p', {}, words.localizeHint)], [['take', words.take]]) !== 'take') return;
  const { path, address } = current;
  current = take(path, address, await post('localize/' + inAddress(path), { section: part.value || null }));
  await loadList();
  show();
  await checkPage();
}

/** Writes in place of what is chosen, in the way that can be taken back. */
function write(words) {
  text.focus();
  document.execCommand('insertText', false, words);
}

/** Writes a sign around what is chosen. */
function sign([, before, sample, behind]) {
  const chosen = text.value.slice(text.selectionStart, text.selectionEnd) || sample, start = text.selectionStart + before.length;
  write(before + chosen + behind);
  text.setSelectionRange(start, start + chosen.length);
}

/** Takes the mark of a draft off the open page. */
function publish() {
  const found = DRAFT.exec(text.value);
  if (!found) return;
  text.focus();
  text.setSelectionRange(found[1].length, found[0].length);
  document.execCommand('delete');
  say(words.published);
}

function wire() {
  const deed = (id, work) => at(id).addEventListener('click', () => attempt(work));
  deed('save', save); deed('check', checkAll); deed('build', build); deed('begin', begin); deed('former', former); deed('localize', localize); deed('publish', publish);
  deed('facts', () => open('facts.yaml')); deed('settings', () => open('site.yaml'));
  at('bring').addEventListener('change', () => { const files = Array.from(at('bring').files); at('bring').value = ''; attempt(() => bringAll(files)); });
  document.querySelectorAll('#looks button').forEach((button) => button.addEventListener('click', () => look(button.dataset.look)));
  Object.keys(words.sign).forEach((name) => at('signs').append(make('button', { type: 'button', onclick: () => sign(words.sign[name]) }, words.sign[name][0])));
  text.addEventListener('input', typed);
  // Whoever goes from the text to the form finds there what was typed.
  text.addEventListener('change', showFront);
  document.addEventListener('keydown', (event) => { if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); attempt(save); } });
  window.addEventListener('beforeunload', (event) => { if (Array.from(opened.values()).some(isOpen)) event.preventDefault(); });
  document.addEventListener('dragover', (event) => { event.preventDefault(); document.body.classList.add('bringing'); });
  ['dragleave', 'drop'].forEach((name) => document.addEventListener(name, () => document.body.classList.remove('bringing')));
  document.addEventListener('drop', (event) => { event.preventDefault(); const files = Array.from(event.dataTransfer.files); if (files.length) attempt(() => bringAll(files)); });
  onFind(refreshList);
}

sayAll();
text.setAttribute('aria-label', words.text);
at('page').title = words.preview;
look('list');
wire();
attempt(loadList);
