import { clamp } from '../core/units';
import { fadeInCurve, fadeOutCurve } from './ramp';

/** Loop in frames of the mix: `endFrame` is the first frame that is not played. */
export interface LoopFrames {
  readonly startFrame: number;
  readonly endFrame: number;
}

/** One stretch of a mix on the context's clock. All times are whole frames. */
export interface VoicePlan {
  readonly buffer: AudioBuffer;
  /** Context frame of its first sample. */
  readonly startFrame: number;
  /** Frame of the mix that is heard first. */
  readonly offsetFrame: number;
  readonly loop: LoopFrames | null;
  /** Frames of fade-in from `startFrame`; 0 starts at full level. */
  readonly fadeInFrames: number;
  /** Where it ends: fades out over `frames` from context frame `atFrame`, 0 frames is a splice. */
  fadeOut: { readonly atFrame: number; readonly frames: number } | null;
}

/** Frame of the mix that a voice plays at a context frame (which must not be before its start). */
export function mixFrameAt(
  voice: Pick<VoicePlan, 'startFrame' | 'offsetFrame' | 'loop'>,
  contextFrame: number,
): number {
  const frame = voice.offsetFrame + (contextFrame - voice.startFrame);
  const { loop } = voice;
  if (!loop || frame < loop.endFrame) return frame;
  return loop.startFrame + ((frame - loop.startFrame) % (loop.endFrame - loop.startFrame));
}

/** First context frame after the voice's last sound; Infinity while it loops and nothing ends it. */
export function voiceEndFrame(voice: VoicePlan): number {
  const natural = voice.loop ? Infinity : voice.startFrame + (voice.buffer.length - voice.offsetFrame);
  return voice.fadeOut ? Math.min(natural, voice.fadeOut.atFrame + voice.fadeOut.frames) : natural;
}

/**
 * Adds what a voice sounds like in context frames `fromFrame` … `fromFrame + left.length − 1`, fades included.
 * The same arithmetic as the nodes, so that a switch can know the music it has not heard.
 */
export function addVoiceSamples(voice: VoicePlan, fromFrame: number, left: Float32Array, right: Float32Array): void {
  const count = left.length;
  const first = Math.max(0, voice.startFrame - fromFrame);
  const end = Math.min(count, voiceEndFrame(voice) - fromFrame);
  const isMono = voice.buffer.numberOfChannels === 1;
  const chunkLeft = new Float32Array(Math.max(0, end - first));
  const chunkRight = isMono ? chunkLeft : new Float32Array(chunkLeft.length);
  // In stretches between loop wraps.
  for (let at = first; at < end;) {
    const mixFrame = mixFrameAt(voice, fromFrame + at);
    const run = Math.min(end - at, (voice.loop ? voice.loop.endFrame : voice.buffer.length) - mixFrame);
    if (run <= 0) break;
    voice.buffer.copyFromChannel(chunkLeft.subarray(at - first, at - first + run), 0, mixFrame);
    if (!isMono) voice.buffer.copyFromChannel(chunkRight.subarray(at - first, at - first + run), 1, mixFrame);
    at += run;
  }
  // Where the voice is at full level, which is nearly everywhere, there is nothing to multiply by.
  const plainFrom = clamp(voice.startFrame + voice.fadeInFrames - fromFrame, first, end);
  const plainTo = clamp((voice.fadeOut?.atFrame ?? Infinity) - fromFrame, plainFrom, end);
  const faded = (from: number, to: number): void => {
    if (from >= to) return;
    const fadeIn = voice.fadeInFrames > 0 ? fadeInCurve(voice.fadeInFrames) : null;
    const fadeOut = voice.fadeOut && voice.fadeOut.frames > 0 ? fadeOutCurve(voice.fadeOut.frames) : null;
    for (let i = from; i < to; i++) {
      let gain = 1;
      if (fadeIn) gain *= fadeIn[Math.min(fadeIn.length - 1, fromFrame + i - voice.startFrame)]!;
      if (fadeOut && fromFrame + i > voice.fadeOut!.atFrame) {
        gain *= fadeOut[Math.min(fadeOut.length - 1, fromFrame + i - voice.fadeOut!.atFrame)]!;
      }
      left[i]! += gain * chunkLeft[i - first]!;
      right[i]! += gain * chunkRight[i - first]!;
    }
  };
  faded(first, plainFrom);
  for (let i = plainFrom; i < plainTo; i++) {
    left[i]! += chunkLeft[i - first]!;
    right[i]! += chunkRight[i - first]!;
  }
  faded(plainTo, end);
}

/** Whether a stretch of a voice has no fade, no end and no jump in it. */
function isPlain(voice: VoicePlan, fromFrame: number, count: number): boolean {
  if (voice.startFrame + voice.fadeInFrames > fromFrame) return false;
  const mixEnd = mixFrameAt(voice, fromFrame) + count;
  if (mixEnd > (voice.loop?.endFrame ?? Infinity) || mixEnd > voice.buffer.length) return false;
  return !voice.fadeOut || voice.fadeOut.atFrame >= fromFrame + count;
}

/** Everything the voices put out together from `fromFrame` on, `count` frames; past and future alike. */
export function voicesSamples(
  voices: readonly VoicePlan[],
  fromFrame: number,
  count: number,
): { left: Float32Array<ArrayBuffer>; right: Float32Array<ArrayBuffer> } {
  const left = new Float32Array(count);
  const right = new Float32Array(count);
  const heard = voices.filter((voice) => voice.startFrame < fromFrame + count && voiceEndFrame(voice) > fromFrame);
  if (heard.length === 1 && isPlain(heard[0]!, fromFrame, count)) {
    // As it nearly always is: a stretch of the mix as it stands.
    const { buffer } = heard[0]!;
    const mixFrame = mixFrameAt(heard[0]!, fromFrame);
    buffer.copyFromChannel(left, 0, mixFrame);
    buffer.copyFromChannel(right, buffer.numberOfChannels === 1 ? 0 : 1, mixFrame);
    return { left, right };
  }
  for (const voice of heard) addVoiceSamples(voice, fromFrame, left, right);
  return { left, right };
}
