import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drillList } from './drillList';

/** Writes the list of drills into docs/training.md, from the drills themselves. Run after adding or changing one. */
const path = join(dirname(fileURLToPath(import.meta.url)), '../docs/training.md');
const text = readFileSync(path, 'utf8');
const marks = /<!-- drills -->[^]*<!-- end of drills -->/;
if (!marks.test(text)) throw new Error('docs/training.md has no place for the list of drills');
writeFileSync(path, text.replace(marks, `<!-- drills -->\n\n${drillList()}\n\n<!-- end of drills -->`));
