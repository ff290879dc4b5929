import { ElsewhereError } from '../../core/errors';
import { OPRA_BAND_KINDS, opraDevice, type OpraBand } from '../../devices/opra';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import type { OpraHit, OpraSummary } from '../FittingPort';

/** Everything but the numbers of the bands, in columns: row i of each belongs together. */
export interface OpraTable {
  readonly summary: OpraSummary;
  readonly products: {
    readonly vendor: readonly string[];
    readonly name: readonly string[];
    readonly subtype: readonly string[];
  };
  /** Ordered by product, the preferred correction of each first. */
  readonly corrections: {
    readonly id: readonly string[];
    /** Row of `products`. */
    readonly product: readonly number[];
    readonly author: readonly string[];
    readonly details: readonly string[];
    readonly bandCount: readonly number[];
    readonly leftOutCount: readonly number[];
  };
}

/** Bands of all corrections, one after the other. */
export interface OpraBands {
  /** Index into {@link OPRA_BAND_KINDS}. */
  readonly kinds: Uint8Array<ArrayBuffer>;
  /** Hertz, dB, q of each. */
  readonly numbers: Float64Array<ArrayBuffer>;
}

const MAGIC = 'elsewhere.opra/1\n';
const NUMBERS_PER_BAND = 3;

/** Lower case without accents, so that `bose` finds `Böse`. */
const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
const squeezed = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

interface Entry {
  /** Vendor and product as they are searched. */
  readonly text: string;
  /** Without anything but letters and digits: `hd600` is meant to find `HD 600`. */
  readonly squeezed: string;
  /** First correction and the one after the last. */
  readonly from: number;
  readonly to: number;
}

interface QueryWord {
  readonly text: string;
  readonly squeezed: string;
}

const unreadable = (reason: string): ElsewhereError => new ElsewhereError('opra-unreadable', reason, { reason });

const LETTER = /[\p{L}\p{N}]/u;

/** How a word is found: 0 at a word's start, 1 inside a word, 2 across words; undefined where it is not. */
function placeOf(word: QueryWord, { text, squeezed: across }: Entry): 0 | 1 | 2 | undefined {
  const first = text.indexOf(word.text);
  for (let at = first; at >= 0; at = text.indexOf(word.text, at + 1)) {
    if (at === 0 || !LETTER.test(text[at - 1]!)) return 0;
  }
  if (first >= 0) return 1;
  return word.squeezed !== '' && across.includes(word.squeezed) ? 2 : undefined;
}

/** OPRA's database, held for searching. */
export class OpraDatabase {
  readonly #table: OpraTable;
  readonly #bands: OpraBands;
  readonly #entries: readonly Entry[];
  readonly #rowById: ReadonlyMap<string, number>;
  /** First band of each correction. */
  readonly #firstBand: Uint32Array;

