import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';

const drawings = readFileSync(new URL('../../src/ui/pictograms/pictograms.svg', import.meta.url), 'utf8');

it('every device of the catalogue, and an own one, has its drawing', () => {
  const drawn = [...drawings.matchAll(/<symbol id="pictogram-(\w+)" viewBox="0 0 48 48">\s*<\w/g)].map(
    ([, name]) => name,
  );
  const needed = [...new Set([...CATALOGUE.map(({ pictogram }) => pictogram), 'curve'])];
  expect(new Set(drawn)).toEqual(new Set(needed));
});
