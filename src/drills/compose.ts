import type { Random } from '../core/random';
import type { TrialContext } from './DrillKind';
import { choosePassage, type PassageNeed } from './material';
import type { Passage, Recipe, Step } from './recipe';

/** The one source of most trials. */
export const MUSIC = 'music';

/** Evenly from a list. @throws RangeError when it is empty */
export function pick<T>(random: Random, list: readonly T[]): T {
  const index = Math.floor(random() * list.length);
  if (index >= list.length) throw new RangeError('the list to pick from is empty');
  return list[index]!;
}

/** Evenly between two numbers, rounded to `decimals`: rounding keeps trials the same on every machine. */
export function between(random: Random, min: number, max: number, decimals = 2): number {
  return rounded(min + (max - min) * random(), decimals);
}

/** Evenly in log frequency (or any ratio scale), rounded to `decimals`. */
export function betweenRatios(random: Random, min: number, max: number, decimals = 1): number {
  return rounded(min * (max / min) ** random(), decimals);
}

export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  // Adding 0 makes a zero of −0, which JSON would not keep.
  return Math.round(value * scale) / scale + 0;
}

/** A seed for noise and the like, from the trial's own source of chance. */
export const drawSeed = (random: Random): number => Math.floor(random() * 0x1_0000_0000);

/** Fisher–Yates. */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

/** A passage of the listener's music, or pink noise where that was asked for. */
export function drawPassage(
  context: Pick<TrialContext, 'random' | 'material' | 'settings'>,
  need: PassageNeed,
): Passage {
  const { random, material, settings } = context;
  if (settings.pinkNoise) {
    return { material: { kind: 'pinkNoise', seed: drawSeed(random) }, startSec: 0, durationSec: need.durationSec };
  }
  return choosePassage(random, material.mixes, need);
}

/** The music with these steps on it, heard through the context's device. */
export function musicThrough(context: Pick<TrialContext, 'device'>, steps: readonly Step[]): Recipe {
  const { device } = context;
  return {
    layers: [{ source: MUSIC }],
    steps: device ? [...steps, { kind: 'device', deviceId: device.id }] : steps,
  };
}
