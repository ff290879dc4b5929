import { BAND_PRODUCTS_WASM } from './bandProductsWasm';

/** Devices worked out at a time. */
export const TILE = 4;
/** Slices worked out at a time. */
export const SLICES = 8;

/** Sums of weights times values over bands, for {@link TILE} devices and {@link SLICES} slices at once. */
export interface BandProducts {
  /** Room for the weights of all tiles, {@link TILE} to a band. */
  readonly weights: Float32Array;
  /** {@link SLICES} to a band. */
  readonly values: Float32Array;
  /** {@link TILE} to a slice. */
  readonly sums: Float32Array;
  /**
   * Writes all sums.
   * @param weightsAt where in the weights the tile begins
   * @param bandCount how many bands count, from the first on
   */
  multiply(weightsAt: number, bandCount: number): void;
}

/** In plain code, for browsers without SIMD. */
export function plainBandProducts(weightCount: number, valueCount: number): BandProducts {
  const weights = new Float32Array(weightCount);
  const values = new Float32Array(valueCount);
  const sums = new Float32Array(SLICES * TILE);
  return {
    weights,
    values,
    sums,
    multiply(weightsAt, bandCount) {
      for (let slice = 0; slice < SLICES; slice++) {
        for (let device = 0; device < TILE; device++) {
          let sum = 0;
          for (let band = 0; band < bandCount; band++) {
            sum += weights[weightsAt + band * TILE + device]! * values[band * SLICES + slice]!;
          }
          sums[slice * TILE + device] = sum;
        }
      }
    },
  };
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly multiply: (weights: number, values: number, bands: number, sums: number) => void;
}

const PAGE_BYTES = 65536;
const FLOAT_BYTES = 4;

/** Undefined until asked for, null where there is no SIMD. */
let loaded: Exports | null | undefined;

function load(): Exports | null {
  const bytes = Uint8Array.from(atob(BAND_PRODUCTS_WASM), (char) => char.charCodeAt(0));
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return null;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Exports;
}

/** A quarter of the time of plain code, where there is SIMD. What was handed out before is not to be used any more. */
export function bandProducts(weightCount: number, valueCount: number): BandProducts {
  loaded ??= load();
  if (!loaded) return plainBandProducts(weightCount, valueCount);
  const { memory, multiply } = loaded;
  const sumsAt = 0;
  const valuesAt = sumsAt + SLICES * TILE * FLOAT_BYTES;
  const weightsAt = valuesAt + valueCount * FLOAT_BYTES;
  const missing = weightsAt + weightCount * FLOAT_BYTES - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  const view = (at: number, length: number): Float32Array => new Float32Array(memory.buffer, at, length).fill(0);
  return {
    weights: view(weightsAt, weightCount),
    values: view(valuesAt, valueCount),
    sums: view(sumsAt, SLICES * TILE),
    multiply: (from, bandCount) => multiply(weightsAt + from * FLOAT_BYTES, valuesAt, bandCount, sumsAt),
  };
}
