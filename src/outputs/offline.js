/* 万家: what a reader has seen opens again without a network. Pages come from the network first, so that nobody reads
   old numbers while there is one; names with a fingerprint never change and come from the store. */
'use strict';
var HOME = $HOME, STYLE = $STYLE, FIRST = $FIRST, NAME = $NAME;
var OURS = 'wanjia ' + HOME + ' ', KEPT = OURS + NAME + ' kept', SEEN = OURS + NAME + ' seen', PARTS = OURS + NAME + ' parts';
var PATIENCE = 4000, MOST = 300, MOST_PARTS = 1000;
var FINGERPRINT = /\.[0-9a-f]{10}\.[a-z0-9]+$|\/search\/[^/]*\.[0-9a-f]{6,}\.(bin|js)$/;

self.addEventListener('install', function (event) {
  event.waitUntil(caches.open(KEPT).then(function (store) { return store.addAll(FIRST); }).then(function () {
    return self.skipWaiting();
  }));
});

self.addEventListener('activate', function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.indexOf(OURS) === 0 && name !== KEPT && name !== SEEN && name !== PARTS;
    }).map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }));
});

self.addEventListener('fetch', function (event) {
  var request = event.request, url = new URL(request.url);
  var ours = url.origin === location.origin && url.pathname.indexOf(HOME) === 0;
  if (request.method !== 'GET' || !ours || url.pathname.indexOf('/.wanjia/') === 0) return;
  var part = request.headers.get('range');
  // Of parts only those of search are kept: films would fill the disk.
  if (part) { if (FINGERPRINT.test(url.pathname)) event.respondWith(partOf(event, part)); }
  else if (FINGERPRINT.test(url.pathname)) event.respondWith(storeFirst(event));
  else event.respondWith(networkFirst(event));
});

function stored(request) {
  // A search page is the same whatever is asked.
  var how = { ignoreSearch: request.mode === 'navigate', ignoreVary: true };
  return caches.open(SEEN).then(function (store) { return store.match(request, how); }).then(function (found) {
    return found || caches.open(KEPT).then(function (store) { return store.match(request, how); });
  });
}

/* Keeps an answer, and no more than so many. What goes wrong with that, a full disk, is no reader's affair. */
function keep(event, answer) {
  if (answer.status !== 200 || answer.type !== 'basic' || answer.redirected) return;
  event.waitUntil(put(SEEN, MOST, event.request, answer.clone()));
}

function put(name, most, request, answer) {
  return caches.open(name).then(function (store) {
    return store.delete(request).then(function () { return store.put(request, answer); }).then(function () {
      return store.keys();
    }).then(function (all) {
      return Promise.all(all.slice(0, Math.max(0, all.length - most)).map(function (old) { return store.delete(old); }));
    });
  }).catch(function () {});
}

/* A part of a file that never changes. Stores take whole answers only, so it is kept as one, under an address of its own. */
function partOf(event, part) {
  var request = event.request, own = request.url + '?' + encodeURIComponent(part);
  return caches.open(PARTS).then(function (store) { return store.match(own); }).then(function (found) {
    if (found) return found.arrayBuffer().then(function (bytes) { return new Response(bytes, { status: 206, headers: found.headers }); });
    // A server that knows no parts has sent the whole before.
    return stored(request).then(function (whole) { return whole || fetch(request).then(function (answer) {
      if (answer.status !== 206) { keep(event, answer); return answer; }
      var copy = answer.clone();
      event.waitUntil(copy.arrayBuffer().then(function (bytes) {
        return put(PARTS, MOST_PARTS, own, new Response(bytes, { headers: copy.headers }));
      }).catch(function () {}));
      return answer;
    }); });
  });
}

function fetched(event) {
  return fetch(event.request).then(function (answer) { keep(event, answer); return answer; });
}

function storeFirst(event) {
  return stored(event.request).then(function (found) { return found || fetched(event); });
}

function networkFirst(event) {
  var request = event.request, network = fetched(event);
  var late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE); }).then(function () { return old(event); })
    .then(function (found) { return found || network; });
  return Promise.race([network, late]).catch(function () {
    return old(event).then(function (found) {
      return found || (request.mode === 'navigate' ? offline() : Response.error());
    });
  });
}

/* What was seen before. A page that is shown so may ask, and says so to its reader. */
var shown = [];
function old(event) {
  return stored(event.request).then(function (found) {
    if (found && event.resultingClientId) shown = shown.slice(-20).concat(event.resultingClientId);
    return found;
  });
}

self.addEventListener('message', function (event) {
  if (event.data === 'wanjia seen before?' && shown.indexOf(event.source.id) >= 0) event.source.postMessage('wanjia seen before');
});

function offline() {
  var html = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>没有网络</title>' +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="' + STYLE + '"></head>' +
    '<body data-kind="offline"><main id="main" class="wrap"><h1>现在没有网络</h1>' +
    '<p>这一页还没有看过，等有了网络再打开。看过的页面现在也能看。</p>' +
    '<p><a class="btn fill" href="' + HOME + '">回首页</a></p></main></body></html>';
  return new Response(html, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}
