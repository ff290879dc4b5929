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
  urgent: WantedFilter | null;
}

const renderers = new Map<number, Renderer>();
let designer: FilterDesigner | null = null;
let isWorking = false;

const tell = (event: DesignEvent): void => self.postMessage(event);

function design(by: FilterDesigner, { source }: WantedFilter, sampleRate: number): PartitionedFilter | null {
  return source.kind === 'device' ? by.design(source.sound, sampleRate) : by.designCurve(source.curve, sampleRate);
}

/** What is to be designed next: what somebody waits to hear goes before what may be chosen later. */
function nextWanted(): { rendererId: number; renderer: Renderer; wanted: WantedFilter } | null {
  const isMissing = ({ held }: Renderer, wanted: WantedFilter | null): wanted is WantedFilter =>
    wanted !== null && !held.has(wanted.key);
  for (const [rendererId, renderer] of renderers) {
    if (isMissing(renderer, renderer.urgent)) return { rendererId, renderer, wanted: renderer.urgent };
  }
  for (const [rendererId, renderer] of renderers) {
    const wanted = renderer.wanted.find((each) => isMissing(renderer, each));
    if (wanted) return { rendererId, renderer, wanted };
  }
  return null;
}

/** One filter at a time, so that what has become urgent comes next. */
function work(): void {
  if (!designer) return;
  const next = nextWanted();
  if (!next) {
    tell({ kind: 'idle' });
    return;
  }
  const { rendererId, renderer, wanted } = next;
  const { key } = wanted;
  // Held or failed: either way it is not tried again until it is removed.
  renderer.held.add(key);
  try {
    const filter = design(designer, wanted, renderer.sampleRate);
    if (filter) renderer.port.postMessage({ key, filter } satisfies DesignedFilter, [filter.spectra.buffer]);
    tell({ kind: 'designed', rendererId, key });
  } catch (error) {
    tell({ kind: 'failed', rendererId, key, message: error instanceof Error ? error.message : String(error) });
  }
  goOn();
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
    const renderer: Renderer = {
      sampleRate: data.sampleRate,
      port: data.port,
      held: new Set(),
      wanted: [],
      urgent: null,
    };
    data.port.onmessage = (event: MessageEvent<RemovedFilters>) => {
      for (const key of event.data.removed) renderer.held.delete(key);
    };
    renderers.set(data.rendererId, renderer);
  } else if (data.kind === 'want') {
    const renderer = renderers.get(data.rendererId);
    if (renderer) renderer.wanted = data.wanted;
  } else if (data.kind === 'urgent') {
    const renderer = renderers.get(data.rendererId);
    if (renderer) renderer.urgent = data.urgent;
  } else {
    renderers.get(data.rendererId)?.port.close();
    renderers.delete(data.rendererId);
  }
  goOn();
};
