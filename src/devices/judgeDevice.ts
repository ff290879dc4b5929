import * as v from 'valibot';
import { plainText } from '../core/cleanName';
import { ElsewhereError } from '../core/errors';
import { LONGEST_SEC } from '../dsp/room/RoomModel';
import type { DeviceProfile } from './DeviceProfile';
import { ProfileSchema } from './profileSchema';
import { isStereoStage, responseCurveDb, stereoMatrix, toneStages } from './response';

/** Filters of one device. Published corrections have 5 to 20, those of measuring programs up to 120. */
export const MOST_FILTERS = 200;
/** With the gain that levels them, and what happens between left and right. */
const MOST_STAGES = MOST_FILTERS + 8;

/**
 * Highest level of a tone, dB. Boosts of published devices stay below 30 dB; sixty more than the mix would take a
 * level-matched device down to the noise of 16 bits everywhere else, and leaves single-precision filters a margin of
 * 700 dB to infinity.
 */
const HIGHEST_DB = 60;
/** Level that a tone must reach somewhere in the audible range, dB: below it, no match of levels makes it heard. */
const QUIETEST_DB = -60;

/** 0 Hz, then 1 Hz to half of 192 kHz: the bins of a design at any rate lie between them. */
const GRID_HZ: readonly number[] = [0, ...Array.from({ length: 560 }, (_, i) => 96_000 ** (i / 559))];

const roundDb = (db: number): number => Math.round(db);
const hertz = (hz: number): string =>
  hz < 1000 ? `${Math.round(hz)} Hz` : `${Number((hz / 1000).toPrecision(3))} kHz`;

/** Why a device is not taken: a code for the screen, and the end of a sentence that begins with its name. */
export interface DeviceRefusal {
  readonly code: 'device-unplayable' | 'device-too-many-filters';
  readonly reason: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** What {@link judgeDevice} says: the device as it may be kept, or why it may not. */
export type DeviceVerdict = { readonly profile: DeviceProfile } | { readonly refusal: DeviceRefusal };

const unplayable = (reason: string): DeviceVerdict => ({
  refusal: { code: 'device-unplayable', reason, detail: { reason } },
});

/** Why a tone cannot be rendered, or undefined. */
function toneTrouble(profile: DeviceProfile): string | undefined {
  const tone = toneStages(profile);
  if (tone.length === 0) return undefined;
  // Narrow peaks stand between the points of a grid.
  const centresHz = tone.flatMap((stage) => ('frequencyHz' in stage ? [stage.frequencyHz] : []));
  const frequenciesHz = Float64Array.from([...GRID_HZ, ...centresHz.filter((hz) => hz <= 96_000)]);
  const levelsDb = responseCurveDb(profile, frequenciesHz);
  let highest = 0;
  let audibleDb = -Infinity;
  for (const [i, db] of levelsDb.entries()) {
    if (!Number.isFinite(db)) return `its filters give no level at ${hertz(frequenciesHz[i]!)}`;
    if (db > levelsDb[highest]!) highest = i;
    if (frequenciesHz[i]! >= 20 && frequenciesHz[i]! <= 20_000) audibleDb = Math.max(audibleDb, db);
  }
  if (levelsDb[highest]! > HIGHEST_DB) {
    return `it boosts by ${roundDb(levelsDb[highest]!)} dB at ${hertz(frequenciesHz[highest]!)}, and at most ${HIGHEST_DB} dB can be rendered`;
  }
  if (audibleDb < QUIETEST_DB) {
    return `it is ${roundDb(-audibleDb)} dB below the mix everywhere, and more than ${-QUIETEST_DB} dB cannot be heard`;
  }
  return undefined;
}

/** Why a room cannot be rendered, or undefined. */
function roomTrouble({ room }: DeviceProfile): string | undefined {
  if (!room) return undefined;
  const late = [room.left, room.right, ...room.reflections].find(({ delaySec }) => delaySec > LONGEST_SEC / 2);
  if (late) {
    return `its room has a sound that arrives after ${late.delaySec.toFixed(2)} s, and at most ${LONGEST_SEC / 2} s can be rendered`;
  }
  if (room.decay && room.decay.startSec > LONGEST_SEC / 2) {
    return `the decay of its room begins after ${room.decay.startSec.toFixed(2)} s, and at most ${LONGEST_SEC / 2} s can be rendered`;
  }
  return undefined;
}

function stageCountOf(content: unknown): number {
  const { stages } = (content ?? {}) as { readonly stages?: unknown };
  return Array.isArray(stages) ? stages.length : 0;
}

/** @throws ElsewhereError `device-too-many-filters` for a profile that is not worth being looked at any further */
export function assertStageCount(content: unknown): void {
  const count = stageCountOf(content);
  if (count > MOST_STAGES) throw refusalError(tooManyFilters(count));
}

/**
 * Whether a device can be designed and rendered at 44.1 to 192 kHz: finite filters of bounded gain, few enough of them, a
 * room that fits the longest response, limits and noise within what their models take. Every way in asks here: imports,
 * the editor, OPRA, storage and backups, so that no device can fail when it is switched to.
 * @param content a profile, or what claims to be one
 */
export function judgeDevice(content: unknown): DeviceVerdict {
  // Before anything looks at each of them.
  const stageCount = stageCountOf(content);
  if (stageCount > MOST_STAGES) return { refusal: tooManyFilters(stageCount) };
  const read = v.safeParse(ProfileSchema, content, { abortEarly: true });
  if (!read.success) {
    return unplayable(`its field “${plainText(v.getDotPath(read.issues[0]) ?? 'profile', 60)}” is not as expected`);
  }
  const profile: DeviceProfile = read.output;
  const count = profile.stages.filter((stage) => !isStereoStage(stage) && stage.kind !== 'gain').length;
  if (count > MOST_FILTERS) return { refusal: tooManyFilters(count) };
  const trouble = toneTrouble(profile) ?? roomTrouble(profile);
  if (trouble !== undefined) return unplayable(trouble);
  if (!stereoMatrix(profile).flat().every(Number.isFinite)) return unplayable('its image has no finite width');
  return { profile };
}

const tooManyFilters = (count: number): DeviceRefusal => ({
  code: 'device-too-many-filters',
  reason: `it has ${count} filters, and at most ${MOST_FILTERS} can be rendered`,
  detail: { count, limit: MOST_FILTERS },
});

/** @throws ElsewhereError `device-too-many-filters` when there are more than {@link MOST_FILTERS} */
export function assertFilterCount(count: number): void {
  if (count > MOST_FILTERS) throw refusalError(tooManyFilters(count));
}

export const refusalError = ({ code, reason, detail }: DeviceRefusal): ElsewhereError =>
  new ElsewhereError(code, reason, detail);

/**
 * A device that may be kept.
 * @throws ElsewhereError `device-unplayable`, `device-too-many-filters`
 */
export function playableDevice(content: unknown): DeviceProfile {
  const verdict = judgeDevice(content);
  if ('refusal' in verdict) throw refusalError(verdict.refusal);
  return verdict.profile;
}
