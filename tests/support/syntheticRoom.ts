import { seededRandom } from '../../src/core/random';
import { dbToAmp } from '../../src/core/units';
import type { RoomResponse } from '../../src/dsp/room/designRoom';

/** A room of direct sound, crosstalk, a few reflections and a decay of noise: nothing of it from the rooms of the app. */
export function syntheticRoom(
  sampleRate: number,
  {
    decayDb,
    rt60Sec,
    lengthSec,
    rightDelaySec = 0,
    rightGainDb = 0,
    seed,
  }: {
    /** Energy of the decay against the direct sound. */
    readonly decayDb: number;
    readonly rt60Sec: number;
    readonly lengthSec: number;
    readonly rightDelaySec?: number;
    readonly rightGainDb?: number;
    readonly seed: number;
  },
): RoomResponse {
  const length = Math.ceil((lengthSec * sampleRate) / 128) * 128;
  const random = seededRandom(seed);
  const path = (delaySec: number, gain: number): Float32Array<ArrayBuffer> => {
    const out = new Float32Array(length);
    const put = (sec: number, amplitude: number): void => {
      const at = sec * sampleRate;
      out[Math.floor(at)]! += amplitude * (1 - (at % 1));
      out[Math.floor(at) + 1]! += amplitude * (at % 1);
    };
    put(delaySec, gain);
    for (const [sec, db] of [
      [0.0009, -6],
      [0.0041, -8],
      [0.0083, -9],
      [0.0138, -10],
    ] as const)
      put(delaySec + sec * (1 + 0.2 * random()), gain * dbToAmp(db));
    const decay = Float64Array.from({ length }, (_, n) =>
      n < 0.009 * sampleRate ? 0 : (random() * 2 - 1) * 10 ** ((-3 * n) / sampleRate / rt60Sec),
    );
    const scale = dbToAmp(decayDb) / Math.sqrt(decay.reduce((sum, x) => sum + x * x, 0));
    return out.map((x, n) => x + scale * decay[n]!);
  };
  const far = 0.55;
  const right = dbToAmp(rightGainDb);
  return {
    sampleRate,
    paths: [
      path(0, 0.7),
      path(0.00026, 0.7 * far),
      path(rightDelaySec + 0.00026, 0.7 * far * right),
      path(rightDelaySec, 0.7 * right),
    ],
  };
}
