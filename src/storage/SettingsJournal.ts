const KEY = 'elsewhere.unsaved';

/** A setting and its value; alone, the setting is to be taken away. */
type Entry = readonly [key: string, value?: unknown];

const isEntry = (value: unknown): value is Entry => Array.isArray(value) && typeof value[0] === 'string';

/**
 * Settings that have been handed to the database and are not yet confirmed. A page that is about to go cannot wait for
 * IndexedDB: the transaction may be dropped with it. `localStorage` is written before the call returns, so settings are
 * noted there first and struck out once the database has them; what one visit leaves, the next one writes again.
 */
export class SettingsJournal {
  #entries: readonly Entry[] = [];

  /** Notes settings, JSON by key, and gives a function that strikes them out unless they were noted anew meanwhile. */
  note(settings: Readonly<Record<string, unknown>>): () => void {
    const noted = Object.entries(settings).map((entry): Entry => (entry[1] === undefined ? [entry[0]] : entry));
    this.#entries = [...this.#entries.filter(([key]) => !Object.hasOwn(settings, key)), ...noted];
    this.#write();
    return () => {
      this.#entries = this.#entries.filter((entry) => !noted.includes(entry));
      this.#write();
    };
  }

  /** The value noted last, by itself in an object; undefined when nothing is noted under this key. */
  find(key: string): { readonly value: unknown } | undefined {
    const entry = this.#entries.find(([noted]) => noted === key);
    return entry && { value: structuredClone(entry[1]) };
  }

  /** What an earlier visit left; empty when there is nothing or it cannot be read. */
  static left(): Readonly<Record<string, unknown>> {
    try {
      const entries: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
      return Array.isArray(entries) ? Object.fromEntries(entries.filter(isEntry).map(([key, v]) => [key, v])) : {};
    } catch {
      // Cut short, or storage is switched off: the database has the state before.
      return {};
    }
  }

  #write(): void {
    try {
      if (this.#entries.length === 0) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, JSON.stringify(this.#entries));
    } catch {
      // Full or switched off: the database alone must do, as it does unless the page goes in this very moment.
    }
  }
}
