/** Amplitude ratio to decibels; 0 gives −Infinity. */
export const ampToDb = (amplitude: number): number => 20 * Math.log10(Math.abs(amplitude));
/** Decibels to amplitude ratio. */
export const dbToAmp = (db: number): number => 10 ** (db / 20);
/** Power ratio to decibels; 0 gives −Infinity. */
export const powerToDb = (power: number): number => 10 * Math.log10(power);
/** Decibels to power ratio. */
export const dbToPower = (db: number): number => 10 ** (db / 10);
/** Seconds to the nearest whole frame. */
export const secToFrames = (sec: number, sampleRate: number): number => Math.round(sec * sampleRate);
export const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));
