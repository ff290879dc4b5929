import { describe, expect, it } from 'vitest';
import { Convolver, CrossFade, OfflineContext, ToneAudioBuffer, connect } from 'tone';
import { frameTimeSec } from '../../../src/audio/ramp';
import { bufferOf, renderOffline, worstDifference } from '../../support/offline';
import { whiteNoise } from '../../support/noise';

/** What the engine relies on, or works around. When one of these fails after an upgrade, look at what it names. */
describe('buffer sources', () => {
  for (const sampleRate of [44_100, 48_000, 96_000]) {
    it(`start bit-exactly on any whole frame at ${sampleRate} Hz (MixPlayer)`, async () => {
      const noise = whiteNoise(512, 1);
      const frames = [0, 1, 127, 128, 1000, 4411, 20_011, 33_333];
      const [out] = await renderOffline(40_000, sampleRate, (context) => {
        for (const frame of frames) {
          const source = new AudioBufferSourceNode(context, {
            buffer: bufferOf(sampleRate, noise),
          });
          source.connect(context.destination);
          source.start(frame / sampleRate, 100 / sampleRate);
        }
      });
      // The first four overlap; the rest stand alone.
      for (const frame of frames.slice(4)) {
        expect(worstDifference(out!.subarray(frame, frame + 412), noise.subarray(100))).toBe(0);
        expect(out![frame - 1]).toBe(0);
      }
    });

    it(`hand over without a seam when one stops in the frame in which the next starts, at ${sampleRate} Hz`, async () => {
      const noise = whiteNoise(30_000, 2);
      const [out] = await renderOffline(30_000, sampleRate, (context) => {
        const buffer = bufferOf(sampleRate, noise);
        const seam = 12_345;
        const first = new AudioBufferSourceNode(context, { buffer });
        const second = new AudioBufferSourceNode(context, { buffer });
        first.connect(context.destination);
        second.connect(context.destination);
        first.start(0);
        first.stop(seam / sampleRate);
        second.start(seam / sampleRate, seam / sampleRate);
      });
      expect(worstDifference(out!, noise)).toBe(0);
    });

    it(`loop on whole frames without a seam at ${sampleRate} Hz`, async () => {
      const noise = whiteNoise(5000, 3);
      const [out] = await renderOffline(20_000, sampleRate, (context) => {
        const source = new AudioBufferSourceNode(context, {
          buffer: bufferOf(sampleRate, noise),
          loop: true,
        });
        source.loopStart = 1234 / sampleRate;
        source.loopEnd = 4321 / sampleRate;
        source.connect(context.destination);
        source.start(0, 1000 / sampleRate);
      });
      for (let i = 0; i < 20_000; i++) {
        const at = 1000 + i;
        expect(out![i]).toBe(noise[at < 4321 ? at : 1234 + ((at - 1234) % (4321 - 1234))]);
      }
    });
  }

  it('interpolate between samples when the start is not on a frame (so every start is rounded)', async () => {
    const [out] = await renderOffline(2000, 48_000, (context) => {
      const source = new AudioBufferSourceNode(context, {
        buffer: bufferOf(48_000, Float32Array.of(0, 1, 0, 0)),
      });
      source.connect(context.destination);
      source.start(1000.5 / 48_000);
    });
    expect(Math.max(...out!)).toBeLessThan(0.9);
  });

  it('resample poorly when the buffer has another rate (so the context has the rate of the mix)', async () => {
    const tone = Float32Array.from({ length: 44_100 }, (_, i) => Math.sin((2 * Math.PI * 18_000 * i) / 44_100));
    const [out] = await renderOffline(40_000, 48_000, (context) => {
      const source = new AudioBufferSourceNode(context, { buffer: bufferOf(44_100, tone) });
      source.connect(context.destination);
      source.start();
    });
    const power = out!.subarray(5000, 35_000).reduce((sum, v) => sum + v * v, 0) / 30_000;
    expect(10 * Math.log10(power / 0.5)).toBeLessThan(-3);
  });
});

