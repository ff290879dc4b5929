import { CATALOGUE } from '../../../src/devices/catalogue';
import { visit } from '../browser';
import { rowOf } from '../rows';
import { fourMinuteMp3 } from '../signals';
import { untilHeard } from './app';
import { openWorkbench } from './modules';
import { pause } from './measuring';
import type { Measurement } from './measuring';
import { underrunsOf } from './targets';

const RATES = [44_100, 96_000];
const COUNTED_MS = 2500;
const BARE_SEC = 60;
const GAPS_MS = [20, 250] as const;

/** Whether the renderer keeps up while everything else is busy too. */
export const spike: Measurement = {
  name: 'spike',
  rows: ['under-runs'],
  async run(measuring) {
    const seconds = measuring.isShort ? 60 : 300;
    const ids = CATALOGUE.map(({ id }) => id);
    const underruns: number[] = [];
    for (const rate of RATES) {
      const page = await openWorkbench(measuring);
      await page.locator('#file').setInputFiles(fourMinuteMp3());
      await page.evaluate((sampleRate) => {
        document.querySelector<HTMLButtonElement>('#start')!.onclick = () => void window.bench.startMusic(sampleRate);
      }, rate);
      await page.getByRole('button', { name: 'Start' }).click();
      await untilHeard(page);
      // The count is brought up to date once a second: what happened while the context started belongs to the note.
      await pause(COUNTED_MS);
      const before = await underrunsOf(page);
      if (before === null) {
        await page.context().close();
        throw new Error('this browser does not count under-runs (AudioContext.playbackStats)');
      }
      const { switches, files, when } = await page.evaluate(
        async ([sec, devices, gaps]) => {
          const { context } = window.outputRecorder.current!;
          const began = performance.now();
          const seen: [number, number][] = [];
          let last = context.playbackStats!.underrunEvents;
          const look = setInterval(() => {
            const now = context.playbackStats!.underrunEvents;
            if (now > last) seen.push([Math.round((performance.now() - began) / 1000), now - last]);
            last = now;
          }, 1000);
          const [count, decoded] = await Promise.all([
            window.bench.switchFor(sec, devices, gaps),
            window.bench.decodeAndMeasureFor(sec),
          ]);
          clearInterval(look);
          return { switches: count, files: decoded, when: seen };
        },
        [seconds, ids, GAPS_MS] as const,
      );
      const stats = await page.evaluate(() => {
        const { playbackStats } = window.outputRecorder.current!.context;
        return { events: playbackStats!.underrunEvents, sec: playbackStats!.underrunDuration };
      });
      underruns.push(stats.events - before);
      measuring.note(`random switching at ${rate / 1000} kHz`, {
        seconds,
        switches,
        filesDecodedAndMeasured: files,
        underruns: stats.events - before,
        underrunsWhileItStarted: before,
        secondAndUnderruns: when.map((entry) => entry.join(': ')).join(', '),
        underrunSecInAll: Number(stats.sec.toFixed(3)),
      });
      await page.context().close();
    }
    measuring.note(
      `bare audio while a file is decoded and measured, ${BARE_SEC} s, under-runs`,
      await bareUnderruns(measuring, BARE_SEC),
    );
    return [
      rowOf(
        {
          id: 'under-runs',
          what: `under-runs in ${measuring.isShort ? 'two minutes (short run, ten are asked for)' : 'ten minutes'} of random switching, a file being decoded and measured beside it`,
          unit: '',
          limit: 0,
          how: `${measuring.isShort ? 'SHORT RUN: one minute each instead of five' : 'five minutes each'} at 44.1 and at 96 kHz, the live engine alone on a page, all ${ids.length} targets every ${GAPS_MS[0]} to ${GAPS_MS[1]} ms, a 4-minute MP3 decoded and measured through all of them over and over; AudioContext.playbackStats from ${COUNTED_MS / 1000} s after the first sound on; those while the context starts are noted`,
        },
        underruns,
      ),
    ];
  },
};

/**
 * What the machine itself does: a bare oscillator in an otherwise empty context, while another page decodes and measures.
 * Under-runs here are not the renderer's.
 */
async function bareUnderruns(measuring: Parameters<Measurement['run']>[0], seconds: number): Promise<number | null> {
  const busy = await openWorkbench(measuring);
  await busy.locator('#file').setInputFiles(fourMinuteMp3());
  const { page, context } = await visit(measuring.browser);
  await page.goto(measuring.workbenchUrl);
  await page.waitForFunction(() => 'bench' in window);
  await page.evaluate(() => {
    document.querySelector<HTMLButtonElement>('#start')!.onclick = () => {
      const audio = new AudioContext({ latencyHint: 'interactive' });
      const oscillator = new OscillatorNode(audio);
      oscillator.connect(audio.destination);
      oscillator.start();
    };
  });
  await page.getByRole('button', { name: 'Start' }).click();
  await untilHeard(page);
  const before = (await underrunsOf(page)) ?? 0;
  await busy.evaluate((sec) => window.bench.decodeAndMeasureFor(sec), seconds);
  const after = await underrunsOf(page);
  await busy.context().close();
  await context.close();
  return after === null ? null : after - before;
}
