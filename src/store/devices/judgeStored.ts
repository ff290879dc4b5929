import { judgeDevice } from '../../devices/judgeDevice';
import type { StoredDevice } from '../../storage/DeviceStoragePort';
import type { Problem } from '../libraryStore';

type Curve = NonNullable<StoredDevice['curve']>;

function isCurve(curve: unknown): curve is Curve {
  const { frequenciesHz, levelsDb } = (curve ?? {}) as Partial<Record<keyof Curve, unknown>>;
  const isList = (list: unknown): list is number[] => Array.isArray(list) && list.every((x) => Number.isFinite(x));
  return isList(frequenciesHz) && isList(levelsDb) && frequenciesHz.length === levelsDb.length;
}

/**
 * Devices of earlier visits as they may be switched to. One that cannot be rendered is left out and said; storage keeps it.
 * @param stored whatever storage holds
 * @returns devices by order of arrival, and a problem for each that is left out
 */
export function judgeStored(stored: readonly unknown[]): {
  readonly own: StoredDevice[];
  readonly problems: readonly Omit<Problem, 'id'>[];
} {
  const own: StoredDevice[] = [];
  const problems: Omit<Problem, 'id'>[] = [];
  for (const row of stored) {
    const { id, profile, addedAt, curve } = (row ?? {}) as Partial<Record<keyof StoredDevice, unknown>>;
    const verdict = judgeDevice(profile);
    if ('profile' in verdict && verdict.profile.id === id) {
      own.push({
        id,
        profile: verdict.profile,
        addedAt: typeof addedAt === 'number' ? addedAt : 0,
        ...(isCurve(curve) && { curve }),
      });
      continue;
    }
    const reason = 'refusal' in verdict ? verdict.refusal.reason : 'it is stored under another name';
    const { name } = (profile ?? {}) as { readonly name?: unknown };
    problems.push({
      code: 'device-left-out',
      detail: { reason },
      subject: typeof name === 'string' ? name : 'A device of yours',
    });
  }
  return { own: own.toSorted((a, b) => a.addedAt - b.addedAt), problems };
}
