import { clamp, powerToDb } from '../../../core/units';
import type { DeviceFamily, DeviceProfile } from '../../../devices/DeviceProfile';
import { responseCurveDb } from '../../../devices/response';
import { MUSIC, rounded } from '../../compose';
import type { StrengthScale, TrialContext } from '../../DrillKind';
import type { Recipe } from '../../recipe';
import { roomToneDb, sidePowers } from './roomSides';

/** Sixth octaves, 40 Hz to 16 kHz. */
const GRID_HZ = Float64Array.from({ length: 52 }, (_, i) => 40 * 2 ** (i / 6));
/** What lies further below a device's mean level is not told from silence, dB. */
const FLOOR_DB = -30;
/** Measures are kept to a tenth, so that the same devices are chosen on every machine. */
const DECIMALS = 1;
/** A mono device has no side signal; in the comparison it stands at this, dB. */
const MONO_SIDE_DB = -20;

/** Curves by profile: profiles never change. */
const curves = new WeakMap<DeviceProfile, Float64Array>();

/** Response on the grid, dB about its mean, which is what is left of it when levels are matched. */
function shape(profile: DeviceProfile): Float64Array {
  const known = curves.get(profile);
  if (known) return known;
  const curve = responseCurveDb(profile, GRID_HZ);
  // Twice: the floor moves the mean.
  for (let pass = 0; pass < 2; pass++) {
    let mean = 0;
    for (const level of curve) mean += level / curve.length;
    for (let i = 0; i < curve.length; i++) curve[i] = Math.max(FLOOR_DB, curve[i]! - mean);
  }
  curves.set(profile, curve);
  return curve;
}

/** Distances by the two profiles: with 70 devices there are thousands of pairs, and every trial looks at most of them. */
const distances = new WeakMap<DeviceProfile, WeakMap<DeviceProfile, number>>();

/** RMS difference of two devices' tone over sixth octaves at equal mean level, dB. */
export function toneDistanceDb(a: DeviceProfile, b: DeviceProfile): number {
  let fromA = distances.get(a);
  if (!fromA) {
    fromA = new WeakMap();
    distances.set(a, fromA);
  }
  const known = fromA.get(b);
  if (known !== undefined) return known;
  const made = measuredDistanceDb(a, b);
  fromA.set(b, made);
  return made;
}

function measuredDistanceDb(a: DeviceProfile, b: DeviceProfile): number {
  const first = shape(a);
  const second = shape(b);
  let sum = 0;
  for (let i = 0; i < first.length; i++) sum += (first[i]! - second[i]!) ** 2;
  return rounded(Math.sqrt(sum / first.length), DECIMALS);
}

/** Mean of the response between two frequencies, dB, on sixth octaves. */
function meanLevelDb(profile: DeviceProfile, fromHz: number, toHz: number): number {
  const curve = shape(profile);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < curve.length; i++) {
    if (GRID_HZ[i]! < fromHz || GRID_HZ[i]! > toHz) continue;
    sum += curve[i]!;
    count++;
  }
  return sum / count;
}

/** Levels of the side signal against the middle, of the device and at the ears, dB; −20 for mono. */
const sideLevelsDb = (profile: DeviceProfile): readonly number[] =>
  sidePowers(profile).map((power) => Math.max(MONO_SIDE_DB, powerToDb(power)));

/** What two devices can be compared in. */
export type DeviceAttribute = 'treble' | 'bass' | 'width';

/** Ways to measure an attribute; a pair is only asked about where all agree. */
type Measures = Readonly<Record<DeviceAttribute, readonly number[]>>;

function measure(profile: DeviceProfile): Measures {
  const level = (fromHz: number, toHz: number): number => meanLevelDb(profile, fromHz, toHz);
  const [treble, bass, mids] = [level(3000, 12_000), level(50, 200), level(400, 2000)];
  const [roomTreble, roomBass] = roomToneDb(profile);
  return {
    treble: [treble - mids, treble - level(60, 2000), treble - mids + roomTreble],
    bass: [bass - mids, bass - level(400, 12_000), bass - mids + roomBass],
    width: sideLevelsDb(profile),
  };
}

const measures = new WeakMap<DeviceProfile, Measures>();

