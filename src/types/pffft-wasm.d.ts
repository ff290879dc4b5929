/** Addresses of PFFFT's two builds; the package does not export them by name, see `vite.config.ts`. */
declare module 'pffft-simd.wasm?url' {
  const url: string;
  export default url;
}
declare module 'pffft-plain.wasm?url' {
  const url: string;
  export default url;
}
