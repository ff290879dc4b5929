declare module '@echogarden/pffft-wasm/simd' {
  /** Addresses are byte offsets into {@link HEAPF32}'s buffer, whose views go stale when the heap grows. */
  export interface Pffft {
    readonly HEAPF32: Float32Array<ArrayBuffer>;
    _pffft_new_setup(size: number, kind: 0 | 1): number;
    _pffft_aligned_malloc(bytes: number): number;
    _pffft_transform_ordered(setup: number, input: number, output: number, work: number, direction: 0 | 1): void;
  }
  export default function load(): Promise<Pffft>;
}
