import type { DeviceProfile } from '../../devices/DeviceProfile';
import { drawPassage, MUSIC, pick } from '../compose';
import type { DrillKind, StrengthScale, TrialContext } from '../DrillKind';
import {
  comparedDevices,
  DEVICE_BANDS,
  DEVICE_PASSAGE_SEC,
  keptByList,
  nearStrength,
  strengthOf,
  throughDevice,
  toneDistanceDb,
} from './parts/deviceMeasures';
import { figure } from './parts/wording';

const ID = 'deviceSame';
const NEED = { durationSec: DEVICE_PASSAGE_SEC, bands: DEVICE_BANDS };
const STRENGTH: StrengthScale = { name: 'difference', unit: 'dB', easiest: 12, hardest: 1, mapping: 'log' };
/** Between the two ids of an item; no id has it. */
const BETWEEN = '~';

interface DevicePair {
  readonly first: DeviceProfile;
  readonly second: DeviceProfile;
  readonly differenceDb: number;
}

const itemOf = ({ first, second }: DevicePair): string => `${first.id}${BETWEEN}${second.id}`;

const pairsAmong = keptByList((devices): readonly DevicePair[] =>
  devices.flatMap((second, i) =>
    devices
      .slice(0, i)
      .map((first) => ({ first, second, differenceDb: toneDistanceDb(first, second) }))
      .filter(({ differenceDb }) => differenceDb > 0),
  ),
);

const pairsOf = (context: Pick<TrialContext, 'catalogue' | 'settings'>): readonly DevicePair[] =>
  pairsAmong(comparedDevices(context, 2));

export const deviceSame: DrillKind = {
  id: ID,
  group: 'devices',
  name: 'Same or different',
  skill: 'telling devices apart at all',
  summary: 'Two versions: one device played twice, or two devices. Are they the same?',
  help: [
    'Half of the time there is nothing to hear: both versions are the same device, sample for sample. The other half they are two, and at first quite unlike.',
    'Switch in the middle of a held note or a steady groove, not at a change in the music. Choose one thing to watch, for instance the s of the voice, and switch a few times; then the next, for instance the kick.',
    'If you hear a difference only when you expect one, say “same”. It is as right to hear nothing where there is nothing as to hear something where there is.',
    'Why it matters: this is the honest test behind every “I can hear that”. What you cannot tell from sameness is not worth a change in the mix.',
  ],
  strength: STRENGTH,
  options: ['deviceIds', 'pinkNoise', 'strength'],
  canUseDevice: false,

  makeTrial(context) {
    const { random, strength, isCatch, item } = context;
    const pairs = pairsOf(context);
    const again = pairs.find((pair) => itemOf(pair) === item);
    const pair = again ?? pick(random, nearStrength(pairs, strength));
    const isSame = random() < 0.5;
    const isTurned = random() < 0.5;
    const [a, other] = isTurned ? [pair.second, pair.first] : [pair.first, pair.second];
    const b = isSame ? a : other;
    const passage = drawPassage(context, NEED);
    return {
      kindId: ID,
      question: 'Are A and B the same device or two?',
      sources: { [MUSIC]: passage },
      versions: [
        { label: 'A', recipe: throughDevice(a) },
        { label: 'B', recipe: throughDevice(b) },
      ],
      isLevelMatched: true,
      answer: {
        kind: 'choice',
        options: [
          { id: 'same', label: 'Same' },
          { id: 'different', label: 'Different' },
        ],
      },
      secret: {
        truth: { kind: 'choice', id: isSame ? 'same' : 'different' },
        strength: strengthOf(STRENGTH, pair.differenceDb),
        isCatch,
        item: itemOf(pair),
        band: null,
        facts: { a: a.name, b: b.name, other: other.name, otherId: other.id, differenceDb: pair.differenceDb },
      },
    };
  },

  reveal(trial, answer) {
    const { truth, facts = {} } = trial.secret;
    const isSame = truth.kind === 'choice' && truth.id === 'same';
    const isOff = answer.kind === 'choice' && truth.kind === 'choice' && answer.id !== truth.id;
    const [a, b] = trial.versions;
    const difference = `${figure(Number(facts['differenceDb']))} dB RMS`;
    const other = { layers: a!.recipe.layers, steps: [{ kind: 'device' as const, deviceId: `${facts['otherId']}` }] };
    return {
      truth: isSame
        ? `Both were the ${facts['a']}.`
        : `A was the ${facts['a']}, B the ${facts['b']}: their tone differs by ${difference}.`,
      comparison: isOff
        ? isSame
          ? `You said different; A and B did not differ at all, 0.0 dB. The ${facts['other']} would have differed by ${difference}.`
          : `You said same; they differ by ${difference}.`
        : '',
      versions: [
        isSame
          ? { label: `A and B: ${facts['a']}`, recipe: a!.recipe, role: 'truth' }
          : { label: `B: ${facts['b']}`, recipe: b!.recipe, role: 'truth' },
        // What B was taken for: another device, or the one that A is.
        isSame
          ? { label: `${facts['other']}`, recipe: other, role: isOff ? 'yours' : 'original' }
          : { label: `A: ${facts['a']}`, recipe: a!.recipe, role: isOff ? 'yours' : 'original' },
        { label: 'Flat reference', recipe: throughDevice(null), role: 'original' },
      ],
      curves: isSame
        ? { truth: a!.recipe.steps, yours: other.steps }
        : { truth: b!.recipe.steps, yours: a!.recipe.steps },
    };
  },

  examples(context) {
    const pairs = pairsOf(context);
    const passage = drawPassage(context, NEED);
    return [STRENGTH.easiest, 5, 2.5].map((strength) => {
      const { first, second, differenceDb } = pick(context.random, nearStrength(pairs, strength));
      return {
        title: `${figure(differenceDb)} dB apart`,
        sources: { [MUSIC]: passage },
        versions: [
          { label: first.name, recipe: throughDevice(first) },
          { label: second.name, recipe: throughDevice(second) },
        ],
        isLevelMatched: true,
      };
    });
  },
};
