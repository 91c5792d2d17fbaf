// Dialogs: a question or a report over the desk. Each answers what was chosen; nothing when it was closed.

import { words } from './words.js';

/** An element with attributes and what is in it. */
export function make(name, attributes, ...inside) {
  const element = Object.assign(document.createElement(name), attributes);
  element.append(...inside);
  return element;
}

/** A name before what it names. */
export function labelled(text, element) { return make('label', {}, text, element); }

const dialog = document.getElementById('dialog'), form = document.getElementById('form');

let before = Promise.resolve();

/**
 * Shows a dialog, once another one is closed: a title, what is in it, and buttons by what they answer, the main one last.
 * @param {Array<[string, string]>} choices What each button answers and says.
 * @returns {Promise<string>}
 */
export function ask(title, inside, choices) {
  const asked = before.then(() => show(title, inside, choices));
  before = asked.catch(() => {});
  return asked;
}

function show(title, inside, choices) {
  const close = make('button', { value: '', formNoValidate: true }, choices.length ? words.cancel : words.close);
  const buttons = choices.map(([value, text], i) => make('button', { value, className: i + 1 === choices.length ? 'main' : '' }, text));
  const heading = make('h2', { id: 'dialog-title' }, title);
  form.replaceChildren(heading, ...inside, make('div', { className: 'row' }, close, ...buttons));
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener('close', () => done(dialog.returnValue), { once: true }));
}

// Enter in a field means the main button, not the first one, which closes.
form.addEventListener('keydown', (event) => {
  const main = form.querySelector('button.main');
  if (event.key !== 'Enter' || event.isComposing || event.target.tagName !== 'INPUT' || !main) return;
  event.preventDefault();
  main.click();
});
