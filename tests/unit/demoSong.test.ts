import { describe, expect, test } from 'vitest';
import {
  foldToMono,
  fromDb,
  meanPower,
  SAMPLE_RATE,
  samplePeak,
  silence,
  toDb,
  type Stereo,
} from '../../scripts/demo-song/audio';
import { limit } from '../../scripts/demo-song/dynamics';
import { toPcm16 } from '../../scripts/demo-song/encode';
import { equalise } from '../../scripts/demo-song/filters';
import { integratedLoudness } from '../../scripts/demo-song/loudness';
import { BASS_HEAVY, processStems, TRANSLATES } from '../../scripts/demo-song/mix';
import { perform, STEM_IDS, type StemId } from '../../scripts/demo-song/perform';
import { BARS, BAR_SEC, TAIL_SEC } from '../../scripts/demo-song/song';
import { waveTable } from '../../scripts/demo-song/oscillators';

/** One bar of the chorus, where everything plays. */
const CHORUS_BAR = { first: 10, end: 11 };

/** Level of a mono signal in dB. */
const level = (signal: Float64Array): number => 10 * Math.log10(meanPower(signal) + 1e-20);

/** The mono fold through a phone's speaker: a fourth-order high-pass at 500 Hz. */
function onPhone(signal: Stereo): Float64Array {
  const mono = foldToMono(signal);
  equalise(mono, [
    { kind: 'highpass', hz: 500, q: 0.541 },
    { kind: 'highpass', hz: 500, q: 1.307 },
  ]);
  return mono;
}

/** Share of a signal's power above a frequency, in dB against all of it. */
function shareAbove(signal: Stereo, hz: number): number {
  const mono = foldToMono(signal);
  const upper = mono.slice();
  equalise(upper, [
    { kind: 'highpass', hz, q: 0.541 },
    { kind: 'highpass', hz, q: 1.307 },
  ]);
  return level(upper) - level(mono);
}

/** How much louder the voice is than everything else on a phone, in dB. */
function voiceToRest(stems: Record<StemId, Stereo>): number {
  const rest = new Float64Array(stems.voice.left.length);
  for (const id of STEM_IDS) {
    if (id === 'voice') continue;
    onPhone(stems[id]).forEach((x, i) => {
      rest[i]! += x;
    });
  }
  return level(onPhone(stems.voice)) - level(rest);
}

const recording = perform(CHORUS_BAR, 0.5);
const good = processStems(recording, TRANSLATES);
const bad = processStems(recording, BASS_HEAVY);

describe('the demo song', () => {
  test('is the same every time it is played', () => {
    const bytes = (): Buffer =>
      Buffer.concat(Object.values(perform({ first: 3, end: 4 }, 0.2).tracks).map((t) => toPcm16([t.left, t.right], 7)));
    const first = bytes();
    expect(first.equals(bytes())).toBe(true);
    expect(first.some((byte) => byte !== 0)).toBe(true);
  });

  test('lasts between 40 and 60 seconds', () => {
    const seconds = BARS * BAR_SEC + TAIL_SEC;
    expect(seconds).toBeGreaterThan(40);
    expect(seconds).toBeLessThan(60);
  });

  test.each(STEM_IDS)('%s plays in the chorus, with finite samples and no offset', (id) => {
    const { left, right } = recording.tracks[id];
    expect(left.every(Number.isFinite) && right.every(Number.isFinite)).toBe(true);
    expect(10 * Math.log10(meanPower(left, right))).toBeGreaterThan(-50);
    const mean = left.reduce((sum, x) => sum + x, 0) / left.length;
    expect(Math.abs(mean)).toBeLessThan(2e-3);
  });

  test('waves hold no partial above their limit', () => {
    const table = waveTable('saw', 1000, 16000);
    const partial = (n: number): number => {
      let re = 0;
      let im = 0;
      for (let i = 0; i < 4096; i++) {
        re += table[i]! * Math.cos((2 * Math.PI * n * i) / 4096);
        im += table[i]! * Math.sin((2 * Math.PI * n * i) / 4096);
      }
      return Math.hypot(re, im) / 2048;
    };
    expect(partial(1)).toBeGreaterThan(0.6);
    expect(partial(17)).toBeLessThan(1e-9);
    expect(partial(40)).toBeLessThan(1e-9);
  });
});

describe('the two mixes', () => {
  /** What a mono fold takes from the pad, in dB. */
  const foldLoss = (pad: Stereo): number => level(foldToMono(pad)) - 10 * Math.log10(meanPower(pad.left, pad.right));

  test('the pad cancels in mono in the bass-heavy mix only', () => {
    expect(foldLoss(bad.pad)).toBeLessThan(-15);
    expect(foldLoss(good.pad)).toBeGreaterThan(-2);
  });

  test('the bass keeps its harmonics only in the mix that translates', () => {
    expect(shareAbove(good.bass, 200)).toBeGreaterThan(-10);
    expect(shareAbove(bad.bass, 200)).toBeLessThan(-20);
  });

  test('the kick keeps its click only in the mix that translates', () => {
    expect(shareAbove(good.kick, 2000)).toBeGreaterThan(-30);
    expect(shareAbove(bad.kick, 2000)).toBeLessThan(-70);
  });

  test('the low end of the mix that translates is mono', () => {
    for (const id of ['kick', 'bass'] as const) {
      const side = good[id].left.map((x, i) => x - good[id].right[i]!);
      expect(side.every((x) => Math.abs(x) < 1e-9)).toBe(true);
    }
  });

  test('on a phone the voice stands at least 4 dB further out of the mix that translates', () => {
    expect(voiceToRest(good) - voiceToRest(bad)).toBeGreaterThan(4);
  });
});

describe('mastering', () => {
  test('reads the loudness of a 997 Hz tone', () => {
    const tone = silence(3 * SAMPLE_RATE);
    for (const channel of [tone.left, tone.right]) {
      for (let i = 0; i < channel.length; i++)
        channel[i] = fromDb(-20) * Math.sin((2 * Math.PI * 997 * i) / SAMPLE_RATE);
    }
    expect(Math.abs(integratedLoudness(tone) + 20)).toBeLessThan(0.1);
  });

  test('the limiter holds its ceiling and leaves quiet passages alone', () => {
    const signal = silence(SAMPLE_RATE);
    for (let i = 0; i < SAMPLE_RATE; i++) {
      const loud = i > 20000 && i < 24000 ? 1.8 : 0.3;
      signal.left[i] = loud * Math.sin((2 * Math.PI * 443 * i) / SAMPLE_RATE);
    }
    const before = signal.left.slice(0, 15000);
    limit(signal, -1.5, 80);
    expect(toDb(samplePeak(signal))).toBeLessThanOrEqual(-1.5 + 1e-6);
    expect(signal.left.slice(0, 15000).every((x, i) => Math.abs(x - before[i]!) < 1e-12)).toBe(true);
  });
});
