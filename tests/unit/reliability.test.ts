import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS, faultTests } from '../../scripts/reliability/faults';
import { reliabilityPage, withSupportTable, type Counted } from '../../scripts/reliability/page';

const vitestReport = (...tests: readonly (readonly [string, string])[]): object => ({
  testResults: [{ assertionResults: tests.map(([fullName, status]) => ({ fullName, status })) }],
});
const playwrightReport = (title: string, ok: boolean, status: string): object => ({
  suites: [{ suites: [{ specs: [{ title, ok, tests: [{ status }] }] }] }],
});

const TESTS = join(import.meta.dirname, '..');
/** The first argument of a call whose second one is the test or the group. */
const TITLE = /\((['"`])([^\n]*\[fault: [^\n]*)\1,/g;

/** Titles with a fault in the sources of all tests but this one, which has some that are none. */
const titlesOfTests = (): (readonly [string, string])[] =>
  readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:test|spec)\.tsx?$/.test(name) && !name.endsWith('reliability.test.ts'))
    .flatMap((name) => {
      const code = readFileSync(join(TESTS, name), 'utf8').replaceAll(/^\s*\/\/.*$/gm, '');
      return [...code.matchAll(TITLE)].map(([, , title = '']) => [title, 'passed'] as const);
    });

const NOTHING: Counted = { sections: [], benchRows: [], journeys: [], faults: [], day: null };

describe('faults by the titles of tests', () => {
  it('takes tests of both runners, with how they went', () => {
    const found = faultTests([
      vitestReport(
        ['answers wait [fault: storage-full]', 'passed'],
        ['says why [fault: storage-cause]', 'failed'],
        ['left out by a filter [fault: memory]', 'skipped'],
        ['nothing to do with a fault', 'passed'],
      ),
      playwrightReport('killed [fault: killed] in the app', true, 'expected'),
      playwrightReport('killed again [fault: killed]', false, 'unexpected'),
      playwrightReport('not on this machine [fault: audio-lost]', true, 'skipped'),
    ]);
    expect(found).toEqual([
      { fault: 'storage-full', title: 'answers wait', outcome: 'passed' },
      { fault: 'storage-cause', title: 'says why', outcome: 'failed' },
      { fault: 'memory', title: 'left out by a filter', outcome: 'not run' },
      { fault: 'killed', title: 'killed in the app', outcome: 'passed' },
      { fault: 'killed', title: 'killed again', outcome: 'failed' },
      { fault: 'audio-lost', title: 'not on this machine', outcome: 'not run' },
    ]);
  });

  it('refuses a fault that nobody knows', () => {
    expect(() => faultTests([vitestReport(['x [fault: no-such]', 'passed'])])).toThrow(RangeError);
  });

  it('finds each fault attacked by a test of this tree', () => {
    const attacked = new Set(faultTests([vitestReport(...titlesOfTests())]).map(({ fault }) => fault));
    expect([...attacked].toSorted()).toEqual(Object.keys(FAULTS).toSorted());
  });
});

describe('the page', () => {
  it('says of everything that was not run that it was not', () => {
    const page = reliabilityPage(NOTHING);
    for (const part of [
      'fuzz: not run.',
      'kill: not run.',
      'traffic: not run.',
      'Ten minutes of mixed use: not run.',
    ]) {
      expect(page).toContain(part);
    }
    expect(page).toMatch(/## Three engines\n\nNot run\./);
    expect(page).not.toMatch(/\| yes \|/);
  });

  it('counts a fault as survived only when every test of it passed', () => {
    const of = (...outcomes: readonly ('passed' | 'failed' | 'not run')[]): string | undefined =>
      reliabilityPage({
        ...NOTHING,
        day: '2026-12-01',
        faults: outcomes.map((outcome) => ({ fault: 'memory', title: 'a test', outcome })),
      })
        .split('\n')
        .find((line) => line.startsWith('| memory grows'))
        ?.split(' | ')[1];
    expect(of('passed', 'passed')).toBe('yes');
    expect(of('passed', 'failed')).toBe('no');
    expect(of('not run')).toBe('not run');
    expect(of()).toBe('not run');
  });

  it('gives figures with their day, and keeps a bar out of the table', () => {
    const page = reliabilityPage({
      ...NOTHING,
      sections: [{ section: 'kill', day: '2026-12-01', figures: [{ what: 'kills | of all', value: 100 }] }],
    });
    expect(page).toContain('kill, 2026-12-01:');
    expect(page).toContain('| kills \\| of all | 100 |');
  });
});

describe('the support table', () => {
  const journey = {
    engine: 'Firefox',
    version: '153.8.0',
    day: '2026-12-01',
    steps: [
      { name: 'open', outcome: 'ok' },
      { name: 'play', outcome: 'not', note: 'no sound' },
    ],
  } as const;

  it('stands between its markers and nowhere else', () => {
    const readme = 'before\n<!-- engines -->\nold\n<!-- /engines -->\nafter';
    const written = withSupportTable(readme, [journey]);
    expect(written).toBe(
      'before\n<!-- engines -->\n|  | version | open | play | tried |\n| --- | --- | --- | --- | --- |\n' +
        '| Firefox | 153.8.0 | ok | not | 2026-12-01 |\n<!-- /engines -->\nafter',
    );
    expect(withSupportTable(written, [journey])).toBe(written);
    expect(() => withSupportTable('no markers', [journey])).toThrow(RangeError);
  });
});
