import { ElsewhereError } from '../core/errors';
import { Context, setContext } from './tone';

/** A Tone context with the native context it wraps. */
export interface AudioContextPair {
  readonly tone: Context;
  readonly native: AudioContext;
}

/**
 * Opens a native AudioContext at the mix's own rate, so that nothing is resampled, and hands it to Tone.
 * @param sampleRate hertz, 3000 to 768000
 * @throws ElsewhereError `audio-failed` when the browser refuses the rate or has no audio at all
 */
export function openContext(sampleRate: number): AudioContextPair {
  let native: AudioContext;
  try {
    native = new AudioContext({ sampleRate, latencyHint: 'interactive' });
  } catch (cause) {
    throw new ElsewhereError('audio-failed', 'The browser could not open an audio output', { sampleRate }, { cause });
  }
  // No look-ahead: a switch is scheduled by frames of our own. No ticker: nothing here runs on Tone's clock.
  const tone = new Context({
    context: native,
    lookAhead: 0,
    updateInterval: 1,
    clockSource: 'offline',
  });
  // Tone asks for a default context whenever a node is built, and would open one if there were none.
  setContext(tone);
  return { tone, native };
}
