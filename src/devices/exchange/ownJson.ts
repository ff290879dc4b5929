import * as v from 'valibot';
import { plainText } from '../../core/cleanName';
import type { DeviceProfile } from '../DeviceProfile';
import type { ToneCurve } from '../ToneCurve';
import { badJson, parseJson } from './json';

const FORMAT = 'elsewhere.device/1';
const FAMILY_OF_FORMATS = 'elsewhere.device/';

const number = (min: number, max: number) => v.pipe(v.number(), v.minValue(min), v.maxValue(max));
const text = (limit: number) =>
  v.pipe(
    v.string(),
    v.maxLength(limit * 4),
    v.transform((words) => plainText(words, limit)),
  );
const name = (limit: number) => v.pipe(text(limit), v.minLength(1));

const frequencyHz = number(0.5, 200_000);
const gainDb = number(-120, 120);
const q = number(0.01, 1000);

const StageSchema = v.variant('kind', [
  v.object({ kind: v.literal('peaking'), frequencyHz, gainDb, q }),
  v.object({ kind: v.literal('lowshelf'), frequencyHz, gainDb, q }),
  v.object({ kind: v.literal('highshelf'), frequencyHz, gainDb, q }),
  v.object({ kind: v.literal('highpass'), frequencyHz, q }),
  v.object({ kind: v.literal('lowpass'), frequencyHz, q }),
  v.object({ kind: v.literal('gain'), gainDb }),
  v.object({ kind: v.literal('monoSum') }),
  v.object({ kind: v.literal('width'), width: number(0, 2) }),
]);

const PlaceSchema = v.object({ azimuthDeg: number(-180, 180), delaySec: number(0, 1), gainDb: number(-60, 0) });

const RoomSchema = v.object({
  id: name(80),
  label: name(80),
  left: PlaceSchema,
  right: PlaceSchema,
  reflections: v.pipe(
    v.array(
      v.object({
        delaySec: number(0, 1),
        gainDb: number(-80, 12),
        azimuthDeg: number(-180, 180),
        lowpassHz: number(20, 200_000),
      }),
    ),
    v.maxLength(64),
  ),
  decay: v.nullable(
    v.object({
      startSec: number(0, 1),
      levelDb: number(-80, 40),
      rt60Sec: v.strictTuple([number(0.01, 20), number(0.01, 20), number(0.01, 20)]),
    }),
  ),
});

const LimitsSchema = v.object({
  bass: v.exactOptional(
    v.object({
      belowHz: number(10, 20_000),
      thresholdDb: number(-80, 20),
      ratio: number(1, 1000),
      attackSec: number(0, 10),
      releaseSec: number(0, 60),
      thirdHarmonic: number(0, 0.3),
    }),
  ),
  limiter: v.exactOptional(
    v.object({ thresholdDb: number(-80, 20), attackSec: number(0, 10), releaseSec: number(0, 60) }),
  ),
  codecHz: v.exactOptional(number(1000, 200_000)),
});

