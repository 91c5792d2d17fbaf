// Passages: the words that excerpts are cut from, in blocks: see text.rs.

import { BLOCK_LIST, SIGN } from './format.js';
import { Varints } from './decode.js';
import { chinese, fold } from './fold.js';
import { unpack } from './inflate.js';

const ARTICLE = /^art(\d+)(?:z(\d+))?$/;

/** The number of an article and of what was put in behind it (第一百三十三条之一), by its anchor; or nothing. */
export function articleOf(anchor) {
  const found = ARTICLE.exec(anchor);
  return found && { number: +found[1], inserted: +(found[2] || 0) };
}

/** What an article is called, by its anchor; '' for what is none. */
export function clauseOf(anchor) {
  const article = articleOf(anchor);
  return article ? '第' + chinese(article.number) + '条' + (article.inserted ? '之' + chinese(article.inserted) : '') : '';
}

/** The list of blocks that a file begins with: `{from, blocks: [{count, at, length}]}`; nothing when the bytes end within it. */
function blockList(bytes) {
  const read = new Varints(bytes), blocks = [];
  for (let n = read.next(), at = 0; n > 0; n--) {
    const count = read.next(), length = read.next();
    blocks.push({ count, at, length });
    at += length;
  }
  return read.at > bytes.length ? null : { from: read.at, blocks };
}

/** A passage; what follows from the one before is not said again. */
function readPassage(text, last, day) {
  const rest = text.slice(1), { anchor, label, heading } = last;
  if (text[0] === SIGN.SAME) return { anchor, label, heading, text: rest, day };
  if (text[0] === SIGN.NEXT) {
    const next = 'art' + (+anchor.slice(3) + 1);
    return { anchor: next, label: clauseOf(next), heading, text: rest, day };
  }
  const fields = text.split(SIGN.FIELD);
  return { anchor: fields[0], label: fields[1], heading: fields[2] === SIGN.SAME ? heading : fields[2], text: fields[3], day };
}

/** All passages of a block. */
function readBlock(text) {
  let last = { anchor: '', label: '', heading: '', text: '' }, day = null;
  return text.split(SIGN.PASSAGE).map((one) => {
    if (one[0] === SIGN.DAY) {
      const end = one.indexOf(SIGN.FIELD);
      day = end > 1 ? +one.slice(1, end) : null;
      one = one.slice(end + 1);
    }
    return last = readPassage(one, last, day);
  });
}

/** All words of a passage folded, which is done once for each table of `simplified` characters. */
export function foldedWords(passage, simplified) {
  if (passage.foldedBy !== simplified) {
    passage.foldedBy = simplified;
    passage.folded = fold(passage.heading + ' ' + passage.label + ' ' + passage.text, simplified);
  }
  return passage.folded;
}

export class Passages {
  constructor(catalog, load) { this.catalog = catalog; this.load = load; this.lists = {}; this.blocks = {}; }

  /** @returns {Promise<Passage>} */
  async one(passage) {
    const block = await this.block(passage);
    return block.passages[passage - block.first];
  }

  /** The file that a passage stands in, and the first passage there. */
  place(passage) {
    const { textFileSizes } = this.catalog;
    let file = 0, first = 0;
    while (first + textFileSizes[file] <= passage) first += textFileSizes[file++];
    return { file, first };
  }

  /** Whether the file that a passage stands in has been asked for. */
  isHere(passage) { return this.lists[this.place(passage).file] !== undefined; }

  /** The block that a passage stands in: `{first, passages}`. */
  async block(passage) {
    const { textFileHashes, phrases, text } = this.catalog, place = this.place(passage), { file } = place;
    let { first } = place, b = 0;
    const name = 'x' + file + '.' + textFileHashes[file] + '.bin', { from, blocks } = await this.list(file, name);
    while (passage - first >= blocks[b].count) first += blocks[b++].count;
    const key = file + ' ' + b, start = from + blocks[b].at;
    if (!this.blocks[key]) {
      this.blocks[key] = this.load(name, start, start + blocks[b].length).then((bytes) => unpack(bytes, phrases)).then((bytes) => readBlock(text(bytes)));
    }
    return { first, passages: await this.blocks[key] };
  }

  /** The list of blocks of a file, more bytes of it when it is long. */
  async list(file, name) {
    for (let room = BLOCK_LIST; ; room *= 4) {
      if (!this.lists[file]) this.lists[file] = this.load(name, 0, room);
      const list = blockList(await this.lists[file]);
      if (list) return list;
      delete this.lists[file];
      if (room > 65536) throw new Error('broken');
    }
  }
}
