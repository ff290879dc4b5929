import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** A real copy of OPRA's database, which is never part of the project. */
export const OPRA_FILE = resolve(import.meta.dirname, '../../../shared/devices/opra/database_v1.jsonl');

/** Says so loudly when the copy is not there; what needs it is then left out. */
export function hasOpraFile(): boolean {
  const isThere = existsSync(OPRA_FILE);
  if (!isThere) console.warn(`LEFT OUT: what needs OPRA's database, as there is no copy at ${OPRA_FILE}`);
  return isThere;
}

export const vendorLine = (id: string, name: string): string => JSON.stringify({ type: 'vendor', id, data: { name } });

export const productLine = (id: string, vendorId: string, name: string, subtype = 'over_the_ear'): string =>
  JSON.stringify({ type: 'product', id, data: { name, type: 'headphones', subtype, vendor_id: vendorId } });

export const PEAK = { type: 'peak_dip', frequency: 1000, gain_db: 4, q: 1.4 };

export const eqLine = (
  id: string,
  productId: string,
  bands: readonly unknown[] = [PEAK],
  { author = 'A. Author', details = 'Measured', type = 'parametric_eq' } = {},
): string =>
  JSON.stringify({
    type: 'eq',
    id,
    data: { author, details, type, parameters: { gain_db: -6, bands }, product_id: productId },
  });

export const blobOf = (...lines: readonly string[]): Blob => new Blob([lines.join('\n')]);
