/** Everything that reached a realtime context's destination since recording began. */
export interface Capture {
  readonly sampleRate: number;
  /** Context frame of the first captured sample. */
  readonly firstFrame: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** From this sample on none is missing: on a busy machine the recorder gets no turn now and then, which leaves 0. */
  readonly wholeFrom: number;
}

export interface Tap {
  /** The context the page under test opened last. */
  context(): AudioContext | null;
  /** Settles when the recorder of the latest context is in place: what plays from then on is recorded. */
  ready(): Promise<void>;
  stop(): Promise<Capture>;
  restore(): void;
}

const RECORDER = `
registerProcessor('test-recorder', class extends AudioWorkletProcessor {
  constructor() {
    super();
    this.blocks = []; this.isDone = false;
    this.port.onmessage = () => {
      this.isDone = true;
      const first = this.blocks[0]?.frame ?? 0;
      const length = this.blocks.length ? this.blocks.at(-1).frame + 128 - first : 0;
      const [left, right] = [new Float32Array(length), new Float32Array(length)];
      for (const { frame, l, r } of this.blocks) { left.set(l, frame - first); right.set(r, frame - first); }
      const after = (i) => this.blocks[i - 1].frame + 128;
      const last = this.blocks.findLast(({ frame }, i) => i > 0 && frame !== after(i));
      this.port.postMessage({ firstFrame: first, left, right, wholeFrom: last ? last.frame - first : 0 });
    };
  }
  process([[l = new Float32Array(128), r = l]]) {
    if (this.isDone) return false;
    // While the graph is put together a turn may be left out; while the page touches it, the frame may stand still.
    const frame = Math.max(currentFrame, (this.blocks.at(-1)?.frame ?? -Infinity) + 128);
    this.blocks.push({ frame, l: l.slice(), r: r.slice() });
    return true;
  }
});`;

/**
 * Records what any realtime AudioContext opened from now on sends to its destination, by connecting a recorder
 * beside it. The graph under test is unchanged.
 */
export function tapDestination(): Tap {
  const connect = AudioNode.prototype.connect;
  let latest: AudioContext | null = null;
  const recorders = new Map<AudioContext, { bus: GainNode; node: Promise<AudioWorkletNode> }>();
  const recorderOf = (context: AudioContext): { bus: GainNode; node: Promise<AudioWorkletNode> } => {
    let recorder = recorders.get(context);
    if (!recorder) {
      latest = context;
      const bus = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
      const url = URL.createObjectURL(new Blob([RECORDER], { type: 'text/javascript' }));
      const node = context.audioWorklet.addModule(url).then(() => {
        const worklet = new AudioWorkletNode(context, 'test-recorder', {
          channelCount: 2,
          channelCountMode: 'explicit',
        });
        const silent = new GainNode(context, { gain: 0 });
        connect.call(bus, worklet as never);
        connect.call(worklet, silent as never);
        connect.call(silent, context.destination as never);
        return worklet;
      });
      // A page that closes its context before the recorder is there has nothing to record; `stop` would say so.
      node.catch(() => undefined);
      recorder = { bus, node };
      recorders.set(context, recorder);
    }
    return recorder;
  };
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode | AudioParam, ...rest: number[]) {
    if (to instanceof AudioDestinationNode && this.context instanceof AudioContext) {
      connect.call(this, recorderOf(this.context).bus as never);
    }
    return connect.call(this, to as never, ...(rest as []));
  } as typeof connect;
  return {
    context: () => latest,
    async ready() {
      if (latest) await recorders.get(latest)!.node;
    },
    async stop() {
      if (!latest) throw new Error('no audio context was opened');
      const node = await recorders.get(latest)!.node;
      const { sampleRate } = latest;
      return await new Promise<Capture>((resolve) => {
        node.port.onmessage = (event: MessageEvent<Omit<Capture, 'sampleRate'>>) => {
          resolve({ sampleRate, ...event.data });
        };
        node.port.postMessage('stop');
      });
    },
    restore() {
      AudioNode.prototype.connect = connect;
    },
  };
}

/** Resolves when `isTrue` holds; polls once per 5 ms. */
export async function until(isTrue: () => boolean, timeoutMs = 10_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
