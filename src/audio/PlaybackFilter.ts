import { designMinimumPhase } from '../dsp/minimumPhase';
import type { MinimumPhaseResponse } from '../dsp/minimumPhase';
import type { ToneCurve } from '../devices/ToneCurve';
import { pchip } from '../dsp/pchip';
import { fadeInCurve, fadeOutCurve, followCurve } from './ramp';
import { ToneCurveStage } from './stages/ToneCurveStage';
import { ToneAudioNode } from './tone';
import type { Context } from './tone';

/** A new filter hears the music for this long before it is heard, seconds: as long as it rings. */
const WARM_UP_SEC = 0.2;
/** Length of the change, seconds. Two corrections differ little, so they may be blended for a moment. */
const FADE_SEC = 0.04;

interface Way {
  readonly stage: ToneCurveStage | null;
  readonly fade: GainNode;
}

/**
 * What all targets have in common: listening level and the correction of the listener's own gear.
 * ```
 *          ┌ FIR (new) ── fade ┐
 * input ───┤                   ├── output
 *          └ FIR (old) ── fade ┘
 * ```
 * Without a curve the way is a wire.
 */
export class PlaybackFilter extends ToneAudioNode {
  override readonly name = 'PlaybackFilter';
  override readonly input: GainNode;
  override readonly output: GainNode;
  readonly #native: BaseAudioContext;
  readonly #tone: Context;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #way: Way;
  #wanted: ToneCurve | null = null;
  #isChanging = false;

  constructor(context: Context) {
    super({ context });
    this.#tone = context;
    this.#native = context.rawContext;
    this.input = new GainNode(this.#native, { channelCount: 2, channelCountMode: 'explicit' });
    this.output = new GainNode(this.#native, { channelCount: 2, channelCountMode: 'explicit' });
    this.#way = this.#open(null, 1);
  }

  /** Fades to a curve, or puts it in place when the clock stands still. The last of several wins. */
  setCurve(curve: ToneCurve | null): void {
    if (curve === this.#wanted) return;
    this.#wanted = curve;
    if (!this.#isChanging) this.#change();
  }

  #change(): void {
    const { sampleRate } = this.#native;
    const curve = this.#wanted;
    const old = this.#way;
    if (this.#native.state !== 'running') {
      this.#close(old);
      this.#way = this.#open(curve, 1);
      return;
    }
    this.#isChanging = true;
    const next = this.#open(curve, 0);
    this.#way = next;
    this.#after(WARM_UP_SEC, () => {
      const frames = Math.round(FADE_SEC * sampleRate);
      // Twenty milliseconds ahead: no burst is longer on any system, and nobody waits for this.
      const atFrame = Math.round((this.#native.currentTime + 0.02) * sampleRate);
      followCurve(next.fade.gain, fadeInCurve(frames), atFrame, sampleRate);
      followCurve(old.fade.gain, fadeOutCurve(frames), atFrame, sampleRate);
      this.#after(FADE_SEC + 0.1, () => {
        this.#close(old);
        this.#isChanging = false;
        if (this.#wanted !== curve) this.#change();
      });
    });
  }

  #after(sec: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, sec * 1000);
    this.#timers.add(timer);
  }

  #open(curve: ToneCurve | null, gain: 0 | 1): Way {
    const fade = new GainNode(this.#native, { gain, channelCount: 2, channelCountMode: 'explicit' });
    if (gain === 0) fade.gain.setValueAtTime(0, 0);
    const stage = curve && new ToneCurveStage(this.#tone, designOf(curve, this.#native.sampleRate));
    if (stage) this.input.connect(stage.input).connect(fade);
    else this.input.connect(fade);
    fade.connect(this.output);
    return { stage, fade };
  }

  #close({ stage, fade }: Way): void {
    if (stage) {
      this.input.disconnect(stage.input);
      stage.dispose();
    } else {
      this.input.disconnect(fade);
    }
    fade.disconnect();
  }

  override dispose(): this {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.input.disconnect();
    this.#way.fade.disconnect();
    this.output.disconnect();
    return super.dispose();
  }
}

function designOf({ frequenciesHz, levelsDb }: ToneCurve, sampleRate: number): MinimumPhaseResponse {
  const at = pchip(
    frequenciesHz.map((hz) => Math.log(hz)),
    levelsDb,
  );
  return designMinimumPhase((wantedHz) => wantedHz.map((hz) => at(Math.log(Math.max(1, hz)))), sampleRate);
}
