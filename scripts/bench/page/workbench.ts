// A page for what the app's screen cannot show by itself: parts of the app, alone, against bare browser nodes.
import type { SampleReader } from '../../../src/analysis/AnalysisPort';
import { createEngine } from '../../../src/audio/createEngine';
import type { EnginePort } from '../../../src/audio/EnginePort';
import { seededRandom } from '../../../src/core/random';
import { CATALOGUE, FLAT_REFERENCE } from '../../../src/devices/catalogue';
import { bendsLevels } from '../../../src/devices/design/deviceSound';

const RATE = 44_100;

function noiseBuffer(seconds: number, sampleRate = RATE): AudioBuffer {
  const random = seededRandom(1);
  const buffer = new AudioBuffer({ length: seconds * sampleRate, numberOfChannels: 2, sampleRate });
  for (const channel of [0, 1]) {
    buffer.copyToChannel(
      Float32Array.from({ length: buffer.length }, () => random() - 0.5),
      channel,
    );
  }
  return buffer;
}

/** One device of each kind, since what holds for one pair of headphones holds for the next, and all that do more. */
const SOUNDS = CATALOGUE.filter(
  (profile, i) =>
    profile.room ||
    bendsLevels(profile.limits) ||
    CATALOGUE.findIndex(({ subfamily }) => subfamily === profile.subfamily) === i,
);
/** The same devices under other names, which can be given gains of their own. */
const copies = SOUNDS.map((profile) => ({ ...profile, id: `${profile.id}-copy` }));
/** What nobody hears, but the engine fades to. */
const COPY_GAIN_DB = 1e-4;

let engine: EnginePort | null = null;

const readerOf = (buffer: AudioBuffer): SampleReader => ({
  sampleRate: buffer.sampleRate,
  length: buffer.length,
  channelCount: buffer.numberOfChannels > 1 ? 2 : 1,
  read(startFrame, count) {
    const left = new Float32Array(count);
    const right = new Float32Array(count);
    buffer.copyFromChannel(left, 0, startFrame);
    if (buffer.numberOfChannels < 2) return { left };
    buffer.copyFromChannel(right, 1, startFrame);
    return { left, right };
  },
});

