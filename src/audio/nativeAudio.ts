/**
 * Stands in for `standardized-audio-context`, on which Tone.js is built (the alias is in `vite.config.ts`). That library
 * brings browsers of many years to one Web Audio and is 28 KB of gzip; the engine hands Tone native contexts and builds
 * native nodes, so of it only these names are ever asked for.
 */
const { AudioContext, OfflineAudioContext, AudioWorkletNode, AudioBuffer } = globalThis;
export { AudioContext, OfflineAudioContext, AudioWorkletNode, AudioBuffer };

export const isAnyAudioContext = (value: unknown): boolean => value instanceof globalThis.AudioContext;
export const isAnyOfflineAudioContext = (value: unknown): boolean => value instanceof globalThis.OfflineAudioContext;
export const isAnyAudioNode = (value: unknown): boolean => value instanceof globalThis.AudioNode;
export const isAnyAudioParam = (value: unknown): boolean => value instanceof globalThis.AudioParam;
export const isSupported = (): Promise<boolean> => Promise.resolve('AudioWorkletNode' in globalThis);
