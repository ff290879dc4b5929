import { expect, it } from 'vitest';
import { wrapOffline } from '../../src/audio/context';
import { designStep, deviceDesign } from '../../src/audio/DeviceChain';
import { DeviceSwitcher } from '../../src/audio/DeviceSwitcher';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import { responseCurveDb } from '../../src/devices/response';
import { designMinimumPhase } from '../../src/dsp/minimumPhase';
import { whiteNoise } from '../support/noise';
import { bufferOf, nullDb, worstDifference } from '../support/offline';

const sampleRate = 44_100;
const left = whiteNoise(sampleRate * 1.5, 1);
const right = whiteNoise(sampleRate * 1.5, 2);
const [one, other] = CATALOGUE.filter((profile) => profile.stages.length > 3 && !profile.room && !profile.limits) as [
  typeof FLAT_REFERENCE,
  typeof FLAT_REFERENCE,
];
const at = 12_800;

/** Fades from one device to another at `at`, after whatever the plans before it did. */
async function rendered(before: (switcher: DeviceSwitcher) => void): Promise<AudioBuffer> {
  const native = new OfflineAudioContext(2, left.length, sampleRate);
  const switcher = new DeviceSwitcher(wrapOffline(native));
  const source = new AudioBufferSourceNode(native, { buffer: bufferOf(sampleRate, left, right) });
  source.connect(switcher.input);
  switcher.output.connect(native.destination);
  source.start();
  switcher.cutTo(one, 0);
  before(switcher);
  switcher.commit(switcher.plan(other, -2, at, music));
  const buffer = await native.startRendering();
  switcher.dispose();
  return buffer;
}

const music = (fromFrame: number, count: number) => ({
  left: left.slice(fromFrame, fromFrame + count),
  right: right.slice(fromFrame, fromFrame + count),
});

it('forgets a plan that came too late: the one that replaces it sounds as if it had been the first', async () => {
  const first = await rendered(() => undefined);
  const replaced = await rendered((switcher) => {
    switcher.plan(other, -2, 10_240, music);
    switcher.plan(FLAT_REFERENCE, 0, 10_752, music);
    switcher.plan(other, -2, 11_264, music);
  });
  const rehearsed = await rendered((switcher) => switcher.rehearse(FLAT_REFERENCE, other, music));
  for (const channel of [0, 1]) {
    const wanted = first.getChannelData(channel);
    expect(worstDifference(replaced.getChannelData(channel), wanted)).toBe(0);
    expect(worstDifference(rehearsed.getChannelData(channel), wanted)).toBe(0);
    expect(worstDifference(wanted, left, at, at + 1000)).toBeGreaterThan(0.01);
  }
});

it('takes back a fade that is found late in the middle of being set going, and can plan it again', async () => {
  const first = await rendered(() => undefined);
  const takenBack = await rendered((switcher) => {
    expect(switcher.commit(switcher.plan(other, -2, 10_240, music), () => false)).toBe(false);
    expect(switcher.profile).toBe(one);
    expect(switcher.settledFrame).toBe(0);
  });
  for (const channel of [0, 1]) {
    expect(worstDifference(takenBack.getChannelData(channel), first.getChannelData(channel))).toBe(0);
  }
});

it('misses no sample on frames whose time comes back as more than the frame', async () => {
  const isHard = (frame: number): boolean => (frame / sampleRate) * sampleRate > frame;
  const hard = Array.from({ length: 128 }, (_, i) => at + i).find(isHard)!;
  const twin = { ...one };
  const render = async (fades: boolean): Promise<Float32Array> => {
    const native = new OfflineAudioContext(2, left.length, sampleRate);
    const switcher = new DeviceSwitcher(wrapOffline(native));
    const source = new AudioBufferSourceNode(native, { buffer: bufferOf(sampleRate, left, right) });
    source.connect(switcher.input);
    switcher.output.connect(native.destination);
    source.start();
    switcher.cutTo(one, 0);
    if (fades) switcher.commit(switcher.plan(twin, 0, hard, music));
    const buffer = await native.startRendering();
    switcher.dispose();
    return buffer.getChannelData(0);
  };
  expect(nullDb(await render(true), await render(false))).toBeLessThan(-110);
});

it('plays a replaced plan no earlier than the one that was committed', async () => {
  const replaced = await rendered((switcher) => switcher.plan(other, -2, 10_240, music));
  const native = new OfflineAudioContext(2, left.length, sampleRate);
  const switcher = new DeviceSwitcher(wrapOffline(native));
  const source = new AudioBufferSourceNode(native, { buffer: bufferOf(sampleRate, left, right) });
  source.connect(switcher.input);
  switcher.output.connect(native.destination);
  source.start();
  switcher.cutTo(one, 0);
  const steady = await native.startRendering();
  switcher.dispose();
  expect(worstDifference(replaced.getChannelData(0), steady.getChannelData(0), 0, at)).toBe(0);
});

it('designs a device in steps to the same filter as in one go, however far the steps had come', () => {
  // Equal devices share a design: this one has no equal.
  const copy = { ...one, stages: [...one.stages, { kind: 'gain', gainDb: 0.125 } as const] };
  for (let i = 0; i < 5; i++) expect(designStep(copy, sampleRate)).toBeUndefined();
  const inOneGo = designMinimumPhase((frequenciesHz) => responseCurveDb(copy, frequenciesHz), sampleRate);
  expect(deviceDesign(copy, sampleRate).tone!.fir).toEqual(inOneGo.fir);
  expect(designStep(copy, sampleRate)).toBe(deviceDesign(copy, sampleRate));
  expect(deviceDesign({ ...FLAT_REFERENCE }, sampleRate)).toMatchObject({ tone: null, room: null });
});
