import { settingOf, type Settings } from './settingRows';

export const JOURNAL_PREFIX = 'elsewhere.unsaved.';

/** A setting without a value is to be taken away; JSON knows no `undefined`. */
export const noteOf = (at: number, value: unknown): string =>
  JSON.stringify(value === undefined ? { at } : { at, value });

/**
 * Settings that have been handed to the database and are not yet confirmed. A page that is about to go cannot wait for
 * IndexedDB: the transaction may be dropped with it. `localStorage` is written before the call returns, so settings are
 * noted there first and struck out once the database has them; what one visit leaves, the next one writes again. Each
 * setting has a key of its own, so that tabs do not strike out what others noted.
 *
 * @returns a function that strikes these settings out unless they were noted anew meanwhile
 */
export function noteUnsaved(settings: Settings): () => void {
  const noted = Object.entries(settings).map(
    ([key, { at, value }]) => [JOURNAL_PREFIX + key, at, noteOf(at, value)] as const,
  );
  for (const [key, at, text] of noted) {
    try {
      if ((readNote(key)?.at ?? 0) <= at) localStorage.setItem(key, text);
    } catch {
      // Full or switched off: the database alone must do, as it does unless the page goes in this very moment.
    }
  }
  return () => {
    for (const [key, , text] of noted) {
      try {
        if (localStorage.getItem(key) === text) localStorage.removeItem(key);
      } catch {
        // Switched off: nothing was noted.
      }
    }
  };
}

/** What was noted and not struck out, by this visit or an earlier one. What cannot be read is left out. */
export function unsavedSettings(): Settings {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i)).filter(
      (key): key is string => key?.startsWith(JOURNAL_PREFIX) ?? false,
    );
    return Object.fromEntries(
      keys.flatMap((key) => {
        const setting = readNote(key);
        return setting ? [[key.slice(JOURNAL_PREFIX.length), setting]] : [];
      }),
    );
  } catch {
    // Storage is switched off.
    return {};
  }
}

function readNote(key: string): Settings[string] | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : settingOf(JSON.parse(text));
  } catch {
    // Cut short: the database has the state before.
    return undefined;
  }
}
