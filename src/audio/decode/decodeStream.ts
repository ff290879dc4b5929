import { ElsewhereError } from '../../core/errors';
import { loadPart } from '../../core/loadPart';
import type { Scope } from '../../core/scope';
import type { DecodedMix, DecodeNotes } from '../DecodePort';
import { readBlob } from './bytes';
import { decodeMp3, type Cleaned } from './decodeMp3';
import type { DecodeJob } from './decodePcm';
import { foldToStereo, stereoFold, usualSpeakers } from './downmix';
import { assertFits, assertLongEnough, contextAt, freeSamples, headSec, makeBuffer } from './limits';
import { sanitise, transformStep } from './pcm';
import { abortable, inSlices } from './settle';
import { unknownBytesPerSec, type StreamInfo } from './stream';

/** Assumed where a header does not tell; the rate of film and of Opus. */
const usualRate = 48000;
/** The end of a cut file may differ from the same place in the whole one (overlap, resynchronisation): not handed out. */
const prefixMarginSec = 0.5;
/** A film this large is not read whole for its sound: its sound track alone is taken out piece by piece. */
const wholeFileLimitBytes = 512 * 1024 * 1024;
/** A promised duration may include the codec's own delay and padding: less than this is missing from any whole file. */
const truncationToleranceSec = 0.25;

const loadCodecs = () => loadPart('The decoder of rarer formats', () => import('./decodeWithCodecs'));

/**
 * Decodes a compressed file with `decodeAudioData` at its own rate, at which the browser does not resample (its
 * resampler loses 10 dB at 20.5 kHz on the way from 44.1 to 48 kHz), and with WebCodecs where that refuses.
 * @throws AbortError; ElsewhereError
 */
export async function decodeStream(job: DecodeJob, info: StreamInfo, scope: Scope): Promise<DecodedMix> {
  const { file, signal, limitBytes } = job;
  let sampleRate = info.sampleRate ?? usualRate;
  if (info.mayDoubleRate) {
    const { firstDecodedRate } = await loadCodecs();
    sampleRate = (await abortable(firstDecodedRate(file), signal)) ?? sampleRate;
  }
  const channelCount = info.channelCount ?? 2;
  const holdsSec = Math.min(info.durationSec ?? Infinity, info.thereSec ?? Infinity);
  if (Number.isFinite(holdsSec)) assertFits(holdsSec, sampleRate, channelCount, limitBytes);

  let decoded: AudioBuffer | undefined;
  let cleaned: Cleaned | undefined;
  let isFolded = false;
  if (!(info.hasVideo && file.size > wholeFileLimitBytes)) {
    // Both at once: the head is a few milliseconds on another thread while the file is still being read.
    const head = decodeHead(job, info, sampleRate);
    head.catch(() => undefined);
    if (info.mp3) {
      cleaned = await decodeMp3(await abortable(readBlob(file), signal), info.mp3, job);
      decoded = cleaned?.buffer;
    }
    if (!decoded) {
      const stopProgress = estimateProgress(job, info.durationSec ?? file.size / unknownBytesPerSec, scope);
      decoded = await abortable(decodeWhole(file, sampleRate), signal);
      stopProgress();
    }
    await abortable(head, signal);
  }
  if (!decoded) {
    const { decodeWithCodecs } = await loadCodecs();
    decoded = await decodeWithCodecs(job, info);
    isFolded = true;
  }
  const promisedSec = info.isDurationPromised ? info.durationSec : undefined;
  assertLongEnough(decoded.duration, info.isCut ? Infinity : promisedSec);
  const folded = isFolded ? decoded : await foldBuffer(decoded, info, signal);
  const fileChannels = isFolded ? channelCount : decoded.numberOfChannels;
  const { sanitisedSamples, isSilent } = cleaned ?? (await cleanBuffer(folded, info, signal));
  const isShort = promisedSec !== undefined && folded.duration < promisedSec - truncationToleranceSec;
  const notes: DecodeNotes = {
    ...(fileChannels > 2 && { downmixedFrom: fileChannels }),
    ...(sanitisedSamples > 0 && { sanitisedSamples }),
    ...((isShort || info.isCut) && { truncatedAtSec: folded.duration }),
    ...(isShort && { promisedSec }),
    ...(isSilent && { isSilent }),
    ...(fileChannels === 1 && { isMono: true }),
  };
  job.onProgress(1);
  return { buffer: folded, formatLabel: info.formatLabel, notes };
}

