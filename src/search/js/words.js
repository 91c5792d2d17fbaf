// What the boxes say. The script has no words of its own: the page hands them over in its language, by names.

let words = {};

export function useWords(given) { words = given || {}; }

/** What is said under a name; `value` stands where # is. */
export function say(name, value) { return (words[name] || '').replace('#', () => value); }

/** How many pages were found, in words. */
export function foundWords({ results, total }) { return results.length ? say('found', total) : say('none'); }
