import { afterEach, beforeEach, expect, it } from 'vitest';
import { openContext } from '../../src/audio/context';
import type { AudioContextPair } from '../../src/audio/context';
import { ToneCurveStage } from '../../src/audio/stages/ToneCurveStage';
import { designMinimumPhase } from '../../src/dsp/minimumPhase';
import { giveBackConvolver, letGoOfConvolvers, makeConvolver, takeConvolver } from '../../src/audio/stages/convolvers';
import { whiteNoise } from '../support/noise';
import { bufferOf, nullDb } from '../support/offline';
import { tapDestination, until } from '../support/tap';
import type { Tap } from '../support/tap';

const sampleRate = 44_100;
/** As long as the longest room. */
const response = bufferOf(
  sampleRate,
  whiteNoise(26_496, 7).map((sample, n) => sample * Math.exp(-n / 6000)),
);
const music = bufferOf(sampleRate, whiteNoise(sampleRate, 8));

let tap: Tap;
let tone: AudioContextPair['tone'];
let context: AudioContext;

beforeEach(async () => {
  tap = tapDestination();
  ({ tone, native: context } = openContext(sampleRate));
  await context.resume();
});

afterEach(async () => {
  await context.close();
  tap.restore();
});

/** Lets music run through it for so long, then takes everything away from it in the middle of a sound. */
async function sounded(node: ConvolverNode, sec: number): Promise<void> {
  const source = new AudioBufferSourceNode(context, { buffer: music, loop: true });
  source.connect(node).connect(context.destination);
  source.start();
  const end = context.currentTime + sec;
  await until(() => context.currentTime > end);
  source.disconnect();
  giveBackConvolver(node, response, false);
}

it('a convolver that has sounded is handed out again once it is at rest, and is as good as new', async () => {
  const node = takeConvolver(context, response, 1);
  await sounded(node, 0.777);
  const backSec = context.currentTime;
  expect(makeConvolver(context, response, 1), 'while it rings another one is needed').toBe(true);
  const other = takeConvolver(context, response, 1);
  expect(other).not.toBe(node);
  await until(() => context.currentTime > backSec + response.duration + 0.3);
  expect(makeConvolver(context, response, 1), 'there is one at rest').toBe(false);
  const again = takeConvolver(context, response, 1);
  expect(again).toBe(node);

  const fresh = new ConvolverNode(context, { buffer: response, disableNormalization: true, channelCount: 1 });
  const merger = new ChannelMergerNode(context, { numberOfInputs: 2 });
  const source = new AudioBufferSourceNode(context, { buffer: music });
  for (const [side, convolver] of [again, fresh].entries()) {
    source.connect(convolver);
    convolver.connect(merger, 0, side);
  }
  merger.connect(context.destination);
  const atSec = context.currentTime + 0.2;
  source.start(atSec);
  await until(() => context.currentTime > atSec + 1.2);
  const { left, right, firstFrame } = await tap.stop();
  const from = Math.round(atSec * sampleRate) - firstFrame;
  expect(Math.max(...right.subarray(from, from + sampleRate).map(Math.abs))).toBeGreaterThan(0.1);
  expect(Math.max(...left.subarray(from - 2000, from - 10).map(Math.abs))).toBeLessThan(1e-6);
  expect(nullDb(left, right, from, from + sampleRate)).toBeLessThan(-110);
});

it('one that was never used is handed out again at once', () => {
  const node = takeConvolver(context, response, 1);
  giveBackConvolver(node, response, true);
  expect(takeConvolver(context, response, 1)).toBe(node);
});

it('stages give back what they took, and come to rest where nobody hears it', async () => {
  const curve = designMinimumPhase((hz) => hz.map(() => -6), sampleRate);
  const stage = new ToneCurveStage(tone, curve);
  const source = new AudioBufferSourceNode(context, { buffer: music, loop: true });
  source.connect(stage.input).connect(context.destination);
  source.start();
  // Long enough for the recorder to have begun.
  const end = context.currentTime + 1.5;
  await until(() => context.currentTime > end);
  source.disconnect();
  const { input } = stage;
  stage.dispose();
  stage.dispose();
  const backFrame = Math.round(context.currentTime * sampleRate);
  await until(() => context.currentTime > end + 1);
  const next = new ToneCurveStage(tone, curve);
  expect(next.input).toBe(input);
  expect(new ToneCurveStage(tone, curve).input, 'handed out once').not.toBe(input);
  next.output.connect(context.destination);
  const heardSec = context.currentTime + 0.5;
  await until(() => context.currentTime > heardSec);
  const { left, firstFrame } = await tap.stop();
  expect(Math.max(...left.subarray(0, backFrame - firstFrame - 12_000).map(Math.abs))).toBeGreaterThan(0.1);
  expect(Math.max(...left.subarray(backFrame - firstFrame + 12_000).map(Math.abs))).toBeLessThan(1e-6);
});

it('nothing is kept of a context that is about to be closed', () => {
  const node = takeConvolver(context, response, 1);
  letGoOfConvolvers(context);
  giveBackConvolver(node, response, true);
  expect(makeConvolver(context, response, 1)).toBe(false);
  expect(takeConvolver(context, response, 1)).not.toBe(node);
});

it('what is rendered offline is built anew', () => {
  const offline = new OfflineAudioContext(2, 128, sampleRate);
  const node = takeConvolver(offline, response, 1);
  giveBackConvolver(node, response, true);
  expect(makeConvolver(offline, response, 1)).toBe(false);
  expect(takeConvolver(offline, response, 1)).not.toBe(node);
});
