import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/audio/createEngine';
import type { EnginePort, PlayableMix } from '../../src/audio/EnginePort';
import { whiteNoise } from '../support/noise';
import { bufferOf } from '../support/offline';
import { until } from '../support/tap';

const RealContext = globalThis.AudioContext;
let engine: EnginePort;

afterEach(async () => {
  globalThis.AudioContext = RealContext;
  await engine.dispose();
});

/** As a browser without any audio output does. */
function refuseContexts(): void {
  globalThis.AudioContext = new Proxy(RealContext, {
    construct() {
      throw new DOMException('no audio', 'NotSupportedError');
    },
  });
}

function noiseMix(): PlayableMix {
  const buffer = bufferOf(44_100, whiteNoise(44_100 * 2, 1));
  return { id: 'noise', buffer, isPartial: false, durationSec: 2 };
}

describe('without an audio output', () => {
  it('says so, and plays from where it was asked to once there is one [fault: audio-lost]', async () => {
    engine = createEngine();
    refuseContexts();
    await expect(engine.setMix(noiseMix(), { positionSec: 0.5 })).rejects.toMatchObject({ code: 'audio-failed' });
    await expect(engine.play()).rejects.toMatchObject({ code: 'audio-failed' });
    expect(engine.isPlaying).toBe(false);
    globalThis.AudioContext = RealContext;
    await engine.play();
    expect(engine.isPlaying).toBe(true);
    await until(() => engine.positionSec() > 0.5);
  });
});
