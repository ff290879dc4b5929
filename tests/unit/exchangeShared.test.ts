import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { readDevice } from '../../src/devices/exchange/readDevice';

// Published data that may be read and not be copied: a folder beside the project, where it is there.
const CURVES = join(import.meta.dirname, '../../../shared/devices/curves');
const OPRA = join(import.meta.dirname, '../../../shared/devices/opra/database_v1.jsonl');
const hasData = existsSync(CURVES) && existsSync(OPRA);
if (!hasData)
  console.warn(`NOT TESTED: importing published curves and OPRA’s corrections, for ${CURVES} is not there.`);

describe.runIf(hasData)('published data', () => {
  test('every curve that is wide enough is read with the levels that it has', () => {
    let count = 0;
    const narrow: string[] = [];
    for (const name of readdirSync(CURVES)) {
      const text = readFileSync(join(CURVES, name), 'utf8');
      try {
        const reading = readDevice({ kind: 'text', text }, name);
        if (reading.kind !== 'curve') throw new Error(`${name}: ${reading.kind}`);
        const rows = text
          .trim()
          .split('\n')
          .slice(2)
          .map((row) => row.split(',').map(Number));
        expect(reading.curve.frequenciesHz.length, name).toBe(rows.length);
        const off = rows.map(([, db], i) => db! - reading.curve.levelsDb[i]!);
        expect(Math.max(...off) - Math.min(...off), name).toBeLessThan(0.01);
        count++;
      } catch (error) {
        if (!(error instanceof ElsewhereError)) throw error;
        expect(error.code, name).toBe('device-too-narrow');
        narrow.push(name);
      }
    }
    expect(count).toBeGreaterThan(200);
    expect(narrow.length).toBeLessThan(5);
  });

  test('corrections of OPRA’s database, row by row', () => {
    let count = 0;
    let refused = 0;
    for (const [i, row] of readFileSync(OPRA, 'utf8').split('\n').entries()) {
      if (!row.startsWith('{"type":"eq"') || i % 10 !== 0) continue;
      count++;
      try {
        expect(readDevice({ kind: 'text', text: row }, 'row.json').guess).toBe('correction');
      } catch (error) {
        if (!(error instanceof ElsewhereError)) throw error;
        refused++;
      }
    }
    expect(count).toBeGreaterThan(1000);
    expect(refused / count).toBeLessThan(0.01);
  });
});
