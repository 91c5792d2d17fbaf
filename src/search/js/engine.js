/* 万家: the search engine. It runs in a worker, or in the page where there is no worker. It fetches the catalog,
   and of the other files only the stretches that a question needs. ES2017; no eval, nothing inline. */
(function (self) {
  'use strict';

  // ---- Inflate (RFC 1951), so that no browser is too old and no server needs to pack.

  var LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
  var LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
  var DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
  var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

  function tree(lengths) {
    var count = new Uint16Array(16), offset = new Uint16Array(16), symbols = new Uint16Array(lengths.length), i;
    for (i = 0; i < lengths.length; i++) count[lengths[i]]++;
    count[0] = 0;
    for (i = 1; i < 16; i++) offset[i] = offset[i - 1] + count[i - 1];
    for (i = 0; i < lengths.length; i++) if (lengths[i]) symbols[offset[lengths[i]]++] = i;
    return { count: count, symbols: symbols };
  }

  function inflate(bytes) {
    var at = 0, hold = 0, held = 0, out = new Uint8Array(bytes.length * 4 + 1024), end = 0, last = 0;
    function bits(n) {
      while (held < n) { hold |= bytes[at++] << held; held += 8; }
      var value = hold & ((1 << n) - 1);
      hold >>>= n; held -= n;
      return value;
    }
    function symbol(t) {
      var code = 0, first = 0, index = 0;
      for (var length = 1; length < 16; length++) {
        code |= bits(1);
        var n = t.count[length];
        if (code - n < first) return t.symbols[index + code - first];
        index += n; first = (first + n) << 1; code <<= 1;
      }
      throw new Error('broken');
    }
    function room(n) {
      if (end + n <= out.length) return;
      var more = new Uint8Array(Math.max(out.length * 2, end + n));
      more.set(out); out = more;
    }
    function lengthsOf(n, by) {
      var lengths = [], value, repeat;
      while (lengths.length < n) {
        value = symbol(by);
        if (value < 16) { lengths.push(value); continue; }
        repeat = value === 16 ? 3 + bits(2) : value === 17 ? 3 + bits(3) : 11 + bits(7);
        value = value === 16 ? lengths[lengths.length - 1] : 0;
        while (repeat--) lengths.push(value);
      }
      return lengths;
    }
    while (!last) {
      last = bits(1);
      var type = bits(2), literals, distances, value, i;
      if (type === 0) {
        hold = held = 0;
        var size = bytes[at] | bytes[at + 1] << 8;
        at += 4; room(size);
        out.set(bytes.subarray(at, at + size), end);
        at += size; end += size;
        continue;
      }
      if (type === 1) {
        value = [];
        for (i = 0; i < 288; i++) value.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
        literals = tree(value);
        distances = tree(new Array(30).fill(5));
      } else {
        var nl = bits(5) + 257, nd = bits(5) + 1, nc = bits(4) + 4, short = new Uint8Array(19);
        for (i = 0; i < nc; i++) short[ORDER[i]] = bits(3);
        value = lengthsOf(nl + nd, tree(short));
        literals = tree(value.slice(0, nl));
        distances = tree(value.slice(nl));
      }
      for (;;) {
        value = symbol(literals);
        if (value < 256) { room(1); out[end++] = value; continue; }
        if (value === 256) break;
        var length = LENGTHS[value - 257] + bits(LENGTH_BITS[value - 257]);
        var d = symbol(distances), back = DISTANCES[d] + bits(d < 2 ? 0 : (d >> 1) - 1);
        room(length);
        while (length--) { out[end] = out[end - back]; end++; }
      }
    }
    return out.subarray(0, end);
  }

  /* By the browser where it can, which is faster for all that is not small. What was packed behind phrases is read behind them: they come as
     a block that is not packed. */
  async function unpack(bytes, phrases) {
    if (phrases) {
      var size = phrases.length, joined = new Uint8Array(5 + size + bytes.length);
      joined.set([0, size & 255, size >> 8, ~size & 255, ~size >> 8 & 255]);
      joined.set(phrases, 5);
      joined.set(bytes, 5 + size);
      return (await unpack(joined)).subarray(size);
    }
    if (bytes.length < 8192 || typeof DecompressionStream === 'undefined') return inflate(bytes);
    try {
      return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer());
    } catch (error) {
      return inflate(bytes);
    }
  }

  async function utf8(bytes) { return new TextDecoder('utf-8').decode(await unpack(bytes)); }

  /* Texts in the alphabet that the catalog begins with: see alphabet.rs. */
  function alphabetOf(bytes) {
    var read = varints(bytes), count = read.next(), tiers = [];
    for (var i = 0; i < count; i++) {
      var tier = new Uint16Array(read.next());
      for (var j = 0, c = 0; j < tier.length; j++) tier[j] = c += read.next();
      tiers.push(tier);
    }
    var short = tiers[0].length;
    return function (bytes) {
      var out = new Uint16Array(bytes.length), n = 0;
      for (var i = 0; i < bytes.length; i++) {
        var b = bytes[i];
        if (b < short) out[n++] = tiers[0][b];
        else if (b < 255) out[n++] = tiers[b - short + 1][bytes[++i]];
        else { out[n++] = bytes[i + 1] << 8 | bytes[i + 2]; i += 2; }
      }
      return new TextDecoder('utf-16le').decode(out.subarray(0, n));
    };
  }

  // ---- Numbers as the index has them: see bits.rs.

  function varints(bytes, from) {
    var at = from || 0;
    return {
      next: function () {
        var value = 0, shift = 0, byte;
        do { byte = bytes[at++]; value += (byte & 127) * Math.pow(2, shift); shift += 7; } while (byte > 127);
        return value;
      },
      at: function () { return at; }
    };
  }

  /* All numbers of a row. */
  function numbers(bytes) {
    var read = varints(bytes), list = [];
    while (read.at() < bytes.length) list.push(read.next());
    return list;
  }

  /* Parts one after the other, each packed behind its length. */
  function partsOf(bytes) {
    var parts = [], at = 0;
    while (at < bytes.length) {
      var read = varints(bytes, at), length = read.next();
      at = read.at() + length;
      parts.push(unpack(bytes.subarray(at - length, at)));
    }
    return Promise.all(parts);
  }

  function bitsOf(bytes, from) {
    var at = from * 8;
    function take(n) {
      var value = 0;
      while (n > 0) {
        var free = 8 - (at & 7), some = Math.min(free, n);
        value = value << some | (bytes[at >> 3] >> (free - some)) & ((1 << some) - 1);
        at += some; n -= some;
      }
      return value;
    }
    function zeros() {
      var n = 0;
      for (;;) {
        var free = 8 - (at & 7), rest = bytes[at >> 3] & ((1 << free) - 1);
        if (rest) { var z = Math.clz32(rest) - 32 + free; at += z + 1; return n + z; }
        n += free; at += free;
        if (at > bytes.length * 8) throw new Error('broken');
      }
    }
    return {
      take: take,
      rice: function (k) { var q = zeros(); return q * (1 << k) + take(k); },
      gamma: function () { var z = zeros(); return z ? (1 << z) | take(z) : 1; }
    };
  }

  function riceOf(range, count) {
    var k = 0;
    while (k < 28 && count * 100 * Math.pow(2, k + 1) <= range * 69) k++;
    return k;
  }

  // ---- Folding and terms: see fold.rs and term.rs. Both sides pass tests/search/vectors.json.

  var DIGITS = '零一二三四五六七八九';

  function chinese(n) {
    var out = '', gap = false;
    [[1000, '千'], [100, '百'], [10, '十']].forEach(function (scale) {
      var d = Math.floor(n / scale[0]) % 10;
      if (!d) { gap = gap || out !== ''; return; }
      if (gap) { out += '零'; gap = false; }
      if (!(d === 1 && scale[0] === 10 && out === '')) out += DIGITS[d];
      out += scale[1];
    });
    if (n % 10 === 0) return out || '零';
    return out + (gap ? '零' : '') + DIGITS[n % 10];
  }

  function numeral(text) {
    if (/^[0-9]+$/.test(text)) return +text;
    var total = 0, digit = null, scales = { 十: 10, 百: 100, 千: 1000 };
    for (var i = 0; i < text.length; i++) {
      var c = text[i];
      if (scales[c]) { total += (digit === null ? 1 : digit) * scales[c]; digit = null; } else digit = c === '两' ? 2 : DIGITS.indexOf(c);
    }
    return total + (digit || 0);
  }

  function isHan(c) { return c >= 0x4e00 && c <= 0x9fff || c >= 0x3400 && c <= 0x4dbf || c >= 0x20000 && c <= 0x323af || c >= 0xf900 && c <= 0xfaff || c === 0x3007 || c === 0x3005; }

  /* A character that is part of a word. */
  function wordy(c) {
    return c >= 0xc0 && c !== 0xd7 && c !== 0xf7 && !(c >= 0x2000 && c < 0x2c00) && !(c >= 0x3000 && c < 0x3040 && c !== 0x3005) &&
      !(c >= 0xe000 && c < 0xf900) && !(c >= 0xfe00 && c < 0xfe70) && !(c >= 0xff00 && c < 0x10000) && !(c >= 0x1f000 && c < 0x20000);
  }

  /* One character folded; `table` are traditional characters. */
  function plain(c, table) {
    var code = c.codePointAt(0);
    if (code < 128) return code >= 65 && code <= 90 ? c.toLowerCase() : code >= 97 && code <= 122 || code >= 48 && code <= 57 ? c : ' ';
    if (c === '〇' || c === '○') return '零';
    if (isHan(code)) return table && table[c] || c;
    return wordy(code) ? String.fromCodePoint(c.toLowerCase().codePointAt(0)) : ' ';
  }

  function fold(text, table) {
    var out = '';
    for (var c of text.normalize('NFKC')) out += plain(c, table);
    return out.replace(/第([0-9]{1,4})(?=[编章节条款项])/g, function (all, n) { return +n ? '第' + chinese(+n) : all; });
  }

  /* Folded text and for each of its characters where it stood. */
  function folded(text, table) {
    var out = '', at = [], i = 0;
    for (var c of text) {
      var p = '';
      for (var one of c.normalize('NFKC')) p += plain(one, table);
      for (var k = 0; k < p.length; k++) at.push(i);
      out += p;
      i += c.length;
    }
    at.push(i);
    return { text: out, at: at };
  }

  function step(hash, value) { return Math.imul(hash ^ value, 0x01000193); }
  function mixed(hash) {
    hash = Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d);
    hash = Math.imul(hash ^ hash >>> 12, 0x297a2d39);
    return (hash ^ hash >>> 15) >>> 4;
  }
  var SEED = 0x811c9dc5 | 0;

  /* The number of a term: a pair of characters, a Latin word, a single character. */
  function number(term) {
    var chars = Array.from(term);
    if (/^[a-z]/.test(term)) return mixed(chars.reduce(function (hash, c) { return step(hash, c.codePointAt(0)); }, step(SEED, 1)));
    if (chars.length === 1) return mixed(step(step(SEED, 0), chars[0].codePointAt(0)));
    return mixed(step(step(SEED, chars[0].codePointAt(0)), chars[1].codePointAt(0)));
  }

  /* Words of a folded text: runs without blanks, Latin words by themselves. */
  function runs(text) { return text.match(/[a-z][a-z0-9]*|[^ a-z]+/g) || []; }

  /* Terms of a run; a single character is a term where it stands alone. */
  function termsOf(run) {
    if (/^[a-z]/.test(run)) return [run];
    var chars = Array.from(run), terms = [];
    if (chars.length === 1) return chars;
    for (var i = 1; i < chars.length; i++) terms.push(chars[i - 1] + chars[i]);
    return terms;
  }

  // ---- What a question says.

  /* Any of the words of a list, longer ones first. */
  function anyOf(lines) { return new RegExp(lines.split('\n').sort(function (a, b) { return b.length - a.length; }).join('|'), 'g'); }

  /* Without words that only ask and those that say nothing (`fillers`); where they stood are blanks. What `hits` cover
     stays, and what is of one piece (`kept`): 的 in 目的 is no filler. */
  function core(text, fillers, kept, hits) {
    var stays = new Uint8Array(text.length);
    function mark(at, length) { stays.fill(1, at, at + length); }
    hits.forEach(function (hit) { mark(hit.at, hit.word.length); });
    text.replace(kept, function (word, at) { mark(at, word.length); return word; });
    return text.replace(fillers, function (word, at) {
      return stays.subarray(at, at + word.length).indexOf(1) < 0 ? ' '.repeat(word.length) : word;
    }).replace(/ +/g, ' ').trim();
  }

  var CLAUSE = /第([零一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?|([0-9]{1,4}) ?条/;

  /* Without what everyone leaves out of a title. */
  var STATE = '中华人民共和国', OF_STATE = new RegExp(STATE + '(?=.)', 'g');
  function bareTitle(text) { return text.replace(OF_STATE, '').replace(/ /g, ''); }

  // ---- The index.

  function Engine(load) {
    this.load = load;
    this.blocks = {};
    this.lists = {};
  }

  Engine.prototype.open = async function () {
    var parts = await partsOf(await this.load(await this.entry())), c = this.c = JSON.parse(new TextDecoder('utf-8').decode(parts[1])), before = '', i;
    var text = this.text = alphabetOf(parts[0]), fronts = numbers(parts[3]), hashes = new TextDecoder('utf-8').decode(parts[9]);
    this.titles = text(parts[2]).split('\n');
    this.addresses = text(parts[4]).split('\n').map(function (rest, page) { return before = before.slice(0, fronts[page]) + rest; });
    this.texts = hashes.match(/.{6}/g) || [];
    this.words = new Map();
    this.phrases = parts[10];
    this.fillers = anyOf(text(parts[11]));
    this.kept = anyOf(text(parts[13]));
    var prefix = 0;
    this.said = new Set(numbers(parts[12]).map(function (gap) { return prefix += gap; }));
    c.years = numbers(parts[5]).map(function (year) { return year && year - 1 + c.since; });
    c.units = numbers(parts[6]);
    c.cited = numbers(parts[7]);
    c.spans = numbers(parts[8]);
    this.first = new Uint32Array(c.units.length + 1);
    for (i = 0; i < c.units.length; i++) this.first[i + 1] = this.first[i] + c.units[i];
    this.total = this.first[c.units.length];
    this.pageOf = new Uint16Array(this.total);
    if (c.units.length > 65535) this.pageOf = new Uint32Array(this.total);
    for (i = 0; i < c.units.length; i++) this.pageOf.fill(i, this.first[i], this.first[i + 1]);
    this.lo = new Uint32Array(this.total); this.hi = new Uint32Array(this.total);
    this.index();
    return this;
  };

  /* Pages by the terms of their titles and other names, and versions of one policy. */
  Engine.prototype.index = function () {
    var self = this, byTerm = this.byTerm = new Map(), groups = new Map();
    this.names = this.titles.map(function (title, page) {
      var names = [title].concat(self.c.names[page] || []);
      return names.map(function (name) {
        var text = bareTitle(fold(name));
        return { text: text, terms: new Set(termsOf(text)) };
      });
    });
    this.names.forEach(function (names, page) {
      names.forEach(function (name) {
        name.terms.forEach(function (term) {
          var pages = byTerm.get(term);
          if (!pages) byTerm.set(term, pages = []);
          if (pages[pages.length - 1] !== page) pages.push(page);
        });
      });
      if (self.kind(page) !== 'policy') return;
      var key = self.c.languages[1][page] + ' ' + names[0].text.replace(/[0-9]{4}年?修[正订]|修[正订]案?$/g, '');
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(page);
    });
    /* The one in force first, then the newest. Two of one day are one text in two places, not two versions. */
    this.versions = {};
    groups.forEach(function (pages) {
      if (pages.length < 2) return;
      pages.sort(function (a, b) { return self.holds(b) - self.holds(a) || self.day(b) - self.day(a) || a - b; });
      pages.forEach(function (page) { self.versions[page] = pages; });
    });
  };

  Engine.prototype.kind = function (page) { return this.c.kinds[0][this.c.kinds[1][page]]; };
  Engine.prototype.status = function (page) { return this.c.statuses[0][this.c.statuses[1][page]]; };
  Engine.prototype.holds = function (page) { return this.status(page)[2] ? 1 : 0; };

  /* The units and pages that have a term, as far as they are known: {pages, units}. */
  Engine.prototype.list = async function (term) {
    if (this.lists[term]) return this.lists[term];
    var self = this, hash = number(term), bits = this.c.bits, bucket = bits ? hash >>> 28 - bits : 0;
    if (!this.table) {
      this.table = this.load(this.c.table).then(unpack).then(function (bytes) {
        var read = varints(bytes), starts = [];
        self.c.buckets.forEach(function (count, n) {
          for (var i = 0, at = 0; i < count; i++) { var size = read.next() * 32; starts.push([n, at, at + size]); at += size; }
        });
        return starts;
      });
    }
    var place = (await this.table)[bucket];
    var key = 'b' + bucket;
    if (!this.blocks[key]) this.blocks[key] = this.load('t' + place[0] + '.' + this.c.terms + '.bin', place[1], place[2]);
    var bytes = await this.blocks[key];
    return this.lists[term] = this.decode(bytes, hash & (1 << 28 - bits) - 1, 28 - bits);
  };

  Engine.prototype.decode = function (bytes, wanted, width) {
    var head = varints(bytes), count = head.next(), words = head.next(), units = this.c.units, pages = units.length, i, j;
    if (words) this.learn(this.text(bytes.subarray(head.at(), head.at() + words)));
    var row = bitsOf(bytes, head.at() + words), k = riceOf(Math.pow(2, width), Math.max(count, 1)), next = 0, at = -1;
    for (i = 0; i < count; i++) {
      next += row.rice(k);
      if (next === wanted) at = i;
      next++;
    }
    var found = { pages: [], units: null };
    if (at < 0) { found.units = []; return found; }
    function numbers(range) {
      var n = row.gamma(), k = riceOf(range, n), list = [], next = 0;
      while (n--) { next += row.rice(k); list.push(next++); }
      return list;
    }
    for (i = 0; i <= at; i++) {
      var flat = row.take(1), by = flat || row.take(1), list, inside;
      if (flat) {
        inside = numbers(this.total);
        if (i === at) { found.units = inside; found.pages = this.pagesOf(inside); }
        continue;
      }
      list = numbers(pages); inside = [];
      for (j = 0; by && j < list.length; j++) {
        var size = units[list[j]], first = this.first[list[j]];
        if (size < 2) { inside.push(first); continue; }
        numbers(size).forEach(function (unit) { inside.push(first + unit); });
      }
      if (i === at) { found.pages = list; found.units = by ? inside : null; }
    }
    return found;
  };

  Engine.prototype.pagesOf = function (units) {
    var pages = [];
    for (var i = 0; i < units.length; i++) {
      var page = this.pageOf[units[i]];
      if (page !== pages[pages.length - 1]) pages.push(page);
    }
    return pages;
  };

  /* The block of words that a unit stands in: {first, units: [{anchor, label, head, text}]}. */
  Engine.prototype.block = async function (unit) {
    var self = this, file = 0, first = 0;
    while (first + this.c.spans[file] <= unit) first += this.c.spans[file++];
    var name = 'x' + file + '.' + this.texts[file] + '.bin', key = 'h' + file;
    var rows, read, head, room = 64;
    /* The list of blocks is hardly ever longer than that. */
    do {
      if (!this.blocks[key]) this.blocks[key] = this.load(name, 0, room);
      head = await this.blocks[key];
      read = varints(head);
      rows = [];
      for (var count = read.next(), at = 0; count > 0; count--) { var n = read.next(), length = read.next(); rows.push([n, at, length]); at += length; }
      room *= 4;
      if (read.at() > head.length) delete this.blocks[key];
    } while (read.at() > head.length && room < 65536);
    var from = read.at(), b = 0;
    while (unit - first >= rows[b][0]) first += rows[b++][0];
    key = 'x' + file + ' ' + b;
    if (!this.blocks[key]) {
      this.blocks[key] = this.load(name, from + rows[b][1], from + rows[b][1] + rows[b][2]).then(function (bytes) { return unpack(bytes, self.phrases); }).then(function (bytes) {
        return self.unitsOf(self.text(bytes));
      });
    }
    return { first: first, units: await this.blocks[key] };
  };

  /* Units of a block; what follows from the one before is not said again: see text.rs. */
  Engine.prototype.unitsOf = function (text) {
    var last = { anchor: '', label: '', head: '', text: '' }, day = null;
    return text.split('\u0002').map(function (text) {
      if (text[0] === '\u0005') {
        var end = text.indexOf('\u0001');
        day = end > 1 ? +text.slice(1, end) : null;
        text = text.slice(end + 1);
      }
      var sign = text[0], fields = text.split('\u0001'), unit = { anchor: last.anchor, label: last.label, head: last.head, text: text.slice(1) };
      if (sign === '\u0003') {
        var next = +last.anchor.slice(3) + 1;
        unit.anchor = 'art' + next; unit.label = clauseOf(unit.anchor);
      } else if (sign !== '\u0004') {
        unit = { anchor: fields[0], label: fields[1], head: fields[2] === '\u0004' ? last.head : fields[2], text: fields[3] };
      }
      unit.day = day;
      return last = unit;
    });
  };

  Engine.prototype.unit = async function (unit) {
    var block = await this.block(unit);
    return block.units[unit - block.first];
  };

  // ---- Ranking.

  /* The first place in an ordered row whose number is no lower. */
  function lowest(row, number) {
    var low = 0, high = row.length;
    while (low < high) { var middle = low + high >> 1; if (row[middle] < number) low = middle + 1; else high = middle; }
    return low;
  }

  /* How much each thing counts. All is in parts of what the whole question weighs, unless something else is said. */
  var P = {
    /* A term in the title, or elsewhere on the page, for a unit that lacks it; neighbours together; synonyms. */
    title: 0.9, page: 0.4, near: 0.25, alt: 0.95,
    /* The page: how often terms stand on it, how much of the question is its title and of its title the question,
       the matter of its title, whether it has the year, how many pages name it (a power of two). */
    often: 0.25, within: 0.8, tight: 0.35, exact: 1.2, core: 0.7, share: 0.2, year: 0.5, cited: 0.025,
    /* A term weighs no more than this; a pair between two words is that much rarer and counts that much. */
    rare: 8, unknown: 1.5, seam: 0.3, seamed: 0.3, crossed: 0.2, room: 30,
    /* The words themselves: what they add; the answer that is waited for; what is long, of penalties, of duties. */
    text: 0.6, ask: 0.7, long: 0.05, penalty: 0.1, duty: 0.1,
    /* Units of a page: what a term counts that all have; the likeliest one; how many blocks of the first pages are read. */
    local: 0.3, first: 0.08, deep: 2, wide: 2, also: 0.6,
    /* What must be covered to be looked at, without and with its words; how well the best must answer. */
    floor: 0.5, low: 0.3, sure: 0.8, maybe: 0.45
  };

  Engine.prototype.terms = function (text) {
    var terms = [], seen = {};
    var all = runs(text), alone = all.length === 1;
    all.forEach(function (run, r) {
      var some = termsOf(run), last = -1;
      some.forEach(function (term, k) {
        if (Array.from(term).length === 1 && !alone && isHan(term.codePointAt(0)) && all.length > 3) return;
        if (seen[term] !== undefined || terms.length > 30) { last = seen[term] === undefined ? -1 : seen[term]; return; }
        seen[term] = terms.length;
        terms.push({ term: term, run: r, at: k, after: last });
        last = terms.length - 1;
      });
    });
    return terms;
  };

  /* What a question is about: {text, hits}, its words without those that only ask, and what else is said for some
     of them. Longer words come first, a single character last. */
  Engine.prototype.understand = async function (text) {
    var self = this, wanted = {}, hits = [], at = 0;
    runs(text).forEach(function (run) {
      termsOf(run).concat(Array.from(run)).forEach(function (term) { if (self.said.has(number(term) >>> 13)) wanted[term] = true; });
    });
    /* What will be asked next is fetched at once with it. */
    runs(core(text, this.fillers, this.kept, [])).forEach(function (run) { termsOf(run).forEach(function (term) { self.list(term).catch(function () {}); }); });
    await Promise.all(Object.keys(wanted).map(function (term) { return self.list(term); }));
    while (at < text.length) {
      var hit = null;
      for (var n = Math.min(10, text.length - at); n > 0 && !hit; n--) {
        var word = text.substr(at, n), phrases = this.words.get(word);
        if (phrases && phrases.length) hit = { word: word, phrases: phrases, at: at };
      }
      if (hit) hits.push(hit);
      at += hit ? hit.word.length : 1;
    }
    var bare = core(text, this.fillers, this.kept, hits);
    return { text: words(bare || text), hits: hits };
  };

  /* Synonyms: a line is a word and what else it is called. */
  Engine.prototype.learn = function (lines) {
    var words = this.words;
    lines.split('\n').forEach(function (line) {
      var all = line.split(' ');
      words.set(all[0], all.slice(1));
    });
  };

  /* All words that have synonyms, and tags, for those who type pinyin. A question finds its own in its buckets. */
  Engine.prototype.openWords = function () {
    var self = this;
    if (!this.wordsReady) this.wordsReady = this.load(this.c.words).then(unpack).then(function (bytes) { self.learn(self.text(bytes)); });
    return this.wordsReady;
  };

  /* Scores all pages for a question: [{page, score, unit, cover}], best first. */
  Engine.prototype.rank = async function (question, ways) {
    if (typeof question === 'string') question = await this.understand(question);
    var self = this, text = question.text, pages = this.titles.length, filter = ways.filter;
    var base = this.terms(text), nb = base.length, place = this.place = new Map();
    base.forEach(function (one, i) { place.set(one.term, i); });
    var all = base.map(function (one) { return one.term; });
    function listOf(term) { return self.list(term); }
    var own = await Promise.all(all.map(listOf));
    function rarely(term) { var i = all.indexOf(term); return i < 0 || own[i].pages.length < pages / 100; }
    var groups = question.hits.map(function (hit) {
      var inside = hit.word.length > 1 ? termsOf(hit.word) : [];
      return {
        hit: hit,
        span: base.map(function (one, i) { return inside.indexOf(one.term) < 0 ? -1 : i; }).filter(function (i) { return i >= 0; }),
        /* Pairs that it makes with the characters beside it. */
        cross: base.map(function (one, i) { return i; }).filter(function (i) {
          var t = base[i].term;
          return inside.indexOf(t) < 0 && t.length === 2 && (t[1] === hit.word[0] && text.indexOf(t[0] + hit.word) >= 0 || t[0] === hit.word[hit.word.length - 1] && text.indexOf(hit.word + t[1]) >= 0);
        }),
        texts: [], phrases: [], extra: 0
      };
    }).filter(function (group) {
      return group.hit.word.length > 1 ? group.span.length : group.cross.every(function (i) { return rarely(base[i].term); });
    });
    /* The likeliest other word of each first, as far as there is room. */
    for (var level = 0, room = Math.min(64, nb + P.room); level < 6; level++) {
      groups.forEach(function (group) {
        var phrase = group.hit.phrases[level];
        if (!phrase) return;
        var some = [].concat.apply([], runs(phrase).map(termsOf)), more = some.filter(function (term, i) { return all.indexOf(term) < 0 && some.indexOf(term) === i; });
        if (all.length + more.length > room) return;
        more.forEach(function (term) { all.push(term); });
        group.texts.push(phrase);
        group.phrases.push(some.map(function (term) { return all.indexOf(term); }));
      });
    }
    groups = groups.filter(function (group) { return group.texts.length; });
    var lists = own.concat(await Promise.all(all.slice(nb).map(listOf)));
    var counts = lists.map(function (list, i) { return Math.max(list.pages.length, (self.byTerm.get(all[i]) || []).length); });
    var weight = counts.map(function (n) { return n ? Math.min(P.rare, Math.max(0.15, Math.log((pages + 1) / (n + 0.5)))) : 0; });
    /* What the site has nowhere weighs more than all that it has, but on a small site that is not much. */
    var most = Math.max.apply(null, weight.slice(0, nb)), top = Math.min(P.rare, Math.log(pages + 1) + 0.7, most ? P.unknown * most : P.rare);
    weight = weight.map(function (w, i) { return counts[i] ? w : top; });
    var i;
    groups.forEach(function (group) {
      group.cross.forEach(function (i) { weight[i] *= 0.25; });
      /* A single character has no pair of its own, and weighs as much as what it stands for. */
      if (!group.span.length) group.extra = Math.min(4, Math.max.apply(null, group.phrases.map(function (phrase) { return Math.max.apply(null, phrase.map(function (i) { return weight[i]; })); })));
    });
    /* Where two words meet, the pair between them is far rarer than the words on both sides of it, and says nothing. */
    var light = weight.slice();
    for (i = 1; i + 1 < nb; i++) {
      if (base[i].after !== i - 1 || base[i + 1].after !== i || base[i].term.length !== 2) continue;
      if (counts[i] < P.seam * Math.min(counts[i - 1], counts[i + 1])) light[i] = P.seamed * Math.min(weight[i], weight[i - 1], weight[i + 1]);
    }
    weight = light;
    var whole = 0;
    for (i = 0; i < nb; i++) whole += weight[i];
    groups.forEach(function (group) { whole += group.extra; });
    /* Which terms stand in which unit, on which page, in which title. */
    var lo = this.lo, hi = this.hi, touched = [], pageLo = new Uint32Array(pages), pageHi = new Uint32Array(pages), titleLo = new Uint32Array(pages), titleHi = new Uint32Array(pages);
    var often = new Float32Array(pages);
    lists.forEach(function (list, t) {
      var bit = 1 << (t & 31), units = t < 32 ? lo : hi, onPage = t < 32 ? pageLo : pageHi, onTitle = t < 32 ? titleLo : titleHi;
      list.pages.forEach(function (page) { onPage[page] |= bit; });
      if (list.units) {
        var n = 0, before = -1;
        list.units.forEach(function (unit) {
          if (!lo[unit] && !hi[unit]) touched.push(unit);
          units[unit] |= bit;
          if (t < nb) {
            var page = self.pageOf[unit];
            if (page !== before) { if (before >= 0) often[before] += weight[t] * n / (n + 2); n = 0; before = page; }
            n++;
          }
        });
        if (before >= 0) often[before] += weight[t] * n / (n + 2);
      }
      (self.byTerm.get(all[t]) || []).forEach(function (page) { onTitle[page] |= bit; });
    });
    /* Names are compared without what nearly all begin with, but who asks for just that finds it. */
    if (STATE.indexOf(text) >= 0) this.titles.forEach(function (title, page) { if (title.indexOf(STATE) >= 0) titleLo[page] |= 1; });
    /* The worth of a set of terms: what of the question they cover, one way or another. */
    var value = new Float64Array(64);
    function worth(has, by) {
      var sum = 0, j, weight = by || light;
      for (j = 0; j < nb; j++) { value[j] = has(j) * weight[j]; }
      for (var g = 0; g < groups.length; g++) {
        var group = groups[g], own = 0, full = group.extra;
        group.span.forEach(function (j) { own += value[j]; full += weight[j]; });
        var best = 0;
        group.phrases.forEach(function (phrase) {
          var got = 0, need = 0;
          phrase.forEach(function (j) { got += has(j) * weight[j]; need += weight[j]; });
          var part = need ? got / need : 0;
          best = Math.max(best, part > 0.99 ? part : part * part * 0.6);
        });
        best *= P.alt * full;
        if (best > own) sum += best - own;
      }
      for (j = 0; j < nb; j++) sum += value[j];
      return sum;
    }
    function near(l, by) {
      var sum = 0, weight = by || light;
      for (var j = 1; j < nb; j++) {
        var b = base[j].after;
        if (b >= 0 && l >>> j & 1 && l >>> b & 1) sum += Math.min(weight[j], weight[b]);
      }
      return sum;
    }
    /* The best unit of every page. */
    var best = new Int32Array(pages).fill(-1), bestWorth = new Float32Array(pages), bestLo = new Uint32Array(pages), bestHi = new Uint32Array(pages), memo = new Map();
    touched.sort(function (a, b) { return a - b; });
    var current = -1, unitLo = new Uint32Array(touched.length), unitHi = new Uint32Array(touched.length);
    touched.forEach(function (unit, n) {
      var page = self.pageOf[unit], l = unitLo[n] = lo[unit], h = unitHi[n] = hi[unit], tl = titleLo[page], th = titleHi[page], pl = pageLo[page], ph = pageHi[page];
      if (page !== current) { memo.clear(); current = page; }
      var key = l + h * 4294967296, w = memo.get(key);
      if (w === undefined) {
        w = worth(function (t) {
          if (t < 32) return l >>> t & 1 ? 1 : tl >>> t & 1 ? P.title : pl >>> t & 1 ? (lists[t].units ? P.page : 0.7) : 0;
          var s = t - 32;
          return h >>> s & 1 ? 1 : th >>> s & 1 ? P.title : ph >>> s & 1 ? (lists[t].units ? P.page : 0.7) : 0;
        }) + P.near * near(l);
        memo.set(key, w);
      }
      if (w > bestWorth[page]) { bestWorth[page] = w; best[page] = unit; bestLo[page] = l; bestHi[page] = h; }
      lo[unit] = 0; hi[unit] = 0;
    });
    var commonLo = 0;
    lists.forEach(function (list, t) { if (t < 32 && !list.units) commonLo |= 1 << t; });
    /* The characters of the question, each with the least of the weights of the terms that it stands in. */
    var places = {}, chars = [], charsOf = base.map(function (one, j) {
      return Array.from(one.term).map(function (c, k) {
        var at = one.run + ' ' + (one.at + k);
        if (places[at] === undefined) { places[at] = chars.length; chars.push(weight[j]); }
        chars[places[at]] = Math.min(chars[places[at]], weight[j]);
        return places[at];
      });
    });
    groups.forEach(function (group) {
      group.chars = [].concat.apply([], group.span.map(function (j) { return charsOf[j]; }));
      if (group.extra) {
        group.cross.forEach(function (j) { group.chars.push(charsOf[j][base[j].term.indexOf(group.hit.word)]); });
        group.chars.forEach(function (k) { chars[k] = group.extra; });
      }
    });
    var has = new Float32Array(chars.length), need = chars.reduce(function (sum, w) { return sum + w; }, 0);
    function covered(l, h, pl) {
      has.fill(0);
      for (var j = 0; j < nb; j++) {
        var here = l >>> j & 1 ? 1 : pl >>> j & 1 ? 0.4 : 0, own = charsOf[j];
        for (var k = 0; k < own.length; k++) if (has[own[k]] < here) has[own[k]] = here;
      }
      groups.forEach(function (group) {
        var best = 0;
        group.phrases.forEach(function (phrase) {
          var some = 0;
          phrase.forEach(function (j) { some += (j < 32 ? l >>> j & 1 : h >>> j - 32 & 1); });
          best = Math.max(best, phrase.length ? some / phrase.length : 0);
        });
        if (best < 0.7) return;
        group.chars.forEach(function (k) { if (has[k] < best) has[k] = best; });
      });
      for (var got = 0, n = 0; n < has.length; n++) got += chars[n] * has[n];
      return need ? got / need : 0;
    }
    var joined = text.replace(/ /g, ''), out = [];
    for (var page = 0; page < pages; page++) {
      if (!pageLo[page] && !pageHi[page] && !titleLo[page] && !titleHi[page]) continue;
      if (filter && !filter(page)) continue;
      var w = bestWorth[page], tl = titleLo[page], th = titleHi[page], pl = pageLo[page], ph = pageHi[page];
      var inTitle = worth(function (t) { return t < 32 ? tl >>> t & 1 : th >>> t - 32 & 1; });
      if (best[page] < 0) {
        w = worth(function (t) {
          return t < 32 ? (tl >>> t & 1 ? 1 : pl >>> t & 1 ? 0.5 : 0) : (th >>> t - 32 & 1 ? 1 : ph >>> t - 32 & 1 ? 0.5 : 0);
        });
      }
      var score = w / whole, cover = score;
      var titled = inTitle / whole;
      score += P.often * often[page] / whole;
      var names = this.names[page], tight = 0, exact = 0;
      for (i = 0; i < names.length; i++) {
        var name = names[i].text;
        if (name === joined) exact = 1;
        tight = Math.max(tight, Math.min(1, titled * nb / Math.max(1, names[i].terms.size)));
      }
      var core = 0;
      if (tl) for (i = 0; i < names.length; i++) core = Math.max(core, this.coreOf(page, i, tl));
      score += P.core * core * Math.min(1, titled / P.share);
      score += titled * titled * P.within + titled * tight * P.tight + exact * P.exact;
      if (ways.year && this.c.years[page] === ways.year) score += P.year;
      score += P.cited * this.c.cited[page] * Math.min(1, cover);
      out.push({ page: page, score: score, unit: best[page], cover: cover, titled: titled, core: core });
    }
    out.sort(function (a, b) { return b.score - a.score || a.page - b.page; });
    /* How much of the question a page covers, by its characters: two words that meet only in the question have
       a pair between them that is nowhere. */
    var all31 = nb > 31 ? -1 >>> 0 : Math.pow(2, nb) - 1;
    out.forEach(function (one) {
      var l = bestLo[one.page] | titleLo[one.page], h = bestHi[one.page] | titleHi[one.page], pl = pageLo[one.page], common = commonLo & pl;
      one.whole = nb > 0 && ((bestLo[one.page] | common) >>> 0 & all31) >>> 0 === all31 >>> 0 || (titleLo[one.page] & all31) >>> 0 === all31 >>> 0;
      one.cover = covered(l | common, h, pl);
    });
    /* The units of a page that are likeliest to answer, best first. What most units of the page have tells them
       not apart: a term counts by how rare it is on the page. */
    function likeliest(page) {
      var from = lowest(touched, self.first[page]), to = lowest(touched, self.first[page + 1]), size = self.c.units[page], counts = new Uint32Array(all.length), t, n;
      for (n = from; n < to; n++) for (t = 0; t < all.length; t++) if ((t < 32 ? unitLo[n] >>> t : unitHi[n] >>> t - 32) & 1) counts[t]++;
      var local = weight.map(function (w, t) { return counts[t] ? w * (P.local + (1 - P.local) * Math.log((size + 1) / (counts[t] + 0.5)) / Math.log(size + 1)) : w; });
      var units = [];
      for (n = from; n < to; n++) {
        var l = unitLo[n], h = unitHi[n];
        units.push([touched[n], worth(function (t) { return (t < 32 ? l >>> t : h >>> t - 32) & 1; }, local) + P.near * near(l, local)]);
      }
      units.sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
      return { units: units.map(function (one) { return one[0]; }), weight: local };
    }
    out.plan = { runs: runs(text), base: base, weight: weight, whole: whole, groups: groups, all: all, likeliest: likeliest };
    return out;
  };

  // ---- Understanding: traditional characters, pinyin, one character for another.

  /* Characters of GB 2312, which has no traditional ones. */
  var SIMPLE = null;
  function simple(text) {
    if (!SIMPLE) {
      var bytes = [];
      for (var row = 0xb0; row < 0xf8; row++) for (var cell = 0xa1; cell < 0xff; cell++) bytes.push(row, cell);
      SIMPLE = new Set(new TextDecoder('gbk').decode(new Uint8Array(bytes)));
    }
    for (var c of text) if (isHan(c.codePointAt(0)) && !SIMPLE.has(c)) return false;
    return true;
  }

  Engine.prototype.folded = async function (query) {
    var text = query.normalize('NFKC');
    if (!this.traditional && !simple(text)) {
      var chars = Array.from(await utf8(await this.load(this.c.traditional))), table = {};
      for (var i = 0; i < chars.length; i += 2) table[chars[i]] = chars[i + 1];
      this.traditional = table;
    }
    return fold(query, this.traditional);
  };

  /* Readings of characters, and characters by reading. */
  Engine.prototype.openSounds = function () {
    var self = this;
    if (!this.soundsReady) {
      this.soundsReady = this.load(this.c.sounds).then(utf8).then(function (text) {
        self.sounds = new Map(); self.alike = new Map();
        text.split('\n').forEach(function (line) {
          var parts = line.split(' ');
          self.alike.set(parts[0], parts[1]);
          for (var c of parts[1] || '') {
            if (!self.sounds.has(c)) self.sounds.set(c, []);
            self.sounds.get(c).push(parts[0]);
          }
        });
      });
    }
    return this.soundsReady;
  };

  /* All names to look pinyin up in: with how much each counts. */
  Engine.prototype.lexicon = function () {
    if (!this.known) {
      var known = this.known = [];
      this.names.forEach(function (names) { names.forEach(function (name) { known.push(name.text); }); });
      this.words.forEach(function (others, word) { known.push(word); others.forEach(function (other) { known.push(other); }); });
    }
    return this.known;
  };

  /* What Chinese words the letters may mean: the stretches of names that are read so, the likeliest first.
     Letters are whole syllables or initials; characters among them stand for themselves. */
  Engine.prototype.spelt = async function (text) {
    await Promise.all([this.openSounds(), this.openWords()]);
    var letters = text.replace(/ /g, ''), sounds = this.sounds, found = new Map(), size = letters.length, minimum = 2;
    if (size < minimum) return [];
    function read(name, i, at, full, short) {
      if (at === size) return [i, full, short];
      if (i >= name.length) return null;
      var c = name[i], best = null;
      if (c === letters[at]) return read(name, i + 1, at + 1, full + 1, short);
      var readings = sounds.get(c) || [];
      for (var r = 0; r < readings.length; r++) {
        var sound = readings[r], hit = null;
        if (letters.startsWith(sound, at)) hit = read(name, i + 1, at + sound.length, full + 1, short);
        if (!hit && size - at < sound.length && sound.startsWith(letters.slice(at)) && full) hit = [i + 1, full + 0.5, short];
        if (!hit && full === 0 && sound[0] === letters[at]) hit = read(name, i + 1, at + 1, full, short + 1);
        if (hit && (!best || hit[1] > best[1])) best = hit;
      }
      return best;
    }
    this.lexicon().forEach(function (name) {
      for (var i = 0; i < name.length; i++) {
        var hit = read(name, i, 0, 0, 0);
        if (!hit || hit[1] && hit[2]) continue;
        var word = name.slice(i, hit[0]);
        if (word.length < 2 || size < 3 && word.length < name.length) continue;
        var one = found.get(word) || { word: word, count: 0, full: hit[1], whole: 0 };
        one.count++;
        if (i === 0 && hit[0] === name.length) one.whole++;
        found.set(word, one);
      }
    });
    var all = Array.from(found.values());
    all.forEach(function (one) { one.worth = (one.full ? 100 - one.word.length * 2 : 0) + Math.log2(1 + one.count) + (one.whole ? one.full ? 1.5 : 8 : 0); });
    all.sort(function (a, b) { return b.worth - a.worth || (a.word < b.word ? -1 : 1); });
    return all;
  };

  /* How unlike two characters are for one who types: 0 the same, 1 anything. */
  Engine.prototype.unlike = function (a, b) {
    if (a === b) return 0;
    var left = this.sounds.get(a), right = this.sounds.get(b), least = 1;
    if (!left || !right) return 1;
    left.forEach(function (x) {
      right.forEach(function (y) {
        if (x === y) least = Math.min(least, 0.3);
        else if (loose(x) === loose(y)) least = Math.min(least, 0.5);
      });
    });
    return least;
  };
  function loose(sound) { return sound.replace(/^([zcs])h/, '$1').replace(/^l/, 'n').replace(/ng$/, 'n'); }

  /* The stretch of a name that the words are nearly: {word, cost}. One character may be another for every
     four, or one too many or too few. */
  Engine.prototype.nearly = async function (text) {
    await this.openSounds();
    var size = text.length, most = size < 4 ? 0.5 : size < 8 ? 1 : 2, self = this, best = null;
    if (size < 3 || size > 40) return null;
    var terms = termsOf(text), counts = new Map();
    terms.forEach(function (term) { (self.byTerm.get(term) || []).forEach(function (page) { counts.set(page, (counts.get(page) || 0) + 1); }); });
    var least = Math.max(1, terms.length - 2 * Math.ceil(most) - 1);
    counts.forEach(function (count, page) {
      if (count < least) return;
      self.names[page].forEach(function (name) {
        var title = name.text, w = title.length;
        /* Row by row: cost of the words so far, ending at each place of the title, and where that began. */
        var cost = new Float32Array(w + 1), from = new Int16Array(w + 1), j;
        for (j = 0; j <= w; j++) from[j] = j;
        for (var i = 1; i <= size; i++) {
          var before = cost[0], begun = from[0];
          cost[0] = i; from[0] = 0;
          for (j = 1; j <= w; j++) {
            var keep = before + (text[i - 1] === title[j - 1] ? 0 : self.unlike(text[i - 1], title[j - 1])), drop = cost[j] + 1, add = cost[j - 1] + 0.3, start = begun;
            before = cost[j]; begun = from[j];
            var least = Math.min(keep, drop, add);
            from[j] = least === keep ? start : least === drop ? from[j] : from[j - 1];
            cost[j] = least;
          }
        }
        for (j = 1; j <= w; j++) {
          if (cost[j] > most || j - from[j] < 2) continue;
          var whole = from[j] === 0 && j === w, worth = cost[j] - (whole ? 0.05 : 0) + (w - j + from[j]) * 0.001 - self.c.cited[page] * 0.001;
          if (!best || worth < best.worth) best = { word: title.slice(from[j], j), cost: cost[j], worth: worth, whole: whole };
        }
      });
    });
    return best;
  };

  /* The words with one character for another of the same sound, so that neighbours that never meet do. */
  Engine.prototype.mended = async function (text) {
    var self = this, all = runs(text), tries = [];
    await this.openSounds();
    for (var r = 0; r < all.length; r++) {
      var run = all[r];
      if (run.length < 2 || /^[a-z0-9]/.test(run)) continue;
      for (var i = 0; i + 1 < run.length; i++) {
        var pair = run.substr(i, 2);
        if (this.byTerm.has(pair) || (await this.list(pair)).pages.length > this.titles.length / 1000) continue;
        for (var k = i; k < i + 2; k++) {
          (this.sounds.get(run[k]) || []).forEach(function (sound) {
            for (var c of self.alike.get(sound)) {
              if (c === run[k]) continue;
              var left = k > 0 ? run[k - 1] + c : null, right = k + 1 < run.length ? c + run[k + 1] : null;
              var known = (left && self.byTerm.has(left) ? self.byTerm.get(left).length : 0) + (right && self.byTerm.has(right) ? self.byTerm.get(right).length : 0);
              if (known) tries.push({ run: r, at: k, c: c, left: left, right: right, known: known });
            }
          });
        }
      }
    }
    tries.sort(function (a, b) { return b.known - a.known; });
    var best = null;
    await Promise.all(tries.slice(0, 6).map(async function (one) {
      var counts = await Promise.all([one.left, one.right].map(async function (term) { return term ? (await self.list(term)).pages.length : 1; }));
      one.worth = Math.log(1 + counts[0]) * Math.log(1 + counts[1]);
    }));
    tries.slice(0, 6).forEach(function (one) { if (one.worth > 0 && (!best || one.worth > best.worth)) best = one; });
    if (!best) return null;
    all[best.run] = all[best.run].slice(0, best.at) + best.c + all[best.run].slice(best.at + 1);
    return all.join(' ');
  };

  /* Which pages may be shown. */
  Engine.prototype.filter = function (options) {
    var self = this, c = this.c;
    if (!options.section && !options.kind && !options.region && !options.year && options.language === undefined) return null;
    var language = c.languages[0].indexOf(options.language) < 0 ? '' : options.language;
    return function (page) {
      var section = c.sections[0][c.sections[1][page]][0];
      return (options.language === undefined || c.languages[0][c.languages[1][page]] === language) && (!options.section || section === options.section) && (!options.kind || self.kind(page) === options.kind) &&
        (!options.region || c.regions[0][c.regions[1][page]] === options.region) && (!options.year || c.years[page] === +options.year);
    };
  };

  /* What what was found can be sieved by: [value, title, count], the most first. */
  Engine.prototype.facets = function (ranked) {
    var self = this, c = this.c, found = { section: {}, kind: {}, region: {}, year: {} };
    function note(name, value, title) { if (value) (found[name][value] = found[name][value] || [value, title, 0])[2]++; }
    ranked.forEach(function (one) {
      var section = c.sections[0][c.sections[1][one.page]];
      note('section', section[0], section[1] || section[0]);
      note('kind', self.kind(one.page), '');
      var region = c.regions[0][c.regions[1][one.page]], year = c.years[one.page] ? String(c.years[one.page]) : '';
      note('region', region, region);
      note('year', year, year);
    });
    var lists = {};
    Object.keys(found).forEach(function (name) {
      lists[name] = Object.keys(found[name]).map(function (value) { return found[name][value]; });
      lists[name].sort(function (a, b) { return name === 'year' ? b[0] - a[0] : b[2] - a[2] || (a[0] < b[0] ? -1 : 1); });
    });
    return lists;
  };

  /* Days since 1970 of a page that is told from others by it; others lie with the words. */
  Engine.prototype.day = function (page) { var day = this.c.days[page]; return typeof day === 'number' ? day : -1e9; };
  function date(day) { return typeof day === 'number' && day > -1e9 ? new Date(day * 864e5).toISOString().slice(0, 10) : null; }

  function words(question) { return question.replace(OF_STATE, ''); }

  /* How much of a name's own matter the question has: terms by how rare they are in names, the form of the paper
     (条例, 办法, …) left out. `mask` are the terms of the question that stand in the page's names. */
  Engine.prototype.coreOf = function (page, at, mask) {
    var name = this.names[page][at], self = this, got = 0, need = 0, total = this.titles.length;
    if (!name.matter) {
      name.matter = [];
      var text = name.text.replace(/(实施)?(暂行|试行)?(条例|办法|规定|法|细则|解释|意见|通知|决定|规则|若干)$/, '');
      termsOf(text.length > 1 ? text : name.text).forEach(function (term) {
        name.matter.push([term, Math.log((total + 1) / ((self.byTerm.get(term) || []).length + 0.5))]);
      });
    }
    name.matter.forEach(function (one) {
      need += one[1];
      var i = self.place.get(one[0]);
      if (i !== undefined && i < 32 && mask >>> i & 1) got += one[1];
    });
    var part = need ? got / need : 0;
    return part * part * Math.min(1, got / 6);
  };

  /* What kind of answer a question waits for, as it looks in a text, and how much it tells. */
  var N = '[一二三四五六七八九十百千万两半0-9]+', DUE = '期限|期间|时效';
  var ANSWERS = [
    [/几个月|多少个月/, N + '个月', 1],
    [/几天|多少天|几日|多少日|几个工作日/, N + '个?(日|天|工作日)', 1],
    [/几年|多少年/, N + '年', 1],
    [/几个?小时|多少个?小时/, N + '个?小时', 1],
    [/多久|多长时间|期限|时效|什么时候|时间/, N + '个?(日|天|工作日|月|年|小时|周)|' + DUE, 0.8],
    [/多少钱|多少元|几倍|[赔罚补]多少|怎么赔|赔几|标准/, N + '(元|倍|%|％)|百分之|价款|标准', 0.8],
    [/处罚|怎么罚|坐牢|判刑|判几年|怎么判|犯法|犯罪|违法吗|罚|抓/, '处[^，。]{0,16}(罚款|拘留|有期徒刑|拘役)|拘役|暂扣|吊销|追究刑事责任', 1],
    [/几岁|多大|年龄/, N + '周?岁', 1],
    [/谁来?管|归谁|哪个部门|找谁|哪里|没人管/, '(部门|机关|委员会|办事处|街道)[^。]{0,20}(负责|管理|责令|处罚|受理|主管|劝阻)', 0.8],
    [/最多|最长|最高|不超过/, '最长|最高|不得?超过|以下|以内', 0.4],
    [/最少|至少|最低|最短/, '最低|不得?少于|不得?低于|以上', 0.4],
    [/条件/, '下列条件|具备|符合', 0.6],
    [/吗|能不能|可不可以|要不要|是不是|会不会|行不行|算不算|能否|是否|有没有/, '不得|禁止|有权|可以|无需|视为|视同|认定|除外', 0.3],
    [/怎么办|怎么申请|如何|怎样|办理|补办|咋办|手续|材料/, '申请|提交|提出|办理|补领|补发', 0.3]
  ].map(function (one) { return [one[0], new RegExp(one[1]), one[2]]; });
  var PENALTY = /^违反|责令[^。]{0,12}(改正|停止)|处[^，。]{0,16}(罚款|拘留|有期徒刑)/, DUTY = /^(国家|国务院|省|市|县级|设区|地方|各级|乡镇|本市|本省)[^，。]{0,30}(应当|鼓励|支持|负责|加强)/;

  /* Whether a short run stands in a text only where two other words meet: 产假 in 生产假药. What is met in what was
     read mostly without the rest of the run is a word of its own. */
  Engine.prototype.crosses = function (run, text, all) {
    function count(word) { return all.split(word).length - 1; }
    for (var at = text.indexOf(run); at >= 0; at = text.indexOf(run, at + 1)) {
      var left = text[at - 1] + run[0], right = run[run.length - 1] + text[at + run.length], own = false;
      if (/^[^ ]{2}$/.test(left)) { var l = count(left); own = l > 2 && l > 2 * count(left + run[1]); }
      if (!own && /^[^ ]{2}$/.test(right)) { var r = count(right); own = r > 2 && r > 2 * count(run[run.length - 2] + right); }
      if (!own) return false;
    }
    return true;
  };

  /* Looks at the words themselves: {score, fit, at}, how well a unit answers, how well among the units of its page
     (`local` is what terms count there), and where it does so. */
  Engine.prototype.read = function (unit, text, plan, local, title, asks, everything) {
    var self = this, w = plan.weight, crossed = plan.runs.map(function (run) {
      return run.length > 1 && run.length < 4 && text.indexOf(run) >= 0 && self.crosses(run, text, everything);
    }), spots = [], got = 0, own = 0, all = 0, i, at;
    plan.base.forEach(function (one, j) {
      all += local[j];
      var first = text.indexOf(one.term);
      if (first < 0) { if (title.indexOf(one.term) >= 0) got += 0.6 * w[j]; return; }
      if (crossed[one.run]) { got += P.crossed * w[j]; own += P.crossed * local[j]; return; }
      got += w[j]; own += local[j];
      for (at = first, i = 0; at >= 0 && i < 8; i++) { spots.push([at, j]); at = text.indexOf(one.term, at + 1); }
    });
    plan.groups.forEach(function (group) {
      var had = 0, full = group.extra, hadHere = 0, fullHere = group.extra, best = 0, here = 0;
      group.span.forEach(function (j) {
        full += w[j]; fullHere += local[j];
        if (text.indexOf(plan.base[j].term) >= 0) { had += w[j]; hadHere += local[j]; }
      });
      group.texts.forEach(function (phrase) {
        var at = text.indexOf(phrase);
        if (at >= 0) { best = here = 1; spots.push([at, -1, P.alt * full]); } else if (title.indexOf(phrase) >= 0) best = Math.max(best, 0.6);
      });
      got += Math.max(0, best * P.alt * full - had);
      own += Math.max(0, here * P.alt * fullHere - hadHere);
    });
    /* The densest stretch of the text. */
    spots.sort(function (a, b) { return a[0] - b[0]; });
    var dense = 0, place = spots.length ? spots[0][0] : 0;
    for (i = 0; i < spots.length; i++) {
      var sum = 0, seen = {};
      for (var k = i; k < spots.length && spots[k][0] < spots[i][0] + 48; k++) {
        var id = spots[k][1] < 0 ? 'g' + spots[k][2] : spots[k][1];
        if (seen[id]) continue;
        seen[id] = 1; sum += spots[k][1] < 0 ? spots[k][2] : w[spots[k][1]];
      }
      if (sum > dense) { dense = sum; place = spots[i][0]; }
    }
    var whole = 0;
    plan.runs.forEach(function (run, r) { if (run.length > 1 && !crossed[r] && text.indexOf(run) >= 0) whole += run.length; });
    var size = plan.runs.reduce(function (n, run) { return n + run.length; }, 0), extra = 0;
    var ask = asks.reduce(function (most, one) { return one[1].test(unit.text) ? Math.max(most, one[2]) : most; }, 0);
    if (got > 0.25 * plan.whole) extra += P.ask * ask;
    /* Who asks what holds wants neither what happens to those who break it nor what governments are to do. */
    if (!asks.fined && PENALTY.test(unit.text)) extra -= P.penalty;
    if (!asks.who && DUTY.test(unit.text)) extra -= P.duty;
    if (/^为(了|进一步)/.test(unit.text) || /^本(条例|法|办法|规定)(所称|适用于)/.test(unit.text)) extra -= 0.12;
    if (/起(施行|生效)/.test(unit.text) && text.length < 90) extra -= 0.15;
    extra -= P.long * Math.max(0, Math.min(1, text.length / 400 - 0.5));
    var close = 0.6 * Math.min(dense, plan.whole) / plan.whole + 0.25 * whole / size;
    return {
      score: Math.min(got, plan.whole) / plan.whole + close + extra,
      fit: Math.min(own, all) / all + close + extra,
      /* In the text itself. */
      at: Math.max(0, place - unit.head.length - unit.label.length - 2)
    };
  };

  Engine.prototype.search = async function (query, options) {
    options = options || {};
    if (!query.trim()) return { results: [], maybe: [], total: 0, used: '', facets: {} };
    query = query.slice(0, 200);
    var limit = options.limit || 10, many = Math.max(limit, 10), text = await this.folded(query), clause = null, used = '', self = this;
    var found = text.match(CLAUSE), rest = text;
    if (found) {
      clause = { n: numeral(found[1] || found[3]), sub: found[2] ? numeral(found[2]) : 0 };
      rest = text.replace(CLAUSE, ' ').trim() || text;
    }
    var year = /号/.test(text) ? null : /(?:^|[^0-9])((?:19|20)[0-9]{2}) ?年?(?![0-9])/.exec(rest);
    if (year && rest.replace(year[1], '').replace(/[ 年]/g, '')) { rest = rest.replace(new RegExp(year[1] + ' ?年?'), ' ').trim(); year = +year[1]; } else year = 0;
    var asked = await this.understand(rest || text), question = asked.text, ways = { year: year, filter: this.filter(options) };
    var ranked = null;
    if (!options.exactly && /[a-z]/.test(question)) {
      var latin = runs(question).filter(function (run) { return /^[a-z]/.test(run); }), known = true;
      for (var i = 0; i < latin.length; i++) if (!(await this.list(latin[i])).pages.length) known = false;
      if (!known) {
        var spelt = await this.spelt(question), better = [], plan1 = null;
        for (i = 0; i < Math.min(spelt.length, 3); i++) {
          if (i && (spelt[i].full || spelt[i].worth < spelt[0].worth - 3)) break;
          var more = await this.rank(spelt[i].word, ways);
          if (!i) plan1 = more.plan;
          better = better.concat(more);
        }
        if (better.length) {
          better.sort(function (a, b) { return b.score - a.score || a.page - b.page; });
          var once = {};
          var kept = better.filter(function (one) { var first = !once[one.page]; once[one.page] = true; return first; });
          kept.plan = plan1; ranked = kept;
          used = spelt[0].word;
        }
      }
    }
    if (!ranked) {
      ranked = await this.rank(asked, ways);
      var joined = question.replace(/ /g, ''), all = ranked.some(function (one) { return one.whole; }), titled = ranked.some(function (one) { return one.titled > 0.999; });
      if (!titled && !options.exactly && !/[a-z0-9]/.test(joined)) {
        var near = await this.nearly(joined);
        if (near && near.cost && (!all || near.cost < 0.4 && near.whole)) {
          var mended = await this.rank(near.word, ways);
          var joinedTo = mended.concat(all ? ranked.filter(function (one) { return one.whole; }) : []);
          joinedTo.plan = mended.plan; ranked = joinedTo;
          used = near.word;
        } else if (!all) {
          var other = await this.mended(question);
          if (other) {
            var again = await this.rank(other, ways);
            if (again.length && (!ranked.length || again[0].cover > ranked[0].cover + 0.1)) { ranked = again; used = other; }
          }
        }
      }
    }
    var plan = ranked.plan, literal = ranked.filter(function (one) { return one.whole && !used; });
    ranked = ranked.filter(function (one) { return one.cover >= (options.excerpt === false ? P.floor : P.low) || one.whole; });
    /* What stands literally somewhere is always shown, whatever else is likelier. */
    var top = ranked.slice(0, many);
    if (literal.length && !top.some(function (one) { return one.whole; })) ranked = top.slice(0, many - 1).concat(literal[0], ranked.slice(many - 1).filter(function (one) { return one !== literal[0]; }));
    /* Better words of another language than none. */
    if (!ranked.length && options.language !== undefined) return this.search(query, Object.assign({}, options, { language: undefined }));
    var shown = await this.finish(ranked, many, clause, options, text, plan);
    /* What stands literally somewhere is shown in any case. */
    var short = runs(text), whole = clause || used || short.length !== 1 || text.length > 8 || /^[a-z0-9]/.test(text) || options.excerpt === false;
    if (!whole && shown.length && !shown.some(function (one) { return one.read && one.read.literal || fold(self.titles[one.page]).indexOf(text) >= 0; })) {
      var stands = await this.standing(text, ways.filter), same = stands && shown.filter(function (one) { return one.page === stands.page; })[0];
      if (stands) {
        if (same) shown.splice(shown.indexOf(same), 1);
        else shown = shown.slice(0, many - 1);
        shown.splice(limit - 1, 0, { page: stands.page, unit: stands.unit, score: 0, titled: 0, read: { score: 1, at: stands.at, literal: true } });
        literal.push(stands);
      }
    }
    /* Nothing says what is asked: what comes near is no result, but better than an empty page. */
    var best = shown.reduce(function (most, one) { return Math.max(most, one.read ? one.read.score : 9); }, 0);
    var sure = best >= P.sure || literal.length > 0 || ranked.some(function (one) { return one.titled > 0.99 || one.core > 0.9 && one.titled > 0.3; });
    var results = await Promise.all((sure ? shown.slice(0, limit) : best >= P.maybe ? shown.slice(0, 5) : []).map(function (one) { return self.show(one, options, plan); }));
    if (!sure) return { facets: {}, results: [], maybe: results, total: 0, used: '' };
    return { facets: options.facets ? this.facets(ranked) : {}, results: results, maybe: [], total: ranked.length, used: used };
  };

  /* The pages to be shown, versions of one policy as one, with the words that answer. */
  Engine.prototype.finish = async function (ranked, limit, clause, options, said, plan) {
    var shown = [], taken = {}, self = this;
    for (var i = 0; i < ranked.length && shown.length < limit; i++) {
      var one = ranked[i], versions = this.versions[one.page];
      if (taken[one.page]) continue;
      if (versions) {
        var first = versions[0];
        versions.forEach(function (page) { if (self.day(page) !== self.day(first) || page === first) taken[page] = true; });
        if (self.day(one.page) !== self.day(first)) {
          var head = ranked.filter(function (r) { return r.page === first; })[0];
          one = head || { page: first, unit: -1, score: one.score, cover: one.cover, titled: one.titled };
        }
        taken[one.page] = true;
      }
      shown.push(one);
    }
    if (clause) await this.lookUp(shown, clause);
    else if (plan && shown.length && options.excerpt !== false) await this.reread(shown, plan, said);
    return shown.slice(0, limit);
  };

  /* Reads the words around what was found, and puts in order by what they say. */
  Engine.prototype.reread = async function (shown, plan, said) {
    var self = this, raw = runs(said).join(' '), asks = ANSWERS.filter(function (one) { return one[0].test(said); });
    asks.fined = ANSWERS[6][0].test(said);
    asks.who = ANSWERS[8][0].test(said);
    var loaded = await Promise.all(shown.map(async function (one, place) {
      var found = plan.likeliest(one.page), starts = found.units.slice(0, place < P.wide ? P.deep : 1), seen = {}, units = [];
      if (!self.c.units[one.page]) return null;
      if (!starts.length) starts.push(self.first[one.page]);
      (await Promise.all(starts.map(function (start) { return self.block(start); }))).forEach(function (block) {
        if (seen[block.first]) return;
        seen[block.first] = true;
        block.units.forEach(function (unit, i) {
          var number = block.first + i;
          if (self.pageOf[number] === one.page) units.push({ number: number, unit: unit, text: fold(unit.head + ' ' + unit.label + ' ' + unit.text, self.traditional) });
        });
      });
      return { units: units, weight: found.weight, likeliest: found.units[0] };
    }));
    var all = loaded.map(function (page) { return page ? page.units.map(function (one) { return one.text; }).join(' ') : ''; }).join(' ');
    shown.forEach(function (one, place) {
      var page = loaded[place], title = self.names[one.page].map(function (name) { return name.text; }).join(' ');
      one.sub = [];
      if (!page) return;
      var reads = page.units.map(function (at) {
        var read = self.read(at.unit, at.text, plan, page.weight, title, asks, all);
        if (at.number === page.likeliest) read.fit += P.first;
        read.unit = at.number; read.anchor = at.unit.anchor;
        read.literal = at.text.indexOf(raw) >= 0;
        return read;
      });
      var best = reads.reduce(function (most, read) { return read.fit > most.fit ? read : most; });
      /* Other clauses that may answer as well. */
      reads.sort(function (a, b) { return b.fit - a.fit || a.unit - b.unit; });
      reads.forEach(function (read) {
        if (clauseOf(read.anchor) && read.anchor !== best.anchor && one.sub.indexOf(read.anchor) < 0 && one.sub.length < 2 && read.fit > P.also * best.fit) one.sub.push(read.anchor);
      });
      one.read = best;
      one.unit = best.unit;
      one.score += P.text * best.score;
    });
    shown.sort(function (a, b) { return b.score - a.score; });
  };

  /* A unit that has a short text as it stands: {page, unit, at}, or nothing. Those that have all its pairs are read. */
  Engine.prototype.standing = async function (text, filter) {
    var self = this, lists = await Promise.all(termsOf(text).map(function (term) { return self.list(term); })), at = null, pages = null, title;
    for (title = 0; title < this.titles.length; title++) if ((!filter || filter(title)) && fold(this.titles[title]).indexOf(text) >= 0) return { page: title, unit: -1, at: -1 };
    lists.forEach(function (list) {
      var have = new Set(list.units || list.pages);
      if (list.units) at = at ? at.filter(function (unit) { return have.has(unit); }) : list.units;
      else pages = pages ? pages.filter(function (page) { return have.has(page); }) : list.pages;
    });
    if (!at) at = (pages || []).map(function (page) { return self.first[page]; });
    else if (pages) { var on = new Set(pages); at = at.filter(function (unit) { return on.has(self.pageOf[unit]); }); }
    if (filter) at = at.filter(function (unit) { return filter(self.pageOf[unit]); });
    for (var i = 0, last = -1, read = 0; i < at.length && read < 6; i++) {
      if (at[i] < last) continue;
      var block = await this.block(at[i]);
      last = block.first + block.units.length; read++;
      for (var k = 0; k < block.units.length; k++) {
        var unit = block.units[k], place = fold(unit.text, this.traditional).indexOf(text), page = this.pageOf[block.first + k];
        if (place >= 0 && (!filter || filter(page))) return { page: page, unit: block.first + k, at: place };
      }
    }
    return null;
  };

  /* A result as it is handed out. */
  Engine.prototype.show = async function (one, options, plan) {
    var page = one.page, c = this.c, self = this, words = one.clause || null, said = one.clause || options.excerpt !== false;
    var start = one.unit >= 0 ? one.unit : this.first[page];
    if (!words && c.units[page] && (said || c.days[page] === undefined)) words = await this.unit(start);
    var jump = words && words.anchor && (one.clause || one.unit >= 0 && one.titled < 0.95);
    var status = this.status(page), cut = words && options.excerpt !== false ? this.excerpt(words.text, plan, one.read ? one.read.at : -1) : { text: '', marks: [] };
    function link(p) { return self.root + self.addresses[p] + self.ending; }
    return {
      url: link(page) + (jump ? '#' + words.anchor : ''),
      title: this.titles[page],
      clause: jump && words.label || '',
      sub: jump && one.sub ? one.sub.map(function (anchor) { return link(page) + '#' + anchor; }) : [],
      excerpt: cut.text,
      marks: cut.marks,
      titleMarks: this.marks(this.titles[page], plan),
      head: words && !words.label && jump ? words.head : '',
      kind: this.kind(page),
      section: c.sections[0][c.sections[1][page]][0],
      sectionTitle: c.sections[0][c.sections[1][page]][1],
      date: date(c.days[page] === undefined && words ? words.day : this.day(page)),
      region: c.regions[0][c.regions[1][page]],
      status: status[1],
      inForce: status[2],
      score: Math.round(one.score * 1000) / 1000,
      others: (this.versions[page] || []).filter(function (p) { return p !== page && self.day(p) !== self.day(page); }).map(function (p) {
        return { url: link(p), title: self.titles[p], status: self.status(p)[1], date: date(self.day(p)) };
      })
    };
  };

  /* Where the words of the question stand in a text: [[from, to]], none within another. */
  Engine.prototype.marks = function (text, plan) {
    if (!plan) return [];
    var here = folded(text, this.traditional), spots = [], at;
    function note(word) {
      for (at = here.text.indexOf(word); at >= 0; at = here.text.indexOf(word, at + 1)) spots.push([here.at[at], here.at[at + word.length]]);
    }
    plan.base.forEach(function (one) { note(one.term); });
    plan.groups.forEach(function (group) { group.texts.forEach(note); });
    spots.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return spots.reduce(function (kept, spot) {
      var last = kept[kept.length - 1];
      if (last && spot[0] <= last[1]) last[1] = Math.max(last[1], spot[1]); else kept.push(spot);
      return kept;
    }, []);
  };

  /* The stretch of a long text around what was found, from the beginning of a sentence. */
  Engine.prototype.excerpt = function (text, plan, at) {
    var long = 200, from = 0;
    if (text.length > long + 40 && at > long - 60) {
      var before = text.slice(0, at - 20), stop = Math.max(before.lastIndexOf('。'), before.lastIndexOf('；'), before.lastIndexOf('\n'));
      from = stop >= 0 && at - stop < 110 ? stop + 1 : Math.max(0, at - 40);
      from = Math.max(0, Math.min(from, text.length - long));
    }
    var cut = text.length > from + long + 40 ? text.slice(from, from + long) + '…' : text.slice(from);
    if (from) cut = '…' + cut;
    cut = cut.replace(/\n/g, ' ');
    return { text: cut, marks: this.marks(cut, plan) };
  };

  /* Papers that are named and have the article come before those that do not have it. */
  Engine.prototype.lookUp = async function (shown, clause) {
    var self = this;
    await Promise.all(shown.slice(0, 6).map(async function (one, i) {
      if (one.titled < 0.3 && one.core < 0.5 && i > 2) return;
      one.clause = await self.clauseUnit(one.page, clause);
      if (one.clause) one.score += 1;
    }));
    shown.sort(function (a, b) { return b.score - a.score; });
  };

  /* The unit of an article: a look at a block tells which way to go. */
  Engine.prototype.clauseUnit = async function (page, clause) {
    var anchor = 'art' + clause.n + (clause.sub ? 'z' + clause.sub : ''), low = 0, high = this.c.units[page] - 1, words, i;
    if (high < 60) {
      for (i = 0; i <= high; i++) if ((words = await this.unit(this.first[page] + i)).anchor === anchor) return words;
      return null;
    }
    var at = Math.min(high, clause.n);
    for (i = 0; i < 40 && low <= high; i++) {
      words = await this.unit(this.first[page] + at);
      if (words.anchor === anchor) return words;
      /* What is no article tells nothing: the one before it does. */
      var here = /^art(\d+)(?:z(\d+))?$/.exec(words.anchor);
      if (!here) { if (at > low) at--; else at = ++low; continue; }
      var order = here[1] - clause.n || (here[2] || 0) - clause.sub;
      if (order < 0) low = at + 1; else high = at - 1;
      at = Math.max(low, Math.min(high, here[1] - clause.n ? at - (here[1] - clause.n) : order < 0 ? at + 1 : at - 1));
    }
    return null;
  };

  Engine.prototype.root = '/';
  Engine.prototype.ending = '';

  /* What an article is called, by its anchor. */
  function clauseOf(anchor) {
    var n = /^art(\d+)(?:z(\d+))?$/.exec(anchor);
    return n ? '第' + chinese(+n[1]) + '条' + (n[2] ? '之' + chinese(+n[2]) : '') : '';
  }

  self.WanjiaEngine = { clauseOf: clauseOf, Engine: Engine, fold: fold, folded: folded, number: number, runs: runs, termsOf: termsOf, numeral: numeral, inflate: inflate, utf8: utf8, P: P };
})(typeof self === 'undefined' ? globalThis : self);
