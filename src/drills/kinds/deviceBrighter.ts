import type { DeviceProfile } from '../../devices/DeviceProfile';
import { drawPassage, MUSIC, pick } from '../compose';
import type { DrillKind, StrengthScale, TrialContext } from '../DrillKind';
import { passageTrouble, type PassageNeed } from '../material';
import {
  attributeDifferenceDb,
  comparedDevices,
  DEVICE_BANDS,
  DEVICE_PASSAGE_SEC,
  keptByList,
  nearStrength,
  strengthOf,
  throughDevice,
  type DeviceAttribute,
} from './parts/deviceMeasures';
import { figure } from './parts/wording';

const ID = 'deviceBrighter';
const STRENGTH: StrengthScale = { name: 'difference', unit: 'dB', easiest: 10, hardest: 1, mapping: 'log' };

interface Attribute {
  readonly id: DeviceAttribute;
  /** Asking for more of it and for less. */
  readonly more: Ask;
  readonly less: Ask;
  readonly measured: string;
}
interface Ask {
  readonly question: string;
  readonly says: string;
}

const ATTRIBUTES: readonly Attribute[] = [
  {
    id: 'treble',
    more: { question: 'Which device is brighter?', says: 'is brighter' },
    less: { question: 'Which device is darker?', says: 'is darker' },
    measured: 'at 3–12 kHz against the mids',
  },
  {
    id: 'bass',
    more: { question: 'Which device has more bass?', says: 'has more bass' },
    less: { question: 'Which device is thinner in the bass?', says: 'is thinner' },
    measured: 'at 50–200 Hz against the mids',
  },
  {
    id: 'width',
    more: { question: 'Which device sounds wider?', says: 'is wider' },
    less: { question: 'Which device sounds narrower?', says: 'is narrower' },
    measured: 'of side signal',
  },
];

interface DevicePair {
  readonly more: DeviceProfile;
  readonly less: DeviceProfile;
  readonly differenceDb: number;
}

/** Every pair that differs in an attribute, in the order of the catalogue. */
function pairsFor(attribute: DeviceAttribute, devices: readonly DeviceProfile[]): DevicePair[] {
  const pairs: DevicePair[] = [];
  for (const [i, a] of devices.entries()) {
    for (const b of devices.slice(0, i)) {
      const differenceDb = attributeDifferenceDb(attribute, a, b);
      if (differenceDb > 0) pairs.push({ more: a, less: b, differenceDb });
      if (differenceDb < 0) pairs.push({ more: b, less: a, differenceDb: -differenceDb });
    }
  }
  return pairs;
}

/** Pairs by attribute. */
const pairsAmong = keptByList((devices) => new Map(ATTRIBUTES.map(({ id }) => [id, pairsFor(id, devices)])));

type Context = Omit<TrialContext, 'strength' | 'isCatch' | 'item'>;

const BASE_NEED: PassageNeed = { durationSec: DEVICE_PASSAGE_SEC, bands: DEVICE_BANDS };
const STEREO_NEED: PassageNeed = { ...BASE_NEED, stereo: true };

/** Music with left and right apart where there is some: then width can be asked, and the passage does not say what is. */
function needOf({ material, settings }: Context): PassageNeed {
  const { bands: _bands, ...need } = STEREO_NEED;
  return settings.pinkNoise || passageTrouble(material.mixes, need) === null ? STEREO_NEED : BASE_NEED;
}

/** Attributes in which these devices differ and that this music can show, with their pairs. */
function askable(
  context: Context,
  need: PassageNeed,
): readonly { attribute: Attribute; pairs: readonly DevicePair[] }[] {
  const pairs = pairsAmong(comparedDevices(context, 2));
  return ATTRIBUTES.filter(({ id }) => id !== 'width' || need.stereo === true)
    .map((attribute) => ({ attribute, pairs: pairs.get(attribute.id) ?? [] }))
    .filter((ask) => ask.pairs.length > 0);
}

