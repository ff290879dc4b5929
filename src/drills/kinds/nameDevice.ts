import type { Random } from '../../core/random';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { drawPassage, MUSIC, pick, rounded, shuffled } from '../compose';
import type { DrillExample, DrillKind, StrengthScale } from '../DrillKind';
import {
  byFamily,
  comparedDevices,
  DEVICE_BANDS,
  DEVICE_PASSAGE_SEC,
  nearStrength,
  strengthOf,
  throughDevice,
  toneDistanceDb,
} from './parts/deviceMeasures';
import { figure } from './parts/wording';

const ID = 'nameDevice';
const NEED = { durationSec: DEVICE_PASSAGE_SEC, bands: DEVICE_BANDS };
const FEWEST_OPTIONS = 3;
const MOST_OPTIONS = 4;
/** With devices chosen by the listener all of them can be asked, up to what one remembers. */
const MOST_CHOSEN = 6;
/** Sets that are drawn to find some about as unlike as asked for. */
const SET_DRAWS = 40;
const STRENGTH: StrengthScale = {
  name: 'distance',
  unit: 'dB',
  easiest: 10,
  hardest: 1.5,
  mapping: 'log',
};

interface DeviceSet {
  readonly devices: readonly DeviceProfile[];
  /** From each device to the nearest other, mean, dB RMS. */
  readonly differenceDb: number;
}

function differenceWithin(devices: readonly DeviceProfile[]): number {
  let sum = 0;
  for (const device of devices) {
    sum += Math.min(...devices.filter((other) => other !== device).map((other) => toneDistanceDb(device, other)));
  }
  return rounded(sum / devices.length, 1);
}

/** Devices between which the listener decides: drawn without regard to which of them it will be. */
function drawSet(
  random: Random,
  pools: readonly (readonly DeviceProfile[])[],
  size: number,
  strength: number,
  item: string | undefined,
): DeviceSet {
  const withItem = pools.filter((pool) => pool.some(({ id }) => id === item));
  const from = withItem.length > 0 ? withItem : pools;
  const sets: DeviceSet[] = [];
  for (let draw = 0; draw < SET_DRAWS; draw++) {
    const pool = pick(random, from);
    const mixed = shuffled(random, pool);
    const asked = withItem.length > 0 ? mixed.toSorted((a, b) => Number(b.id === item) - Number(a.id === item)) : mixed;
    const drawn = new Set(asked.slice(0, size));
    const devices = pool.filter((device) => drawn.has(device));
    sets.push({ devices, differenceDb: differenceWithin(devices) });
  }
  return pick(random, nearStrength(sets, strength));
}

/** Families large enough, or what the listener chose. */
function poolsOf(context: Parameters<typeof comparedDevices>[0]): {
  readonly pools: readonly (readonly DeviceProfile[])[];
  readonly size: number;
} {
  const devices = comparedDevices(context, FEWEST_OPTIONS);
  const isChosen =
    (context.settings.deviceIds ?? []).filter((id) => devices.some((d) => d.id === id)).length >= FEWEST_OPTIONS;
  if (isChosen) return { pools: [devices], size: MOST_CHOSEN };
  const families = [...byFamily(devices).values()].filter((family) => family.length >= FEWEST_OPTIONS);
  return { pools: families.length > 0 ? families : [devices], size: MOST_OPTIONS };
}

export const nameDevice: DrillKind = {
  id: ID,
  group: 'devices',
  name: 'Name that device',
  skill: 'naming a device within its family',
  summary: 'A few devices of one family. Which of them is the mix heard through?',
  help: [
    'You know the family. Now it is about character: what sets one pair of headphones or one small speaker apart from the next.',
    'Go from the outside in. How deep does it reach, and does the bass end gently or at a wall? How far up, and is there air or a lid on top? Then the middle: is the voice pushed forward at 2 to 4 kHz or held back?',
    'Switch to the flat reference and back rather than listening long: the ear gets used to a device within seconds and takes it for normal.',
    'It starts with devices that are far apart and goes on to such as differ by a decibel or two. That is about what separates two good headphones, and where their measurements matter more than their names.',
  ],
  strength: STRENGTH,
  options: ['deviceIds', 'pinkNoise', 'strength'],
  canUseDevice: false,

  makeTrial(context) {
    const { random, strength, isCatch, item } = context;
    const { pools, size } = poolsOf(context);
    const { devices, differenceDb } = drawSet(random, pools, size, strength, item);
    const device = devices.find(({ id }) => id === item) ?? pick(random, devices);
    const passage = drawPassage(context, NEED);
    return {
      kindId: ID,
      question: 'Which device is X?',
      sources: { [MUSIC]: passage },
      versions: [
        { label: 'Flat reference', recipe: throughDevice(null) },
        { label: 'X', recipe: throughDevice(device) },
      ],
      isLevelMatched: true,
      answer: {
        kind: 'choice',
        options: devices.map(({ id, name, kindLabel }) => ({ id, label: name, hint: kindLabel })),
      },
      secret: {
        truth: { kind: 'choice', id: device.id },
        strength: strengthOf(STRENGTH, differenceDb),
        isCatch,
        item: device.id,
        band: null,
        facts: Object.fromEntries(devices.map((other) => [other.id, toneDistanceDb(device, other)])),
      },
    };
  },

  reveal(trial, answer) {
    const { facts = {}, item } = trial.secret;
    const options = trial.answer.kind === 'choice' ? trial.answer.options : [];
    const nameOf = (id: string): string => options.find((option) => option.id === id)?.label ?? id;
    const given = answer.kind === 'choice' ? answer.id : item;
    const isOff = given !== item;
    const [flat, heard] = trial.versions;
    const yours = { ...heard!.recipe, steps: [{ kind: 'device' as const, deviceId: given }] };
    return {
      truth: `X was the ${nameOf(item)}.`,
      comparison: isOff
        ? `You said ${nameOf(given)}; it was ${nameOf(item)}: their tone differs by ${figure(Number(facts[given]))} dB RMS.`
        : '',
      versions: [
        { label: nameOf(item), recipe: heard!.recipe, role: 'truth' },
        ...(isOff ? [{ label: `Yours: ${nameOf(given)}`, recipe: yours, role: 'yours' as const }] : []),
        { ...flat!, role: 'original' },
      ],
      curves: { truth: heard!.recipe.steps, ...(isOff ? { yours: yours.steps } : {}) },
    };
  },

  examples(context) {
    const { pools, size } = poolsOf(context);
    const { devices } = drawSet(context.random, pools, Math.max(size, MOST_OPTIONS), STRENGTH.easiest, undefined);
    const passage = drawPassage(context, NEED);
    return devices.map((device): DrillExample => ({
      title: device.name,
      sources: { [MUSIC]: passage },
      versions: [
        { label: 'Flat reference', recipe: throughDevice(null) },
        { label: device.name, recipe: throughDevice(device) },
      ],
      isLevelMatched: true,
    }));
  },
};
