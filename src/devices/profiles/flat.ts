import type { DeviceProfile } from '../DeviceProfile';

export const FLAT: DeviceProfile = {
  id: 'flat',
  name: 'Flat reference',
  kindLabel: 'your mix, untouched',
  family: 'reference',
  subfamily: 'reference',
  pictogram: 'flat',
  evidence: 'reference',
  source: {
    credit: 'Your own mix and your own headphones or speakers',
    licence: 'none needed',
    references: ['No figures: no filter, no change between left and right.'],
  },
  leavesOut: 'Nothing is added. What your own headphones or speakers do is still there.',
  stages: [],
};