describe('gains and curves', () => {
  it('follow a curve with one point a frame, exactly in its frames (ramp.ts)', async () => {
    for (const sampleRate of [44_100, 48_000]) {
      const frames = Math.round(0.012 * sampleRate);
      const curve = Float32Array.from({ length: frames + 1 }, (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * i) / frames));
      const [out] = await renderOffline(4000, sampleRate, (context) => {
        const source = new ConstantSourceNode(context, { offset: 1 });
        const gain = new GainNode(context, { gain: 0 });
        gain.gain.setValueAtTime(0, 0);
        gain.gain.setValueCurveAtTime(curve, 1111 / sampleRate, frames / sampleRate);
        source.connect(gain).connect(context.destination);
        source.start();
      });
      expect(out![1110]).toBe(0);
      expect(worstDifference(out!.subarray(1111, 1111 + frames), curve)).toBeLessThan(2e-6);
      expect(out![1111 + frames + 50]).toBe(1);
    }
  });

  it('pass samples bit for bit at a gain of one', async () => {
    const noise = whiteNoise(5000, 4);
    const [out] = await renderOffline(5000, 44_100, (context) => {
      const source = new AudioBufferSourceNode(context, { buffer: bufferOf(44_100, noise) });
      source.connect(new GainNode(context, { gain: 1 })).connect(context.destination);
      source.start();
    });
    expect(worstDifference(out!, noise)).toBe(0);
  });
});

describe('convolvers', () => {
  it('have no latency and keep left and right apart with a mono response (ToneCurveStage)', async () => {
    const left = whiteNoise(3000, 5);
    const right = whiteNoise(3000, 6);
    const response = new Float32Array(8192);
    response[0] = 0.5;
    response[3] = -0.25;
    const [l, r] = await renderOffline(3000, 48_000, (context) => {
      const source = new AudioBufferSourceNode(context, { buffer: bufferOf(48_000, left, right) });
      const convolver = new ConvolverNode(context, {
        buffer: bufferOf(48_000, response),
        disableNormalization: true,
      });
      source.connect(convolver).connect(context.destination);
      source.start();
    });
    for (const i of [0, 1, 2, 3, 500, 2999]) {
      expect(l![i]).toBeCloseTo(0.5 * left[i]! - 0.25 * (left[i - 3] ?? 0), 5);
      expect(r![i]).toBeCloseTo(0.5 * right[i]! - 0.25 * (right[i - 3] ?? 0), 5);
    }
  });

  it('are normalised by Tone whatever they are told (so the native node is used)', async () => {
    const impulse = new Float32Array(128);
    impulse[0] = 1;
    const native = new OfflineAudioContext(1, 256, 48_000);
    const context = new OfflineContext(native);
    const convolver = new Convolver({
      context,
      url: new ToneAudioBuffer(bufferOf(48_000, impulse)),
      normalize: false,
    });
    const source = new AudioBufferSourceNode(native, {
      buffer: bufferOf(48_000, Float32Array.of(1)),
    });
    connect(source, convolver);
    connect(convolver, native.destination);
    source.start();
    const out = (await native.startRendering()).getChannelData(0);
    expect(out[0]).toBeLessThan(0.5);
  });
});

