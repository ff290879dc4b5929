import type { DeviceProfile, Evidence } from '../../devices/DeviceProfile';
import { signedFigure } from './format';

const EVIDENCE: Readonly<Record<Evidence, { readonly short: string; readonly long: string }>> = {
  reference: { short: 'reference', long: 'Nothing is changed: this is what every device is compared with.' },
  measured: { short: 'measured', long: 'Fitted to a published measurement of this model.' },
  medianOfSeveral: {
    short: 'median of several',
    long: 'Fitted to the median of several published measurements of its kind.',
  },
  modelled: { short: 'modelled', long: 'Built from published figures of its kind, not measured on one unit.' },
  own: { short: 'your own', long: 'What you imported or made; its figures are yours.' },
};

export const evidenceWords = (device: DeviceProfile): string => EVIDENCE[device.evidence].short;
export const evidenceSentence = (device: DeviceProfile): string => EVIDENCE[device.evidence].long;

/** The level half of the status line. */
export function levelWords(device: DeviceProfile, isMatching: boolean, gainDb: number | undefined): string {
  if (device.family === 'reference') return 'level unchanged';
  if (!isMatching) return 'true level';
  return gainDb === undefined ? 'matching the level' : `matched ${signedFigure(gainDb, 1)} dB`;
}
