// Fetching files of search/. A server that knows ranges sends the stretch that is wanted; another sends the whole file,
// which is kept.

import { Engine } from './engine.js';

function part(bytes, from, to) { return from === undefined ? bytes : bytes.subarray(from, to); }

function fetcher(base) {
  const whole = {};
  return async (name, from, to) => {
    if (whole[name]) return part(whole[name], from, to);
    const options = from === undefined ? {} : { headers: { Range: 'bytes=' + from + '-' + (to - 1) } };
    const answer = await fetch(base + name, options);
    if (answer.status !== 200 && answer.status !== 206) throw new Error(name + ' ' + answer.status);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.status === 206 || from === undefined) return bytes;
    whole[name] = bytes;
    return part(bytes, from, to);
  };
}

/** From a folder nothing can be fetched, but a script can be loaded: it hands over the file in base 64. */
function scripts(base) {
  const whole = {}, waiting = {};
  self.wanjiaFile = (name, text) => {
    const raw = atob(text), bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    waiting[name](bytes);
  };
  return (name, from, to) => {
    if (!whole[name]) {
      whole[name] = new Promise((done, failed) => {
        const script = document.createElement('script');
        waiting[name] = done;
        script.src = base + name + '.js';
        script.onerror = () => { delete whole[name]; failed(new Error(name)); };
        document.head.appendChild(script);
      });
    }
    return whole[name].then((bytes) => part(bytes, from, to));
  };
}

/** How to ask an engine over a folder `search/`; when something fails it is begun anew, so that asking again may help. */
export function local(base, portable) {
  const load = portable ? scripts(base) : fetcher(base);
  let ready = null;
  async function open() {
    const { catalog } = JSON.parse(new TextDecoder().decode(await load('index.json')));
    return Engine.open(load, { catalog, root: base.replace(/search\/$/, ''), ending: portable ? 'index.html' : '' });
  }
  return async (query, options) => {
    try {
      ready = ready || open();
      return await (await ready).search(query, options);
    } catch (error) {
      ready = null;
      throw error;
    }
  };
}
