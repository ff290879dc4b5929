import { useEffect, type DependencyList } from 'react';
import { Scope } from '../core/scope';

/** An effect that owns what it opens: the scope closes when the inputs change or the part goes away. */
export function useScope(open: (scope: Scope) => void, inputs: DependencyList): void {
  useEffect(() => {
    const scope = new Scope();
    open(scope);
    return () => scope.close();
    // The inputs are the caller's, as for useEffect itself.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, inputs);
}
