import type { DeviceEvidence, DeviceProfile, Evidence, Stage } from '../../src/devices/DeviceProfile';
import { FAMILIES } from '../../src/devices/families';
import { headphoneFigures, type FittedJob } from './fitJob';
import type { FitJob } from './jobs';

/** `athM20x` → `ATH_M20X`. */
export function constantName(file: string): string {
  return file.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}

const HEADER = '// Fitted by scripts/fit-devices.ts; change the job there and run `npm run fit`.\n';

/** `{"a":1}` and further members, written as they are. */
function objectSource(members: object, ...written: readonly string[]): string {
  const own = Object.entries(members).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return `{ ${[...own, ...written].join(', ')} }`;
}

/** The TypeScript file of one fitted profile; the formatter has the last word on its layout. */
export function profileSource(job: FitJob, { stages }: FittedJob): string {
  const constant = constantName(job.file);
  if ('kind' in job) {
    return `${HEADER}import type { DeviceProfile } from '../DeviceProfile';
import { ${job.kind} } from './kinds';

export const ${constant}: DeviceProfile = { ...${job.kind}, ${objectSource({ ...job.profile, stages }).slice(1)};
`;
  }
  const { room, limits } = job;
  const imports = [
    ...(limits === undefined ? [] : [`import { ${limits} } from '../limits';`]),
    ...(room === undefined ? [] : [`import { ${room} } from '../rooms';`]),
  ];
  const layers = [
    ...(room === undefined ? [] : [`room: ${room}`]),
    ...(limits === undefined ? [] : [`limits: ${limits}`]),
  ];
  return `${HEADER}import type { DeviceProfile } from '../DeviceProfile';
${imports.join('\n')}

export const ${constant}: DeviceProfile = ${objectSource({ ...job.profile, stages }, ...layers)};
`;
}

/** The TypeScript file of what is known about one fitted device. */
export function evidenceSource(job: FitJob, fitted: FittedJob, folder: string): string {
  const errors = `errorsDb: onErrorGrid(${fitted.first}, ${JSON.stringify(fitted.errorsDb)})`;
  const constant = constantName(job.file);
  const { fit } = fitted;
  if ('kind' in job) {
    return `${HEADER}import { onErrorGrid } from './errorGrid';
import { headphoneEvidence } from './headphones';

export const ${constant} = headphoneEvidence(${objectSource(headphoneFigures(job, folder, fit), errors)});
`;
  }
  const { validRangeHz } = job;
  return `${HEADER}import type { DeviceEvidence } from '../DeviceProfile';
import { onErrorGrid } from './errorGrid';

export const ${constant}: DeviceEvidence = ${objectSource({ ...job.evidence, fit, validRangeHz }, errors)};
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

function layerLines({ room, limits, scene, isolation }: DeviceProfile): string[] {
  const heard = [
    ...(room ? [`room: ${room.label}`] : []),
    ...(limits ? ['limits of level or link'] : []),
    ...(scene ? [`noise: ${scene}`] : []),
    ...(isolation ? [`isolation: ${isolation}`] : []),
  ];
  return heard.length > 0 ? [`- Layers besides tone: ${heard.join('; ')}.`] : [];
}

function deviceSection(profile: DeviceProfile, evidence: DeviceEvidence): string {
  const { fit, source, leavesOut } = evidence;
  const filters = profile.stages.filter((stage) => 'frequencyHz' in stage).length;
  const lines = [
    `### ${profile.name}`,
    '',
    `${profile.kindLabel} · \`${profile.id}\``,
    '',
    `- Evidence: ${EVIDENCE[profile.evidence]}.`,
    `- Credit: ${source.credit}.`,
    `- Licence: ${source.licence}.`,
    ...(fit
      ? [
          `- Fit: ${fit.rmsDb.toFixed(2)} dB RMS, ${fit.worstDb.toFixed(2)} dB at worst, ${fit.fromHz}–${fit.toHz} Hz, ${filters} sections.`,
        ]
      : []),
    ...layerLines(profile),
    `- Left out: ${leavesOut}`,
    '- Sources:',
    ...source.references.map((reference) => `  - ${reference}`),
    ...(profile.evidence === 'modelled'
      ? ['- Stages:', ...profile.stages.map((stage) => `  - ${stageWords(stage)}`)]
      : []),
  ];
  return lines.join('\n');
}

/** docs/devices.md, whole. */
export function devicesDocument(
  catalogue: readonly DeviceProfile[],
  evidence: Readonly<Record<string, DeviceEvidence>>,
): string {
  const section = (profile: DeviceProfile): string => {
    const known = evidence[profile.id];
    if (!known) throw new Error(`${profile.id} has no evidence in src/devices/evidence/table.ts.`);
    return deviceSection(profile, known);
  };
  const families = FAMILIES.filter(({ family }) => catalogue.some((profile) => profile.family === family)).map(
    ({ family, label }) => {
      const members = catalogue.filter((profile) => profile.family === family);
      return [`## ${label}`, '', members.map(section).join('\n\n')].join('\n');
    },
  );
  return `# Devices: where their figures come from

Written by \`npm run fit\` from the catalogue; do not edit by hand.

Every device is a chain of EQ filters, levelled so that its mean from 300 to 3000 Hz is 0 dB, and for some a stage
between left and right. The filters were fitted by this project to published data; no published curve is contained
here. Fitted headphone figures are derived from OPRA data and are shared under CC BY-SA 4.0; everything else follows
the project's licence unless a line says otherwise.

Small speakers change with volume: the chains hold at a moderate level, and what gives way above it is a layer of its
own (limits). Rooms, limits and noise are models; [layers.md](layers.md) has their figures.

What a chain can promise is bounded by how far published measurements of one device differ: about 1 dB to 3 kHz, 2 dB
to 8 kHz, and only the trend above. A fit error far below that says that the filters follow the curve, not that the
curve is right to that degree.

${families.join('\n\n')}
`;
}
