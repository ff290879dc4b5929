import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { practiceFile, practiceRecords } from '../../../tests/support/practiceRecords';
import { locate, similarity } from '../analyse';
import { visit } from '../browser';
import { watchStarts, type StartedSource } from '../page/startedSources';
import { medianOf, rowOf } from '../rows';
import { SIGNAL_FOLDER } from '../signals';
import { takeCapture } from './app';
import { pause } from './measuring';
import type { Measurement, Measuring } from './measuring';

const TRIALS = 200_000;
const DAYS = 1000;
/** Skills practised on one day. */
const ROWS_A_DAY = 7;
const OPENINGS = 7;

async function threeYearsFile(): Promise<string> {
  mkdirSync(SIGNAL_FOLDER, { recursive: true });
  const today = new Date().toISOString().slice(0, 10);
  const path = join(SIGNAL_FOLDER, `progress-${TRIALS}-${today}.json`);
  if (!existsSync(path)) {
    const parts = await practiceFile(practiceRecords(TRIALS, DAYS, ROWS_A_DAY, Date.now()));
    writeFileSync(path, parts.join(''));
  }
  return path;
}

/** Notes when the charts and the list of skills have been on the screen for a frame. Runs in the page. */
const whenDrawn = (): void => {
  let frames = 0;
  window.outputRecorder.when('drawn', () => {
    const rows = document.querySelectorAll('main section li button');
    if (rows.length === 0 || document.querySelector('figure polyline') === null) return false;
    // The second frame begins when the first, with the charts in it, has been handed over.
    if (frames === 0) {
      frames = 1;
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          frames = 2;
        }),
      );
    }
    return frames === 2;
  });
};

export const progress: Measurement = {
  name: 'progress',
  rows: ['progress-opens'],
  async run(measuring) {
    const path = await threeYearsFile();
    const { page, context } = await visit(measuring.browser);
    await page.goto(`${measuring.server.url}/#progress`);
    const began = performance.now();
    await page.getByLabel('Import progress').setInputFiles(path);
    await page.getByRole('alert').filter({ hasText: 'trials came in' }).waitFor({ timeout: 600_000 });
    measuring.note(
      'seconds to import 200,000 trials from a file',
      Number(((performance.now() - began) / 1000).toFixed(1)),
    );
    const times: number[] = [];
    const tasks: number[] = [];
    for (let i = 0; i < OPENINGS; i++) {
      // Afresh, as after a night: neither the code of Progress nor anything of the database is in memory.
      await page.goto('about:blank');
      await page.goto(`${measuring.server.url}/#listen`);
      await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
      // The demo mixes are being measured in the first seconds.
      await pause(5000);
      await page.evaluate(whenDrawn);
      await page.getByRole('link', { name: 'Progress' }).click();
      await page.waitForFunction(() => window.outputRecorder.marks['drawn'] !== undefined);
      const { drawn, click, longest } = await page.evaluate(() => {
        const event = window.outputRecorder.events.find(({ type }) => type === 'click')!;
        const during = window.outputRecorder.longTasks.filter(({ startMs }) => startMs >= event.happenedMs);
        return {
          drawn: window.outputRecorder.marks['drawn']!,
          click: event.happenedMs,
          longest: Math.max(0, ...during.map(({ durationMs }) => durationMs)),
        };
      });
      times.push(drawn - click);
      tasks.push(longest);
    }
    const rows = await page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('elsewhere');
          opening.addEventListener('error', () => reject(new Error('no database')));
          opening.addEventListener('success', () => {
            const counting = opening.result.transaction('days').objectStore('days').count();
            counting.addEventListener('success', () => {
              opening.result.close();
              resolve(counting.result);
            });
          });
        }),
    );
    measuring.note('rows of days behind Progress', rows);
    measuring.note('longest task while Progress opens, ms (median)', medianOf(tasks));
    await context.close();
    return [
      rowOf(
        {
          id: 'progress-opens',
          what: 'Progress over three years of practice (200,000 trials) opens',
          unit: 'ms',
          limit: 500,
          how: 'built app, real database; from the click on a fresh page until the frame with the charts has been handed over, the code of Progress fetched on the way',
        },
        times,
      ),
    ];
  },
};

/** Kinds that differ in what their sound costs, each answered with its first choice. */
const ANSWERED_KINDS = ['louder', 'bandBoost', 'compression', 'reverbDecay', 'nameDevice'] as const;
const TRIALS_EACH = 6;
/** How long somebody listens at the least: less than once through a passage. */
const LISTENING_MS = 3000;
/** After the fades of a start, only the new stimulus sounds. */
const CLEAR_SEC = 0.06;
const WINDOW_SEC = 0.1;
/** Looked at one after another: a drop-out of the machine spoils one of them. */
const WINDOWS = 4;
const AUDIBLE = 1e-4;
const LOST_FRAMES = 4096;
/** Out of all answers at most so many may not be heard well enough to judge. */
const MOST_LOST = 3;

/** A started source on its way out of the page. */
type SentSource = Pick<StartedSource, 'calledSec' | 'atSec'> & { readonly samples: number[] };

/**
 * From the key to the first audible sample of the stimulus that follows, milliseconds, for each answer; apart from these,
 * answers behind which the recording lacks blocks and shows none of the versions.
 */
