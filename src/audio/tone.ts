import './quietTone';

/** The parts of Tone.js the engine stands on; named here so that the bundle holds nothing else of it. */
export { Context, OfflineContext, ToneAudioNode, getContext, setContext } from 'tone';
