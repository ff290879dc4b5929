import type { FileDrop } from '../tracks/DropTarget';
import { importFiles } from './withDesk';

/** On Devices, files are devices. */
export const DEVICE_DROP: FileDrop = { words: 'Let go to import as devices', wanted: 'device', take: importFiles };
