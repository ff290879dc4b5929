import type { DeviceProfile } from '../devices/DeviceProfile';
import type { MusicReader } from '../dsp/roomTransition';
import { bridgeCount, historyFramesFor, planTransition } from '../dsp/transition';
import type { Transition } from '../dsp/transition';
import { layerParts } from './layerParts';
import {
  DeviceChain,
  makeChainPart,
  makeRoomPart,
  bendsLevels,
  hasRoomParts,
  isPlain,
  linearDevice,
  roomDevice,
  shortRoomDevice,
} from './DeviceChain';
import { SWITCH_FADE_SEC, followCurve, frameTimeSec } from './ramp';
import { ToneAudioNode } from './tone';
import type { Context } from './tone';

export type { MusicReader } from '../dsp/roomTransition';

/** A chain between a gate and a fade, connected to nothing else as yet. */
interface ArmedChain {
  readonly chain: DeviceChain;
  readonly gate: GainNode;
  readonly fade: GainNode;
}

/** One device in place. */
interface Slot extends ArmedChain {
  readonly profile: DeviceProfile;
  readonly gainDb: number;
  readonly driveDb: number;
}

/** A fade that lacks nothing but its start. */
interface ReadyFade {
  readonly planned: PlannedFade;
  readonly slot: Slot;
  /** Connected, not started. */
  readonly tail: AudioBufferSourceNode | null;
  readonly bridge: AudioBufferSourceNode | null;
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
const MAX_ARMED = 100;
/** Plans that are remembered for what they cost. */
const REMEMBERED_COSTS = 11;
/** Sounds between two devices of which one has a room or limits, at least: reflections turn phases too. */
const ROOM_BRIDGES = 2;
/** From the end of a chain until its room has come to rest, milliseconds. */
const REST_MS = 900;
/** Until a plan has been timed, milliseconds. */
const FIRST_COST_MS = 6;

/**
 * Holds the audible device and fades to the next one.
 * ```
 *          ┌ gate ── matrix ── limits ── FIR ── room ──┬── level ── fade ┐
 * input ───┤                                      tail ┘                 ├── output
 *          └ gate ── matrix ── limits ── FIR ── room ───── level ── fade ┤
 *                                       bridge (devices in between) ─────┘
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
  readonly #armed = new Map<DeviceProfile, ArmedChain>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #slot: Slot | null = null;
  /** Frame from which the slot is at full level. */
  #settledFrame = 0;
  #ready: ReadyFade | null = null;
  #retired = new Set<Slot>();
  readonly #costsMs: Readonly<Record<Way, number[]>> = { plain: [], roomed: [], limited: [] };
  #driveDb = 0;
  /** Called once a switch has faded out completely. */
  onSettled: (profile: DeviceProfile) => void = () => undefined;
  /** Called when a device's chain is spent; its next visit wants a new one. */
  onRetired: (profile: DeviceProfile) => void = (profile) => this.arm(profile);

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

  /** Brings the mix to the loudness that limits are meant at, dB. */
  get driveDb(): number {
    return this.#driveDb;
  }

