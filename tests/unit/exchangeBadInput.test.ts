import { describe, expect, test } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { readDevice } from '../../src/devices/exchange/readDevice';
import { channelGroups } from '../../src/devices/exchange/responseOf';
import type { CurveReading, Reading } from '../../src/devices/exchange/Reading';

const read = (text: string, name = 'Device.txt'): Reading => readDevice({ kind: 'text', text }, name);

/** What is thrown, as far as the screen sees it. */
function refusal(text: string, name?: string): { code: string; detail: Readonly<Record<string, string | number>> } {
  try {
    read(text, name);
  } catch (error) {
    if (!(error instanceof ElsewhereError)) throw error;
    return { code: error.code, detail: error.detail };
  }
  throw new Error('nothing was refused');
}

/** A fall of 1 dB an octave from 20 Hz to 20 kHz. */
const POINTS = Array.from({ length: 100 }, (_, i) => 20 * 1000 ** (i / 99)).map(
  (f) => [Number(f.toFixed(2)), Number((-Math.log2(f / 1000)).toFixed(3))] as const,
);
const rows = (separator: string, points: readonly (readonly [number, number])[] = POINTS): string[] =>
  points.map(([f, db]) => `${f}${separator}${db}`);
const PLAIN = rows(',').join('\n');
const withLine = (at: number, line: string): string =>
  rows(',')
    .toSpliced(at - 1, 1, line)
    .join('\n');

function worstSlope(reading: Reading): number {
  if (reading.kind !== 'curve') throw new Error(reading.kind);
  const { frequenciesHz, levelsDb } = reading.curve;
  const middle = Math.log2(Math.sqrt(300 * 3000) / 1000);
  return Math.max(...levelsDb.map((db, i) => Math.abs(db + Math.log2(frequenciesHz[i]! / 1000) - middle)));
}

describe('ways to write the same table', () => {
  const decimalComma = (text: string): string => text.replaceAll('.', ',');
  const thousands = ([f, db]: readonly [number, number]): string =>
    `${f.toLocaleString('en-US', { minimumFractionDigits: 2 })}\t${db.toFixed(3)}`;
  const german = ([f, db]: readonly [number, number]): string =>
    `${f.toLocaleString('de-DE', { minimumFractionDigits: 2 })};${db.toFixed(3).replace('.', ',')}`;
  test.each([
    ['commas', PLAIN],
    ['a byte order mark', `\uFEFFfrequency,raw\n${PLAIN}`],
    ['CR and LF', PLAIN.replaceAll('\n', '\r\n')],
    ['CR alone', PLAIN.replaceAll('\n', '\r')],
    ['tabs', rows('\t').join('\n')],
    ['blanks', rows('   ').join('\n')],
    [
      'blanks before and behind',
      rows(' ')
        .map((row) => `  ${row}  `)
        .join('\n'),
    ],
    ['semicolons', rows(';').join('\n')],
    ['comma and blank', rows(', ').join('\n')],
    ['comma and tab', rows(',\t').join('\n')],
    ['quotes', POINTS.map(([f, db]) => `"${f}","${db}"`).join('\n')],
    ['semicolons and decimal commas', decimalComma(rows(';').join('\n'))],
    ['tabs and decimal commas', decimalComma(rows('\t').join('\n'))],
    ['blanks and decimal commas', decimalComma(rows(' ').join('\n'))],
    ['quotes and decimal commas', decimalComma(POINTS.map(([f, db]) => `"${f}";"${db}"`).join('\n'))],
    ['thousands commas', POINTS.map(thousands).join('\n')],
    ['thousands points and decimal commas', POINTS.map(german).join('\n')],
    [
      'thousands commas in quotes between commas',
      POINTS.map((p) => `"${thousands(p).replace('\t', '","')}"`).join('\n'),
    ],
    [
      'three decimals after a comma, everywhere',
      POINTS.map(([f, db]) => `${f.toFixed(3)}\t${db.toFixed(3)}`.replaceAll('.', ',')).join('\n'),
    ],
    ['exponents and signs', POINTS.map(([f, db]) => `${f.toExponential(6)} ${db >= 0 ? '+' : ''}${db}`).join('\n')],
    ['the minus sign of typographers', PLAIN.replaceAll('-', '−')],
    ['units', POINTS.map(([f, db]) => `${f} Hz\t${db} dB`).join('\n')],
    ['comments within', withLine(50, `# a remark\n${rows(',')[49]}`)],
    ['empty lines within', withLine(50, `\n\n${rows(',')[49]}\n`)],
    ['a remark at the end', `${PLAIN}\nMeasured on a Tuesday\n`],
  ])('%s', (_, text) => {
    const reading = read(text);
    expect(worstSlope(reading)).toBeLessThan(0.02);
    expect((reading as CurveReading).curve.frequenciesHz.length).toBe(240);
  });
});

