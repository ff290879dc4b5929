import type { LoadOptions } from '../analysis/FittingPort';
import { ElsewhereError, isAbortError } from '../core/errors';

/**
 * OPRA asks open-source and personal projects to fetch from the mirror that Roon Labs keep for it (`docs/CONSUMING.md`
 * in github.com/opra-project/OPRA). The repository itself is asked only where the mirror cannot be reached from a page.
 */
const ADDRESSES: readonly string[] = [
  'https://opra.roonlabs.net/database_v1.jsonl',
  'https://raw.githubusercontent.com/opra-project/OPRA/main/dist/database_v1.jsonl',
];
/** For the bar: servers compress, and then do not say how long the whole will be. */
const USUAL_BYTES = 13_000_000;
/** Ten times what it is; a server that sends more sends something else. */
const MOST_BYTES = 150_000_000;

async function fetchFrom(address: string, { signal, onProgress }: LoadOptions): Promise<Blob> {
  // Nothing of the visitor goes along, and no copy stays in caches: the compact form is kept instead.
  const response = await fetch(address, {
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    ...(signal && { signal }),
  });
  if (!response.ok || !response.body) throw new Error(`${address} answered ${response.status}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    bytes += value.length;
    if (bytes > MOST_BYTES) {
      // oxlint-disable-next-line no-await-in-loop
      await reader.cancel();
      throw new Error(`${address} sends more than ${MOST_BYTES} bytes`);
    }
    onProgress?.(Math.min(0.99, bytes / USUAL_BYTES));
  }
  return new Blob(parts);
}

/** Fetches OPRA's database. @throws AbortError; ElsewhereError `opra-unreachable` */
export async function fetchOpra(options: LoadOptions): Promise<Blob> {
  let cause: unknown;
  for (const address of ADDRESSES) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      return await fetchFrom(address, options);
    } catch (error) {
      if (isAbortError(error) || options.signal?.aborted) throw error;
      cause = error;
    }
  }
  throw new ElsewhereError('opra-unreachable', 'no address of OPRA answered', {}, { cause });
}
