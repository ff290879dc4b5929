/** Writes what the app stores today as JSON: run it when a test says that the newest of `tests/fixtures/stored` is old. */
import 'fake-indexeddb/auto';
import { writeFileSync } from 'node:fs';
import { storeToday } from '../tests/support/storedToday';

const [path, ...about] = process.argv.slice(2);
if (!path) throw new Error('npx tsx scripts/make-stored-fixture.ts tests/fixtures/stored/NUMBER-NAME.json WHAT IS NEW');
const content = { about: about.join(' '), ...(await storeToday()), notes: {} };
writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
