import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { midbandMeanDb } from '../../scripts/fit/fitJob';
import { devicesDocument } from '../../scripts/fit/write';
import { CATALOGUE, FLAT_REFERENCE, deviceById } from '../../src/devices/catalogue';
import { FAMILIES } from '../../src/devices/families';
import { isStereoStage, responseCurveDb, stereoMatrix, toneStages } from '../../src/devices/response';

const GRID = Array.from({ length: 400 }, (_, i) => 20 * 1000 ** (i / 399));

describe('the catalogue', () => {
  it('holds at least 18 devices, the flat reference first, each id and name once', () => {
    expect(CATALOGUE.length).toBeGreaterThanOrEqual(18);
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

  it('has a device for every listed family, and lists every family', () => {
    const listed = FAMILIES.map(({ family }) => family);
    expect(new Set(listed)).toEqual(new Set(CATALOGUE.map((profile) => profile.family)));
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('is mono where one speaker plays, narrow for the TV, and leaves left and right alone elsewhere', () => {
    const widthOf = (id: string): number => {
      const [[same, cross]] = stereoMatrix(deviceById(id)!);
      return same - cross;
    };
    for (const id of ['phone', 'mix-cube', 'bluetooth-speaker']) expect(widthOf(id)).toBe(0);
    expect(widthOf('tv')).toBeCloseTo(0.3, 12);
    const changed = CATALOGUE.filter((profile) => profile.stages.some(isStereoStage)).map((profile) => profile.id);
    expect(changed.toSorted()).toEqual(['bluetooth-speaker', 'mix-cube', 'phone', 'tv']);
  });
});

describe.each(CATALOGUE.map((profile) => [profile.id, profile] as const))('%s', (id, profile) => {
  it('says who it is, where its figures come from and what it leaves out', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const words of [profile.name, profile.kindLabel, profile.leavesOut]) expect(words.trim()).not.toBe('');
    for (const words of [profile.source.credit, profile.source.licence]) expect(words.trim()).not.toBe('');
    expect(profile.source.references.length).toBeGreaterThan(0);
    expect(profile.source.references.every((reference) => reference.trim() !== '')).toBe(true);
  });

  it('claims no more than its evidence', () => {
    const isFitted = profile.evidence === 'measured' || profile.evidence === 'medianOfSeveral';
    expect(profile.fit !== undefined).toBe(isFitted);
    expect(profile.validRangeHz !== undefined).toBe(isFitted);
    if (!profile.fit || !profile.validRangeHz) return;
    expect(profile.fit.rmsDb).toBeLessThanOrEqual(0.3);
    expect(profile.fit.worstDb).toBeLessThanOrEqual(1);
    expect(profile.fit.fromHz).toBeGreaterThanOrEqual(profile.validRangeHz[0]);
    expect(profile.fit.toHz).toBeLessThanOrEqual(profile.validRangeHz[1]);
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

describe('small speakers', () => {
  it.each(['phone', 'framework-13', 'macbook-pro', 'tv', 'bluetooth-speaker', 'mix-cube', 'nearfield-5-inch'])(
    '%s keeps falling towards the lowest bass',
    (id) => {
      const profile = deviceById(id)!;
      const [at20, at28, at40] = Array.from(responseCurveDb(profile, [20, 28, 40]));
      expect(at20!).toBeLessThan(at28!);
      expect(at28!).toBeLessThan(at40!);
      expect(at20!).toBeLessThan(-20);
    },
  );

  it('has a phone that falls 24 dB an octave below its resonance', () => {
    const [low, high] = Array.from(responseCurveDb(deviceById('phone')!, [100, 200]));
    expect(high! - low!).toBeCloseTo(24, 0);
  });
});

describe('docs/devices.md', () => {
  it('is what the catalogue says', () => {
    const written = readFileSync(join(import.meta.dirname, '../../docs/devices.md'), 'utf8');
    expect(written).toBe(devicesDocument(CATALOGUE));
  });
});
