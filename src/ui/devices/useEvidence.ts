import { useEffect, useState } from 'react';
import type { DeviceEvidence, DeviceProfile } from '../../devices/DeviceProfile';
import type { DeviceAccuracy } from '../../devices/evidence/accuracyTypes';
import { evidenceOf, loadEvidence } from '../../devices/evidence';

export type Fetched<T> =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed' }
  | { readonly phase: 'ready'; readonly value: T };

function useFetched<T>(fetch: () => Promise<T>, input: unknown): Fetched<T> {
  const [fetched, setFetched] = useState<{ readonly of: unknown; readonly state: Fetched<T> } | null>(null);
  useEffect(() => {
    let isWanted = true;
    const arrive = (state: Fetched<T>): void => {
      if (isWanted) setFetched({ of: input, state });
    };
    fetch().then(
      (value) => arrive({ phase: 'ready', value }),
      () => arrive({ phase: 'failed' }),
    );
    return () => {
      isWanted = false;
    };
    // The function is new each time; what it fetches depends on the input alone.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [input]);
  // What was fetched for another device is not shown for this one.
  return fetched?.of === input && fetched ? fetched.state : { phase: 'loading' };
}

/** Where a device's figures come from; the catalogue's are fetched when the first page asks. */
export const useEvidence = (device: DeviceProfile): Fetched<DeviceEvidence | undefined> =>
  useFetched(() => evidenceOf(device), device);

/** Of the whole catalogue, by id. */
export interface AllFigures {
  readonly evidence: Readonly<Record<string, DeviceEvidence>>;
  readonly accuracy: Readonly<Record<string, DeviceAccuracy>>;
}

export const useAllFigures = (): Fetched<AllFigures> =>
  useFetched(async () => {
    const [evidence, { ACCURACY }] = await Promise.all([loadEvidence(), import('../../devices/evidence/accuracy')]);
    return { evidence, accuracy: ACCURACY };
  }, 'all');
