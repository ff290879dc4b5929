/** Sample rates at which devices were rendered, hertz. */
export const RENDERED_RATES_HZ = [44_100, 48_000, 96_000] as const;

/** How far rendered audio was from the stated response of a device. */
export interface DeviceAccuracy {
  /** Largest difference from 20 Hz to 16 kHz at each of {@link RENDERED_RATES_HZ}, dB. */
  readonly renderedDb: readonly [number, number, number];
  /** Stands for the stages that were rendered. */
  readonly chain: string;
}
