import { plainText } from '../../core/cleanName';
import { ElsewhereError, throwIfAborted } from '../../core/errors';
import { OPRA_BAND_KINDS, type OpraBand } from '../../devices/opra';
import type { LoadOptions, OpraSummary } from '../FittingPort';
import { byPreference, OpraDatabase, type OpraBands, type OpraTable } from './OpraDatabase';

/** Read at a time: parsed in some 10 ms, so that other work of the worker goes on in between. */
const PIECE_BYTES = 2 ** 19;
/** Made into text at a time. Larger texts are put where V8 leaves them lying until the memory they take is a burden. */
const TEXT_BYTES = 2 ** 16;
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

/** What nearly all of OPRA's texts are, and `plainText` would leave as they are after a good deal of work. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** One visible line of text; undefined where there is none. */
function textOf(value: unknown, limit: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.length <= limit && PLAIN.test(value) ? value : plainText(value, limit) || undefined;
}

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
  /** First of its bands in the {@link BandStore}. */
  readonly firstBand: number;
  readonly bandCount: number;
  readonly leftOutCount: number;
}

const CHUNK_BANDS = 2 ** 13;
const NUMBERS_PER_BAND = 3;

/** Bands as plain numbers in chunks: a hundred thousand objects, or an array that is copied as it grows, take far more. */
class BandStore {
  readonly #kinds: Uint8Array<ArrayBuffer>[] = [];
  readonly #numbers: Float64Array<ArrayBuffer>[] = [];
  count = 0;

  add(kind: number, frequencyHz: number, gainDb: number, q: number): void {
    const at = this.count % CHUNK_BANDS;
    if (at === 0) {
      this.#kinds.push(new Uint8Array(CHUNK_BANDS));
      this.#numbers.push(new Float64Array(CHUNK_BANDS * NUMBERS_PER_BAND));
    }
    this.#kinds.at(-1)![at] = kind;
    this.#numbers.at(-1)!.set([frequencyHz, gainDb, q], at * NUMBERS_PER_BAND);
    this.count += 1;
  }

  /** Takes back all from band `count` on. */
  cutTo(count: number): void {
    this.#kinds.length = this.#numbers.length = Math.ceil(count / CHUNK_BANDS);
    this.count = count;
  }

  /** The bands of these corrections, one after the other. */
  inOrderOf(rows: readonly Pick<Correction, 'firstBand' | 'bandCount'>[]): OpraBands {
    const total = rows.reduce((sum, { bandCount }) => sum + bandCount, 0);
    const kinds = new Uint8Array(total);
    const numbers = new Float64Array(total * NUMBERS_PER_BAND);
    let to = 0;
    for (const { firstBand, bandCount } of rows) {
      for (let band = firstBand; band < firstBand + bandCount; band++, to++) {
        const chunk = Math.floor(band / CHUNK_BANDS);
        const at = band % CHUNK_BANDS;
        kinds[to] = this.#kinds[chunk]![at]!;
        for (let k = 0; k < NUMBERS_PER_BAND; k++) {
          numbers[to * NUMBERS_PER_BAND + k] = this.#numbers[chunk]![at * NUMBERS_PER_BAND + k]!;
        }
      }
    }
    return { kinds, numbers };
  }
}

const KIND_BY_TYPE: ReadonlyMap<unknown, OpraBand['kind']> = new Map([
  ['peak_dip', 'peaking'],
  ['low_shelf', 'lowshelf'],
  ['high_shelf', 'highshelf'],
]);
const ONE_WAY_TYPES: ReadonlySet<unknown> = new Set(['low_pass', 'high_pass', 'band_pass', 'band_stop']);

const isBetween = (value: unknown, min: number, max: number): value is number =>
  typeof value === 'number' && value >= min && value <= max;

/**
 * Puts the bands that can be turned round into the store.
 * @returns where they are and how many cannot; undefined, with nothing put, when there is none or one is not as OPRA
 * writes it: half a correction would be another headphone
 */
function storeBands(
  parameters: unknown,
  store: BandStore,
): Pick<Correction, 'firstBand' | 'bandCount' | 'leftOutCount'> | undefined {
  const list = isFields(parameters) ? parameters['bands'] : undefined;
  if (!Array.isArray(list) || list.length > LIMITS.bands) return undefined;
  const firstBand = store.count;
  let leftOutCount = 0;
  for (const band of list as readonly unknown[]) {
    const { type, frequency, gain_db: gainDb, q } = isFields(band) ? band : {};
    const kind = KIND_BY_TYPE.get(type);
    if (kind && isBetween(frequency, 1, 100_000) && isBetween(gainDb, -60, 60) && isBetween(q, 0.01, 100)) {
      store.add(OPRA_BAND_KINDS.indexOf(kind), frequency, gainDb, q);
    } else if (!kind && ONE_WAY_TYPES.has(type)) {
      leftOutCount += 1;
    } else {
      store.cutTo(firstBand);
      return undefined;
    }
  }
  const bandCount = store.count - firstBand;
  return bandCount > 0 ? { firstBand, bandCount, leftOutCount } : undefined;
}

/** Takes one line after another, in any order of vendors, products and corrections. */
class OpraBuilder {
  readonly #vendors = new Map<string, string>();
  readonly #products = new Map<string, Product>();
  readonly #corrections = new Map<string, Correction>();
  readonly #bands = new BandStore();
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
        const read = data['type'] === 'parametric_eq' ? storeBands(data['parameters'], this.#bands) : undefined;
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
        bandCount: rows.map(({ bandCount }) => bandCount),
        leftOutCount: rows.map(({ leftOutCount }) => leftOutCount),
      },
    };
    return new OpraDatabase(table, this.#bands.inOrderOf(rows));
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
    for (let from = 0; from < bytes.byteLength; from += TEXT_BYTES) {
      const part = new Uint8Array(bytes, from, Math.min(TEXT_BYTES, bytes.byteLength - from));
      cutter.add(decoder.decode(part, { stream: true }), addLine);
    }
    onProgress?.(Math.min(1, (at + PIECE_BYTES) / file.size));
    // oxlint-disable-next-line no-await-in-loop -- so that other requests get their turn, cancelling among them
    await nextTask();
  }
  throwIfAborted(signal);
  cutter.add(decoder.decode(), addLine);
  cutter.finish(addLine);
  return builder.finish();
}
