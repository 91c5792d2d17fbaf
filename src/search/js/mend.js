// Where the script of spelling begins. It is fetched when somebody types letters or a wrong character, not before.

import { findByLetters } from './letters.js';
import { Spelling } from './spelling.js';
import { parts } from './parts.js';

Object.assign(parts, { Spelling, findByLetters });
