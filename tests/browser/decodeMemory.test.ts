import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDecoder } from '../../src/audio/decode/createDecoder';
import { freeSamples } from '../../src/audio/decode/limits';

const Native = globalThis.OfflineAudioContext;
let ratesOpened: number[] = [];

beforeEach(() => {
  ratesOpened = [];
  globalThis.OfflineAudioContext = class extends Native {
    constructor(channelCount: number, length: number, sampleRate: number) {
      super(channelCount, length, sampleRate);
      ratesOpened.push(sampleRate);
    }
  } as typeof OfflineAudioContext;
});
afterEach(() => {
  globalThis.OfflineAudioContext = Native;
});

test('ten MP3s are decoded by one context [fault: memory]', async () => {
  const response = await fetch(new URL('/samples/stem-kick.mp3', location.origin));
  const file = await response.blob();
  const decoder = createDecoder();
  const lengths = new Set<number>();
  for (let i = 0; i < 10; i++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a listener loads them
    lengths.add((await decoder.decode(file, 'kick.mp3')).buffer.length);
  }
  decoder.dispose();
  expect(lengths.size).toBe(1);
  expect(ratesOpened).toEqual([44_100]);
});

test('samples that are freed are gone at once [fault: memory]', () => {
  const buffer = new AudioBuffer({ length: 44_100, numberOfChannels: 2, sampleRate: 44_100 });
  const channels = [buffer.getChannelData(0), buffer.getChannelData(1)];
  freeSamples(buffer);
  expect(channels.map((samples) => samples.length)).toEqual([0, 0]);
});
