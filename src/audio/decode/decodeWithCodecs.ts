import { ADTS, AudioSampleSink, BlobSource, FLAC, Input, MATROSKA, MP3, MP4, OGG, QTFF, WAVE, WEBM } from 'mediabunny';
import { ElsewhereError, isAbortError, throwIfAborted } from '../../core/errors';
import type { DecodeJob } from './decodePcm';
import { foldToStereo, stereoFold, usualSpeakers } from './downmix';
import { assertFits, makeBuffer } from './limits';
import type { StreamInfo } from './stream';

/** Loaded only when it is needed: the demuxers are 68 kB. */
const formats = [MP4, QTFF, WEBM, MATROSKA, MP3, ADTS, FLAC, OGG, WAVE];

const openInput = (file: Blob): Input => new Input({ source: new BlobSource(file), formats });

/** The rate of the first decoded samples: the only way to see SBR that AAC does not announce. Never rejects. */
export async function firstDecodedRate(file: Blob): Promise<number | undefined> {
  const input = openInput(file);
  try {
    const track = await input.getPrimaryAudioTrack();
    if (!track || !(await track.canDecode())) return undefined;
    for await (const sample of new AudioSampleSink(track).samples()) {
      const rate = sample.sampleRate;
      sample.close();
      return rate;
    }
    return undefined;
  } catch {
    // The decoder proper will name what is wrong.
    return undefined;
  } finally {
    input.dispose();
  }
}

/**
 * Decodes the first audio track packet by packet with WebCodecs, for files that `decodeAudioData` refuses or that are
 * too large to hand it whole. Samples before time 0 (codec delay by the container's edit list) are left out.
 * @returns one or two channels
 * @throws AbortError; ElsewhereError `decode-unsupported`, `decode-truncated`, `decode-no-audio-track`, `decode-failed`
 */
export async function decodeWithCodecs(job: DecodeJob, info: StreamInfo): Promise<AudioBuffer> {
  const input = openInput(job.file);
  const blocks: Float32Array<ArrayBuffer>[][] = [];
  let frameCount = 0;
  let sampleRate = 0;
  try {
    const tracks = await input.getAudioTracks();
    if (tracks.length === 0) {
      throw new ElsewhereError('decode-no-audio-track', 'No sound in it', { format: info.formatLabel });
    }
    const canDecode = await Promise.all(tracks.map((each) => each.canDecode()));
    const track = tracks.find((_, i) => canDecode[i]);
    if (!track) throw unsupported(info);
    throwIfAborted(job.signal);
    for await (const sample of new AudioSampleSink(track).samples()) {
      try {
        throwIfAborted(job.signal);
        sampleRate ||= sample.sampleRate;
        const skipped = frameCount === 0 ? Math.max(0, Math.round(-sample.timestamp * sample.sampleRate)) : 0;
        if (skipped < sample.numberOfFrames) {
          const planar = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
            const plane = new Float32Array(sample.numberOfFrames);
            sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
            return plane.subarray(skipped);
          });
          blocks.push(foldBlock(planar, info));
          frameCount += sample.numberOfFrames - skipped;
          assertFits(frameCount / sampleRate, sampleRate, Math.min(2, planar.length), job.limitBytes);
          if (info.durationSec) job.onProgress(Math.min(0.98, frameCount / sampleRate / info.durationSec));
        }
      } finally {
        sample.close();
      }
    }
  } catch (error) {
    if (isAbortError(error) || error instanceof ElsewhereError) throw error;
    // A damaged packet ends the decoding; what came before it is kept.
    if (frameCount === 0) throw refusal(info, error);
  } finally {
    input.dispose();
  }
  if (frameCount === 0) throw refusal(info, undefined);
  const buffer = makeBuffer(frameCount, Math.max(...blocks.map((block) => block.length)), sampleRate);
  let at = 0;
  for (const block of blocks.splice(0)) {
    block.forEach((plane, channel) => buffer.copyToChannel(plane, channel, at));
    at += block[0]?.length ?? 0;
  }
  return buffer;
}

function foldBlock(planar: Float32Array<ArrayBuffer>[], info: StreamInfo): Float32Array<ArrayBuffer>[] {
  if (planar.length <= 2) return planar;
  const speakers = usualSpeakers(planar.length);
  if (!speakers) throw unsupported({ ...info, formatLabel: `${info.formatLabel}, ${planar.length} channels` });
  const length = planar[0]?.length ?? 0;
  const left = new Float32Array(length);
  const right = new Float32Array(length);
  foldToStereo(planar, stereoFold(speakers), left, right);
  return [left, right];
}

function unsupported(info: StreamInfo): ElsewhereError {
  return new ElsewhereError('decode-unsupported', `This browser cannot decode ${info.formatLabel}`, {
    format: info.formatLabel,
  });
}

/** Nothing came out: cut before its first packet, or damaged. */
function refusal(info: StreamInfo, cause: unknown): ElsewhereError {
  if (info.isCut) return new ElsewhereError('decode-truncated', 'The file ends before its audio', { durationSec: 0 });
  if (info.isRareCodec) return unsupported(info);
  return new ElsewhereError('decode-failed', 'The audio is damaged', { format: info.formatLabel }, { cause });
}
