import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { midbandMeanDb } from '../../scripts/fit/fitJob';
import { devicesDocument } from '../../scripts/fit/write';
import { CATALOGUE, FLAT_REFERENCE, deviceById } from '../../src/devices/catalogue';
import { loadEvidence, evidenceOf } from '../../src/devices/evidence';
import { ERROR_GRID_HZ } from '../../src/devices/evidence/errorGrid';
import { FAMILIES, SUBFAMILIES } from '../../src/devices/families';
import { isStereoStage, responseCurveDb, stereoMatrix, toneStages } from '../../src/devices/response';

const evidence = await loadEvidence();

const GRID = Array.from({ length: 400 }, (_, i) => 20 * 1000 ** (i / 399));

describe('the catalogue', () => {
  it('holds at least 64 devices, 45 of them named headphones, each id and name once, the flat reference first', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(64);
    const worn = CATALOGUE.filter(({ family }) => family === 'headphones' || family === 'earbuds');
    expect(worn.filter((profile) => profile.evidence === 'measured').length).toBeGreaterThanOrEqual(45);
    expect(CATALOGUE[0]).toBe(FLAT_REFERENCE);
    expect(FLAT_REFERENCE.stages).toEqual([]);
    expect(CATALOGUE.filter((profile) => profile.evidence === 'reference')).toEqual([FLAT_REFERENCE]);
    expect(new Set(CATALOGUE.map((profile) => profile.id)).size).toBe(CATALOGUE.length);
    expect(new Set(CATALOGUE.map((profile) => profile.name)).size).toBe(CATALOGUE.length);
  });

  it('finds every device by its id, and none by another', () => {
    for (const profile of CATALOGUE) expect(deviceById(profile.id)).toBe(profile);
    expect(deviceById('gramophone')).toBeUndefined();
  });

  it('has a device for every listed family and kind but the listener’s own, and lists every one', () => {
    const listed = FAMILIES.map(({ family }) => family);
    expect(new Set(listed)).toEqual(new Set([...CATALOGUE.map((profile) => profile.family), 'own']));
    expect(new Set(listed).size).toBe(listed.length);
    const kinds = SUBFAMILIES.map(({ subfamily }) => subfamily);
    expect(new Set(kinds)).toEqual(new Set([...CATALOGUE.map((profile) => profile.subfamily), 'own']));
    expect(new Set(kinds).size).toBe(kinds.length);
    for (const { family, subfamily } of CATALOGUE) {
      expect(SUBFAMILIES.find((kind) => kind.subfamily === subfamily)?.family).toBe(family);
    }
  });

  it('has evidence for every device and for nothing else', async () => {
    expect(Object.keys(evidence)).toEqual(CATALOGUE.map(({ id }) => id));
    for (const profile of CATALOGUE) expect(await evidenceOf(profile)).toBe(evidence[profile.id]);
    const own = {
      ...CATALOGUE[1]!,
      id: 'mine',
      leavesOut: 'all',
      source: { credit: 'me', licence: '', references: [] },
    };
    expect(await evidenceOf(own)).toMatchObject({ leavesOut: 'all', source: { credit: 'me' } });
    expect(await evidenceOf({ ...CATALOGUE[1]!, id: 'nobody' })).toBeUndefined();
  });

  it('puts what has loudspeakers into a room, and what is worn into none', () => {
    for (const { id, family, room, isolation, stages } of CATALOGUE) {
      const isWorn = family === 'headphones' || family === 'earbuds';
      expect(room !== undefined, id).toBe(!isWorn && family !== 'reference');
      expect(isolation !== undefined, id).toBe(isWorn);
      if (isWorn) expect(stages.some(isStereoStage), id).toBe(false);
    }
  });

  it('hears the same near-fields in a treated and in an untreated room', () => {
    const [treated, untreated] = ['nearfield-5-inch', 'nearfield-bedroom'].map((id) => deviceById(id)!);
    expect(treated!.room).not.toBe(untreated!.room);
    const [a, b] = [treated!, untreated!].map((profile) => responseCurveDb(profile, [700, 2000, 8000]));
    a!.forEach((level, i) => expect(level).toBeCloseTo(b![i]!, 0));
  });

  it('is mono where one speaker plays, narrow where two are near each other, and leaves left and right alone elsewhere', () => {
    const widthOf = (id: string): number => {
      const [[same, cross]] = stereoMatrix(deviceById(id)!);
      return same - cross;
    };
    const mono = ['bluetooth-speaker', 'kitchen-radio', 'mix-cube', 'phone', 'smart-speaker'];
    for (const id of mono) expect(widthOf(id)).toBe(0);
    expect(widthOf('tv')).toBeCloseTo(0.3, 12);
    const changed = CATALOGUE.filter((profile) => profile.stages.some(isStereoStage)).map((profile) => profile.id);
    expect(changed.toSorted()).toEqual([...mono, 'phone-flagship', 'soundbar', 'tablet', 'tv'].toSorted());
  });
});

