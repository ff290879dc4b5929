import type { DecodedMix } from '../audio/DecodePort';
import type { FileFlaw, Problem } from './libraryStore';

/** One gating block: below it a mix has no loudness (BS.1770-5 Annex 1), so nothing can be matched to it. */
const SHORTEST_MEASURABLE_SEC = 0.4;

/**
 * What the listener must be told about a file that loads and plays all the same, worst first.
 * `detail` carries seconds (`durationSec`, `promisedSec`, `limitSec`) and counts (`samples`).
 */
export function flawsOf(mix: Pick<DecodedMix, 'notes'> & { readonly buffer: Pick<AudioBuffer, 'duration'> }) {
  const { truncatedAtSec, promisedSec, isSilent, sanitisedSamples = 0 } = mix.notes;
  const flaws: (Pick<Problem, 'detail'> & { readonly code: FileFlaw })[] = [];
  if (truncatedAtSec !== undefined) {
    const detail = { durationSec: truncatedAtSec, ...(promisedSec !== undefined && { promisedSec }) };
    flaws.push({ code: 'file-truncated', detail });
  }
  if (isSilent) flaws.push({ code: 'file-silent', detail: {} });
  if (sanitisedSamples > 0) flaws.push({ code: 'file-broken-samples', detail: { samples: sanitisedSamples } });
  if (mix.buffer.duration < SHORTEST_MEASURABLE_SEC) {
    flaws.push({
      code: 'file-short',
      detail: { durationSec: mix.buffer.duration, limitSec: SHORTEST_MEASURABLE_SEC },
    });
  }
  return flaws;
}
