import { FAMILIES } from '../../devices/families';
import type { DeviceFamily, DeviceProfile } from '../../devices/DeviceProfile';
import { drawPassage, MUSIC, pick } from '../compose';
import type { ChoiceOption, DrillKind, StrengthScale } from '../DrillKind';
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

/** How far a device's tone is from the nearest device of any other family, dB RMS. */
const distanceFromOthers = (device: DeviceProfile, all: readonly DeviceProfile[]): number =>
  Math.min(...all.filter(({ family }) => family !== device.family).map((other) => toneDistanceDb(device, other)));

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
  summary: 'Headphones, earbuds, monitors, small speakers or a car: what is the mix heard through?',
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
    const devices = comparedDevices({ catalogue, settings: {} }, 1);
    const families = byFamily(devices);
    const names = FAMILIES.map(({ family }) => family).filter((family) => families.has(family));
    if (names.length < 2) throw new RangeError('the catalogue has fewer than two families');
    const family = names.find((name) => name === item) ?? pick(random, names);
    const candidates = families
      .get(family)!
      .map((device) => ({ device, differenceDb: distanceFromOthers(device, devices) }));
    const { device, differenceDb } = pick(random, nearStrength(candidates, strength));
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
        options: names.map((name): ChoiceOption => ({ id: name, label: labelOf(name) })),
      },
      secret: {
        truth: { kind: 'choice', id: family },
        strength: strengthOf(STRENGTH, differenceDb),
        isCatch,
        item: family,
        band: null,
        facts: { deviceName: device.name, ...nearestByFamily(device, devices) },
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