describe('what is mended, and said', () => {
  test('order', () => {
    const reading = read(rows(',', POINTS.toReversed()).join('\n'));
    expect(worstSlope(reading)).toBeLessThan(0.02);
    expect(reading.notes).toContain('The points were put in order of frequency.');
  });

  test('frequencies that come twice', () => {
    const twice = POINTS.map(([f, db], i) => [f, i % 40 === 7 ? db + 1 : db] as const).flatMap(([f, db], i) =>
      i % 40 === 7 ? [[f, db] as const, [f, db - 2] as const] : [[f, db] as const],
    );
    const reading = read(rows(',', twice).join('\n'));
    expect(worstSlope(reading)).toBeLessThan(0.02);
    expect(reading.notes).toContain('3 frequencies stood there more than once; their levels were averaged.');
  });

  test.each(['-inf', '-Inf', 'NaN', 'nan', '-∞', '-1.#INF', '', 'n/a', '---'])('a level of “%s”', (level) => {
    const reading = read(withLine(60, `${POINTS[59]![0]},${level}`));
    expect(worstSlope(reading)).toBeLessThan(0.02);
    expect(reading.notes).toContain('1 line without a level skipped.');
  });

  test('a frequency of nothing, as FFTs begin with', () => {
    const reading = read(`0,-200\n0.37,5\n${PLAIN}`);
    expect(worstSlope(reading)).toBeLessThan(0.02);
    expect(reading.notes).toContain('1 line without a level skipped.');
  });

  test('points closer than any ear are averaged', () => {
    // 60,000 points of an unsmoothed FFT with a level that jumps by ±10 dB from one to the next.
    const noisy = Array.from({ length: 60_000 }, (_, i) => `${(i + 1) * 0.4} ${i % 2 === 0 ? 10 : -10}`);
    const reading = read(noisy.join('\n'));
    if (reading.kind !== 'curve') throw new Error(reading.kind);
    const treble = reading.curve.levelsDb.filter((_, i) => reading.curve.frequenciesHz[i]! > 2000);
    expect(Math.max(...treble) - Math.min(...treble)).toBeLessThan(0.5);
    expect(reading.notes.join(' ')).toContain('averaged over 1/24 octave');
  });

  test('a roll-off may go far down', () => {
    const steep = POINTS.map(([f]) => [f, f < 400 ? 24 * Math.log2(f / 400) : 0] as const);
    expect(read(rows(',', steep).join('\n')).kind).toBe('curve');
  });
});

