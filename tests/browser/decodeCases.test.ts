import { afterAll, describe, expect, test } from 'vitest';
import { createDecoder } from '../../src/audio/decode/createDecoder';
import type { DecodedMix } from '../../src/audio/DecodePort';

const decoder = createDecoder();
afterAll(() => decoder.dispose());

async function decode(name: string): Promise<DecodedMix> {
  const response = await fetch(new URL(`/tests/fixtures/cases/${name}`, location.origin));
  if (!response.ok) throw new Error(`no fixture ${name}`);
  // Without a name or a type: only the content may tell what it is.
  return decoder.decode(new Blob([await response.arrayBuffer()]), '');
}

/** Times at which the level of 50 ms rises above a quarter of the loudest, seconds. */
function beeps({ buffer }: DecodedMix): number[] {
  const samples = buffer.getChannelData(0);
  const span = Math.round(buffer.sampleRate * 0.05);
  const levels = Array.from({ length: Math.floor(samples.length / span) }, (_, i) =>
    samples.subarray(i * span, (i + 1) * span).reduce((most, x) => Math.max(most, Math.abs(x)), 0),
  );
  const loud = Math.max(...levels) / 4;
  return levels.flatMap((level, i) =>
    level > loud && (levels[i - 1] ?? 0) <= loud ? [(i * span) / buffer.sampleRate] : [],
  );
}

interface Case {
  readonly file: string;
  readonly sec: number;
  readonly within: number;
  /** Where it ends early, how long it lasts. */
  readonly isCut: boolean;
  readonly label?: RegExp;
}

/** Layouts of public reports: how long each lasts, and whether a remark says that it ends early. */
const CASES: readonly Case[] = [
  { file: 'A01-id3-before-riff.wav', sec: 12, within: 0.001, isCut: false, label: /^WAV/ },
  { file: 'A03-odd-list-no-pad.wav', sec: 12, within: 0.001, isCut: false, label: /^WAV/ },
  { file: 'A04b-vbr-no-xing-60s.mp3', sec: 60, within: 0.1, isCut: false, label: /^MP3/ },
  { file: 'A05-live-dump-10h-offset.opus', sec: 12, within: 0.05, isCut: false, label: /^Opus/ },
  { file: 'A08-joined-44k-then-32k.mp3', sec: 6, within: 0.1, isCut: true, label: /^MP3/ },
  { file: 'A09-ac3-first-aac-second.mp4', sec: 12, within: 0.1, isCut: false, label: /AAC \(sound track 2 of 2\)$/ },
  { file: 'A10-trimmed-by-edit-list.m4a', sec: 5, within: 0.05, isCut: false, label: /^M4A, AAC$/ },
  { file: 'A14-cut-from-2h.mp3', sec: 12, within: 0.1, isCut: true, label: /^MP3/ },
];

describe('files as they are found', () => {
  test.each(CASES)('$file', async ({ file, sec, within, isCut, label }) => {
    const mix = await decode(file);
    expect(Math.abs(mix.buffer.duration - sec)).toBeLessThanOrEqual(within);
    expect(mix.notes.truncatedAtSec === undefined).toBe(!isCut);
    if (label) expect(mix.formatLabel).toMatch(label);
    expect(mix.notes.isSilent).toBeUndefined();
  });

  test('what an edit list trims away is not there: the beep comes half a second in', async () => {
    const [first] = beeps(await decode('A10-trimmed-by-edit-list.m4a'));
    expect(Math.abs(first! - 0.5)).toBeLessThan(0.06);
  });
});
