/** Longest response that a room is given, seconds. */
export const LONGEST_SEC = 0.6;

/** Where one of the two loudspeakers is, as the head sees it. */
export interface LoudspeakerPlace {
  /** Degrees from straight ahead, positive to the right; −180…180. */
  readonly azimuthDeg: number;
  /** Arrives this much after the nearer loudspeaker, seconds ≥ 0. */
  readonly delaySec: number;
  /** Relative to the nearer loudspeaker, dB ≤ 0. */
  readonly gainDb: number;
}

/** One early reflection, from either loudspeaker; its mirror image belongs to the other one. */
export interface EarlyReflection {
  /** After the direct sound of its loudspeaker, seconds > 0. */
  readonly delaySec: number;
  /** Relative to the direct sound of its loudspeaker, dB. */
  readonly gainDb: number;
  /** As the head sees it for the left loudspeaker; the right one's is mirrored. */
  readonly azimuthDeg: number;
  /** What the surface leaves of the treble: −3 dB here, hertz. */
  readonly lowpassHz: number;
}

/** Diffuse decay: the same statistics on both ears, decorrelated. */
export interface RoomDecay {
  /** First diffuse energy after the direct sound, seconds. */
  readonly startSec: number;
  /** Energy of the whole decay relative to the direct sound at one ear, mean over octaves 125 Hz to 8 kHz, dB. */
  readonly levelDb: number;
  /** Reverberation time (60 dB) at 125 Hz, 1 kHz and 8 kHz, seconds. */
  readonly rt60Sec: readonly [number, number, number];
}

/**
 * Loudspeakers in a room as heard at a seat: all that the tone curve (which has the average level of the room in it)
 * does not say. `standards.md` figures are named in `rooms.ts`.
 */
export interface RoomModel {
  /** Names the room and seat; equal ids mean equal models, so that designs can be shared. */
  readonly id: string;
  /** For the screen, e.g. `untreated bedroom`. */
  readonly label: string;
  readonly left: LoudspeakerPlace;
  readonly right: LoudspeakerPlace;
  readonly reflections: readonly EarlyReflection[];
  readonly decay: RoomDecay | null;
}
