import { pointsDb, weightedLevelDb } from '../dsp/noise/NoiseShape';
import type { NoiseLife, NoiseShape } from '../dsp/noise/NoiseShape';

/** Surroundings with a noise of their own. */
export type NoiseSceneName = 'road50' | 'road100' | 'road130' | 'cafe' | 'kitchen' | 'airplane';

/** How much of the surroundings a device lets through to the ear. */
export type IsolationName = 'open' | 'closed' | 'inEar' | 'noiseCancelling' | 'noiseCancellingInEar';

/** Noise of the surroundings as it reaches the ear. */
export interface NoiseBed {
  readonly scene: NoiseSceneName;
  readonly isolation: IsolationName | null;
  /** BS.1770 level at the output before the listener's volume, LUFS. */
  readonly levelLufs: number;
}

/** What surrounds the listener. */
export interface NoiseScene {
  readonly label: string;
  /** One sentence for the screen. */
  readonly description: string;
  /** At the listener's head, nothing worn, dB(A). */
  readonly levelDba: number;
  /** `[hertz, density in dB per hertz]`, relative to each other. */
  readonly density: readonly (readonly [frequencyHz: number, levelDb: number])[];
  readonly life?: NoiseLife;
}

/*
 * Spectra are constructs of our own, not recordings. Cars: below 200 Hz dominates, about 6 dB per octave down to 1 kHz
 * and 9–12 dB per octave above 2 kHz (estimate); 66 dB(A) at 100 km/h for an ordinary car (62–67; the loudest
 * thirty tested have 71–78, privatefleet.com.au), 58 and 71 dB(A) at 50 and 130 km/h are estimates, as is that wind brings
 * more middle and treble with speed. Below 50 Hz, where a real cabin has most of its power, the curve is kept low:
 * hardly any headphones or loudspeakers could play it, and it would take the headroom of all the rest.
 * Café: long-term spectrum of speech, 70 dB(A); kitchen: an extractor hood on its low step, 58 dB(A); airplane: cabin of
 * a jet at cruise, 80 dB(A) (75–85): estimates.
 */
export const NOISE_SCENES: Readonly<Record<NoiseSceneName, NoiseScene>> = {
  road50: {
    label: 'Road, 50 km/h',
    description: 'Tyres and engine in a car in town.',
    levelDba: 58,
    density: [
      [20, 46],
      [31.5, 56],
      [50, 60],
      [80, 59],
      [125, 55],
      [250, 46],
      [500, 37.5],
      [1000, 30],
      [2000, 19],
      [4000, 8],
      [8000, -5],
      [16_000, -18],
    ],
  },
  road100: {
    label: 'Road, 100 km/h',
    description: 'Tyres and some wind in a car on a country road.',
    levelDba: 66,
    density: [
      [20, 46],
      [31.5, 56],
      [50, 60],
      [80, 59],
      [125, 55],
      [250, 46],
      [500, 38],
      [1000, 32],
      [2000, 23],
      [4000, 13],
      [8000, 1],
      [16_000, -11],
    ],
  },
  road130: {
    label: 'Road, 130 km/h',
    description: 'Tyres and wind in a car on the motorway.',
    levelDba: 71,
    density: [
      [20, 46],
      [31.5, 55],
      [50, 59],
      [80, 58.5],
      [125, 55],
      [250, 47],
      [500, 40],
      [1000, 34.5],
      [2000, 27],
      [4000, 18],
      [8000, 7],
      [16_000, -5],
    ],
  },
  cafe: {
    label: 'Café',
    description: 'Many people talking, and now and then a cup.',
    levelDba: 70,
    density: [
      [20, 24],
      [63, 34],
      [100, 38],
      [160, 43],
      [250, 45],
      [500, 44],
      [1000, 36],
      [2000, 29],
      [4000, 22],
      [8000, 14],
      [16_000, 4],
    ],
    life: 'voices',
  },
  kitchen: {
    label: 'Kitchen',
    description: 'An extractor hood, and now and then a dish.',
    levelDba: 58,
    density: [
      [20, 34],
      [50, 42],
      [100, 46],
      [200, 45],
      [400, 43],
      [800, 39],
      [1600, 34],
      [3150, 27],
      [6300, 18],
      [16_000, 4],
    ],
    life: 'household',
  },
  airplane: {
    label: 'Airplane',
    description: 'The cabin of a jet at cruise.',
    levelDba: 80,
    density: [
      [20, 46],
      [31.5, 56],
      [63, 60],
      [125, 60],
      [250, 57.5],
      [500, 54],
      [1000, 48],
      [2000, 41],
      [4000, 33],
      [8000, 23],
      [16_000, 11],
    ],
  },
};

