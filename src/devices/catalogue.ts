import type { DeviceProfile } from './DeviceProfile';
import { FLAT } from './profiles/flat';
import { NEARFIELD5_INCH } from './profiles/nearfield5Inch';
import { NEARFIELD_BEDROOM } from './profiles/nearfieldBedroom';
import { NEARFIELD_NEUTRAL } from './profiles/nearfieldNeutral';
import { NS10_TYPE } from './profiles/ns10Type';
import { MAIN_MONITOR } from './profiles/mainMonitor';
import { MIX_CUBE } from './profiles/mixCube';
import { BOOKSHELF } from './profiles/bookshelf';
import { ATH_M20X } from './profiles/athM20x';
import { ATH_M50X } from './profiles/athM50x';
import { ATH_M40X } from './profiles/athM40x';
import { SONY_MDR7506 } from './profiles/sonyMdr7506';
import { DT770_PRO80 } from './profiles/dt770Pro80';
import { DT770_PRO250 } from './profiles/dt770Pro250';
import { SENNHEISER_HD280_PRO } from './profiles/sennheiserHd280Pro';
import { AKG_K371 } from './profiles/akgK371';
import { AKG_K72 } from './profiles/akgK72';
import { SENNHEISER_HD25 } from './profiles/sennheiserHd25';
import { AKG_K240_STUDIO } from './profiles/akgK240Studio';
import { AKG_K240_MK_II } from './profiles/akgK240MkII';
import { DT880 } from './profiles/dt880';
import { SENNHEISER_HD600 } from './profiles/sennheiserHd600';
import { SENNHEISER_HD650 } from './profiles/sennheiserHd650';
import { SENNHEISER_HD6XX } from './profiles/sennheiserHd6xx';
import { SENNHEISER_HD560S } from './profiles/sennheiserHd560s';
import { SENNHEISER_HD800S } from './profiles/sennheiserHd800s';
import { SENNHEISER_HD490_PRO } from './profiles/sennheiserHd490Pro';
import { DT990_PRO } from './profiles/dt990Pro';
import { AKG_K702 } from './profiles/akgK702';
import { BEATS_STUDIO3 } from './profiles/beatsStudio3';
import { BEATS_SOLO3 } from './profiles/beatsSolo3';
import { BEATS_SOLO4 } from './profiles/beatsSolo4';
import { JBL_TUNE510BT } from './profiles/jblTune510bt';
import { SONY_WH1000XM4 } from './profiles/sonyWh1000xm4';
import { SONY_WH1000XM5 } from './profiles/sonyWh1000xm5';
import { SONY_WH1000XM6 } from './profiles/sonyWh1000xm6';
import { BOSE_QC45 } from './profiles/boseQc45';
import { BOSE_QC_ULTRA } from './profiles/boseQcUltra';
import { AIRPODS_MAX } from './profiles/airpodsMax';
import { JBL_TUNE770NC } from './profiles/jblTune770nc';
import { AIRPODS2 } from './profiles/airpods2';
import { AIRPODS1 } from './profiles/airpods1';
import { AIRPODS3 } from './profiles/airpods3';
import { AIRPODS4 } from './profiles/airpods4';
import { EARPODS } from './profiles/earpods';
import { AIRPODS_PRO2 } from './profiles/airpodsPro2';
import { AIRPODS_PRO1 } from './profiles/airpodsPro1';
import { GALAXY_BUDS2_PRO } from './profiles/galaxyBuds2Pro';
import { GALAXY_BUDS2 } from './profiles/galaxyBuds2';
import { GALAXY_BUDS3_PRO } from './profiles/galaxyBuds3Pro';
import { GALAXY_BUDS_FE } from './profiles/galaxyBudsFe';
import { MOONDROP_CHU } from './profiles/moondropChu';
import { KZ_ZSN_PRO_X } from './profiles/kzZsnProX';
import { KZ_ZS10 } from './profiles/kzZs10';
import { MACBOOK_PRO } from './profiles/macbookPro';
import { FRAMEWORK13 } from './profiles/framework13';
import { PHONE } from './profiles/phone';
import { PHONE_FLAGSHIP } from './profiles/phoneFlagship';
import { TABLET } from './profiles/tablet';
import { TV } from './profiles/tv';
import { SOUNDBAR } from './profiles/soundbar';
import { BLUETOOTH_SPEAKER } from './profiles/bluetoothSpeaker';
import { SMART_SPEAKER } from './profiles/smartSpeaker';
import { KITCHEN_RADIO } from './profiles/kitchenRadio';
import { CAR_MIDSIZE } from './profiles/carMidsize';
import { CAR_MIDSIZE_BACK } from './profiles/carMidsizeBack';
import { CAR_COMPACT } from './profiles/carCompact';
import { VAN } from './profiles/van';
import { CAR_TUNED } from './profiles/carTuned';
import { CLUB } from './profiles/club';
import { CINEMA } from './profiles/cinema';

/** What every device is compared with: no tone, no change between left and right. */
export const FLAT_REFERENCE: DeviceProfile = FLAT;

/** Every device, in the order in which the screen lists them within a family. */
export const CATALOGUE: readonly DeviceProfile[] = [
  FLAT,
  NEARFIELD5_INCH,
  NEARFIELD_BEDROOM,
  NEARFIELD_NEUTRAL,
  NS10_TYPE,
  MAIN_MONITOR,
  MIX_CUBE,
  BOOKSHELF,
  ATH_M20X,
  ATH_M50X,
  ATH_M40X,
  SONY_MDR7506,
  DT770_PRO80,
  DT770_PRO250,
  SENNHEISER_HD280_PRO,
  AKG_K371,
  AKG_K72,
  SENNHEISER_HD25,
  AKG_K240_STUDIO,
  AKG_K240_MK_II,
  DT880,
  SENNHEISER_HD600,
  SENNHEISER_HD650,
  SENNHEISER_HD6XX,
  SENNHEISER_HD560S,
  SENNHEISER_HD800S,
  SENNHEISER_HD490_PRO,
  DT990_PRO,
  AKG_K702,
  BEATS_STUDIO3,
  BEATS_SOLO3,
  BEATS_SOLO4,
  JBL_TUNE510BT,
  SONY_WH1000XM4,
  SONY_WH1000XM5,
  SONY_WH1000XM6,
  BOSE_QC45,
  BOSE_QC_ULTRA,
  AIRPODS_MAX,
  JBL_TUNE770NC,
  AIRPODS2,
  AIRPODS1,
  AIRPODS3,
  AIRPODS4,
  EARPODS,
  AIRPODS_PRO2,
  AIRPODS_PRO1,
  GALAXY_BUDS2_PRO,
  GALAXY_BUDS2,
  GALAXY_BUDS3_PRO,
  GALAXY_BUDS_FE,
  MOONDROP_CHU,
  KZ_ZSN_PRO_X,
  KZ_ZS10,
  MACBOOK_PRO,
  FRAMEWORK13,
  PHONE,
  PHONE_FLAGSHIP,
  TABLET,
  TV,
  SOUNDBAR,
  BLUETOOTH_SPEAKER,
  SMART_SPEAKER,
  KITCHEN_RADIO,
  CAR_MIDSIZE,
  CAR_MIDSIZE_BACK,
  CAR_COMPACT,
  VAN,
  CAR_TUNED,
  CLUB,
  CINEMA,
];

const BY_ID = new Map(CATALOGUE.map((profile) => [profile.id, profile]));

/** The profile with this id, or undefined when the catalogue has none (settings may name a device of another version). */
export function deviceById(id: string): DeviceProfile | undefined {
  return BY_ID.get(id);
}
