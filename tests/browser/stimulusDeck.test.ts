import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDeck } from '../../src/audio/stimuli/createDeck';
import type { DeckPort } from '../../src/audio/stimuli/DeckPort';
import { ampToDb } from '../../src/core/units';
import { tapDestination, until } from '../support/tap';
import type { Capture, Tap } from '../support/tap';

const RATE = 44_100;
const LENGTH = RATE * 2;

type Samples = Float32Array<ArrayBuffer>;

/** A tone that fits the loop, so that no seam is heard; `phase` in cycles. */
const tone = (frequencyHz: number, amplitude: number, phase = 0): Samples =>
  Float32Array.from(
    { length: LENGTH },
    (_, i) => amplitude * Math.sin(2 * Math.PI * ((frequencyHz * i) / RATE + phase)),
  );

const stereo = (samples: Samples): readonly [Samples, Samples] => [samples, samples.slice()];

let tap: Tap;
let deck: DeckPort;

beforeEach(() => {
  tap = tapDestination();
  deck = createDeck();
  deck.setVolume(0);
});
afterEach(async () => {
  await deck.dispose();
  tap.restore();
});

const later = (ms: number): Promise<void> => {
  const end = performance.now() + ms;
  return until(() => performance.now() > end);
};

/** The part of a capture in which something sounds, without the recorder's first frames and what it missed. */
function sounding({ left, wholeFrom }: Capture): Samples {
  const first = left.findIndex((x) => x !== 0);
  return left.slice(Math.max(first + 0.15 * RATE, wholeFrom), left.findLastIndex((x) => x !== 0) + 1);
}

/** Largest and smallest level of a tone over windows of 5 ms, by correlation with the tone, dB. */
function envelopeDb(samples: Samples, frequencyHz: number): number[] {
  const size = Math.round(0.005 * RATE);
  const levels: number[] = [];
  for (let at = 0; at + size <= samples.length; at += size) {
    let re = 0;
    let im = 0;
    for (let i = 0; i < size; i++) {
      const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size);
      re += w * samples[at + i]! * Math.cos((2 * Math.PI * frequencyHz * (at + i)) / RATE);
      im += w * samples[at + i]! * Math.sin((2 * Math.PI * frequencyHz * (at + i)) / RATE);
    }
    levels.push(ampToDb((4 * Math.hypot(re, im)) / size));
  }
  return levels;
}

