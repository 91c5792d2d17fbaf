// The front matter of a page as a form: fields of one line, by what people call them. The text stays what it is; of a field that is
// filled in only its value changes.

import { labelled, make } from './dialog.js';
import { words } from './words.js';

/** Fields that every page is better for, in the order of the form. */
const ALWAYS = ['title', 'summary'];

/** The lines between the marks: `{from, to, lines}`, `from` where they begin; nothing when a text has none. */
function frontOf(text) {
  const found = /^---\n([^]*?)\n---(?:\n|$)/.exec(text);
  return found && { from: 4, to: 4 + found[1].length, lines: found[1].split('\n') };
}

/** A value as it is written on one line: `{value, length}`, its length without a comment behind it; nothing for what takes more than that. */
function scalar(written) {
  const quoted = /^"(?:[^"\\]|\\.)*"|^'(?:[^']|'')*'/.exec(written);
  if (quoted) {
    const raw = quoted[0];
    try { return { value: raw[0] === '"' ? JSON.parse(raw) : raw.slice(1, -1).replace(/''/g, "'"), length: raw.length }; } catch (error) { return null; }
  }
  if (/^[[{&*!|>%@`]/.test(written)) return null;
  const plain = written.replace(/(^|\s+)#.*$/, '').replace(/\s+$/, '');
  return { value: plain, length: plain.length };
}

/** The fields of one line: `{name, value, from, to}`, where their values stand in the text. */
export function fieldsOf(text) {
  const front = frontOf(text), fields = [];
  if (!front) return fields;
  let at = front.from;
  front.lines.forEach((line, n) => {
    const found = /^([a-z_]+):([ \t]*)(.*)$/.exec(line), next = front.lines[n + 1] || '', read = found && scalar(found[3]);
    // What goes on below is no field of one line.
    if (read && !(read.value === '' && /^(\s+\S|-)/.test(next)) && !/^\s+\S/.test(next)) {
      const from = at + found[1].length + 1 + found[2].length;
      fields.push({ name: found[1], value: read.value, from, to: from + read.length, isTight: !found[2] });
    }
    at += line.length + 1;
  });
  return fields;
}

/** A value as YAML reads it as the same text again; days and plain words stand as they are. */
export function written(value) {
  if (/^\d{4}-\d{1,2}-\d{1,2}$/.test(value)) return value;
  const isPlain = /^[A-Za-z\u3400-\u9fff《〔（“][\w\u3400-\u9fff《》〔〕（）“”、，。！？；…—·/. -]*$/.test(value) && !/ $/.test(value) && !/^(true|false|yes|no|on|off|null)$/i.test(value);
  return isPlain || value === '' ? value : JSON.stringify(value);
}

/** The change of a text that gives a field a value: `{from, to, with}`; nothing when there is no front matter. */
export function change(text, name, value) {
  const front = frontOf(text), field = fieldsOf(text).find((one) => one.name === name), line = value.replace(/\s*\n\s*/g, ' ');
  if (!front) return null;
  if (field) return { from: field.from, to: field.to, with: (field.isTight ? ' ' : '') + written(line) };
  return { from: front.to, to: front.to, with: '\n' + name + ': ' + written(line) };
}

/** Shows the form of a text in `place`; `changed` is called with each change that somebody makes in it. */
export function showForm(place, text, isOwn, changed) {
  const fields = fieldsOf(text()), names = fields.map((field) => field.name);
  const missing = frontOf(text()) ? ALWAYS.filter((name) => names.indexOf(name) < 0 && !new RegExp('^' + name + ':', 'm').test(text())) : [];
  const all = fields.filter(({ name }) => words.fields[name]).concat(missing.map((name) => ({ name, value: '' })));
  place.replaceChildren(...all.map(({ name, value }) => {
    const input = make('input', { value, readOnly: !isOwn, name });
    input.addEventListener('input', () => { const one = change(text(), name, input.value); if (one) changed(one); });
    return labelled(words.fields[name], input);
  }));
  return all.length > 0;
}
