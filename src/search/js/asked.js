// What was asked; it stays on the device.

const KEY = 'wanjia-asked';
const MOST_KEPT = 8;

export function asked() { try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch (error) { return []; } }

export function remember(words) {
  if (!words) return;
  const list = [words].concat(asked().filter((one) => one !== words)).slice(0, MOST_KEPT);
  try { localStorage.setItem(KEY, JSON.stringify(list)); } catch (error) { /* private window */ }
}

export function forget() { try { localStorage.removeItem(KEY); } catch (error) { /* private window */ } }
