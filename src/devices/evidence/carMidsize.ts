import type { DeviceEvidence } from '../DeviceProfile';

export const CAR_MIDSIZE: DeviceEvidence = {
  source: {
    credit: 'Own model from published figures on car sound',
    licence: 'Own figures',
    references: [
      'Bass lift found in five luxury cars and three further studies, mids as at home: F. Toole, quoted in Audio Science Review thread 55785; 7 dB assumed for a factory system, about half of what listeners choose',
      'Cabin gain of 12 dB an octave below 66 Hz: J. Murphy, trueaudio.com/post_001.htm (mid-size car); a door speaker falls by as much there (assumed), so the sum stays level down to about 30 Hz',
      'First length mode of a cabin of 2.4 m: 71.5 Hz (c/2L); +2.5 dB assumed',
      'Treble 2 dB down, since speakers sit low and off to the side: assumed; studies disagree above a few kilohertz',
    ],
  },
  leavesOut: 'The other standing waves of the cabin, which differ in every seat; rattles; the maker’s surround modes.',
};
