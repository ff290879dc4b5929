import type { DeviceProfile } from '../DeviceProfile';

export const FLAT: DeviceProfile = {
  id: 'flat',
  name: 'Flat reference',
  kindLabel: 'nothing between you and your mix',
  family: 'reference',
  pictogram: 'flat',
  evidence: 'reference',
  source: {
    credit: 'No device: the mix as it is',
    licence: 'none needed',
    references: ['Provisional figures, to be replaced by the fit.'],
  },
  leavesOut: 'Nothing: your mix passes untouched.',
  stages: [],
};
