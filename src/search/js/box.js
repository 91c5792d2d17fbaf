/* 万家: the search boxes and the search page. Results come as one types, never while an input method is composing. */
(function (self) {
  'use strict';
  if (typeof document === 'undefined') return;
  var English = /^en/.test(document.documentElement.lang);
  function say(chinese, english) { return English ? english : chinese; }
  var KINDS = { page: ['页面', 'Page'], news: ['消息', 'News'], campaign: ['行动', 'Campaign'], policy: ['政策', 'Policy'], explainer: ['解读', 'Explainer'], question: ['问答', 'Question'], event: ['活动', 'Event'], place: ['服务点', 'Place'], section: ['栏目', 'Section'], home: ['首页', 'Home'] };
  function kindName(kind) { return say.apply(null, KINDS[kind] || [kind, kind]); }

  // What was asked stays on the device.
  var KEY = 'wanjia-asked';
  function asked() { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch (e) { return []; } }
  function remember(words) {
    if (!words) return;
    var list = [words].concat(asked().filter(function (one) { return one !== words; })).slice(0, 8);
    try { localStorage.setItem(KEY, JSON.stringify(list)); } catch (e) { /* private window */ }
  }
  function forget() { try { localStorage.removeItem(KEY); } catch (e) { /* private window */ } }

  function make(name, of, children) {
    var element = document.createElement(name);
    Object.keys(of || {}).forEach(function (key) {
      if (key === 'text') element.textContent = of[key];
      else if (key.slice(0, 2) === 'on') element.addEventListener(key.slice(2), of[key]);
      else if (of[key] !== null) element.setAttribute(key, of[key]);
    });
    (children || []).forEach(function (child) { element.appendChild(child); });
    return element;
  }
  function clear(element) { while (element.firstChild) element.removeChild(element.firstChild); }

  /* Text with its marks. */
  function marked(element, text, marks) {
    var at = 0;
    (marks || []).forEach(function (mark) {
      element.appendChild(document.createTextNode(text.slice(at, mark[0])));
      element.appendChild(make('mark', { text: text.slice(mark[0], mark[1]) }));
      at = mark[1];
    });
    element.appendChild(document.createTextNode(text.slice(at)));
    return element;
  }

  /* Calls back when the words of an input changed and nobody is composing. */
  function listen(input, changed) {
    var timer = 0, composing = false;
    function later() { clearTimeout(timer); timer = setTimeout(changed, 25); }
    input.addEventListener('compositionstart', function () { composing = true; clearTimeout(timer); });
    input.addEventListener('compositionend', function () { composing = false; later(); });
    input.addEventListener('input', function (event) { if (!composing && !event.isComposing) later(); });
  }

  function spoken(found) {
    if (!found.results.length) return say('没有找到', 'Nothing was found');
    return say('找到 ' + found.total + ' 页', found.total + ' pages found');
  }

  // ---- A box on any page: a list below it.

  function box(form, ask) {
    var input = form.querySelector('input[name=q]'), id = input.id + '-list', turn = 0, here = -1, rows = [];
    var list = make('ul', { id: id, role: 'listbox', class: 'ask-list', hidden: '', 'aria-label': say('搜索结果', 'Results') });
    var status = make('p', { class: 'sr', role: 'status' });
    form.appendChild(list); form.appendChild(status);
    input.setAttribute('role', 'combobox'); input.setAttribute('aria-autocomplete', 'list'); input.setAttribute('aria-expanded', 'false'); input.setAttribute('aria-controls', id);
    function shut() { list.hidden = true; here = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); }
    function open() { list.hidden = !rows.length; input.setAttribute('aria-expanded', String(rows.length > 0)); }
    function move(to) {
      if (rows[here]) rows[here].element.setAttribute('aria-selected', 'false');
      here = (to + rows.length + 1) % (rows.length + 1);
      if (here === rows.length) { here = -1; input.removeAttribute('aria-activedescendant'); return; }
      rows[here].element.setAttribute('aria-selected', 'true');
      input.setAttribute('aria-activedescendant', rows[here].element.id);
      if (rows[here].element.scrollIntoView) rows[here].element.scrollIntoView({ block: 'nearest' });
    }
    function put(items) {
      clear(list); here = -1;
      rows = items.map(function (item, i) {
        var element = make('li', { id: id + i, role: 'option', 'aria-selected': 'false', onmousedown: function (event) { event.preventDefault(); }, onclick: item.go }, item.parts);
        list.appendChild(element);
        return { element: element, go: item.go };
      });
      open();
    }
    function recent() {
      put(asked().slice(0, 6).map(function (words) {
        return { parts: [make('span', { text: words }), make('small', { text: say('最近搜过', 'asked before') })], go: function () { input.value = words; search(); } };
      }));
    }
    function search() {
      var words = input.value.trim(), mine = ++turn;
      if (!words) { status.textContent = ''; recent(); return; }
      ask(words, { limit: 6, language: document.documentElement.lang }).then(function (found) {
        if (mine !== turn) return;
        status.textContent = (found.used ? say('已按“' + found.used + '”搜索，', 'Searched for ' + found.used + '. ') : '') + spoken(found);
        put(found.results.map(function (one) {
          return {
            parts: [marked(make('b'), one.title + (one.clause ? ' ' + one.clause : ''), one.titleMarks), brief(make('span'), one.excerpt, one.marks)],
            go: function () { remember(words); location.href = one.url; }
          };
        }));
        if (!found.results.length) put([{ parts: [make('span', { text: say('没有找到。按回车看各栏目', 'Nothing was found. Press Enter for the sections') })], go: function () { form.submit(); } }]);
      }, function () {
        if (mine !== turn) return;
        status.textContent = say('搜索没有取到，再试一次', 'Search did not load, try again');
        put([{ parts: [make('span', { text: status.textContent })], go: search }]);
      });
    }
    listen(input, search);
    input.addEventListener('focus', function () { if (!input.value) recent(); else if (rows.length) open(); });
    input.addEventListener('blur', function () { setTimeout(shut, 120); });
    input.addEventListener('keydown', function (event) {
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); if (list.hidden) open(); move(here + (event.key === 'ArrowDown' ? 1 : -1)); } else if (event.key === 'Escape') { if (!list.hidden) { event.preventDefault(); shut(); } } else if (event.key === 'Enter' && here >= 0) { event.preventDefault(); rows[here].go(); }
    });
    form.addEventListener('submit', function () { remember(input.value.trim()); });
    if (input.value) search(); else if (document.activeElement === input) recent();
  }
  /* What two lines can hold: the first mark is in sight, and what is left out is told. */
  function brief(element, text, marks) {
    var first = marks.length ? marks[0][0] : 0, from = 0;
    if (first > 24) {
      from = Math.max.apply(null, Array.prototype.map.call('，。；：、？ ', function (sign) { return text.lastIndexOf(sign, first - 1); })) + 1;
      if (first - from > 24) from = first - 12;
    }
    var end = Math.min(text.length, from + 90), before = from && text[from - 1] !== '…' ? '…' : '';
    var shown = marks.filter(function (mark) { return mark[1] <= end; }).map(function (mark) { return [mark[0] - from + before.length, mark[1] - from + before.length]; });
    return marked(element, before + text.slice(from, end) + (end < text.length ? '…' : ''), shown);
  }

  // ---- The search page.

  function page(form, ask) {
    var input = form.querySelector('input[name=q]'), place = document.getElementById('wj-found'), status = document.getElementById('wj-say'), before = document.getElementById('wj-before'), turn = 0, limit = 10;
    var chosen = {}, given = new URLSearchParams(location.search);
    ['section', 'kind', 'region', 'year'].forEach(function (name) { if (given.get(name)) chosen[name] = given.get(name); });
    input.value = given.get('q') || input.value;
    function address() {
      var next = new URLSearchParams();
      if (input.value.trim()) next.set('q', input.value.trim());
      Object.keys(chosen).forEach(function (name) { next.set(name, chosen[name]); });
      var text = next.toString();
      try { history.replaceState(null, '', location.pathname + (text ? '?' + text : '')); } catch (e) { /* a folder */ }
    }
    function recent() {
      clear(place);
      var list = asked();
      if (!list.length) return;
      place.appendChild(make('div', { class: 'asked' }, [
        make('h2', { text: say('最近搜过', 'Asked before') }),
        make('ul', { class: 'chips' }, list.map(function (words) { return make('li', {}, [make('button', { type: 'button', class: 'chip', text: words, onclick: function () { input.value = words; fresh(); input.focus(); } })]); })),
        make('p', { class: 'fine', text: say('只记在这台设备上。', 'Kept on this device only.') }),
        make('button', { type: 'button', class: 'btn', text: say('清除', 'Clear'), onclick: function () { forget(); recent(); input.focus(); } })
      ]));
    }
    function row(one) {
      var kind = kindName(one.kind), line = [kind, one.sectionTitle === kind ? '' : one.sectionTitle, one.region, one.date].filter(Boolean).join(' · ');
      var title = make('a', { href: one.url, onclick: function () { remember(input.value.trim()); } });
      marked(title, one.title, one.titleMarks);
      if (one.clause || one.head) title.appendChild(make('span', { class: 'hit-clause', text: one.clause || one.head }));
      var parts = [make('h2', { class: 'hit-title' }, [title]), marked(make('p', { class: one.kind === 'policy' ? 'hit-text song' : 'hit-text' }), one.excerpt, one.marks)];
      var about = make('p', { class: 'hit-about', text: line });
      if (one.status) about.appendChild(make('span', { class: one.inForce ? 'tag' : 'tag over', text: one.status }));
      parts.push(about);
      if (one.sub.length) {
        parts.push(make('p', { class: 'hit-about' }, [make('span', { text: say('也看看：', 'See also: ') })].concat(one.sub.map(function (url) {
          return make('a', { href: url, text: self.WanjiaEngine.clauseOf(url.split('#')[1]) });
        }))));
      }
      if (one.others.length) {
        parts.push(make('p', { class: 'hit-about' }, [make('span', { text: say('其他版本：', 'Other versions: ') })].concat(one.others.map(function (other) {
          return make('a', { href: other.url, text: [other.date, other.status].filter(Boolean).join(' ') || other.title });
        }))));
      }
      return make('li', { class: 'hit' }, parts);
    }
    function filters(facets) {
      var names = { section: say('栏目', 'Section'), kind: say('类型', 'Kind'), region: say('地区', 'Region'), year: say('年份', 'Year') };
      var boxes = Object.keys(names).map(function (name) {
        var options = facets[name] || [];
        if (options.length < 2 && !chosen[name]) return null;
        var select = make('select', { id: 'wj-' + name, onchange: function () { if (select.value) chosen[name] = select.value; else delete chosen[name]; fresh(); } });
        select.appendChild(make('option', { value: '', text: say('全部', 'All') }));
        options.forEach(function (one) {
          select.appendChild(make('option', { value: one[0], text: (name === 'kind' ? kindName(one[0]) : one[1]) + '（' + one[2] + '）', selected: one[0] === chosen[name] ? '' : null }));
        });
        return make('div', {}, [make('label', { for: 'wj-' + name, text: names[name] }), select]);
      }).filter(Boolean);
      return boxes.length ? make('div', { class: 'sieve' }, boxes) : null;
    }
    function draw(found) {
      var held = document.activeElement && document.activeElement.id;
      clear(place);
      if (found.used) {
        place.appendChild(make('p', { class: 'instead' }, [
          document.createTextNode(say('已按“' + found.used + '”搜索。', 'Searched for “' + found.used + '”. ')),
          make('button', { type: 'button', class: 'chip', text: say('还是搜“' + input.value.trim() + '”', 'Search for “' + input.value.trim() + '”'), onclick: function () { search(true); } })
        ]));
      }
      var sieve = filters(found.facets);
      if (sieve) place.appendChild(sieve);
      if (found.results.length) place.appendChild(make('ol', { class: 'hits' }, found.results.map(row)));
      else place.appendChild(make('p', { class: 'lead', text: say('没有找到“' + input.value.trim() + '”。换个说法，或者从下面的栏目里找。', 'Nothing was found for “' + input.value.trim() + '”. Try other words, or look through the sections below.') }));
      if (found.maybe.length) {
        place.appendChild(make('p', { class: 'fine', text: say('下面这些没有正面回答，也许沾边：', 'These do not answer it, but may come near:') }));
        place.appendChild(make('ol', { class: 'hits' }, found.maybe.map(row)));
      }
      if (found.total > found.results.length) place.appendChild(make('button', { type: 'button', class: 'btn', text: say('再看十条', 'Ten more'), onclick: function () { limit += 10; search(); } }));
      before.hidden = found.results.length > 0;
      status.textContent = spoken(found);
      if (held && /^wj-(section|kind|region|year)$/.test(held) && document.getElementById(held)) document.getElementById(held).focus();
    }
    function search(exactly) {
      var words = input.value.trim(), mine = ++turn;
      address();
      if (!words) { status.textContent = ''; before.hidden = false; recent(); return; }
      ask(words, Object.assign({ limit: limit, facets: true, exactly: exactly === true, language: document.documentElement.lang }, chosen)).then(function (found) { if (mine === turn) draw(found); }, function () {
        if (mine !== turn) return;
        clear(place);
        status.textContent = say('搜索的一部分没有取到。', 'A part of search did not load.');
        place.appendChild(make('p', { class: 'lead', text: say('搜索的一部分没有取到，可能是网络断了。', 'A part of search did not load; the network may be down.') }));
        place.appendChild(make('button', { type: 'button', class: 'btn', text: say('再试一次', 'Try again'), onclick: search }));
        before.hidden = false;
      });
    }
    function fresh() { limit = 10; search(); }
    listen(input, fresh);
    form.addEventListener('submit', function (event) { event.preventDefault(); remember(input.value.trim()); fresh(); });
    search();
  }

  self.WanjiaBoxes = function (ask) {
    Array.prototype.forEach.call(document.querySelectorAll('form[role=search]'), function (form) {
      if (form.getAttribute('data-ready')) return;
      form.setAttribute('data-ready', '');
      if (document.getElementById('wj-found') && form.className === 'ask') page(form, ask); else box(form, ask);
    });
  };
})(typeof self === 'undefined' ? globalThis : self);
