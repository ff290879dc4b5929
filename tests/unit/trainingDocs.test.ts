import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drillList } from '../../scripts/drillList';
import { DRILL_KINDS } from '../../src/drills/catalogue';

test('docs/training.md lists the drills that there are (npx tsx scripts/list-drills.ts)', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/training.md'), 'utf8');
  expect(text).toContain(drillList());
});

test('there are at least 25 kinds, each with a name of its own, help and a line for its card', () => {
  expect(DRILL_KINDS.length).toBeGreaterThanOrEqual(25);
  expect(new Set(DRILL_KINDS.map(({ id }) => id)).size).toBe(DRILL_KINDS.length);
  expect(new Set(DRILL_KINDS.map(({ name }) => name)).size).toBe(DRILL_KINDS.length);
  for (const { help, summary } of DRILL_KINDS) {
    expect(help.length).toBeGreaterThanOrEqual(2);
    expect(summary.length).toBeGreaterThan(10);
  }
});
