import type { DeviceEvidence, DeviceProfile } from '../../src/devices/DeviceProfile';
import { RENDERED_RATES_HZ, type DeviceAccuracy } from '../../src/devices/evidence/accuracyTypes';
import { FAMILIES } from '../../src/devices/families';

/** Stands for the stages of a device: figures that were measured with other ones are stale. FNV-1a, eight hex digits. */
export function chainMark({ stages }: Pick<DeviceProfile, 'stages'>): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(stages)) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}

/** src/devices/evidence/accuracy.ts, whole; the formatter has the last word on its layout. */
export function accuracySource(accuracy: Readonly<Record<string, DeviceAccuracy>>): string {
  return `// Measured by scripts/accuracy.ts on audio rendered in Chromium; do not edit by hand.
import type { DeviceAccuracy } from './accuracyTypes';

export const ACCURACY: Readonly<Record<string, DeviceAccuracy>> = ${JSON.stringify(accuracy)};
`;
}

const EVIDENCE = {
  reference: 'reference',
  measured: 'measured',
  medianOfSeveral: 'median',
  modelled: 'modelled',
  own: 'own',
} as const;

/** Bands of the table; below 60 Hz sources differ by seal and room more than by device. */
const SPREAD_FROM_HZ = [60, 300, 3000, 8000];

function row(profile: DeviceProfile, evidence: DeviceEvidence, { renderedDb }: DeviceAccuracy): string {
  const { fit, spread = [] } = evidence;
  const deviations = SPREAD_FROM_HZ.map((fromHz) => spread.find(([from]) => from === fromHz)?.[2].toFixed(1) ?? '–');
  const cells = [
    profile.name,
    `\`${profile.id}\``,
    EVIDENCE[profile.evidence],
    ...(fit ? [fit.rmsDb.toFixed(2), fit.worstDb.toFixed(2), `${fit.fromHz}–${fit.toHz}`] : ['–', '–', '–']),
    ...deviations,
    ...renderedDb.map((error) => error.toFixed(3)),
  ];
  return `| ${cells.join(' | ')} |`;
}

const HEAD = [
  ['device', 'id', 'evidence', 'fit RMS', 'fit worst', 'fit range, Hz'],
  ['spread 60–300 Hz', '0.3–3 kHz', '3–8 kHz', '8–16 kHz'],
  RENDERED_RATES_HZ.map((rate) => `rendered ${rate / 1000} kHz`),
].flat();

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** docs/accuracy.md, whole. */
export function accuracyDocument(
  catalogue: readonly DeviceProfile[],
  evidence: Readonly<Record<string, DeviceEvidence>>,
  accuracy: Readonly<Record<string, DeviceAccuracy>>,
): string {
  const known = catalogue.map((profile) => {
    const [figures, measured] = [evidence[profile.id], accuracy[profile.id]];
    if (!figures || !measured) throw new Error(`${profile.id} has no evidence or no accuracy.`);
    return { profile, figures, measured };
  });
  const fits = known.flatMap(({ figures: { fit } }) => (fit ? [fit] : []));
  const spreadAt = (fromHz: number): string => {
    const all = known.flatMap(({ figures: { spread = [] } }) => spread.filter(([from]) => from === fromHz));
    const deviations = all.map(([, , sd]) => sd);
    return `${median(deviations).toFixed(1)} dB (${Math.max(...deviations).toFixed(1)})`;
  };
  const rendered = Math.max(...known.flatMap(({ measured: { renderedDb } }) => renderedDb));
  const tables = FAMILIES.map(({ family, label }) => {
    const members = known.filter(({ profile }) => profile.family === family);
    if (members.length === 0) return '';
    return [
      `## ${label}`,
      '',
      `| ${HEAD.join(' | ')} |`,
      `|${HEAD.map((_, i) => (i < 3 ? '---' : '--:')).join('|')}|`,
      ...members.map(({ profile, figures, measured }) => row(profile, figures, measured)),
      '',
    ].join('\n');
  }).filter((table) => table !== '');
  return `# How accurate is this?

Written by \`npx tsx scripts/accuracy.ts\` from audio rendered in Chromium; do not edit by hand.

**How many digits to believe.** About one decibel up to 3 kHz, two up to 8 kHz, and above that only the trend: so far do
published measurements of one pair of headphones differ, from rig to rig and from head to head. The filters follow
their curves to ${median(fits.map(({ rmsDb }) => rmsDb)).toFixed(2)} dB in the middle of all ${fits.length} fits, and what is rendered follows the filters to
${rendered.toFixed(3)} dB at worst. These two say that nothing is lost on the way; they do not say that the curve is right to a tenth.
Devices called modelled have no curve behind them: take them as a type, not as a thing that was measured.

All figures are decibels.

- **Fit**: the chain of filters against the published curve, root mean square and worst, in the range that both the curve
  and the ear vouch for. A dash: no curve, or none needed.
- **Spread**: standard deviation between the published sources, each against the target of its own rig. Over all devices
  with several sources its median (and largest) is ${spreadAt(60)} from 60 to 300 Hz, ${spreadAt(300)} to 3 kHz,
  ${spreadAt(3000)} to 8 kHz and ${spreadAt(8000)} above. A dash: one source, or a class of devices.
- **Rendered**: what comes out of the browser’s audio nodes against what the filters state, the largest difference from
  20 Hz to 16 kHz, at three sample rates; 0.25 dB is the limit. Tone alone: rooms, limits and noise are models, and
  [layers.md](layers.md) tells how they are made.

${tables.join('\n')}`;
}
