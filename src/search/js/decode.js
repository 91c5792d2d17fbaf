// Numbers, parts and texts as the program writes them: see bits.rs and alphabet.rs.

import { unpack } from './inflate.js';

/** Numbers of seven bits a byte. */
export class Varints {
  constructor(bytes, at) { this.bytes = bytes; this.at = at || 0; }

  next() {
    let value = 0, scale = 1, byte;
    do { byte = this.bytes[this.at++]; value += (byte & 127) * scale; scale *= 128; } while (byte > 127);
    return value;
  }
}

/** All numbers of a row. */
export function numbers(bytes) {
  const read = new Varints(bytes), list = [];
  while (read.at < bytes.length) list.push(read.next());
  return list;
}

/** Parts one after the other, each deflated behind its length. */
export function partsOf(bytes) {
  const parts = [];
  let at = 0;
  while (at < bytes.length) {
    const read = new Varints(bytes, at), length = read.next();
    at = read.at + length;
    parts.push(unpack(bytes.subarray(at - length, at)));
  }
  return Promise.all(parts);
}

/** Bits from a byte on, the highest of a byte first. */
export class Bits {
  constructor(bytes, from) { this.bytes = bytes; this.at = from * 8; }

  take(n) {
    let value = 0;
    while (n > 0) {
      const free = 8 - (this.at & 7), some = Math.min(free, n);
      value = value << some | (this.bytes[this.at >> 3] >> (free - some)) & ((1 << some) - 1);
      this.at += some; n -= some;
    }
    return value;
  }

  /** How many zeros come before the next one, which is taken as well. */
  zeros() {
    for (let n = 0; ;) {
      const free = 8 - (this.at & 7), rest = this.bytes[this.at >> 3] & ((1 << free) - 1);
      if (rest) { const zeros = Math.clz32(rest) - 32 + free; this.at += zeros + 1; return n + zeros; }
      n += free; this.at += free;
      if (this.at > this.bytes.length * 8) throw new Error('broken');
    }
  }

  rice(k) { const quotient = this.zeros(); return quotient * (1 << k) + this.take(k); }
  gamma() { const zeros = this.zeros(); return zeros ? (1 << zeros) | this.take(zeros) : 1; }

  /** Rising numbers below `range`, as gaps. */
  rising(range) {
    let n = this.gamma(), next = 0;
    const k = riceOf(range, n), list = [];
    while (n--) { next += this.rice(k); list.push(next++); }
    return list;
  }
}

/** The `k` of the Rice code for `count` numbers that are spread over `range`. */
export function riceOf(range, count) {
  let k = 0;
  while (k < 28 && count * 100 * Math.pow(2, k + 1) <= range * 69) k++;
  return k;
}

/** A function that reads texts in the alphabet that the catalog begins with. */
export function textCodec(bytes) {
  const read = new Varints(bytes), tiers = [];
  for (let count = read.next(); count > 0; count--) {
    const tier = new Uint16Array(read.next());
    for (let i = 0, c = 0; i < tier.length; i++) tier[i] = c += read.next();
    tiers.push(tier);
  }
  const short = tiers[0].length, decoder = new TextDecoder('utf-16le');
  return function (bytes) {
    const out = new Uint16Array(bytes.length);
    let n = 0;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i];
      if (byte < short) out[n++] = tiers[0][byte];
      else if (byte < 255) out[n++] = tiers[byte - short + 1][bytes[++i]];
      else { out[n++] = bytes[i + 1] << 8 | bytes[i + 2]; i += 2; }
    }
    return decoder.decode(out.subarray(0, n));
  };
}
