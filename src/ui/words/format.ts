/** Minus that is as wide as a plus, so that figures stand still. */
const MINUS = '−';

/** Shown where a figure is undefined, e.g. the loudness of silence. */
export const NO_FIGURE = '–';

/** Fixed decimals with a true minus; `–` when not finite. */
export function figure(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return NO_FIGURE;
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** Decibels with their sign: `+2.3`, `−0.4`, `0.0`. */
export function signedFigure(value: number, decimals: number): string {
  const text = figure(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** `m:ss` or `h:mm:ss`. */
export function clock(sec: number): string {
  const whole = Math.max(0, Math.floor(Number.isFinite(sec) ? sec : 0));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const two = (n: number): string => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;

/** Spoken length: `3 minutes 51 seconds`, `0.4 seconds`. */
export function durationWords(sec: number): string {
  if (sec < 1) return counted(Math.round(sec * 100) / 100, 'second');
  if (sec < 10) return counted(Math.round(sec * 10) / 10, 'second');
  const whole = Math.round(sec);
  const parts = [
    [Math.floor(whole / 3600), 'hour'],
    [Math.floor(whole / 60) % 60, 'minute'],
    [whole % 60, 'second'],
  ] as const;
  return parts.flatMap(([count, unit]) => (count > 0 ? [counted(count, unit)] : [])).join(' ');
}

/** Three significant figures: `20 Hz`, `1.25 kHz`, `16 kHz`. */
export function hertz(frequencyHz: number): string {
  const isKilo = frequencyHz >= 1000;
  const value = Number((isKilo ? frequencyHz / 1000 : frequencyHz).toPrecision(3));
  return `${value} ${isKilo ? 'kHz' : 'Hz'}`;
}

/** `44.1 kHz` as written on gear. */
export const sampleRateWords = (sampleRate: number): string => `${Number((sampleRate / 1000).toFixed(2))} kHz`;

/** A sentence whose figures stay on one line with their units. */
export const unbroken = (sentence: string): string =>
  sentence.replaceAll(/(\d) (?=(?:dB|k?Hz|LU|m?s|cents|octaves?)\b|%)/g, '$1\u00a0');
