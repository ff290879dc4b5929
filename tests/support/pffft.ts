import wasm from 'pffft-simd.wasm?url&inline';
import { instantiatePffft } from '../../src/audio/renderer/pffft';
import type { Pffft } from '../../src/dsp/convolution/Pffft';

/** PFFFT without a fetch, in Node and in a browser: the module comes as a `data:` URL. */
export function testPffft(): Pffft {
  const text = atob(wasm.slice(wasm.indexOf(',') + 1));
  return instantiatePffft(Uint8Array.from(text, (char) => char.charCodeAt(0)));
}
