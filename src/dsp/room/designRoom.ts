import type { RoomModel } from './RoomModel';

/** From two loudspeakers to two ears as impulse responses of equal length. */
export interface RoomResponse {
  /** Hertz. */
  readonly sampleRate: number;
  /** Left loudspeaker to left and right ear, right loudspeaker to left and right ear. */
  readonly paths: readonly [
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
    Float32Array<ArrayBuffer>,
  ];
}

/** Not there yet: both ears hear their own loudspeaker. */
// oxlint-disable-next-line require-yield
export function* designRoomSteps(_model: RoomModel, sampleRate: number): Generator<void, RoomResponse, void> {
  const one = (): Float32Array<ArrayBuffer> => Float32Array.of(1);
  const none = (): Float32Array<ArrayBuffer> => Float32Array.of(0);
  return { sampleRate, paths: [one(), none(), none(), one()] };
}
