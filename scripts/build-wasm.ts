/** Compiles src/analysis/bandProducts.wat into a module of the project. usage: npx tsx scripts/build-wasm.ts */
import { readFileSync, writeFileSync } from 'node:fs';
import loadWabt from 'wabt';

const SOURCE = 'src/analysis/bandProducts.wat';
const TARGET = 'src/analysis/bandProductsWasm.ts';

/** WebAssembly text to its binary form, base64. */
export async function compiled(text: string): Promise<string> {
  const wabt = await loadWabt();
  const module = wabt.parseWat(SOURCE, text, { simd: true });
  module.validate();
  const { buffer } = module.toBinary({});
  module.destroy();
  return Buffer.from(buffer).toString('base64');
}

if (process.argv[1]?.endsWith('build-wasm.ts')) {
  const base64 = await compiled(readFileSync(SOURCE, 'utf8'));
  const lines = base64.match(/.{1,100}/g)!.map((part) => `  '${part}'`);
  writeFileSync(
    TARGET,
    `/** bandProducts.wat, compiled by scripts/build-wasm.ts; base64. */\nexport const BAND_PRODUCTS_WASM =\n${lines.join(' +\n')};\n`,
  );
}
