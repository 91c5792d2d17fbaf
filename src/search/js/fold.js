// Folding: what is typed and what stands in a text, in one form. See fold.rs; both sides pass tests/search/vectors.json.

const DIGITS = '零一二三四五六七八九';
const SCALES = { 千: 1000, 百: 100, 十: 10 };

/** A number below 10,000 in Chinese numerals. */
export function chinese(n) {
  let out = '', gap = false;
  Object.keys(SCALES).forEach((sign) => {
    const digit = Math.floor(n / SCALES[sign]) % 10;
    if (!digit) { gap = gap || out !== ''; return; }
    if (gap) { out += '零'; gap = false; }
    if (!(digit === 1 && sign === '十' && out === '')) out += DIGITS[digit];
    out += sign;
  });
  if (n % 10 === 0) return out || '零';
  return out + (gap ? '零' : '') + DIGITS[n % 10];
}

/** A number in Chinese numerals or digits. */
export function numeral(text) {
  if (/^[0-9]+$/.test(text)) return +text;
  let total = 0, digit = null;
  for (const c of text) {
    if (SCALES[c]) { total += (digit === null ? 1 : digit) * SCALES[c]; digit = null; } else digit = c === '两' ? 2 : DIGITS.indexOf(c);
  }
  return total + (digit || 0);
}

/** Whether a character cannot be seen by itself. */
function isIgnorable(c) {
  return c === 0xad || c === 0x34f || c === 0x61c || c >= 0x180b && c <= 0x180f || c >= 0x200b && c <= 0x200f || c >= 0x202a && c <= 0x202e ||
    c >= 0x2060 && c <= 0x206f || c === 0x1160 || c >= 0xfe00 && c <= 0xfe0f || c === 0xfeff || c >= 0xe0000 && c <= 0xe0fff;
}

/** Whether a character is a Han character, or a radical that looks like one. */
export function isHan(code) {
  return code >= 0x2e80 && code < 0x2fe0 || code >= 0x31c0 && code < 0x31f0 || code >= 0x4e00 && code <= 0x9fff || code >= 0x3400 && code <= 0x4dbf || code >= 0x20000 && code <= 0x323af ||
    code >= 0xf900 && code <= 0xfaff || code === 0x3007 || code === 0x3005;
}

/** Whether a character beyond ASCII is part of a word. */
function isWordy(c) {
  return c >= 0xc0 && c !== 0xd7 && c !== 0xf7 && !(c >= 0x2000 && c < 0x2c00) && !(c >= 0x3000 && c < 0x3040 && c !== 0x3005) &&
    !(c >= 0xe000 && c < 0xf900) && !(c >= 0xfe00 && c < 0xfe70) && !(c >= 0xff00 && c < 0x10000) && !(c >= 0x1f000 && c < 0x20000);
}

/** One character folded, but for what is traditional. */
function foldCharacter(c) {
  const code = c.codePointAt(0);
  if (code < 128) return code >= 65 && code <= 90 ? c.toLowerCase() : code >= 97 && code <= 122 || code >= 48 && code <= 57 ? c : ' ';
  if (isIgnorable(code)) return '';
  if (c === '〇' || c === '○') return '零';
  if (isHan(code)) return c;
  return isWordy(code) ? String.fromCodePoint(c.toLowerCase().codePointAt(0)) : ' ';
}

/** What stays as it is, is most of a text; and what only parts words is most of the rest. */
const NOT_PLAIN = /[^\u3400-\u4dbf\u4e00-\u9fff a-z0-9]/gu;
const PARTING = /[\n!-/:-@[-`{-~、。“”《》]/g;

/** A text folded; `simplified` has simplified characters by traditional ones: see simplifiedOf. */
export function fold(text, simplified) {
  const folded = text.normalize('NFKC').replace(PARTING, ' ').replace(NOT_PLAIN, foldCharacter);
  return (simplified ? folded.replace(simplified.traditional, (c) => simplified.of[c]) : folded).replace(/第([0-9]{1,4})(?=[编章节条款项])/g, (all, n) => +n ? '第' + chinese(+n) : all);
}

/** Folded text, and for each of its characters where it stood. */
export function foldWithPlaces(text, simplified) {
  const places = [];
  let out = '', at = 0;
  for (const c of text) {
    let folded = '';
    // No other form stands for a common character, and to ask for one takes long.
    for (const one of c >= '\u3400' && c <= '\u9fff' ? c : c.normalize('NFKC')) { const same = foldCharacter(one); folded += simplified && simplified.of[same] || same; }
    for (let i = 0; i < folded.length; i++) places.push(at);
    out += folded;
    at += c.length;
  }
  places.push(at);
  return { text: out, places };
}

/**
 * Simplified characters by traditional ones: `{of, traditional}`, a table and what finds these in a text. `rows` has the gaps
 * between them, then how far each simplified one is from its own.
 */
export function simplifiedOf(rows) {
  const half = rows.length / 2, of = {};
  for (let i = 0, code = 0; i < half; i++) {
    const far = rows[half + i];
    code += rows[i];
    of[String.fromCodePoint(code)] = String.fromCodePoint(far % 2 ? code - (far + 1) / 2 : code + far / 2);
  }
  return { of, traditional: new RegExp('[' + Object.keys(of).join('') + ']', 'gu') };
}

let gb2312 = null;

/** Whether all Chinese characters of a text are in GB 2312, which has no traditional ones. */
export function isSimplified(text) {
  if (!gb2312) {
    const bytes = [];
    for (let row = 0xb0; row < 0xf8; row++) for (let cell = 0xa1; cell < 0xff; cell++) bytes.push(row, cell);
    gb2312 = new Set(new TextDecoder('gbk').decode(new Uint8Array(bytes)));
  }
  for (const c of text) if (isHan(c.codePointAt(0)) && !gb2312.has(c)) return false;
  return true;
}
