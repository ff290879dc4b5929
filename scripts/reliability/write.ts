/**
 * Writes docs/reliability.md and the support table of the README from docs/reliability/ and docs/bench.json, and from the
 * JSON reports of Vitest and Playwright that are named.
 * usage: npx tsx scripts/reliability/write.ts [report.json …]
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Journey } from '../../tests/engines/keepJourney';
import { faultTests, type FaultTest } from './faults';
import { reliabilityPage, withSupportTable, type BenchRow, type Section } from './page';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = process.env['RELIABILITY_DIR'] ?? join(ROOT, 'docs/reliability');
/** As the README lists them. */
const ENGINES = ['Chromium', 'Firefox', 'WebKit'];
const FAULTS_FILE = join(FOLDER, 'faults.json');

const read = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;
const allIn = <T>(folder: string): T[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .toSorted()
        .map((name) => read<T>(join(folder, name)))
    : [];

interface KeptFaults {
  readonly day: string;
  readonly tests: readonly FaultTest[];
}

const reports = process.argv.slice(2).flatMap((path) => {
  try {
    return [read<object>(path)];
  } catch (error) {
    // A run that was cut off leaves half a report: the page is written from the others, and the command fails.
    process.exitCode = 1;
    console.error(`${path} cannot be read: ${String(error)}`);
    return [];
  }
});
if (reports.length > 0) {
  const kept: KeptFaults = { day: new Date().toISOString().slice(0, 10), tests: faultTests(reports) };
  // A test that a filter left out is in the report as well, as not run.
  const tests = kept.tests.filter(
    (test) => test.outcome !== 'not run' || !kept.tests.some((t) => t.title === test.title && t.outcome !== 'not run'),
  );
  writeFileSync(FAULTS_FILE, `${JSON.stringify({ ...kept, tests }, null, 2)}\n`);
}
const faults = existsSync(FAULTS_FILE) ? read<KeptFaults>(FAULTS_FILE) : null;
const journeys = allIn<Journey>(join(FOLDER, 'engines')).toSorted(
  (a, b) => ENGINES.indexOf(a.engine) - ENGINES.indexOf(b.engine),
);
const page = reliabilityPage({
  sections: allIn<Section | KeptFaults>(FOLDER).filter((content) => 'section' in content),
  benchRows: read<{ rows: BenchRow[] }>(join(ROOT, 'docs/bench.json')).rows,
  journeys,
  faults: faults?.tests ?? [],
  day: faults?.day ?? null,
});
writeFileSync(join(ROOT, 'docs/reliability.md'), page);
const readmePath = join(ROOT, 'README.md');
writeFileSync(readmePath, withSupportTable(readFileSync(readmePath, 'utf8'), journeys));
