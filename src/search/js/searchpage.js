// The search page: its address has the question, and results can be narrowed.

import { asked, forget, remember } from './asked.js';
import { clear, listen, make, marked } from './dom.js';
import { parts } from './parts.js';
import { clauseOf } from './passages.js';
import { foundWords, say } from './words.js';

const FILTERS = ['section', 'kind', 'region', 'year'];

/** So many results are shown at first, and so many more each time. */
const STEP = 10;

/** A line of links behind a few words. */
function links(words, list) { return make('p', { class: 'hit-about' }, [make('span', { text: words })].concat(list.map(({ url, text }) => make('a', { href: url, text })))); }

export class SearchPage {
  constructor(form, ask) {
    const given = new URLSearchParams(location.search), of = (id) => document.getElementById(id);
    Object.assign(this, { ask, input: form.querySelector('input[name=q]'), place: of('wj-found'), status: of('wj-say'), before: of('wj-before'), turn: 0, limit: STEP, chosen: {} });
    FILTERS.forEach((name) => { if (given.get(name)) this.chosen[name] = given.get(name); });
    this.input.value = given.get('q') || this.input.value;
    listen(this.input, () => this.fresh());
    form.addEventListener('submit', (event) => { event.preventDefault(); remember(this.words()); this.fresh(); });
    this.search();
  }

  words() { return this.input.value.trim(); }

  /** Puts the question into the address. */
  address() {
    const next = new URLSearchParams();
    if (this.words()) next.set('q', this.words());
    Object.keys(this.chosen).forEach((name) => next.set(name, this.chosen[name]));
    const text = next.toString();
    try { history.replaceState(null, '', location.pathname + (text ? '?' + text : '')); } catch (error) { /* a folder */ }
  }

  fresh() { this.limit = STEP; this.search(); }

  search(exactly) {
    const words = this.words(), mine = ++this.turn, { limit, chosen, status, before } = this;
    this.address();
    if (!words) { status.textContent = ''; before.hidden = false; this.recent(); return; }
    const options = Object.assign({ limit, facets: true, exactly: exactly === true, language: document.documentElement.lang }, chosen);
    this.ask(words, options).then((found) => { if (mine === this.turn) this.draw(found); }, () => { if (mine === this.turn) this.fail(); });
  }

  /** What was asked before. */
  recent() {
    clear(this.place);
    const list = asked(), again = (words) => { this.input.value = words; this.fresh(); this.input.focus(); };
    if (!list.length) return;
    this.place.appendChild(make('div', { class: 'asked' }, [
      make('h2', { text: say('asked') }),
      make('ul', { class: 'chips' }, list.map((words) => make('li', {}, [make('button', { type: 'button', class: 'chip', text: words, onclick: () => again(words) })]))),
      make('p', { class: 'fine', text: say('kept') }),
      make('button', { type: 'button', class: 'btn', text: say('clear'), onclick: () => { forget(); this.recent(); this.input.focus(); } }),
    ]));
  }

  draw(found) {
    const held = document.activeElement && document.activeElement.id, { place } = this, add = (name, of, children) => place.appendChild(make(name, of, children));
    clear(place);
    if (found.used) this.tellInstead(say('used', found.used));
    else if (found.by.length) this.tellInstead(say('by', found.by.join('”“')));
    const filters = this.filters(found.facets);
    if (filters.length) add('div', { class: 'sieve' }, filters);
    if (found.results.length) add('ol', { class: 'hits' }, found.results.map((one) => this.row(one)));
    else add('p', { class: 'lead', text: say('nothing', this.words()) });
    if (found.maybe.length) {
      add('p', { class: 'fine', text: say('maybe') });
      add('ol', { class: 'hits' }, found.maybe.map((one) => this.row(one)));
    }
    if (found.total > found.results.length) add('button', { type: 'button', class: 'btn', text: say('more'), onclick: () => { this.limit += STEP; this.search(); } });
    this.before.hidden = found.results.length > 0;
    this.status.textContent = foundWords(found);
    const again = FILTERS.some((name) => held === 'wj-' + name) && document.getElementById(held);
    if (again) again.focus();
  }

  /** Tells what was searched instead of what was typed, or by which words it was found. */
  tellInstead(text) {
    this.place.appendChild(make('p', { class: 'instead' }, [
      document.createTextNode(text),
      make('button', { type: 'button', class: 'chip', text: say('exactly', this.words()), onclick: () => this.search(true) }),
    ]));
  }

  filters(facets) {
    return FILTERS.filter((name) => (facets[name] || []).length > 1 || this.chosen[name]).map((name) => {
      const select = make('select', { id: 'wj-' + name, onchange: () => { if (select.value) this.chosen[name] = select.value; else delete this.chosen[name]; this.fresh(); } });
      select.appendChild(make('option', { value: '', text: say('all') }));
      (facets[name] || []).forEach(([value, title, count]) => {
        select.appendChild(make('option', { value, text: title + say('count', count), selected: value === this.chosen[name] ? '' : null }));
      });
      return make('div', {}, [make('label', { for: 'wj-' + name, text: say(name) }), select]);
    });
  }

  /** @param {Result} one */
  row(one) {
    const line = [one.kindTitle, one.sectionTitle === one.kindTitle ? '' : one.sectionTitle, one.region, one.date].filter(Boolean).join(' · ');
    const title = marked(make('a', { href: one.url, onclick: () => remember(this.words()) }), one.title, one.titleMarks);
    if (one.clause || one.head) title.appendChild(make('span', { class: 'hit-clause', text: one.clause || one.head }));
    const about = make('p', { class: 'hit-about', text: line });
    if (one.status) about.appendChild(make('span', { class: one.inForce ? 'tag' : 'tag over', text: one.status }));
    const lines = [make('h2', { class: 'hit-title' }, [title]), marked(make('p', { class: one.kind === 'policy' ? 'hit-text song' : 'hit-text' }), one.excerpt, one.marks), about];
    if (one.sub.length) lines.push(links(say('also'), one.sub.map((url) => ({ url, text: clauseOf(url.split('#')[1]) }))));
    if (one.others.length) lines.push(links(say('versions'), one.others.map((other) => ({ url: other.url, text: [other.date, other.status].filter(Boolean).join(' ') || other.title }))));
    return make('li', { class: 'hit' }, lines);
  }

  fail() {
    clear(this.place);
    const text = this.status.textContent = say('broken');
    this.place.appendChild(make('p', { class: 'lead', text }));
    this.place.appendChild(make('button', { type: 'button', class: 'btn', text: say('again'), onclick: () => this.search() }));
    this.before.hidden = false;
  }
}

Object.assign(parts, { SearchPage });
