// The engine in a worker, so that the page stays quick.

import { local } from './load.js';

/** In the worker: answers what the page asks. The first message tells where search/ is. */
export function answerMessages() {
  let ask = null;
  self.onmessage = ({ data: { base, id, query, options } }) => {
    // Who turns to a box will ask: what every question needs comes meanwhile. What fails is told once somebody has asked.
    if (base) { ask = local(base, false); ask('').catch(() => {}); return; }
    ask(query, options).then((found) => self.postMessage({ id, found }), (error) => self.postMessage({ id, error: String(error && error.message || error) }));
  };
}

/** In the page: how to ask a worker that runs the script at `href`. */
export function remote(base, href) {
  const worker = new Worker(href), waiting = {};
  let last = 0, dead = null;
  worker.postMessage({ base });
  worker.onmessage = ({ data: { id, found, error } }) => {
    const { done, failed } = waiting[id];
    delete waiting[id];
    if (error) failed(new Error(error)); else done(found);
  };
  // A worker that cannot be begun: the page does its work.
  worker.onerror = (event) => {
    if (event.preventDefault) event.preventDefault();
    dead = dead || local(base, false);
    Object.keys(waiting).forEach((id) => { const { query, options, done, failed } = waiting[id]; delete waiting[id]; dead(query, options).then(done, failed); });
  };
  return (query, options) => {
    if (dead) return dead(query, options);
    return new Promise((done, failed) => {
      waiting[++last] = { done, failed, query, options };
      worker.postMessage({ id: last, query, options });
    });
  };
}
