import type { SkillKey } from './records';

export interface SkillParts {
  readonly kindId: string;
  /** Null is flat. */
  readonly deviceId: string | null;
  readonly band: number | null;
}

const FLAT = 'flat';

/** What the keys of a kind through one device begin with, whatever the band. */
export const skillPrefixOf = (kindId: string, deviceId: string | null): string => `${kindId}|${deviceId ?? FLAT}|`;

export const skillKeyOf = ({ kindId, deviceId, band }: SkillParts): SkillKey =>
  `${skillPrefixOf(kindId, deviceId)}${band ?? '-'}`;
