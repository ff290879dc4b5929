import type { DeviceProfile, DeviceSubfamily } from '../devices/DeviceProfile';
import { PIN_COUNT, type ListenDefaults } from './listenStore';

/** Kinds in the order in which a listener meets them on the number keys: the places mixes fail most often first. */
const PIN_ORDER: readonly DeviceSubfamily[] = [
  'car',
  'phone',
  'earbuds',
  'closed',
  'nearField',
  'laptop',
  'speaker',
  'tv',
  'inEar',
];

/** First visit: flat in A, the first car (or whatever comes first) in B, and one device of each kind on the keys 1–9. */
export function listenDefaults(catalogue: readonly DeviceProfile[]): ListenDefaults {
  const flat = catalogue.find((device) => device.family === 'reference') ?? catalogue[0];
  if (!flat) throw new RangeError('the catalogue must hold at least one device, got 0');
  const ofKinds = PIN_ORDER.flatMap((kind) => catalogue.find((device) => device.subfamily === kind) ?? []);
  // A catalogue without some of the kinds still fills the keys.
  const pinned = [...new Set([...ofKinds, ...catalogue])].filter((device) => device !== flat).slice(0, PIN_COUNT);
  const pins: (string | null)[] = pinned.map(({ id }) => id);
  const first = pins[0] ?? flat.id;
  while (pins.length < PIN_COUNT) pins.push(null);
  return { targetId: flat.id, slots: { A: flat.id, B: first }, pins };
}
