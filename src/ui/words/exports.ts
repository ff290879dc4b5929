import type { ExportJob } from '../../store/playbackStore';
import { clock } from './format';

/** Bytes as files are measured, in powers of ten: `about 85 MB`, `about 1.0 GB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1e6) return 'less than 1 MB';
  return bytes < 999.5e6 ? `about ${Math.round(bytes / 1e6)} MB` : `about ${(bytes / 1e9).toFixed(1)} GB`;
}

/** `12 devices, 4:02 each, about 1.0 GB`. */
export function severalWords(count: number, durationSec: number, bytes: number): string {
  const each = clock(Math.round(durationSec));
  return count === 1 ? `1 device, ${each}, ${sizeWords(bytes)}` : `${count} devices, ${each} each, ${sizeWords(bytes)}`;
}

/** What is being done now: `Writing Phone, 3 of 12`. */
export function jobWords({ fileName, several }: ExportJob): string {
  if (!several) return `Writing ${fileName}`;
  const { phase, deviceName, number, count } = several;
  return `${phase === 'measuring' ? 'Measuring' : 'Writing'} ${deviceName}, ${number} of ${count}`;
}
