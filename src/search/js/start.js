// Where the script begins: in a worker it answers, in a page it is what the theme's script calls.

import { Box } from './box.js';
import { Engine } from './engine.js';
import { numbers, partsOf } from './decode.js';
import { TERM_BITS } from './format.js';
import { fold, simplifiedOf } from './fold.js';
import { inflate, textOf, unpack } from './inflate.js';
import { asked, forget, remember } from './asked.js';
import { clear, listen, make, marked } from './dom.js';
import { local, runScript } from './load.js';
import { tolerance } from './names.js';
import { Passages, clauseOf } from './passages.js';
import { parts } from './parts.js';
import { number, runs, termsOf } from './terms.js';
import { foundWords, say, useWords } from './words.js';
import { answerMessages, remote } from './worker.js';

/** The script of the search page; the program writes its name with a fingerprint here, and where it lies is known once somebody asks. */
const SEARCH_PAGE = 'searchpage.js';
let folder = '';

/** How to ask: `base` is the address of search/, `href` that of this script; `portable` tells that the site is a folder. */
function ask(base, href, portable) {
  folder = base;
  if (portable) return local(base, true);
  const path = new URL(base, location.href).pathname;
  if (typeof Worker === 'undefined') return local(path, false);
  try { return remote(path, href); } catch (error) { return local(path, false); }
}

/** The search page is a script of its own. */
function startSearchPage(form, ask) {
  const failed = () => { document.getElementById('wj-say').textContent = say('broken'); };
  runScript(folder + SEARCH_PAGE).then(() => new parts.SearchPage(form, ask)).catch(failed);
}

/** Makes all search forms of the page answer; `words` is what they say. */
function startForms(ask, words) {
  useWords(words);
  document.querySelectorAll('form[role=search]').forEach((form) => {
    if (form.hasAttribute('data-ready')) return;
    form.setAttribute('data-ready', '');
    const own = document.getElementById('wj-found') && form.className === 'ask';
    if (own) startSearchPage(form, ask); else new Box(form, ask);
  });
}

// The engine by itself is for tests and measurements.
self.WanjiaEngine = Object.assign(parts, {
  Engine, Passages, TERM_BITS, asked, clauseOf, clear, fold, forget, foundWords, inflate, listen, make, marked, number, numbers,
  partsOf, remember, runs, say, simplifiedOf, termsOf, textOf, tolerance, unpack,
});
if (typeof document === 'undefined' && typeof importScripts === 'function') answerMessages();
self.WanjiaSearch = ask;
self.WanjiaBoxes = startForms;
