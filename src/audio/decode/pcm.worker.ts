/* oxlint-disable no-await-in-loop -- each step waits for what the one before it found */
import { ElsewhereError } from '../../core/errors';
import { readAiff } from './aiff';
import { blobSource, readBlob } from './bytes';
import { assertFits, assertLongEnough } from './limits';
import { outputChannelCount, pcmReader, type PcmLayout } from './pcm';
import type { PcmReply, PcmRequest } from './pcmMessages';
import { readWav } from './wav';

/**
 *   disk ──slice──▶ bytes ──pcmReader──▶ planar block ──transfer──▶ page (copies into the AudioBuffer)
 *                                             ▲                        │
 *                                             └──────── giveBack ──────┘
 *
 * Ten blocks go round (10 MB), so that the worker goes on while the page draws a frame; whatever the file's length, it
 * holds two slices of it and these. One file a worker:
 * the page ends it when the last block has arrived, and with it everything it held.
 */
const framesPerBlock = 131_072;
const blockCount = 10;
const sliceBytes = 4 * 1024 * 1024;

interface WorkerScope {
  postMessage(message: PcmReply, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<PcmRequest>) => void) | null;
}
const page = globalThis as unknown as WorkerScope;

const idle: Float32Array<ArrayBuffer>[][] = [];
let onIdle: (() => void) | undefined;

page.onmessage = ({ data }) => {
  if (data.type === 'giveBack') {
    idle.push(data.planar);
    onIdle?.();
    return;
  }
  run(data.file, data.container, data.limitBytes).catch((error: unknown) => page.postMessage(errorReply(error)));
};

async function run(file: Blob, container: 'wav' | 'aiff', limitBytes: number): Promise<void> {
  const source = blobSource(file);
  let layout: PcmLayout;
  if (container === 'aiff') {
    layout = await readAiff(source);
  } else {
    const content = await readWav(source);
    if ('coded' in content) {
      page.postMessage({ type: 'coded', durationSec: undefined, ...content.coded });
      return;
    }
    layout = content.pcm;
  }
  const outputChannels = outputChannelCount(layout);
  if (outputChannels === undefined) {
    const format = `${layout.formatLabel}, ${layout.channelCount} channels`;
    throw new ElsewhereError('decode-unsupported', `No fold for ${format}`, { format });
  }
  const { frameCount, sampleRate, promisedFrameCount } = layout;
  assertLongEnough(frameCount / sampleRate, promisedFrameCount && promisedFrameCount / sampleRate);
  assertFits(frameCount / sampleRate, sampleRate, outputChannels, limitBytes);
  page.postMessage({
    type: 'layout',
    formatLabel: layout.formatLabel,
    sampleRate,
    channelCount: layout.channelCount,
    outputChannels,
    frameCount,
    promisedFrameCount,
  });
  for (let i = 0; i < blockCount; i++) {
    idle.push(Array.from({ length: outputChannels }, () => new Float32Array(framesPerBlock)));
  }
  await sendBlocks(file, layout);
}

async function sendBlocks(file: Blob, layout: PcmLayout): Promise<void> {
  const { frameBytes, frameCount, dataStart } = layout;
  const read = pcmReader(layout, framesPerBlock);
  const blocksPerSlice = Math.max(1, Math.floor(sliceBytes / (framesPerBlock * frameBytes)));
  const framesPerSlice = blocksPerSlice * framesPerBlock;
  const readSlice = (from: number, frames: number): Promise<Uint8Array<ArrayBuffer>> => {
    const to = Math.min(frameCount, from + frames);
    const slice = readBlob(file, dataStart + from * frameBytes, dataStart + to * frameBytes);
    // It is awaited a turn later; until then a failure must not count as unhandled.
    slice.catch(() => undefined);
    return slice;
  };

  let sanitisedSamples = 0;
  let isSilent = true;
  let sliceFrom = 0;
  // The first slice is one block, so that the first samples leave at once; the next is read while this one is turned.
  let sliceFrames = framesPerBlock;
  let next = readSlice(0, sliceFrames);
  while (sliceFrom < frameCount) {
    const bytes = await next;
    const sliceTo = Math.min(frameCount, sliceFrom + sliceFrames);
    if (bytes.length < (sliceTo - sliceFrom) * frameBytes) {
      throw new ElsewhereError('decode-missing', 'The file changed while it was read');
    }
    sliceFrames = framesPerSlice;
    if (sliceTo < frameCount) next = readSlice(sliceTo, sliceFrames);
    for (let from = sliceFrom; from < sliceTo; from += framesPerBlock) {
      const to = Math.min(sliceTo, from + framesPerBlock);
      const arrays = await takeIdle();
      const part = bytes.subarray((from - sliceFrom) * frameBytes, (to - sliceFrom) * frameBytes);
      const block = read(part, arrays);
      sanitisedSamples += block.sanitisedSamples;
      if (block.hasSignal) isSilent = false;
      page.postMessage(
        { type: 'block', from, frames: to - from, planar: arrays },
        arrays.map((array) => array.buffer),
      );
    }
    sliceFrom = sliceTo;
  }
  page.postMessage({ type: 'done', sanitisedSamples, isSilent });
}

async function takeIdle(): Promise<Float32Array<ArrayBuffer>[]> {
  for (;;) {
    const arrays = idle.pop();
    if (arrays) return arrays;
    await new Promise<void>((resolve) => {
      onIdle = resolve;
    });
  }
}

function errorReply(error: unknown): PcmReply {
  if (error instanceof ElsewhereError) {
    return { type: 'error', code: error.code, message: error.message, detail: error.detail };
  }
  return { type: 'error', code: 'decode-failed', message: String(error), detail: {} };
}
