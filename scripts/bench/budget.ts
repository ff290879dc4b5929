import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Kilobytes (1024 bytes) of gzip that may load before sound first plays. */
export const JS_BUDGET_KB = 180;

/** Starts when a WAV or AIFF is opened; the demo song is neither. */
const LATER = /^pcm\.worker/;

/**
 * Chunks of other screens, of what must be asked for first (folders that are dropped, a visitor's own devices), and of
 * what comes after the first sound, by their source.
 */
const OTHER_SCREENS =
  /^src\/(?:ui\/(?!listen\/)\w+\/\w+Screen\.tsx|ui\/listen\/(?:GearCorrection|DeviceDetail|ExportSeveralDialog)\.tsx|ui\/problems\/ProblemList\.tsx|ui\/shell\/About\.tsx|ui\/shortcuts\/KeyboardHelp\.tsx|ui\/tracks\/walkFolders\.ts|app\/(?:load\w+|writeZip|installOffline)\.ts|store\/(?:MixExport|oldSettings|limitsMeasurements|devices\/judgeStored)\.ts|storage\/(?:\w+Progress|MemoryStorage|oldNotes)\.ts|devices\/(?:playback|evidence\/\w+)\.ts)$/;

interface ManifestChunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** Size of a file as a server with gzip would send it, KB. */
export const gzipKbOf = (path: string): number => gzipSync(readFileSync(path), { level: 9 }).length / 1024;

/**
 * JavaScript that loads up to the first Play, read from Vite's manifest: the entry with all it imports, and the
 * chunks it loads by itself (engine, decoder, storage, analysis) with all they import, but for other screens. Chunks
 * that those load in turn (a library for rare formats) come later or never. Workers and worklets are not in the
 * manifest: they are found by name in the text of the chunks that start them. The bench counts what really went over
 * the wire.
 */
export function jsBeforePlay(dist: string): { files: { file: string; gzipKb: number }[]; totalKb: number } {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, ManifestChunk>;
  const files = new Set<string>();
  const seen = new Set<string>();
  const add = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    if (chunk.file.endsWith('.js')) files.add(chunk.file);
    for (const next of chunk.imports ?? []) add(next);
  };
  for (const [key, chunk] of Object.entries(manifest)) {
    if (!chunk.isEntry) continue;
    add(key);
    for (const next of chunk.dynamicImports ?? []) if (!OTHER_SCREENS.test(next)) add(next);
  }
  for (const file of files) {
    const text = readFileSync(join(dist, file), 'utf8');
    for (const [, name] of text.matchAll(/["'`/]([\w.-]*(?:worker|worklet)[\w.-]*\.js)["'`]/g)) {
      if (!LATER.test(name!)) files.add(`assets/${name}`);
    }
  }
  const sized = [...files].map((file) => ({ file, gzipKb: gzipKbOf(join(dist, file)) }));
  sized.sort((a, b) => b.gzipKb - a.gzipKb);
  return { files: sized, totalKb: sized.reduce((sum, { gzipKb }) => sum + gzipKb, 0) };
}
