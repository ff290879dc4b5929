import type { DeviceProfile } from '../devices/DeviceProfile';
import { toneStages } from '../devices/response';
import { designStep, plainPart } from './DeviceChain';
import type { DeviceSwitcher, MusicReader } from './DeviceSwitcher';
import type { IdleWork } from './IdleWork';
import type { MixPlayer } from './MixPlayer';

/** So many devices are made ready before the first rehearsals: what is likely to be asked for first. */
const LIKELY = 4;
/** The first designs and plans take thirty times as long as the last. On short filters that is still no long task. */
const SHORTENED = [8, 8, 8, 4, 4, 4, 2, 2, 2];
/** Plans until the compiler has made the best of the planner. */
const FIRST_REHEARSALS = 24;
/** With all devices at hand there is more to learn: not every matrix is a whole number. */
const REHEARSALS = 48;

/** Gets devices ready for their first visit, step by step. */
export class Preparation {
  #queue: DeviceProfile[] = [];
  #prepared: DeviceProfile[] = [];
  #rehearsed = 0;
  #isUnderWay = false;

  constructor(
    private readonly switcher: DeviceSwitcher,
    private readonly player: MixPlayer,
    private readonly idle: IdleWork,
    private readonly sampleRate: number,
  ) {}

  /**
   * @param profiles likely ones first; replaces what was asked for before
   * @param mix what the rehearsals play
   */
  start(profiles: readonly DeviceProfile[], mix: AudioBuffer): void {
    this.#queue = [...profiles];
    this.#prepared = [];
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
    if (this.#rehearsed < SHORTENED.length) {
      if (this.#rehearse([...this.#prepared, ...this.#queue].slice(0, LIKELY), music)) return true;
    } else {
      const wanted = next ? (this.#prepared.length >= LIKELY ? FIRST_REHEARSALS : 0) : REHEARSALS;
      if (this.#rehearsed < wanted && this.#rehearse(this.#prepared, music)) return true;
    }
    if (!next) return false;
    if (designStep(next, this.sampleRate) === undefined) return true;
    this.switcher.arm(next);
    this.#prepared.push(next);
    this.#queue.shift();
    return true;
  }

  /** Every kind of way takes its turn: from flat, to flat, and between two that are not. @returns whether it could */
  #rehearse(profiles: readonly DeviceProfile[], music: MusicReader): boolean {
    const coloured = profiles.filter((profile) => toneStages(profile).length > 0);
    const flat = profiles.find((profile) => toneStages(profile).length === 0);
    if (coloured.length === 0) return false;
    const turn = this.#rehearsed;
    const one = coloured[turn % coloured.length]!;
    const other = coloured[(turn + 1) % coloured.length]!;
    const ways = [
      [one, other],
      [flat ?? other, one],
      [other, one],
      [one, flat ?? other],
    ] as const;
    const way = ways[turn % ways.length]!;
    const rate = this.sampleRate / (SHORTENED[turn] ?? 1);
    const isShort = rate !== this.sampleRate;
    const [from, to] = way.map((profile) => (isShort ? plainPart(profile) : profile)) as [DeviceProfile, DeviceProfile];
    if ([from, to].some((profile) => designStep(profile, rate) === undefined)) return true;
    this.switcher.rehearse(from, to, music, rate);
    this.#rehearsed++;
    return true;
  }
}
