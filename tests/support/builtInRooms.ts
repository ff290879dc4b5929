import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredRooms } from '../../src/analysis/roomTable';

/** What the analysis worker fetches. */
export const BUILT_IN_ROOMS = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../src/analysis/builtInRooms.json'), 'utf8'),
) as StoredRooms;
