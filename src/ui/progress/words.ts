import type { DeviceProfile } from '../../devices/DeviceProfile';
import { FAMILIES } from '../../devices/families';
import { withUnit } from '../../drills/kinds/parts/wording';
import type { StrengthScale } from '../../drills/DrillKind';
import type { ThresholdEstimate } from '../../drills/records';
import { hertz } from '../words/format';
import { strengthFigure } from '../words/training';

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const MINUTE_MS = 60_000;

/** `42 min`, `31 h 20 min`; less than a minute is said to be. */
export function practiceWords(ms: number): string {
  if (ms === 0) return '0 min';
  if (ms < MINUTE_MS) return 'under 1 min';
  const minutes = Math.round(ms / MINUTE_MS);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `1237`, `12 000`: thousands apart from five digits on, as the standards print them. */
export const wholeNumber = (count: number): string =>
  count < 10_000 ? String(count) : count.toLocaleString('en-GB').replaceAll(',', '\u00a0');

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `2.1 ± 0.4 dB`: half the width of the 95 % interval, rounded as the value is. */
export function plusMinus(scale: StrengthScale, { value, low, high }: ThresholdEstimate): string {
  const half = (high - low) / 2;
  const halfText = withUnit(half, '');
  const text = strengthFigure(scale, value);
  const unit = scale.unit === ':1' ? ' : 1' : scale.unit === '' ? '' : ` ${scale.unit}`;
  const figureOnly = unit !== '' && text.endsWith(unit) ? text.slice(0, -unit.length) : text;
  const hasDecimals = figureOnly.includes('.');
  return `${figureOnly} ± ${hasDecimals ? halfText : String(Math.round(half))}${unit}`;
}

/** What an item of a drill is called: a band, a device, a family, a track, or the id as words. */
export function itemWords(
  item: string,
  catalogue: readonly DeviceProfile[],
  tracks: readonly { readonly id: string; readonly name: string }[],
): string {
  if (/^\d+(\.\d+)?$/.test(item)) return hertz(Number(item));
  const named =
    catalogue.find(({ id }) => id === item)?.name ??
    FAMILIES.find(({ family }) => family === item)?.label ??
    tracks.find(({ id }) => id === item)?.name;
  return (
    named ??
    capitalised(
      item
        .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
        .replaceAll(/[-_|]/g, ' ')
        .toLowerCase(),
    )
  );
}

/** Numbers by size, then devices in the order of the catalogue, then the rest by name. */
export function itemOrder(items: readonly string[], catalogue: readonly DeviceProfile[]): string[] {
  const rank = (item: string): number => {
    const place = catalogue.findIndex(({ id }) => id === item);
    if (place >= 0) return 1e6 + place;
    const family = FAMILIES.findIndex((entry) => entry.family === item);
    if (family >= 0) return 1e6 + family;
    return Number.isFinite(Number(item)) && item !== '' ? Number(item) : Infinity;
  };
  return items.toSorted((a, b) => {
    const [rankA, rankB] = [rank(a), rank(b)];
    return rankA === rankB ? (a < b ? -1 : 1) : rankA - rankB;
  });
}
