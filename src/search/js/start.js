// Where the script begins: in a worker it answers, in a page it is what the theme's script calls.

import { Box } from './box.js';
import { Engine } from './engine.js';
import { numbers, partsOf } from './decode.js';
import { TERM_BITS } from './format.js';
import { fold, simplifiedOf } from './fold.js';
import { inflate, unpack, unpackText } from './inflate.js';
import { local } from './load.js';
import { tolerance } from './names.js';
import { SearchPage } from './searchpage.js';
import { Passages } from './passages.js';
import { parts } from './parts.js';
import { number, runs, termsOf } from './terms.js';
import { useWords } from './words.js';
import { answerMessages, remote } from './worker.js';

/** How to ask: `base` is the address of search/, `href` that of this script; `portable` tells that the site is a folder. */
function ask(base, href, portable) {
  if (portable) return local(base, true);
  const path = new URL(base, location.href).pathname;
  if (typeof Worker === 'undefined') return local(path, false);
  try { return remote(path, href); } catch (error) { return local(path, false); }
}

/** Makes all search forms of the page answer; `words` is what they say. */
function startForms(ask, words) {
  useWords(words);
  document.querySelectorAll('form[role=search]').forEach((form) => {
    if (form.getAttribute('data-ready')) return;
    form.setAttribute('data-ready', '');
    const own = document.getElementById('wj-found') && form.className === 'ask';
    if (own) new SearchPage(form, ask); else new Box(form, ask);
  });
}

// The engine by itself is for tests and measurements.
self.WanjiaEngine = Object.assign(parts, { Engine, Passages, TERM_BITS, fold, inflate, number, numbers, partsOf, runs, simplifiedOf, termsOf, tolerance, unpack, unpackText });
if (typeof document === 'undefined' && typeof importScripts === 'function') answerMessages();
self.WanjiaSearch = ask;
self.WanjiaBoxes = startForms;
