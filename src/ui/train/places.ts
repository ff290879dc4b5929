import { useSyncExternalStore } from 'react';

/** Where on Train the address points. */
export type Place =
  | { readonly kind: 'home' }
  | { readonly kind: 'drill'; readonly kindId: string }
  /** A drill of the listener's own being made (null) or changed. */
  | { readonly kind: 'own'; readonly drillId: string | null }
  /** Anything else: perhaps a shared drill. */
  | { readonly kind: 'link' };

const HOME = '#train';
const OWN = 'own';

export const homeHref = HOME;
export const drillHref = (kindId: string): string => `${HOME}/${kindId}`;
export const ownHref = (drillId: string | null): string =>
  drillId === null ? `${HOME}/${OWN}` : `${HOME}/${OWN}/${encodeURIComponent(drillId)}`;

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}

export function placeAt(hash: string, isKind: (id: string) => boolean): Place {
  const [, first = '', second = ''] = hash.split('/');
  if (first === '') return { kind: 'home' };
  if (first === OWN) return { kind: 'own', drillId: second === '' ? null : decoded(second) };
  return isKind(first) ? { kind: 'drill', kindId: first } : { kind: 'link' };
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

/** The address's hash, so that back, reload and links work within Train as well. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => window.location.hash);

/** Goes back to the start of Train without a step in the history: back must not lead into an empty page. */
export function replaceWithHome(): void {
  window.location.replace(HOME);
}
