import { LiveRenderer, warmUp } from '../../dsp/convolution/LiveRenderer';
import { QUANTUM } from '../../dsp/convolution/PartitionedFilter';
import type { Pffft } from '../../dsp/convolution/Pffft';
import { instantiatePffft } from './pffft';
import type {
  DesignedFilter,
  RemovedFilters,
  RendererEvent,
  RendererMessage,
  RendererProcessorOptions,
} from './rendererMessages';

/** Shared by all renderers of a context, which use the same bytes: compiling takes time that sound does not have. */
let pffft: Pffft | null = null;

class DeviceRendererProcessor extends AudioWorkletProcessor {
  #renderer: LiveRenderer | null = null;
  readonly #silence = new Float32Array(QUANTUM);
  #designs: MessagePort | null = null;
  /** Of the target asked for last, and of the one whose fade is under way. */
  #serial = 0;
  #fadingSerial = 0;
  #isClosed = false;

  constructor(options?: AudioWorkletNodeOptions) {
    super(options);
    this.port.onmessage = ({ data }: MessageEvent<RendererMessage>) => this.#receive(data);
    const { pffftBytes, driveDb, ...rest } = (options?.processorOptions ?? {}) as RendererProcessorOptions;
    this.#guard(() => {
      if (!pffft) {
        pffft = instantiatePffft(pffftBytes);
        warmUp(pffft, { ...rest, sampleRate });
      }
      this.#renderer = new LiveRenderer(pffft, { ...rest, sampleRate });
      this.#renderer.setDriveDb(driveDb);
      this.#renderer.onRefused = (error) => this.#fail(error);
    });
  }

  /** What fails leaves the sound as it is. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }

  #tell(event: RendererEvent): void {
    this.port.postMessage(event);
  }

  #receive(message: RendererMessage): void {
    const renderer = this.#renderer;
    if (message.kind === 'close') {
      this.#isClosed = true;
      this.#designs?.close();
      this.#renderer?.free();
      this.#renderer = null;
      return;
    }
    if (!renderer) return;
    this.#guard(() => {
      if (message.kind === 'target') {
        this.#serial = message.serial;
        renderer.setTarget(message.target);
      } else if (message.kind === 'drive') {
        renderer.setDriveDb(message.driveDb);
      } else if (message.kind === 'stages') {
        renderer.setStages(message.stages);
      } else {
        this.#designs?.close();
        this.#designs = message.port;
        message.port.onmessage = ({ data }: MessageEvent<DesignedFilter>) => this.#take(renderer, message.port, data);
      }
    });
  }

  #take(renderer: LiveRenderer, port: MessagePort, { key, filter }: DesignedFilter): void {
    this.#guard(() => {
      const removed = renderer.addFilter(key, filter);
      // It has been copied. The worklet's own garbage is so little that it is hardly ever collected.
      (filter.spectra.buffer as { transfer?: (bytes: number) => unknown }).transfer?.(0);
      if (removed.length > 0) port.postMessage({ removed } satisfies RemovedFilters);
    });
  }

  override process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left = this.#silence, right = left] = inputs[0]!;
    const [outLeft, outRight] = outputs[0]! as [Float32Array, Float32Array];
    if (!this.#renderer) {
      outLeft.set(left);
      outRight.set(right);
      return !this.#isClosed;
    }
    if (this.#renderer.process(left, right, outLeft, outRight)) this.#fadingSerial = this.#serial;
    if (this.#fadingSerial !== 0 && !this.#renderer.isFading) {
      this.#tell({ kind: 'settled', serial: this.#fadingSerial });
      this.#fadingSerial = 0;
    }
    return !this.#isClosed;
  }
}

registerProcessor('elsewhere-device-renderer', DeviceRendererProcessor);
