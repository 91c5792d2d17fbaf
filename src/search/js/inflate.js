// Inflate (RFC 1951), so that no browser is too old and no server needs to pack.

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The Huffman code of symbols with these lengths. */
function huffman(lengths) {
  const count = new Uint16Array(16), offset = new Uint16Array(16), symbols = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i++) count[lengths[i]]++;
  count[0] = 0;
  for (let i = 1; i < 16; i++) offset[i] = offset[i - 1] + count[i - 1];
  for (let i = 0; i < lengths.length; i++) if (lengths[i]) symbols[offset[lengths[i]]++] = i;
  return { count, symbols };
}

/** Bits of a deflated text, the lowest of a byte first. */
class DeflatedBits {
  constructor(bytes) { this.bytes = bytes; this.at = 0; this.hold = 0; this.held = 0; }

  take(n) {
    while (this.held < n) { if (this.at >= this.bytes.length) throw new Error('broken'); this.hold |= this.bytes[this.at++] << this.held; this.held += 8; }
    const value = this.hold & ((1 << n) - 1);
    this.hold >>>= n; this.held -= n;
    return value;
  }

  /** The bytes of a stored block: it begins with a whole byte. */
  stored() {
    this.hold = this.held = 0;
    const from = this.at + 4, size = this.bytes[this.at] | this.bytes[this.at + 1] << 8;
    this.at = from + size;
    if (this.at > this.bytes.length) throw new Error('broken');
    return this.bytes.subarray(from, from + size);
  }

  symbol(code) {
    let bits = 0, first = 0, index = 0;
    for (let length = 1; length < 16; length++) {
      bits |= this.take(1);
      const n = code.count[length];
      if (bits - n < first) return code.symbols[index + bits - first];
      index += n; first = (first + n) << 1; bits <<= 1;
    }
    throw new Error('broken');
  }

  /** `n` lengths of code, themselves written in a code. */
  lengths(n, code) {
    const lengths = [];
    while (lengths.length < n) {
      const value = this.symbol(code);
      if (value < 16) { lengths.push(value); continue; }
      let repeat = value === 16 ? 3 + this.take(2) : value === 17 ? 3 + this.take(3) : 11 + this.take(7);
      const last = value === 16 ? lengths[lengths.length - 1] : 0;
      while (repeat--) lengths.push(last);
    }
    return lengths;
  }
}

/** Bytes that grow. */
class Output {
  constructor(size) { this.bytes = new Uint8Array(size); this.end = 0; }

  room(n) {
    if (this.end + n <= this.bytes.length) return;
    const more = new Uint8Array(Math.max(this.bytes.length * 2, this.end + n));
    more.set(this.bytes); this.bytes = more;
  }

  add(bytes) { this.room(bytes.length); this.bytes.set(bytes, this.end); this.end += bytes.length; }
  push(byte) { this.room(1); this.bytes[this.end++] = byte; }
  repeat(length, back) { this.room(length); while (length--) { this.bytes[this.end] = this.bytes[this.end - back]; this.end++; } }
}

function fixedCodes() {
  const lengths = [];
  for (let i = 0; i < 288; i++) lengths.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
  return { literals: huffman(lengths), distances: huffman(new Array(30).fill(5)) };
}

function ownCodes(bits) {
  const literals = bits.take(5) + 257, distances = bits.take(5) + 1, count = bits.take(4) + 4, short = new Uint8Array(19);
  for (let i = 0; i < count; i++) short[ORDER[i]] = bits.take(3);
  const lengths = bits.lengths(literals + distances, huffman(short));
  return { literals: huffman(lengths.slice(0, literals)), distances: huffman(lengths.slice(literals)) };
}

function inflateBlock(bits, codes, out) {
  for (;;) {
    const value = bits.symbol(codes.literals);
    if (value < 256) { out.push(value); continue; }
    if (value === 256) return;
    const length = LENGTHS[value - 257] + bits.take(LENGTH_BITS[value - 257]), distance = bits.symbol(codes.distances);
    out.repeat(length, DISTANCES[distance] + bits.take(distance < 2 ? 0 : (distance >> 1) - 1));
  }
}

export function inflate(bytes) {
  const bits = new DeflatedBits(bytes), out = new Output(bytes.length * 4 + 1024);
  let last = 0;
  while (!last) {
    last = bits.take(1);
    const type = bits.take(2);
    if (type === 0) out.add(bits.stored());
    else inflateBlock(bits, type === 1 ? fixedCodes() : ownCodes(bits), out);
  }
  return out.bytes.subarray(0, out.end);
}

/** Deflated bytes behind a text that they were packed behind: it comes as a stored block. */
function behind(phrases, bytes) {
  const size = phrases.length, joined = new Uint8Array(5 + size + bytes.length);
  joined.set([0, size & 255, size >> 8, ~size & 255, ~size >> 8 & 255]);
  joined.set(phrases, 5);
  joined.set(bytes, 5 + size);
  return joined;
}

/** Inflates by the browser where it can, which is faster for all that is not small; `phrases` is what was packed before. */
export async function unpack(bytes, phrases) {
  if (phrases) return (await unpack(behind(phrases, bytes))).subarray(phrases.length);
  if (bytes.length < 8192 || typeof DecompressionStream === 'undefined') return inflate(bytes);
  try {
    return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer());
  } catch (error) {
    return inflate(bytes);
  }
}

export function textOf(bytes) { return new TextDecoder('utf-8').decode(bytes); }
