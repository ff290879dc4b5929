import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pinkNoise, wavBytes } from '../../scripts/bench/signals';
import { expect, expectQuiet, fixture, test } from './app';

const REAL_FILES = [
  'stereo-u8.wav',
  'source-stereo-44100.wav',
  'stereo-f32.wav',
  'stereo-24.flac',
  'stereo-320.mp3',
  'stereo-faststart.m4a',
  'stereo.ogg',
  'stereo.opus',
  'stereo-opus.webm',
  'stereo-s24.aiff',
  'mono-s16.wav',
  'six-s24.wav',
  'rate8.wav',
  'rate96.flac',
  'rate192-f32.wav',
];

const stem = (path: string): string => basename(path).replace(/\.\w+$/, '');

test('real files of every kind, all at once, load and play', async ({ app, output }) => {
  await app.addFiles.setInputFiles(REAL_FILES.map(fixture));
  await expect(app.heading).toHaveText(stem(REAL_FILES[0]!));
  await expectQuiet(app);
  await expect(app.alerts).toHaveCount(0);
  await expect(app.tracks.getByRole('listitem')).toHaveCount(REAL_FILES.length + 2);
  await expect(app.track('six-s24')).toContainText(/six channels/i);
  await expect(app.track('rate8')).toContainText('8 kHz');
  await app.play.click();
  for (const name of ['stereo-24', 'rate96', 'rate8', 'six-s24', 'mono-s16', 'stereo-opus', 'rate192-f32']) {
    await test.step(name, async () => {
      await app.track(name).getByRole('button').first().click();
      await expect(app.heading).toHaveText(name);
      await expectQuiet(app);
      // Short files run off their end; Play starts them again.
      if (await app.play.isVisible()) await app.play.click();
      await output.expectSound();
    });
  }
});

test('thirty files with a bad one among them: the good ones load, the bad one is named', async ({ app, output }) => {
  await app.play.click();
  await output.expectSound();
  const good = readFileSync(fixture('mono-s16.wav'));
  const files = Array.from({ length: 30 }, (_, i) =>
    i === 17
      ? { name: 'shopping list.wav', mimeType: 'audio/wav', buffer: Buffer.from('milk, bread, cables\n'.repeat(40)) }
      : { name: `take ${i + 1}.wav`, mimeType: 'audio/wav', buffer: good },
  );
  await app.addFiles.setInputFiles(files);
  await expect(app.tracks.getByRole('listitem')).toHaveCount(29 + 2);
  await expect(app.alerts).toHaveCount(1);
  await expect(app.alerts).toContainText('shopping list.wav');
  await expect(app.heading).toHaveText('take 1');
});

/** A WAV of two seconds of noise with something done to it. */
function noiseWav(change: (samples: Float32Array) => void = () => undefined, seconds = 2): Buffer {
  const samples = pinkNoise(Math.round(44_100 * seconds), 3, 0.1);
  change(samples);
  return wavBytes([samples, samples], 44_100, 'float');
}

const headOnly = wavBytes([new Float32Array(0)], 44_100, 'float');

/** What cannot be played: an alert names the file and says what to do, and nothing is added. */
const REFUSED: readonly { readonly what: string; readonly name: string; readonly bytes: () => Buffer }[] = [
  { what: 'not audio', name: 'notes.txt', bytes: () => Buffer.from('Remember to bring the kick down.\n'.repeat(20)) },
  { what: 'empty', name: 'empty.wav', bytes: () => Buffer.alloc(0) },
  { what: 'zero length', name: 'no-samples.wav', bytes: () => headOnly },
  {
    what: 'truncated before the sound',
    name: 'cut.flac',
    bytes: () => readFileSync(fixture('stereo-24.flac')).subarray(0, 60),
  },
  {
    what: 'a video with no audio track',
    name: 'silent-film.mp4',
    bytes: () => readFileSync(fixture('silent-film.mp4')),
  },
  {
    what: 'a picture renamed to audio',
    name: 'cover.mp3',
    bytes: () => Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'),
  },
];

for (const { what, name, bytes } of REFUSED) {
  test(`${what}: an alert names the file, what was there plays on`, async ({ app, output }) => {
    await app.play.click();
    await output.expectSound();
    const before = await app.tracks.getByRole('listitem').count();
    await app.addFiles.setInputFiles({ name, mimeType: 'audio/wav', buffer: bytes() });
    await expect(app.alerts).toHaveCount(1);
    await expect(app.alerts).toContainText(name);
    // One sentence says what happened, one what to do.
    expect((await app.alerts.innerText()).match(/[.!]/g)!.length).toBeGreaterThanOrEqual(2);
    await expect(app.tracks.getByRole('listitem')).toHaveCount(before);
    await expect(app.heading).toHaveText('Bass-heavy headphone mix');
    await expect(app.pause).toBeVisible();
    await output.expectSound();
    await app.alerts.getByRole('button', { name: /^Dismiss/ }).click();
    await expect(app.alerts).toHaveCount(0);
  });
}

