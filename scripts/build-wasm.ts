/** Compiles the WebAssembly text of src into modules of the project. usage: npx tsx scripts/build-wasm.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import loadWabt from 'wabt';

interface WasmSource {
  /** WebAssembly text. */
  readonly source: string;
  readonly target: string;
  /** Of the exported string. */
  readonly name: string;
  /** Hex needs no platform to be read. */
  readonly encoding: 'base64' | 'hex';
}

export const WASM_SOURCES: readonly WasmSource[] = [
  {
    source: 'src/analysis/bandProducts.wat',
    target: 'src/analysis/bandProductsWasm.ts',
    name: 'BAND_PRODUCTS_WASM',
    encoding: 'base64',
  },
  { source: 'src/dsp/fft.wat', target: 'src/dsp/fftWasm.ts', name: 'FFT_WASM', encoding: 'hex' },
];

/** The module that a source compiles to, as text of TypeScript. */
export async function compiled({ source, name, encoding }: WasmSource): Promise<string> {
  const wabt = await loadWabt();
  const module = wabt.parseWat(source, readFileSync(source, 'utf8'), { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  const lines = Buffer.from(buffer)
    .toString(encoding)
    .match(/.{1,100}/g)!
    .map((part) => `  '${part}'`);
  const file = source.slice(source.lastIndexOf('/') + 1);
  return `/** ${file}, compiled by scripts/build-wasm.ts; ${encoding}. */\nexport const ${name} =\n${lines.join(' +\n')};\n`;
}

if (process.argv[1]?.endsWith('build-wasm.ts')) {
  const modules = await Promise.all(WASM_SOURCES.map((each) => compiled(each)));
  for (const [i, { target }] of WASM_SOURCES.entries()) writeFileSync(target, modules[i]!);
}
