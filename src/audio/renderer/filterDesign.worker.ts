import { FilterDesigner } from '../../devices/design/designFilter';
import type { PartitionedFilter } from '../../dsp/convolution/PartitionedFilter';
import type { Pffft } from '../../dsp/convolution/Pffft';
import { instantiatePffft } from './pffft';
import type { DesignedFilter, DesignEvent, DesignMessage, RemovedFilters, WantedFilter } from './rendererMessages';

interface Renderer {
  readonly sampleRate: number;
  readonly port: MessagePort;
  /** Filters that it has. */
  readonly held: Set<string>;
  wanted: readonly WantedFilter[];
}

const renderers = new Map<number, Renderer>();
let designer: FilterDesigner | null = null;
let isWorking = false;

const tell = (event: DesignEvent): void => self.postMessage(event);

function design(pffftOf: FilterDesigner, { source }: WantedFilter, sampleRate: number): PartitionedFilter | null {
  return source.kind === 'device'
    ? pffftOf.design(source.sound, sampleRate)
    : pffftOf.designCurve(source.curve, sampleRate);
}

/** One filter at a time, so that what has become urgent comes next. */
function work(): void {
  if (!designer) return;
  for (const [rendererId, renderer] of renderers) {
    const next = renderer.wanted.find(({ key }) => !renderer.held.has(key));
    if (!next) continue;
    const { key } = next;
    // Held or failed: either way it is not tried again until it is removed.
    renderer.held.add(key);
    try {
      const filter = design(designer, next, renderer.sampleRate);
      if (filter) renderer.port.postMessage({ key, filter } satisfies DesignedFilter, [filter.spectra.buffer]);
      tell({ kind: 'designed', rendererId, key });
    } catch (error) {
      tell({ kind: 'failed', rendererId, key, message: error instanceof Error ? error.message : String(error) });
    }
    goOn();
    return;
  }
}

// A message to itself lets other messages in between, without the delay that timers are held back by.
const turn = new MessageChannel();
turn.port1.onmessage = () => {
  isWorking = false;
  work();
};

function goOn(): void {
  if (isWorking) return;
  isWorking = true;
  turn.port2.postMessage(null);
}

function start(bytes: ArrayBuffer): void {
  const pffft: Pffft = instantiatePffft(bytes);
  designer = new FilterDesigner(pffft);
}

self.onmessage = ({ data }: MessageEvent<DesignMessage>): void => {
  if (data.kind === 'start') {
    start(data.pffftBytes);
  } else if (data.kind === 'open') {
    const renderer: Renderer = { sampleRate: data.sampleRate, port: data.port, held: new Set(), wanted: [] };
    data.port.onmessage = (event: MessageEvent<RemovedFilters>) => {
      for (const key of event.data.removed) renderer.held.delete(key);
    };
    renderers.set(data.rendererId, renderer);
  } else if (data.kind === 'want') {
    const renderer = renderers.get(data.rendererId);
    if (renderer) renderer.wanted = data.wanted;
  } else {
    renderers.get(data.rendererId)?.port.close();
    renderers.delete(data.rendererId);
  }
  goOn();
};
