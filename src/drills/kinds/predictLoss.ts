import { dbToAmp } from '../../core/units';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { drawPassage, MUSIC, pick, rounded } from '../compose';
import { OCTAVE_CENTRES_HZ } from '../material';
import type { Step } from '../recipe';
import type { DrillExample, DrillKind, StrengthScale, TrialContext } from '../DrillKind';
import { bandStage } from './parts/bands';
import { byFamily, comparedDevices, nearStrength, strengthOf, throughDevice } from './parts/deviceMeasures';
import { lossesDb, passageLevels, SOUND_RANGES, type RangeId } from './parts/passageLoss';
import { figure } from './parts/wording';

const ID = 'predictLoss';
const PASSAGE_SEC = 8;
/** By less than this nobody should be asked to rank them, dB. */
const LEAST_MARGIN_DB = 1;
/** Passages that are drawn to find one with enough to ask about. */
const PASSAGE_DRAWS = 6;
const STRENGTH: StrengthScale = { name: 'lead', unit: 'dB', easiest: 12, hardest: 1, mapping: 'log' };

type Losses = Readonly<Record<RangeId, number>>;

interface DeviceLosses {
  readonly device: DeviceProfile;
  readonly losses: Losses;
}

/** A device on which one of the ranges asked about loses most. */
interface Case extends DeviceLosses {
  readonly most: RangeId;
  /** Its lead over the next. */
  readonly differenceDb: number;
}

interface Question {
  readonly ranges: readonly RangeId[];
  readonly cases: readonly Case[];
}

const IDS = SOUND_RANGES.map(({ id }) => id);

function triples(): readonly (readonly RangeId[])[] {
  const found: RangeId[][] = [];
  for (let a = 0; a < IDS.length; a++) {
    for (let b = a + 1; b < IDS.length; b++) {
      for (let c = b + 1; c < IDS.length; c++) found.push([IDS[a]!, IDS[b]!, IDS[c]!]);
    }
  }
  return found;
}
const TRIPLES = triples();

function casesFor(ranges: readonly RangeId[], devices: readonly DeviceLosses[]): readonly Case[] {
  return devices.flatMap(({ device, losses }) => {
    const ranked = ranges.toSorted((a, b) => losses[b] - losses[a]);
    const differenceDb = rounded(losses[ranked[0]!] - losses[ranked[1]!], 1);
    const isLost = losses[ranked[0]!] >= LEAST_MARGIN_DB && differenceDb >= LEAST_MARGIN_DB;
    return isLost ? [{ device, losses, most: ranked[0]!, differenceDb }] : [];
  });
}

/**
 * Sets of ranges of which each can be the one that loses most, on one device or another. Only these are asked, and the
 * truth is drawn evenly among them before the device is: no range is a good guess by itself, though on almost every small
 * speaker the bass is what goes.
 */
function questionsFor(devices: readonly DeviceLosses[], item: string | undefined): readonly Question[] {
  const open = TRIPLES.map((ranges) => ({ ranges, cases: casesFor(ranges, devices) })).filter(({ ranges, cases }) =>
    ranges.every((range) => cases.some(({ most }) => most === range)),
  );
  const again = open.filter(({ ranges }) => ranges.some((range) => range === item));
  return again.length > 0 ? again : open;
}

const labelOf = (id: string): string => SOUND_RANGES.find((range) => range.id === id)?.label ?? id;
const spoken = (id: string): string => labelOf(id).toLowerCase();

/** `loses 12.1 dB`, `gains 3.0 dB`. */
function lossInWords(lossDb: number): string {
  if (Math.abs(lossDb) < 0.05) return 'stays as it is';
  return lossDb > 0 ? `loses ${figure(lossDb)} dB` : `gains ${figure(-lossDb)} dB`;
}

/** The mix on flat with one part taken away, and nothing else: how little, or how much, what was said amounts to. */
function lossAlone(id: string, lossDb: number): readonly Step[] {
  const range = SOUND_RANGES.find((candidate) => candidate.id === id);
  if (!range || range.bands.length === 0) return [{ kind: 'width', width: rounded(dbToAmp(-lossDb), 3) }];
  return range.bands.map((band) => bandStage(OCTAVE_CENTRES_HZ[band]!, 0 - lossDb, false));
}

function needOf({ material, settings }: Pick<TrialContext, 'material' | 'settings'>): {
  readonly durationSec: number;
  readonly bands?: readonly number[];
} {
  const isLongEnough = settings.pinkNoise === true || material.mixes.some((map) => map.durationSec > PASSAGE_SEC);
  return { durationSec: isLongEnough ? PASSAGE_SEC : PASSAGE_SEC / 2 };
}

