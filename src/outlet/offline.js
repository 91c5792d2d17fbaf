/* 万家: what a reader has seen opens again without a network. Pages come from the network first, so that nobody reads
   old numbers while there is one; names with a fingerprint never change and come from the store. */
'use strict';
var HOME = $HOME, STYLE = $STYLE, FIRST = $FIRST, NAME = $NAME;
var OURS = 'wanjia ' + HOME + ' ', KEPT = OURS + NAME + ' kept', SEEN = OURS + NAME + ' seen';
var PATIENCE = 4000, MOST = 300;
var FINGERPRINT = /\.[0-9a-f]{10}\.[a-z0-9]+$|\/search\/[^/]*\.[0-9a-f]{6,}\.(bin|js)$/;

self.addEventListener('install', function (event) {
  event.waitUntil(caches.open(KEPT).then(function (store) { return store.addAll(FIRST); }).then(function () {
    return self.skipWaiting();
  }));
});

self.addEventListener('activate', function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.indexOf(OURS) === 0 && name !== KEPT && name !== SEEN;
    }).map(function (name) { return caches.delete(name); }));
  }).then(function () { return self.clients.claim(); }));
});

self.addEventListener('fetch', function (event) {
  var request = event.request, url = new URL(request.url);
  var ours = url.origin === location.origin && url.pathname.indexOf(HOME) === 0;
  var passing = request.headers.has('range') || url.pathname.indexOf('/.wanjia/') === 0;
  if (request.method !== 'GET' || !ours || passing) return;
  if (FINGERPRINT.test(url.pathname)) event.respondWith(storeFirst(event));
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
  if (!answer.ok || answer.type !== 'basic' || answer.redirected) return;
  var copy = answer.clone();
  event.waitUntil(caches.open(SEEN).then(function (store) {
    return store.delete(event.request).then(function () { return store.put(event.request, copy); }).then(function () {
      return store.keys();
    }).then(function (all) {
      return Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map(function (old) { return store.delete(old); }));
    });
  }).catch(function () {}));
}

function fetched(event) {
  return fetch(event.request).then(function (answer) { keep(event, answer); return answer; });
}

function storeFirst(event) {
  return stored(event.request).then(function (found) { return found || fetched(event); });
}

function networkFirst(event) {
  var request = event.request, network = fetched(event);
  var late = new Promise(function (resolve) { setTimeout(resolve, PATIENCE); }).then(function () { return stored(request); })
    .then(function (found) { return found || network; });
  return Promise.race([network, late]).catch(function () {
    return stored(request).then(function (found) {
      return found || (request.mode === 'navigate' ? offline() : Response.error());
    });
  });
}

function offline() {
  var html = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>没有网络</title>' +
    '<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="' + STYLE + '"></head>' +
    '<body data-kind="offline"><main id="main" class="wrap"><h1>现在没有网络</h1>' +
    '<p>这一页还没有看过，等有了网络再打开。看过的页面现在也能看。</p>' +
    '<p><a href="' + HOME + '">回首页</a></p></main></body></html>';
  return new Response(html, { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}
