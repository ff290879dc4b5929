import { openDB } from 'idb';
import { databaseName, migrations } from '../../src/storage/schema';

/** A database as JSON: rows by store, each with its key; a file is `{ file: text }`. */
export interface StoredDatabase {
  /** What was new in it. */
  readonly about: string;
  readonly version: number;
  readonly stores: Readonly<Record<string, readonly (readonly [key: string, value: unknown])[]>>;
  /** What `localStorage` held. */
  readonly notes: Readonly<Record<string, string>>;
}

const isFile = (value: unknown): value is { readonly file: string } =>
  typeof value === 'object' && value !== null && 'file' in value && typeof value.file === 'string';

/** Makes the database as the version that it was written by made it. */
export async function writeDatabase({ version, stores }: StoredDatabase): Promise<void> {
  const database = await openDB(databaseName, version, {
    upgrade(made, from, _to, transaction) {
      for (const step of migrations.slice(from, version)) step(made as never, transaction as never);
    },
  });
  for (const [name, rows] of Object.entries(stores)) {
    const { store } = database.transaction(name, 'readwrite');
    for (const [key, value] of rows) {
      const row = isFile(value) ? new Blob([value.file]) : value;
      await store.put(row, store.keyPath === null ? key : undefined);
    }
  }
  database.close();
}

/** What is in the database now. */
export async function readDatabase(): Promise<Pick<StoredDatabase, 'version' | 'stores'>> {
  const database = await openDB(databaseName);
  const stores: Record<string, (readonly [string, unknown])[]> = {};
  for (const name of database.objectStoreNames) {
    const { store } = database.transaction(name);
    const [keys, rows] = await Promise.all([store.getAllKeys(), store.getAll()]);
    stores[name] = await Promise.all(
      rows.map(async (row, i) => [keys[i] as string, row instanceof Blob ? { file: await row.text() } : row] as const),
    );
  }
  database.close();
  return { version: database.version, stores };
}

/**
 * The fields and kinds of values in the rows of each store. Numbers in lists and the names of rows that stand for
 * something of the listener's own (`skill keys`, ids) are one kind.
 */
export function shapeOf(stores: StoredDatabase['stores']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(stores).map(([name, rows]) => [
      name,
      name === 'settings'
        ? Object.fromEntries(rows.map(([key, value]) => [key, kindOf(value)]))
        : rows.slice(0, 1).map(([, value]) => kindOf(value)),
    ]),
  );
}

function kindOf(value: unknown): unknown {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.slice(0, 1).map(kindOf);
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, kindOf(inner)]),
  );
}
