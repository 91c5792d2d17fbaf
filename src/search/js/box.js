// A search box on any page: results as one types in a list below it, never while an input method is composing.

import { asked, remember } from './asked.js';
import { brief, clear, listen, make, marked } from './dom.js';
import { foundWords, say } from './words.js';

/** The list below an input, as a listbox: `rows` are `{element, go}`. */
class List {
  constructor(form, input) {
    Object.assign(this, { input, rows: [], here: -1, id: input.id + '-list' });
    this.element = make('ul', { id: this.id, role: 'listbox', class: 'ask-list', hidden: '', 'aria-label': say('results') });
    this.status = make('p', { class: 'sr', role: 'status' });
    form.appendChild(this.element); form.appendChild(this.status);
    const about = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.id };
    Object.keys(about).forEach((name) => input.setAttribute(name, about[name]));
    input.addEventListener('blur', () => setTimeout(() => this.shut(), 120));
    input.addEventListener('keydown', (event) => { if (!event.isComposing && event.keyCode !== 229 && this.press(event.key)) event.preventDefault(); });
  }

  shut() { this.element.hidden = true; this.here = -1; this.input.setAttribute('aria-expanded', 'false'); this.input.removeAttribute('aria-activedescendant'); }
  open() { this.element.hidden = !this.rows.length; this.input.setAttribute('aria-expanded', String(this.rows.length > 0)); }

  /** Whether a key means something to the list. */
  press(key) {
    const { hidden } = this.element;
    if (key === 'ArrowDown' || key === 'ArrowUp') { if (hidden) this.open(); this.move(this.here + (key === 'ArrowDown' ? 1 : -1)); return true; }
    if (key === 'Escape' && !hidden) { this.shut(); return true; }
    if (key === 'Enter' && this.here >= 0) { this.rows[this.here].go(); return true; }
    return false;
  }

  move(to) {
    const { rows, input } = this;
    if (rows[this.here]) rows[this.here].element.setAttribute('aria-selected', 'false');
    this.here = (to + rows.length + 1) % (rows.length + 1);
    if (this.here === rows.length) { this.here = -1; input.removeAttribute('aria-activedescendant'); return; }
    const { element } = rows[this.here];
    element.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', element.id);
    if (element.scrollIntoView) element.scrollIntoView({ block: 'nearest' });
  }

  /** Shows items: `{parts, go}`. */
  put(items) {
    clear(this.element); this.here = -1;
    this.rows = items.map(({ parts, go }, i) => {
      const element = make('li', { id: this.id + i, role: 'option', 'aria-selected': 'false', onmousedown: (event) => event.preventDefault(), onclick: go }, parts);
      this.element.appendChild(element);
      return { element, go };
    });
    this.open();
  }
}

export class Box {
  constructor(form, ask) {
    const input = form.querySelector('input[name=q]');
    Object.assign(this, { form, ask, input, turn: 0, list: new List(form, input) });
    listen(input, () => this.search());
    input.addEventListener('focus', () => { if (!input.value) this.recent(); else if (this.list.rows.length) this.list.open(); });
    form.addEventListener('submit', () => remember(input.value.trim()));
    if (input.value) this.search(); else if (document.activeElement === input) this.recent();
  }

  recent() {
    this.list.put(asked().slice(0, 6).map((words) => ({
      parts: [make('span', { text: words }), make('small', { text: say('asked') })],
      go: () => { this.input.value = words; this.search(); },
    })));
  }

  search() {
    const words = this.input.value.trim(), mine = ++this.turn;
    if (!words) { this.list.status.textContent = ''; this.recent(); return; }
    this.ask(words, { limit: 6, language: document.documentElement.lang }).then((found) => { if (mine === this.turn) this.show(found, words); }, () => { if (mine === this.turn) this.fail(); });
  }

  show(found, words) {
    this.list.status.textContent = (found.used ? say('used', found.used) : '') + foundWords(found);
    if (found.results.length) this.list.put(found.results.map((one) => this.row(one, words)));
    else this.list.put([{ parts: [make('span', { text: say('sections') })], go: () => this.form.submit() }]);
  }

  row(one, words) {
    return {
      parts: [marked(make('b'), one.title + (one.clause ? ' ' + one.clause : ''), one.titleMarks), brief(make('span'), one.excerpt, one.marks)],
      go: () => { remember(words); location.href = one.url; },
    };
  }

  fail() {
    const text = this.list.status.textContent = say('failed');
    this.list.put([{ parts: [make('span', { text })], go: () => this.search() }]);
  }
}
