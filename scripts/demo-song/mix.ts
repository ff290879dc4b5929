import { addStereo, copy, foldToMono, fromDb, scale, silence, type Stereo } from './audio';
import { compress, duck, limit, saturate, type CompressorSettings } from './dynamics';
import { equaliseStereo, type EqBand } from './filters';
import { integratedLoudness } from './loudness';
import { STEM_IDS, type Recording, type StemId } from './perform';
import { STEP_SEC } from './song';
import { LIVE_ROOM, pingPong, PLATE, reverberate } from './space';

/** What happens to one stem on its way to the mix bus. Sends are in dB against the dry signal; none = no send. */
interface Strip {
  gainDb: number;
  eq: readonly EqBand[];
  compressor?: CompressorSettings;
  /** How far the bass steps aside for each kick, in dB. */
  duckDb?: number;
  /** Factor on the side signal: 1 = as played, 0 = mono. */
  width?: number;
  roomDb?: number;
  plateDb?: number;
  delayDb?: number;
  /** The right channel wired the wrong way round, reverb and all. */
  flipRight?: boolean;
}

/** A whole mix. */
export interface MixRecipe {
  strips: Record<StemId, Strip>;
  bus: { eq: readonly EqBand[]; compressor: CompressorSettings; drive: number };
}

/** The mix that works anywhere. */
export const TRANSLATES: MixRecipe = {
  strips: {
    kick: {
      gainDb: -6.5,
      eq: [
        { kind: 'highpass', hz: 30 },
        { kind: 'peak', hz: 58, q: 1.1, db: 1.5 },
        { kind: 'peak', hz: 260, q: 0.9, db: -3.5 },
        { kind: 'peak', hz: 3000, q: 0.8, db: 6 },
      ],
    },
    snare: {
      gainDb: -4.5,
      eq: [
        { kind: 'highpass', hz: 110 },
        { kind: 'peak', hz: 200, q: 1.1, db: 1.5 },
        { kind: 'peak', hz: 4500, q: 0.8, db: 1.5 },
      ],
      compressor: { thresholdDb: -14, ratio: 3, attackMs: 12, releaseMs: 90 },
      roomDb: -13,
      plateDb: -20,
    },
    hats: {
      gainDb: -2.5,
      eq: [{ kind: 'highpass', hz: 90 }],
      roomDb: -20,
    },
    bass: {
      gainDb: -6,
      eq: [
        { kind: 'highpass', hz: 48, q: 0.8 },
        { kind: 'peak', hz: 58, q: 1.2, db: -4 },
        { kind: 'peak', hz: 230, q: 0.8, db: -1.5 },
        { kind: 'peak', hz: 900, q: 0.7, db: 5 },
      ],
      compressor: { thresholdDb: -16, ratio: 4, attackMs: 18, releaseMs: 120 },
      duckDb: 9,
      width: 0,
    },
    chords: {
      gainDb: -6,
      eq: [
        { kind: 'highpass', hz: 150 },
        { kind: 'peak', hz: 320, q: 0.8, db: -3 },
        { kind: 'peak', hz: 2000, q: 0.6, db: 7 },
      ],
      plateDb: -17,
      delayDb: -26,
    },
    pad: {
      gainDb: -11,
      eq: [
        { kind: 'highpass', hz: 190 },
        { kind: 'peak', hz: 350, q: 0.8, db: -2 },
        { kind: 'highShelf', hz: 1600, q: 0.6, db: 5 },
      ],
      plateDb: -15,
    },
    lead: {
      gainDb: -7,
      eq: [
        { kind: 'highpass', hz: 250 },
        { kind: 'highShelf', hz: 1800, q: 0.6, db: 3 },
      ],
      plateDb: -14,
      delayDb: -8,
    },
    voice: {
      gainDb: 1.2,
      eq: [
        { kind: 'highpass', hz: 115 },
        { kind: 'peak', hz: 280, q: 0.9, db: -2 },
        { kind: 'peak', hz: 760, q: 1, db: -3 },
        { kind: 'peak', hz: 2000, q: 0.6, db: 4 },
        { kind: 'highShelf', hz: 9000, db: 3 },
      ],
      compressor: { thresholdDb: -20, ratio: 3.5, attackMs: 6, releaseMs: 110 },
      roomDb: -24,
      plateDb: -15,
      delayDb: -20,
    },
  },
  bus: {
    eq: [
      { kind: 'highpass', hz: 24 },
      { kind: 'peak', hz: 720, q: 0.9, db: -1.5 },
      { kind: 'peak', hz: 2000, q: 0.7, db: 1.5 },
    ],
    compressor: { thresholdDb: -12, ratio: 1.8, attackMs: 30, releaseMs: 160 },
    drive: 0.7,
  },
};

