import { ElsewhereError, throwIfAborted } from '../../core/errors';
import { plainText } from '../../devices/exchange/plainText';
import { OPRA_BAND_KINDS, type OpraBand } from '../../devices/opra';
import type { LoadOptions, OpraSummary } from '../FittingPort';
import { byPreference, OpraDatabase, type OpraBands, type OpraTable } from './OpraDatabase';

/** Read at a time: parsed in some 20 ms, so that other work of the worker goes on in between. */
const PIECE_BYTES = 2 ** 20;
/** No line of OPRA's comes near; a longer one is passed over, so that a file without line ends never fills the memory. */
const LONGEST_LINE = 2 ** 18;
const LISTED_BROKEN_LINES = 100;
/** So many lines and nothing of OPRA's among them: something else was chosen. */
const HOPELESS_LINES = 5000;
/** OPRA has twelve thousand; ten times as many still fit into what the worker may take. */
const MOST_ROWS = 200_000;

const LIMITS = { name: 120, author: 120, details: 300, id: 400, bands: 100 } as const;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One visible line of text; undefined where there is none. */
const textOf = (value: unknown, limit: number): string | undefined =>
  typeof value === 'string' ? plainText(value, limit) || undefined : undefined;

const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= LIMITS.id ? value : undefined;

interface Product {
  readonly name: string;
  readonly subtype: string;
  readonly vendorId: string;
}

interface Correction {
  readonly id: string;
  readonly productId: string;
  readonly author: string;
  readonly details: string;
  readonly bands: readonly OpraBand[];
  readonly leftOutCount: number;
}

const KIND_BY_TYPE: ReadonlyMap<unknown, OpraBand['kind']> = new Map([
  ['peak_dip', 'peaking'],
  ['low_shelf', 'lowshelf'],
  ['high_shelf', 'highshelf'],
]);
const ONE_WAY_TYPES: ReadonlySet<unknown> = new Set(['low_pass', 'high_pass', 'band_pass', 'band_stop']);

const isBetween = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && value >= min && value <= max;

/** Bands that can be turned round, and how many cannot; undefined when one is not as OPRA writes it. */
function bandsOf(parameters: unknown): Pick<Correction, 'bands' | 'leftOutCount'> | undefined {
  const list = isFields(parameters) ? parameters['bands'] : undefined;
  if (!Array.isArray(list) || list.length > LIMITS.bands) return undefined;
  const bands: OpraBand[] = [];
  let leftOutCount = 0;
  for (const band of list as readonly unknown[]) {
    if (!isFields(band)) return undefined;
    const { type, frequency, gain_db: gainDb, q } = band;
    const kind = KIND_BY_TYPE.get(type);
    if (kind) {
      // Half a correction would be another headphone, so one bad number leaves out all of it.
      if (!isBetween(frequency, 1, 100_000) || !isBetween(gainDb, -60, 60) || !isBetween(q, 0.01, 100))
        return undefined;
      bands.push({ kind, frequencyHz: frequency, gainDb, q });
    } else if (ONE_WAY_TYPES.has(type)) leftOutCount += 1;
    else return undefined;
  }
  return bands.length > 0 ? { bands, leftOutCount } : undefined;
}

/** Takes one line after another, in any order of vendors, products and corrections. */
class OpraBuilder {
  readonly #vendors = new Map<string, string>();
  readonly #products = new Map<string, Product>();
  readonly #corrections = new Map<string, Correction>();
  readonly #brokenLines: number[] = [];
  #brokenCount = 0;
  #unusable = 0;
  #lines = 0;

  /** @throws ElsewhereError `opra-unreadable` when it is plain that this is something else */
  addLine(text: string | undefined): void {
    this.#lines += 1;
    if (text?.trim() === '') return;
    const row = text === undefined ? undefined : rowOf(text);
    if (row === undefined || !this.#addRow(row)) {
      this.#brokenCount += 1;
      if (this.#brokenLines.length < LISTED_BROKEN_LINES) this.#brokenLines.push(this.#lines);
    }
    if (this.#brokenCount >= HOPELESS_LINES && this.#rowCount === 0) throw notOpra();
    if (this.#rowCount > MOST_ROWS) {
      throw new ElsewhereError('opra-unreadable', `more than ${MOST_ROWS} entries`, {
        reason: 'it has too many entries',
      });
    }
  }

  get #rowCount(): number {
    return this.#vendors.size + this.#products.size + this.#corrections.size + this.#unusable;
  }

  /** False when the line is not as OPRA writes it. */
  #addRow({ type, id: rawId, data }: Fields): boolean {
    const id = idOf(rawId);
    if (id === undefined || !isFields(data)) return false;
    switch (type) {
      case 'vendor': {
        const name = textOf(data['name'], LIMITS.name);
        if (name !== undefined) this.#vendors.set(id, name);
        return name !== undefined;
      }
      case 'product': {
        const name = textOf(data['name'], LIMITS.name);
        const vendorId = idOf(data['vendor_id']);
        if (name === undefined || vendorId === undefined) return false;
        this.#products.set(id, { name, vendorId, subtype: textOf(data['subtype'], 40) ?? '' });
        return true;
      }
      case 'eq': {
        const productId = idOf(data['product_id']);
        if (productId === undefined) return false;
        const read = data['type'] === 'parametric_eq' ? bandsOf(data['parameters']) : undefined;
        if (!read) {
          this.#unusable += 1;
          return true;
        }
        const author = textOf(data['author'], LIMITS.author) ?? '';
        const details = textOf(data['details'], LIMITS.details) ?? '';
        this.#corrections.set(id, { id, productId, author, details, ...read });
        return true;
      }
      default:
        return false;
    }
  }

