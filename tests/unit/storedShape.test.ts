import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schemaVersion } from '../../src/storage/schema';
import { shapeOf, type StoredDatabase } from '../support/storedDatabase';
import { storeToday } from '../support/storedToday';

const FOLDER = join(import.meta.dirname, '../fixtures/stored');
const names = readdirSync(FOLDER).toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
const read = (name: string): StoredDatabase => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as StoredDatabase;

test('there is a fixture of every version of the database [fault: old-data]', () => {
  const versions = new Set(names.map((name) => read(name).version));
  expect([...versions]).toEqual(Array.from({ length: schemaVersion }, (_, i) => i + 1));
});

// What is stored has changed: keep the old fixtures, add one by scripts/make-stored-fixture.ts, and see that
// tests/browser/oldData.test.ts still finds everything in the old ones.
test('the newest fixture has the shape that the app writes today [fault: old-data]', async () => {
  const newest = read(names.at(-1)!);
  const today = await storeToday();
  expect(newest.version).toBe(today.version);
  expect(shapeOf(newest.stores)).toEqual(shapeOf(today.stores));
});
