import { describe, expect, test } from 'vitest';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import { drillContract } from './drillContract';

const GROUPS = ['level', 'space', 'faults'] as const;
const KINDS = DRILL_KINDS.filter(({ group }) => GROUPS.some((mine) => mine === group));

for (const kind of KINDS) drillContract(kind);

describe('level, space and faults', () => {
  test('offer at least fifteen kinds, each with a name of its own', () => {
    expect(KINDS.length).toBeGreaterThanOrEqual(15);
    expect(new Set(KINDS.map(({ id }) => id)).size).toBe(KINDS.length);
    expect(new Set(KINDS.map(({ name }) => name)).size).toBe(KINDS.length);
  });
});
