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
