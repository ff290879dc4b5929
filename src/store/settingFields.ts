import type { Setting } from '../storage/StoragePort';

export type Settings = Readonly<Record<string, Setting>>;

/** Settings as the readers of `keptSettings` take them. */
export interface SettingsByPart {
  readonly listen: Readonly<Record<string, unknown>>;
  readonly preferences: Readonly<Record<string, unknown>>;
  readonly library: { readonly hiddenDemoIds: readonly string[]; readonly referenceDemoIds: readonly string[] };
}

/** The parts of what is stored that used to be written as one object each. */
export const PARTS = ['listen', 'preferences', 'library'] as const;

/** Where the name of a demo follows. */
export const HIDDEN = 'library.hidden.';
export const REFERENCE = 'library.reference.';
export const LAYER = 'listen.layers.';
/** Fields that are chosen together and mean nothing apart. */
export const PLACE = 'listen.place';
export const TARGETS = 'listen.targets';

/**
 * Puts fields together.
 *
 * ```
 * listen.place {currentTrackId, positionSec} · listen.targets {targetId, previousTargetId}
 * listen.layers.room … · listen.<field> · preferences.<field> · library.hidden.<demo> · library.reference.<demo>
 * ```
 */
export function joinFields(settings: Settings): SettingsByPart {
  const listen: Record<string, unknown> = {};
  const layers: Record<string, unknown> = {};
  const preferences: Record<string, unknown> = {};
  const idsOf = (prefix: string): string[] =>
    Object.entries(settings).flatMap(([key, { value }]) =>
      key.startsWith(prefix) && value === true ? [key.slice(prefix.length)] : [],
    );
  for (const [key, { value }] of Object.entries(settings)) {
    const [part, field = ''] = key.split('.');
    if (key === PLACE || key === TARGETS) Object.assign(listen, value);
    else if (key.startsWith(LAYER)) layers[key.slice(LAYER.length)] = value;
    else if (part === 'listen') listen[field] = value;
    else if (part === 'preferences') preferences[field] = value;
  }
  return {
    listen: { ...listen, layers },
    preferences,
    library: { hiddenDemoIds: idsOf(HIDDEN), referenceDemoIds: idsOf(REFERENCE) },
  };
}