  constructor(table: OpraTable, bands: OpraBands) {
    this.#table = table;
    this.#bands = bands;
    const { products, corrections } = table;
    this.#rowById = new Map(corrections.id.map((id, row) => [id, row]));
    this.#firstBand = new Uint32Array(corrections.id.length);
    for (let row = 1; row < corrections.id.length; row++) {
      this.#firstBand[row] = this.#firstBand[row - 1]! + corrections.bandCount[row - 1]!;
    }
    let to = 0;
    this.#entries = products.name.map((name, product) => {
      const from = to;
      while (corrections.product[to] === product) to++;
      const text = folded(`${products.vendor[product]!} ${name}`);
      return { text, squeezed: squeezed(text), from, to };
    });
  }

  get summary(): OpraSummary {
    return this.#table.summary;
  }

  /**
   * Products in which every word of the query is found, those first where more words begin a word, then the shorter
   * names. Each has its preferred correction among the hits; where `limit` leaves room, the first products have their
   * others right behind it.
   */
  search(query: string, limit: number): OpraHit[] {
    const words = folded(query.slice(0, 200))
      .split(/\s+/)
      .filter(Boolean)
      .map((text): QueryWord => ({ text, squeezed: squeezed(text) }));
    if (words.length === 0 || !(limit > 0)) return [];
    const found: { readonly entry: Entry; readonly rank: number }[] = [];
    for (const entry of this.#entries) {
      let rank = 0;
      for (const word of words) {
        const place = placeOf(word, entry);
        rank = place === undefined ? Number.NaN : rank + place;
      }
      if (!Number.isNaN(rank)) found.push({ entry, rank });
    }
    found.sort(
      (a, b) =>
        a.rank - b.rank ||
        a.entry.squeezed.length - b.entry.squeezed.length ||
        (a.entry.squeezed < b.entry.squeezed ? -1 : a.entry.squeezed > b.entry.squeezed ? 1 : 0),
    );
    const shown = found.slice(0, limit);
    let room = Math.floor(limit) - shown.length;
    return shown.flatMap(({ entry: { from, to } }) => {
      const count = 1 + Math.min(room, to - from - 1);
      room -= count - 1;
      return Array.from({ length: count }, (_, i) => this.#hit(from + i));
    });
  }

  device(id: string): DeviceProfile | undefined {
    const row = this.#rowById.get(id);
    if (row === undefined) return undefined;
    const { leftOutCount } = this.#table.corrections;
    return opraDevice({
      ...this.#hit(row),
      bands: this.#bandsOf(row),
      leftOutCount: leftOutCount[row]!,
      distinction: this.#distinction(row),
    });
  }

  /** As compact as is simple: a line, the table as JSON, the bands as they lie in memory. */
  pack(): Blob {
    const table = new TextEncoder().encode(JSON.stringify(this.#table));
    const lengths = Uint32Array.of(table.length, this.#bands.kinds.length);
    return new Blob([MAGIC, lengths, table, this.#bands.kinds, this.#bands.numbers]);
  }

  /** @throws ElsewhereError `opra-unreadable` when it is not what {@link pack} made */
  static async unpack(kept: Blob): Promise<OpraDatabase> {
    let bytes: ArrayBuffer;
    try {
      bytes = await kept.arrayBuffer();
    } catch (cause) {
      throw new ElsewhereError('opra-unreadable', 'The kept database could not be read', {}, { cause });
    }
    const head = MAGIC.length + 2 * Uint32Array.BYTES_PER_ELEMENT;
    if (bytes.byteLength < head || new TextDecoder().decode(bytes.slice(0, MAGIC.length)) !== MAGIC) {
      throw unreadable('what was kept is of another version');
    }
    const [tableBytes, bandCount] = new Uint32Array(bytes.slice(MAGIC.length, head)) as unknown as [number, number];
    const kindsAt = head + tableBytes;
    const numbersAt = kindsAt + bandCount;
    const numberBytes = bandCount * NUMBERS_PER_BAND * Float64Array.BYTES_PER_ELEMENT;
    if (bytes.byteLength !== numbersAt + numberBytes) throw unreadable('what was kept is not whole');
    try {
      const table = JSON.parse(
        new TextDecoder('utf-8', { fatal: true }).decode(bytes.slice(head, kindsAt)),
      ) as OpraTable;
      const { products, corrections } = table;
      const bands = corrections.bandCount.reduce((sum, count) => sum + count, 0);
      const isWhole =
        bands === bandCount &&
        Object.values(corrections).every((column) => column.length === corrections.id.length) &&
        Object.values(products).every((column) => column.length === products.name.length);
      if (!isWhole) throw unreadable('what was kept is not whole');
      return new OpraDatabase(table, {
        kinds: new Uint8Array(bytes.slice(kindsAt, numbersAt)),
        numbers: new Float64Array(bytes.slice(numbersAt)),
      });
    } catch (cause) {
      if (cause instanceof ElsewhereError) throw cause;
      throw new ElsewhereError('opra-unreadable', 'The kept table could not be read', {}, { cause });
    }
  }

  #hit(row: number): OpraHit {
    const { products, corrections } = this.#table;
    const product = corrections.product[row]!;
    return {
      id: corrections.id[row]!,
      vendor: products.vendor[product]!,
      product: products.name[product]!,
      author: corrections.author[row]!,
      details: corrections.details[row]!,
      subtype: products.subtype[product]!,
    };
  }

  #bandsOf(row: number): OpraBand[] {
    const first = this.#firstBand[row]!;
    return Array.from({ length: this.#table.corrections.bandCount[row]! }, (_, i) => {
      const band = first + i;
      const [frequencyHz, gainDb, q] = this.#bands.numbers.subarray(
        band * NUMBERS_PER_BAND,
        (band + 1) * NUMBERS_PER_BAND,
      ) as unknown as [number, number, number];
      return { kind: OPRA_BAND_KINDS[this.#bands.kinds[band]!]!, frequencyHz, gainDb, q };
    });
  }

  /** The author where a product has several corrections, and the remark where the author has several. */
  #distinction(row: number): string {
    const { corrections } = this.#table;
    const { from, to } = this.#entries[corrections.product[row]!]!;
    if (to - from < 2) return '';
    const author = corrections.author[row]!;
    const ofAuthor = corrections.author.slice(from, to).filter((other) => other === author).length;
    const details = corrections.details[row]!.replace(/^measured by /i, '');
    return [author, ofAuthor > 1 ? details : ''].filter(Boolean).join(', ');
  }
}

/** Order in which a product's corrections are offered. */
export function byPreference(
  a: Pick<OpraHit, 'author' | 'details' | 'id'>,
  b: Pick<OpraHit, 'author' | 'details' | 'id'>,
): number {
  // Corrections by those who measured come before those that a program made of somebody's measurement; remarks name
  // what was particular (a preset, other tips), so the shorter ones are the plainer cases.
  const isByProgram = ({ author }: Pick<OpraHit, 'author'>): number => (/autoeq/i.test(author) ? 1 : 0);
  return (
    isByProgram(a) - isByProgram(b) || a.details.length - b.details.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}