const bench = {
  sounds: SOUNDS.map(({ id, name }) => ({ id, name })),

  /** Starts a live engine on a steady tone, the same frequency left and right. Call from a click. */
  async startTone(quarterFrames: number, seconds: number) {
    await engine?.dispose();
    engine = createEngine();
    const buffer = new AudioBuffer({ length: seconds * RATE, numberOfChannels: 2, sampleRate: RATE });
    const step = Math.PI / (2 * quarterFrames);
    for (const [channel, peak] of [0.25, 0.15].entries()) {
      buffer.copyToChannel(
        Float32Array.from({ length: buffer.length }, (_, i) => peak * Math.sin(step * (i % (4 * quarterFrames)))),
        channel,
      );
    }
    engine.setTarget(FLAT_REFERENCE);
    engine.setMatchGains(Object.fromEntries(copies.map(({ id }) => [id, COPY_GAIN_DB])));
    engine.setVolume(0);
    await engine.setMix({ id: 'tone', buffer, isPartial: false, durationSec: seconds });
    engine.prepareTargets([...SOUNDS, ...copies]);
    await engine.play();
  },
  /** @returns the audio clock at the switch */
  switchTo(index: number, isCopy: boolean): number {
    const contextSec = window.outputRecorder.current!.context.currentTime;
    engine!.setTarget((isCopy ? copies : SOUNDS)[index]!);
    return contextSec;
  },
  async stopTone() {
    await engine?.dispose();
    engine = null;
  },

  /** Starts a live engine on music at a rate, with every device of the catalogue to choose from. Call from a click. */
  async startMusic(sampleRate: number) {
    await engine?.dispose();
    engine = createEngine();
    const buffer = noiseBuffer(20, sampleRate);
    engine.setTarget(FLAT_REFERENCE);
    engine.setVolume(-12);
    await engine.setMix({ id: 'music', buffer, isPartial: false, durationSec: buffer.duration });
    engine.setLoop({ startSec: 0, endSec: buffer.duration });
    engine.prepareTargets(CATALOGUE);
    await engine.play();
  },
  choose(id: string) {
    engine!.setTarget(CATALOGUE.find((profile) => profile.id === id)!);
  },
  /**
   * Switches among these devices, in turn or at random, for so long.
   * @returns the number of switches
   */
  async switchFor(seconds: number, ids: readonly string[], gapsMs: readonly [number, number]): Promise<number> {
    const profiles = ids.map((id) => CATALOGUE.find((profile) => profile.id === id)!);
    const random = seededRandom(7);
    const until = performance.now() + 1000 * seconds;
    const isInTurn = profiles.length === 2;
    let count = 0;
    while (performance.now() < until) {
      engine!.setTarget(profiles[isInTurn ? count % 2 : Math.floor(random() * profiles.length)]!);
      count++;
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, gapsMs[0] + random() * (gapsMs[1] - gapsMs[0])));
    }
    return count;
  },
  /**
   * Decodes the file in the input and measures it through all devices, over and over, for so long.
   * @returns how often it was done
   */
  async decodeAndMeasureFor(seconds: number): Promise<number> {
    const file = document.querySelector<HTMLInputElement>('#file')!.files![0]!;
    const [{ createDecoder }, { createAnalysis }] = await Promise.all([
      import('../../../src/audio/decode/createDecoder'),
      import('../../../src/analysis/createAnalysis'),
    ]);
    const decoder = createDecoder();
    const analysis = createAnalysis();
    const until = performance.now() + 1000 * seconds;
    let count = 0;
    /* oxlint-disable no-await-in-loop -- one after the other: that is the load to be made */
    while (performance.now() < until) {
      const { buffer } = await decoder.decode(file, file.name);
      await analysis.analyse(`file ${count}`, readerOf(buffer));
      await analysis.levels(`file ${count}`, CATALOGUE);
      analysis.release(`file ${count}`);
      count++;
    }
    /* oxlint-enable no-await-in-loop */
    analysis.dispose();
    decoder.dispose();
    return count;
  },

  /** Bare `decodeAudioData` of the file in the input, milliseconds. */
  async bareDecodeMs(): Promise<number> {
    const file = document.querySelector<HTMLInputElement>('#file')!.files![0]!;
    const bytes = await file.arrayBuffer();
    const context = new OfflineAudioContext(2, 1, RATE);
    const began = performance.now();
    await context.decodeAudioData(bytes);
    return performance.now() - began;
  },

  /** For each kind of device, on noise that swells by 12 dB and falls again. */
  async drillNulls() {
    const buffer = noiseBuffer(14);
    for (const channel of [0, 1]) {
      const samples = buffer.getChannelData(channel);
      for (let i = 0; i < samples.length; i++) samples[i]! *= 10 ** (-0.3 + 0.3 * Math.sin((2.2 * i) / RATE));
    }
    return (await import('./drillNulls')).drillNulls(buffer, SOUNDS);
  },

  /** The map of the file in the input, and from it the levels of every device, milliseconds. */
  async analysisMs(repeats: number) {
    const file = document.querySelector<HTMLInputElement>('#file')!.files![0]!;
    const buffer = await new OfflineAudioContext(2, 1, RATE).decodeAudioData(await file.arrayBuffer());
    const { createAnalysis } = await import('../../../src/analysis/createAnalysis');
    const analysis = createAnalysis();
    // Loads and compiles the worker: the app has done that by the time a listener's file arrives.
    await analysis.analyse('warm-up', readerOf(noiseBuffer(48)));
    // Rooms are worked out once a visit, and the demo song, as long as this, has been through all devices.
    await analysis.levels('warm-up', CATALOGUE);
    const mapMs: number[] = [];
    const levelsMs: number[] = [];
    for (let i = 0; i < repeats; i++) {
      let began = performance.now();
      await analysis.analyse('mix', readerOf(buffer));
      mapMs.push(performance.now() - began);
      began = performance.now();
      await analysis.levels('mix', CATALOGUE);
      levelsMs.push(performance.now() - began);
    }
    analysis.dispose();
    return { mapMs, levelsMs };
  },
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
