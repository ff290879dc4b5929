import type { DeviceProfile } from '../devices/DeviceProfile';
import { withLayers } from '../devices/layers';
import { noiseBed, USUAL_LISTENING_DB, type NoiseBed } from '../devices/noiseScenes';
import type { ListenIntent } from './listenStore';

/** The part of the intent on which it depends how a device sounds. */
export type Hearing = Pick<ListenIntent, 'layers' | 'scene' | 'listeningPhon' | 'gear'>;

/** The device with what is heard of it. Equal hearings give the same object. */
export const heardProfile = (
  device: DeviceProfile,
  { layers, gear }: Pick<Hearing, 'layers' | 'gear'>,
): DeviceProfile => withLayers(device, layers, gear.kind === 'loudspeakers');

/** Level of a noise relative to the mix, LU: worked out once, it is asked for with every switch. */
const relative = new Map<string, number>();

/**
 * The noise under a device; null where it is quiet. Flat is the reference and has none.
 * @param mixLufs integrated loudness of the mix through flat, to which every device is matched
 */
export function noiseUnder(device: DeviceProfile, hearing: Hearing, mixLufs: number): NoiseBed | null {
  const { layers, listeningPhon } = hearing;
  const scene = hearing.scene ?? device.scene;
  if (!layers.noise || scene === undefined || device.family === 'reference' || !Number.isFinite(mixLufs)) return null;
  const isolation = device.isolation ?? null;
  const listeningDb = listeningPhon ?? USUAL_LISTENING_DB;
  const key = `${scene} ${isolation} ${listeningDb}`;
  let underMixLu = relative.get(key);
  if (underMixLu === undefined) {
    underMixLu = noiseBed(scene, isolation, 0, listeningDb).levelLufs;
    relative.set(key, underMixLu);
  }
  return { scene, isolation, levelLufs: mixLufs + underMixLu };
}