/** What can be played all the same: it loads, and an alert names the file and says what is wrong with it. */
const ODD: readonly {
  readonly what: string;
  readonly name: string;
  readonly says: RegExp;
  readonly bytes: () => Buffer;
}[] = [
  {
    what: 'truncated',
    name: 'half.wav',
    says: /breaks off/i,
    bytes: () => noiseWav().subarray(0, 44 + 44_100 * 8),
  },
  { what: 'silence', name: 'quiet.wav', says: /silen/i, bytes: () => noiseWav((x) => x.fill(0)) },
  {
    what: 'NaN samples',
    name: 'broken.wav',
    says: /broken samples? silenced/i,
    bytes: () =>
      noiseWav((x) => {
        x[1000] = Number.NaN;
        x[2000] = Infinity;
      }),
  },
];

for (const { what, name, says, bytes } of ODD) {
  test(`${what}: what there is loads, and the page says so`, async ({ app, output, page }) => {
    await app.play.click();
    await output.expectSound();
    await app.addFiles.setInputFiles({ name, mimeType: 'audio/wav', buffer: bytes() });
    await expect(app.heading).toHaveText(stem(name));
    await expectQuiet(app);
    await expect(app.track(stem(name))).toContainText(says);
    // The engine lives on: the demo sounds again.
    await app.track('Bass-heavy headphone mix').getByRole('button').first().click();
    await expect(app.heading).toHaveText('Bass-heavy headphone mix');
    if (await app.play.isVisible()) await app.play.click();
    await output.expectSound();
    const bad = await page.evaluate(async () => {
      await window.outputRecorder.ask('watch');
      return Number.isNaN((await window.outputRecorder.ask('level'))!.peak);
    });
    expect(bad).toBe(false);
  });
}

test('a tenth of a second loads, or is refused by name', async ({ app, output }) => {
  await app.play.click();
  await output.expectSound();
  await app.addFiles.setInputFiles({ name: 'blip.wav', mimeType: 'audio/wav', buffer: noiseWav(undefined, 0.1) });
  await expect(app.tracks.getByText('blip').or(app.alerts)).toBeVisible();
  const isRefused = (await app.alerts.count()) > 0;
  if (isRefused) await expect(app.alerts).toContainText('blip.wav');
  else await expect(app.heading).toHaveText('blip');
});

test('a mix of two hours and more is refused by name and at once', async ({ app, output }, testInfo) => {
  await app.play.click();
  await output.expectSound();
  // The header says it all; the samples are a hole in the file.
  const path = testInfo.outputPath('all night.wav');
  const header = wavBytes([new Float32Array(0), new Float32Array(0)], 48_000, 'float');
  const size = 48_000 * 8 * 2.5 * 3600;
  header.writeUInt32LE(size, 40);
  header.writeUInt32LE(36 + size, 4);
  writeFileSync(path, header);
  truncateSync(path, 44 + size);
  await app.addFiles.setInputFiles(path);
  await expect(app.alerts).toContainText('all night.wav');
  await expect(app.alerts).toContainText(/too long/);
  await expect(app.heading).toHaveText('Bass-heavy headphone mix');
  await output.expectSound();
});

test('an hour of speech loads', async ({ app, output }, testInfo) => {
  const quarter = 8000 * 900;
  const samples = pinkNoise(quarter, 9, 0.1);
  const hour = new Float32Array(quarter * 4);
  for (let i = 0; i < 4; i++) hour.set(samples, i * quarter);
  const path = testInfo.outputPath('an hour.wav');
  writeFileSync(path, wavBytes([hour], 8000, 'int16'));
  await app.addFiles.setInputFiles(path);
  await expect(app.heading).toHaveText('an hour');
  await expectQuiet(app);
  await app.position.fill('3599');
  await app.play.click();
  await output.expectSound();
  await expect(app.alerts).toHaveCount(0);
});

test('a wrong ending does not matter: the bytes decide', async ({ app, output }) => {
  await app.addFiles.setInputFiles([
    { name: 'really-flac.mp3', mimeType: 'audio/mpeg', buffer: readFileSync(fixture('stereo-24.flac')) },
    { name: 'really-mp3.wav', mimeType: 'audio/wav', buffer: readFileSync(fixture('stereo-320.mp3')) },
  ]);
  await expect(app.heading).toHaveText('really-flac');
  await expectQuiet(app);
  await expect(app.track('really-flac')).toContainText('FLAC');
  await expect(app.track('really-mp3')).toContainText('MP3');
  await app.play.click();
  await output.expectSound();
});

test('loading can be cancelled, and what played goes on', async ({ app, output, page }) => {
  await app.play.click();
  await output.expectSound();
  const files = Array.from({ length: 6 }, (_, i) => ({
    name: `part ${i + 1}.flac`,
    mimeType: 'audio/flac',
    buffer: readFileSync(fixture('long.flac')),
  }));
  await app.addFiles.setInputFiles(files);
  await page.getByRole('button', { name: 'Cancel loading part 6' }).click();
  await expectQuiet(app);
  await expect(app.track('part 6')).toHaveCount(0);
  await expect(app.track('part 5')).toHaveCount(1);
  await expect(app.alerts).toHaveCount(0);
});
