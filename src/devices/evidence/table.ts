import type { DeviceEvidence } from '../DeviceProfile';
import { FLAT } from './flat';
import { NEARFIELD5_INCH } from './nearfield5Inch';
import { NEARFIELD_BEDROOM } from './nearfieldBedroom';
import { NEARFIELD_NEUTRAL } from './nearfieldNeutral';
import { NS10_TYPE } from './ns10Type';
import { MAIN_MONITOR } from './mainMonitor';
import { MIX_CUBE } from './mixCube';
import { BOOKSHELF } from './bookshelf';
import { ATH_M20X } from './athM20x';
import { ATH_M50X } from './athM50x';
import { ATH_M40X } from './athM40x';
import { SONY_MDR7506 } from './sonyMdr7506';
import { DT770_PRO80 } from './dt770Pro80';
import { DT770_PRO250 } from './dt770Pro250';
import { SENNHEISER_HD280_PRO } from './sennheiserHd280Pro';
import { AKG_K371 } from './akgK371';
import { AKG_K72 } from './akgK72';
import { SENNHEISER_HD25 } from './sennheiserHd25';
import { AKG_K240_STUDIO } from './akgK240Studio';
import { AKG_K240_MK_II } from './akgK240MkII';
import { DT880 } from './dt880';
import { SENNHEISER_HD600 } from './sennheiserHd600';
import { SENNHEISER_HD650 } from './sennheiserHd650';
import { SENNHEISER_HD6XX } from './sennheiserHd6xx';
import { SENNHEISER_HD560S } from './sennheiserHd560s';
import { SENNHEISER_HD800S } from './sennheiserHd800s';
import { SENNHEISER_HD490_PRO } from './sennheiserHd490Pro';
import { DT990_PRO } from './dt990Pro';
import { AKG_K702 } from './akgK702';
import { BEATS_STUDIO3 } from './beatsStudio3';
import { BEATS_SOLO3 } from './beatsSolo3';
import { BEATS_SOLO4 } from './beatsSolo4';
import { JBL_TUNE510BT } from './jblTune510bt';
import { SONY_WH1000XM4 } from './sonyWh1000xm4';
import { SONY_WH1000XM5 } from './sonyWh1000xm5';
import { SONY_WH1000XM6 } from './sonyWh1000xm6';
import { BOSE_QC45 } from './boseQc45';
import { BOSE_QC_ULTRA } from './boseQcUltra';
import { AIRPODS_MAX } from './airpodsMax';
import { JBL_TUNE770NC } from './jblTune770nc';
import { AIRPODS2 } from './airpods2';
import { AIRPODS1 } from './airpods1';
import { AIRPODS3 } from './airpods3';
import { AIRPODS4 } from './airpods4';
import { EARPODS } from './earpods';
import { AIRPODS_PRO2 } from './airpodsPro2';
import { AIRPODS_PRO1 } from './airpodsPro1';
import { GALAXY_BUDS2_PRO } from './galaxyBuds2Pro';
import { GALAXY_BUDS2 } from './galaxyBuds2';
import { GALAXY_BUDS3_PRO } from './galaxyBuds3Pro';
import { GALAXY_BUDS_FE } from './galaxyBudsFe';
import { MOONDROP_CHU } from './moondropChu';
import { KZ_ZSN_PRO_X } from './kzZsnProX';
import { KZ_ZS10 } from './kzZs10';
import { MACBOOK_PRO } from './macbookPro';
import { FRAMEWORK13 } from './framework13';
import { PHONE } from './phone';
import { PHONE_FLAGSHIP } from './phoneFlagship';
import { TABLET } from './tablet';
import { TV } from './tv';
import { SOUNDBAR } from './soundbar';
import { BLUETOOTH_SPEAKER } from './bluetoothSpeaker';
import { SMART_SPEAKER } from './smartSpeaker';
import { KITCHEN_RADIO } from './kitchenRadio';
import { CAR_MIDSIZE } from './carMidsize';
import { CAR_MIDSIZE_BACK } from './carMidsizeBack';
import { CAR_COMPACT } from './carCompact';
import { VAN } from './van';
import { CAR_TUNED } from './carTuned';
import { CLUB } from './club';
import { CINEMA } from './cinema';