describe('the deck', () => {
  it('switches between equal versions without a sample changing', async () => {
    const same = tone(1000, 0.25);
    await deck.load({ sampleRate: RATE, length: LENGTH, versions: [stereo(same), stereo(same)] }, 0);
    await deck.play();
    await later(700);
    for (const version of [1, 0, 1]) {
      deck.choose(version);
      // oxlint-disable-next-line no-await-in-loop
      await later(120);
    }
    const heard = sounding(await tap.stop());
    // A sine is told by its neighbours: x[n+1] + x[n−1] = 2 cos(w) x[n].
    const k = 2 * Math.cos((2 * Math.PI * 1000) / RATE);
    let worst = 0;
    for (let i = 1; i + 1 < heard.length; i++) {
      worst = Math.max(worst, Math.abs(heard[i + 1]! + heard[i - 1]! - k * heard[i]!));
    }
    expect(heard.length).toBeGreaterThan(0.5 * RATE);
    expect(worst).toBeLessThan(2e-5);
  });

  it('sounds as soon as the output runs, though it was told that it does not', async () => {
    const { resume } = AudioContext.prototype;
    AudioContext.prototype.resume = () => new Promise<void>(() => undefined);
    try {
      const told: string[] = [];
      deck.on('trouble', (code) => told.push(code));
      deck.on('sounding', () => told.push('sounding'));
      await deck.load({ sampleRate: RATE, length: LENGTH, versions: [stereo(tone(1000, 0.25))] }, 0);
      const context = tap.context()!;
      await context.suspend();
      await deck.play();
      expect([deck.isPlaying, ...told]).toEqual([false, 'audio-start-blocked']);
      await resume.call(context);
      await until(() => told.includes('sounding'));
      expect(deck.isPlaying).toBe(true);
    } finally {
      AudioContext.prototype.resume = resume;
    }
  }, 30_000);

  it('fades between versions at equal gain, at the same place in the music, within 30 ms', async () => {
    const loud = tone(1000, 0.25);
    const soft = tone(1000, 0.125);
    await deck.load({ sampleRate: RATE, length: LENGTH, versions: [stereo(loud), stereo(soft)] }, 0);
    await deck.play();
    await later(400);
    deck.choose(1);
    await later(300);
    const heard = sounding(await tap.stop());
    const levels = envelopeDb(heard, 1000);
    const isSteady = (level: number, amplitude: number): boolean => Math.abs(level - ampToDb(amplitude)) < 0.1;
    const between = levels.filter((level) => !isSteady(level, 0.25) && !isSteady(level, 0.125));
    expect(levels.some((level) => isSteady(level, 0.25))).toBe(true);
    expect(levels.filter((level) => isSteady(level, 0.125)).length).toBeGreaterThan(20);
    expect(between.length).toBeLessThanOrEqual(5);
    for (const level of between) {
      expect(level).toBeLessThan(ampToDb(0.25) + 0.1);
      expect(level).toBeGreaterThan(ampToDb(0.125) - 0.1);
    }
  });

  it('takes a new sound for the version that is heard, and ends with the one that came last', async () => {
    await deck.load({ sampleRate: RATE, length: LENGTH, versions: [stereo(tone(1000, 0.25))] }, 0);
    await deck.play();
    await later(300);
    for (const amplitude of [0.2, 0.15, 0.1, 0.05]) deck.replaceVersion(0, stereo(tone(1000, amplitude)));
    await later(300);
    const heard = sounding(await tap.stop());
    const levels = envelopeDb(heard, 1000);
    expect(levels.at(-3)!).toBeCloseTo(ampToDb(0.05), 1);
    expect(Math.max(...levels)).toBeLessThan(ampToDb(0.25) + 0.1);
    expect(Math.min(...levels.slice(0, -2))).toBeGreaterThan(ampToDb(0.05) - 0.2);
  });

  it('goes round without a gap, and keeps its place through a pause', async () => {
    const short = { sampleRate: RATE, length: RATE / 2, versions: [stereo(tone(1000, 0.25).slice(0, RATE / 2))] };
    await deck.load(short, 0);
    expect(deck.durationSec).toBe(0.5);
    await deck.play();
    await later(1400);
    deck.pause();
    const rest = deck.positionSec();
    expect(deck.isPlaying).toBe(false);
    await later(60);
    expect(deck.positionSec()).toBe(rest);
    const heard = sounding(await tap.stop());
    expect(heard.length).toBeGreaterThan(0.5 * RATE);
    expect(Math.min(...envelopeDb(heard, 1000).slice(1, -6))).toBeGreaterThan(ampToDb(0.25) - 0.1);
  });

  it('begins a new stimulus from its start, at another rate if need be, and says when it sounds', async () => {
    let sounds = 0;
    deck.on('sounding', () => sounds++);
    await deck.load({ sampleRate: RATE, length: LENGTH, versions: [stereo(tone(1000, 0.25))] }, 0);
    await deck.play();
    await until(() => sounds === 1);
    await deck.load(
      { sampleRate: 48_000, length: LENGTH, versions: [stereo(tone(500, 0.25)), stereo(tone(500, 0.25))] },
      1,
    );
    await until(() => sounds === 2);
    expect(deck.version).toBe(1);
    expect(deck.isPlaying).toBe(true);
    expect(deck.positionSec()).toBeLessThan(1);
    expect(tap.context()?.sampleRate).toBe(48_000);
  });

  it('closes its context when it is unloaded, and opens another for the next stimulus', async () => {
    let sounds = 0;
    let troubles = 0;
    deck.on('sounding', () => sounds++);
    deck.on('trouble', () => troubles++);
    const stimulus = { sampleRate: RATE, length: LENGTH, versions: [stereo(tone(1000, 0.25))] };
    await deck.load(stimulus, 0);
    await deck.play();
    await until(() => sounds === 1);
    const first = tap.context()!;
    await deck.unload();
    expect(first.state).toBe('closed');
    expect(deck.isPlaying).toBe(false);
    expect(deck.durationSec).toBe(0);
    await deck.load(stimulus, 0);
    await deck.play();
    await until(() => sounds === 2);
    expect(tap.context()).not.toBe(first);
    expect(troubles).toBe(0);
  });

  it('stays silent until it is asked to play', async () => {
    await deck.load({ sampleRate: RATE, length: LENGTH, versions: [stereo(tone(1000, 0.25))] }, 0);
    deck.choose(0);
    deck.seek(1);
    expect(deck.isPlaying).toBe(false);
    expect(deck.positionSec()).toBe(1);
  });
});

describe('an output that is lost while the deck plays [fault: audio-lost]', () => {
  const playing = async (): Promise<AudioContext> => {
    await deck.load({ sampleRate: RATE, length: LENGTH, versions: [stereo(tone(1000, 0.25))] }, 0);
    await deck.play();
    await later(300);
    return tap.context()!;
  };
  /** The level of what reaches the output of the context that was opened last. */
  const expectSound = async (): Promise<void> => {
    await later(400);
    const heard = sounding(await tap.stop());
    expect(Math.max(...heard)).toBeCloseTo(0.25, 2);
  };

  it('is replaced when it was closed', async () => {
    const dead = await playing();
    await dead.close();
    await until(() => tap.context() !== dead);
    await tap.ready();
    expect(deck.isPlaying).toBe(true);
    expect(deck.positionSec()).toBeGreaterThan(0.1);
    await expectSound();
  });

  it('is replaced when it was suspended', async () => {
    const lost = await playing();
    await lost.suspend();
    await until(() => tap.context() !== lost);
    await tap.ready();
    expect(deck.isPlaying).toBe(true);
    await expectSound();
  });

  it('is opened again by Play when it was closed in a pause', async () => {
    const dead = await playing();
    deck.pause();
    await dead.close();
    await deck.play();
    await tap.ready();
    expect(tap.context()).not.toBe(dead);
    await expectSound();
  });
});
