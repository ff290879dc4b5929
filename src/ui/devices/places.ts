import { useSyncExternalStore } from 'react';

/** Where on Devices the address points. */
export type Place =
  | { readonly kind: 'library' }
  | { readonly kind: 'device'; readonly deviceId: string }
  | { readonly kind: 'editor' }
  | { readonly kind: 'opra' }
  | { readonly kind: 'accuracy' };

export const libraryHref = '#devices';
export const editorHref = '#devices/edit';
export const opraHref = '#devices/opra';
export const accuracyHref = '#devices/accuracy';
/** Address of a device's page; ids of imported devices may hold any character. */
export const deviceHref = (deviceId: string): string => `#devices/of/${encodeURIComponent(deviceId)}`;

/** Opens a device's page from anywhere; back leads to where one was. */
export function openDevice(deviceId: string): void {
  window.location.hash = deviceHref(deviceId);
}

/** Goes on to another page without leaving the present one in the history: there is nothing there to come back to. */
export function replaceWith(href: string): void {
  window.location.replace(href);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}

/** Anything that is no page of Devices is its first one. */
export function placeAt(hash: string): Place {
  const [, page, id = ''] = hash.split('/');
  if (page === 'of' && id !== '') return { kind: 'device', deviceId: decoded(id) };
  if (page === 'edit') return { kind: 'editor' };
  if (page === 'opra') return { kind: 'opra' };
  if (page === 'accuracy') return { kind: 'accuracy' };
  return { kind: 'library' };
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

export const useHash = (): string => useSyncExternalStore(subscribe, () => window.location.hash);
