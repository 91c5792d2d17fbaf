// Sounds: how characters are read, and which of them people take for one another.

/** Sounds that many people do not tell apart, as one. Also of several syllables that are written together. */
export function loose(sound) { return sound.replace(/([zcs])h/g, '$1').replace(/l/g, 'n').replace(/ng/g, 'n'); }

/** So many ways to read a word are kept. */
const MOST_READINGS = 12;

/** Readings of characters. */
export class Sounds {
  /** `names` are all readings, `numbers` for each how many characters have it, and the gaps between these. */
  constructor(names, numbers) {
    this.ofCharacter = new Map();
    this.all = new Set(names);
    let at = 0;
    names.forEach((sound) => {
      const end = at + 1 + numbers[at];
      for (let code = 0, i = at + 1; i < end; i++) this.note(String.fromCodePoint(code += numbers[i]), sound);
      at = end;
    });
  }

  note(c, sound) {
    if (!this.ofCharacter.has(c)) this.ofCharacter.set(c, []);
    this.ofCharacter.get(c).push(sound);
  }

  /** Characters that words may begin with which are read with two letters at the beginning, as `loose` has them. */
  beginning(head) {
    const may = new Set(Array.from(this.all).filter((sound) => { const own = loose(sound).slice(0, 2); return own === head || own === head[0]; }));
    return Array.from(this.ofCharacter.keys()).filter((c) => this.of(c).some((sound) => may.has(sound)));
  }

  of(c) { return this.ofCharacter.get(c) || []; }

  /** How unlike two characters are for one who types: 0 the same, 1 anything. */
  unlike(a, b) {
    if (a === b) return 0;
    let least = 1;
    this.of(a).forEach((x) => this.of(b).forEach((y) => {
      if (x === y) least = Math.min(least, 0.3);
      else if (loose(x) === loose(y)) least = Math.min(least, 0.5);
    }));
    return least;
  }

  /** The ways to read a word, each in letters without blanks; none when one of its characters has no reading. */
  readings(word) {
    let ways = [''];
    for (const c of word) {
      const here = this.of(c), more = [];
      ways.forEach((way) => here.forEach((sound) => { if (more.length < MOST_READINGS) more.push(way + sound); }));
      ways = more;
    }
    return ways;
  }
}
