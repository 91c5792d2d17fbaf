// Asked inside a page: what can be seen there, how large it is, how far its colours stand apart.
// A plain script, put into every page before its own.
(function () {
  'use strict';

  /** A short name for an element: tag, id, classes, and the way up to the next id or main part. */
  function name(element) {
    var parts = [];
    for (var e = element; e && e !== document.body && parts.length < 4; e = e.parentElement) {
      var part = e.localName;
      if (e.id) part += '#' + e.id;
      else if (e.getAttribute('class')) part += '.' + e.getAttribute('class').trim().split(/\s+/).join('.');
      parts.unshift(part);
      if (e.id) break;
    }
    var words = (element.textContent || '').trim().replace(/\s+/g, ' ').slice(0, 16);
    return parts.join(' > ') + (words ? ' “' + words + '”' : '');
  }

  /** Whether somebody who sees can see it: not hidden, not cut away for screen readers only. */
  function seen(element) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
    var box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return false;
    for (var e = element; e; e = e.parentElement) {
      var style = getComputedStyle(e);
      if (style.clipPath === 'inset(50%)') return false;
      if (style.overflow !== 'visible' && e.clientWidth <= 1 && e.clientHeight <= 1) return false;
      if (style.position === 'absolute' && e.getBoundingClientRect().bottom < -20 - scrollY) return false;
    }
    return true;
  }

  /** Every visible stretch of text: the element it stands in, and the part of it when the stylesheet wrote it. Marks alone are decoration. */
  function texts() {
    var found = [];
    var walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    var last = null;
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      var element = node.parentElement;
      if (!node.nodeValue.trim() || element === last || /^(script|style|noscript|title|desc)$/.test(element.localName)) continue;
      last = element;
      if (seen(element)) found.push({ element: element, style: getComputedStyle(element) });
    }
    Array.prototype.forEach.call(document.body.querySelectorAll('*'), function (element) {
      ['::before', '::after'].forEach(function (part) {
        var style = getComputedStyle(element, part);
        var words = /^"(.*)"$/.exec(style.content);
        if (words && /[\p{L}\p{N}]/u.test(words[1]) && style.display !== 'none' && seen(element)) found.push({ element: element, style: style, part: part });
      });
    });
    return found;
  }

  /** Texts smaller than `least` pixels. */
  function smallTexts(least) {
    return texts().filter(function (text) { return parseFloat(text.style.fontSize) < least - 0.01; })
      .map(function (text) { return parseFloat(text.style.fontSize) + 'px ' + name(text.element) + (text.part || ''); });
  }

  // ---- targets

  var PRESSED = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[role=button]';

  /** A link inside a sentence: it runs along with words that are no links. */
  function inSentence(element) {
    if (element.localName !== 'a' || getComputedStyle(element).display !== 'inline') return false;
    var block = element.parentElement;
    while (block && getComputedStyle(block).display === 'inline') block = block.parentElement;
    if (!block) return false;
    var words = '';
    var walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (var node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement.closest('a')) words += node.nodeValue;
    }
    return /[\p{L}\p{N}]/u.test(words);
  }

  /** How far to both sides of its middle a finger still meets the element. */
  function reach(element, least) {
    element.scrollIntoView({ block: 'center', inline: 'nearest' });
    var box = element.getBoundingClientRect();
    var x = box.left + box.width / 2, y = box.top + box.height / 2;
    function meets(dx, dy) {
      var hit = document.elementFromPoint(x + dx, y + dy);
      return !!hit && (hit === element || element.contains(hit) || (hit.localName === 'label' && hit.control === element));
    }
    function far(dx, dy) {
      for (var step = 0; step < least; step += 1) if (!meets(dx * (step + 1), dy * (step + 1))) return step;
      return least;
    }
    if (!meets(0, 0)) return null;
    return { width: far(-1, 0) + far(1, 0) + 1, height: far(0, -1) + far(0, 1) + 1 };
  }

  /** Targets that a finger cannot meet over at least `least` pixels both ways. */
  function smallTargets(least) {
    var small = [];
    Array.prototype.forEach.call(document.querySelectorAll(PRESSED), function (element) {
      if (!seen(element) || inSentence(element) || getComputedStyle(element).pointerEvents === 'none') return;
      var box = element.getBoundingClientRect();
      if (box.width >= least - 0.5 && box.height >= least - 0.5) return;
      var size = reach(element, least);
      if (size && size.width >= least - 1 && size.height >= least - 1) return;
      var is = size ? size.width + '×' + size.height : Math.round(box.width) + '×' + Math.round(box.height) + ' (covered)';
      small.push(is + ' ' + name(element));
    });
    return small;
  }

  // ---- colours

  var canvas = null, known = {};
  function rgba(color) {
    if (!known[color]) {
      if (!canvas) {
        canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        canvas.canvas.width = canvas.canvas.height = 1;
      }
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
      var data = canvas.getImageData(0, 0, 1, 1).data;
      known[color] = [data[0], data[1], data[2], data[3] / 255];
    }
    return known[color];
  }
  function over(top, below) {
    return [0, 1, 2].map(function (i) { return top[i] * top[3] + below[i] * (1 - top[3]); }).concat(1);
  }
  function luminance(color) {
    var part = color.slice(0, 3).map(function (c) { c /= 255; return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4); });
    return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
  }
  function contrast(a, b) {
    var x = luminance(a), y = luminance(b);
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  }
  /** The colour behind an element; `null` where a picture or gradient lies between. */
  function ground(element) {
    var layers = [], e = element;
    for (; e; e = e.parentElement) {
      var style = getComputedStyle(e);
      if (style.backgroundImage !== 'none') return null;
      var color = rgba(style.backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    var base = e ? layers.pop() : rgba('Canvas');
    return layers.reverse().reduce(function (below, top) { return over(top, below); }, base);
  }

  /** Texts whose colour stands less than `least` apart from what lies behind, and how many could be measured. */
  function paleTexts(least) {
    var pale = [], measured = 0, unknown = 0;
    texts().forEach(function (text) {
      var behind = text.element.namespaceURI === 'http://www.w3.org/1999/xhtml' ? ground(text.element) : null;
      if (!behind) { unknown += 1; return; }
      if (text.part && rgba(text.style.backgroundColor)[3] > 0) behind = over(rgba(text.style.backgroundColor), behind);
      measured += 1;
      var is = contrast(over(rgba(text.style.color), behind), behind);
      if (is < least - 0.005) pale.push(is.toFixed(2) + ' ' + name(text.element) + (text.part || ''));
    });
    return { pale: pale, measured: measured, unknown: unknown };
  }

  /** What stands out of the page to the side. Nothing when the page does not scroll sideways. */
  function overflow() {
    var root = document.documentElement, wide = root.clientWidth;
    if (root.scrollWidth <= wide && document.body.scrollWidth <= Math.max(wide, document.body.clientWidth)) return [];
    var out = Array.prototype.filter.call(document.body.querySelectorAll('*'), function (e) {
      return e.getBoundingClientRect().right > wide + 1 && seen(e) && !e.closest('.table,pre');
    });
    return ['page is ' + root.scrollWidth + ' wide in ' + wide + ': ' + out.slice(0, 3).map(name).join(' | ')];
  }

  /** What a page says of itself. */
  function outline() {
    var ids = {}, twice = [];
    Array.prototype.forEach.call(document.querySelectorAll('[id]'), function (e) {
      if (ids[e.id]) twice.push(e.id);
      ids[e.id] = true;
    });
    return {
      title: document.title,
      lang: document.documentElement.lang,
      dir: document.documentElement.dir,
      description: (document.querySelector('meta[name=description]') || {}).content || '',
      canonical: (document.querySelector('link[rel=canonical]') || {}).href || '',
      h1: document.querySelectorAll('h1').length,
      landmarks: ['header', 'main', 'footer', 'nav'].filter(function (tag) { return document.querySelector(tag); }),
      twice: twice,
      ids: Object.keys(ids),
      links: Array.prototype.map.call(document.querySelectorAll('a[href],link[href],script[src],img[src]'), function (e) {
        return e.href || e.src;
      }).filter(function (url) { return typeof url === 'string'; }),
      picturesWithoutText: Array.prototype.filter.call(document.images, function (e) { return !e.hasAttribute('alt'); }).map(name),
      emptyLinks: Array.prototype.filter.call(document.querySelectorAll('a[href],button'), function (e) {
        return !(e.textContent.trim() || e.getAttribute('aria-label') || e.title);
      }).map(name),
    };
  }

  window.looks = {
    name: name, seen: seen, smallTexts: smallTexts, smallTargets: smallTargets, paleTexts: paleTexts, overflow: overflow, outline: outline,
    bodySize: function () { return parseFloat(getComputedStyle(document.body).fontSize); },
  };
}());
