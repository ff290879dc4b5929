import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Summary {
  readonly med: number;
  readonly max: number;
}

const HEADPHONES = 'ATH-M50x';

const figures = (summary: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(summary)
      .filter((entry): entry is [string, Summary] => typeof (entry[1] as Summary | null)?.med === 'number')
      .map(([name, { med, max }]) => [name, `${med} (${max})`]),
  );

/**
 * Runs the capture harness with which other web apps were measured, when a copy of it lies at `folder`, on this app.
 * @returns median (worst) of each of its figures; null without the harness
 */
export function runHarness(root: string, folder: string): Record<string, unknown> | null {
  if (!existsSync(join(folder, 'switch.mjs'))) return null;
  // It writes beside itself, so it gets a place of its own.
  const place = mkdtempSync(join(tmpdir(), 'measure-'));
  try {
    cpSync(folder, place, { recursive: true, filter: (path) => !path.includes('node_modules') });
    symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'));
    const adapter = pathToFileURL(join(root, 'scripts/bench/adapters/elsewhere.mjs')).href;
    writeFileSync(join(place, 'adapters/elsewhere.mjs'), `export { default } from '${adapter}';\n`);
    const run = (script: string, ...args: string[]): void => {
      execFileSync('node', [script, 'elsewhere', ...args], { cwd: place, stdio: ['ignore', 'ignore', 'inherit'] });
    };
    const read = (name: string): Record<string, Record<string, unknown>> =>
      JSON.parse(readFileSync(join(place, 'out', name), 'utf8')) as Record<string, Record<string, unknown>>;
    run('switch.mjs', '--n', '14', '--nn', '8');
    // Its dip and overshoot are read from one tone alone, and so mean something only where an ear hears one.
    run('switch.mjs', HEADPHONES, '--n', '14', '--only', 'sine');
    run('load.mjs', '--runs', '3');
    run('load.mjs', '--runs', '3', '--throttle', '4');
    run('file.mjs', '--runs', '3', '--file', 'wav');
    run('file.mjs', '--runs', '3', '--file', 'mp3');
    return {
      'switch, flat and a car': figures(read('switch-elsewhere.json')['summary']!),
      'switch, flat and headphones': figures(read(`switch-elsewhere-${HEADPHONES}.json`)['summary']!),
      load: figures(read('load-elsewhere-x1.json')['out']!),
      'load on a 4× slower CPU': figures(read('load-elsewhere-x4.json')['out']!),
      WAV: figures(read('file-elsewhere-wav.json')['out']!),
      MP3: figures(read('file-elsewhere-mp3.json')['out']!),
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
