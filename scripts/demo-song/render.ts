import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fromDb, SAMPLE_RATE, samplePeak, scale, toDb } from './audio';
import { channelsOf, requireFfmpeg, writeMp3 } from './encode';
import { integratedLoudness } from './loudness';
import { BASS_HEAVY, master, processStems, sumStems, TRANSLATES } from './mix';
import { perform, STEM_IDS, type StemId } from './perform';
import { writePassages } from './passages';
import { BPM, KEY } from './song';

/** Where the audio goes. */
const SAMPLES = join(dirname(fileURLToPath(import.meta.url)), '../../public/samples');
/** Budget for everything in that folder, in bytes. */
const BUDGET = 8_000_000;
const TARGET_LUFS = -14;
/** Below the promised -1 dBTP, because a lossy encoder moves peaks a little. */
const CEILING_DBTP = -1.6;

const MIX_QUALITY = ['-b:a', '256k'];
/** Names and encoder settings of the stems: variable bit rate, finer where there is more to keep. */
const STEMS: Record<StemId, { name: string; part: string; quality: readonly string[] }> = {
  kick: { name: 'Kick', part: 'kick', quality: ['-q:a', '5'] },
  snare: { name: 'Snare and claps', part: 'snare', quality: ['-q:a', '3'] },
  hats: { name: 'Hats and percussion', part: 'hats', quality: ['-q:a', '5'] },
  bass: { name: 'Bass', part: 'bass', quality: ['-q:a', '5'] },
  chords: { name: 'Electric piano', part: 'harmony', quality: ['-q:a', '5'] },
  pad: { name: 'Pad', part: 'harmony', quality: ['-q:a', '5'] },
  lead: { name: 'Lead', part: 'lead', quality: ['-q:a', '5'] },
  voice: { name: 'Voice', part: 'voice', quality: ['-q:a', '4'] },
};

function log(line: string): void {
  process.stdout.write(`${line}\n`);
}

requireFfmpeg();
mkdirSync(SAMPLES, { recursive: true });
const recording = perform();
log('played');

const mixes = [
  { id: 'demo-bass-heavy', name: 'Bass-heavy headphone mix', file: 'demo-bass-heavy.mp3', recipe: BASS_HEAVY, seed: 1 },
  { id: 'demo-translates', name: 'Mix that translates', file: 'demo-translates.mp3', recipe: TRANSLATES, seed: 2 },
];
let durationSec = 0;
for (const mix of mixes) {
  const mastered = master(sumStems(processStems(recording, mix.recipe)), mix.recipe, TARGET_LUFS, CEILING_DBTP);
  durationSec = mastered.left.length / SAMPLE_RATE;
  writeMp3(join(SAMPLES, mix.file), [mastered.left, mastered.right], mix.seed, MIX_QUALITY);
  log(`${mix.file}: ${integratedLoudness(mastered).toFixed(2)} LUFS`);
}

const stems = processStems(recording, TRANSLATES);
const sumPeak = samplePeak(sumStems(stems));
const stemEntries = STEM_IDS.map((id, n) => {
  const stem = stems[id];
  // Each stem is stored near full scale, so that coding noise stays far below it; the gain undoes that and
  // leaves the sum of all stems peaking at -1 dBFS.
  const lift = fromDb(-3) / samplePeak(stem);
  const gainDb = Number(toDb(fromDb(-1) / sumPeak / lift).toFixed(2));
  scale(stem, lift);
  const file = `stem-${id}.mp3`;
  writeMp3(join(SAMPLES, file), channelsOf(stem), 100 + n, STEMS[id].quality);
  return { id, name: STEMS[id].name, part: STEMS[id].part, file, gainDb };
});

const manifest = {
  mixes: mixes.map(({ id, name, file }) => ({
    id,
    name,
    file,
    durationSec: Number(durationSec.toFixed(3)),
    sampleRate: SAMPLE_RATE,
  })),
  stems: stemEntries,
  bpm: BPM,
  key: KEY,
};
writeFileSync(join(SAMPLES, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);

writePassages();
const total = readdirSync(SAMPLES).reduce((sum, file) => sum + statSync(join(SAMPLES, file)).size, 0);
log(`${(total / 1e6).toFixed(2)} MB in all, ${durationSec.toFixed(2)} s`);
if (total > BUDGET) throw new Error(`The samples take ${total} bytes; the limit is ${BUDGET}.`);
