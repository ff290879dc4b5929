import type { DeviceProfile } from '../devices/DeviceProfile';
import { designStep, isPlain, plainPart } from './DeviceChain';
import { wayOf } from './DeviceSwitcher';
import type { DeviceSwitcher, MusicReader, Way } from './DeviceSwitcher';
import type { IdleWork } from './IdleWork';
import type { MixPlayer } from './MixPlayer';

/** So many devices are made ready before the first rehearsals: what is likely to be asked for first. */
const LIKELY = 4;
/** The first designs and plans take thirty times as long as the last. On short filters that is still no long task. */
const SHORTENED = [8, 8, 8, 4, 4, 4, 2, 2, 2];
/** What stands on keys comes first in the list. */
const ON_KEYS = 10;
/** Plans of each kind until the compiler has made the best of the planner. */
const FIRST_REHEARSALS = 24;
/** With all devices at hand there is more to learn: not every matrix is a whole number. */
const REHEARSALS = 48;
const WAYS: readonly Way[] = ['plain', 'roomed', 'limited'];

type Pair = readonly [DeviceProfile, DeviceProfile];

/** Gets devices ready for their first visit, step by step. */
export class Preparation {
  #queue: DeviceProfile[] = [];
  #prepared: DeviceProfile[] = [];
  readonly #rehearsed: Record<Way, number> = { plain: 0, roomed: 0, limited: 0 };
  #isUnderWay = false;

  constructor(
    private readonly switcher: DeviceSwitcher,
    private readonly player: MixPlayer,
    private readonly idle: IdleWork,
    private readonly sampleRate: number,
  ) {}

  /** Whether what is asked for most is ready. */
  get isLikelyReady(): boolean {
    return this.#prepared.length >= ON_KEYS || this.#queue.length === 0;
  }

  /**
   * @param profiles likely ones first; replaces what was asked for before
   * @param mix what the rehearsals play
   */
  start(profiles: readonly DeviceProfile[], mix: AudioBuffer): void {
    this.#queue = [...profiles];
    this.#prepared = [];
    this.switcher.keepOnly(profiles);
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    const music = this.player.rehearsalOf(mix);
    this.idle.add(() => {
      this.#isUnderWay = this.#step(music);
      return !this.#isUnderWay;
    });
  }

  /** @returns false when there is nothing left to do */
  #step(music: MusicReader): boolean {
    const next = this.#queue[0];
    if (!next || this.#prepared.length >= LIKELY) {
      const wanted = next ? FIRST_REHEARSALS : REHEARSALS;
      for (const way of WAYS) if (this.#rehearsed[way] < wanted && this.#rehearse(way, music)) return true;
    }
    if (!next) return false;
    if (designStep(next, this.sampleRate) === undefined) return true;
    if (!this.switcher.armStep(next)) return true;
    if (this.#prepared.length < ON_KEYS && !this.switcher.spareStep(next)) return true;
    this.#prepared.push(next);
    this.#queue.shift();
    return true;
  }

  /** @returns whether there are devices for it */
  #rehearse(way: Way, music: MusicReader): boolean {
    const turn = this.#rehearsed[way];
    const pair = this.#pairFor(way, turn);
    if (!pair) return false;
    const part = SHORTENED[turn] ?? 1;
    const rate = way === 'plain' ? this.sampleRate / part : this.sampleRate;
    if (pair.some((profile) => designStep(profile, rate) === undefined)) return true;
    this.switcher.rehearse(...pair, music, part);
    this.#rehearsed[way]++;
    return true;
  }

  /** Two devices of a way; all of them take their turn. */
  #pairFor(way: Way, turn: number): Pair | null {
    let all: readonly DeviceProfile[] = this.#prepared;
    if (way === 'plain' && all.filter(isPlain).length < 2) all = all.map(plainPart);
    for (let i = 0; i < all.length; i++) {
      const from = all[(turn + i) % all.length]!;
      for (let j = 1; j < all.length; j++) {
        const to = all[(turn + i + j) % all.length]!;
        if (wayOf(from, to) === way) return [from, to];
      }
    }
    return null;
  }
}
