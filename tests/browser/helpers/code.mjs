// Reads QR codes as a camera does, from pixels.

import jsqr from 'jsqr';
import { PNG } from 'pngjs';

const scan = jsqr.default ?? jsqr;

/** What the code in a PNG says; `null` when there is none to be read. */
export function readCode(png) {
  const { data, width, height } = PNG.sync.read(png);
  return scan(new Uint8ClampedArray(data), width, height)?.data ?? null;
}
