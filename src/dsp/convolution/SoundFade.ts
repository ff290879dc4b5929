import type { Pffft } from './Pffft';

/** Length of a fade, seconds: 12 ms of raised cosines put less than −80 dB beside a tone, and nobody waits for it. */
const FADE_SEC = 0.0122;
/** Steps from one sound to the other: none turns a phase by more than a quarter of 270°, most by less than 45°. */
const STEPS = 4;
/** Up to this angle (cosine) two sounds may be faded into one another as they are: −1.25 dB half-way at 60°. */
const CLOSE_COS = 0.5;
/** A bin this much below the loudest, in power, does not decide that. */
const HEARD = 1e-4;
/** Quieter than the loudest bin by this, in power: there a phase says nothing, and the other sound's is taken. */
const FLOOR = 1e-10;
/** Half the angle beyond which a phase may go the longer way round, as a cosine: 45°, so that the whole stays below 270°. */
const LONG_WAY_COS = Math.SQRT1_2;

/** Frames at one sample rate. */
export interface FadeFrames {
  /** Sound that a fade looks at: some 90 ms, a power of two. */
  readonly window: number;
  /** From the first frame of the fade to the end of the window. */
  readonly ahead: number;
  readonly fade: number;
}

export function fadeFramesFor(sampleRate: number): FadeFrames {
  const scale = 2 ** Math.max(-1, Math.round(Math.log2(sampleRate / 46_000)));
  return { window: 4096 * scale, ahead: 1024 * scale, fade: Math.round(FADE_SEC * sampleRate) };
}

/**
 * Gain of each stop on the way, the old sound first, by frame: they sum to 1.
 * @param stops 2 or more
 */
export function stopFades(fadeFrames: number, stops: number): Float32Array[] {
  return Array.from({ length: stops }, (_, stop) =>
    Float32Array.from({ length: fadeFrames }, (__, i) => {
      // Half-way between two frames, so that neither end stands still.
      const distance = Math.abs(((i + 0.5) / fadeFrames) * (stops - 1) - stop);
      return distance >= 1 ? 0 : 0.5 + 0.5 * Math.cos(Math.PI * distance);
    }),
  );
}

/**
 * Fades from one device's sound to another's. Where the two are in opposite phase a plain fade would cancel half-way, so
 * it leads over three sounds in between: between two spectra of the same 90 ms every bin turns and grows in equal steps (of angle and of amplitude).
 * That works on the sounds and not on the filters, and so for tones, rooms and limits alike. It needs to know the sound
 * {@link FadeFrames.ahead} frames ahead.
 */
export class SoundFade {
  readonly frames: FadeFrames;
  readonly #window: Float32Array;
  readonly #plain: readonly Float32Array[];
  readonly #led: readonly Float32Array[];
  readonly #from: number;
  readonly #to: number;
  readonly #time: number;
  readonly #turns: Float32Array;
  readonly #growths: Float32Array;
  /** The sounds in between, added up. */
  readonly #between: Float32Array;

