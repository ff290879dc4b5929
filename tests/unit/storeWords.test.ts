import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DecodeNotes } from '../../src/audio/DecodePort';
import type { ProblemCode } from '../../src/store/libraryStore';
import { flawsOf } from '../../src/store/fileFlaws';
import { createSpectrumBands } from '../../src/ui/plots/spectrumBands';
import { waveformColumns } from '../../src/ui/plots/waveformColumns';
import { clock, durationWords, figure, hertz, signedFigure } from '../../src/ui/words/format';
import { channelWords, flawWords } from '../../src/ui/words/notes';
import { canTryAgain, PROBLEM_CODES, problemWords } from '../../src/ui/words/problems';
import { fakeWaveform } from '../support/fakeEngine';

describe('figures', () => {
  it('stand still: true minus, no signed zero, a dash where there is none', () => {
    expect(figure(-14.24, 1)).toBe('−14.2');
    expect(figure(-0.04, 1)).toBe('0.0');
    expect(signedFigure(2.26, 1)).toBe('+2.3');
    expect(signedFigure(-0.04, 1)).toBe('0.0');
    expect(figure(-Infinity, 1)).toBe('–');
    expect(figure(Number.NaN, 2)).toBe('–');
  });

  it('tell time and frequency as people do', () => {
    expect(clock(42.9)).toBe('0:42');
    expect(clock(3723)).toBe('1:02:03');
    expect(clock(-1)).toBe('0:00');
    expect(durationWords(231)).toBe('3 minutes 51 seconds');
    expect(durationWords(1)).toBe('1 second');
    expect(durationWords(0.344)).toBe('0.34 seconds');
    expect(durationWords(4.26)).toBe('4.3 seconds');
    expect(hertz(1250)).toBe('1.25 kHz');
    expect(hertz(20)).toBe('20 Hz');
  });
});

describe('notes on a decoded file', () => {
  it('are short phrases', () => {
    expect(channelWords({ downmixedFrom: 6 })).toEqual(['Six channels, folded to stereo']);
    expect(channelWords({ isMono: true })).toEqual(['Mono, the same on both sides']);
    expect(flawWords({ isSilent: true })).toEqual(['Silent from beginning to end']);
    expect(flawWords({ truncatedAtSec: 61.4 })).toEqual(['Ends early, at 1 minute 1 second']);
    expect(flawWords({ sanitisedSamples: 1 })).toEqual(['One broken sample silenced']);
    for (const none of [{}, undefined]) expect([...channelWords(none), ...flawWords(none)]).toEqual([]);
  });
});

describe('problems', () => {
  const read = (path: string): string => readFileSync(new URL(`../../src/${path}`, import.meta.url), 'utf8');
  const codes = [
    ...Array.from(read('core/errors.ts').matchAll(/^\s+\| '([\w-]+)'/gm), (match) => match[1]!),
    ...Array.from(read('store/libraryStore.ts').matchAll(/'((?:file|export|folder)-[\w-]+)'/g), (match) => match[1]!),
  ];

  it('have words for every code there is', () => {
    expect(codes.length).toBeGreaterThan(10);
    expect(PROBLEM_CODES.toSorted()).toEqual(codes.toSorted());
  });

  it.each(PROBLEM_CODES)('%s says in a sentence what happened and in another what to do', (code) => {
    for (const detail of [{}, { durationSec: 0.02, limitSec: 7200, format: 'WMA' }, { durationSec: 0, limitSec: 0 }]) {
      const words = problemWords({ code, detail, subject: 'My mix.wav' });
      for (const sentence of [words.happened, words.remedy]) {
        expect(sentence).toMatch(/^[A-Z“].*[^.]\.$/);
        expect(sentence).not.toMatch(/!|undefined|NaN/);
      }
      if (/^(decode|file|device)-/.test(code) || code === 'opra-unreadable')
        expect(words.happened).toContain('“My mix.wav”');
    }
    expect(problemWords({ code, detail: {} }).happened).toMatch(/^[A-Z].*\.$/);
  });

  it('take the figures of the case into the sentence', () => {
    const told = problemWords({ code: 'decode-truncated', detail: { durationSec: 42 }, subject: 'a.wav' });
    expect(told.happened).toBe('“a.wav” breaks off after 42 seconds.');
    const happened = (code: ProblemCode, detail: Readonly<Record<string, string | number>>): string =>
      problemWords({ code, detail, subject: 'a.txt' }).happened;
    expect(happened('device-bad-line', { line: 7, text: '100 abc.' })).toBe(
      'Line 7 of “a.txt” cannot be read: “100 abc.”.',
    );
    expect(happened('device-too-few-points', { points: 1 })).toContain('only 1 point,');
    expect(happened('device-too-narrow', { fromHz: 250, toHz: 8000 })).toBe(
      '“a.txt” reaches from 250 Hz to 8 kHz only.',
    );
    expect(happened('device-too-large', { bytes: 200_000_000 })).toContain('200 MB');
    expect(happened('device-bad-json', { reason: 'it ends in the middle' })).toContain(': it ends in the middle.');
    const format = problemWords({ code: 'decode-unsupported', detail: { format: 'WMA' }, subject: 'a.wma' });
    expect(format.happened).toContain('WMA');
  });

  it('offer to try again only where that can help', () => {
    expect(PROBLEM_CODES.filter(canTryAgain)).toEqual(['audio-start-blocked', 'audio-no-device', 'audio-failed']);
  });
});

