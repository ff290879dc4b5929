import type * as Parts from './layerModules';

/**
 * Rooms, limits and noise, in a chunk of their own: the first sound is heard without them, and flat never needs them.
 * What works with them may take them for loaded: the engine hands on nothing that needs them before they are.
 */
export type LayerParts = typeof Parts;

let loaded: LayerParts | null = null;
let pending: Promise<LayerParts> | null = null;

/** The parts, once they are here. */
export function layerPartsHere(): LayerParts | null {
  return loaded;
}

/** @throws Error while they are not here */
export function layerParts(): LayerParts {
  if (!loaded) throw new Error('Rooms, limits and noise have not been loaded');
  return loaded;
}

/** Loads once; a failed load may be tried again. */
export function loadLayerParts(): Promise<LayerParts> {
  pending ??= import('./layerModules').then(
    async (parts) => {
      await parts.loadSimdFfts();
      loaded = parts;
      return parts;
    },
    (error: unknown) => {
      pending = null;
      throw error;
    },
  );
  return pending;
}
