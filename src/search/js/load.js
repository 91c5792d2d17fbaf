// Fetching files of search/. A server that knows ranges sends the stretch that is wanted; another sends the whole file,
// which is kept.

import { Engine } from './engine.js';

/** Runs a script, in a worker or in a page. */
export function runScript(address) {
  return new Promise((done, failed) => {
    if (typeof document === 'undefined') { importScripts(address); done(); return; }
    const script = document.createElement('script');
    script.src = address;
    script.onload = done;
    script.onerror = () => failed(new Error(address));
    document.head.appendChild(script);
  });
}

function part(bytes, from, to) { return from === undefined ? bytes : bytes.subarray(from, to); }

function fetcher(base) {
  const whole = {};
  let ranges = false;
  async function load(name, from, to) {
    if (whole[name]) return part(whole[name], from, to);
    // Where the index begins has the same name for ever, so a copy of it may be old.
    const options = name === 'index.json' ? { cache: 'no-cache' } : from === undefined ? {} : { headers: { Range: 'bytes=' + from + '-' + (to - 1) } };
    const answer = await fetch(base + name, options);
    if (answer.status !== 200 && answer.status !== 206) throw new Error(name + ' ' + answer.status);
    const bytes = new Uint8Array(await answer.arrayBuffer()), isPart = answer.status === 206;
    // A server that has sent a stretch knows ranges; one that has sent nothing but whole files says so or not.
    if (isPart) ranges = true;
    load.whole = !ranges && (from !== undefined || answer.headers.get('Accept-Ranges') !== 'bytes');
    if (isPart || from === undefined) return bytes;
    whole[name] = bytes;
    return part(bytes, from, to);
  }
  /** Whether the server sends whole files only. */
  load.whole = false;
  return load;
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

/**
 * How to ask an engine over a folder `search/`. When something fails it is begun anew, once by itself: the files of the index
 * that it knows are gone once a newer one is published. After that asking again may help.
 */
export function local(base, portable) {
  const load = portable ? scripts(base) : fetcher(base);
  load.script = (name) => runScript(base + name);
  let ready = null;
  async function open() {
    const { catalog } = JSON.parse(new TextDecoder().decode(await load('index.json')));
    return Engine.open(load, { catalog, root: base.replace(/search\/$/, ''), ending: portable ? 'index.html' : '' });
  }
  return async (query, options) => {
    for (let again = false; ; again = true) {
      const mine = ready = ready || open();
      try {
        return await (await mine).search(query, options);
      } catch (error) {
        // Another question may have begun it anew already.
        if (ready === mine) ready = null;
        if (again) throw error;
      }
    }
  };
}
