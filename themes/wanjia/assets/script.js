/* 万家: remembers the elder mode, lets contents follow, lays notes beside their clauses, copies, prints, reads aloud.
   Every page works without it. */
(function () {
  'use strict';
  var root = document.documentElement, KEY = 'wanjia-elder';
  var wide = window.matchMedia('(min-width:1000px)');
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }

  // Elder mode: #elder works by itself; here it is kept from page to page.
  function elder(on) {
    root.classList.toggle('elder', on);
    try { if (on) localStorage.setItem(KEY, '1'); else localStorage.removeItem(KEY); } catch (e) { /* private window */ }
    lay();
  }
  function kept() { try { return localStorage.getItem(KEY) === '1'; } catch (e) { return false; } }
  if (location.hash === '#elder') elder(true);
  else if (location.hash === '#standard') elder(false);
  else if (kept()) root.classList.add('elder');

  function say(button, text) {
    button.textContent = text;
    setTimeout(function () { button.textContent = '复制链接'; }, 2000);
  }
  var tools = {
    print: function () { window.print(); },
    copy: function (button) {
      navigator.clipboard.writeText(button.getAttribute('data-text')).then(
        function () { say(button, '已复制'); },
        function () { say(button, '没有复制成'); }
      );
    },
    aloud: function (button) {
      var voice = window.speechSynthesis;
      if (voice.speaking) { voice.cancel(); return; }
      var parts = all('h1,.lead,.pane,.prose,.brow,.doc-text').map(function (e) { return e.innerText; });
      parts.join('\n').split(/\n+/).filter(Boolean).forEach(function (line) {
        var words = new SpeechSynthesisUtterance(line);
        words.lang = root.lang;
        voice.speak(words);
      });
      button.textContent = '停下来';
      var watch = setInterval(function () {
        if (!voice.speaking) { clearInterval(watch); button.textContent = '读给我听'; }
      }, 500);
    }
  };
  var can = { print: 'print' in window, copy: !!navigator.clipboard, aloud: 'speechSynthesis' in window };
  all('[data-do]').forEach(function (b) { b.hidden = !can[b.getAttribute('data-do')]; });
  window.addEventListener('pagehide', function () { if (can.aloud) window.speechSynthesis.cancel(); });

  document.addEventListener('click', function (event) {
    var at = event.target.closest ? event.target.closest('.mode,[data-do],.unfold') : null;
    if (!at) return;
    if (at.classList.contains('mode')) elder(at.classList.contains('to-elder'));
    else if (at.classList.contains('unfold')) {
      var words = at.previousElementSibling, shut = words.classList.toggle('folded');
      at.textContent = shut ? '展开这一条' : '收起这一条';
      at.setAttribute('aria-expanded', String(!shut));
    } else tools[at.getAttribute('data-do')](at);
  });

  // On phones contents are folded, and official words that are long.
  function fold() {
    all('details.fold').forEach(function (d) { d.open = wide.matches; });
    if (wide.matches) return;
    all('.origins .origin-words').forEach(function (words) {
      if (words.offsetHeight < 260 || words.nextElementSibling.classList.contains('unfold')) return;
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'unfold';
      button.textContent = '展开这一条';
      button.setAttribute('aria-expanded', 'false');
      words.classList.add('folded');
      words.parentNode.insertBefore(button, words.nextSibling);
    });
  }
  fold();
  if (wide.addEventListener) wide.addEventListener('change', fold);

  // A table that has no room: wide columns to scroll over, on phones a list whose cells say the head of their column.
  function spread() {
    all('.table:not(.compare)').forEach(function (box) {
      box.classList.remove('wide');
      if (box.scrollWidth <= box.clientWidth) return;
      var heads = all('thead th', box);
      all('tbody tr', box).forEach(function (row) {
        all('td', row).forEach(function (cell, i) { if (heads[i]) cell.setAttribute('data-head', heads[i].textContent); });
      });
      box.classList.add('wide');
    });
  }

  // Notes stand at the top of their clause and give way to the note above; one that is in the way of the next shows its links only.
  var doc = document.querySelector('.doc:not(.bare)'), notes = doc ? all('.note', doc) : [];
  function place() {
    var below = 0, text = doc.querySelector('.doc-text'), base = text.getBoundingClientRect().top;
    for (var i = 0; i < notes.length; i++) {
      var note = notes[i], want = note.parentNode.getBoundingClientRect().top - base + 12, top = Math.max(want, below);
      var late = top > want + 4;
      if (late && i && !notes[i - 1].classList.contains('brief')) {
        notes[i - 1].classList.add('brief');
        return place();
      }
      note.style.top = top + 'px';
      note.classList.toggle('aside', late);
      below = top + note.offsetHeight + 16;
    }
    doc.style.minHeight = text.offsetTop + below + 'px';
  }
  function lay() {
    spread();
    // Words that run in columns scroll sideways, and who has only keys must come to them.
    if (/^mn-Mong/.test(root.lang)) all('.origin-words').forEach(function (words) { words.tabIndex = 0; });
    if (!doc) return;
    var on = wide.matches && !root.classList.contains('elder') && location.hash !== '#elder' && !/^mn-Mong/.test(root.lang);
    doc.classList.toggle('laid', on);
    doc.style.minHeight = '';
    notes.forEach(function (note) { note.style.top = ''; note.classList.remove('aside', 'brief'); });
    if (on) place();
  }
  // Search: its script is fetched when somebody turns to a box, or a program asks.
  var me = document.currentScript, engine = me && me.getAttribute('data-engine'), searching = null;
  function searcher() {
    if (!engine) return Promise.reject(new Error('no search'));
    if (!searching) {
      searching = new Promise(function (done, failed) {
        var script = document.createElement('script');
        script.src = engine;
        script.onload = function () { done(window.WanjiaSearch(engine.replace(/[^/]*$/, ''), engine, me.hasAttribute('data-portable'))); };
        script.onerror = function () { searching = null; failed(new Error(engine)); };
        document.head.appendChild(script);
      });
    }
    return searching;
  }
  // What the boxes say, # being what is filled in; words/*.yaml says it in other languages.
  var says = {
    results: '搜索结果', found: '找到 # 页', none: '没有找到', used: '已按“#”搜索。', by: '按“#”查到。', exactly: '还是搜“#”', sections: '没有找到。按回车看各栏目',
    nothing: '没有找到“#”。换个说法，或者从下面的栏目里找。', maybe: '下面这些没有正面回答，也许沾边：', more: '再看十条', also: '也看看：', versions: '其他版本：',
    asked: '最近搜过', kept: '只记在这台设备上。', clear: '清除', failed: '搜索没有取到，再试一次', broken: '搜索的一部分没有取到，可能是网络断了。', again: '再试一次', looking: '正在查……',
    section: '栏目', kind: '类型', region: '地区', year: '年份', all: '全部', count: '（#）'
  };
  function ask(words, options) { return searcher().then(function (search) { return search(words, options); }); }
  window.wanjia = window.wanjia || {};
  window.wanjia.search = function (words, options) { return ask(words, options).then(function (found) { return found.results; }); };
  var answers = document.getElementById('wj-found');
  function boxes() {
    return searcher().then(function () { window.WanjiaBoxes(ask, says); }, function () {
      // Elsewhere the form leads to the search page.
      if (answers) answers.textContent = says.failed;
    });
  }
  if (engine) {
    document.addEventListener('focusin', function (event) { if (event.target.form && event.target.form.getAttribute('role') === 'search') boxes(); });
    if (answers && /[?&]q=[^&]/.test(location.search)) answers.textContent = says.looking;
    if (answers || document.querySelector('form[role=search] :focus')) boxes();
  }

  // What was seen opens again without a network, where the site wants that; where it wants it no longer, nothing is kept.
  var keeper = me && me.getAttribute('data-offline'), worker = location.protocol !== 'file:' && navigator.serviceWorker;
  if (worker && keeper) {
    // The page that asked first was there before anybody could keep it.
    if (!worker.controller) worker.addEventListener('controllerchange', function () { fetch(location.pathname).catch(function () {}); }, { once: true });
    worker.register(keeper).catch(function () { /* it reads as well without */ });
    var note = null;
    var tell = function () {
      if (note) return;
      note = document.createElement('p');
      note.className = 'ribbon';
      note.setAttribute('role', 'status');
      note.textContent = '现在没有网络，这是上次看到的内容。';
      document.querySelector('main').before(note);
    };
    // A device may have a network that leads nowhere: the worker knows where the page came from.
    worker.addEventListener('message', function (event) { if (event.data === 'wanjia seen before') tell(); });
    if (worker.controller) worker.controller.postMessage('wanjia seen before?');
    if (worker.controller && navigator.onLine === false) tell();
  } else if (worker && window.caches) {
    // What the worker still writes while it goes is taken away by the next page.
    var app = document.querySelector('link[rel=manifest]'), home = app && new URL('.', app.href).pathname;
    caches.keys().then(function (names) {
      names.filter(function (name) { return name.indexOf('wanjia ' + home + ' ') === 0; }).forEach(function (name) {
        caches.delete(name);
        worker.getRegistration(home).then(function (known) { if (known && new URL(known.scope).pathname === home) known.unregister(); });
      });
    }).catch(function () { /* a private window */ });
  }

  lay();
  window.addEventListener('load', lay);
  window.addEventListener('resize', lay);

  // Contents follow: the last heading or clause that has reached the top.
  var links = all('.tree a[href^="#"]').map(function (a) {
    return { a: a, to: document.getElementById(decodeURIComponent(a.hash.slice(1))) };
  }).filter(function (l) { return l.to; });
  var now = null, due = false;
  function follow() {
    due = false;
    var here = null, edge = 120;
    links.forEach(function (l) { if (l.to.getBoundingClientRect().top <= edge) here = l; });
    if (here === now) return;
    if (now) { now.a.classList.remove('here'); now.a.removeAttribute('aria-current'); }
    now = here;
    if (!now) return;
    now.a.classList.add('here');
    now.a.setAttribute('aria-current', 'location');
    var box = now.a.closest('details');
    if (wide.matches && box && box.scrollHeight > box.clientHeight) box.scrollTop = now.a.offsetTop - box.clientHeight / 2;
  }
  if (links.length) {
    window.addEventListener('scroll', function () {
      if (!due) { due = true; requestAnimationFrame(follow); }
    }, { passive: true });
    follow();
  }
}());
