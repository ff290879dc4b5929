import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { wavBytes } from '../../scripts/bench/signals';
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
      // Short files run off their end, here before or while it is listened to; Play starts them again.
      await expect(async () => {
        if (await app.play.isVisible()) await app.play.click();
        expect(await output.rms()).toBeGreaterThan(1e-4);
      }).toPass({ timeout: 15_000 });
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
  await expect(app.alerts.getByRole('listitem')).toHaveCount(1);
  await expect(app.alerts).toContainText('shopping list.wav');
  await expect(app.heading).toHaveText('take 1');
});

test('178 files that are not audio: one line counts them all, and names them on demand [fault: many-messages]', async ({
  app,
  page,
}) => {
  await app.addFiles.setInputFiles(
    Array.from({ length: 178 }, (_, i) => ({
      name: `page ${i + 1}.wav`,
      mimeType: 'audio/wav',
      buffer: Buffer.from('milk, bread, cables\n'.repeat(20)),
    })),
  );
  await expect(app.alerts.getByRole('listitem').filter({ hasText: '178 files are not audio files.' })).toBeVisible();
  await expect(app.alerts.getByRole('listitem')).toHaveCount(1);
  await app.alerts.getByRole('button', { name: 'Show list' }).click();
  const list = page.getByRole('dialog', { name: '178 files are not audio files.' });
  await expect(list.getByRole('listitem')).toHaveCount(178);
});

const read = (name: string): Buffer => readFileSync(fixture(name));
/** The file as a broken transfer leaves it. */
const cut = (name: string, fraction: number): Buffer => {
  const whole = read(name);
  return whole.subarray(0, Math.round(whole.length * fraction));
};

interface Trouble {
  readonly what: string;
  readonly name: string;
  readonly says: RegExp;
  readonly bytes: () => Buffer;
}

/** What cannot be played: an alert names the file and says what to do, and nothing is added. */
const REFUSED: readonly Trouble[] = [
  {
    what: 'not audio',
    name: 'notes.txt',
    says: /is not an audio file\. Choose a WAV/,
    bytes: () => Buffer.from('Remember to bring the kick down.\n'.repeat(20)),
  },
  { what: 'empty', name: 'empty.wav', says: /has nothing in it\. Export it again/, bytes: () => Buffer.alloc(0) },
  {
    what: 'zero length',
    name: 'no-samples.wav',
    says: /holds not a single sample\. Export it again/,
    bytes: () => read('no-samples.wav'),
  },
  {
    what: 'truncated before the sound',
    name: 'cut.flac',
    says: /breaks off before the sound begins\. Copy or export it again/,
    bytes: () => read('stereo-24.flac').subarray(0, 60),
  },
  {
    what: 'a video with no audio track, MP4',
    name: 'silent-film.mp4',
    says: /has no sound in it\. Choose a file with an audio track/,
    bytes: () => read('silent-film.mp4'),
  },
  {
    what: 'a video with no audio track, WebM',
    name: 'silent-film.webm',
    says: /has no sound in it\. Choose a file with an audio track/,
    bytes: () => read('silent-film.webm'),
  },
  {
    what: 'a picture renamed to audio',
    name: 'cover.mp3',
    says: /is not an audio file\. Choose a WAV/,
    bytes: () => read('picture.png'),
  },
];

for (const { what, name, says, bytes } of REFUSED) {
  test(`${what}: an alert names the file, what was there plays on`, async ({ app, output }) => {
    await app.play.click();
    await output.expectSound();
    const before = await app.tracks.getByRole('listitem').count();
    await app.addFiles.setInputFiles({ name, mimeType: 'audio/wav', buffer: bytes() });
    await expect(app.alerts).toHaveCount(1);
    await expect(app.alerts).toContainText(name);
    // One sentence says what happened, one what to do.
    await expect(app.alerts).toContainText(says);
    await expect(app.tracks.getByRole('listitem')).toHaveCount(before);
    await expect(app.heading).toHaveText('Bass-heavy headphone mix');
    await expect(app.pause).toBeVisible();
    await output.expectSound();
    await app.alerts.getByRole('button', { name: /^Dismiss/ }).click();
    await expect(app.alerts).toHaveCount(0);
  });
}

const HALF = /ends early: .* of 2\.5 seconds could be read\. You can work with what is there, or export the file again/;

