import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BandPowerMapBuilder } from '../../src/analysis/bandPowerMap';
import { readPassages } from '../../src/analysis/readPassages';
import { LoudnessMeter } from '../../src/dsp/loudness';
import { SAMPLE_RATE } from './audio';

const SAMPLES = join(dirname(fileURLToPath(import.meta.url)), '../../public/samples');

interface Manifest {
  readonly mixes: readonly { readonly id: string; readonly file: string }[];
  readonly stems: readonly { readonly id: string; readonly file: string }[];
}

/** Decoded samples of a file, as many channels as it has. */
function decode(file: string): Float32Array<ArrayBuffer>[] {
  const path = join(SAMPLES, file);
  const options = ['-v', 'error', '-select_streams', 'a:0', '-show_entries', 'stream=channels', '-of', 'csv=p=0'];
  const probe = spawnSync('ffprobe', [...options, path]);
  const channelCount = Number(probe.stdout.toString().trim());
  const run = spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'f32le', '-'], { maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new Error(`ffmpeg could not read ${file}: ${run.stderr.toString().trim()}`);
  const all = new Float32Array(new Uint8Array(run.stdout).buffer);
  return Array.from({ length: channelCount }, (_channel, channel) =>
    Float32Array.from({ length: all.length / channelCount }, (_sample, i) => all[i * channelCount + channel]!),
  );
}

const base64 = (bytes: Int8Array | Uint8Array): string => Buffer.from(bytes.buffer).toString('base64');

/**
 * What is where in the demo song, as a file beside it. Every machine then chooses the same passages from the same
 * seed, whichever decoder it has.
 */
export function writePassages(): void {
  const manifest = JSON.parse(readFileSync(join(SAMPLES, 'manifest.json'), 'utf8')) as Manifest;
  const facts = [...manifest.mixes, ...manifest.stems].map(({ id, file }) => {
    const [left, right] = decode(file);
    const map = new BandPowerMapBuilder(SAMPLE_RATE, right ? 2 : 1, left!.length);
    map.process(left!, right ?? left!, left!.length);
    const loudness = new LoudnessMeter(SAMPLE_RATE);
    loudness.process(left!, right ?? left!, left!.length);
    const { bandDb, sidePercent, onsetDb } = readPassages(map.finish());
    return [
      id,
      {
        durationSec: Number((left!.length / SAMPLE_RATE).toFixed(3)),
        channelCount: right ? 2 : 1,
        integratedLufs: loudness.integratedLufs,
        bandDb: base64(bandDb),
        sidePercent: base64(sidePercent),
        onsetDb: base64(onsetDb),
      },
    ] as const;
  });
  writeFileSync(join(SAMPLES, 'passages.json'), `${JSON.stringify(Object.fromEntries(facts), null, 1)}\n`);
  process.stdout.write(`passages.json: ${facts.length} files\n`);
}
