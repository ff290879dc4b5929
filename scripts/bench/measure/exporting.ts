import { readFileSync } from 'node:fs';
import { rowOf } from '../rows';
import { fourMinuteWav, readFloatWav } from '../signals';
import { addFile, forgetLongTasks, longestTaskOf, openApp } from './app';
import { pause } from './measuring';
import type { Measurement } from './measuring';
import { pressTarget, untilListed } from './targets';

const DEVICES = ['car-midsize', 'cinema', 'tv'];
const MIX_SEC = 240;
const TIMES_REAL_TIME = 40;

export const exporting: Measurement = {
  name: 'exporting',
  rows: ['export-speed', 'longest-task-export'],
  async run(measuring) {
    const app = await openApp(measuring);
    const { page, screen } = app;
    await untilListed(page);
    await addFile(app, fourMinuteWav(), 'four-minutes');
    const seconds: Record<string, number> = {};
    const tasks: number[] = [];
    for (const id of DEVICES) {
      await pressTarget(page, id);
      // What the level match still measures is not the export's.
      await pause(4000);
      await forgetLongTasks(page);
      await page.evaluate(() => {
        window.outputRecorder.events.length = 0;
      });
      const download = page.waitForEvent('download', { timeout: 120_000 });
      await screen.exportAudio.click();
      const path = await (await download).path();
      const tookMs = await page.evaluate(
        () => performance.now() - window.outputRecorder.events.find(({ type }) => type === 'click')!.happenedMs,
      );
      seconds[id] = tookMs / 1000;
      const longest = await longestTaskOf(page);
      tasks.push(longest.ms);
      if (longest.ms > 0) measuring.note(`long tasks while exporting through ${id}`, longest.where);
      const { channels, sampleRate } = readFloatWav(readFileSync(path));
      if (Math.abs(channels[0]!.length / sampleRate - MIX_SEC) > 0.001)
        throw new Error(`${id}: the export is not whole`);
      if (!channels.some((channel) => channel.some((sample) => Math.abs(sample) > 0.01)))
        throw new Error(`${id}: the export is silent`);
    }
    await app.context.close();
    measuring.note(
      'export of 4 minutes, × real time',
      Object.fromEntries(Object.entries(seconds).map(([id, sec]) => [id, Number((MIX_SEC / sec).toFixed(1))])),
    );
    const how = `built app, 44.1 kHz stereo through ${DEVICES.join(', ')}, matched; from the click on Export audio until the file is handed over`;
    return [
      rowOf(
        {
          id: 'export-speed',
          what: `export of 4 minutes through a roomed device (${MIX_SEC / TIMES_REAL_TIME} s is ${TIMES_REAL_TIME} × real time)`,
          unit: 's',
          limit: MIX_SEC / TIMES_REAL_TIME,
          how,
        },
        Object.values(seconds),
      ),
      rowOf(
        {
          id: 'longest-task-export',
          what: 'longest task on the page while it exports',
          unit: 'ms',
          limit: 50,
          how: `${how}; tasks below 50 ms are not reported and count as 0`,
        },
        tasks,
      ),
    ];
  },
};
