// The desk: opens, writes and saves files of the site, shows what inspection finds, and the preview beside it.

import { bring, get, inAddress, lay, post, put } from './api.js';
import { ask, labelled, make } from './dialog.js';
import { showForm } from './front.js';
import { onFind, sectionsOf, showList } from './list.js';
import { entry, errorsFirst, report } from './report.js';
import { sayAll, words } from './words.js';

const at = (id) => document.getElementById(id), text = at('text');

/** The line of front matter that keeps a page from being published. */
const DRAFT = /^(---\n(?:(?!---\n).*\n)*?)draft: *true\b.*\n/;

/** Files that are laid beside the open page, and shown in it. */
const PICTURES = /\.(jpe?g|png|gif|webp)$/i;

/** Files that are no pages: where they are asked for, and what they are called. */
const OTHERS = { 'facts.yaml': ['facts', words.factsFile], 'site.yaml': ['settings', words.settingsFile] };

/**
 * Files that have been opened, by their paths: `{path, address, file, fingerprint, own, before, text, told, saving}`; `before` is what is saved,
 * `text` what is in the box, `told` what was told when it was imported. What is written stays here when another page is opened.
 */
const opened = new Map();

let listing = { pages: [], preview: '' }, current = null, turn = 0, checking = null;

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

/** Shows the open file in the box. */
function show() {
  const { own, file } = current, other = OTHERS[file];
  at('empty').hidden = true;
  at('writing').hidden = false;
  at('title').textContent = nameOf(current.path);
  at('file').textContent = file;
  if (text.value !== current.text) text.value = current.text;
  text.readOnly = !own;
  at('signs').hidden = !own || !!other;
  at('localize').hidden = own;
  at('save').hidden = !own;
  at('former').hidden = !own;
  showFront();
  showState();
  refreshList();
}

/** What people call a page, or a file that is none. */
function nameOf(path) {
  const page = listing.pages.find((one) => one.path === path);
  return OTHERS[path] ? OTHERS[path][1] : page && page.title || path;
}

/** Shows the open page beside the text, wherever somebody has gone there meanwhile. */
function showBeside() {
  const page = listing.pages.find((one) => one.path === current.path);
  if (page && page.href) at('page').src = listing.preview + page.href;
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
  const known = opened.get(path), one = { path, address, file: answer.file, fingerprint: answer.fingerprint, own: answer.own, before: answer.text, text: answer.text, told: known ? known.told : [] };
  opened.set(path, one);
  return one;
}

/** Opens a page, or a file that is none. Of several that are asked for quickly, the last one is shown. */
async function open(path, line) {
  const mine = turn += 1, address = OTHERS[path] ? OTHERS[path][0] : 'page/' + inAddress(path), answer = isOpen(opened.get(path)) ? null : await get(address);
  if (mine !== turn) return;
  // Words that are not saved are not read over, nor those that were typed while this was on its way.
  current = isOpen(opened.get(path)) ? opened.get(path) : take(path, address, answer);
  show();
  showBeside();
  look('text');
  showFound([]);
  if (line) goTo(line);
  await check();
}

/** Saves a file; when it was changed elsewhere meanwhile, asks whose words count. One save at a time: what is typed meanwhile is saved next. */
async function save(one) {
  if (!one || !one.own || !isOpen(one)) return;
  if (one.saving) { one.again = true; return; }
  one.saving = true;
  one.again = false;
  const written = one.text, front = (words) => words.split('\n---\n')[0];
  try {
    say(words.saving);
    const done = await put(one.address, { text: written, fingerprint: one.fingerprint }), isAbout = front(one.before) !== front(written);
    one.fingerprint = done.fingerprint;
    one.before = written;
    say(words.savedAt(done.file));
    // The list shows what stands in the front matter.
    if (isAbout || OTHERS[one.path]) await attempt(loadList);
  } catch (error) {
    if (error.status === 409) await settle(one, error.answer); else tell(error);
  } finally {
    one.saving = false;
  }
  if (one.again) { await save(one); return; }
  if (one !== current) return;
  show();
  await check();
}