export const predictLoss: DrillKind = {
  id: ID,
  group: 'devices',
  name: 'Predict, then hear',
  skill: 'predicting what a device takes away',
  summary: 'You hear the mix as it is. Say what a car or a phone will take from it; then hear it.',
  help: [
    'You hear only the flat reference, and you are told on which device it will be played. Three parts of the sound are named: which of them loses most there, compared with the rest of the mix?',
    'Two things decide: what the device cannot do, and what there is in this passage to lose. A phone takes all the sub, but if this passage has hardly any, nobody misses it. Listen first for what the passage lives on.',
    'The loss is counted after the whole has been brought to the same loudness. On a device with a great swell in the bass everything else loses, without any of it having been turned down.',
    'Why it matters: this is what mixing for elsewhere comes down to. If you can say beforehand what will be gone, you can put it where it survives: the bass into its harmonics, the kick into its attack, the width into the middle.',
  ],
  strength: STRENGTH,
  options: ['deviceIds', 'pinkNoise', 'strength'],
  canUseDevice: false,
  hasOneVersion: true,

  makeTrial(context) {
    const { random, strength, isCatch, item, material } = context;
    const need = needOf(context);
    const all = comparedDevices(context, 1);
    const everything = comparedDevices({ catalogue: context.catalogue, settings: {} }, 1);
    let passage = drawPassage(context, need);
    let questions: readonly Question[] = [];
    for (let draw = 0; draw < PASSAGE_DRAWS && questions.length === 0; draw++) {
      if (draw > 0) passage = drawPassage(context, need);
      const levels = passageLevels(material, passage);
      const lossesOf = (devices: readonly DeviceProfile[]): readonly DeviceLosses[] =>
        devices.map((device) => ({ device, losses: lossesDb(levels, device) }));
      questions = questionsFor(lossesOf(all), item);
      // A few devices of the listener's choice may all lose the same.
      if (questions.length === 0 && draw === PASSAGE_DRAWS - 1) questions = questionsFor(lossesOf(everything), item);
    }
    const { ranges, cases } = pick(random, questions);
    const most = ranges.find((range) => range === item) ?? pick(random, ranges);
    const near = nearStrength(
      cases.filter((candidate) => candidate.most === most),
      strength,
    );
    // Family first: most devices are headphones, and it is not they that lose most.
    const family = pick(random, [...byFamily(near.map(({ device }) => device)).keys()]);
    const found = pick(
      random,
      near.filter(({ device }) => device.family === family),
    );
    const asked = SOUND_RANGES.filter(({ id }) => ranges.includes(id));
    return {
      kindId: ID,
      question: `On the ${found.device.name}: what will lose most, compared with the rest of the mix?`,
      sources: { [MUSIC]: passage },
      versions: [{ label: 'Flat reference', recipe: throughDevice(null) }],
      isLevelMatched: true,
      answer: { kind: 'choice', options: asked.map(({ id, label, hint }) => ({ id, label, hint })) },
      secret: {
        truth: { kind: 'choice', id: most },
        strength: strengthOf(STRENGTH, found.differenceDb),
        isCatch,
        item: most,
        band: null,
        facts: {
          ...Object.fromEntries(ranges.map((range) => [range, found.losses[range]])),
          deviceId: found.device.id,
          deviceName: found.device.name,
        },
      },
    };
  },

  reveal(trial, answer) {
    const { item, facts = {} } = trial.secret;
    const given = answer.kind === 'choice' ? answer.id : item;
    const options = trial.answer.kind === 'choice' ? trial.answer.options : [];
    const lossOf = (id: string): string => lossInWords(Number(facts[id]));
    const others = options.filter(({ id }) => id !== item).map(({ id }) => `the ${spoken(id)} ${lossOf(id)}`);
    const [flat] = trial.versions;
    const heard = {
      layers: flat!.recipe.layers,
      steps: [{ kind: 'device' as const, deviceId: `${facts['deviceId']}` }],
    };
    return {
      truth: `On the ${facts['deviceName']} the ${spoken(item)} ${lossOf(item)} against the whole; ${others.join(', ')}.`,
      comparison:
        given === item ? '' : `You said ${spoken(given)}, which ${lossOf(given)}; ${spoken(item)} ${lossOf(item)}.`,
      versions: [
        { label: `${facts['deviceName']}`, recipe: heard, role: 'truth' },
        ...(given === item
          ? []
          : [
              {
                label: `Yours: ${spoken(given)} alone ${lossOf(given)}`,
                recipe: { layers: flat!.recipe.layers, steps: lossAlone(given, Number(facts[given])) },
                role: 'yours' as const,
              },
            ]),
        { ...flat!, role: 'original' },
      ],
      curves: { truth: heard.steps },
    };
  },

  examples(context) {
    const devices = [...byFamily(comparedDevices(context, 1)).values()].map((family) => family.at(-1)!);
    const passage = drawPassage(context, needOf(context));
    const levels = passageLevels(context.material, passage);
    return devices.map((device): DrillExample => {
      const losses = lossesDb(levels, device);
      const most = IDS.toSorted((a, b) => losses[b] - losses[a])[0]!;
      return {
        title: `${device.name}: ${spoken(most)} ${lossInWords(losses[most])}`,
        sources: { [MUSIC]: passage },
        versions: [
          { label: 'Flat reference', recipe: throughDevice(null) },
          { label: device.name, recipe: throughDevice(device) },
        ],
        isLevelMatched: true,
      };
    });
  },
};
