import type { DeviceEvidence } from '../DeviceProfile';

export const CAR_MIDSIZE_BACK: DeviceEvidence = {
  source: {
    credit: 'Own model from published figures on car sound',
    licence: 'Own figures',
    references: [
      'As the mid-size car at the driver’s seat, with 2.5 dB more bass: the back seat is at the end of the cabin, where all its length modes are loudest (amount assumed)',
      'Treble 4.5 dB down from 3.5 kHz: the tweeters are in front, behind the seats’ backs; assumed',
      'Listeners set the balance 2.6 to 3.5 dB to the rear, so the front is not simply louder: P. Dennis (Nissan), AES Convention Paper 9393, 2015',
    ],
  },
  leavesOut: 'The other standing waves of the cabin; who sits in front of you; rear speakers of their own character.',
};
