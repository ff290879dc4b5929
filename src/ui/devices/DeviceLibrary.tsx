import { useDeferredValue, useMemo, useState } from 'react';
import type { DeviceFamily, DeviceProfile, Evidence } from '../../devices/DeviceProfile';
import { FAMILIES, SUBFAMILIES } from '../../devices/families';
import controls from '../controls/controls.module.css';
import { Icon } from '../icons/Icon';
import { useDevices, useListen } from '../SessionContext';
import { counted, EVIDENCE_CHOICES } from '../words/deviceLibrary';
import { evidenceWords } from '../words/devices';
import css from './DeviceLibrary.module.css';
import shared from './devices.module.css';
import { DraftNotice } from './DraftNotice';
import { ImportPanel } from './ImportPanel';
import { LibraryCard } from './LibraryCard';
import { PinDialog } from './PinDialog';
import { accuracyHref, deviceHref } from './places';
import { useShelf } from './useShelf';

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

const FAMILY_LABELS = new Map(FAMILIES.map(({ family, label }) => [family, label]));
const SUBFAMILY_LABELS = new Map(SUBFAMILIES.map(({ subfamily, label }) => [subfamily, label]));

/** What a search looks through. */
const searchText = (device: DeviceProfile): string =>
  fold(
    [
      device.name,
      device.kindLabel,
      FAMILY_LABELS.get(device.family),
      SUBFAMILY_LABELS.get(device.subfamily),
      evidenceWords(device),
    ].join(' '),
  );

/** What the library shows. */
export interface Filter {
  readonly family: DeviceFamily | null;
  readonly evidence: Evidence | null;
  readonly query: string;
}

export const EVERYTHING: Filter = { family: null, evidence: null, query: '' };

/** Ids of what the listener imported, made or took from OPRA, whichever family it is of. */
type OwnIds = ReadonlySet<string>;

function matching(
  devices: readonly DeviceProfile[],
  own: OwnIds,
  { family, evidence, query }: Filter,
): readonly DeviceProfile[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return devices.filter(
    (device) =>
      (family === null || device.family === family || (family === 'own' && own.has(device.id))) &&
      (evidence === null || device.evidence === evidence) &&
      words.every((word) => searchText(device).includes(word)),
  );
}

/** Every device by family and kind, found by name, family or evidence. */
export function DeviceLibrary({
  arrivals,
  filter,
  onFilter,
}: {
  readonly arrivals: readonly string[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
}) {
  const devices = useShelf();
  const setFilter = (change: Partial<Filter>): void => onFilter({ ...filter, ...change });
  const [pinning, setPinning] = useState<DeviceProfile | null>(null);
  const settled = useDeferredValue(filter);
  const stored = useDevices((state) => state.own);
  const own = useMemo(() => new Set(stored.map(({ id }) => id)), [stored]);
  const shown = useMemo(() => matching(devices, own, settled), [devices, own, settled]);
  const measured = devices.filter(({ evidence }) => evidence === 'measured' || evidence === 'medianOfSeveral').length;
  const playable = devices.filter(({ family }) => family !== 'reference').length;
  return (
    <>
      <header className={css.head}>
        <div>
          <h1 className={shared.heading}>Devices</h1>
          <p className={shared.lead}>
            {playable} ways to hear your mix, {measured} of them fitted to published measurements. Each says whose
            figures they are and what it leaves out.
          </p>
        </div>
        <a className={controls.button} href={accuracyHref}>
          How accurate is this?
        </a>
      </header>
      <DraftNotice />
      <ImportPanel />
      <Arrivals ids={arrivals} />
      <section className={css.library} aria-label="Library">
        <div className={css.filters}>
          <fieldset className={css.chips} aria-label="Family">
            {[{ family: null, label: 'All' }, ...FAMILIES.filter(({ family }) => family !== 'reference')].map(
              ({ family, label }) => (
                <button
                  key={label}
                  type="button"
                  className={css.chip}
                  aria-pressed={filter.family === family}
                  onClick={() => setFilter({ family: filter.family === family ? null : family })}
                >
                  {label}
                </button>
              ),
            )}
          </fieldset>
          <div className={css.find}>
            <select
              className={css.evidence}
              aria-label="Evidence"
              value={filter.evidence ?? ''}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setFilter({ evidence: EVIDENCE_CHOICES.find(({ evidence }) => evidence === value)?.evidence ?? null });
              }}
            >
              <option value="">Any evidence</option>
              {EVIDENCE_CHOICES.map(({ evidence, label }) => (
                <option key={evidence} value={evidence}>
                  {label}
                </option>
              ))}
            </select>
            <label className={css.search}>
              <Icon name="search" size={18} />
              <input
                type="search"
                aria-label="Search the library"
                placeholder="Search"
                value={filter.query}
                onChange={(event) => setFilter({ query: event.currentTarget.value })}
              />
            </label>
          </div>
        </div>
        <output className="visuallyHidden">{counted(shown.length, 'device')}</output>
        <Families devices={shown} own={own} onPin={setPinning} />
        {shown.length === 0 && <NothingFound filter={filter} onShowAll={() => setFilter(EVERYTHING)} />}
      </section>
      {pinning && <PinDialog device={pinning} onClose={() => setPinning(null)} />}
    </>
  );
}

