/** What a device can be written as. */
export type ExportFormatId =
  | 'own-json'
  | 'equalizer-apo'
  | 'graphic-eq'
  | 'autoeq-csv'
  | 'camilla-dsp'
  | 'minidsp-48'
  | 'minidsp-96'
  | 'impulse-wav';