/** Evidence by device id; `index.ts` loads it. */
export const EVIDENCE: Readonly<Record<string, DeviceEvidence>> = {
  flat: FLAT,
  'nearfield-5-inch': NEARFIELD5_INCH,
  'nearfield-bedroom': NEARFIELD_BEDROOM,
  'nearfield-neutral': NEARFIELD_NEUTRAL,
  'ns10-type': NS10_TYPE,
  'main-monitor': MAIN_MONITOR,
  'mix-cube': MIX_CUBE,
  bookshelf: BOOKSHELF,
  'ath-m20x': ATH_M20X,
  'ath-m50x': ATH_M50X,
  'ath-m40x': ATH_M40X,
  'sony-mdr-7506': SONY_MDR7506,
  'dt-770-pro-80': DT770_PRO80,
  'dt-770-pro-250': DT770_PRO250,
  'sennheiser-hd-280-pro': SENNHEISER_HD280_PRO,
  'akg-k371': AKG_K371,
  'akg-k72': AKG_K72,
  'sennheiser-hd-25': SENNHEISER_HD25,
  'akg-k240-studio': AKG_K240_STUDIO,
  'akg-k240-mkii': AKG_K240_MK_II,
  'dt-880': DT880,
  'sennheiser-hd-600': SENNHEISER_HD600,
  'sennheiser-hd-650': SENNHEISER_HD650,
  'sennheiser-hd-6xx': SENNHEISER_HD6XX,
  'sennheiser-hd-560s': SENNHEISER_HD560S,
  'sennheiser-hd-800-s': SENNHEISER_HD800S,
  'sennheiser-hd-490-pro': SENNHEISER_HD490_PRO,
  'dt-990-pro': DT990_PRO,
  'akg-k702': AKG_K702,
  'beats-studio3': BEATS_STUDIO3,
  'beats-solo3': BEATS_SOLO3,
  'beats-solo-4': BEATS_SOLO4,
  'jbl-tune-510bt': JBL_TUNE510BT,
  'sony-wh-1000xm4': SONY_WH1000XM4,
  'sony-wh-1000xm5': SONY_WH1000XM5,
  'sony-wh-1000xm6': SONY_WH1000XM6,
  'bose-qc45': BOSE_QC45,
  'bose-qc-ultra': BOSE_QC_ULTRA,
  'airpods-max': AIRPODS_MAX,
  'jbl-tune-770nc': JBL_TUNE770NC,
  'airpods-2': AIRPODS2,
  'airpods-1': AIRPODS1,
  'airpods-3': AIRPODS3,
  'airpods-4': AIRPODS4,
  earpods: EARPODS,
  'airpods-pro-2': AIRPODS_PRO2,
  'airpods-pro-1': AIRPODS_PRO1,
  'galaxy-buds2-pro': GALAXY_BUDS2_PRO,
  'galaxy-buds2': GALAXY_BUDS2,
  'galaxy-buds3-pro': GALAXY_BUDS3_PRO,
  'galaxy-buds-fe': GALAXY_BUDS_FE,
  'moondrop-chu': MOONDROP_CHU,
  'kz-zsn-pro-x': KZ_ZSN_PRO_X,
  'kz-zs10': KZ_ZS10,
  'macbook-pro': MACBOOK_PRO,
  'framework-13': FRAMEWORK13,
  phone: PHONE,
  'phone-flagship': PHONE_FLAGSHIP,
  tablet: TABLET,
  tv: TV,
  soundbar: SOUNDBAR,
  'bluetooth-speaker': BLUETOOTH_SPEAKER,
  'smart-speaker': SMART_SPEAKER,
  'kitchen-radio': KITCHEN_RADIO,
  'car-midsize': CAR_MIDSIZE,
  'car-midsize-back': CAR_MIDSIZE_BACK,
  'car-compact': CAR_COMPACT,
  van: VAN,
  'car-tuned': CAR_TUNED,
  club: CLUB,
  cinema: CINEMA,
};
