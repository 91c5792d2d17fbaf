// Elements of the page.

/** An element; `of` are its attributes, but for `text` and listeners (`onclick`). An attribute that is null is left out. */
export function make(name, of, children) {
  const element = document.createElement(name);
  Object.keys(of || {}).forEach((key) => {
    if (key === 'text') element.textContent = of[key];
    else if (key.slice(0, 2) === 'on') element.addEventListener(key.slice(2), of[key]);
    else if (of[key] !== null) element.setAttribute(key, of[key]);
  });
  (children || []).forEach((child) => element.appendChild(child));
  return element;
}

export function clear(element) { while (element.firstChild) element.removeChild(element.firstChild); }

/** Adds a text with its marks. */
export function marked(element, text, marks) {
  let at = 0;
  (marks || []).forEach(([from, to]) => {
    element.appendChild(document.createTextNode(text.slice(at, from)));
    element.appendChild(make('mark', { text: text.slice(from, to) }));
    at = to;
  });
  element.appendChild(document.createTextNode(text.slice(at)));
  return element;
}

/** Adds what two lines can hold: the first mark is in sight, and what is left out is told. */
export function brief(element, text, marks) {
  const first = marks.length ? marks[0][0] : 0;
  let from = 0;
  if (first > 24) {
    from = Math.max.apply(null, Array.from('，。；：、？ ', (sign) => text.lastIndexOf(sign, first - 1))) + 1;
    if (first - from > 24) from = first - 12;
  }
  const end = Math.min(text.length, from + 90), before = from && text[from - 1] !== '…' ? '…' : '', shift = before.length - from;
  const shown = marks.filter((mark) => mark[1] <= end).map((mark) => [mark[0] + shift, mark[1] + shift]);
  return marked(element, before + text.slice(from, end) + (end < text.length ? '…' : ''), shown);
}

/** Calls back when the words of an input changed and nobody is composing. */
export function listen(input, changed) {
  let timer = 0, composing = false;
  const later = () => { clearTimeout(timer); timer = setTimeout(changed, 25); };
  input.addEventListener('compositionstart', () => { composing = true; clearTimeout(timer); });
  input.addEventListener('compositionend', () => { composing = false; later(); });
  input.addEventListener('input', (event) => { if (!composing && !event.isComposing) later(); });
}
