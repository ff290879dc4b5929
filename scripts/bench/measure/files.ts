import { basename } from 'node:path';
import { locate, similarity } from '../analyse';
import { medianOf, rowOf } from '../rows';
import type { Row } from '../rows';
import { fourMinuteMp3, fourMinuteWav, readFloatWav } from '../signals';
import { execFileSync } from 'node:child_process';
import { openApp, playAndHear, takeCapture, untilQuiet } from './app';
import type { OpenApp } from './app';
import { openWorkbench } from './modules';
import { pause } from './measuring';
import type { Measurement, Measuring } from './measuring';

const RUNS = 3;

/** The first 20 seconds of a file as the reference decoder sees them. */
function startOf(path: string): Float32Array {
  const wav = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-t', '20', '-f', 'wav', '-c:a', 'pcm_f32le', '-bitexact', '-'],
    { maxBuffer: 1 << 28 },
  );
  // A pipe cannot be rewound, so the sizes in the header are open: take what is there.
  return readFloatWav(wav).channels[0]!;
}

/**
 * First context frame at which the new file is heard: found backwards from where it surely plays, because the demo
 * song sounds until then.
 */
function firstFrameOf(output: Float32Array, source: Float32Array): number {
  const heard = sharpened(output);
  const file = sharpened(source);
  const span = 4096;
  const sure = heard.length - span - 1;
  const shift = locate(heard.slice(sure, sure + span), file) - sure;
  if (similarity(heard.slice(sure, sure + span), file, sure + shift) < 0.98)
    throw new Error('the new file is not heard at the end');
  const step = 64;
  let first = sure;
  while (first - step + shift >= 0 && first - step >= 0) {
    const window = heard.slice(first - step, first - step + 256);
    if (similarity(window, file, first - step + shift) < 0.9) break;
    first -= step;
  }
  return first;
}

/** Differences from sample to sample: the noise in the music tells places apart better than its bass. */
const sharpened = (x: Float32Array): Float32Array => x.map((sample, i) => sample - (x[i - 1] ?? 0));

async function handOver(measuring: Measuring, app: OpenApp, path: string, file: Float32Array) {
  const { page, screen } = app;
  const name = basename(path).replace(/\.\w+$/, '');
  await page.evaluate((wanted) => {
    window.outputRecorder.when('ready', () => {
      const button = [...document.querySelectorAll('button')].find((b) => b.textContent?.includes('Export audio'));
      return document.querySelector('h1')?.textContent === wanted && button?.disabled === false;
    });
    window.outputRecorder.when('measured', () => {
      return window.outputRecorder.marks['ready'] !== undefined && document.querySelector('progress') === null;
    });
  }, name);
  await page.evaluate(() => window.outputRecorder.record(6));
  await screen.addFiles.setInputFiles(path);
  await page.waitForFunction(() => window.outputRecorder.marks['measured'] !== undefined, undefined, {
    timeout: 60_000,
    polling: 250,
  });
  await pause(1500);
  const { capture } = await takeCapture(page, measuring.server, 'handover');
  const { change, marks, tasks } = await page.evaluate(() => ({
    change: window.outputRecorder.events.find((event) => event.type === 'change')!,
    marks: window.outputRecorder.marks,
    tasks: window.outputRecorder.longTasks,
  }));
  const sound = firstFrameOf(capture.left, file);
  const during = tasks.filter(
    (task) => task.startMs + task.durationMs > change.handledMs && task.startMs < marks['measured']! + 1000,
  );
  return {
    firstSoundMs: (1000 * (capture.firstFrame + sound)) / capture.sampleRate - change.contextSec * 1000,
    readyMs: marks['ready']! - change.handledMs,
    measuredMs: marks['measured']! - change.handledMs,
    longestTaskMs: Math.max(0, ...during.map((task) => task.durationMs)),
  };
}

export const files: Measurement = {
  name: 'files',
  rows: ['first-sound-wav', 'first-sound-mp3', 'ready-wav', 'ready-mp3', 'longest-task-files'],
  async run(measuring) {
    const workbench = await openWorkbench(measuring);
    const rows: Row[] = [];
    const longest: number[] = [];
    for (const [kind, path] of [
      ['WAV', fourMinuteWav()],
      ['MP3', fourMinuteMp3()],
    ] as const) {
      const start = startOf(path);
      const bare: number[] = [];
      const runs: Awaited<ReturnType<typeof handOver>>[] = [];
      for (let i = 0; i < RUNS; i++) {
        // In turn with the bare decoder, so that both see the same machine.
        await workbench.locator('#file').setInputFiles(path);
        bare.push(await workbench.evaluate(() => window.bench.bareDecodeMs()));
        const app = await openApp(measuring);
        await playAndHear(app);
        await untilQuiet(app.page);
        runs.push(await handOver(measuring, app, path, start));
        await app.context.close();
      }
      longest.push(...runs.map((run) => run.longestTaskMs));
      const bareMs = medianOf(bare);
      measuring.note(`4-minute ${kind}: bare decode, ready, measured, ms (medians)`, [
        Math.round(bareMs),
        Math.round(medianOf(runs.map((r) => r.readyMs))),
        Math.round(medianOf(runs.map((r) => r.measuredMs))),
      ]);
      rows.push(
        rowOf(
          {
            id: `first-sound-${kind.toLowerCase()}`,
            what: `first sound of a 4-minute 44.1 kHz stereo ${kind}`,
            unit: 'ms',
            limit: 400,
            how: 'handed over while the demo song plays; from the input’s change event to the first sample of the new file at the output',
          },
          runs.map((run) => run.firstSoundMs),
        ),
        rowOf(
          {
            id: `ready-${kind.toLowerCase()}`,
            what: `the whole ${kind} ready to switch and seek`,
            unit: '× bare decode',
            limit: 1.3,
            gate: 'median',
            how: 'until Export audio can be pressed, against decodeAudioData alone in the same browser, taking turns',
          },
          runs.map((run) => run.readyMs / bareMs),
        ),
      );
    }
    await workbench.context().close();
    rows.push(
      rowOf(
        {
          id: 'longest-task-files',
          what: 'longest task on the page while a file comes in and is measured',
          unit: 'ms',
          limit: 50,
          how: 'PerformanceObserver; tasks below 50 ms are not reported and count as 0',
        },
        longest,
      ),
    );
    return rows;
  },
};

export const analysis: Measurement = {
  name: 'analysis',
  rows: ['map', 'levels'],
  async run(measuring) {
    const workbench = await openWorkbench(measuring);
    await workbench.locator('#file').setInputFiles(fourMinuteWav());
    const { mapMs, levelsMs } = await workbench.evaluate(() => window.bench.analysisMs(3));
    await workbench.context().close();
    const how = 'the analysis worker through its port, 4 minutes of 44.1 kHz stereo';
    return [
      rowOf({ id: 'map', what: 'band-power map of 4 minutes', unit: 'ms', limit: 3000, how }, mapMs),
      rowOf({ id: 'levels', what: 'levels for all targets from the map', unit: 'ms', limit: 50, how }, levelsMs),
    ];
  },
};
