import * as v from 'valibot';
import { plainText } from '../../core/cleanName';
import { assertStageCount } from '../judgeDevice';
import { ProfileSchema } from '../profileSchema';
import type { DeviceProfile } from '../DeviceProfile';
import type { ToneCurve } from '../ToneCurve';
import { badJson, parseJson } from './json';

const FORMAT = 'elsewhere.device/1';
const FAMILY_OF_FORMATS = 'elsewhere.device/';

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
  assertStageCount((content as { readonly profile?: unknown }).profile);
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
