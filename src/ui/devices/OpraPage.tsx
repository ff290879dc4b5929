import { useEffect, useId, useState } from 'react';
import type { OpraHit, OpraSummary } from '../../analysis/FittingPort';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useDevices, useSession } from '../SessionContext';
import { counted } from '../words/deviceLibrary';
import shared from './devices.module.css';
import css from './OpraPage.module.css';
import { libraryHref, openDevice } from './places';
import { withDesk } from './withDesk';

const SUBJECT = 'OPRA’s database';
/** As many as one would read; more letters find the rest. */
const MOST_HITS = 40;

/** OPRA's database: load it once, then every product in it is a few letters away. */
export function OpraPage() {
  const opra = useDevices((state) => state.opra);
  return (
    <>
      <a className={shared.back} href={libraryHref}>
        <Icon name="back" />
        Devices
      </a>
      <header>
        <h1 className={shared.heading}>OPRA’s database</h1>
        <p className={shared.lead}>
          OPRA collects published corrections for thousands of headphones. Each says what makes a headphone neutral;
          turned round, it says what the headphone does to a mix.
        </p>
      </header>
      {opra.phase === 'none' && <LoadOpra />}
      {opra.phase === 'loading' && <Loading fraction={opra.fraction} isFetching={opra.isFetching} />}
      {opra.phase === 'ready' && <SearchOpra summary={opra.summary} />}
      <p className={shared.hint}>
        Data: OPRA (github.com/opra-project/OPRA) and the author of each correction, CC BY-SA 4.0. Every device made
        from it names its author.
      </p>
    </>
  );
}

function LoadOpra() {
  const session = useSession();
  return (
    <section className={css.ways} aria-label="Ways to get it">
      <div className={css.way}>
        <h2>Fetch from OPRA’s public mirror</h2>
        <p>
          One file, database_v1.jsonl, about 13 MB, from opra.roonlabs.net; should that not answer, from OPRA’s
          repository on GitHub. The server sees your address, as with any download. Nothing of yours is sent.
        </p>
        <button
          type="button"
          className={css.primary}
          onClick={() => void withDesk(session, SUBJECT, (desk) => desk.loadOpra('mirror'))}
        >
          Fetch from OPRA’s public mirror
        </button>
      </div>
      <div className={css.way}>
        <h2>Load OPRA’s database from a file</h2>
        <p>If you have database_v1.jsonl already, nothing needs to be fetched.</p>
        <label className={`${controls.button} ${css.choose}`}>
          <Icon name="plus" size={18} />
          Load OPRA’s database
          <input
            type="file"
            accept=".jsonl,.json,.txt,application/json"
            aria-label="Load OPRA’s database"
            onChange={(event) => {
              const input = event.currentTarget;
              const file = input.files?.[0];
              if (file) void withDesk(session, file.name, (desk) => desk.loadOpra(file));
              input.value = '';
            }}
          />
        </label>
      </div>
    </section>
  );
}

function Loading({ fraction, isFetching }: { readonly fraction: number; readonly isFetching: boolean }) {
  const session = useSession();
  const doing = isFetching ? 'Fetching OPRA’s database' : 'Reading OPRA’s database';
  return (
    <section className={css.loading} aria-label="Loading">
      <p>
        {doing} · {Math.round(fraction * 100)} %
      </p>
      <progress aria-label={doing} max={1} value={fraction} />
      <button
        type="button"
        className={controls.button}
        onClick={() => void withDesk(session, SUBJECT, (desk) => desk.cancelOpra())}
      >
        Cancel
      </button>
    </section>
  );
}

interface Answer {
  readonly query: string;
  readonly hits: readonly OpraHit[];
}

function SearchOpra({ summary }: { readonly summary: OpraSummary }) {
  const session = useSession();
  const [query, setQuery] = useState('');
  const [answer, setAnswer] = useState<Answer>({ query: '', hits: [] });
  const [adopting, setAdopting] = useState<string | null>(null);
  const helpId = useId();
  useEffect(() => {
    if (query.trim() === '') return undefined;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const hits = await withDesk(session, SUBJECT, (desk) => desk.searchOpra(query, MOST_HITS));
      // An answer to fewer letters may come after one to more.
      if (isWanted && hits) setAnswer({ query, hits });
    };
    void ask();
    return () => {
      isWanted = false;
    };
  }, [session, query]);
  const isAsking = query.trim() !== '';
  const hits = isAsking ? answer.hits : [];
  const isAnswered = answer.query === query;
  const adopt = async (hit: OpraHit): Promise<void> => {
    setAdopting(hit.id);
    const id = await withDesk(session, `${hit.vendor} ${hit.product}`, (desk) => desk.adoptOpra(hit.id));
    setAdopting(null);
    if (id !== undefined) openDevice(id);
  };
  return (
    <section className={css.search} aria-label="Find a product">
      <label className={css.box}>
        <Icon name="search" />
        <input
          type="search"
          aria-label="Search OPRA"
          aria-describedby={helpId}
          placeholder="A few letters of maker or model"
          autoComplete="off"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </label>
      <p id={helpId} className={shared.hint}>
        {summaryWords(summary)}
      </p>
      <output className="visuallyHidden">{isAsking && isAnswered ? counted(hits.length, 'correction') : ''}</output>
      {hits.length > 0 && (
        <ul className={css.hits} aria-label="Found">
          {hits.map((hit) => (
            <li key={hit.id}>
              <button
                type="button"
                className={css.hit}
                disabled={adopting !== null}
                aria-busy={adopting === hit.id}
                onClick={() => void adopt(hit)}
              >
                <span className={css.product}>
                  {hit.vendor} <b>{hit.product}</b>
                </span>
                <span className={css.by}>
                  {[hit.author, hit.details, hit.subtype.replaceAll('_', ' ')].filter(Boolean).join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {isAsking && isAnswered && hits.length === MOST_HITS && (
        <p className={shared.hint}>The best {MOST_HITS}; more letters narrow it down.</p>
      )}
      {isAsking && isAnswered && hits.length === 0 && (
        <p className={css.none}>
          Nothing in OPRA’s database matches “{query}”. Try the model alone, without the maker.
        </p>
      )}
      <div>
        <button
          type="button"
          className={controls.quiet}
          onClick={() => void withDesk(session, SUBJECT, (desk) => desk.forgetOpra())}
        >
          <Icon name="trash" size={18} />
          Forget the database
        </button>
        <p className={shared.hint}>Devices that you took from it stay.</p>
      </div>
    </section>
  );
}

function summaryWords({ products, corrections, brokenCount, brokenLines, unusable }: OpraSummary): string {
  const parts = [`${counted(products, 'product')} with ${counted(corrections, 'correction')}.`];
  if (brokenCount > 0) {
    const named = brokenLines.slice(0, 5).map((line) => line.toLocaleString('en'));
    parts.push(
      `${counted(brokenCount, 'line')} could not be read and ${brokenCount === 1 ? 'was' : 'were'} skipped (${brokenCount > named.length ? 'first ones: ' : ''}${named.join(', ')}).`,
    );
  }
  if (unusable > 0) parts.push(`${counted(unusable, 'correction')} without anything that can be turned round.`);
  return parts.join(' ');
}
