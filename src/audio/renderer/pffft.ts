import type { Pffft } from '../../dsp/convolution/Pffft';

/** Names of the compiler (`@echogarden/pffft-wasm` 0.4.2, both builds). */
interface PffftExports {
  readonly d: WebAssembly.Memory;
  /** Initialises. */
  readonly e: () => void;
  readonly f: (bytes: number) => number;
  readonly h: (address: number) => void;
  readonly k: (size: number, kind: number) => number;
  readonly n: (setup: number, a: number, b: number, to: number, scale: number) => void;
  readonly o: (setup: number, from: number, to: number, work: number, direction: number) => void;
  readonly p: (setup: number, from: number, to: number, work: number, direction: number) => void;
}

const REAL = 0;
const FORWARD = 0;
const BACKWARD = 1;
const BYTES = 4;
const PAGE_BYTES = 65_536;
/**
 * PFFFT from the bytes of its module; compiled at once, so for workers and worklets only. The package's own loader is not
 * used: it is asynchronous and asks for `import.meta.url`, which an audio worklet cannot do.
 */
export function instantiatePffft(bytes: BufferSource): Pffft {
  // Grows by itself when it runs out, and tells the page-wide views nothing of it: they are made anew when they differ.
  let heap = new Float32Array();
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    a: {
      a: () => {
        throw new RangeError('PFFFT was called with what it does not allow');
      },
      b: (requested: number): number => {
        const missing = requested - exports.d.buffer.byteLength;
        // More than is asked for, since each growth makes the views anew.
        for (const bytesMore of [Math.max(missing, 8 * 2 ** 20), missing]) {
          try {
            exports.d.grow(Math.ceil(bytesMore / PAGE_BYTES));
            return 1;
          } catch {
            // Less may do.
          }
        }
        return 0;
      },
      c: (to: number, from: number, count: number): void => {
        new Uint8Array(exports.d.buffer).copyWithin(to, from, from + count);
      },
    },
  });
  const exports = instance.exports as unknown as PffftExports;
  exports.e();
  const setups = new Map<number, number>();
  /** Address and floats of the work space: that of the largest transform so far. */
  let work = 0;
  let workFloats = 0;
  const setup = (size: number): number => {
    let known = setups.get(size);
    if (known === undefined) {
      known = exports.k(size, REAL);
      if (!known) throw new RangeError(`PFFFT has no transform of ${size}`);
      setups.set(size, known);
      if (size > workFloats) {
        if (work) exports.h(work);
        work = allocate(size) * BYTES;
        workFloats = size;
      }
    }
    return known;
  };
  const allocate = (floats: number): number => {
    const address = exports.f(floats * BYTES);
    if (!address) throw new RangeError('The browser gives the renderer no more memory');
    return address / BYTES;
  };
  return {
    get heap() {
      if (heap.buffer !== exports.d.buffer) heap = new Float32Array(exports.d.buffer);
      return heap;
    },
    allocate,
    free: (at) => exports.h(at * BYTES),
    forward: (size, from, to) => exports.o(setup(size), from * BYTES, to * BYTES, work, FORWARD),
    inverse: (size, from, to) => exports.o(setup(size), from * BYTES, to * BYTES, work, BACKWARD),
    forwardOrdered: (size, from, to) => exports.p(setup(size), from * BYTES, to * BYTES, work, FORWARD),
    inverseOrdered: (size, from, to) => exports.p(setup(size), from * BYTES, to * BYTES, work, BACKWARD),
    multiplyAdd: (size, a, b, to, scale) => exports.n(setup(size), a * BYTES, b * BYTES, to * BYTES, scale),
  };
}
