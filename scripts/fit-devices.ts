// Fits the devices of scripts/fit/jobs.ts to published curves and writes src/devices/profiles, src/devices/evidence and docs/devices.md.
//   npm run fit                        curves beside the project, or in $ELSEWHERE_CURVES
//   npm run fit -- path/to/curves      curves in that folder; further arguments name the files to fit
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { curvesFolder, hasCurves } from './fit/curves';
import { fitJob } from './fit/fitJob';
import { FIT_JOBS } from './fit/jobs';
import { devicesDocument, evidenceSource, profileSource } from './fit/write';

const PROJECT = join(import.meta.dirname, '..');

async function main(): Promise<void> {
  const folder = curvesFolder(process.argv[2]);
  if (!hasCurves(folder)) {
    process.exitCode = 1;
    console.error(`No curves at ${folder}. Give their folder as an argument or in ELSEWHERE_CURVES.`);
    return;
  }
  const write = (path: string, text: string): string => {
    const file = join(PROJECT, path);
    writeFileSync(file, text);
    return file;
  };
  const only = process.argv.slice(3);
  const files: string[] = [];
  console.log('device                  rms dB  worst dB  sections     ms');
  for (const job of FIT_JOBS.filter(({ file }) => only.length === 0 || only.includes(file))) {
    const fitted = fitJob(job, folder);
    files.push(
      write(`src/devices/profiles/${job.file}.ts`, profileSource(job, fitted)),
      write(`src/devices/evidence/${job.file}.ts`, evidenceSource(job, fitted, folder)),
    );
    const cells = [
      job.profile.id.padEnd(22),
      fitted.fit.rmsDb.toFixed(3).padStart(7),
      fitted.fit.worstDb.toFixed(2).padStart(9),
      String(fitted.sections).padStart(9),
      fitted.milliseconds.toFixed(0).padStart(6),
    ];
    console.log(cells.join(' '));
  }
  execFileSync(join(PROJECT, 'node_modules/.bin/oxfmt'), files, { cwd: PROJECT, stdio: 'ignore' });
  // Imported only now: the catalogue must be the one just written.
  const { CATALOGUE } = await import('../src/devices/catalogue');
  const { EVIDENCE } = await import('../src/devices/evidence/table');
  write('docs/devices.md', devicesDocument(CATALOGUE, EVIDENCE));
}

await main();
