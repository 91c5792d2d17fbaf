// Parts of the script that others take from it: the script of spelling, tests and measurements.

/** By their names; `start.js` puts them in. A part of another script is missing until that is loaded. */
export const parts = {};