/** Somebody else wrote meanwhile: `now` is what the file says. Whichever is not taken stays among the former texts. */
async function settle(one, now) {
  const isGone = now.text === undefined, boxes = [[words.conflictNow, now.text], [words.conflictMine, one.text]].map(([label, value]) => labelled(label, make('textarea', { readOnly: true, value })));
  // They are read from their beginnings.
  boxes.forEach((box) => box.querySelector('textarea').setSelectionRange(0, 0));
  say(now.error.message, true);
  const inside = isGone ? [make('p', {}, now.error.message)] : [make('p', {}, now.error.message), make('div', { className: 'both' }, ...boxes)];
  const choices = isGone ? [['mine', words.writeAgain]] : [['now', words.takeNow], ['mine', words.takeMine]];
  const chosen = await ask(isGone ? words.goneTitle : words.conflictTitle, inside, choices);
  if (chosen === 'mine') { one.fingerprint = now.fingerprint; one.again = true; }
  if (chosen !== 'now') return;
  await post('history/' + inAddress(one.path), { text: one.text });
  const taken = take(one.path, one.address, now);
  if (one !== current) return;
  current = taken;
  show();
  say('');
  await check();
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

/** Shows findings of the open file below its text. */
function showFound(found) {
  const count = (level) => found.filter((one) => one.level === level).length;
  at('tally').textContent = found.length ? words.tally(count('error'), count('warning')) : '';
  at('found').replaceChildren(...errorsFirst(found).map((one) => entry(one, '', one.line && (() => goTo(one.line)))));
}

/** A finding in a report: it leads to its page. */
function entryOf(one) {
  const path = one.file && pathOf(one.file);
  return entry(one, path ? nameOf(path) : one.file, path && (() => attempt(() => (current && current.path === path ? goTo(one.line || 1) : open(path, one.line)))));
}

/** Shows what inspection finds in the open file, once no other inspection is under way; of pages that are left meanwhile nothing is asked. */
async function check() {
  if (checking) { checking.again = true; return; }
  const one = current;
  if (!one.own) return;
  const mine = checking = { again: false };
  try {
    const { diagnostics } = await get(OTHERS[one.path] ? 'check' : 'check?page=' + encodeURIComponent(one.path)), found = one.told.concat(diagnostics.filter(({ file }) => file === one.file));
    if (one === current) {
      showFound(found);
      if (!found.length) at('tally').textContent = words.clean;
      if (one.path === 'facts.yaml') await tellFacts();
    }
  } finally {
    checking = null;
  }
  if (mine.again || one !== current) await check();
}

/** Says which facts are missing or over. */
async function tellFacts() {
  const { facts } = await get('facts'), names = (state) => facts.filter((fact) => fact.state === state).map((fact) => fact.name).join('、');
  const told = [['missing', words.missing], ['expired', words.expired]].filter(([state]) => names(state)).map(([state, saying]) => saying(names(state)));
  if (told.length) say(told.join('  '));
}

async function checkAll() {
  say(words.checking);
  const { diagnostics } = await get('check'), count = (isError) => diagnostics.filter(({ level }) => (level === 'error') === isError).length;
  const sentence = diagnostics.length ? words.tally(count(true), count(false)) : words.clean;
  say(sentence);
  // Other programs may have written files that the list does not have yet.
  await attempt(loadList);
  report(words.check, sentence, errorsFirst(diagnostics).map(entryOf));
}

async function build() {
  say(words.building);
  const { pages, diagnostics } = await post('build'), failed = diagnostics.some(({ level }) => level === 'error'), sentence = failed ? words.notBuilt : words.built(pages);
  say(sentence, failed);
  await attempt(loadList);
  report(words.build, sentence, errorsFirst(diagnostics).map(entryOf));
}

/** Begins a page; what was typed stays when it cannot be. */
async function begin() {
  const kinds = document.body.dataset.kinds.split(' ').map((pair) => pair.split('='));
  const kind = make('select', {}, ...kinds.map(([value, label]) => make('option', { value }, label)));
  const title = make('input', { required: true, maxLength: 200 }), wrong = make('p', { className: 'wrong', role: 'alert' });
  while (await ask(words.beginTitle, [labelled(words.kind, kind), labelled(words.pageTitle, title), wrong], [['make', words.make]]) === 'make') {
    try {
      const { file, notes } = await post('new', { kind: kind.value, title: title.value });
      await loadList();
      await open(pathOf(file));
      // The last note is for who writes without a desk.
      say(notes.slice(0, -1).join(' '));
      text.focus();
      return;
    } catch (error) {
      wrong.textContent = error.message || words.lost;
    }
  }
}

/** Lays pictures beside a page and shows them where the cursor is, or at its end when another page has been opened meanwhile. */
async function layAll(one, files) {
  for (const picture of files) {
    const { name, file } = await lay(one.path, picture), line = '\n![](' + encodeURI(name) + ')\n';
    say(words.laid(file));
    if (one === current) write(line); else one.text += line;
  }
  refreshList();
}

/** Documents become drafts; pictures go beside the page that is open. */
async function bringAll(all) {
  const one = current, isPage = one && one.own && !OTHERS[one.path], pictures = all.filter(({ name }) => isPage && PICTURES.test(name)), files = all.filter((file) => pictures.indexOf(file) < 0), rows = [];
  if (pictures.length) await layAll(one, pictures);
  const into = files.length ? await chooseSection() : null;
  if (into === null) return;
  for (const file of files) {
    say(words.bringing(file.name));
    try {
      rows.push(...brought(await bring(file, into)));
    } catch (error) {
      rows.push(make('li', { className: 'error' }, words.notBrought(file.name, error.message || words.lost)));
    }
  }
  say('');
  await attempt(loadList);
  report(words.broughtTitle, '', rows);
}

/** Which section documents go into: its folder, '' for the one that what they are goes into; nothing when they shall not be imported. */
async function chooseSection() {
  const sections = sectionsOf(listing.pages).map(([folder, title]) => make('option', { value: folder }, title));
  if (!sections.length) return '';
  const section = make('select', {}, make('option', { value: '' }, words.byKind), ...sections);
  return await ask(words.bringTitle, [labelled(words.bringInto, section), make('p', {}, words.bringHint)], [['bring', words.bring]]) === 'bring' ? section.value : null;
}

/** Rows of a report on what was imported; what was told of a page is shown with it from now on. */
function brought({ imported, failed }) {
  const rows = failed.map(({ source, message, hint }) => make('li', { className: 'error' }, words.notBrought(source, message), hint ? make('div', { className: 'hint' }, hint) : ''));
  imported.forEach(({ source, page, diagnostics }) => {
    const path = page.replace(/^content\//, '').replace(/\.md$/, '');
    opened.set(path, { path, told: diagnostics });
    const go = () => attempt(() => open(path));
    rows.push(make('li', {}, make('button', { type: 'button', onclick: go }, words.brought(source, page)), diagnostics.length ? make('div', { className: 'hint' }, words.look(diagnostics.length)) : '',
      make('ul', {}, ...diagnostics.map((found) => entry(found, '', () => attempt(() => open(path, found.line)))))));
  });
  return rows;
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
  text.select();
  write(box.value);
}

async function localize() {
  const { path, address } = current, headings = current.text.split('\n').filter((line) => /^#{2,6} /.test(line)).map((line) => line.replace(/^#+ +/, '').replace(/ *\{[^{}]*\}$/, ''));
  const part = make('select', {}, make('option', { value: '' }, words.whole), ...headings.map((heading) => make('option', { value: heading }, heading)));
  if (await ask(words.localizeTitle, [labelled(words.localizeWhat, part), make('p', {}, words.localizeHint)], [['take', words.take]]) !== 'take') return;
  const taken = take(path, address, await post('localize/' + inAddress(path), { section: part.value || null }));
  await loadList();
  if (current.path !== path) return;
  current = taken;
  show();
  await check();
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
  deed('save', () => save(current)); deed('check', checkAll); deed('build', build); deed('begin', begin); deed('former', former); deed('localize', localize); deed('publish', publish);
  deed('facts', () => open('facts.yaml')); deed('settings', () => open('site.yaml'));
  at('bring').addEventListener('change', () => { const files = Array.from(at('bring').files); at('bring').value = ''; attempt(() => bringAll(files)); });
  document.querySelectorAll('#looks button').forEach((button) => button.addEventListener('click', () => look(button.dataset.look)));
  Object.keys(words.sign).forEach((name) => at('signs').append(make('button', { type: 'button', onclick: () => sign(words.sign[name]) }, words.sign[name][0])));
  text.addEventListener('input', typed);
  // Whoever goes from the text to the form finds there what was typed.
  text.addEventListener('change', showFront);
  document.addEventListener('keydown', (event) => { if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); if (!at('dialog').open && !event.isComposing) attempt(() => save(current)); } });
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
say(words.loading);
attempt(async () => { await loadList(); if (!listing.wrong.length) say(''); });
