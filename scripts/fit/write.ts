import type { DeviceProfile, Evidence, Stage } from '../../src/devices/DeviceProfile';
import { FAMILIES } from '../../src/devices/families';

/** `athM20x` → `ATH_M20X`. */
export function constantName(file: string): string {
  return file.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

/** The TypeScript file of one fitted profile; the formatter has the last word on its layout. */
export function profileSource(file: string, profile: DeviceProfile): string {
  return `// Fitted by scripts/fit-devices.ts; change the job there and run \`npm run fit\`.
import type { DeviceProfile } from '../DeviceProfile';

export const ${constantName(file)}: DeviceProfile = ${JSON.stringify(profile)};
`;
}

const EVIDENCE: Record<Evidence, string> = {
  reference: 'reference: nothing is changed',
  measured: 'measured: fitted to published measurements of this device',
  medianOfSeveral: 'median of several: fitted to the median of several measured devices of the class',
  modelled: 'modelled: made from published figures, no measured curve behind it',
  own: 'own: imported or made by the listener',
};

function stageWords(stage: Stage): string {
  switch (stage.kind) {
    case 'monoSum':
      return 'sums left and right to mono';
    case 'width':
      return `scales the side signal by ${stage.width}`;
    case 'gain':
      return `level ${stage.gainDb} dB`;
    case 'highpass':
    case 'lowpass':
      return `${stage.kind} ${stage.frequencyHz} Hz, q ${stage.q}`;
    default:
      return `${stage.kind} ${stage.frequencyHz} Hz, ${stage.gainDb} dB, q ${stage.q}`;
  }
}

function deviceSection(profile: DeviceProfile): string {
  const { fit } = profile;
  const filters = profile.stages.filter((stage) => 'frequencyHz' in stage).length;
  const lines = [
    `### ${profile.name}`,
    '',
    `${profile.kindLabel} · \`${profile.id}\``,
    '',
    `- Evidence: ${EVIDENCE[profile.evidence]}.`,
    `- Credit: ${profile.source.credit}.`,
    `- Licence: ${profile.source.licence}.`,
    ...(fit
      ? [
          `- Fit: ${fit.rmsDb.toFixed(2)} dB RMS, ${fit.worstDb.toFixed(2)} dB at worst, ${fit.fromHz}–${fit.toHz} Hz, ${filters} sections.`,
        ]
      : []),
    `- Left out: ${profile.leavesOut}`,
    '- Sources:',
    ...profile.source.references.map((reference) => `  - ${reference}`),
    ...(profile.evidence === 'modelled'
      ? ['- Stages:', ...profile.stages.map((stage) => `  - ${stageWords(stage)}`)]
      : []),
  ];
  return lines.join('\n');
}

/** docs/devices.md, whole. */
export function devicesDocument(catalogue: readonly DeviceProfile[]): string {
  const families = FAMILIES.map(({ family, label }) => {
    const members = catalogue.filter((profile) => profile.family === family);
    return [`## ${label}`, '', members.map(deviceSection).join('\n\n')].join('\n');
  });
  return `# Devices: where their figures come from

Written by \`npm run fit\` from the catalogue; do not edit by hand.

Every device is a chain of EQ filters, levelled so that its mean from 300 to 3000 Hz is 0 dB, and for some a stage
between left and right. The filters were fitted by this project to published data; no published curve is contained
here. Fitted headphone figures are derived from OPRA data and are shared under CC BY-SA 4.0; everything else follows
the project's licence unless a line says otherwise.

No device here distorts, limits or adds noise, and none brings its room along. Small speakers change with volume; these
figures hold at a moderate level.

What a chain can promise is bounded by how far published measurements of one device differ: about 1 dB to 3 kHz, 2 dB
to 8 kHz, and only the trend above. A fit error far below that says that the filters follow the curve, not that the
curve is right to that degree.

${families.join('\n\n')}
`;
}
