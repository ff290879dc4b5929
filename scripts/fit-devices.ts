// Fits the devices of scripts/fit/jobs.ts to published curves and writes src/devices/profiles and docs/devices.md.
//   npm run fit                        curves beside the project, or in $ELSEWHERE_CURVES
//   npm run fit -- path/to/curves      curves in that folder
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { curvesFolder, hasCurves } from './fit/curves';
import { fitJob } from './fit/fitJob';
import { FIT_JOBS } from './fit/jobs';
import { devicesDocument, profileSource } from './fit/write';

const PROJECT = join(import.meta.dirname, '..');

async function main(): Promise<void> {
  const folder = curvesFolder(process.argv[2]);
  if (!hasCurves(folder)) {
    process.exitCode = 1;
    console.error(`No curves at ${folder}. Give their folder as an argument or in ELSEWHERE_CURVES.`);
    return;
  }
  const files: string[] = [];
  console.log('device                  rms dB  worst dB  sections     ms');
  for (const job of FIT_JOBS) {
    const { profile, sections, milliseconds } = fitJob(job, folder);
    const file = join(PROJECT, 'src/devices/profiles', `${job.file}.ts`);
    writeFileSync(file, profileSource(job.file, profile));
    files.push(file);
    const cells = [
      profile.id.padEnd(22),
      profile.fit?.rmsDb.toFixed(3).padStart(7),
      profile.fit?.worstDb.toFixed(2).padStart(9),
      String(sections).padStart(9),
      milliseconds.toFixed(0).padStart(6),
    ];
    console.log(cells.join(' '));
  }
  execFileSync(join(PROJECT, 'node_modules/.bin/oxfmt'), files, { cwd: PROJECT, stdio: 'ignore' });
  // Imported only now: the catalogue must be the one just written.
  const { CATALOGUE } = await import('../src/devices/catalogue');
  writeFileSync(join(PROJECT, 'docs/devices.md'), devicesDocument(CATALOGUE));
}

await main();
