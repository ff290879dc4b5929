import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accuracyDocument, chainMark } from '../../scripts/accuracy/write';
import { CATALOGUE } from '../../src/devices/catalogue';
import { loadAccuracy, loadEvidence } from '../../src/devices/evidence';

const accuracy = await loadAccuracy();

describe('measured accuracy', () => {
  it('has been measured for every device, in the order of the catalogue, with the stages it has now', () => {
    // When this fails: npx tsx scripts/accuracy.ts
    const marks = Object.entries(accuracy).map(([id, { chain }]) => [id, chain]);
    expect(marks).toEqual(CATALOGUE.map((profile) => [profile.id, chainMark(profile)]));
  });

  it('is within 0.25 dB at every rate, 20 Hz to 16 kHz', () => {
    for (const [id, { renderedDb }] of Object.entries(accuracy)) {
      expect(renderedDb, id).toHaveLength(3);
      for (const error of renderedDb) expect(error, id).toBeLessThanOrEqual(0.25);
    }
  });

  it('marks other stages otherwise', () => {
    const [a, b] = [CATALOGUE[1]!, CATALOGUE[2]!];
    expect(chainMark(a)).toBe(chainMark({ stages: [...a.stages] }));
    expect(chainMark(a)).not.toBe(chainMark(b));
    expect(chainMark(a)).not.toBe(chainMark({ stages: a.stages.slice(1) }));
  });
});

describe('docs/accuracy.md', () => {
  it('is what the catalogue, its evidence and the measurement say', async () => {
    const written = readFileSync(join(import.meta.dirname, '../../docs/accuracy.md'), 'utf8');
    expect(written).toBe(accuracyDocument(CATALOGUE, await loadEvidence(), accuracy));
  });
});
