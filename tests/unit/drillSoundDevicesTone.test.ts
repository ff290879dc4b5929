import { expect, test } from 'vitest';
import { cutStimulusJob } from '../../src/audio/stimuli/StimulusJob';
import { renderStimulus } from '../../src/audio/stimuli/renderStimulus';
import { StepFilters } from '../../src/audio/stimuli/StepFilters';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { Answer, DrillKind, Trial, TrialVersion } from '../../src/drills/DrillKind';
import { answersTo, trialOf } from './drillContract';
import { testPffft } from '../support/pffft';

const KINDS = DRILL_KINDS.filter(({ group }) => group === 'devices' || group === 'tone');
const LOUDNESS_LUFS = -23;
/** Nobody tells versions apart by less (Jesteadt, Wier & Green 1977: 0.5 dB at best). */
const WITHIN_LU = 0.2;

const filters = new StepFilters(testPffft());

function render(trial: Trial, versions: readonly TrialVersion[]): ReturnType<typeof renderStimulus> {
  const request = {
    sources: trial.sources,
    recipes: versions.map(({ recipe }) => recipe),
    isLevelMatched: trial.isLevelMatched,
    devices: CATALOGUE,
    loudnessLufs: LOUDNESS_LUFS,
  };
  // Pink noise brings its own samples.
  return renderStimulus(
    cutStimulusJob(request, () => undefined),
    filters,
  );
}

/** A trial on noise, with what is heard after an answer that is as wrong as can be. */
function heardIn(kind: DrillKind, seed: number, strength: number): { trial: Trial; versions: readonly TrialVersion[] } {
  const trial = trialOf(kind, seed, { strength, settings: { pinkNoise: true } });
  const same = JSON.stringify(trial.secret.truth);
  const wrong: Answer = answersTo(trial).findLast((answer) => JSON.stringify(answer) !== same)!;
  return { trial, versions: [...trial.versions, ...kind.reveal(trial, wrong).versions] };
}

test.each(KINDS.map((kind) => [kind.id, kind] as const))(
  '%s: everything heard in a trial and after it is equally loud and equally long',
  (_, kind) => {
    for (const [seed, strength] of [
      [1, kind.strength.easiest],
      [2, kind.strength.easiest],
      [3, kind.strength.hardest],
    ] as const) {
      const { trial, versions } = heardIn(kind, seed, strength);
      const rendered = render(trial, versions);
      const spread = Math.max(...rendered.loudnessLufs) - Math.min(...rendered.loudnessLufs);
      expect(spread, `seed ${seed}`).toBeLessThan(WITHIN_LU);
      for (const [left, right] of rendered.versions) {
        expect([left.length, right.length]).toEqual([rendered.length, rendered.length]);
        expect(Math.abs(left[0]!)).toBeLessThan(1e-5);
        for (const channel of [left, right]) expect(channel.every((sample) => Math.abs(sample) <= 0.8913)).toBe(true);
      }
    }
  },
);

test('a version that is asked about does sound different', () => {
  for (const kind of KINDS) {
    const { trial } = heardIn(kind, 4, kind.strength.easiest);
    const [first, second] = trial.versions;
    if (!second || JSON.stringify(first) === JSON.stringify({ ...second, label: first!.label })) continue;
    const [a, b] = render(trial, trial.versions).versions;
    let difference = 0;
    let power = 0;
    for (let i = 0; i < a![0].length; i++) {
      difference += (a![0][i]! - b![0][i]!) ** 2;
      power += a![0][i]! ** 2;
    }
    // More than −30 dB of difference: plainly there.
    expect(difference / power, kind.id).toBeGreaterThan(1e-3);
  }
});