describe('refused', () => {
  test('three points only', () => {
    expect(refusal('frequency,raw\n20,1\n1000,2\n20000,3')).toEqual({
      code: 'device-too-few-points',
      detail: { points: 3 },
    });
    // Equalizer APO holds the ends of a GraphicEQ, so that two points say it all, and one says nothing.
    expect(refusal('GraphicEQ: 1000 2').code).toBe('device-bad-line');
  });

  test('a span under 100 Hz to 10 kHz', () => {
    const narrow = POINTS.filter(([f]) => f > 150 && f < 9000);
    expect(refusal(rows(',', narrow).join('\n'))).toEqual({
      code: 'device-too-narrow',
      detail: { fromHz: 151.3, toHz: 8658 },
    });
    expect(
      refusal(
        rows(
          '\t',
          POINTS.filter(([f]) => f < 5000),
        ).join('\n'),
      ).code,
    ).toBe('device-too-narrow');
  });

  test.each([
    ['1000,abc', '1000,abc'],
    ['1000', '1000'],
    ['garbage in the middle', 'garbage in the middle'],
    ['-50,3', '-50,3'],
    ['12..5,3', '12..5,3'],
    ['0x10,3', '0x10,3'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ])('a broken line in the middle: %s', (line, text) => {
    expect(refusal(`frequency,raw\n${withLine(57, line)}`)).toEqual({
      code: 'device-bad-line',
      detail: { line: 58, text },
    });
  });

  test('a broken line of endless length is quoted in short', () => {
    const { code, detail } = refusal(withLine(57, `1000,${'x'.repeat(100_000)}`));
    expect(code).toBe('device-bad-line');
    expect(String(detail['text']).length).toBeLessThanOrEqual(80);
  });

  test.each([9999, -9999, 75, -75, 1e300])('a level of %d dB', (level) => {
    expect(refusal(withLine(40, `${POINTS[39]![0]},${level}`))).toMatchObject({
      code: 'device-bad-line',
      detail: { line: 40 },
    });
  });

  test('absurd gains of filters, with the line [fault: extreme-device]', () => {
    const text = (line: string): string => `Preamp: -6 dB\r\nFilter 1: ON PK Fc 100 Hz Gain 3 dB Q 1\r\n${line}`;
    for (const line of [
      'Filter 2: ON PK Fc 100 Hz Gain 600 dB Q 1',
      'Filter 2: ON PK Fc 0 Hz Gain 6 dB Q 1',
      'Filter 2: ON PK Fc 100 Hz Gain 6 dB Q 0',
      'Filter 2: ON PK Gain 6 dB Q 1',
      'Filter 2: ON PK Fc 100 Hz Q 1',
      'Filter 2: ON XYZ Fc 100 Hz Gain 6 dB Q 1',
      'Preamp: loud',
    ]) {
      expect(refusal(text(line)), line).toMatchObject({ code: 'device-bad-line', detail: { line: 3, text: line } });
    }
    expect(refusal(`GraphicEQ: ${rows(' ').toSpliced(5, 1, '30 900').join('; ')}`)).toMatchObject({
      code: 'device-bad-line',
      detail: { line: 1, text: '30 900' },
    });
    expect(refusal(`GraphicEQ: ${rows(' ').toSpliced(5, 1, '30 x').join('; ')}`)).toMatchObject({
      code: 'device-bad-line',
      detail: { line: 1, text: '30 x' },
    });
  });

  test('a broken line in CTA-2034 data', () => {
    const head = '"CEA2034"\n"On Axis"\t\n"Frequency [Hz]"\t"Sound Pessure Level [dB]"\n';
    expect(refusal(head + rows('\t').toSpliced(9, 1, '1,0x4\t3').join('\n'))).toMatchObject({
      code: 'device-bad-line',
      detail: { line: 13 },
    });
  });

  test.each(['', ' \n\n', 'Dear Sir or Madam', '<html><body>404</body></html>', '\0\0\0\u0001', 'Preamp: -3 dB'])(
    'what is no device: %j',
    (text) => {
      expect(refusal(text).code).toBe('device-not-recognised');
    },
  );

  test.each([
    ['line ends', '\n'.repeat(1_000_000)],
    ['blanks after a word', `Filter${' '.repeat(1_000_000)}x`],
    ['blanks in a filter', `Filter: ON PK Fc 1${' '.repeat(1_000_000)}x`],
    ['digits', `Preamp: ${'1'.repeat(1_000_000)}`],
    ['rows of one number', '1\n'.repeat(500_000)],
    ['tags', '<'.repeat(1_000_000)],
  ])('a million %s, which a careless pattern would never be done with', (_, text) => {
    expect(refusal(text, text).code).toMatch(/^device-(?:not-recognised|bad-line)$/);
    expect(channelGroups([text, text])).toHaveLength(2);
  });

  test('more than 20 MB of text [fault: large-device-file]', () => {
    expect(refusal(' '.repeat(20_000_001)).code).toBe('device-too-large');
  });
});

describe('names', () => {
  const nameOf = (name: string): string => read(PLAIN, name).name;
  test.each([
    ['HD 600.txt', 'HD 600'],
    ['measurements/over-ear/HD 600.csv', 'HD 600'],
    ['C:\\curves\\HD 600 ParametricEQ.txt', 'HD 600'],
    ['<script>alert("x")</script>.csv', 'alert("x")'],
    ['<img src=x onerror=alert(1)>', 'Imported device'],
    ['a\u0000b\u0007c\u001B[31m.txt', 'abc[31m'],
    ['\u202Etxt.exe', 'txt.exe'],
    ['Über‑Kopfhörer  №\t1.frd', 'Über‑Kopfhörer № 1'],
    ['', 'Imported device'],
    ['.csv', 'Imported device'],
  ])('%j becomes %j', (name, plain) => {
    expect(nameOf(name)).toBe(plain);
  });

  test('ten thousand characters become eighty', () => {
    expect(nameOf('x'.repeat(10_000)).length).toBe(80);
    expect(nameOf('🎧'.repeat(5000))).toMatch(/^(?:🎧)+…$/u);
  });
});

describe('JSON', () => {
  const eq = (extra: string): string =>
    `{"author":"A","details":"","type":"parametric_eq",${extra}"parameters":{"gain_db":0,"bands":[{"type":"peak_dip","frequency":100,"gain_db":3,"q":1}]}}`;

  test.each([
    ['cut off', eq('').slice(0, -20), /ends in the middle/],
    ['damaged', eq('').replace(',', ';'), /not in order/],
    ['foreign', '{"hello":"world"}', /neither/],
    ['a list', '[1,2,3]', /neither/],
    ['a band without q', eq('').replace(',"q":1', ''), /bands\.0\.q/],
    ['an absurd gain', eq('').replace(':3,', ':3000,'), /bands\.0\.gain_db/],
    ['of the wrong type', eq('').replace('"bands":[', '"bands":[5,'), /bands\.0/],
    ['deep', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`, /nested/],
    [
      'a whole database',
      `{"type":"vendor","id":"a","data":{"name":"A"}}\n{"type":"vendor","id":"b","data":{}}`,
      /database/,
    ],
  ])('%s', (_, text, reason) => {
    const { code, detail } = refusal(text);
    expect(code).toBe('device-bad-json');
    expect(detail['reason']).toMatch(reason);
  });

  test('huge', () => {
    expect(refusal(`{"a":"${'x'.repeat(5_000_000)}"}`).code).toBe('device-too-large');
  });

  test('keys that reach for prototypes reach nothing', () => {
    const reading = read(
      eq('"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"prototype":{"polluted":true},'),
    );
    expect(reading.kind).toBe('filters');
    expect(Object.keys(reading)).not.toContain('__proto__');
    expect('polluted' in {}).toBe(false);
    expect('polluted' in reading).toBe(false);
  });

  test('text in fields is kept as text', () => {
    const reading = read(eq('').replace('"A"', '"<b>A</b>\\u0000\\u202e"'));
    expect(reading.source?.credit).toBe('OPRA, <b>A</b>');
  });
});

describe('impulse responses', () => {
  function wav(samples: readonly number[], rate = 48_000): Uint8Array {
    const bytes = Buffer.alloc(44 + samples.length * 4);
    bytes.write('RIFF', 0);
    bytes.writeUInt32LE(bytes.length - 8, 4);
    bytes.write('WAVEfmt ', 8);
    bytes.writeUInt32LE(16, 16);
    bytes.writeUInt16LE(3, 20);
    bytes.writeUInt16LE(1, 22);
    bytes.writeUInt32LE(rate, 24);
    bytes.writeUInt32LE(rate * 4, 28);
    bytes.writeUInt16LE(4, 32);
    bytes.writeUInt16LE(32, 34);
    bytes.write('data', 36);
    bytes.writeUInt32LE(samples.length * 4, 40);
    samples.forEach((x, i) => bytes.writeFloatLE(x, 44 + 4 * i));
    return bytes;
  }
  const filled = (count: number, at: (i: number) => number): number[] => Array.from({ length: count }, (_, i) => at(i));

  test.each([
    ['silence', wav(filled(4800, () => 0)), /silent/],
    ['a step', wav(filled(4800, (i) => (i < 100 ? 0 : 0.5))), /step/],
    ['an impulse on an offset', wav(filled(4800, (i) => (i === 10 ? 1 : 0.1))), /step/],
    [
      'a minute',
      wav(
        filled(60 * 8000, (i) => (i === 0 ? 1 : 0)),
        8000,
      ),
      /60\.0 s long/,
    ],
    ['a recording', wav(filled(48_000, (i) => Math.sin(i * 0.1) * Math.sin(i * 0.00071))), /recording/],
    ['no numbers', wav(filled(4800, (i) => (i === 5 ? NaN : i === 0 ? 1 : 0))), /no numbers/],
    ['no samples', wav([]), /no samples/],
    ['half a header', wav([1, 0, 0]).slice(0, 30), /no WAV/],
    ['another file', Buffer.from('x'.repeat(100)), /no WAV/],
  ])('%s', (_, bytes, reason) => {
    try {
      readDevice({ kind: 'wav', bytes }, 'Impulse.wav');
    } catch (error) {
      expect(error).toMatchObject({ name: 'ElsewhereError', code: 'device-bad-impulse' });
      expect((error as ElsewhereError).detail['reason']).toMatch(reason);
      return;
    }
    throw new Error('nothing was refused');
  });

  test('a rate that ends below 10 kHz is too narrow', () => {
    expect(() => readDevice({ kind: 'wav', bytes: wav([1, 0, 0, 0], 16_000) }, 'Impulse.wav')).toThrowError(
      expect.objectContaining({ code: 'device-too-narrow', detail: { fromHz: 20, toHz: 7680 } }) as Error,
    );
  });
});
