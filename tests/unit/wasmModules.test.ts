import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compiled, WASM_SOURCES } from '../../scripts/build-wasm';

describe('WebAssembly modules', () => {
  it.each(WASM_SOURCES)('$target is what $source says', async (source) => {
    expect(readFileSync(source.target, 'utf8')).toBe(await compiled(source));
  });
});
