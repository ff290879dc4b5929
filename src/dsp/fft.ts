import { FFT_WASM } from './fftWasm';

/** Complex transforms of one size in double precision, interleaved. Input and output must be different arrays. */
export interface Fft {
  /** Complex numbers, a power of two. */
  readonly size: number;
  /** Writes 2 × {@link size} numbers, from as many. */
  transform(out: Float64Array, data: Float64Array): void;
  /** Scaled: gives back what {@link transform} was given. */
  inverseTransform(out: Float64Array, data: Float64Array): void;
}

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): void };
  /** @returns address of the result, one of the first two */
  readonly transform: (data: number, work: number, size: number, twiddles: number) => number;
}

/** The part of WebAssembly that is used: this folder compiles without the types of any platform. */
interface Platform {
  readonly WebAssembly?: {
    validate(bytes: Uint8Array): boolean;
    readonly Module: new (bytes: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: unknown };
  };
}

const PAGE_BYTES = 65_536;
const COMPLEX_BYTES = 16;

/** Undefined until asked for, null where there is no SIMD. */
let loaded: Exports | null | undefined;
let usedBytes = 0;

function load(): Exports | null {
  const bytes = Uint8Array.from({ length: FFT_WASM.length / 2 }, (_, i) =>
    Number.parseInt(FFT_WASM.slice(2 * i, 2 * i + 2), 16),
  );
  const { WebAssembly } = globalThis as unknown as Platform;
  if (!WebAssembly?.validate(bytes)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports;
}

/** fft.wat: a third of the time of plain code, and as quick the first time. */
class SimdFft implements Fft {
  readonly #data: number;
  readonly #work: number;
  readonly #twiddles: number;
  #views: ReadonlyMap<number, Float64Array> = new Map();

  constructor(
    readonly size: number,
    private readonly wasm: Exports,
  ) {
    const bytes = COMPLEX_BYTES * size;
    this.#data = usedBytes;
    this.#work = usedBytes + bytes;
    this.#twiddles = usedBytes + 2 * bytes;
    usedBytes += 2 * bytes + Math.max(COMPLEX_BYTES, bytes / 4);
    const missing = usedBytes - wasm.memory.buffer.byteLength;
    if (missing > 0) wasm.memory.grow(Math.ceil(missing / PAGE_BYTES));
    const twiddles = new Float64Array(wasm.memory.buffer, this.#twiddles, Math.max(2, size / 2));
    for (let p = 0; p < twiddles.length / 2; p++) {
      twiddles[2 * p] = Math.cos((2 * Math.PI * p) / size);
      twiddles[2 * p + 1] = -Math.sin((2 * Math.PI * p) / size);
    }
  }

  transform(out: Float64Array, data: Float64Array): void {
    this.#view(this.#data).set(data.length === 2 * this.size ? data : data.subarray(0, 2 * this.size));
    out.set(this.#view(this.#run()));
  }

  inverseTransform(out: Float64Array, data: Float64Array): void {
    const { size } = this;
    // With real and imaginary parts exchanged before and after, a forward transform is an inverse one.
    const input = this.#view(this.#data);
    for (let i = 0; i < 2 * size; i += 2) {
      input[i] = data[i + 1]! / size;
      input[i + 1] = data[i]! / size;
    }
    const result = this.#view(this.#run());
    for (let i = 0; i < 2 * size; i += 2) {
      out[i] = result[i + 1]!;
      out[i + 1] = result[i]!;
    }
  }

  #run(): number {
    return this.wasm.transform(this.#data, this.#work, this.size, this.#twiddles);
  }

  #view(address: number): Float64Array {
    let view = this.#views.get(address);
    // Views are empty once the memory has grown.
    if (!view || view.length === 0) {
      const of = (at: number): Float64Array => new Float64Array(this.wasm.memory.buffer, at, 2 * this.size);
      this.#views = new Map([this.#data, this.#work].map((at) => [at, of(at)]));
      view = this.#views.get(address)!;
    }
    return view;
  }
}

/** The passes of fft.wat, one number after the other. */
class PlainFft implements Fft {
  readonly #twiddles: Float64Array;
  #input: Float64Array;
  #output: Float64Array;

  constructor(readonly size: number) {
    this.#input = new Float64Array(2 * size);
    this.#output = new Float64Array(2 * size);
    // exp(−2π i p / size)
    this.#twiddles = Float64Array.from({ length: 2 * size }, (_, i) =>
      i % 2 ? -Math.sin((Math.PI * (i - 1)) / size) : Math.cos((Math.PI * i) / size),
    );
  }

  transform(out: Float64Array, data: Float64Array): void {
    this.#input.set(data.length === 2 * this.size ? data : data.subarray(0, 2 * this.size));
    this.#run();
    out.set(this.#input);
  }

  inverseTransform(out: Float64Array, data: Float64Array): void {
    const { size } = this;
    // With real and imaginary parts exchanged before and after, a forward transform is an inverse one.
    for (let i = 0; i < 2 * size; i += 2) {
      this.#input[i] = data[i + 1]! / size;
      this.#input[i + 1] = data[i]! / size;
    }
    this.#run();
    for (let i = 0; i < 2 * size; i += 2) {
      out[i] = this.#input[i + 1]!;
      out[i + 1] = this.#input[i]!;
    }
  }

  /** Transforms what is in the input, and leaves the result there. */
  #run(): void {
    let n = this.size;
    let interleaved = 1;
    for (; n >= 4; n /= 4, interleaved *= 4) {
      this.#pass4(n, interleaved);
      this.#swap();
    }
    if (n === 2) {
      this.#pass2(interleaved);
      this.#swap();
    }
  }

  #swap(): void {
    [this.#input, this.#output] = [this.#output, this.#input];
  }

  /** One pass of radix 4 over s interleaved transforms of n numbers. */
  #pass4(n: number, s: number): void {
    const x = this.#input;
    const y = this.#output;
    const w = this.#twiddles;
    const quarter = (n / 2) * s;
    for (let p = 0; p < n / 4; p++) {
      const w1r = w[2 * p * s]!;
      const w1i = w[2 * p * s + 1]!;
      const w2r = w[4 * p * s]!;
      const w2i = w[4 * p * s + 1]!;
      const w3r = w[6 * p * s]!;
      const w3i = w[6 * p * s + 1]!;
      for (let q = 0; q < 2 * s; q += 2) {
        const a = q + 2 * s * p;
        const b = a + quarter;
        const c = b + quarter;
        const d = c + quarter;
        const sumRe = x[a]! + x[c]!;
        const sumIm = x[a + 1]! + x[c + 1]!;
        const differenceRe = x[a]! - x[c]!;
        const differenceIm = x[a + 1]! - x[c + 1]!;
        const otherRe = x[b]! + x[d]!;
        const otherIm = x[b + 1]! + x[d + 1]!;
        // i (b − d)
        const turnedRe = x[d + 1]! - x[b + 1]!;
        const turnedIm = x[b]! - x[d]!;
        const to = q + 8 * s * p;
        y[to] = sumRe + otherRe;
        y[to + 1] = sumIm + otherIm;
        store(y, to + 2 * s, differenceRe - turnedRe, differenceIm - turnedIm, w1r, w1i);
        store(y, to + 4 * s, sumRe - otherRe, sumIm - otherIm, w2r, w2i);
        store(y, to + 6 * s, differenceRe + turnedRe, differenceIm + turnedIm, w3r, w3i);
      }
    }
  }

  /** s transforms of two numbers. */
  #pass2(s: number): void {
    const x = this.#input;
    const y = this.#output;
    for (let a = 0, b = 2 * s; a < 2 * s; a++, b++) {
      y[a] = x[a]! + x[b]!;
      y[b] = x[a]! - x[b]!;
    }
  }
}

