import type { DeviceProfile } from '../../devices/DeviceProfile';
import { between, drawPassage, drawSeed, MUSIC, pick, rounded } from '../compose';
import type { DrillExample, DrillKind, StrengthScale, TrialContext } from '../DrillKind';
import type { Recipe, Step } from '../recipe';
import { byFamily } from './parts/deviceMeasures';
import { stepsBeforeDevice, withSteps } from './parts/changed';
import { figure, hertz, signedFigure } from './parts/wording';

const ID = 'faultThroughDevice';
const PASSAGE_SEC = 6;
/** The ranges in which the faults lie: they must be hearable on flat. */
const BANDS = [1, 2, 4, 6, 7];
const STRENGTH: StrengthScale = { name: 'fault', unit: 'dB', easiest: 15, hardest: 1.5, mapping: 'log' };
/** Noise at −35 LU against the music is on the edge of hearing in its gaps; at −10 LU nobody misses it. */
const NOISE_BASE_LU = -40;
const NOISE_LU_PER_DB = 2;

interface DeviceFault {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** Completes "It was …". */
  readonly noun: string;
  make(sizeDb: number, variant: Variant): Step;
}

/** What is drawn once for a trial, so that another fault of the same trial is as much its own. */
interface Variant {
  /** Where in its range a band lies, 0…1. */
  readonly place: number;
  readonly seed: number;
  readonly mainsHz: 50 | 60;
}

const noiseLu = (sizeDb: number): number => rounded(NOISE_BASE_LU + NOISE_LU_PER_DB * sizeDb, 1);

const band =
  (lowHz: number, highHz: number): DeviceFault['make'] =>
  (sizeDb, { place }) => ({
    kind: 'peaking',
    frequencyHz: rounded(lowHz * (highHz / lowHz) ** place, 0),
    gainDb: rounded(sizeDb, 2),
    q: 1.41,
  });

const FAULTS: readonly DeviceFault[] = [
  { id: 'boomy', label: 'Boomy', hint: 'too much near 100 Hz', noun: 'a boom', make: band(80, 125) },
  { id: 'boxy', label: 'Boxy', hint: 'too much near 500 Hz', noun: 'a box', make: band(400, 630) },
  { id: 'harsh', label: 'Harsh', hint: 'too much near 3 kHz', noun: 'harshness', make: band(2500, 4000) },
  {
    id: 'hum',
    label: 'Hum',
    hint: 'mains, under the music',
    noun: 'mains hum',
    make: (sizeDb, { mainsHz, seed }) => ({ kind: 'hum', mainsHz, levelLu: noiseLu(sizeDb), seed }),
  },
  {
    id: 'hiss',
    label: 'Hiss',
    hint: 'noise, over the music',
    noun: 'hiss',
    make: (sizeDb, { seed }) => ({
      kind: 'hiss',
      atSec: 0,
      durationSec: PASSAGE_SEC,
      levelLu: noiseLu(sizeDb),
      seed,
    }),
  },
];

/** All faults, or those the listener chose; one alone would be no question. */
function faultsOf({ faults }: TrialContext['settings']): readonly DeviceFault[] {
  const chosen = FAULTS.filter(({ id }) => faults?.includes(id));
  return chosen.length > 1 ? chosen : FAULTS;
}

/** Flat, and what the listener chose; otherwise one small speaker and one car, where mixes are mostly heard. */
function playbacksOf({ catalogue, settings }: Pick<TrialContext, 'catalogue' | 'settings'>): readonly DeviceProfile[] {
  const flat = catalogue.find(({ family }) => family === 'reference');
  const chosen = catalogue.filter(({ id, family }) => family !== 'reference' && settings.deviceIds?.includes(id));
  const families = byFamily(catalogue);
  const mono = families.get('smallSpeakers')?.find(({ stages }) => stages.some(({ kind }) => kind === 'monoSum'));
  const usual = [mono, families.get('cars')?.[0]].filter((device) => device !== undefined);
  const found = [...(flat ? [flat] : []), ...(chosen.length > 0 ? chosen : usual)];
  if (found.length === 0) throw new RangeError('the catalogue is empty');
  return found;
}

const drawVariant = (random: TrialContext['random']): Variant => ({
  place: between(random, 0, 1, 4),
  seed: drawSeed(random),
  mainsHz: random() < 0.5 ? 50 : 60,
});

const heardThrough = (device: DeviceProfile, steps: readonly Step[]): Recipe => ({
  layers: [{ source: MUSIC }],
  steps: device.family === 'reference' ? steps : [...steps, { kind: 'device', deviceId: device.id }],
});

function sizeInWords(step: Step, sizeDb: number): string {
  if (step.kind === 'hum' || step.kind === 'hiss') return `${figure(step.levelLu)} LU against the music`;
  if (step.kind === 'peaking') return `${signedFigure(step.gainDb)} dB at ${hertz(step.frequencyHz)}`;
  return `${figure(sizeDb)} dB`;
}

const faultById = (id: string): DeviceFault => FAULTS.find((fault) => fault.id === id) ?? FAULTS[0]!;

