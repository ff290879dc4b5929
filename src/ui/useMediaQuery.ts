import { useCallback, useSyncExternalStore } from 'react';
import { Scope } from '../core/scope';

/** Follows a CSS media query. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const scope = new Scope();
      scope.listen(matchMedia(query), 'change', onChange);
      return () => scope.close();
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** The width below which the most used controls move under the thumb. The style sheets use the same figure. */
export const usePhoneLayout = (): boolean => useMediaQuery('(max-width: 720px)');