function Families({
  devices,
  own,
  onPin,
}: {
  readonly devices: readonly DeviceProfile[];
  readonly own: OwnIds;
  readonly onPin: (device: DeviceProfile) => void;
}) {
  const targetId = useListen((state) => state.targetId);
  const slots = useListen((state) => state.slots);
  const pins = useListen((state) => state.pins);
  // What one brought oneself comes first, when there is any; the anchor is no device to look for.
  const rank = (family: DeviceFamily): number => (family === 'own' ? -1 : family === 'reference' ? 1 : 0);
  const families = FAMILIES.toSorted((a, b) => rank(a.family) - rank(b.family));
  return families.map(({ family, label }) => {
    const members = devices.filter((device) => (own.has(device.id) ? family === 'own' : device.family === family));
    if (members.length === 0) return null;
    const kindOf = (device: DeviceProfile): string => (family === 'own' ? 'own' : device.subfamily);
    const kinds = SUBFAMILIES.filter(
      (entry) => entry.family === family && members.some((device) => kindOf(device) === entry.subfamily),
    );
    return (
      <section key={family} className={css.family} aria-label={label}>
        <h2 className={css.familyName}>
          {label} <span>{members.length}</span>
        </h2>
        {kinds.map((kind) => (
          <div key={kind.subfamily} className={css.kind} data-size={members.length}>
            {kinds.length > 1 && <h3 className={css.kindName}>{kind.label}</h3>}
            <ul className={css.cards}>
              {members
                .filter((device) => kindOf(device) === kind.subfamily)
                .map((device) => (
                  <LibraryCard
                    key={device.id}
                    device={device}
                    isHeard={device.id === targetId}
                    slot={slots.A === device.id ? 'A' : slots.B === device.id ? 'B' : null}
                    keyNumber={device.family === 'reference' ? 0 : pins.indexOf(device.id) + 1 || null}
                    onPin={onPin}
                  />
                ))}
            </ul>
          </div>
        ))}
      </section>
    );
  });
}

function NothingFound({ filter, onShowAll }: { readonly filter: Filter; readonly onShowAll: () => void }) {
  const { family, evidence, query } = filter;
  const isOwnEmpty = query === '' && (family === 'own' || evidence === 'own');
  return (
    <div className={css.none}>
      {isOwnEmpty ? (
        <p>
          Nothing of your own yet. Import a measurement, take your headphones from OPRA’s database, or open any device
          and make your own from it.
        </p>
      ) : (
        <p>
          No device matches{query && ` “${query}”`}
          {family && ` in ${FAMILY_LABELS.get(family)}`}
          {evidence && ` with evidence “${EVIDENCE_CHOICES.find((entry) => entry.evidence === evidence)?.label}”`}.
        </p>
      )}
      <button type="button" className={controls.button} onClick={onShowAll}>
        Show all devices
      </button>
    </div>
  );
}

function Arrivals({ ids }: { readonly ids: readonly string[] }) {
  const own = useDevices((state) => state.own);
  const there = own.filter(({ id }) => ids.includes(id));
  if (there.length === 0) return null;
  return (
    <section className={css.arrivals} aria-label="Just imported">
      <p>{counted(there.length, 'device')} came in:</p>
      <ul>
        {there.map(({ id, profile }) => (
          <li key={id}>
            <a href={deviceHref(id)}>{profile.name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