async function answerAll(measuring: Measuring, page: Page): Promise<{ waits: number[]; lost: string[] }> {
  await page.evaluate(async (seconds) => {
    // The Listen screen has a context of its own; the one to be heard is the one in which the stimulus was started.
    const { taps } = window.outputRecorder;
    const sounding = taps.findIndex(({ context }) => context === window.startedSources.at(-1)!.context);
    taps.push(...taps.splice(sounding, 1));
    await window.outputRecorder.record(seconds);
  }, TRIALS_EACH * 6);
  await pause(LISTENING_MS);
  const waits: number[] = [];
  const lost: string[] = [];
  for (let i = 0; i + 1 < TRIALS_EACH; i++) {
    const before = await page.evaluate(() => window.startedSources.length);
    await page.keyboard.press('1');
    await page.waitForFunction((count) => window.startedSources.length > count, before, { timeout: 30_000 });
    await pause(LISTENING_MS);
  }
  const sources = await page.evaluate(() =>
    window.startedSources.map(({ calledSec, atSec, samples }) => ({ calledSec, atSec, samples: Array.from(samples) })),
  );
  const { events, capture } = await takeCapture(page, measuring.server, 'answers');
  const { sampleRate, firstFrame, left } = capture;
  for (const { contextSec } of events.filter(({ type, key }) => type === 'keydown' && key === '1')) {
    const next = startsAfter(sources, contextSec);
    const at = Math.round(next[0]!.atSec * sampleRate) - firstFrame;
    // What comes out must be one of the versions that were started.
    const looks = Array.from({ length: WINDOWS }, (_, i) => Math.round((CLEAR_SEC + i * WINDOW_SEC) * sampleRate));
    const best = looks
      .flatMap((offset) =>
        next.map(({ samples }) => {
          const heard = left.slice(at + offset, at + offset + Math.round(WINDOW_SEC * sampleRate));
          const reference = Float32Array.from(samples);
          const place = Math.min(locate(heard, reference), reference.length - heard.length);
          return { heard, samples, place, aheadFrames: place - offset, match: similarity(heard, reference, place) };
        }),
      )
      .toSorted((a, b) => b.match - a.match)[0]!;
    // A recorder that has lost a few blocks hears what was meant for later; one that hears it late has found a delay.
    const lateFrames = Math.max(0, -best.aheadFrames);
    if (!(best.match > 0.99) || best.aheadFrames > LOST_FRAMES) {
      lost.push(`match ${best.match.toFixed(3)}, ${best.aheadFrames} frames ahead`);
      continue;
    }
    const gain = gainOf(best.heard, best.samples, best.place);
    const audible = best.samples.findIndex((sample) => Math.abs(sample * gain) > AUDIBLE);
    waits.push(1000 * (next[0]!.atSec - contextSec) + (1000 * (audible + lateFrames)) / sampleRate);
  }
  return { waits, lost };
}

/** The sources of the first start after a moment: all versions of one stimulus start together. */
function startsAfter(sources: readonly SentSource[], contextSec: number): readonly SentSource[] {
  const first = sources.find(({ calledSec, atSec }) => calledSec >= contextSec && atSec > contextSec);
  if (!first) throw new Error('no stimulus was started after the answer');
  return sources.filter(({ atSec }) => atSec === first.atSec);
}

function gainOf(heard: Float32Array, samples: readonly number[], from: number): number {
  let cross = 0;
  let power = 0;
  for (let i = 0; i < heard.length; i++) {
    cross += heard[i]! * samples[from + i]!;
    power += samples[from + i]! ** 2;
  }
  return cross / power;
}

export const answering: Measurement = {
  name: 'answering',
  rows: ['next-stimulus'],
  async run(measuring) {
    const waits: number[] = [];
    const lost: string[] = [];
    for (const kindId of ANSWERED_KINDS) {
      const { page, context, problems } = await visit(measuring.browser);
      await page.addInitScript(watchStarts);
      await page.goto(`${measuring.server.url}/#train/${kindId}`);
      await page.getByRole('radio', { name: 'Test', exact: true }).check();
      await page.getByRole('button', { name: 'Start test' }).click();
      await page.waitForFunction(() => window.startedSources.length > 0, undefined, { timeout: 60_000 });
      const ofKind = await answerAll(measuring, page);
      measuring.note(
        `answer to next stimulus, ${kindId}, ms`,
        ofKind.waits.map((ms) => Math.round(ms)),
      );
      waits.push(...ofKind.waits);
      lost.push(...ofKind.lost);
      await context.close();
      if (problems.length > 0) throw new Error(problems.join('; '));
    }
    measuring.note('answers whose recording shows no stimulus (left out)', lost);
    if (lost.length > MOST_LOST) {
      throw new Error(`what is heard after ${lost.length} answers is not the next stimulus: ${lost.join('; ')}`);
    }
    return [
      rowOf(
        {
          id: 'next-stimulus',
          what: 'answer to next stimulus sounding',
          unit: 'ms',
          limit: 150,
          how: 'test mode, five kinds answered by key after 3 s of listening; to the first audible sample of the next stimulus, which is told from the old one by comparing the recording with the buffer that was started',
        },
        waits,
      ),
    ];
  },
};
