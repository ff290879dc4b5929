import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../../../src/devices/catalogue';
import type { DeviceProfile } from '../../../src/devices/DeviceProfile';
import { FilterDesigner } from '../../../src/devices/design/designFilter';
import { inputStageOf, soundKeys } from '../../../src/devices/design/deviceSound';
import type { DeviceResponses } from '../../../src/devices/design/designFilter';
import { instantiatePffft } from '../../../src/audio/renderer/pffft';
import { seededRandom } from '../../../src/core/random';
import { LiveRenderer } from '../../../src/dsp/convolution/LiveRenderer';
import { partitionFilter, QUANTUM } from '../../../src/dsp/convolution/PartitionedFilter';
import type { PartitionedFilter } from '../../../src/dsp/convolution/PartitionedFilter';
import type { Pffft } from '../../../src/dsp/convolution/Pffft';
import { StreamRenderer } from '../../../src/dsp/convolution/StreamRenderer';
import { DeviceLimits } from '../../../src/dsp/limits/DeviceLimits';
import { firLengthFor } from '../../../src/dsp/firLength';
import { LONGEST_SEC } from '../../../src/dsp/room/RoomModel';
import { rowOf } from '../rows';
import { songLike } from '../signals';
import type { Measurement } from './measuring';

const RATES = [44_100, 48_000, 96_000];
const LENGTH_SEC = 1.6;
/** The live renderer plays the device from here on. */
const SWITCH_SEC = 1;
/** From the switch to where the fade is surely over, seconds. */
const FADE_SEC = 0.05;
/** Frames that are worked out directly, spread over what is compared. */
const COMPARED_FRAMES = 250;

type Stereo = readonly [Float32Array, Float32Array];

const PFFFT = join(import.meta.dirname, '../../../node_modules/@echogarden/pffft-wasm/dist/simd/pffft.wasm');

/** The signal as it comes to a device's filter. */
function beforeFilter(profile: DeviceProfile, signal: Stereo, sampleRate: number): Stereo {
  const stage = inputStageOf(profile);
  if (!stage) return signal;
  const [left, right] = signal;
  const out: Stereo = [new Float32Array(left.length), new Float32Array(left.length)];
  for (const [c, [fromLeft, fromRight]] of stage.matrix.entries()) {
    for (let i = 0; i < left.length; i++) out[c]![i] = fromLeft * left[i]! + fromRight * right[i]!;
  }
  new DeviceLimits(stage.limits, sampleRate, 0).process(...out, 0, left.length);
  return out;
}

/** One frame of one channel by the definition of convolution, in double precision. */
function directly({ responses, paths }: DeviceResponses, input: Stereo, to: number, frame: number): number {
  let sum = 0;
  for (const path of paths) {
    if (path.to !== to) continue;
    const taps = responses[path.response]!;
    const x = input[path.from];
    let product = 0;
    for (let k = Math.min(frame, taps.length - 1); k >= 0; k--) product += taps[k]! * x[frame - k]!;
    sum += path.gain * product;
  }
  return sum;
}

function streamed(
  pffft: Pffft,
  profile: DeviceProfile,
  filter: PartitionedFilter | null,
  signal: Stereo,
  rate: number,
): Stereo {
  const renderer = new StreamRenderer(pffft, rate, { stage: inputStageOf(profile), filter }, 0);
  const out: Stereo = [signal[0].slice(), signal[1].slice()];
  renderer.render(...out);
  renderer.free();
  return out;
}

