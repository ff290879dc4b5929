import type * as kinds from '../../src/devices/profiles/kinds';
import type { Worn } from '../../src/devices/evidence/headphones';

/** Constant of `profiles/kinds.ts`. */
export type KindName = keyof typeof kinds;

/** File, id, name, and the curve without `--dev-consensus` (or whole, where there is one source). */
type Row = readonly [file: string, id: string, name: string, curve: string];

interface Group {
  readonly kind: KindName;
  readonly worn: Worn;
  readonly rows: readonly Row[];
}

/** Headphones, earbuds and in-ears by kind. All further words come from the index of the curves. */
export const HEADPHONE_GROUPS: readonly Group[] = [
  {
    kind: 'CLOSED',
    worn: 'overEar',
    rows: [
      ['athM20x', 'ath-m20x', 'ATH-M20x', 'audio-technica-ath-m20x'],
      ['athM40x', 'ath-m40x', 'ATH-M40x', 'audio-technica-ath-m40x'],
      ['athM50x', 'ath-m50x', 'ATH-M50x', 'audio-technica-ath-m50x'],
      ['sonyMdr7506', 'sony-mdr-7506', 'Sony MDR-7506', 'sony-mdr-7506'],
      ['sennheiserHd280Pro', 'sennheiser-hd-280-pro', 'Sennheiser HD 280 PRO', 'sennheiser-hd-280-pro'],
      ['dt770Pro80', 'dt-770-pro-80', 'DT 770 Pro 80 Ω', 'beyerdynamic-dt-770-pro-80'],
      ['dt770Pro250', 'dt-770-pro-250', 'DT 770 Pro 250 Ω', 'beyerdynamic-dt-770-pro-250'],
      ['akgK371', 'akg-k371', 'AKG K371', 'akg-k371'],
      ['akgK72', 'akg-k72', 'AKG K72', 'akg-k72'],
    ],
  },
  {
    kind: 'CLOSED_ON_EAR',
    worn: 'overEar',
    rows: [['sennheiserHd25', 'sennheiser-hd-25', 'Sennheiser HD 25', 'sennheiser-hd-25']],
  },
  {
    kind: 'SEMI_OPEN',
    worn: 'overEar',
    rows: [
      ['akgK240Studio', 'akg-k240-studio', 'AKG K240 Studio', 'akg-k240-studio'],
      ['akgK240MkII', 'akg-k240-mkii', 'AKG K240 MkII', 'akg-k240-mkii'],
      ['dt880', 'dt-880', 'DT 880', 'beyerdynamic-dt-880'],
    ],
  },
  {
    kind: 'OPEN',
    worn: 'overEar',
    rows: [
      ['sennheiserHd600', 'sennheiser-hd-600', 'Sennheiser HD 600', 'sennheiser-hd-600'],
      ['sennheiserHd650', 'sennheiser-hd-650', 'Sennheiser HD 650', 'sennheiser-hd-650'],
      ['sennheiserHd6xx', 'sennheiser-hd-6xx', 'Sennheiser HD 6XX', 'sennheiser-hd-6xx'],
      ['sennheiserHd560s', 'sennheiser-hd-560s', 'Sennheiser HD 560S', 'sennheiser-hd-560s'],
      ['sennheiserHd800s', 'sennheiser-hd-800-s', 'Sennheiser HD 800 S', 'sennheiser-hd-800-s'],
      ['sennheiserHd490Pro', 'sennheiser-hd-490-pro', 'Sennheiser HD 490 PRO', 'sennheiser-hd-490-pro-mixing-pads'],
      ['dt990Pro', 'dt-990-pro', 'DT 990 Pro', 'beyerdynamic-dt-990-pro'],
      ['akgK702', 'akg-k702', 'AKG K702', 'akg-k702'],
    ],
  },
  {
    kind: 'WIRELESS',
    worn: 'overEar',
    rows: [['beatsStudio3', 'beats-studio3', 'Beats Studio3', 'beats-studio3-wireless']],
  },
  {
    kind: 'WIRELESS_ON_EAR',
    worn: 'overEar',
    rows: [
      ['beatsSolo3', 'beats-solo3', 'Beats Solo3', 'beats-solo3-wireless'],
      ['beatsSolo4', 'beats-solo-4', 'Beats Solo 4', 'beats-solo-4--dev-peq'],
      ['jblTune510bt', 'jbl-tune-510bt', 'JBL Tune 510BT', 'jbl-tune-510bt--dev-peq'],
    ],
  },
  {
    kind: 'CANCELLING',
    worn: 'cancelling',
    rows: [
      ['sonyWh1000xm4', 'sony-wh-1000xm4', 'Sony WH-1000XM4', 'sony-wh-1000xm4'],
      ['sonyWh1000xm5', 'sony-wh-1000xm5', 'Sony WH-1000XM5', 'sony-wh-1000xm5'],
      ['sonyWh1000xm6', 'sony-wh-1000xm6', 'Sony WH-1000XM6', 'sony-wh-1000xm6--dev-peq'],
      ['boseQc45', 'bose-qc45', 'Bose QC45', 'bose-quietcomfort-45'],
      ['boseQcUltra', 'bose-qc-ultra', 'Bose QC Ultra', 'bose-quietcomfort-ultra'],
      ['airpodsMax', 'airpods-max', 'AirPods Max', 'apple-airpods-max'],
      ['jblTune770nc', 'jbl-tune-770nc', 'JBL Tune 770NC', 'jbl-tune-770nc'],
    ],
  },
  {
    kind: 'BUDS',
    worn: 'openFit',
    rows: [
      ['airpods2', 'airpods-2', 'AirPods (2nd gen)', 'apple-airpods-2nd-gen'],
      ['airpods1', 'airpods-1', 'AirPods (1st gen)', 'apple-airpods-1st-gen'],
      ['airpods3', 'airpods-3', 'AirPods (3rd gen)', 'apple-airpods-3rd-gen'],
      ['airpods4', 'airpods-4', 'AirPods 4 ANC', 'apple-airpods-4-anc'],
    ],
  },
  {
    kind: 'WIRED_BUDS',
    worn: 'openFit',
    rows: [['earpods', 'earpods', 'EarPods', 'apple-earpods']],
  },
  {
    kind: 'CANCELLING_IN_EAR',
    worn: 'inEar',
    rows: [
      ['airpodsPro2', 'airpods-pro-2', 'AirPods Pro 2', 'apple-airpods-pro-2'],
      ['airpodsPro1', 'airpods-pro-1', 'AirPods Pro (1st gen)', 'apple-airpods-pro-1'],
      ['galaxyBuds2Pro', 'galaxy-buds2-pro', 'Galaxy Buds2 Pro', 'samsung-galaxy-buds2-pro'],
      ['galaxyBuds2', 'galaxy-buds2', 'Galaxy Buds2', 'samsung-galaxy-buds2'],
      ['galaxyBuds3Pro', 'galaxy-buds3-pro', 'Galaxy Buds3 Pro', 'samsung-galaxy-buds3-pro'],
      ['galaxyBudsFe', 'galaxy-buds-fe', 'Galaxy Buds FE', 'samsung-galaxy-buds-fe'],
    ],
  },
  {
    kind: 'IN_EAR',
    worn: 'inEar',
    rows: [
      ['moondropChu', 'moondrop-chu', 'Moondrop Chu', 'moondrop-chu'],
      ['kzZsnProX', 'kz-zsn-pro-x', 'KZ ZSN Pro X', 'kz-zsn-pro-x'],
      ['kzZs10', 'kz-zs10', 'KZ ZS10', 'kz-zs10'],
    ],
  },
];
