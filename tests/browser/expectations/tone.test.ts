import { expect, it } from 'vitest';
import { OfflineContext } from 'tone/build/esm/core/context/OfflineContext.js';
import { openContext } from '../../../src/audio/context';
import { ToneAudioNode } from '../../../src/audio/tone';

class Wire extends ToneAudioNode {
  override readonly name = 'Wire';
  override readonly input: GainNode;
  override readonly output: GainNode;
  constructor(context: ReturnType<typeof openContext>['tone']) {
    super({ context });
    this.input = new GainNode(context.rawContext);
    this.output = this.input;
  }
}

it('Tone takes our native context as it is, at our rate, and its nodes hold native nodes', async () => {
  const { tone, native } = openContext(96_000);
  const wire = new Wire(tone);
  expect(tone.rawContext).toBe(native);
  expect(native.sampleRate).toBe(96_000);
  expect(wire.input.context).toBe(native);
  expect(tone.lookAhead).toBe(0);
  wire.dispose();
  await native.close();
});

it('Tone wraps an offline context, whose native rendering runs its nodes', async () => {
  const native = new OfflineAudioContext(1, 128, 44_100);
  const wire = new Wire(new OfflineContext(native));
  const source = new ConstantSourceNode(native, { offset: 0.25 });
  source.connect(wire.input);
  wire.output.connect(native.destination);
  source.start();
  expect((await native.startRendering()).getChannelData(0)[100]).toBe(0.25);
});