/** The live renderer, which plays flat and is switched to the device, with its delay taken off. */
function live(
  pffft: Pffft,
  profile: DeviceProfile,
  filter: PartitionedFilter | null,
  signal: Stereo,
  sampleRate: number,
): Stereo {
  const renderer = new LiveRenderer(pffft, {
    sampleRate,
    mostTaps: Math.ceil(LONGEST_SEC * sampleRate) + firLengthFor(sampleRate),
    fade: 'led',
    budgetFloats: 2 ** 24,
  });
  const keys = soundKeys(profile);
  const stage = inputStageOf(profile);
  if (stage && keys.stage !== null) renderer.setStages([[keys.stage, stage]]);
  if (filter && keys.filter !== null) renderer.addFilter(keys.filter, filter);
  const frames = signal[0].length;
  const out: Stereo = [new Float32Array(frames), new Float32Array(frames)];
  const heard = [new Float32Array(QUANTUM), new Float32Array(QUANTUM)] as const;
  const silence = new Float32Array(QUANTUM);
  const late = renderer.latencyFrames;
  const switchAt = Math.floor((SWITCH_SEC * sampleRate) / QUANTUM) * QUANTUM;
  for (let at = 0; at < frames + late; at += QUANTUM) {
    if (at === switchAt) {
      renderer.setTarget({
        filter: keys.filter,
        stage: stage && keys.stage !== null ? { key: keys.stage, ...stage } : null,
        gain: 1,
      });
    }
    const input = signal.map((x) => (at < frames ? x.subarray(at, at + QUANTUM) : silence)) as unknown as Stereo;
    renderer.process(...input, ...heard);
    for (let i = 0; i < QUANTUM; i++) {
      const to = at + i - late;
      if (to < 0 || to >= frames) continue;
      out[0][to] = heard[0][i]!;
      out[1][to] = heard[1][i]!;
    }
  }
  renderer.free();
  return out;
}

export const convolution: Measurement = {
  name: 'convolution',
  rows: ['direct-convolution', 'flat-exact'],
  async run(measuring) {
    const errors: { readonly db: number; readonly what: string }[] = [];
    let differing = 0;
    const random = seededRandom(3);
    for (const rate of RATES) {
      const pffft = instantiatePffft(readFileSync(PFFFT));
      const designer = new FilterDesigner(pffft);
      const frames = Math.floor((LENGTH_SEC * rate) / QUANTUM) * QUANTUM;
      const signal: Stereo = [songLike(frames, 61, rate), songLike(frames, 62, rate)];
      const first = Math.ceil((SWITCH_SEC + FADE_SEC) * rate);
      for (const profile of CATALOGUE) {
        const designed = designer.responses(profile, rate);
        const filter = designed && partitionFilter(pffft, designed.responses, designed.paths);
        const rendered = {
          stream: streamed(pffft, profile, filter, signal, rate),
          live: live(pffft, profile, filter, signal, rate),
        };
        if (!designed) {
          for (const out of Object.values(rendered)) {
            for (const [c, channel] of out.entries()) {
              for (let i = 0; i < frames; i++) if (!Object.is(channel[i], signal[c]![i])) differing++;
            }
          }
          continue;
        }
        const input = beforeFilter(profile, signal, rate);
        const difference = { stream: 0, live: 0 };
        let power = 0;
        for (let n = 0; n < COMPARED_FRAMES; n++) {
          const frame = first + Math.floor(random() * (frames - first));
          for (const c of [0, 1] as const) {
            const expected = directly(designed, input, c, frame);
            power += expected * expected;
            for (const name of ['stream', 'live'] as const)
              difference[name] += (rendered[name][c][frame]! - expected) ** 2;
          }
        }
        for (const name of ['stream', 'live'] as const) {
          errors.push({
            db: 10 * Math.log10(Math.max(1e-30, difference[name] / power)),
            what: `${profile.id}, ${rate / 1000} kHz, ${name}`,
          });
        }
        // Lets timers and answers in between.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    measuring.note(
      'output against direct convolution, largest differences, dB',
      errors
        .toSorted((a, b) => b.db - a.db)
        .slice(0, 5)
        .map(({ what, db }) => `${what}: ${db.toFixed(1)}`),
    );
    const how = `all ${CATALOGUE.length} targets at ${RATES.map((rate) => rate / 1000).join(', ')} kHz in Node, export (StreamRenderer) and live (LiveRenderer, switched to the device after ${SWITCH_SEC} s and compared from the end of the fade on)`;
    return [
      rowOf(
        {
          id: 'direct-convolution',
          what: 'output against direct convolution in double precision',
          unit: 'dB',
          limit: -110,
          how: `${how}; power of the difference against that of the output over ${COMPARED_FRAMES} frames of both channels, limits applied before`,
        },
        errors.map(({ db }) => db),
      ),
      rowOf(
        { id: 'flat-exact', what: 'samples that flat changes', unit: 'samples', limit: 0, how: `${how}; every bit` },
        [differing],
      ),
    ];
  },
};