export const faultThroughDevice: DrillKind = {
  id: ID,
  group: 'devices',
  name: 'The fault behind the speaker',
  skill: 'hearing faults through devices',
  summary: 'The same faults, heard on flat, on a phone and in a car. What does each playback hide from you?',
  help: [
    'Both versions go through the same device, which is named in the question. One of them has a fault on top: a boom, a box, a harshness, mains hum or hiss. Say which.',
    'Every device hides something. A phone has no boom and hardly any hum; in a car the bass covers the low mids; on both, hiss has to compete with less treble. Expect the fault to sound different from how you know it on good speakers.',
    'Booms, boxes and harshness move with the music and change the colour of what is there. Hum and hiss stand still while the music moves: wait for a gap.',
    'Why it matters: if a fault is out of reach on one device, no amount of listening there will show it. Train it through one device, and the threshold tells you what you may trust that device with.',
  ],
  strength: STRENGTH,
  options: ['deviceIds', 'faults', 'pinkNoise', 'strength'],
  faults: FAULTS.map(({ id, label, hint }) => ({ id, label, hint })),
  canUseDevice: true,

  makeTrial(context) {
    const { random, strength, isCatch, item, settings } = context;
    const playbacks = playbacksOf(context);
    const drawn = playbacks.find(({ id }) => id === item) ?? pick(random, playbacks);
    // Anybody attentive has to hear a catch trial, and no one hears hum on a phone.
    const device = context.device ?? (isCatch && item === undefined ? playbacks[0]! : drawn);
    const faults = faultsOf(settings);
    const fault = pick(random, faults);
    const variant = drawVariant(random);
    const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: BANDS });
    const place = device.family === 'reference' ? 'on the flat reference' : `through the ${device.name}`;
    return {
      kindId: ID,
      question: `Heard ${place}: what is wrong with the changed version?`,
      sources: { [MUSIC]: passage },
      versions: [
        { label: 'Original', recipe: heardThrough(device, []) },
        { label: 'Changed', recipe: heardThrough(device, [fault.make(strength, variant)]) },
      ],
      isLevelMatched: true,
      answer: { kind: 'choice', options: faults.map(({ id, label, hint }) => ({ id, label, hint })) },
      secret: {
        truth: { kind: 'choice', id: fault.id },
        strength,
        isCatch,
        item: device.id,
        band: null,
        facts: { deviceName: device.name, ...variant },
      },
    };
  },

  reveal(trial, answer) {
    const { truth, strength, facts = {} } = trial.secret;
    const fault = faultById(truth.kind === 'choice' ? truth.id : '');
    const given = faultById(answer.kind === 'choice' ? answer.id : fault.id);
    const isOff = given.id !== fault.id;
    const [original, changed] = trial.versions;
    const steps = stepsBeforeDevice(changed!.recipe);
    const variant: Variant = {
      place: Number(facts['place']),
      seed: Number(facts['seed']),
      mainsHz: facts['mainsHz'] === 60 ? 60 : 50,
    };
    const yours = given.make(strength, variant);
    const isThroughDevice = changed!.recipe.steps.some(({ kind }) => kind === 'device');
    const isTonal = [...steps, yours].every(({ kind }) => kind === 'peaking');
    return {
      truth: `It was ${fault.noun}, ${sizeInWords(steps[0]!, strength)}, heard ${isThroughDevice ? `through the ${facts['deviceName']}` : 'on the flat reference'}.`,
      comparison: isOff
        ? `You said ${given.noun}, which would be ${sizeInWords(yours, strength)}; it was ${fault.noun}, ${sizeInWords(steps[0]!, strength)}.`
        : '',
      versions: [
        { label: `Truth: ${fault.noun}`, recipe: changed!.recipe, role: 'truth' },
        ...(isOff
          ? [{ label: `Yours: ${given.noun}`, recipe: withSteps(changed!.recipe, [yours]), role: 'yours' as const }]
          : []),
        { ...original!, role: 'original' },
        ...(isThroughDevice
          ? [
              {
                label: `${fault.noun.charAt(0).toUpperCase()}${fault.noun.slice(1)} on the flat reference`,
                recipe: { layers: changed!.recipe.layers, steps },
                role: 'original' as const,
              },
            ]
          : []),
      ],
      ...(isTonal ? { curves: { truth: steps, ...(isOff ? { yours: [yours] } : {}) } } : {}),
    };
  },

  examples(context) {
    const [flat, ...others] = playbacksOf(context);
    const passage = drawPassage(context, { durationSec: PASSAGE_SEC, bands: BANDS });
    const variant = drawVariant(context.random);
    return faultsOf(context.settings).map((fault): DrillExample => {
      const step = fault.make(10, variant);
      return {
        title: `${fault.label}: ${sizeInWords(step, 10)}`,
        sources: { [MUSIC]: passage },
        versions: [
          { label: 'Original', recipe: heardThrough(flat!, []) },
          { label: fault.label, recipe: heardThrough(flat!, [step]) },
          ...others.map((device) => ({
            label: `${fault.label}, through the ${device.name}`,
            recipe: heardThrough(device, [step]),
          })),
        ],
        isLevelMatched: true,
      };
    });
  },
};
