import { fadeInCurve, fadeOutCurve, followCurve } from './ramp';
import { ToneAudioNode } from './tone';
import type { Context } from './tone';
import { mixFrameAt, voiceEndFrame } from './voice';
import type { LoopFrames, VoicePlan } from './voice';

interface Voice extends VoicePlan {
  readonly source: AudioBufferSourceNode;
  readonly gain: GainNode;
}

/** Seconds for which ended voices are remembered: their fades may be under way. */
const MEMORY_SEC = 2;

/**
 * Plays one mix from native buffer sources, every start, loop and splice on a whole frame.
 * ```
 * voice: source ── fade ──┐
 * voice: source ── fade ──┴── output
 * ```
 * `Tone.Player` under the Transport drifts by ticks and replays at time 0, so neither is used. A seek or a change of
 * loop is a new voice: either faded into, or spliced where the samples continue.
 */
export class MixPlayer extends ToneAudioNode {
  override readonly name = 'MixPlayer';
  override readonly input = undefined;
  override readonly output: GainNode;
  #voices: Voice[] = [];
  #current: Voice | null = null;
  readonly #native: BaseAudioContext;
  /** Called when the current voice runs off its buffer's end. */
  onEnded: () => void = () => undefined;

  constructor(context: Context) {
    super({ context });
    this.#native = context.rawContext;
    this.output = new GainNode(this.#native, { channelCount: 2, channelCountMode: 'explicit' });
  }

  /** True while a voice sounds or is about to. */
  get isPlaying(): boolean {
    return this.#current !== null;
  }

  /**
   * Starts a voice, and ends the one that sounded: by a crossfade of `fadeFrames`, or, with `fadeFrames` 0, by a
   * splice in the same frame.
   */
  start(buffer: AudioBuffer, offsetFrame: number, loop: LoopFrames | null, atFrame: number, fadeFrames: number): void {
    const { sampleRate } = this.#native;
    const previous = this.#current;
    const voice = this.#voiceOf(buffer, offsetFrame, loop, atFrame, fadeFrames);
    const { source, gain } = voice;
    if (voice.loop) {
      source.loop = true;
      source.loopStart = voice.loop.startFrame / sampleRate;
      source.loopEnd = voice.loop.endFrame / sampleRate;
    }
    source.connect(gain).connect(this.output);
    if (fadeFrames > 0) {
      gain.gain.setValueAtTime(0, 0);
      followCurve(gain.gain, fadeInCurve(fadeFrames), atFrame, sampleRate);
    }
    source.start(atFrame / sampleRate, offsetFrame / sampleRate);
    source.onended = () => {
      source.disconnect();
      gain.disconnect();
      if (this.#current === voice) {
        this.#current = null;
        this.onEnded();
      }
    };
    if (previous) this.#end(previous, atFrame, fadeFrames);
    this.#voices = this.#voices.filter((v) => voiceEndFrame(v) > atFrame - MEMORY_SEC * sampleRate);
    this.#voices.push(voice);
    this.#current = voice;
  }

  #voiceOf(
    buffer: AudioBuffer,
    offsetFrame: number,
    loop: LoopFrames | null,
    startFrame: number,
    fadeInFrames: number,
  ): Voice {
    return {
      buffer,
      startFrame,
      offsetFrame,
      loop: loop && loop.endFrame <= buffer.length && offsetFrame < loop.endFrame ? loop : null,
      fadeInFrames,
      fadeOut: null,
      source: new AudioBufferSourceNode(this.#native, { buffer }),
      gain: new GainNode(this.#native),
    };
  }

  /** Ends the sound with a fade from `atFrame`. */
  stop(atFrame: number, fadeFrames: number): void {
    if (!this.#current) return;
    this.#end(this.#current, atFrame, fadeFrames);
    this.#current = null;
  }

  #end(voice: Voice, atFrame: number, fadeFrames: number): void {
    const { sampleRate } = this.#native;
    // A fade-in that is under way is finished first: two curves on one gain may not even touch.
    const from = Math.max(atFrame, voice.fadeInFrames > 0 ? voice.startFrame + voice.fadeInFrames + 1 : 0);
    voice.fadeOut = { atFrame: from, frames: fadeFrames };
    if (fadeFrames > 0) followCurve(voice.gain.gain, fadeOutCurve(fadeFrames), from, sampleRate);
    voice.source.stop((from + fadeFrames) / sampleRate);
  }

  /** Frame of the mix at a context frame, or null when nothing plays then. */
  mixFrameAt(contextFrame: number): number | null {
    const voice = this.#current;
    if (!voice) return null;
    return Math.min(mixFrameAt(voice, Math.max(contextFrame, voice.startFrame)), voice.buffer.length);
  }

  override dispose(): this {
    for (const voice of this.#voices) {
      voice.source.onended = null;
      voice.source.disconnect();
      voice.gain.disconnect();
    }
    this.#voices = [];
    this.#current = null;
    this.output.disconnect();
    return super.dispose();
  }
}
