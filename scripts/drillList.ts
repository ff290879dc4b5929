import { DRILL_KINDS } from '../src/drills/catalogue';
import type { DrillGroup, DrillKind } from '../src/drills/DrillKind';

const GROUPS: Readonly<Record<DrillGroup, string>> = {
  devices: 'Devices',
  tone: 'Tone',
  level: 'Level and dynamics',
  space: 'Space',
  faults: 'Faults',
};

const figure = (value: number): string => String(Number(value.toFixed(2))).replace('-', '−');

function strengthWords({ strength: { name, unit, easiest, hardest } }: DrillKind): string {
  const of = unit === '' ? '' : ` ${unit}`;
  return `${name}: ${figure(easiest)} → ${figure(hardest)}${of}`;
}

function row(kind: DrillKind): string {
  const { name, summary, canUseDevice, needs } = kind;
  const notes = [canUseDevice ? 'through any device' : '', needs?.stems ? 'stems' : '', needs?.stereo ? 'stereo' : ''];
  return `| ${name} | ${summary} | ${strengthWords(kind)} | ${notes.filter(Boolean).join(', ')} |`;
}

/** Every drill as markdown tables by group: what it asks, from easiest to hardest, and what it needs. */
export function drillList(): string {
  return Object.entries(GROUPS)
    .map(([group, title]) => {
      const rows = DRILL_KINDS.filter((kind) => kind.group === group).map(row);
      return [`### ${title}`, '', '| drill | what it asks | easiest → hardest | |', '|---|---|---|---|', ...rows].join(
        '\n',
      );
    })
    .join('\n\n');
}
