import type { DeviceProfile } from '../devices/DeviceProfile';
import { toneStages } from '../devices/response';
import { historyFramesFor, planTransition } from '../dsp/transition';
import type { Transition } from '../dsp/transition';
import { DeviceChain, linearDevice } from './DeviceChain';
import { SWITCH_FADE_SEC, followCurve } from './ramp';
import { ToneAudioNode } from './tone';
import type { Context } from './tone';

/** Reads the music at the switcher's input by context frame; past and near future. */
export type MusicReader = (fromFrame: number, count: number) => { left: Float32Array; right: Float32Array };

/** One audible device between a gate and a fade. */
interface Slot {
  readonly profile: DeviceProfile;
  readonly gainDb: number;
  readonly chain: DeviceChain;
  readonly gate: GainNode;
  readonly fade: GainNode;
  /** Frame from which the slot is at full level. */
  readonly settledFrame: number;
}

/** A fade that has been worked out but not begun. */
export interface PlannedFade {
  readonly profile: DeviceProfile;
  readonly gainDb: number;
  readonly atFrame: number;
  readonly fadeFrames: number;
  readonly transition: Transition;
}

/** How many built chains wait for their first note; a chain is a few hundred kilobytes. */
const MAX_ARMED = 24;

/**
 * Holds the audible device and fades to the next one.
 * ```
 *          ┌ gate ── matrix ── FIR ──┬── level ── fade ┐
 * input ───┤                    tail ┘                 ├── output
 *          └ gate ── matrix ── FIR ───── level ── fade ┤
 *                     bridge (devices in between) ─────┘
 * ```
 * A switch opens a fresh chain's gate at a whole frame, adds the ringing it would have had (`tail`), and leads over
 * the devices in between, so that nothing has to warm up and nothing cancels on the way. `Tone.CrossFade` is
 * equal-power and would rise 3 dB in the middle of the same song.
 */
export class DeviceSwitcher extends ToneAudioNode {
  override readonly name = 'DeviceSwitcher';
  override readonly input: GainNode;
  override readonly output: GainNode;
  readonly #native: BaseAudioContext;
  readonly #tone: Context;
  readonly #armed = new Map<DeviceProfile, DeviceChain>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #slot: Slot | null = null;
  #retired = new Set<Slot>();
  #planCostSec = 0.004;
  /** Called once a switch has faded out completely. */
  onSettled: (profile: DeviceProfile) => void = () => undefined;