/**
 * What reaches the ear of what is outside, `[hertz, dB]`. Plausible curves, not measured ones (estimates): open-backed
 * headphones let all through; closed pads begin to shut above 500 Hz; tips in the ear canal shut everywhere;
 * cancelling takes 15–20 dB off below 500 Hz and leaves the pads to do the rest, with a gap in between near 1 kHz.
 */
const ISOLATION: Readonly<Record<IsolationName, readonly (readonly [frequencyHz: number, levelDb: number])[]>> = {
  open: [[1000, 0]],
  closed: [
    [125, 0],
    [250, -1],
    [500, -4],
    [1000, -10],
    [2000, -16],
    [4000, -22],
    [8000, -25],
  ],
  inEar: [
    [63, -20],
    [1000, -22],
    [2000, -24],
    [8000, -25],
  ],
  noiseCancelling: [
    [31.5, -13],
    [63, -17],
    [125, -20],
    [250, -19],
    [500, -15],
    [1000, -12],
    [2000, -17],
    [4000, -23],
    [8000, -25],
  ],
  noiseCancellingInEar: [
    [31.5, -17],
    [63, -21],
    [125, -24],
    [500, -23],
    [1000, -21],
    [2000, -25],
    [8000, -28],
  ],
};

const points = (
  list: readonly (readonly [number, number])[],
): { readonly frequenciesHz: number[]; readonly levelsDb: number[] } => ({
  frequenciesHz: list.map(([hz]) => hz),
  levelsDb: list.map(([, db]) => db),
});

/** Thirds of octaves, 20 Hz to 20 kHz. */
const GRID_HZ: readonly number[] = Array.from({ length: 31 }, (_, i) => 1000 * 10 ** ((i - 17) / 10));

/** What an isolation leaves of outside noise at a frequency, dB ≤ 0; null (nothing worn) leaves all. */
export const isolationDb = (isolation: IsolationName | null, frequencyHz: number): number =>
  isolation ? pointsDb(points(ISOLATION[isolation]), frequencyHz) : 0;

/**
 * Spectrum of a scene as it reaches the ear, in dB SPL per hertz (so it is absolute), at thirds of octaves; what the
 * noise generator is made from.
 */
export function noiseShape(scene: NoiseSceneName, isolation: IsolationName | null): NoiseShape {
  const { density, levelDba, life } = NOISE_SCENES[scene];
  const outside = points(density);
  const toSpl = levelDba - weightedLevelDb(outside, 'A');
  return {
    frequenciesHz: GRID_HZ,
    levelsDb: GRID_HZ.map((hz) => pointsDb(outside, hz) + toSpl + isolationDb(isolation, hz)),
    ...(life && { life }),
  };
}

/** Sound pressure level at which the mix is taken to be heard where nothing else is said, dB. */
export const USUAL_LISTENING_DB = 75;
/** Listeners turn up against noise: from here on, dB of the noise relative to the mix, … */
const TURN_UP_FROM_DB = -12;
/** … by this much for each dB of noise, … */
const TURN_UP = 0.6;
/** … and never let it come nearer than this, LU. */
const LOUDEST_NOISE_LU = -2;

/**
 * Noise under a device. With the mix at M LUFS taken to be heard at P dB SPL, and the noise at N dB SPL through the K
 * weighting (from its dB(A) outside, its spectrum and the isolation), it lies r = N − P over the mix if nobody touches
 * the volume. In noise people do turn up (Lombard-like, about half a dB for each dB; estimate), so
 *
 *     r′ = min(−2, r − 0.6 · max(0, r + 12)),   level = M + r′
 *
 * Louder noise than that would leave nothing to listen to.
 * @param mixLufs integrated loudness of the mix at the output, as matched
 * @param listeningDb level at which the mix is heard, dB SPL or phon
 */
export function noiseBed(
  scene: NoiseSceneName,
  isolation: IsolationName | null,
  mixLufs: number,
  listeningDb: number = USUAL_LISTENING_DB,
): NoiseBed {
  const over = weightedLevelDb(noiseShape(scene, isolation), 'K') - listeningDb;
  const turnedUp = over - TURN_UP * Math.max(0, over - TURN_UP_FROM_DB);
  return { scene, isolation, levelLufs: mixLufs + Math.min(LOUDEST_NOISE_LU, turnedUp) };
}
