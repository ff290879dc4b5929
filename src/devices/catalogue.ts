import type { DeviceProfile } from './DeviceProfile';
import { FLAT } from './profiles/flat';
import { NEARFIELD5_INCH } from './profiles/nearfield5Inch';
import { MAIN_MONITOR } from './profiles/mainMonitor';
import { MIX_CUBE } from './profiles/mixCube';
import { ATH_M20X } from './profiles/athM20x';
import { ATH_M50X } from './profiles/athM50x';
import { SENNHEISER_HD600 } from './profiles/sennheiserHd600';
import { AKG_K240_STUDIO } from './profiles/akgK240Studio';
import { SONY_WH1000XM4 } from './profiles/sonyWh1000xm4';
import { BEATS_STUDIO3 } from './profiles/beatsStudio3';
import { AIRPODS2 } from './profiles/airpods2';
import { AIRPODS_PRO2 } from './profiles/airpodsPro2';
import { MACBOOK_PRO } from './profiles/macbookPro';
import { FRAMEWORK13 } from './profiles/framework13';
import { PHONE } from './profiles/phone';
import { BLUETOOTH_SPEAKER } from './profiles/bluetoothSpeaker';
import { TV } from './profiles/tv';
import { CAR_MIDSIZE } from './profiles/carMidsize';

/** What every device is compared with: no tone, no change between left and right. */
export const FLAT_REFERENCE: DeviceProfile = FLAT;

/** Every device, in the order in which the screen lists them within a family. */
export const CATALOGUE: readonly DeviceProfile[] = [
  FLAT,
  NEARFIELD5_INCH,
  MAIN_MONITOR,
  MIX_CUBE,
  ATH_M20X,
  ATH_M50X,
  SENNHEISER_HD600,
  AKG_K240_STUDIO,
  SONY_WH1000XM4,
  BEATS_STUDIO3,
  AIRPODS2,
  AIRPODS_PRO2,
  MACBOOK_PRO,
  FRAMEWORK13,
  PHONE,
  BLUETOOTH_SPEAKER,
  TV,
  CAR_MIDSIZE,
];

const BY_ID = new Map(CATALOGUE.map((profile) => [profile.id, profile]));

/** The profile with this id, or undefined when the catalogue has none (settings may name a device of another version). */
export function deviceById(id: string): DeviceProfile | undefined {
  return BY_ID.get(id);
}
