import { rowOf } from '../rows';
import { openWorkbench } from './modules';
import type { Measurement } from './measuring';

/** Nothing at all is left: below what floats can tell. */
const FLOOR_DB = -200;

export const drillNull: Measurement = {
  name: 'drill-null',
  rows: ['drill-null'],
  async run(measuring) {
    const page = await openWorkbench(measuring);
    const devices = await page.evaluate(() => window.bench.sounds);
    const residues = await page.evaluate(() => window.bench.drillNulls());
    measuring.note(
      'what a drill’s stimulus leaves in the export, dB',
      Object.fromEntries(devices.map(({ id }, i) => [id, Math.round(residues[i]!)])),
    );
    await page.context().close();
    return [
      rowOf(
        {
          id: 'drill-null',
          what: 'a drill’s stimulus through a device against Export audio of the same passage',
          unit: 'dB',
          limit: -100,
          how: 'both workers in Chromium, a passage of noise that swells through one device of each kind, levels aligned',
        },
        residues.map((db) => Math.max(FLOOR_DB, db)),
      ),
    ];
  },
};
