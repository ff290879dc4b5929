/** Frames of a fade at a seek or a pause: long enough not to click, short enough not to be heard as a fade. */
export const SEEK_FADE_SEC = 0.01;
/** Length of a device switch. 12 ms of raised cosines keeps splatter below −80 dB and ends within 30 ms of the key. */
export const SWITCH_FADE_SEC = 0.012;

const fades = new Map<number, Float32Array<ArrayBuffer>>();

/** Raised cosine from 0 to 1 over `frames` frames: `frames + 1` points, one a frame. Shared, do not write. */
export function fadeInCurve(frames: number): Float32Array<ArrayBuffer> {
  let curve = fades.get(frames);
  if (!curve) {
    curve = Float32Array.from({ length: frames + 1 }, (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * i) / frames));
    fades.set(frames, curve);
  }
  return curve;
}

/** One minus {@link fadeInCurve}: the two sum to one in every frame. */
export function fadeOutCurve(frames: number): Float32Array<ArrayBuffer> {
  return fadeInCurve(frames).map((gain) => 1 - gain);
}

/**
 * A time, in seconds, that means this very frame. One frame in seventeen is, divided by the rate and multiplied again,
 * a hair more than itself, and Chromium then lets the automation of a gain begin a frame late
 * (`expectations/nodes.test.ts`): a filter that misses one sample clicks.
 * @param frame a frame to come: a time that lies a hair before the present is taken for the present, and is late again
 */
export function frameTimeSec(frame: number, sampleRate: number): number {
  const sec = frame / sampleRate;
  return sec * sampleRate > frame ? sec * (1 - Number.EPSILON) : sec;
}

/** Lets a gain follow a curve, one point a frame, from a whole frame on. */
export function followCurve(
  param: AudioParam,
  curve: Float32Array<ArrayBuffer>,
  startFrame: number,
  sampleRate: number,
): void {
  param.setValueCurveAtTime(curve, frameTimeSec(startFrame, sampleRate), (curve.length - 1) / sampleRate);
}