describe('flaws of a file that loads', () => {
  const noFlaw: DecodeNotes = { isMono: true, downmixedFrom: 6, sanitisedSamples: 0 };
  const told = (notes: DecodeNotes, duration = 30): string[] =>
    flawsOf({ buffer: { duration }, notes }).map((flaw) => problemWords({ ...flaw, subject: 'kick.wav' }).happened);

  it('are told with what could be read of how much', () => {
    expect(told({ truncatedAtSec: 12.4, promisedSec: 30.2 })).toEqual([
      '“kick.wav” ends early: 0:12 of 0:30 could be read.',
    ]);
    expect(told({ truncatedAtSec: 1, promisedSec: 2 })).toEqual([
      '“kick.wav” ends early: 1 second of 2 seconds could be read.',
    ]);
    expect(told({ truncatedAtSec: 61 })).toEqual(['“kick.wav” ends early: 1 minute 1 second could be read.']);
  });

  it('are told for silence, broken samples and a moment too short to measure, each in its own words', () => {
    expect(told({ isSilent: true })).toEqual(['“kick.wav” is silent from beginning to end.']);
    expect(told({ sanitisedSamples: 1 })).toEqual(['“kick.wav” holds a broken sample, now silenced.']);
    expect(told({ sanitisedSamples: 1200 })).toEqual(['“kick.wav” holds 1,200 broken samples, now silenced.']);
    expect(told({}, 0.1)).toEqual(['“kick.wav” lasts only 0.1 seconds, too short to measure how loud it is.']);
    expect(told({ truncatedAtSec: 0.2, promisedSec: 3, isSilent: true }, 0.2)).toHaveLength(3);
  });

  it('are none for a mono, folded or ordinary file', () => {
    expect(told(noFlaw)).toEqual([]);
    expect(told({}, 0.4)).toEqual([]);
  });
});

describe('spectrum bands', () => {
  const rate = 48_000;
  const bins = 4096;
  const read = (db: (hz: number) => number): Float32Array => {
    const input = Float32Array.from({ length: bins }, (_, i) => db((i * rate) / 2 / bins));
    const out = new Float32Array(120);
    createSpectrumBands(120, bins, rate).read(input, out);
    return out;
  };

  it('draw pink noise as a level line', () => {
    const out = read((hz) => -40 - 10 * Math.log10(Math.max(hz, 6) / 1000));
    const middle = out.slice(20, 110);
    expect(Math.max(...middle) - Math.min(...middle)).toBeLessThan(0.6);
  });

  it('keep the power of a single bin wherever it falls', () => {
    for (const bin of [40, 173, 1200, 3000]) {
      const input = new Float32Array(bins).fill(-200);
      input[bin] = -10;
      const out = new Float32Array(120);
      createSpectrumBands(120, bins, rate).read(input, out);
      const total = 10 * Math.log10([...out].reduce((sum, db) => sum + 10 ** (db / 10), 0));
      expect(total).toBeCloseTo(-10, 1);
    }
  });
});

describe('waveform columns', () => {
  it('keep the extremes at any width', () => {
    const waveform = fakeWaveform(60);
    const highest = Math.max(...waveform.levels[0]!.max);
    for (const width of [90, 777, 2600]) {
      const columns = waveformColumns(waveform, width);
      expect(columns.max).toHaveLength(width);
      expect(Math.max(...columns.max)).toBeCloseTo(highest, 6);
    }
  });
});