describe.each(CATALOGUE.map((profile) => [profile.id, profile] as const))('%s', (id, profile) => {
  const known = evidence[id]!;

  it('says who it is, where its figures come from and what it leaves out', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const words of [profile.name, profile.kindLabel, known.leavesOut]) expect(words.trim()).not.toBe('');
    for (const words of [known.source.credit, known.source.licence]) expect(words.trim()).not.toBe('');
    expect(known.source.references.length).toBeGreaterThan(0);
    expect(known.source.references.every((reference) => reference.trim() !== '')).toBe(true);
  });

  it('claims no more than its evidence, and shows the error of a fit from end to end', () => {
    const isFitted = profile.evidence === 'measured' || profile.evidence === 'medianOfSeveral';
    const { fit, validRangeHz, errorsDb } = known;
    expect([fit, validRangeHz, errorsDb].map((figures) => figures !== undefined)).toEqual(Array(3).fill(isFitted));
    if (!fit || !validRangeHz || !errorsDb) return;
    expect(fit.rmsDb).toBeLessThanOrEqual(0.25);
    expect(fit.worstDb).toBeLessThanOrEqual(0.8);
    // From 30 Hz to 16 kHz, as far as the published curve goes.
    expect(fit.fromHz).toBe(Math.max(30, validRangeHz[0]));
    expect(fit.toHz).toBe(Math.min(16_000, validRangeHz[1]));
    expect(errorsDb.length).toBe(ERROR_GRID_HZ.length);
    ERROR_GRID_HZ.forEach((f, k) => {
      const error = errorsDb[k]!;
      if (f < validRangeHz[0] * 0.999 || f > validRangeHz[1]) expect(error).toBeNull();
      else if (f >= fit.fromHz && f <= fit.toHz) expect(Math.abs(error)).toBeLessThanOrEqual(fit.worstDb + 0.03);
    });
  });

  it('has stages that a filter can be made of, 20 sections at most', () => {
    const stages = toneStages(profile);
    expect(stages.filter((stage) => stage.kind !== 'gain').length).toBeLessThanOrEqual(20);
    expect(stages.filter((stage) => stage.kind === 'gain').length).toBeLessThanOrEqual(1);
    for (const stage of stages) {
      for (const value of Object.values(stage)) expect(typeof value === 'string' || Number.isFinite(value)).toBe(true);
      if (!('q' in stage)) continue;
      expect(stage.q).toBeGreaterThanOrEqual(0.2);
      expect(stage.q).toBeLessThanOrEqual(8);
      expect(stage.frequencyHz).toBeGreaterThanOrEqual(10);
      expect(stage.frequencyHz).toBeLessThanOrEqual(25_000);
      if ('gainDb' in stage) expect(Math.abs(stage.gainDb)).toBeLessThanOrEqual(12);
    }
  });

  it('is level from 300 to 3000 Hz on the mean, boosts 12 dB at most, and is finite throughout', () => {
    expect(Math.abs(midbandMeanDb(profile))).toBeLessThanOrEqual(0.05);
    const levels = responseCurveDb(profile, GRID);
    expect(levels.every((level) => Number.isFinite(level))).toBe(true);
    expect(Math.max(...levels)).toBeLessThanOrEqual(12);
  });
});

const FALLING = [
  'phone',
  'phone-flagship',
  'tablet',
  'framework-13',
  'macbook-pro',
  'tv',
  'smart-speaker',
  'kitchen-radio',
  'bluetooth-speaker',
  'mix-cube',
  'nearfield-5-inch',
  'bookshelf',
];

describe('small speakers', () => {
  it.each(FALLING)('%s keeps falling towards the lowest bass', (id) => {
    const profile = deviceById(id)!;
    const [at20, at28, at40] = Array.from(responseCurveDb(profile, [20, 28, 40]));
    expect(at20!).toBeLessThan(at28!);
    expect(at28!).toBeLessThan(at40!);
    expect(at20!).toBeLessThan(-20);
  });

  it('has a phone that falls 24 dB an octave below its resonance', () => {
    const [low, high] = Array.from(responseCurveDb(deviceById('phone')!, [100, 200]));
    expect(high! - low!).toBeCloseTo(24, 0);
  });
});

describe('docs/devices.md', () => {
  it('is what the catalogue says', () => {
    const written = readFileSync(join(import.meta.dirname, '../../docs/devices.md'), 'utf8');
    expect(written).toBe(devicesDocument(CATALOGUE, evidence));
  });
});
