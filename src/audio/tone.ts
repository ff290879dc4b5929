import './quietTone';

/**
 * The parts of Tone.js the engine stands on. They come from the modules that define them and not from the index:
 * evaluating the index builds a transport and opens an AudioContext of its own, costs 25 KB more, and holds the page
 * up before the first sound. The version is pinned; `tests/browser/expectations/tone.test.ts` tells when this path
 * has changed.
 */
export { Context } from 'tone/build/esm/core/context/Context.js';
export { setContext } from 'tone/build/esm/core/context/GlobalContext.js';
export { ToneAudioNode } from 'tone/build/esm/core/context/ToneAudioNode.js';
