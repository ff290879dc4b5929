/** Writes what the app exports and shares today: run it when a test says that the newest of `tests/fixtures/exported` is old. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linksToday, progressToday } from '../tests/support/exportedToday';

const [name] = process.argv.slice(2);
if (!name) throw new Error('npx tsx scripts/make-exported-fixture.ts NUMBER-NAME');
const path = join(import.meta.dirname, '../tests/fixtures/exported', name);
writeFileSync(`${path}.progress`, await progressToday());
writeFileSync(`${path}.links.txt`, `${linksToday().join('\n')}\n`);
