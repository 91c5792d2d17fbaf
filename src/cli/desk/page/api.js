// Asking the desk. What is refused is thrown, with what goes along.

/** Why something was not done. `answer` is all that was said, `status` the number of the answer; 0 when nobody answered. */
export class Refused extends Error {
  constructor(message, status, answer) { super(message); this.status = status; this.answer = answer; }
}

/** How long to wait when the desk is busy with other things, and how often. */
const PAUSE = 1000;
const TRIES = 600;

async function ask(method, address, body, tries) {
  const headers = method === 'GET' ? {} : { 'X-Wanjia': 'desk' };
  let answer;
  try {
    answer = await fetch('/api/' + address, { method, headers, body, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    throw new Refused('', 0, null);
  }
  // What somebody asked for is done when its turn comes.
  if (answer.status === 503 && (tries || 0) < TRIES) {
    await new Promise((done) => setTimeout(done, PAUSE));
    return ask(method, address, body, (tries || 0) + 1);
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) return said;
  const { message, hint } = said.error || { message: String(answer.status) };
  throw new Refused(hint ? `${message}（${hint}）` : message, answer.status, said);
}

/** A path as a part of an address. */
export function inAddress(path) { return path.split('/').map(encodeURIComponent).join('/'); }

/** What the desk is asked for at an address below /api/. */
export const get = (address) => ask('GET', address);
export const put = (address, value) => ask('PUT', address, JSON.stringify(value));
export const post = (address, value) => ask('POST', address, value === undefined ? undefined : JSON.stringify(value));

/** Hands a document over; it goes into the section of a folder, or with '' into the one that what it is goes into. */
export const bring = (file, into) => ask('POST', `import?name=${encodeURIComponent(file.name)}${into && `&into=${encodeURIComponent(into)}`}`, file);

/** Lays a picture beside a page. */
export const lay = (path, file) => ask('POST', `picture/${inAddress(path)}?name=${encodeURIComponent(file.name)}`, file);
