import type { DeviceProfile } from '../DeviceProfile';

export const FLAT: DeviceProfile = {
  id: 'flat',
  name: 'Flat reference',
  kindLabel: 'your mix, untouched',
  family: 'reference',
  subfamily: 'reference',
  pictogram: 'flat',
  evidence: 'reference',
  stages: [],
};
