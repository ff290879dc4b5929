import type { DeviceEvidence } from '../DeviceProfile';

export const FLAT: DeviceEvidence = {
  source: {
    credit: 'Your own mix and your own headphones or speakers',
    licence: 'none needed',
    references: ['No figures: no filter, no change between left and right.'],
  },
  leavesOut: 'Nothing is added. What your own headphones or speakers do is still there.',
};