/** A profile as it comes from outside; unknown fields fall away. */
const ProfileSchema = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z\d][\w:.-]{0,199}$/i)),
  name: name(80),
  kindLabel: text(120),
  family: v.picklist(['reference', 'headphones', 'earbuds', 'monitors', 'smallSpeakers', 'cars', 'venues', 'own']),
  subfamily: v.picklist([
    'reference',
    'closed',
    'open',
    'semiOpen',
    'consumer',
    'noiseCancelling',
    'earbuds',
    'inEar',
    'nearField',
    'farField',
    'mixCube',
    'hifi',
    'laptop',
    'phone',
    'tablet',
    'tv',
    'speaker',
    'kitchen',
    'car',
    'venue',
    'own',
  ]),
  pictogram: v.picklist([
    'flat',
    'nearfield',
    'mainMonitor',
    'mixCube',
    'bookshelf',
    'closedHeadphones',
    'openHeadphones',
    'semiOpenHeadphones',
    'onEarHeadphones',
    'noiseCancelling',
    'bassHeadphones',
    'earbuds',
    'inEar',
    'laptop',
    'thinLaptop',
    'phone',
    'tablet',
    'bluetoothSpeaker',
    'smartSpeaker',
    'kitchenRadio',
    'tv',
    'soundbar',
    'car',
    'van',
    'club',
    'cinema',
    'curve',
  ]),
  evidence: v.picklist(['reference', 'measured', 'medianOfSeveral', 'modelled', 'own']),
  stages: v.pipe(v.array(StageSchema), v.maxLength(200)),
  room: v.exactOptional(RoomSchema),
  limits: v.exactOptional(LimitsSchema),
  scene: v.exactOptional(v.picklist(['road50', 'road100', 'road130', 'cafe', 'kitchen', 'airplane'])),
  isolation: v.exactOptional(v.picklist(['open', 'closed', 'inEar', 'noiseCancelling', 'noiseCancellingInEar'])),
  source: v.exactOptional(
    v.object({ credit: text(500), licence: text(300), references: v.pipe(v.array(text(1000)), v.maxLength(64)) }),
  ),
  leavesOut: v.exactOptional(text(2000)),
  spread: v.exactOptional(
    v.pipe(v.array(v.strictTuple([number(0, 200_000), number(0, 200_000), number(0, 100)])), v.maxLength(64)),
  ),
  fit: v.exactOptional(
    v.object({ rmsDb: number(0, 200), worstDb: number(0, 200), fromHz: frequencyHz, toHz: frequencyHz }),
  ),
  validRangeHz: v.exactOptional(v.strictTuple([frequencyHz, frequencyHz])),
  errorsDb: v.exactOptional(v.pipe(v.array(v.nullable(number(-200, 200))), v.maxLength(400))),
});

const points = v.pipe(v.array(v.number()), v.minLength(2), v.maxLength(4000));
const FileSchema = v.object({
  profile: ProfileSchema,
  curve: v.exactOptional(
    v.pipe(
      v.object({ frequenciesHz: points, levelsDb: points }),
      v.check(
        ({ frequenciesHz, levelsDb }) =>
          frequenciesHz.length === levelsDb.length &&
          levelsDb.every((db) => Math.abs(db) <= 200) &&
          frequenciesHz.every((f, i) => f > (i === 0 ? 0 : frequenciesHz[i - 1]!) && f < 1e6),
        'frequencies that rise, and as many levels',
      ),
    ),
  ),
});

export interface OwnFile {
  readonly profile: DeviceProfile;
  readonly curve?: ToneCurve;
}

/** True when parsed JSON says that it is a device of ours, of whatever version. */
export function isOwnJson(content: unknown): boolean {
  return (
    typeof content === 'object' &&
    content !== null &&
    'format' in content &&
    typeof content.format === 'string' &&
    content.format.startsWith(FAMILY_OF_FORMATS)
  );
}

/** A device of ours from parsed JSON. @throws ElsewhereError `device-bad-json` naming the first field that is wrong */
export function ownFileOf(content: unknown): OwnFile {
  if (!isOwnJson(content)) throw badJson('it does not say that it is a device of Elsewhere');
  if ((content as { format: string }).format !== FORMAT) throw badJson('it is of a newer version of Elsewhere');
  const read = v.safeParse(FileSchema, content, { abortEarly: true });
  if (!read.success) {
    const [issue] = read.issues;
    const path = plainText(v.getDotPath(issue) ?? 'profile', 60);
    throw badJson(`its field “${path}” is not as expected`);
  }
  const { profile, curve } = read.output;
  return {
    profile,
    ...(curve && {
      curve: {
        frequenciesHz: Float64Array.from(curve.frequenciesHz),
        levelsDb: Float64Array.from(curve.levelsDb),
      },
    }),
  };
}

/**
 * Reads what {@link writeOwnJson} wrote.
 * @throws ElsewhereError `device-bad-json`, `device-too-large`
 */
export function parseOwnJson(json: string): OwnFile {
  return ownFileOf(parseJson(json));
}

/** A whole device with its layers and evidence, and the curve it was fitted to. */
export function writeOwnJson(profile: DeviceProfile, curve?: ToneCurve): string {
  const content = {
    format: FORMAT,
    profile,
    ...(curve && { curve: { frequenciesHz: [...curve.frequenciesHz], levelsDb: [...curve.levelsDb] } }),
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}