/** @returns undefined where the browser refuses the file */
async function decodeWhole(file: Blob, sampleRate: number): Promise<AudioBuffer | undefined> {
  const context = contextAt(sampleRate);
  // Handed over and let go at once: `decodeAudioData` takes the bytes away, and nothing else here keeps them.
  const bytes = (await readBlob(file)).buffer;
  try {
    return await context.decodeAudioData(bytes);
  } catch {
    // EncodingError says no more than no; the next decoder finds out why.
    return undefined;
  }
}

async function decodeHead(job: DecodeJob, info: StreamInfo, sampleRate: number): Promise<void> {
  const { file, signal } = job;
  if (!info.prefix || info.isCut || (info.durationSec ?? file.size / unknownBytesPerSec) < headSec * 1.5) return;
  const parts = info.prefix(headSec + 2 * prefixMarginSec);
  const prefix = new Blob(parts.map((part) => (part instanceof Uint8Array ? part : file.slice(part.start, part.end))));
  // A head that takes half the file would cost more than it gains.
  if (prefix.size > file.size / 2) return;
  let decoded: AudioBuffer;
  try {
    decoded = await contextAt(sampleRate).decodeAudioData((await readBlob(prefix)).buffer);
  } catch {
    // Some containers cannot be read from a part: then there is no head, and the whole will tell what is wrong.
    return;
  }
  const length = Math.min(Math.round(headSec * sampleRate), decoded.length - Math.round(prefixMarginSec * sampleRate));
  if (length < sampleRate || signal.aborted) return;
  const cut = makeBuffer(length, decoded.numberOfChannels, sampleRate);
  for (let channel = 0; channel < decoded.numberOfChannels; channel++) {
    cut.copyToChannel(decoded.getChannelData(channel).subarray(0, length), channel);
  }
  freeSamples(decoded);
  const buffer = await foldBuffer(cut, info, signal);
  await cleanBuffer(buffer, info, signal);
  const durationSec = Math.max(buffer.duration, info.durationSec ?? 0);
  if (!signal.aborted) job.onHead({ buffer, durationSec });
}

/** Folds more than two channels to stereo. @throws ElsewhereError `decode-unsupported` for more than eight */
async function foldBuffer(buffer: AudioBuffer, info: StreamInfo, signal: AbortSignal): Promise<AudioBuffer> {
  if (buffer.numberOfChannels <= 2) return buffer;
  const speakers = usualSpeakers(buffer.numberOfChannels);
  if (!speakers) {
    const format = `${info.formatLabel}, ${buffer.numberOfChannels} channels`;
    throw new ElsewhereError('decode-unsupported', `No fold for ${format}`, { format });
  }
  const fold = stereoFold(speakers);
  const planar = Array.from({ length: buffer.numberOfChannels }, (_, channel) => buffer.getChannelData(channel));
  const stereo = makeBuffer(buffer.length, 2, buffer.sampleRate);
  const left = stereo.getChannelData(0);
  const right = stereo.getChannelData(1);
  await inSlices(buffer.length, signal, (from, to) => foldToStereo(planar, fold, left, right, from, to));
  freeSamples(buffer);
  return stereo;
}

/** Replaces what is not a number, in place, and listens for silence. */
async function cleanBuffer(buffer: AudioBuffer, info: StreamInfo, signal: AbortSignal): Promise<Cleaned> {
  const step = info.isTransformCoded ? transformStep : 1;
  const planar = Array.from({ length: buffer.numberOfChannels }, (_, channel) => buffer.getChannelData(channel));
  let sanitisedSamples = 0;
  let isSilent = true;
  await inSlices(buffer.length, signal, (from, to) => {
    for (const samples of planar) {
      const { replaced, hasSignal } = sanitise(samples, from, to, step);
      sanitisedSamples += replaced;
      isSilent &&= !hasSignal;
    }
  });
  return { buffer, sanitisedSamples, isSilent };
}

/** Seconds of audio decoded in a second, measured for stereo MP3 and FLAC on a small machine; Opus is slower. */
const assumedSpeed = 300;

/**
 * `decodeAudioData` reports nothing while it works, so the bar follows a guess that slows down towards the end and
 * never gets there by itself.
 */
function estimateProgress(job: DecodeJob, durationSec: number, scope: Scope): () => void {
  const start = performance.now();
  const expectedMs = 50 + (durationSec / assumedSpeed) * 1000;
  const timer = setInterval(() => {
    job.onProgress(0.98 * (1 - Math.exp((-1.5 * (performance.now() - start)) / expectedMs)));
  }, 100);
  return scope.add(() => clearInterval(timer));
}
