import { createDemoSource } from '../../src/app/demoSource';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { Answer } from '../../src/drills/DrillKind';
import type { MaterialShelf } from '../../src/drills/material';
import { currentTrial, openSession } from '../../src/drills/session';
import { createLibraryStore } from '../../src/store/libraryStore';
import { MaterialLibrary } from '../../src/store/train/materialLibrary';

/** A first trial of a shared drill: what the screen may show of it, and what it must not. */
export interface OwedTrial {
  readonly seed: number;
  /** Question, labels, answer and length: trials that agree in this must look alike. */
  readonly shown: string;
  readonly truth: Answer;
}

/** The demo song as the page knows it. @param base of the page, ending in `/` */
export async function demoShelf(base: string): Promise<MaterialShelf> {
  const demos = createDemoSource(base);
  const decodes = (): Promise<never> => Promise.reject(new Error('no sound is needed to make trials'));
  const library = new MaterialLibrary({
    library: createLibraryStore(),
    bufferOfTrack: decodes,
    factsOfTrack: decodes,
    demoPassages: () => demos.passages(),
    demoStems: () => demos.listStems(),
    bufferOfDemoStem: decodes,
  });
  return library.shelf([], 'any stems', new AbortController().signal);
}

/** The first trial that everybody gets who opens a link with this seed. */
export function owedTrial(kindId: string, seed: number, shelf: MaterialShelf): OwedTrial {
  const spec = { kindId, mode: 'practise', trialCount: 1, seed, settings: {}, deviceId: null, trackIds: [] } as const;
  const session = openSession({ id: 'shared', title: '', blocks: [spec], startedAt: 0 });
  const { trial } = currentTrial(session, { kinds: DRILL_KINDS, catalogue: CATALOGUE, material: () => shelf });
  const durations = Object.values(trial.sources).map(({ durationSec }) => durationSec);
  const labels = trial.versions.map(({ label }) => label);
  return {
    seed,
    shown: JSON.stringify([trial.question, labels, trial.answer, durations]),
    truth: trial.secret.truth,
  };
}

/** What tells two answers apart: the id, or the value where there is none. */
export const truthKey = (truth: Answer): string =>
  'id' in truth ? truth.id : truth.kind === 'scale' ? String(truth.value) : `${truth.frequencyHz}/${truth.gainDb}`;

/** Seeds of trials that look alike and whose answers are all different, `count` of them: the largest such family. */
export function lookAlikes(kindId: string, shelf: MaterialShelf, count: number, seeds = 400): OwedTrial[] {
  const families = new Map<string, Map<string, OwedTrial>>();
  for (let seed = 1; seed <= seeds; seed++) {
    const owed = owedTrial(kindId, seed, shelf);
    const family = families.get(owed.shown) ?? new Map<string, OwedTrial>();
    families.set(owed.shown, family);
    const key = truthKey(owed.truth);
    if (!family.has(key)) family.set(key, owed);
  }
  const largest = [...families.values()].toSorted((a, b) => b.size - a.size)[0]!;
  return [...largest.values()].slice(0, count);
}