/** What can be played all the same: it loads, and an alert names the file and says what is wrong with it. */
const FLAWED: readonly Trouble[] = [
  { what: 'a truncated WAV', name: 'half.wav', says: HALF, bytes: () => cut('stereo-f32.wav', 0.5) },
  { what: 'a truncated FLAC', name: 'half.flac', says: HALF, bytes: () => cut('stereo-24.flac', 0.5) },
  { what: 'a truncated MP3', name: 'half.mp3', says: HALF, bytes: () => cut('stereo-vbr.mp3', 0.5) },
  { what: 'a truncated M4A', name: 'half.m4a', says: HALF, bytes: () => cut('stereo-faststart.m4a', 0.5) },
  {
    what: 'silence',
    name: 'quiet.flac',
    says: /is silent from beginning to end\. See whether .* export it again/,
    bytes: () => read('silence.flac'),
  },
  {
    what: 'NaN samples',
    name: 'broken.wav',
    says: /holds 20 broken samples, now silenced\. You can work with it/,
    bytes: () => read('not-a-number.wav'),
  },
  {
    what: 'a tenth of a second',
    name: 'blip.wav',
    says: /lasts only 0\.1 seconds, too short to measure .* choose a file of at least 0\.4 seconds/,
    bytes: () => read('tenth.wav'),
  },
];

for (const { what, name, says, bytes } of FLAWED) {
  test(`${what}: what there is loads, and an alert says so`, async ({ app, output, page }) => {
    await app.play.click();
    await output.expectSound();
    await app.addFiles.setInputFiles({ name, mimeType: 'audio/wav', buffer: bytes() });
    await expect(app.heading).toHaveText(stem(name));
    await expectQuiet(app);
    await expect(app.tracks.getByRole('listitem')).toHaveCount(3);
    await expect(app.alerts).toHaveCount(1);
    await expect(app.alerts).toContainText(name);
    await expect(app.alerts).toContainText(says);
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
    await app.alerts.getByRole('button', { name: /^Dismiss/ }).click();
    await expect(app.alerts).toHaveCount(0);
  });
}

test('every kind of trouble at once: a line for each, and the good ones load', async ({ page, app, output }) => {
  await app.play.click();
  await output.expectSound();
  const file = ({ name, bytes }: Pick<Trouble, 'name' | 'bytes'>) => ({
    name,
    mimeType: 'audio/wav',
    buffer: bytes(),
  });
  const good = { name: 'good.wav', bytes: () => read('mono-s16.wav') };
  await app.addFiles.setInputFiles([...REFUSED, good, ...FLAWED].map(file));
  await expect(app.track('blip')).toHaveCount(1);
  await expectQuiet(app);
  await expect(app.heading).toHaveText('good');
  await expect(app.tracks.getByRole('listitem')).toHaveCount(2 + 1 + FLAWED.length);
  await expect(app.alerts).toHaveCount(1);
  const lines = app.alerts.getByRole('listitem');
  // Four of one kind are one line, with their names beside it.
  const many = lines.filter({ hasText: '4 files end early.' });
  await expect(lines).toHaveCount(REFUSED.length + FLAWED.length - 3);
  await many.getByRole('button', { name: 'Show list' }).click();
  const list = page.getByRole('dialog');
  let listedCount = 0;
  for (const { name, says } of [...REFUSED, ...FLAWED]) {
    if ((await list.getByText(name).count()) > 0) {
      listedCount++;
      continue;
    }
    const line = lines.filter({ hasText: name });
    await expect(line).toContainText(says);
  }
  expect(listedCount).toBe(4);
  await page.keyboard.press('Escape');
  for (const line of await lines.all()) {
    await line.scrollIntoViewIfNeeded();
    await expect(line).toBeInViewport();
  }
  await app.alerts.getByRole('button', { name: 'Dismiss: “cut.flac”' }).click();
  await expect(lines).toHaveCount(REFUSED.length + FLAWED.length - 4);
  await app.alerts.getByRole('button', { name: 'Dismiss all' }).click();
  await expect(app.alerts).toHaveCount(0);
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

test('an hour of speech loads', async ({ app, output }) => {
  await app.addFiles.setInputFiles(fixture('hour.mp3'));
  await expect(app.heading).toHaveText('hour');
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