/** Writes the product of two complex numbers. */
function store(y: Float64Array, at: number, re: number, im: number, wRe: number, wIm: number): void {
  y[at] = re * wRe - im * wIm;
  y[at + 1] = re * wIm + im * wRe;
}

/** In plain code, for browsers without SIMD. */
export function plainFft(size: number): Fft {
  return new PlainFft(size);
}

const ffts = new Map<number, Fft>();

/** One complex FFT a size, held for the life of the program. */
export function fftOfSize(size: number): Fft {
  let fft = ffts.get(size);
  if (!fft) {
    loaded ??= load();
    fft = loaded ? new SimdFft(size, loaded) : plainFft(size);
    ffts.set(size, fft);
  }
  return fft;
}

/**
 * Transforms of real signals, each as a complex one of half the size with even frames as real and odd ones as imaginary
 * part (Press et al., *Numerical Recipes*, §12.3). Spectra are interleaved complex, bins 0 … size / 2.
 */
export class RealFft {
  readonly #half: number;
  readonly #fft: Fft;
  /** cos and −sin of 2π k / size. */
  readonly #twiddles: Float64Array;
  readonly #packed: Float64Array;
  readonly #result: Float64Array;

  /** @param size power of two, at least 4 */
  constructor(readonly size: number) {
    this.#half = size / 2;
    this.#fft = fftOfSize(this.#half);
    this.#packed = new Float64Array(size);
    this.#result = new Float64Array(size);
    this.#twiddles = new Float64Array(this.#half + 2);
    for (let k = 0; k <= this.#half / 2; k++) {
      const angle = (2 * Math.PI * k) / size;
      this.#twiddles[2 * k] = Math.cos(angle);
      this.#twiddles[2 * k + 1] = -Math.sin(angle);
    }
  }

