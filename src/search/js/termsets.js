// Sets of terms: which of up to 64 terms each of many things has.

export class TermSets {
  constructor(size) { this.low = new Uint32Array(size); this.high = new Uint32Array(size); }

  add(at, term) { if (term < 32) this.low[at] |= 1 << term; else this.high[at] |= 1 << (term - 32); }
  has(at, term) { return (term < 32 ? this.low[at] >>> term : this.high[at] >>> (term - 32)) & 1; }
  isEmpty(at) { return !this.low[at] && !this.high[at]; }
  clear(at) { this.low[at] = this.high[at] = 0; }

  /** Takes the set at `from` of others. */
  copy(at, others, from) { this.low[at] = others.low[from]; this.high[at] = others.high[from]; }

  /** What tells sets apart: a number, as long as one can. */
  key(at) { return this.high[at] < 2097152 ? this.low[at] + this.high[at] * 4294967296 : this.low[at] + ' ' + this.high[at]; }
}
