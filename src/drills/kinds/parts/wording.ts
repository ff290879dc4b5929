import type { DrillUnit } from '../../DrillKind';

/** A number as it is read: with a real minus, and no minus before a zero. */
export function figure(value: number, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** With its sign: `+2.5`, `−0.5`, `0.0`. */
export function signedFigure(value: number, decimals = 1): string {
  const text = figure(value, decimals);
  return Number(value.toFixed(decimals)) > 0 ? `+${text}` : text;
}

/** A strength with its unit, as precise as an ear asks for. */
export function withUnit(value: number, unit: DrillUnit): string {
  const decimals = Math.abs(value) >= 20 || unit === 'cents' || unit === '%' ? 0 : 1;
  if (unit === ':1') return `${figure(value, decimals)} : 1`;
  if (unit === '%') return `${figure(value, decimals)} %`;
  return unit === '' ? figure(value, decimals) : `${figure(value, decimals)} ${unit}`;
}

export function hertz(frequencyHz: number): string {
  return frequencyHz < 1000 ? `${figure(frequencyHz, 0)} Hz` : `${figure(frequencyHz / 1000, 1)} kHz`;
}

/** Times from a flam to a long room. */
export function duration(sec: number): string {
  if (sec >= 1) return `${figure(sec, 2)} s`;
  return `${figure(sec * 1000, sec < 0.01 ? 1 : 0)} ms`;
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
