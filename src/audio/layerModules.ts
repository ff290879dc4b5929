/** What {@link loadLayerParts} loads in one go. */
export { designRoom } from '../dsp/room/designRoom';
export { matrixFilterSteps } from '../dsp/matrixFilter';
export { isSameDevice, planRoomTransition } from '../dsp/roomTransition';
export { bestFfts, loadSimdFfts } from './simdFft';
export { NoiseBedPlayer } from './NoiseBedPlayer';
export { LimitsStage } from './stages/LimitsStage';
export { RoomStage } from './stages/RoomStage';
export { default as layersWorkletUrl } from './layers.worklet.ts?worker&url';
