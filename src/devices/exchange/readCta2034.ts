import { plainText } from '../../core/cleanName';
import { ElsewhereError } from '../../core/errors';
import { powerToDb, dbToPower } from '../../core/units';
import type { ToneCurve } from '../ToneCurve';
import { numberOf, numberStyleOf } from './numbers';
import { badLine, counted } from './naming';
import { assertWide, curveLevelsDb, curveOfPoints, sampledCurve } from './toneGrid';

/** Curves of a loudspeaker, at the levels of the file. */
export interface Cta2034File {
  /** The one that stands for the device, first. */
  readonly curves: readonly { readonly label: string; readonly curve: ToneCurve }[];
  readonly notes: readonly string[];
}

const UNIT_LINE = /frequency\s*\[hz\]/i;

/** Klippel's text: names of curves over pairs of columns. */
export function isCta2034(lines: readonly string[]): boolean {
  const head = lines.slice(0, 12);
  return head.some((line) => UNIT_LINE.test(line) && line.includes('\t')) && head.some((line) => /^\s*"/.test(line));
}

/** In order of how well they stand for what is heard of a loudspeaker. */
const MAIN = [/listening window/i, /^on.?axis/i, /in-?room/i];
/** Differences between curves, no responses. */
const NO_RESPONSE = /\b(?:di|index|offset)\b/i;

/**
 * CTA-2034-A data as Klippel's software writes it: tabs, thousands commas, one pair of columns a curve.
 * @throws ElsewhereError `device-bad-line`, `device-too-few-points`, `device-too-narrow`, `device-not-recognised`
 */
export function readCta2034(lines: readonly string[]): Cta2034File {
  const unitLine = lines.findIndex((line) => UNIT_LINE.test(line));
  const names = (lines.slice(0, unitLine).findLast((line) => line.trim() !== '') ?? '')
    .split('\t')
    .map((name) => plainText(name.replaceAll('"', ''), 60));
  const pairs = Math.ceil((lines[unitLine] ?? '').split('\t').filter((token) => token.trim() !== '').length / 2);
  const rows = lines.slice(unitLine + 1);
  const style = numberStyleOf(rows.slice(0, 400).flatMap((row) => row.split('\t').map((token) => token.trim())));
  const columns = Array.from({ length: pairs }, () => {
    const rowLines: number[] = [];
    const textAt = (index: number): string => lines[rowLines[index]! - 1]!;
    return { frequenciesHz: [] as number[], levelsDb: [] as number[], lines: rowLines, textAt };
  });
  let skipped = 0;
  for (const [i, row] of rows.entries()) {
    if (row.trim() === '') continue;
    const line = unitLine + 2 + i;
    const tokens = row.split('\t');
    let hasSkipped = false;
    for (const [pair, column] of columns.entries()) {
      const f = numberOf(tokens[2 * pair] ?? '', style);
      const level = numberOf(tokens[2 * pair + 1] ?? '', style);
      if (f === undefined || level === undefined || f < 0) throw badLine(line, row);
      if (Number.isFinite(f) && f > 0 && Number.isFinite(level)) {
        column.frequenciesHz.push(f);
        column.levelsDb.push(level);
        column.lines.push(line);
      } else if ((tokens[2 * pair] ?? '').trim() !== '') hasSkipped = true;
    }
    if (hasSkipped) skipped++;
  }
  const notes = skipped > 0 ? [`${counted(skipped, 'line')} without a level skipped.`] : [];
  const curves: { label: string; curve: ToneCurve }[] = [];
  for (const [pair, points] of columns.entries()) {
    const label = names[2 * pair] || `Curve ${pair + 1}`;
    if (NO_RESPONSE.test(label)) continue;
    const read = curveOfPoints(points);
    for (const note of read.notes) if (!notes.includes(note)) notes.push(note);
    curves.push({ label, curve: read.curve });
  }
  if (curves.length === 0) throw new ElsewhereError('device-not-recognised', 'no response among the columns');
  const named = (name: RegExp): ToneCurve | undefined => curves.find(({ label }) => name.test(label))?.curve;
  const window = named(/listening window/i);
  const reflections = named(/early reflections/i);
  const power = named(/sound power/i);
  if (window && reflections && power && !named(/in-?room/i)) {
    curves.push({ label: 'Predicted in-room response', curve: predictedInRoom(window, reflections, power) });
  }
  const rank = ({ label }: { label: string }): number => {
    const at = MAIN.findIndex((name) => name.test(label));
    return at < 0 ? MAIN.length : at;
  };
  return { curves: curves.toSorted((a, b) => rank(a) - rank(b)), notes };
}

/** CTA-2034-A, §13: 12 % listening window, 44 % early reflections, 44 % sound power, summed in power. */
export function predictedInRoom(window: ToneCurve, reflections: ToneCurve, soundPower: ToneCurve): ToneCurve {
  const parts = [
    [window, 0.12],
    [reflections, 0.44],
    [soundPower, 0.44],
  ] as const;
  const fromHz = Math.max(...parts.map(([curve]) => curve.frequenciesHz[0]!));
  const toHz = Math.min(...parts.map(([curve]) => curve.frequenciesHz.at(-1)!));
  assertWide(fromHz, toHz);
  return sampledCurve(
    (frequenciesHz) => {
      const sum = new Float64Array(frequenciesHz.length);
      for (const [curve, share] of parts) {
        const levels = curveLevelsDb(curve, frequenciesHz);
        for (let i = 0; i < sum.length; i++) sum[i]! += share * dbToPower(levels[i]!);
      }
      return sum.map(powerToDb);
    },
    fromHz,
    toHz,
  );
}
