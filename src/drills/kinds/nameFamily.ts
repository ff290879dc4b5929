import type { Random } from '../../core/random';
import { FAMILIES } from '../../devices/families';
import type { DeviceFamily, DeviceProfile } from '../../devices/DeviceProfile';
import { drawPassage, MUSIC, pick, rounded, shuffled } from '../compose';
import type { ChoiceOption, DrillKind, StrengthScale } from '../DrillKind';
import {
  byFamily,
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

const ID = 'nameFamily';
const NEED = { durationSec: DEVICE_PASSAGE_SEC, bands: DEVICE_BANDS };
const STRENGTH: StrengthScale = {
  name: 'distance',
  unit: 'dB',
  easiest: 8,
  hardest: 1,
  mapping: 'log',
};

const labelOf = (family: DeviceFamily): string =>
  FAMILIES.find((candidate) => candidate.family === family)?.label ?? family;

/** Families that are offered: with all of them nearly every device has a twin in another. */
const MOST_OPTIONS = 4;
/** Sets that are drawn to find some about as unlike as asked for. */
const SET_DRAWS = 24;

/** Devices by family, kept for a list of devices. */
const familiesOf = keptByList(byFamily);

/** From each device to the nearest of a family, dB RMS, kept for a list of devices. */
const distancesAmong = keptByList((devices) => {
  const families = familiesOf(devices);
  return new Map(
    devices.map((device) => [
      device,
      new Map(
        [...families].map(([family, members]) => [
          family,
          Math.min(...members.map((other) => toneDistanceDb(device, other))),
        ]),
      ),
    ]),
  );
});

interface FamilySet {
  /** One device of each family that is offered, in the order of the families. */
  readonly devices: readonly DeviceProfile[];
  /** From each of them to the nearest device of any other family offered, mean, dB RMS. */
  readonly differenceDb: number;
}

/** Families between which the listener decides, with a device of each: drawn without regard to which it will be. */
function drawSet(random: Random, all: readonly DeviceProfile[], strength: number, item: string | undefined): FamilySet {
  const families = familiesOf(all);
  const distances = distancesAmong(all);
  const names = FAMILIES.map(({ family }) => family).filter((family) => families.has(family));
  if (names.length < 2) throw new RangeError('the catalogue has fewer than two families');
  const sets: FamilySet[] = [];
  for (let draw = 0; draw < SET_DRAWS; draw++) {
    const mixed = shuffled(random, names).toSorted((a, b) => Number(b === item) - Number(a === item));
    const offered = new Set(mixed.slice(0, MOST_OPTIONS));
    const devices = names.filter((name) => offered.has(name)).map((name) => pick(random, families.get(name)!));
    let sum = 0;
    for (const device of devices) {
      const others = [...offered].filter((name) => name !== device.family);
      sum += Math.min(...others.map((name) => distances.get(device)!.get(name)!));
    }
    sets.push({ devices, differenceDb: rounded(sum / devices.length, 1) });
  }
  return pick(random, nearStrength(sets, strength));
}

/** For each other family the device that is nearest in tone: id, name and distance, to be heard if it is what was said. */
function nearestByFamily(device: DeviceProfile, all: readonly DeviceProfile[]): Record<string, string | number> {
  const facts: Record<string, string | number> = {};
  for (const [family, members] of byFamily(all)) {
    if (family === device.family) continue;
    let nearest = members[0]!;
    for (const other of members) {
      if (toneDistanceDb(device, other) < toneDistanceDb(device, nearest)) nearest = other;
    }
    facts[`${family} id`] = nearest.id;
    facts[`${family} name`] = nearest.name;
    facts[`${family} dB`] = toneDistanceDb(device, nearest);
  }
  return facts;
}

export const nameFamily: DrillKind = {
  id: ID,
  group: 'devices',
  name: 'Name the family',
  skill: 'naming what kind of device it is',
  summary: 'Headphones, monitors, a small speaker, a car, a club: what kind of thing is the mix heard through?',
  help: [
    'You know the flat reference. The other version is the same passage through a device; say what kind of thing it is before you ask which one.',
    'Start at the bottom. Small speakers have no floor: the kick is a knock and the bass line hides. A car has too much of it, a slow swell below 100 Hz with everything else behind. Monitors roll off gently and stay even in the middle.',
    'Then the middle and the sides. Phones, many Bluetooth speakers and the small studio cube are mono, and the picture closes to a point. Headphones and earbuds are wide and keep their bass; they give themselves away by bumps and dips between 2 and 8 kHz.',
    'Why it matters: each family fails in its own way. If you know the family by ear you know what to check before you have seen a single curve.',
  ],
  strength: STRENGTH,
  options: ['pinkNoise', 'strength'],
  canUseDevice: false,

  makeTrial(context) {
    const { random, strength, isCatch, item, catalogue } = context;
    const all = comparedDevices({ catalogue, settings: {} }, 1);
    const { devices, differenceDb } = drawSet(random, all, strength, item);
    const device = devices.find(({ family }) => family === item) ?? pick(random, devices);
    const { family } = device;
    const passage = drawPassage(context, NEED);
    return {
      kindId: ID,
      question: 'What kind of device is X?',
      sources: { [MUSIC]: passage },
      versions: [
        { label: 'Flat reference', recipe: throughDevice(null) },
        { label: 'X', recipe: throughDevice(device) },
      ],
      isLevelMatched: true,
      answer: {
        kind: 'choice',
        options: devices.map(({ family: id }): ChoiceOption => ({ id, label: labelOf(id) })),
      },
      secret: {
        truth: { kind: 'choice', id: family },
        strength: strengthOf(STRENGTH, differenceDb),
        isCatch,
        item: family,
        band: null,
        facts: { deviceName: device.name, ...nearestByFamily(device, all) },
      },
    };
  },

  reveal(trial, answer) {
    const { facts = {}, item } = trial.secret;
    const family = labelOf(item as DeviceFamily);
    const given = answer.kind === 'choice' ? answer.id : item;
    const isOff = given !== item;
    const [flat, heard] = trial.versions;
    const nearest = `${facts[`${given} name`]}`;
    const yours = { ...heard!.recipe, steps: [{ kind: 'device' as const, deviceId: `${facts[`${given} id`]}` }] };
    return {
      truth: `X was the ${facts['deviceName']}, of the family ${family}.`,
      comparison: isOff
        ? `You said ${labelOf(given as DeviceFamily)}; it was ${family}. Of those you said, the nearest is the ${nearest}, ${figure(Number(facts[`${given} dB`]))} dB RMS away.`
        : '',
      versions: [
        { label: `${facts['deviceName']}`, recipe: heard!.recipe, role: 'truth' },
        ...(isOff ? [{ label: `Yours: ${nearest}`, recipe: yours, role: 'yours' as const }] : []),
        { ...flat!, role: 'original' },
      ],
      curves: { truth: heard!.recipe.steps, ...(isOff ? { yours: yours.steps } : {}) },
    };
  },

  examples(context) {
    const families = byFamily(comparedDevices({ catalogue: context.catalogue, settings: {} }, 1));
    const passage = drawPassage(context, NEED);
    return FAMILIES.flatMap(({ family, label }) => {
      const device = families.get(family)?.[0];
      if (!device) return [];
      return [
        {
          title: `${label}: ${device.name}`,
          sources: { [MUSIC]: passage },
          versions: [
            { label: 'Flat reference', recipe: throughDevice(null) },
            { label: device.name, recipe: throughDevice(device) },
          ],
          isLevelMatched: true,
        },
      ];
    });
  },
};
