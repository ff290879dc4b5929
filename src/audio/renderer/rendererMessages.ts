import type { InputStage } from '../../dsp/convolution/InputHistory';
import type { RenderTarget } from '../../dsp/convolution/LiveRenderer';
import type { PartitionedFilter } from '../../dsp/convolution/PartitionedFilter';
import type { ToneCurve } from '../../devices/ToneCurve';
import type { DeviceSound } from '../../devices/design/deviceSound';

/** What a renderer's worklet node is made with. */
export interface RendererProcessorOptions {
  /** Of PFFFT. Chromium loses messages with compiled modules, and compiling while sound runs stops it: so bytes. */
  readonly pffftBytes: ArrayBuffer;
  readonly mostTaps: number;
  readonly fade: 'led' | 'plain';
  readonly budgetFloats: number;
  readonly driveDb: number;
}

/** From the page to the worklet. */
export type RendererMessage =
  | { readonly kind: 'designs'; readonly port: MessagePort }
  | { readonly kind: 'target'; readonly target: RenderTarget; readonly serial: number }
  /** Input stages that run all the time, by key; those that are not named run when their device is heard. */
  | { readonly kind: 'stages'; readonly stages: readonly (readonly [string, InputStage])[] }
  | { readonly kind: 'drive'; readonly driveDb: number }
  | { readonly kind: 'close' };

/** From the worklet to the page. */
export type RendererEvent =
  /** The fade to a target is over. */
  | { readonly kind: 'settled'; readonly serial: number }
  /** Devices cannot be rendered; the input passes as it is. */
  | { readonly kind: 'failed'; readonly message: string };

/** What a filter is designed from. */
export type FilterSource =
  | { readonly kind: 'device'; readonly sound: DeviceSound }
  | { readonly kind: 'curve'; readonly curve: ToneCurve };

export interface WantedFilter {
  readonly key: string;
  readonly source: FilterSource;
}

/** From the page to the design worker. */
export type DesignMessage =
  | { readonly kind: 'start'; readonly pffftBytes: ArrayBuffer }
  /** A renderer that has the filters `held` and takes more through `port`. */
  | {
      readonly kind: 'open';
      readonly rendererId: number;
      readonly sampleRate: number;
      readonly held: readonly string[];
      readonly port: MessagePort;
    }
  /** Filters that it should have, likely ones first; replaces what was wanted before. */
  | { readonly kind: 'want'; readonly rendererId: number; readonly wanted: readonly WantedFilter[] }
  /** The filter of what is to be heard: before all others; null where that needs none. */
  | { readonly kind: 'urgent'; readonly rendererId: number; readonly urgent: WantedFilter | null }
  | { readonly kind: 'close'; readonly rendererId: number };

/** From the design worker to the page. */
export type DesignEvent =
  /** Nothing is left to be designed. */
  | { readonly kind: 'idle' }
  /** A renderer had to give these up. */
  | { readonly kind: 'removed'; readonly rendererId: number; readonly keys: readonly string[] }
  | { readonly kind: 'designed'; readonly rendererId: number; readonly key: string }
  | { readonly kind: 'failed'; readonly rendererId: number; readonly key: string; readonly message: string };

/** From the design worker to a worklet, through their own port. */
export interface DesignedFilter {
  readonly key: string;
  readonly filter: PartitionedFilter;
}

/** And back: filters that had to go, so that they are designed again when they are wanted. */
export interface RemovedFilters {
  readonly removed: readonly string[];
}