  /**
   * @param spectrum size + 2 numbers, written
   * @param signal size numbers
   */
  forward(spectrum: Float64Array, signal: Float64Array): void {
    const half = this.#half;
    const twiddles = this.#twiddles;
    const z = this.#result;
    this.#fft.transform(z, signal);
    spectrum[0] = z[0]! + z[1]!;
    spectrum[1] = 0;
    spectrum[2 * half] = z[0]! - z[1]!;
    spectrum[2 * half + 1] = 0;
    for (let k = 1, a = 2, b = 2 * half - 2; k <= half / 2; k++, a += 2, b -= 2) {
      const evenRe = 0.5 * (z[a]! + z[b]!);
      const evenIm = 0.5 * (z[a + 1]! - z[b + 1]!);
      const oddRe = 0.5 * (z[a + 1]! + z[b + 1]!);
      const oddIm = 0.5 * (z[b]! - z[a]!);
      const re = oddRe * twiddles[a]! - oddIm * twiddles[a + 1]!;
      const im = oddRe * twiddles[a + 1]! + oddIm * twiddles[a]!;
      spectrum[a] = evenRe + re;
      spectrum[a + 1] = evenIm + im;
      spectrum[b] = evenRe - re;
      spectrum[b + 1] = im - evenIm;
    }
  }

  /**
   * Scaled: gives back what {@link forward} was given.
   * @param signal size numbers, written
   * @param spectrum size + 2 numbers; the imaginary parts at 0 Hz and Nyquist do not count
   */
  inverse(signal: Float64Array, spectrum: Float64Array): void {
    const half = this.#half;
    const twiddles = this.#twiddles;
    // With real and imaginary parts exchanged before and after, a forward transform is an inverse one.
    const z = this.#packed;
    const scale = 0.5 / half;
    z[0] = scale * (spectrum[0]! - spectrum[2 * half]!);
    z[1] = scale * (spectrum[0]! + spectrum[2 * half]!);
    for (let k = 1, a = 2, b = 2 * half - 2; k <= half / 2; k++, a += 2, b -= 2) {
      const evenRe = scale * (spectrum[a]! + spectrum[b]!);
      const evenIm = scale * (spectrum[a + 1]! - spectrum[b + 1]!);
      const re = scale * (spectrum[a]! - spectrum[b]!);
      const im = scale * (spectrum[a + 1]! + spectrum[b + 1]!);
      const oddRe = re * twiddles[a]! + im * twiddles[a + 1]!;
      const oddIm = im * twiddles[a]! - re * twiddles[a + 1]!;
      z[a] = evenIm + oddRe;
      z[a + 1] = evenRe - oddIm;
      z[b] = oddRe - evenIm;
      z[b + 1] = evenRe + oddIm;
    }
    this.#fft.transform(this.#result, z);
    const swapped = this.#result;
    for (let n = 0; n < this.size; n += 2) {
      signal[n] = swapped[n + 1]!;
      signal[n + 1] = swapped[n]!;
    }
  }
}

const realFfts = new Map<number, RealFft>();

/** One real FFT a size, as {@link fftOfSize}. */
export function realFftOfSize(size: number): RealFft {
  let fft = realFfts.get(size);
  if (!fft) {
    fft = new RealFft(size);
    realFfts.set(size, fft);
  }
  return fft;
}
