import { strFromU8, unzipSync } from 'fflate';

/** Names and contents of a ZIP, in its order; read by another library than the one that wrote it. */
export function unzipped(archive: Uint8Array): Map<string, Uint8Array> {
  return new Map(Object.entries(unzipSync(archive)));
}

/** The same of a Blob, its contents as text. */
export async function unzippedTexts(archive: Blob): Promise<Record<string, string>> {
  const files = unzipped(new Uint8Array(await archive.arrayBuffer()));
  return Object.fromEntries([...files].map(([name, bytes]) => [name, strFromU8(bytes)]));
}
