import * as v from 'valibot';
import { plainText } from '../core/cleanName';

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

/**
 * A profile as it comes from outside (a file, storage, a backup); unknown fields fall away and names are cleaned. Whether
 * it can be rendered is for `judgeDevice` to say.
 */
export const ProfileSchema = v.object({
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
  stages: v.array(StageSchema),
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