  constructor(context: Context) {
    super({ context });
    this.#tone = context;
    this.#native = context.rawContext;
    this.input = new GainNode(this.#native, { channelCount: 2, channelCountMode: 'explicit' });
    this.output = new GainNode(this.#native, { channelCount: 2, channelCountMode: 'explicit' });
  }

  get profile(): DeviceProfile | null {
    return this.#slot?.profile ?? null;
  }

  get gainDb(): number {
    return this.#slot?.gainDb ?? 0;
  }

  /** Seconds of main-thread work that the last switches took (moving average); the caller's lead must cover it. */
  get planCostSec(): number {
    return this.#planCostSec;
  }

  /** Frame behind which a new switch may begin: two curves on one gain may not even touch. */
  get settledFrame(): number {
    return this.#slot?.settledFrame ?? 0;
  }

  /** Designs a profile's filter and builds its chain, so that the first visit is as quick as any. */
  arm(profile: DeviceProfile): void {
    if (this.#armed.has(profile)) return;
    if (this.#armed.size >= MAX_ARMED) {
      const [oldest, chain] = this.#armed.entries().next().value!;
      this.#armed.delete(oldest);
      chain.dispose();
    }
    this.#armed.set(profile, new DeviceChain(this.#tone, profile));
  }

  /** Puts a device in place at once, for when nothing sounds. */
  cutTo(profile: DeviceProfile, gainDb: number): void {
    if (this.#slot) this.#retire(this.#slot, 0);
    const slot = this.#openSlot(profile, gainDb, 0, 0);
    this.#slot = slot;
    this.onSettled(profile);
  }

  /**
   * Works out a fade to a device whose first changed sample is context frame `atFrame` (behind {@link settledFrame}).
   * Changes nothing yet: working it out takes milliseconds, and the clock does not wait.
   * @param music reads what plays at the switcher's input
   */
  plan(profile: DeviceProfile, gainDb: number, atFrame: number, music: MusicReader): PlannedFade {
    const began = performance.now();
    const { sampleRate } = this.#native;
    const fadeFrames = Math.round(SWITCH_FADE_SEC * sampleRate);
    const from = this.#slot;
    const toDevice = linearDevice(profile, gainDb, sampleRate);
    const fromDevice = from ? linearDevice(from.profile, from.gainDb, sampleRate) : toDevice;
    const past = historyFramesFor(fromDevice, toDevice);
    const transition = planTransition(music(atFrame - past, past + fadeFrames), fromDevice, toDevice, fadeFrames);
    this.arm(profile);
    this.#planCostSec += 0.3 * ((performance.now() - began) / 1000 - this.#planCostSec);
    return { profile, gainDb, atFrame, fadeFrames, transition };
  }

  /** Sets a planned fade going. In time only if its first frame has not been rendered. */
  commit({ profile, gainDb, atFrame, fadeFrames, transition }: PlannedFade): void {
    const from = this.#slot;
    if (!from) {
      this.cutTo(profile, gainDb);
      return;
    }
    const { sampleRate } = this.#native;
    const slot = this.#openSlot(profile, gainDb, atFrame, atFrame + fadeFrames);
    if (transition.tail) this.#playOnce(transition.tail, slot.chain.output, atFrame);
    if (transition.bridge) this.#playOnce(transition.bridge, this.output, atFrame);
    followCurve(slot.fade.gain, transition.toFade, atFrame, sampleRate);
    followCurve(from.fade.gain, transition.fromFade, atFrame, sampleRate);
    this.#slot = slot;
    this.#retire(from, atFrame + fadeFrames);
  }

  #openSlot(profile: DeviceProfile, gainDb: number, atFrame: number, settledFrame: number): Slot {
    const { sampleRate } = this.#native;
    const armed = this.#armed.get(profile);
    if (armed) this.#armed.delete(profile);
    const chain = armed ?? new DeviceChain(this.#tone, profile);
    chain.setGainBeforeUse(gainDb);
    const isFade = atFrame > 0;
    const gate = new GainNode(this.#native, {
      gain: isFade ? 0 : 1,
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    const fade = new GainNode(this.#native, {
      gain: isFade ? 0 : 1,
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    if (isFade) {
      gate.gain.setValueAtTime(0, 0);
      gate.gain.setValueAtTime(1, atFrame / sampleRate);
      fade.gain.setValueAtTime(0, 0);
    }
    this.input.connect(gate).connect(chain.input);
    chain.output.connect(fade).connect(this.output);
    return { profile, gainDb, chain, gate, fade, settledFrame };
  }

  #playOnce(
    samples: readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>],
    to: AudioNode,
    atFrame: number,
  ): void {
    const { sampleRate } = this.#native;
    const buffer = new AudioBuffer({ length: samples[0].length, numberOfChannels: 2, sampleRate });
    buffer.copyToChannel(samples[0], 0);
    buffer.copyToChannel(samples[1], 1);
    const source = new AudioBufferSourceNode(this.#native, { buffer });
    source.connect(to);
    source.onended = () => source.disconnect();
    source.start(atFrame / sampleRate);
  }

  /** Takes a slot out once its fade is over, and builds its chain anew for the next visit. */
  #retire(slot: Slot, afterFrame: number): void {
    this.#retired.add(slot);
    const poll = (): void => {
      if (this.#native.currentTime * this.#native.sampleRate < afterFrame) {
        later(50);
        return;
      }
      this.#retired.delete(slot);
      close(this.input, slot);
      const audible = this.#slot;
      if (audible && audible.settledFrame === afterFrame) this.onSettled(audible.profile);
      this.arm(slot.profile);
    };
    const later = (ms: number): void => {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        poll();
      }, ms);
      this.#timers.add(timer);
    };
    if (afterFrame === 0) {
      this.#retired.delete(slot);
      close(this.input, slot);
    } else {
      later(40);
    }
  }

  override dispose(): this {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const slot of this.#retired) close(this.input, slot);
    this.#retired.clear();
    if (this.#slot) close(this.input, this.#slot);
    this.#slot = null;
    for (const chain of this.#armed.values()) chain.dispose();
    this.#armed.clear();
    this.input.disconnect();
    this.output.disconnect();
    return super.dispose();
  }
}

function close(input: GainNode, slot: Slot): void {
  input.disconnect(slot.gate);
  slot.gate.disconnect();
  slot.chain.dispose();
  slot.fade.disconnect();
}

/** Rates of the planner's practice runs, lowest first: the same code on short filters, a few milliseconds each. */
const PRACTICE_RATES = [3000, 4000, 6000, 8000, 12_000, 16_000, 22_050, 24_000];
let practised = 0;

/**
 * Lets the compiler see the filter design and the planner at work on short filters, one run a call, so that neither
 * the first real design nor the first real switch is slow.
 * @returns true once there is nothing left to practise
 */
export function warmUpPlanner(profiles: readonly DeviceProfile[]): boolean {
  const sampleRate = PRACTICE_RATES[practised];
  const profile = profiles.find((candidate) => toneStages(candidate).length > 0);
  if (sampleRate === undefined || !profile) return true;
  practised++;
  const to = linearDevice(profile, 0, sampleRate);
  const flat = { matrix: to.matrix, tone: null, gainDb: 0 };
  const fadeFrames = Math.round(SWITCH_FADE_SEC * sampleRate);
  const silence = new Float32Array(historyFramesFor(flat, to) + fadeFrames);
  for (let run = 0; run < 4; run++) planTransition({ left: silence, right: silence }, flat, to, fadeFrames);
  return practised === PRACTICE_RATES.length;
}
