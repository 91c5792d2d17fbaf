// Asking the desk. What is refused is thrown, with what goes along.

/** Why something was not done. `answer` is all that was said, `status` the number of the answer; 0 when nobody answered. */
export class Refused extends Error {
  constructor(message, status, answer) { super(message); this.status = status; this.answer = answer; }
}

async function ask(method, address, body) {
  const headers = method === 'GET' ? {} : { 'X-Wanjia': 'desk' };
  let answer;
  try {
    answer = await fetch('/api/' + address, { method, headers, body, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    throw new Refused('', 0, null);
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

/** Hands a document over. */
export const bring = (file) => ask('POST', `import?name=${encodeURIComponent(file.name)}`, file);

/** Lays a picture beside a page. */
export const lay = (path, file) => ask('POST', `picture/${inAddress(path)}?name=${encodeURIComponent(file.name)}`, file);
