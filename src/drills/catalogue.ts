import type { DrillKind } from './DrillKind';
import { attackRelease } from './kinds/attackRelease';
import { bandBoost } from './kinds/bandBoost';
import { bandCut } from './kinds/bandCut';
import { bandFrequency } from './kinds/bandFrequency';
import { boostAmount } from './kinds/boostAmount';
import { brightness } from './kinds/brightness';
import { bumpBrush } from './kinds/bumpBrush';
import { buzz } from './kinds/buzz';
import { clipping } from './kinds/clipping';
import { compression } from './kinds/compression';
import { compressionAmount } from './kinds/compressionAmount';
import { correctEq } from './kinds/correctEq';
import { crackle } from './kinds/crackle';
import { delayTime } from './kinds/delayTime';
import { deviceBrighter } from './kinds/deviceBrighter';
import { deviceSame } from './kinds/deviceSame';
import { dipOrPeak } from './kinds/dipOrPeak';
import { distortionKind } from './kinds/distortionKind';
import { faultThroughDevice } from './kinds/faultThroughDevice';
import { feedback } from './kinds/feedback';
import { flatVoice } from './kinds/flatVoice';
import { headphoneImage } from './kinds/headphoneImage';
import { hiss } from './kinds/hiss';
import { hum } from './kinds/hum';
import { interference } from './kinds/interference';
import { kickBassMasking } from './kinds/kickBassMasking';
import { louder } from './kinds/louder';
import { mainsFrequency } from './kinds/mainsFrequency';
import { mixedFaults } from './kinds/mixedFaults';
import { monoOrStereo } from './kinds/monoOrStereo';
import { nameDevice } from './kinds/nameDevice';
import { nameFamily } from './kinds/nameFamily';
import { panPosition } from './kinds/panPosition';
import { polarity } from './kinds/polarity';
import { predictLoss } from './kinds/predictLoss';
import { reverbAmount } from './kinds/reverbAmount';
import { reverbDecay } from './kinds/reverbDecay';
import { rollOff } from './kinds/rollOff';
import { shelfTilt } from './kinds/shelfTilt';
import { squeak } from './kinds/squeak';
import { stemAmount } from './kinds/stemAmount';
import { stemLevel } from './kinds/stemLevel';
import { stemPolarity } from './kinds/stemPolarity';
import { width } from './kinds/width';

/** Every kind of drill, in the order in which the screen lists them within a group. */
export const DRILL_KINDS: readonly DrillKind[] = [
  // devices
  nameFamily,
  nameDevice,
  deviceBrighter,
  deviceSame,
  predictLoss,
  faultThroughDevice,
  // tone
  bandBoost,
  bandCut,
  bandFrequency,
  boostAmount,
  shelfTilt,
  rollOff,
  dipOrPeak,
  brightness,
  correctEq,
  // level
  louder,
  stemLevel,
  stemAmount,
  compression,
  compressionAmount,
  attackRelease,
  clipping,
  distortionKind,
  // space
  panPosition,
  width,
  monoOrStereo,
  polarity,
  stemPolarity,
  reverbAmount,
  reverbDecay,
  delayTime,
  headphoneImage,
  // faults
  mixedFaults,
  hum,
  mainsFrequency,
  buzz,
  hiss,
  crackle,
  interference,
  feedback,
  squeak,
  bumpBrush,
  flatVoice,
  kickBassMasking,
];
