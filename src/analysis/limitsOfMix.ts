import { stereoMatrix } from '../devices/response';
import type { StereoMatrix } from '../devices/response';
import { DeviceLimits } from '../dsp/limits/DeviceLimits';
import type { LimitsModel } from '../dsp/limits/LimitsModel';
import type { SampleBlock } from './analysisMessages';
import { BandPowerMapBuilder, compactMap } from './bandPowerMap';
import type { BandPowerMap, StoredMap } from './bandPowerMap';
import { readLoudness } from './deviceLevels';
import type { DeviceReadings, DeviceSound } from './deviceReading';
import type { Excerpt } from './excerpt';

/** Maps behind limits that are held for a mix: some 2 MB each for four minutes. */
export const MOST_LIMITED = 12;

/** Nothing left to do between left and right: a map of what is behind the limits has it in it. */
export const DONE: StereoMatrix = [
  [1, 0],
  [0, 1],
];

/** Profiles with equal keys have the same sound behind their limits. */
export function limitsKey({ stages, limits }: DeviceSound): string {
  return JSON.stringify([stereoMatrix({ stages }), limits?.bass ?? null, limits?.limiter ?? null]);
}

type LimitedSound = DeviceSound & { readonly limits: LimitsModel };

/** One mix on its way through the limits of a device. */
export class LimitsJob {
  readonly key: string;
  readonly #matrix: StereoMatrix;
  readonly #limits: DeviceLimits;
  readonly #map: BandPowerMapBuilder;
  readonly #isMono: boolean;
  /** Kept from block to block: a mix has hundreds, and every device with limits goes over all of them. */
  #out: readonly [left: Float32Array, right: Float32Array] = [new Float32Array(0), new Float32Array(0)];

  constructor(
    readonly mapId: string,
    readonly base: BandPowerMap,
    sound: LimitedSound,
    driveDb: number,
  ) {
    const { sampleRate } = base.layout;
    this.key = limitsKey(sound);
    this.#matrix = stereoMatrix(sound);
    this.#limits = new DeviceLimits(sound.limits, sampleRate, driveDb);
    const [[ll, lr], [rl, rr]] = this.#matrix;
    this.#isMono = base.planeCount === 1 ? ll + lr === rl + rr : ll === rl && lr === rr;
    this.#map = new BandPowerMapBuilder(sampleRate, this.#isMono ? 1 : 2, base.lengthFrames);
  }

  process({ left, right = left }: SampleBlock): void {
    const [[ll, lr], [rl, rr]] = this.#matrix;
    if (this.#out[0].length < left.length) {
      this.#out = [new Float32Array(left.length), new Float32Array(left.length)];
    }
    const [outLeft, outRight] = this.#out;
    for (let n = 0; n < left.length; n++) {
      outLeft[n] = ll * left[n]! + lr * right[n]!;
      outRight[n] = rl * left[n]! + rr * right[n]!;
    }
    this.#limits.process(outLeft, outRight, 0, left.length);
    this.#map.process(outLeft, outRight, left.length);
  }

  finish(): StoredMap {
    return compactMap(this.#map.finish());
  }
}

/** What limits take away from a mix, found on an excerpt of it: within some 0.1 dB, at a twentieth of the work. */
export class LimitsEstimate {
  /** Of the excerpt; made when it is asked for. */
  #map: BandPowerMap | null = null;
  /** By {@link limitsKey}, what is behind the limits. */
  readonly #limited = new Map<string, StoredMap>();
  readonly #gainsDb = new Map<string, number>();

  /** @param driveDb brings the mix to the loudness at which limits are meant */
  constructor(
    private readonly excerpt: Excerpt,
    private readonly driveDb: number,
    private readonly readings: DeviceReadings,
  ) {}

  /** What the limits of a device change of its loudness, dB; 0 where the excerpt is silent. */
  gainDb(sound: LimitedSound): number {
    const key = JSON.stringify([sound.stages, sound.room?.id, sound.limits]);
    let gainDb = this.#gainsDb.get(key);
    if (gainDb === undefined) {
      const map = this.#behind(sound);
      const behind = readLoudness(map, this.readings.of(map, sound, DONE));
      const before = readLoudness(this.#excerptMap, this.readings.of(this.#excerptMap, sound));
      gainDb = Number.isFinite(behind - before) ? behind - before : 0;
      this.#gainsDb.set(key, gainDb);
      if (this.#gainsDb.size > MOST_LIMITED) this.#gainsDb.delete(this.#gainsDb.keys().next().value!);
    }
    return gainDb;
  }

  get #excerptMap(): BandPowerMap {
    if (!this.#map) {
      const { left, right, sampleRate, channelCount } = this.excerpt;
      const builder = new BandPowerMapBuilder(sampleRate, channelCount, left.length);
      builder.process(left, right, left.length);
      this.#map = builder.finish();
    }
    return this.#map;
  }

  #behind(sound: LimitedSound): StoredMap {
    const key = limitsKey(sound);
    let map = this.#limited.get(key);
    if (!map) {
      const job = new LimitsJob('', this.#excerptMap, sound, this.driveDb);
      job.process({ jobId: 0, left: this.excerpt.left, right: this.excerpt.right });
      map = job.finish();
      this.#limited.set(key, map);
      if (this.#limited.size > MOST_LIMITED) this.#limited.delete(this.#limited.keys().next().value!);
    }
    return map;
  }
}