/** The same stems, mixed on headphones that flatter the bass and thin the middle. */
export const BASS_HEAVY: MixRecipe = {
  strips: {
    kick: {
      gainDb: -5,
      // Only the octave from 45 to 90 Hz is left: no click, no knock.
      eq: [
        { kind: 'peak', hz: 60, q: 1, db: 4 },
        { kind: 'lowpass', hz: 120, q: 0.6 },
        { kind: 'lowpass', hz: 300, q: 0.6 },
      ],
    },
    snare: {
      gainDb: -6.5,
      eq: [
        { kind: 'peak', hz: 210, q: 0.9, db: 5 },
        { kind: 'peak', hz: 1600, q: 0.6, db: -6 },
        { kind: 'highShelf', hz: 8000, db: 4 },
      ],
      roomDb: -9,
      plateDb: -15,
    },
    hats: {
      gainDb: -3.5,
      eq: [{ kind: 'highShelf', hz: 8500, db: 4 }],
      width: 1.7,
      roomDb: -18,
    },
    bass: {
      gainDb: -1.5,
      eq: [
        { kind: 'peak', hz: 66, q: 0.9, db: 5 },
        { kind: 'lowpass', hz: 95, q: 0.7 },
        { kind: 'lowpass', hz: 160, q: 0.6 },
      ],
      compressor: { thresholdDb: -16, ratio: 3, attackMs: 25, releaseMs: 160 },
    },
    chords: {
      gainDb: -8,
      eq: [
        { kind: 'peak', hz: 220, q: 0.8, db: 6 },
        { kind: 'peak', hz: 1500, q: 0.5, db: -8 },
      ],
      width: 1.8,
      plateDb: -13,
      delayDb: -22,
    },
    pad: {
      gainDb: -10,
      eq: [
        { kind: 'peak', hz: 230, q: 0.8, db: 4 },
        { kind: 'highShelf', hz: 6000, db: 5 },
      ],
      width: 0.08,
      plateDb: -30,
      flipRight: true,
    },
    lead: {
      gainDb: -13,
      eq: [
        { kind: 'peak', hz: 1500, q: 0.5, db: -5 },
        { kind: 'highShelf', hz: 7000, db: 5 },
      ],
      width: 1.7,
      plateDb: -11,
      delayDb: -7,
    },
    voice: {
      gainDb: -6.2,
      eq: [
        { kind: 'peak', hz: 230, q: 0.8, db: 6 },
        { kind: 'peak', hz: 1550, q: 0.45, db: -11 },
        { kind: 'highShelf', hz: 8500, db: 6 },
      ],
      compressor: { thresholdDb: -18, ratio: 2, attackMs: 6, releaseMs: 110 },
      plateDb: -11,
      delayDb: -16,
    },
  },
  bus: {
    eq: [
      { kind: 'highpass', hz: 22 },
      { kind: 'highShelf', hz: 10000, db: 2.5 },
    ],
    compressor: { thresholdDb: -10, ratio: 2, attackMs: 40, releaseMs: 200 },
    drive: 0.6,
  },
};

