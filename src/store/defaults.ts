import type { DeviceFamily, DeviceProfile } from '../devices/DeviceProfile';
import { PIN_COUNT, type ListenDefaults } from './listenStore';

/** Families in the order in which a listener meets them on the number keys: the places mixes fail most often first. */
const PIN_ORDER: readonly DeviceFamily[] = ['cars', 'smallSpeakers', 'earbuds', 'headphones', 'monitors'];

/**
 * First visit: flat in A, the first car (or whatever comes first) in B, and one device after another
 * from each family on the keys 1–9.
 */
export function listenDefaults(catalogue: readonly DeviceProfile[]): ListenDefaults {
  const flat = catalogue.find((device) => device.family === 'reference') ?? catalogue[0];
  if (!flat) throw new RangeError('the catalogue must hold at least one device, got 0');
  const byFamily = PIN_ORDER.map((family) => catalogue.filter((device) => device.family === family));
  const pins: (string | null)[] = [];
  for (let round = 0; pins.length < PIN_COUNT && byFamily.some((devices) => devices.length > round); round++) {
    for (const devices of byFamily) {
      const device = devices[round];
      if (device && pins.length < PIN_COUNT) pins.push(device.id);
    }
  }
  const first = pins[0] ?? flat.id;
  while (pins.length < PIN_COUNT) pins.push(null);
  return { targetId: flat.id, slots: { A: flat.id, B: first }, pins };
}