  /** For chains to come; one that sounds is replaced by switching to it again. */
  setDriveDb(driveDb: number): void {
    if (driveDb === this.#driveDb) return;
    this.#driveDb = driveDb;
    for (const [profile, armed] of this.#armed) {
      if (!bendsLevels(profile.limits)) continue;
      this.#armed.delete(profile);
      dropUnused(armed);
      this.onRetired(profile);
    }
  }

  /** Whether this very sound is the one in place. */
  isAt(profile: DeviceProfile, gainDb: number, toleranceDb: number): boolean {
    const slot = this.#slot;
    if (!slot || slot.profile !== profile || Math.abs(slot.gainDb - gainDb) >= toleranceDb) return false;
    return slot.driveDb === this.#driveDb || !bendsLevels(profile.limits);
  }

  /**
   * Milliseconds that a {@link plan} takes, the median of the last ones of its kind: the dearest were stopped by a busy
   * machine, and a plan that comes too late is only made again, while one that waits for the worst is late for certain.
   */
  planCostMs(profile: DeviceProfile): number {
    const costs = this.#costsMs[wayOf(this.#slot?.profile ?? profile, profile)];
    return costs.toSorted((x, y) => x - y)[costs.length >> 1] ?? FIRST_COST_MS;
  }

  /** Frame behind which a new switch may begin: two curves on one gain may not even touch. */
  get settledFrame(): number {
    return this.#settledFrame;
  }

  /** Designs a profile's filter and builds its chain, so that the first visit is as quick as any. */
  arm(profile: DeviceProfile): void {
    if (this.#armed.has(profile)) return;
    if (this.#armed.size >= MAX_ARMED) {
      const [oldest, armed] = this.#armed.entries().next().value!;
      this.#armed.delete(oldest);
      dropUnused(armed);
    }
    this.#armed.set(profile, this.#chainOf(profile));
  }

  /** {@link arm} in steps of some milliseconds. @returns true once it is done */
  armStep(profile: DeviceProfile): boolean {
    if (this.#armed.has(profile)) return true;
    if (makeChainPart(this.#tone, profile)) return false;
    this.arm(profile);
    return true;
  }

  /** Sets up a room for one more chain, for when a first plan comes too late. @returns true once that is done */
  spareStep(profile: DeviceProfile): boolean {
    return !makeRoomPart(this.#tone, profile);
  }

  /** Lets go of chains for devices that are no longer on offer. */
  keepOnly(profiles: readonly DeviceProfile[]): void {
    const wanted = new Set(profiles);
    for (const [profile, armed] of this.#armed) {
      if (wanted.has(profile)) continue;
      this.#armed.delete(profile);
      dropUnused(armed);
    }
  }

  #chainOf(profile: DeviceProfile): ArmedChain {
    const chain = new DeviceChain(this.#tone, profile, 0, { driveDb: this.#driveDb });
    const gate = new GainNode(this.#native, { gain: 0, channelCount: 2, channelCountMode: 'explicit' });
    const fade = new GainNode(this.#native, { gain: 0, channelCount: 2, channelCountMode: 'explicit' });
    gate.connect(chain.input);
    chain.output.connect(fade);
    return { chain, gate, fade };
  }

  /** Puts a device in place at once, for when nothing sounds. */
  cutTo(profile: DeviceProfile, gainDb: number): void {
    if (this.#slot) this.#retire(this.#slot, 0);
    this.#slot = this.#openSlot(profile, gainDb, 1);
    this.#settledFrame = 0;
    this.onSettled(profile);
  }

  /**
   * Works out a fade to a device whose first changed sample is context frame `atFrame` (behind {@link settledFrame}),
   * and builds all that it needs, silent as yet. It takes milliseconds, and the clock does not wait: a plan that has
   * come too late is replaced by planning again.
   * @param music reads what plays at the switcher's input
   */
  plan(profile: DeviceProfile, gainDb: number, atFrame: number, music: MusicReader): PlannedFade {
    const began = performance.now();
    const way = wayOf(this.#slot?.profile ?? profile, profile);
    const planned = this.#workOut(this.#slot, profile, gainDb, atFrame, music);
    this.#makeReady(planned);
    this.#noteCost(way, performance.now() - began);
    return planned;
  }

  /**
   * Works out a fade between any two devices and forgets it, so that the first real one is as quick as any: neither
   * new to the compiler nor short of a table.
   * @param part with 2 everything is half as long, and so on: at half the sample rate, or with filters cut in half
   */
  rehearse(from: DeviceProfile, to: DeviceProfile, music: MusicReader, part = 1): void {
    const began = performance.now();
    const { sampleRate } = this.#native;
    const way = wayOf(from, to);
    // A second into the music, at gains that are no whole numbers either.
    const start = { profile: from, gainDb: -0.5, driveDb: this.#driveDb };
    if (part > 1 && way !== 'plain') {
      const fadeFrames = Math.round((SWITCH_FADE_SEC * sampleRate) / part);
      const [last, next] = [from, to].map((profile) => shortRoomDevice(profile, this.#driveDb, sampleRate, part));
      const { bestFfts, planRoomTransition } = layerParts();
      planRoomTransition(bestFfts, music, sampleRate, last!, next!, fadeFrames, ROOM_BRIDGES);
      return;
    }
    this.#workOut(start, to, 0.5, Math.round(sampleRate / part), music, sampleRate / part);
    if (part === 1) this.#noteCost(way, performance.now() - began);
  }

  #workOut(
    from: Pick<Slot, 'profile' | 'gainDb' | 'driveDb'> | null,
    profile: DeviceProfile,
    gainDb: number,
    atFrame: number,
    music: MusicReader,
    sampleRate = this.#native.sampleRate,
  ): PlannedFade {
    const fadeFrames = Math.round(SWITCH_FADE_SEC * sampleRate);
    const before = from ?? { profile, gainDb, driveDb: this.#driveDb };
    let transition: Transition;
    if (isPlain(profile) && isPlain(before.profile)) {
      const toDevice = linearDevice(profile, gainDb, sampleRate);
      const fromDevice = linearDevice(before.profile, before.gainDb, sampleRate);
      const past = historyFramesFor(fromDevice, toDevice);
      transition = planTransition(music(atFrame - past, past + fadeFrames), fromDevice, toDevice, fadeFrames);
    } else {
      const { bestFfts, isSameDevice, planRoomTransition } = layerParts();
      const toDevice = roomDevice(profile, gainDb, this.#driveDb, sampleRate);
      const fromDevice = roomDevice(before.profile, before.gainDb, before.driveDb, sampleRate);
      const isSame = isSameDevice(fromDevice, toDevice);
      const bridges = isSame
        ? 0
        : Math.max(
            ROOM_BRIDGES,
            bridgeCount(linearDevice(before.profile, 0, sampleRate), linearDevice(profile, 0, sampleRate)),
          );
      transition = planRoomTransition(bestFfts, music, atFrame, fromDevice, toDevice, fadeFrames, bridges);
    }
    return { profile, gainDb, atFrame, fadeFrames, transition };
  }

  #noteCost(way: Way, ms: number): void {
    const costs = this.#costsMs[way];
    costs.push(ms);
    if (costs.length > REMEMBERED_COSTS) costs.shift();
  }

  #makeReady(planned: PlannedFade): ReadyFade {
    const { profile, gainDb, transition } = planned;
    const before = this.#ready;
    const isSame =
      before?.slot.profile === profile && before.slot.gainDb === gainDb && before.slot.driveDb === this.#driveDb;
    if (isSame) silence(before);
    else this.#forgetReady();
    const slot = isSame ? before.slot : this.#openSlot(profile, gainDb, 0);
    const { tail, bridge } = transition;
    this.#ready = {
      planned,
      slot,
      tail: tail && this.#sourceOf(tail, slot.chain.output),
      bridge: bridge && this.#sourceOf(bridge, this.output),
    };
    return this.#ready;
  }

  #forgetReady(): void {
    if (!this.#ready) return;
    silence(this.#ready);
    close(this.input, this.#ready.slot);
    this.#ready = null;
  }

  /**
   * Sets a planned fade going. In time only if its first frame has not been rendered; a burst that begins meanwhile
   * would find one half of the fade. So nothing is built here any more, what cannot be heard by itself comes first, and
   * what can be is done only if there is still time then.
   * @returns whether the fade is going; if not, nothing has changed, and the plan is void
   */
  commit(planned: PlannedFade, isInTime: () => boolean = () => true): boolean {
    const ready = this.#ready?.planned === planned ? this.#ready : this.#makeReady(planned);
    const { slot, tail, bridge } = ready;
    const { atFrame, fadeFrames, transition } = planned;
    const from = this.#slot;
    const { sampleRate } = this.#native;
    const atSec = frameTimeSec(atFrame, sampleRate);
    slot.gate.gain.setValueAtTime(1, atSec);
    tail?.start(atSec);
    if (!isInTime()) {
      this.#forgetReady();
      return false;
    }
    // The old one first: should the thread be stopped between the two, a dip is kinder than both at once.
    if (from) followCurve(from.fade.gain, transition.fromFade, atFrame, sampleRate);
    followCurve(slot.fade.gain, transition.toFade, atFrame, sampleRate);
    bridge?.start(atSec);
    this.#ready = null;
    this.#slot = slot;
    this.#settledFrame = atFrame + fadeFrames;
    if (from) this.#retire(from, this.#settledFrame);
    return true;
  }

  #after(ms: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      then();
    }, ms);
    this.#timers.add(timer);
  }

  /** @param gain of gate and fade: 1 sounds at once, 0 waits for a fade */
  #openSlot(profile: DeviceProfile, gainDb: number, gain: 0 | 1): Slot {
    const armed = this.#armed.get(profile) ?? this.#chainOf(profile);
    this.#armed.delete(profile);
    const { chain, gate, fade } = armed;
    chain.setGainBeforeUse(gainDb);
    for (const param of [gate.gain, fade.gain]) {
      if (gain === 0) param.setValueAtTime(0, 0);
      else param.value = 1;
    }
    this.input.connect(gate);
    fade.connect(this.output);
    return { ...armed, profile, gainDb, driveDb: this.#driveDb };
  }

  #sourceOf(
    samples: readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>],
    to: AudioNode,
  ): AudioBufferSourceNode {
    const { sampleRate } = this.#native;
    const buffer = new AudioBuffer({ length: samples[0].length, numberOfChannels: 2, sampleRate });
    buffer.copyToChannel(samples[0], 0);
    buffer.copyToChannel(samples[1], 1);
    const source = new AudioBufferSourceNode(this.#native, { buffer });
    source.connect(to);
    source.onended = () => source.disconnect();
    return source;
  }

  /** Takes a slot out once its fade is over. */
  #retire(slot: Slot, afterFrame: number): void {
    this.#retired.add(slot);
    const poll = (): void => {
      if (this.#native.currentTime * this.#native.sampleRate < afterFrame) {
        this.#after(50, poll);
        return;
      }
      this.#retired.delete(slot);
      close(this.input, slot);
      if (this.#slot && this.#settledFrame === afterFrame) this.onSettled(this.#slot.profile);
      if (hasRoomParts(this.#tone, slot.profile)) this.onRetired(slot.profile);
      // By then what rings in the old room can be used again.
      else this.#after(REST_MS, () => this.onRetired(slot.profile));
    };
    if (afterFrame === 0) {
      this.#retired.delete(slot);
      close(this.input, slot);
    } else {
      this.#after(40, poll);
    }
  }

  override dispose(): this {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const slot of this.#retired) close(this.input, slot);
    this.#retired.clear();
    this.#forgetReady();
    if (this.#slot) close(this.input, this.#slot);
    this.#slot = null;
    for (const armed of this.#armed.values()) dropUnused(armed);
    this.#armed.clear();
    this.input.disconnect();
    this.output.disconnect();
    return super.dispose();
  }
}

/** What a plan costs depends on what there is to work out: a tone, a room, limits. */
export type Way = 'plain' | 'roomed' | 'limited';

export function wayOf(from: DeviceProfile, to: DeviceProfile): Way {
  if (isPlain(from) && isPlain(to)) return 'plain';
  return bendsLevels(from.limits) || bendsLevels(to.limits) ? 'limited' : 'roomed';
}

function close(input: GainNode, slot: Slot): void {
  input.disconnect(slot.gate);
  drop(slot);
}

function drop({ chain, gate, fade }: ArmedChain): void {
  gate.disconnect();
  chain.dispose();
  fade.disconnect();
}

function dropUnused(armed: ArmedChain): void {
  armed.chain.setUnused();
  drop(armed);
}

function silence({ tail, bridge }: ReadyFade): void {
  tail?.disconnect();
  bridge?.disconnect();
}
