import type { DeviceProfile } from '../DeviceProfile';
import { untreatedBedroom } from '../rooms';
import { NEARFIELD5_INCH } from './nearfield5Inch';

/** The same speakers elsewhere: what the walls do in the bass is tone, the rest is the room. */
export const NEARFIELD_BEDROOM: DeviceProfile = {
  ...NEARFIELD5_INCH,
  id: 'nearfield-bedroom',
  name: 'Near-field in a bedroom',
  kindLabel: 'budget 5-inch, untreated room',
  evidence: 'modelled',
  room: untreatedBedroom,
  stages: [
    { kind: 'peaking', frequencyHz: 55.3, gainDb: 4, q: 2.5 },
    { kind: 'peaking', frequencyHz: 71.5, gainDb: -3, q: 3 },
    { kind: 'peaking', frequencyHz: 107, gainDb: -5, q: 3 },
    { kind: 'peaking', frequencyHz: 165, gainDb: 3, q: 2.5 },
    ...NEARFIELD5_INCH.stages,
  ],
};
