import { ElsewhereError } from '../../core/errors';

/** A tenth of a second is the shortest anything here can play, loop or measure. */
export const shortestSec = 0.1;

/** Seconds that are handed out early. */
export const headSec = 8;

/**
 * Most bytes of samples one file may become: 1.5 GiB, that is 69 minutes of stereo at 48 kHz (an hour is 1.38 GB) and
 * 35 at 96 kHz. A tab gets about 4 GB; the platform's decoder holds the samples twice for a moment, and the chain,
 * the analysis and a reference need room beside them.
 */
export const decodedBytesLimit = 1.5 * 1024 ** 3;

/** The limit on this machine: half on devices that report 4 GB or less (`navigator.deviceMemory`, where it exists). */
export function decodedBytesLimitHere(): number {
  const memoryGb = (navigator as { readonly deviceMemory?: number }).deviceMemory ?? 8;
  return memoryGb <= 4 ? decodedBytesLimit / 2 : decodedBytesLimit;
}

/** @throws ElsewhereError `decode-too-long` with the duration and the longest that would fit, in seconds */
export function assertFits(durationSec: number, sampleRate: number, channelCount: number, limitBytes: number): void {
  const bytesPerSec = sampleRate * channelCount * 4;
  if (durationSec * bytesPerSec <= limitBytes) return;
  throw new ElsewhereError('decode-too-long', `${Math.round(durationSec)} s would not fit into memory`, {
    durationSec,
    limitSec: Math.floor(limitBytes / bytesPerSec),
    limitBytes,
  });
}

/**
 * @param promisedSec what the file says it holds, if that is more
 * @throws ElsewhereError `decode-truncated` where a longer file was cut, else `decode-too-short`
 */
export function assertLongEnough(durationSec: number, promisedSec: number | undefined): void {
  // A frame less than a tenth of a second still counts: codecs round to their own frames.
  if (durationSec >= shortestSec - 1e-3) return;
  if (promisedSec !== undefined && promisedSec >= shortestSec) {
    throw new ElsewhereError('decode-truncated', 'Almost nothing of the file is left', { durationSec, promisedSec });
  }
  throw new ElsewhereError('decode-too-short', `Only ${durationSec} s`, { durationSec, limitSec: shortestSec });
}

/**
 * Gives the samples of a buffer that nobody else has back at once. Left to the garbage collector they wait until the
 * page has made some hundred megabytes more.
 */
export function freeSamples(buffer: AudioBuffer): void {
  for (let channel = 0; channel < buffer.numberOfChannels; channel++) {
    try {
      structuredClone(0, { transfer: [buffer.getChannelData(channel).buffer] });
    } catch {
      // A browser that does not part with what an AudioBuffer holds: there the collector does it.
      return;
    }
  }
}

/** An empty AudioBuffer. @throws ElsewhereError `decode-unsupported` for a rate the browser refuses, `decode-too-long` */
export function makeBuffer(length: number, numberOfChannels: number, sampleRate: number): AudioBuffer {
  try {
    return new AudioBuffer({ length, numberOfChannels, sampleRate });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'NotSupportedError') {
      throw new ElsewhereError(
        'decode-unsupported',
        `No audio at ${sampleRate} Hz`,
        { format: `${sampleRate} Hz` },
        { cause },
      );
    }
    const durationSec = length / sampleRate;
    throw new ElsewhereError('decode-too-long', 'No memory for the samples', { durationSec, limitSec: 0 }, { cause });
  }
}

/** By sample rate. Files come at a handful of rates, so this stays small. */
const contexts = new Map<number, OfflineAudioContext>();

/**
 * A context that decodes at this rate, so that nothing is resampled. The same one every time: browsers hold a context,
 * and what it has decoded, for as long as they see fit.
 * @throws ElsewhereError `decode-unsupported`
 */
export function contextAt(sampleRate: number): OfflineAudioContext {
  const known = contexts.get(sampleRate);
  if (known) return known;
  try {
    const context = new OfflineAudioContext(2, 1, sampleRate);
    contexts.set(sampleRate, context);
    return context;
  } catch (cause) {
    const format = `${sampleRate} Hz`;
    throw new ElsewhereError('decode-unsupported', `No audio at ${format}`, { format }, { cause });
  }
}
