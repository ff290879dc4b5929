import type { Setting } from './StoragePort';

export type Settings = Readonly<Record<string, Setting>>;

/** A stored row as a setting. What was stored before settings carried a time is older than everything else. */
export function settingOf(row: unknown): Setting {
  if (typeof row !== 'object' || row === null || !('at' in row)) return { value: row, at: 0 };
  const { at, value } = row as { readonly at: unknown; readonly value?: unknown };
  return { value, at: typeof at === 'number' && Number.isFinite(at) ? at : 0 };
}

/** Both together; where both know a setting, the newer one, and of two of one time the second. */
export function newestOf(first: Settings, second: Settings): Settings {
  const newer = Object.entries(second).filter(([key, { at }]) => at >= (first[key]?.at ?? 0));
  return { ...first, ...Object.fromEntries(newer) };
}