function measuresOf(profile: DeviceProfile): Measures {
  const made = measures.get(profile) ?? measure(profile);
  measures.set(profile, made);
  return made;
}

/**
 * By how many dB `a` has more of an attribute than `b`: the most cautious of its measures, 0 where they disagree.
 * Treble is 3–12 kHz and bass 50–200 Hz, each against the mids, with and without the room, and against everything else;
 * width is the side signal, of the device and with its room.
 */
export function attributeDifferenceDb(attribute: DeviceAttribute, a: DeviceProfile, b: DeviceProfile): number {
  const other = measuresOf(b)[attribute];
  const differences = measuresOf(a)[attribute].map((value, i) => value - other[i]!);
  const isAgreed = differences.every((d) => d > 0) || differences.every((d) => d < 0);
  if (!isAgreed) return 0;
  const sign = differences[0]! < 0 ? -1 : 1;
  return rounded(sign * Math.min(...differences.map((d) => Math.abs(d))), DECIMALS);
}

/** Keeps what `make` makes of a list for as long as there is the list. */
export function keptByList<T>(
  make: (devices: readonly DeviceProfile[]) => T,
): (devices: readonly DeviceProfile[]) => T {
  const kept = new WeakMap<readonly DeviceProfile[], { readonly made: T }>();
  return (devices) => {
    const known = kept.get(devices) ?? { made: make(devices) };
    kept.set(devices, known);
    return known.made;
  };
}

const withoutReference = keptByList((catalogue) => catalogue.filter(({ family }) => family !== 'reference'));

/** Every device but the reference, the same list for the same catalogue; those of the settings where they name enough. */
export function comparedDevices(
  { catalogue, settings }: Pick<TrialContext, 'catalogue' | 'settings'>,
  atLeast: number,
): readonly DeviceProfile[] {
  const all = withoutReference(catalogue);
  const asked = all.filter(({ id }) => settings.deviceIds?.includes(id));
  return asked.length >= atLeast ? asked : all;
}

/** Devices by family, without the reference, in the order of the catalogue. */
export function byFamily(devices: readonly DeviceProfile[]): ReadonlyMap<DeviceFamily, readonly DeviceProfile[]> {
  const families = new Map<DeviceFamily, DeviceProfile[]>();
  for (const device of devices) {
    if (device.family === 'reference') continue;
    families.set(device.family, [...(families.get(device.family) ?? []), device]);
  }
  return families;
}

/** How far, as a ratio, a difference may be from what was asked for when there are several to draw from. */
const NEAR = 1.3;
/** Where nothing is that near, one of so many nearest: a single one would soon be known by heart. */
const NEAREST_COUNT = 4;
/** A tenth is the finest that is measured: nothing stands infinitely far from it. */
const LEAST_DB = 0.1;

/**
 * Those whose difference is about as large as asked for; else the few nearest. Distance is judged as a ratio.
 * @returns never empty unless `candidates` is
 */
export function nearStrength<T extends { readonly differenceDb: number }>(
  candidates: readonly T[],
  strength: number,
): readonly T[] {
  const off = ({ differenceDb }: T): number => {
    const ratio = Math.max(LEAST_DB, differenceDb) / strength;
    return rounded(Math.max(ratio, 1 / ratio), 3);
  };
  const near = candidates.filter((candidate) => off(candidate) <= NEAR);
  if (near.length > 0) return near;
  return candidates.toSorted((a, b) => off(a) - off(b)).slice(0, NEAREST_COUNT);
}

/** What a trial could be made of has its own difference; it counts as that, as far as the scale reaches. */
export const strengthOf = ({ easiest, hardest }: StrengthScale, differenceDb: number): number =>
  clamp(differenceDb, Math.min(easiest, hardest), Math.max(easiest, hardest));

/** The music through one device, or as it is; versions of a drill about devices pass through no other. */
export const throughDevice = (device: DeviceProfile | null): Recipe => ({
  layers: [{ source: MUSIC }],
  steps: device && device.family !== 'reference' ? [{ kind: 'device', deviceId: device.id }] : [],
});

/** Bands that most devices differ in: bass, mids and treble have to sound in the passage. */
export const DEVICE_BANDS: readonly number[] = [1, 2, 5, 7, 8];
export const DEVICE_PASSAGE_SEC = 6;
