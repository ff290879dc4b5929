import plainUrl from 'pffft-plain.wasm?url';
import simdUrl from 'pffft-simd.wasm?url';
import { ElsewhereError } from '../../core/errors';

let pending: Promise<ArrayBuffer> | null = null;

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.arrayBuffer();
}

async function fetchBest(): Promise<ArrayBuffer> {
  const bytes = await fetchBytes(simdUrl);
  return WebAssembly.validate(bytes) ? bytes : fetchBytes(plainUrl);
}

/**
 * Bytes of the quickest build of PFFFT that this browser runs. Spectra are in the order of their build, so everything on
 * a page has to use the same bytes.
 * @throws ElsewhereError `renderer-unsupported` without WebAssembly, `audio-failed` when it cannot be fetched; the next
 *   call tries again
 */
export function pffftBytes(): Promise<ArrayBuffer> {
  if (typeof WebAssembly !== 'object') {
    return Promise.reject(new ElsewhereError('renderer-unsupported', 'The browser has no WebAssembly'));
  }
  pending ??= fetchBest().catch((cause: unknown) => {
    pending = null;
    throw new ElsewhereError('audio-failed', 'The renderer could not be loaded', {}, { cause });
  });
  return pending;
}
