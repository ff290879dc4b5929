import type { DeviceFamily, DeviceProfile, Evidence } from '../../devices/DeviceProfile';
import type { LayerName, Layers } from '../../devices/layers';
import { noiseBed, type NoiseSceneName } from '../../devices/noiseScenes';
import { stereoMatrix, toneStages } from '../../devices/response';
import { figure, hertz, unbroken } from './format';

export const LAYER_LABELS: Readonly<Record<LayerName, string>> = {
  tone: 'Tone',
  room: 'Stereo and room',
  limits: 'Device limits',
  noise: 'Background noise',
};

/** What a layer does to one device, in a sentence. */
export interface LayerWords {
  readonly says: string;
  /** The device has nothing in this layer: the switch changes nothing. */
  readonly isEmpty: boolean;
}

const nothing = (says: string): LayerWords => ({ says, isEmpty: true });
const something = (says: string): LayerWords => ({ says: unbroken(says), isEmpty: false });
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const WORN: Partial<Record<DeviceFamily, string>> = { headphones: 'Headphones', earbuds: 'Earbuds' };

const TONE_FROM: Readonly<Record<Evidence, string>> = {
  reference: 'of the reference',
  measured: 'fitted to published measurements',
  medianOfSeveral: 'fitted to the median of several measurements',
  modelled: 'made from published figures',
  own: 'of your own',
};

function toneWords(device: DeviceProfile): LayerWords {
  const count = toneStages(device).filter((stage) => stage.kind !== 'gain').length;
  if (count === 0) return nothing('No tone of its own: nothing to add.');
  return something(`${count === 1 ? 'One filter' : `${count} filters`} ${TONE_FROM[device.evidence]}.`);
}

/** Arrivals closer than this are one to the ear, seconds. */
const TOGETHER_SEC = 5e-5;

function roomWords(device: DeviceProfile, isOnLoudspeakers: boolean): LayerWords {
  const [[same, cross]] = stereoMatrix(device);
  const width = same - cross;
  const { room } = device;
  const worn = WORN[device.family];
  if (width === 1 && !room) {
    return nothing(
      worn ? `${worn} keep their wide image: nothing to add.` : 'No room is known for it: nothing to add.',
    );
  }
  const parts: string[] = [];
  const isMono = Math.abs(width) < 0.005;
  if (isMono) parts.push('One speaker: left and right are summed.');
  else if (width !== 1) parts.push(`${Math.round(width * 100)} % of the width is left.`);
  if (room && isOnLoudspeakers) parts.push('Your own room takes the place of its room.');
  else if (room) {
    const lateSec = room.right.delaySec - room.left.delaySec;
    const late =
      isMono || Math.abs(lateSec) < TOGETHER_SEC
        ? ''
        : `, the ${lateSec > 0 ? 'right' : 'left'} ${figure(Math.abs(lateSec) * 1000, 1)} ms late`;
    const heard = [
      !isMono && `both ears hear both speakers${late}`,
      room.decay && `${figure(room.decay.rt60Sec[1], 2)} s of decay`,
    ].filter((part) => typeof part === 'string');
    parts.push(`${capital(room.label)}: ${heard.join('; ')}.`);
  }
  return { ...something(parts.join(' ')), isEmpty: isOnLoudspeakers && width === 1 };
}

function limitsWords({ limits }: DeviceProfile): LayerWords {
  const parts = [
    limits?.bass && `loud bass below ${hertz(limits.bass.belowHz)} gives way`,
    limits?.limiter && `peaks stop at ${figure(limits.limiter.thresholdDb, 0)} dB`,
    limits?.codecHz !== undefined && `the radio link ends at ${hertz(limits.codecHz)}`,
  ].filter((part) => typeof part === 'string');
  if (parts.length === 0) return nothing('Nothing is known to give way: nothing to add.');
  return something(`${capital(parts.join(', '))}.`);
}

/** How loud the noise is to the music, LU: `14 LU under the music`. */
function againstMusic(noiseLu: number): string {
  const whole = Math.round(noiseLu);
  if (whole === 0) return 'as loud as the music';
  return `${Math.abs(whole)} LU ${whole < 0 ? 'under' : 'over'} the music`;
}

function noiseWords({ scene: usual, isolation }: DeviceProfile, { scene, listeningPhon }: Listening): LayerWords {
  const heard = scene ?? usual;
  if (!heard) return nothing('Usually quiet: nothing to add.');
  const { levelLufs } = noiseBed(heard, isolation ?? null, 0, listeningPhon ?? undefined);
  return something(`${capital(againstMusic(levelLufs))}.`);
}

/** How the listener listens, as far as a layer depends on it. */
export interface Listening {
  /** The listener's own room takes the place of the device's. */
  readonly isOnLoudspeakers: boolean;
  /** Chosen surroundings; null is what is usual for the device. */
  readonly scene: NoiseSceneName | null;
  readonly listeningPhon: number | null;
}

/** What a layer does to this device. */
export function layerWords(layer: LayerName, device: DeviceProfile, listening: Listening): LayerWords {
  if (device.family === 'reference') {
    return nothing(layer === 'noise' ? 'Flat is heard in silence.' : 'Flat is your mix as it is: nothing to add.');
  }
  switch (layer) {
    case 'tone':
      return toneWords(device);
    case 'room':
      return roomWords(device, listening.isOnLoudspeakers);
    case 'limits':
      return limitsWords(device);
    case 'noise':
      return noiseWords(device, listening);
  }
}

/** For the status line: layers that this device has and that are switched off. */
export function withoutWords(device: DeviceProfile, layers: Layers, listening: Listening): string {
  const names = { tone: 'tone', room: 'room', limits: 'limits' } as const;
  const off = (['tone', 'room', 'limits'] as const).filter(
    (layer) => !layers[layer] && !layerWords(layer, device, listening).isEmpty,
  );
  return off.length === 0 ? '' : `without ${off.map((layer) => names[layer]).join(' and ')}`;
}