  constructor(
    private readonly pffft: Pffft,
    sampleRate: number,
  ) {
    this.frames = fadeFramesFor(sampleRate);
    const { window, ahead, fade } = this.frames;
    const rise = window - ahead;
    const fall = ahead - fade;
    this.#window = Float32Array.from({ length: window }, (_, i) => {
      if (i < rise) return 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / rise);
      const over = i - rise - fade;
      return over < 0 ? 1 : 0.5 + 0.5 * Math.cos((Math.PI * (over + 0.5)) / fall);
    });
    this.#plain = stopFades(fade, 2);
    this.#led = stopFades(fade, STEPS + 1);
    this.#from = pffft.allocate(window);
    this.#to = pffft.allocate(window);
    this.#time = pffft.allocate(window);
    this.#turns = new Float32Array(window);
    this.#growths = new Float32Array(window / 2);
    this.#between = new Float32Array(fade);
  }

  /**
   * Writes the fade into the new sound, where it begins `ahead` frames before its end.
   * @param from position of the old sound: the window of left, then of right
   * @param to of the new one
   */
  render(from: number, to: number): void {
    const { window } = this.frames;
    for (let channel = 0; channel < 2; channel++) this.#renderChannel(from + channel * window, to + channel * window);
  }

  #renderChannel(from: number, to: number): void {
    const { pffft } = this;
    const { window, ahead, fade } = this.frames;
    const { heap } = pffft;
    this.#transform(from, this.#from);
    this.#transform(to, this.#to);
    const first = window - ahead;
    const isClose = wayBetween(heap, this.#from, this.#to, window, this.#turns, this.#growths);
    const gains = isClose ? this.#plain : this.#led;
    const toGain = gains.at(-1)!;
    const fromGain = gains[0]!;
    const between = this.#between;
    between.fill(0);
    if (!isClose) {
      for (let stop = 1; stop < STEPS; stop++) {
        turnOn(heap, this.#from, this.#turns, window);
        growTo(heap, this.#from, this.#growths, stop / STEPS, window, this.#to);
        pffft.inverseOrdered(window, this.#to, this.#time);
        const gain = gains[stop]!;
        const time = this.#time + first;
        for (let i = 0; i < fade; i++) between[i]! += (gain[i]! / window) * heap[time + i]!;
      }
    }
    let part = 1;
    const peak = Math.max(peakOf(heap, from, window), peakOf(heap, to, window));
    for (let i = 0; i < fade; i++) {
      const own = toGain[i]! * heap[to + first + i]! + fromGain[i]! * heap[from + first + i]!;
      heap[to + first + i] = own;
      const size = Math.abs(between[i]!);
      const most = peak - (between[i]! < 0 ? -own : own);
      if (size * part > most) part = Math.max(0, most / size);
    }
    // Partials that turn by different angles may meet in a higher peak than either sound has; then less of what lies
    // between is heard.
    for (let i = 0; i < fade; i++) heap[to + first + i]! += part * between[i]!;
  }

  #transform(sound: number, spectrum: number): void {
    const { heap } = this.pffft;
    const shape = this.#window;
    const time = this.#time;
    for (let i = 0; i < shape.length; i++) heap[time + i] = shape[i]! * heap[sound + i]!;
    this.pffft.forwardOrdered(shape.length, time, spectrum);
  }

  free(): void {
    for (const at of [this.#from, this.#to, this.#time]) this.pffft.free(at);
  }
}

/**
 * The way from each bin to its counterpart: the turn of one of {@link STEPS} equal steps, as a factor of amplitude 1, and
 * what the amplitude grows by over all of them, as a part of itself. Bins that are too quiet to have a phase get that of
 * their counterpart. A phase near half a turn goes the way its louder neighbour goes: the bins of one partial must not
 * part. The two real bins at the beginning (0 Hz and half the rate) keep their sign.
 * @returns whether what can be heard of the two is less than 60° apart
 */
function wayBetween(
  heap: Float32Array,
  from: number,
  to: number,
  size: number,
  turns: Float32Array,
  growths: Float32Array,
): boolean {
  let peakFrom = 0;
  let peakTo = 0;
  for (let i = 0; i < size; i += 2) {
    const x = heap[from + i]!;
    const y = heap[from + i + 1]!;
    const u = heap[to + i]!;
    const v = heap[to + i + 1]!;
    const powerFrom = x * x + y * y;
    const powerTo = u * u + v * v;
    if (powerFrom > peakFrom) peakFrom = powerFrom;
    if (powerTo > peakTo) peakTo = powerTo;
  }
  const floor = Math.max(peakFrom, peakTo) * FLOOR + 1e-30;
  const heardFrom = peakFrom * HEARD;
  const heardTo = peakTo * HEARD;
  let isClose = true;
  let turnRe = 1;
  let turnIm = 0;
  let weight = 0;
  growths[0] = 0;
  for (let i = 2; i < size; i += 2) {
    const x = heap[from + i]!;
    const y = heap[from + i + 1]!;
    const u = heap[to + i]!;
    const v = heap[to + i + 1]!;
    const powerFrom = x * x + y * y;
    const powerTo = u * u + v * v;
    if (powerFrom < floor) {
      // Small, but with a phase.
      const scale = powerTo > floor ? Math.sqrt(floor / powerTo) : 1;
      heap[from + i] = scale * u;
      heap[from + i + 1] = scale * v;
      growths[i >> 1] = 1 / scale - 1;
      turns[i] = 1;
      turns[i + 1] = 0;
      weight *= 0.5;
      continue;
    }
    growths[i >> 1] = Math.sqrt(powerTo / powerFrom) - 1;
    let cos = 1;
    let isLeft = true;
    if (powerTo > floor) {
      cos = Math.min(1, Math.max(-1, (u * x + v * y) / Math.sqrt(powerFrom * powerTo)));
      isLeft = v * x - u * y >= 0;
    }
    if (cos < CLOSE_COS && powerFrom > heardFrom && powerTo > heardTo) isClose = false;
    // Half the angle, then half of that.
    let halfRe = Math.sqrt(0.5 + 0.5 * cos);
    let halfIm = Math.sqrt(0.5 - 0.5 * cos);
    if (!isLeft) halfIm = -halfIm;
    if (halfRe < LONG_WAY_COS && halfRe * turnRe + halfIm * turnIm < 0) {
      halfRe = -halfRe;
      halfIm = -halfIm;
    }
    const power = Math.min(powerFrom, powerTo);
    weight *= 0.5;
    if (power > weight) {
      weight = power;
      turnRe = halfRe;
      turnIm = halfIm;
    }
    turns[i] = Math.sqrt(0.5 + 0.5 * halfRe);
    const im = Math.sqrt(0.5 - 0.5 * halfRe);
    turns[i + 1] = halfIm < 0 ? -im : im;
  }
  return isClose;
}

function peakOf(heap: Float32Array, from: number, count: number): number {
  let peak = 0;
  for (let i = from; i < from + count; i++) {
    const size = Math.abs(heap[i]!);
    if (size > peak) peak = size;
  }
  return peak;
}

function turnOn(heap: Float32Array, spectrum: number, turns: Float32Array, size: number): void {
  for (let i = 2; i < size; i += 2) {
    const re = heap[spectrum + i]!;
    const im = heap[spectrum + i + 1]!;
    heap[spectrum + i] = re * turns[i]! - im * turns[i + 1]!;
    heap[spectrum + i + 1] = re * turns[i + 1]! + im * turns[i]!;
  }
}

/** Writes a spectrum that has grown by a part of its way to `to`. */
function growTo(
  heap: Float32Array,
  spectrum: number,
  growths: Float32Array,
  part: number,
  size: number,
  to: number,
): void {
  for (let i = 0; i < size; i += 2) {
    const gain = 1 + part * growths[i >> 1]!;
    heap[to + i] = gain * heap[spectrum + i]!;
    heap[to + i + 1] = gain * heap[spectrum + i + 1]!;
  }
}