  /** @throws ElsewhereError `opra-unreadable` when nothing in it can be used */
  finish(): OpraDatabase {
    const byProduct = new Map<string, Correction[]>();
    let unusable = this.#unusable;
    for (const correction of this.#corrections.values()) {
      if (!this.#products.has(correction.productId)) {
        unusable += 1;
        continue;
      }
      const others = byProduct.get(correction.productId);
      if (others) others.push(correction);
      else byProduct.set(correction.productId, [correction]);
    }
    if (byProduct.size === 0) throw notOpra();
    const ordered = [...byProduct].map(([productId, list]) => ({
      ...this.#products.get(productId)!,
      list: list.toSorted(byPreference),
    }));
    const rows = ordered.flatMap(({ list }, product) => list.map((correction) => ({ ...correction, product })));
    const summary: OpraSummary = {
      products: ordered.length,
      corrections: rows.length,
      brokenLines: this.#brokenLines,
      brokenCount: this.#brokenCount,
      unusable,
    };
    const table: OpraTable = {
      summary,
      products: {
        vendor: ordered.map(({ vendorId }) => this.#vendors.get(vendorId) ?? ''),
        name: ordered.map(({ name }) => name),
        subtype: ordered.map(({ subtype }) => subtype),
      },
      corrections: {
        id: rows.map(({ id }) => id),
        product: rows.map(({ product }) => product),
        author: rows.map(({ author }) => author),
        details: rows.map(({ details }) => details),
        bandCount: rows.map(({ bands }) => bands.length),
        leftOutCount: rows.map(({ leftOutCount }) => leftOutCount),
      },
    };
    const bands = rows.flatMap((row) => row.bands);
    const packed: OpraBands = {
      kinds: Uint8Array.from(bands, ({ kind }) => OPRA_BAND_KINDS.indexOf(kind)),
      numbers: Float64Array.from(bands.flatMap(({ frequencyHz, gainDb, q }) => [frequencyHz, gainDb, q])),
    };
    return new OpraDatabase(table, packed);
  }
}

const notOpra = (): ElsewhereError =>
  new ElsewhereError('opra-unreadable', 'No correction of OPRA’s in this file', {
    reason: 'it holds no correction as OPRA writes them',
  });

/** What is on a line, if it is an object of JSON. */
function rowOf(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : undefined;
  } catch {
    // Counted by the caller.
    return undefined;
  }
}

/** Cuts text that comes in pieces into lines; a line that is too long comes as undefined. */
class LineCutter {
  #rest = '';
  #isTooLong = false;

  add(piece: string, onLine: (line: string | undefined) => void): void {
    let from = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', from)) {
      const isTooLong = this.#isTooLong || this.#rest.length + end - from > LONGEST_LINE;
      onLine(isTooLong ? undefined : this.#rest + piece.slice(from, end));
      this.#rest = '';
      this.#isTooLong = false;
      from = end + 1;
    }
    this.#isTooLong ||= this.#rest.length + piece.length - from > LONGEST_LINE;
    this.#rest = this.#isTooLong ? '' : this.#rest + piece.slice(from);
  }

  finish(onLine: (line: string | undefined) => void): void {
    if (this.#isTooLong || this.#rest !== '') onLine(this.#isTooLong ? undefined : this.#rest);
  }
}

const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * Reads OPRA's `database_v1.jsonl` piece by piece. Lines that cannot be read are counted and passed over.
 * @throws AbortError; ElsewhereError `opra-unreadable`
 */
export async function readOpra(file: Blob, { signal, onProgress }: LoadOptions = {}): Promise<OpraDatabase> {
  const builder = new OpraBuilder();
  const cutter = new LineCutter();
  const decoder = new TextDecoder();
  const addLine = (line: string | undefined): void => builder.addLine(line);
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    throwIfAborted(signal);
    let bytes: ArrayBuffer;
    try {
      // oxlint-disable-next-line no-await-in-loop -- one piece in memory at a time
      bytes = await file.slice(at, at + PIECE_BYTES).arrayBuffer();
    } catch (cause) {
      throw new ElsewhereError(
        'opra-unreadable',
        'The file could not be read',
        { reason: 'it could not be opened' },
        { cause },
      );
    }
    cutter.add(decoder.decode(bytes, { stream: true }), addLine);
    onProgress?.(Math.min(1, (at + PIECE_BYTES) / file.size));
    // oxlint-disable-next-line no-await-in-loop -- so that other requests get their turn, cancelling among them
    await nextTask();
  }
  throwIfAborted(signal);
  cutter.add(decoder.decode(), addLine);
  cutter.finish(addLine);
  return builder.finish();
}
