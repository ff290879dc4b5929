import { JOURNAL_PREFIX, noteOf } from './SettingsJournal';

type OldEntry = readonly [key: string, value?: unknown];
const isOldEntry = (value: unknown): value is OldEntry => Array.isArray(value) && typeof value[0] === 'string';

/** Makes notes of today of those that an earlier version left: one list of `[key, value]`, without times. */
export function splitOldNotes(text: string): void {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    // Cut short: the database has the state before.
    return;
  }
  if (!Array.isArray(entries)) return;
  for (const [key, value] of entries.filter(isOldEntry)) localStorage.setItem(JOURNAL_PREFIX + key, noteOf(0, value));
}