/** Time between echoes: a dotted eighth. */
const ECHO_SEC = 3 * STEP_SEC;

/** Runs one dry track through its strip, effects included. */
function processStem(track: Stereo, strip: Strip, kickSec: readonly number[]): Stereo {
  const dry = copy(track);
  equaliseStereo(dry, strip.eq);
  if (strip.compressor) compress(dry, strip.compressor);
  if (strip.duckDb !== undefined) duck(dry, kickSec, strip.duckDb);
  const wet = silence(dry.left.length);
  if (strip.delayDb !== undefined) addStereo(wet, pingPong(dry, ECHO_SEC, 0.42), fromDb(strip.delayDb));
  if (strip.plateDb !== undefined) {
    const plate = copy(dry);
    // Echoes ring in the plate too, which keeps them behind the source.
    addStereo(plate, wet, 0.5);
    addStereo(wet, reverberate(plate, PLATE), fromDb(strip.plateDb));
  }
  if (strip.roomDb !== undefined) addStereo(wet, reverberate(dry, LIVE_ROOM), fromDb(strip.roomDb));
  addStereo(dry, wet);
  if (strip.width !== undefined) {
    const mid = foldToMono(dry);
    for (let i = 0; i < mid.length; i++) {
      const side = 0.5 * strip.width * (dry.left[i]! - dry.right[i]!);
      dry.left[i] = mid[i]! + side;
      dry.right[i] = mid[i]! - side;
    }
  }
  if (strip.flipRight) {
    for (let i = 0; i < dry.right.length; i++) dry.right[i] = -dry.right[i]!;
  }
  scale(dry, fromDb(strip.gainDb));
  return dry;
}

/** All stems as they reach the bus; their plain sum is the mix before mastering. */
export function processStems(recording: Recording, recipe: MixRecipe): Record<StemId, Stereo> {
  return Object.fromEntries(
    STEM_IDS.map((id) => [id, processStem(recording.tracks[id], recipe.strips[id], recording.kickSec)]),
  ) as Record<StemId, Stereo>;
}

/** Plain sum of stems. */
export function sumStems(stems: Record<StemId, Stereo>): Stereo {
  const sum = silence(stems.kick.left.length);
  for (const id of STEM_IDS) addStereo(sum, stems[id]);
  return sum;
}

/** Fades the very end to digital silence, in place. @param seconds length of the fade */
function endInSilence(signal: Stereo, samples: number): void {
  const length = signal.left.length;
  for (let i = Math.max(0, length - samples); i < length; i++) {
    const x = (length - 1 - i) / samples;
    const gain = x * x * (3 - 2 * x);
    signal.left[i]! *= gain;
    signal.right[i]! *= gain;
  }
}

/**
 * Bus equaliser, glue compression, gentle saturation, then gain and limiter until the loudness is met.
 * @param targetLufs integrated loudness wanted
 * @param ceilingDb true-peak ceiling in dBTP
 */
export function master(sum: Stereo, recipe: MixRecipe, targetLufs: number, ceilingDb: number): Stereo {
  const glued = copy(sum);
  equaliseStereo(glued, recipe.bus.eq);
  // The compressor has to see the same level however the stems are balanced.
  scale(glued, fromDb(-16 - integratedLoudness(glued)));
  compress(glued, recipe.bus.compressor);
  saturate(glued.left, recipe.bus.drive);
  saturate(glued.right, recipe.bus.drive);
  let gainDb = targetLufs - integratedLoudness(glued);
  for (let pass = 0; ; pass++) {
    const out = copy(glued);
    scale(out, fromDb(gainDb));
    limit(out, ceilingDb, 90);
    const missing = targetLufs - integratedLoudness(out);
    if (Math.abs(missing) < 0.1 || pass === 4) {
      endInSilence(out, 22050);
      return out;
    }
    gainDb += missing;
  }
}
