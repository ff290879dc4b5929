import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { passes } from './rows';
import type { Row } from './rows';

const figure = (value: number): string => {
  if (!Number.isFinite(value)) return String(value);
  const text = value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3);
  return (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace('-', '−');
};

function required({ limit, medianLimit, unit, gate }: Row): string {
  if (medianLimit !== undefined) return `≤ ${figure(medianLimit)} ${unit} (median), ≤ ${figure(limit)} (worst)`;
  return `≤ ${figure(limit)} ${unit}${gate === 'median' ? ' (median)' : ''}`;
}

/** The gated figure as a part of its limit, the larger one where two are gated; null where that says nothing. */
function partOfLimit({ limit, medianLimit, median, gate, ...row }: Row): number | null {
  const value = gate === 'median' ? median : row.worst;
  const parts = [
    [value, limit],
    [median, medianLimit],
  ] as const;
  const known = parts.flatMap(([figured, most]) =>
    most !== undefined && most > 0 && figured >= 0 ? figured / most : [],
  );
  return known.length === 0 ? null : Math.max(...known);
}

export function printRow(row: Row): void {
  const verdict = passes(row) ? 'pass' : 'FAIL';
  console.log(
    `  ${verdict}  ${row.what.padEnd(64)} ${required(row).padEnd(38)} median ${figure(row.median).padStart(8)}  worst ${figure(row.worst).padStart(8)}  n ${row.count}`,
  );
}

interface Report {
  readonly root: string;
  readonly rows: readonly Row[];
  readonly notes: Readonly<Record<string, unknown>>;
  readonly chromium: string;
  /** Ids of all rows that the bench has, in their order. */
  readonly ids: readonly string[];
}

interface DatedRow extends Row {
  /** Day on which it was measured. */
  readonly date: string;
}

/** Rows of earlier runs. */
function storedRows(root: string): readonly DatedRow[] {
  const path = join(root, 'docs/bench.json');
  if (!existsSync(path)) return [];
  const stored = JSON.parse(readFileSync(path, 'utf8')) as { date: string; rows: readonly (Row & { date?: string })[] };
  return stored.rows.map((row) => ({ ...row, date: row.date ?? stored.date }));
}

/** Writes docs/bench.json and docs/bench.md. Rows that were not measured this time stay, with the day they are of. */
export function writeReport({ root, rows, notes, chromium, ids }: Report): void {
  const date = new Date().toISOString().slice(0, 10);
  const machine = {
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    chromium,
    node: process.version,
  };
  const newest = new Map<string, DatedRow>(storedRows(root).map((row) => [row.id, row]));
  for (const row of rows) newest.set(row.id, { ...row, date });
  const kept = ids.flatMap((id) => {
    const row = newest.get(id);
    return row ? [{ ...row, ratio: partOfLimit(row), passes: passes(row) }] : [];
  });
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(join(root, 'docs/bench.json'), `${JSON.stringify({ date, machine, rows: kept, notes }, null, 2)}\n`);
  const lines = kept.map((row) => {
    const share = row.ratio === null ? '' : `${Math.round(row.ratio * 100)} %`;
    return `| ${row.what} | ${required(row)} | ${figure(row.median)} | ${figure(row.worst)} | ${share} | ${row.count} | ${row.date} | ${row.passes ? 'pass' : '**FAIL**'} |`;
  });
  const hows = kept.map((row) => `- **${row.what}**: ${row.how}.`);
  const extras = Object.entries(notes).map(
    ([name, value]) => `- ${name}: ${typeof value === 'number' ? value : `\`${JSON.stringify(value)}\``}`,
  );
  writeFileSync(
    join(root, 'docs/bench.md'),
    `# Measured

\`npm run bench\` on ${date}: ${machine.cores} cores (${machine.processor}), ${machine.memoryGb} GB, Chromium ${chromium} without a
sound card, Node ${machine.node}. Figures in milliseconds repeat to about ±30 % on a busy machine; levels in decibels and
samples do not vary. "Of the limit" is the measured figure as a share of what is allowed. Rows of an earlier day were measured
with the app of that day, on whatever machine the bench ran on then.

| what | required | median | worst | of the limit | n | measured | |
|---|---|---|---|---|---|---|---|
${lines.join('\n')}

## How each was measured

${hows.join('\n')}

Sound is recorded beside the app, at the destination of its AudioContext, by a recorder that is put into the page
before any of its scripts run (\`scripts/bench/page/recorder.js\`); times are on the audio clock, from the moment the
browser handed the key to the page.

## Also seen

${extras.join('\n')}
`,
  );
}
