import { useState } from 'react';
import { useSession } from '../SessionContext';
import { useScope } from '../useScope';
import { deviceHref, libraryHref, openDevice, opraHref } from './places';

const ownIds = (own: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(own.map(({ id }) => id));

/**
 * What the last imports have become. A single one opens its page, unless the listener has gone on to another device
 * meanwhile; several are listed in the library.
 * @returns ids of the devices that came in together, the last time several did
 */
export function useArrivals(): readonly string[] {
  const session = useSession();
  const [arrivals, setArrivals] = useState<readonly string[]>([]);
  useScope(
    (scope) => {
      let known = ownIds(session.devices.getState().own);
      let isImporting = session.devices.getState().pending.length > 0;
      scope.add(
        session.devices.subscribe((now) => {
          const was = isImporting;
          isImporting = now.pending.length > 0;
          if (isImporting && !was) setArrivals([]);
          if (isImporting) return;
          const fresh = now.own.filter(({ id }) => !known.has(id)).map(({ id }) => id);
          known = ownIds(now.own);
          if (!was || fresh.length === 0) return;
          const { hash } = window.location;
          const isFree = hash === libraryHref || hash === opraHref || hash === `${libraryHref}/`;
          const [only] = fresh;
          if (fresh.length > 1) setArrivals(fresh);
          else if (only !== undefined && isFree && hash !== deviceHref(only)) openDevice(only);
          else setArrivals(fresh);
        }),
      );
    },
    [session],
  );
  return arrivals;
}
