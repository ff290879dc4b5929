import { createRoot } from 'react-dom/client';
import { Scope } from '../../../src/core/scope';
import { deviceById } from '../../../src/devices/catalogue';
import { responseDb } from '../../../src/devices/response';
import { App } from '../../../src/ui/App';
import { FrameLoop } from '../../../src/ui/frame/FrameLoop';
import type { MeterReading } from '../../../src/audio/EnginePort';
import { FakeEngine } from '../fakeEngine';
import { fakeSession } from '../fakeSession';

/** Development only: the screen on fakes with moving pictures, to look at every state without sound. */
class StageEngine extends FakeEngine {
  override positionSec(): number {
    if (this.isPlaying) {
      this.advance((performance.now() - this.#lastMs) / 1000);
    }
    this.#lastMs = performance.now();
    return super.positionSec() % 60;
  }

  override meters(): MeterReading {
    const wobble = Math.sin(performance.now() / 300);
    return {
      momentaryLufs: -13 + 2 * wobble,
      shortTermLufs: -13.8 + wobble,
      integratedLufs: -14.1,
      loudnessRangeLu: 4.2,
      truePeakDbtp: -1.4,
      correlation: 0.78 + 0.05 * wobble,
      limiterReductionDb: 0,
    };
  }

  override readSpectrum(tap: 'before' | 'after', out: Float32Array<ArrayBuffer>): boolean {
    const device = tap === 'after' && this.targetId !== null ? deviceById(this.targetId) : undefined;
    for (let i = 0; i < out.length; i++) {
      const hz = ((i + 0.5) / out.length) * (this.sampleRate / 2);
      const pink =
        -28 - 10 * Math.log10(hz / 60) - (hz < 45 ? (45 - hz) * 0.8 : 0) - (hz > 9000 ? (hz - 9000) / 700 : 0);
      out[i] = pink + 3 * Math.sin(performance.now() / 170 + i / 9) + (device ? responseDb(device, hz) : 0);
    }
    return this.isPlaying;
  }

  #lastMs = performance.now();
}

const parts = fakeSession({ engine: new StageEngine() });
const frames = new FrameLoop(new Scope(), () => parts.session.live.isPlaying);
for (const store of [parts.session.listen, parts.session.playback, parts.session.preferences]) {
  store.subscribe(() => frames.wake());
}
createRoot(document.getElementById('root')!).render(<App desk={{ session: parts.session, frames }} />);
Object.assign(globalThis, { stage: parts });
void parts.session.start();