export const deviceBrighter: DrillKind = {
  id: ID,
  group: 'devices',
  name: 'Compare two devices',
  skill: 'comparing devices',
  summary: 'Two devices, one question: which is brighter, which has more bass, which is wider?',
  help: [
    'Two devices play the same passage. You are asked one thing about them: treble, bass or width, and for the one that has more of it or less. Read the question first, then listen for that alone.',
    'Treble: listen to the cymbals and the breath of the voice against the middle of the mix. Bass: the body of the kick and the lowest notes of the bass. Width: shut your eyes and ask how far out the outermost instrument stands, and whether there is anything at the sides at all.',
    'Do not let one impression stand for another. A device with little bass seems bright without having more treble; both are matched in loudness, so each loss lifts the rest.',
    'Why it matters: “it is brighter in the car” is only useful if it is true. Here you learn to say which of the three has changed.',
  ],
  strength: STRENGTH,
  options: ['deviceIds', 'pinkNoise', 'strength'],
  canUseDevice: false,

  makeTrial(context) {
    const { random, strength, isCatch, item } = context;
    const need = needOf(context);
    const asks = askable(context, need);
    const { attribute, pairs } = asks.find(({ attribute: { id } }) => id === item) ?? pick(random, asks);
    const isMore = random() < 0.5;
    const { more, less, differenceDb } = pick(random, nearStrength(pairs, strength));
    const isFirst = random() < 0.5;
    const [wanted, other] = isMore ? [more, less] : [less, more];
    const [a, b] = isFirst ? [wanted, other] : [other, wanted];
    const passage = drawPassage(context, need);
    return {
      kindId: ID,
      question: (isMore ? attribute.more : attribute.less).question,
      sources: { [MUSIC]: passage },
      versions: [
        { label: 'A', recipe: throughDevice(a) },
        { label: 'B', recipe: throughDevice(b) },
      ],
      isLevelMatched: true,
      answer: {
        kind: 'choice',
        isVersion: true,
        options: [
          { id: 'a', label: 'A' },
          { id: 'b', label: 'B' },
        ],
      },
      secret: {
        truth: { kind: 'choice', id: isFirst ? 'a' : 'b' },
        strength: strengthOf(STRENGTH, differenceDb),
        isCatch,
        item: attribute.id,
        band: null,
        facts: { a: a.name, b: b.name, differenceDb, isMore: isMore ? 1 : 0 },
      },
    };
  },

  reveal(trial, answer) {
    const { truth, facts = {}, item } = trial.secret;
    const right = truth.kind === 'choice' && truth.id === 'b' ? 'b' : 'a';
    const wrong = right === 'a' ? 'b' : 'a';
    const isOff = answer.kind === 'choice' && answer.id === wrong;
    const attribute = ATTRIBUTES.find(({ id }) => id === item) ?? ATTRIBUTES[0]!;
    const isMore = facts['isMore'] === 1;
    const { says } = isMore ? attribute.more : attribute.less;
    const labelOf = (id: 'a' | 'b'): string => `${id.toUpperCase()}: ${facts[id]}`;
    const recipeOf = (id: 'a' | 'b'): (typeof trial.versions)[number]['recipe'] =>
      trial.versions[id === 'a' ? 0 : 1]!.recipe;
    const difference = `${figure(Number(facts['differenceDb']))} dB`;
    return {
      truth: `${right.toUpperCase()}, the ${facts[right]}, ${says}: ${difference} ${isMore ? 'more' : 'less'} ${attribute.measured}.`,
      comparison: isOff ? `You said ${labelOf(wrong)}; it was ${labelOf(right)}, by ${difference}.` : '',
      versions: [
        { label: labelOf(right), recipe: recipeOf(right), role: 'truth' },
        { label: labelOf(wrong), recipe: recipeOf(wrong), role: isOff ? 'yours' : 'original' },
        { label: 'Flat reference', recipe: throughDevice(null), role: 'original' },
      ],
      curves: { truth: recipeOf(right).steps, yours: recipeOf(wrong).steps },
    };
  },

  examples(context) {
    const need = needOf(context);
    const passage = drawPassage(context, need);
    return askable(context, need).flatMap(({ attribute, pairs }) =>
      [STRENGTH.easiest, 3].map((strength) => {
        const { more, less, differenceDb } = pick(context.random, nearStrength(pairs, strength));
        return {
          title: `${attribute.more.question.replace(/^Which device /, 'Which ').replace(/\?$/, '')}: ${figure(differenceDb)} dB`,
          sources: { [MUSIC]: passage },
          versions: [
            { label: `More: ${more.name}`, recipe: throughDevice(more) },
            { label: `Less: ${less.name}`, recipe: throughDevice(less) },
          ],
          isLevelMatched: true,
        };
      }),
    );
  },
};
