// A page for what happens to devices in a worker: fitting a curve, and OPRA's database.
import { createFitting } from '../../../src/analysis/fitting/createFitting';
import { smoothCurve } from '../../../tests/support/smoothCurve';

const fitting = createFitting();
let kept: Blob | undefined;

/** Milliseconds that `work` took. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const BEAT_MS = 4;

const deviceBench = {
  /** One fit of the curve of a seed, milliseconds with its error; a seed's curve is smooth over a third of an octave. */
  async fit(seed: number) {
    const curve = smoothCurve(seed);
    const began = performance.now();
    const { fit, stages } = await fitting.fit(curve);
    return { ms: performance.now() - began, rmsDb: fit.rmsDb, worstDb: fit.worstDb, sections: stages.length - 1 };
  },

  /**
   * Loads the file in the input and searches it once, the start of the worker included.
   * @returns milliseconds to the first hits, and the longest that a beat of the page was late
   */
  async loadOpra() {
    const file = document.querySelector<HTMLInputElement>('#file')!.files![0]!;
    let blockedMs = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      const now = performance.now();
      blockedMs = Math.max(blockedMs, now - last - BEAT_MS);
      last = now;
    }, BEAT_MS);
    let corrections = 0;
    const ms = await timed(async () => {
      const loaded = await fitting.loadOpra(file);
      kept = loaded.kept;
      corrections = loaded.summary.corrections;
      const hits = await fitting.searchOpra('sennheiser hd', 20);
      if (hits.length < 20) throw new Error(`only ${hits.length} hits`);
    });
    clearInterval(beat);
    return { ms, blockedMs, corrections, keptBytes: kept?.size ?? 0 };
  },

  /** A new worker takes what was kept, as after a reload: milliseconds to the first hits. */
  async restoreOpra(): Promise<number> {
    const fresh = createFitting();
    const ms = await timed(async () => {
      await fresh.restoreOpra(kept!);
      const hits = await fresh.searchOpra('sennheiser hd', 20);
      if (hits.length < 20) throw new Error(`only ${hits.length} hits`);
    });
    fresh.dispose();
    return ms;
  },

  /** Types each text letter by letter; milliseconds from each letter to its hits. */
  async search(texts: readonly string[]): Promise<number[]> {
    const times: number[] = [];
    for (const text of texts) {
      for (let length = 1; length <= text.length; length++) {
        times.push(await timed(() => fitting.searchOpra(text.slice(0, length), 20)));
      }
    }
    return times;
  },
};

declare global {
  interface Window {
    deviceBench: typeof deviceBench;
  }
}

window.deviceBench = deviceBench;
