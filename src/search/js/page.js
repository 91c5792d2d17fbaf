/* 万家: search in the page. It asks the engine in a worker, draws what is found, and keeps what was asked on the device. */
(function (self) {
  'use strict';
  var Engine = self.WanjiaEngine.Engine, inWorker = typeof document === 'undefined' && typeof importScripts === 'function';

  // ---- Fetching. A server that knows ranges sends the stretch that is wanted; another sends the whole file, which is kept.

  function fetcher(base) {
    var whole = {};
    return async function (name, from, to) {
      if (whole[name]) return part(await whole[name], from, to);
      var options = from === undefined ? {} : { headers: { Range: 'bytes=' + from + '-' + (to - 1) } };
      var answer = await fetch(base + name, options);
      if (answer.status !== 200 && answer.status !== 206) throw new Error(name + ' ' + answer.status);
      var bytes = new Uint8Array(await answer.arrayBuffer());
      if (answer.status === 206 || from === undefined) return bytes;
      whole[name] = Promise.resolve(bytes);
      return part(bytes, from, to);
    };
  }
  function part(bytes, from, to) { return from === undefined ? bytes : bytes.subarray(from, to); }

  /* From a folder nothing can be fetched, but a script can be loaded: it hands over the file in base 64. */
  function scripts(base) {
    var whole = {}, waiting = {};
    self.wanjiaFile = function (name, text) {
      var raw = atob(text), bytes = new Uint8Array(raw.length);
      for (var i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
      waiting[name](bytes);
    };
    return function (name, from, to) {
      if (!whole[name]) {
        whole[name] = new Promise(function (done, failed) {
          var script = document.createElement('script');
          waiting[name] = done;
          script.src = base + name + '.js';
          script.onerror = function () { delete whole[name]; failed(new Error(name)); };
          document.head.appendChild(script);
        });
      }
      return whole[name].then(function (bytes) { return part(bytes, from, to); });
    };
  }

  /* An engine over a folder `search/`; when something fails it is begun anew, so that asking again may help. */
  function local(base, portable) {
    var load = portable ? scripts(base) : fetcher(base), ready = null;
    return async function (query, options) {
      try {
        if (!ready) {
          var engine = new Engine(load);
          engine.root = base.replace(/search\/$/, '');
          engine.ending = portable ? 'index.html' : '';
          engine.entry = async function () { return JSON.parse(new TextDecoder().decode(await load('index.json'))).catalog; };
          ready = engine.open();
        }
        return await (await ready).search(query, options);
      } catch (error) {
        ready = null;
        throw error;
      }
    };
  }

  if (inWorker) {
    var ask = null;
    self.onmessage = function (event) {
      var data = event.data;
      if (data.base) { ask = local(data.base, false); return; }
      ask(data.query, data.options).then(function (found) {
        self.postMessage({ id: data.id, found: found });
      }, function (error) { self.postMessage({ id: data.id, error: String(error && error.message || error) }); });
    };
    return;
  }

  function remote(base, href) {
    var worker = new Worker(href), waiting = {}, last = 0, dead = null;
    worker.postMessage({ base: new URL(base, location.href).pathname });
    worker.onmessage = function (event) {
      var one = waiting[event.data.id];
      delete waiting[event.data.id];
      if (event.data.error) one[1](new Error(event.data.error)); else one[0](event.data.found);
    };
    /* A worker that cannot be begun: the page does its work. */
    worker.onerror = function (event) {
      if (event.preventDefault) event.preventDefault();
      dead = dead || local(base, false);
      Object.keys(waiting).forEach(function (id) { var one = waiting[id]; delete waiting[id]; dead(one[2], one[3]).then(one[0], one[1]); });
    };
    return function (query, options) {
      if (dead) return dead(query, options);
      return new Promise(function (done, failed) {
        waiting[++last] = [done, failed, query, options];
        worker.postMessage({ id: last, query: query, options: options });
      });
    };
  }

  /* How to ask: base is the address of search/, href that of this script; portable: the site is a folder. */
  self.WanjiaSearch = function (base, href, portable) {
    if (portable) return local(base, true);
    if (typeof Worker === 'undefined') return local(new URL(base, location.href).pathname, false);
    try { return remote(base, href); } catch (error) { return local(new URL(base, location.href).pathname, false); }
  };
})(typeof self === 'undefined' ? globalThis : self);
