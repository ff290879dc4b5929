import type { DeviceProfile } from '../DeviceProfile';
import { bluetoothHeadphonesCodecLimits, earbudsCodecLimits } from '../limits';

/** What all devices of a kind share. */
type Kind = Omit<DeviceProfile, 'id' | 'name' | 'stages'>;

const HEADPHONES = { family: 'headphones', evidence: 'measured' } as const;
const EARBUDS = { family: 'earbuds', evidence: 'measured' } as const;

export const CLOSED: Kind = {
  ...HEADPHONES,
  kindLabel: 'closed-back headphones',
  subfamily: 'closed',
  pictogram: 'closedHeadphones',
  isolation: 'closed',
};
export const CLOSED_ON_EAR: Kind = { ...CLOSED, kindLabel: 'closed-back, on-ear', pictogram: 'onEarHeadphones' };
export const SEMI_OPEN: Kind = {
  ...HEADPHONES,
  kindLabel: 'semi-open headphones',
  subfamily: 'semiOpen',
  pictogram: 'semiOpenHeadphones',
  isolation: 'open',
};
export const OPEN: Kind = {
  ...HEADPHONES,
  kindLabel: 'open-back headphones',
  subfamily: 'open',
  pictogram: 'openHeadphones',
  isolation: 'open',
};
export const WIRELESS: Kind = {
  ...HEADPHONES,
  kindLabel: 'wireless consumer headphones',
  subfamily: 'consumer',
  pictogram: 'bassHeadphones',
  limits: bluetoothHeadphonesCodecLimits,
  scene: 'cafe',
  isolation: 'closed',
};
export const WIRELESS_ON_EAR: Kind = { ...WIRELESS, kindLabel: 'wireless, on-ear', pictogram: 'onEarHeadphones' };
export const CANCELLING: Kind = {
  ...HEADPHONES,
  kindLabel: 'noise-cancelling headphones',
  subfamily: 'noiseCancelling',
  pictogram: 'noiseCancelling',
  limits: bluetoothHeadphonesCodecLimits,
  scene: 'airplane',
  isolation: 'noiseCancelling',
};

export const WIRED_BUDS: Kind = {
  ...EARBUDS,
  kindLabel: 'open-fit earbuds, wired',
  subfamily: 'earbuds',
  pictogram: 'earbuds',
  scene: 'cafe',
  isolation: 'open',
};
export const BUDS: Kind = { ...WIRED_BUDS, kindLabel: 'open-fit earbuds', limits: earbudsCodecLimits };
export const IN_EAR: Kind = {
  ...EARBUDS,
  kindLabel: 'wired in-ears',
  subfamily: 'inEar',
  pictogram: 'inEar',
  scene: 'cafe',
  isolation: 'inEar',
};
export const CANCELLING_IN_EAR: Kind = {
  ...IN_EAR,
  kindLabel: 'noise-cancelling in-ears',
  limits: earbudsCodecLimits,
  isolation: 'noiseCancellingInEar',
};