describe('other nodes', () => {
  it('Tone.CrossFade is equal-power: the same music on both sides rises 3 dB (so the switcher is our own)', async () => {
    const native = new OfflineAudioContext(1, 4096, 48_000);
    const context = new OfflineContext(native);
    const fade = new CrossFade({ context, fade: 0.5 });
    const source = new ConstantSourceNode(native, { offset: 1 });
    connect(source, fade.a);
    connect(source, fade.b);
    connect(fade, native.destination);
    source.start();
    const out = (await native.startRendering()).getChannelData(0);
    expect(20 * Math.log10(out[4000]!)).toBeCloseTo(3.01, 1);
  });

  it('a dynamics compressor delays by 6 ms and is no limiter (so the safety limiter is a worklet)', async () => {
    const [out] = await renderOffline(2000, 48_000, (context) => {
      const source = new AudioBufferSourceNode(context, {
        buffer: bufferOf(48_000, Float32Array.of(0.5)),
      });
      source.connect(new DynamicsCompressorNode(context, { threshold: 0, ratio: 1 })).connect(context.destination);
      source.start();
    });
    expect(out!.findIndex((v) => Math.abs(v) > 0.01)).toBe(288);
  });

  it('a stereo panner raises a panned stereo signal (so left and right are mixed by gains)', async () => {
    const ones = new Float32Array(256).fill(1);
    const [, right] = await renderOffline(256, 48_000, (context) => {
      const source = new AudioBufferSourceNode(context, { buffer: bufferOf(48_000, ones, ones) });
      source.connect(new StereoPannerNode(context, { pan: 0.5 })).connect(context.destination);
      source.start();
    });
    expect(right![100]).toBeCloseTo(1.707, 2);
  });

  it('one NaN stays in a biquad for ever (so decoded samples are cleaned)', async () => {
    const input = new Float32Array(1000);
    input[10] = Number.NaN;
    const [out] = await renderOffline(1000, 48_000, (context) => {
      const source = new AudioBufferSourceNode(context, { buffer: bufferOf(48_000, input) });
      source.connect(new BiquadFilterNode(context, { type: 'highpass', frequency: 20 })).connect(context.destination);
      source.start();
    });
    expect(Number.isNaN(out![999]!)).toBe(true);
  });
});

/** Frames of which some, as a time, come back as slightly more and some as slightly less. */
const openings = Array.from({ length: 120 }, (_, i) => 3000 + i * 3725);

/** Where on either side of each frame a gain that opens at its time lets the first sample of a constant through. */
async function openedAt(sampleRate: number, timeOf: (frame: number) => number): Promise<number[]> {
  const [out] = await renderOffline(openings.at(-1)! + 2000, sampleRate, (context) => {
    for (const frame of openings) {
      const source = new ConstantSourceNode(context);
      const gate = new GainNode(context, { gain: 0 });
      gate.gain.setValueAtTime(0, 0);
      gate.gain.setValueAtTime(1, timeOf(frame));
      gate.gain.setValueAtTime(0, (frame + 999.5) / sampleRate);
      source.connect(gate).connect(context.destination);
      source.start();
    }
  });
  return openings.map((frame) => out!.subarray(frame - 10, frame + 10).indexOf(1) - 10);
}

describe('automation', () => {
  for (const sampleRate of [44_100, 48_000, 96_000]) {
    it(`begins on the very frame when its time is no more than the frame, at ${sampleRate} Hz (frameTimeSec)`, async () => {
      expect(await openedAt(sampleRate, (frame) => frameTimeSec(frame, sampleRate))).toEqual(openings.map(() => 0));
    });

    it(`begins a frame late when the time comes back as more than the frame, at ${sampleRate} Hz (frameTimeSec)`, async () => {
      const late = openings.map((frame) => ((frame / sampleRate) * sampleRate > frame ? 1 : 0));
      expect(late).toContain(1);
      expect(await openedAt(sampleRate, (frame) => frame / sampleRate)).toEqual(late);
    });
  }

  it('set at one moment begins on the next frame, but for that moment itself perhaps a frame late (EngineGraph)', async () => {
    const sampleRate = 44_100;
    const quanta = Array.from({ length: 300 }, (_, i) => 128 * (20 + i));
    const now = quanta.find((frame) => (frame / sampleRate) * sampleRate > frame)!;
    for (const [ahead, opensAt] of [
      [0, 1],
      [1, 1],
      [2, 2],
    ] as const) {
      const context = new OfflineAudioContext(1, now + 256, sampleRate);
      const source = new ConstantSourceNode(context);
      const gate = new GainNode(context, { gain: 0 });
      gate.gain.setValueAtTime(0, 0);
      source.connect(gate).connect(context.destination);
      source.start();
      void context.suspend(now / sampleRate).then(() => {
        gate.gain.setValueAtTime(1, frameTimeSec(now + ahead, sampleRate));
        return context.resume();
      });
      const rendered = await context.startRendering();
      expect(rendered.getChannelData(0).indexOf(1) - now).toBe(opensAt);
    }
  });
});
