import { Suspense, useEffect, useId, useMemo, useState } from 'react';
import type { OpraHit } from '../../analysis/FittingPort';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { SUBFAMILIES } from '../../devices/families';
import type { Gear } from '../../store/listenStore';
import { Combobox, type ComboboxGroup } from '../controls/Combobox';
import { useDevices, useListen, useSession } from '../SessionContext';
import { foldedWords, hasEveryWord } from '../words/search';
import { withDesk } from '../devices/withDesk';
import { lazyPart } from '../problems/lazyPart';
import { PartBoundary } from '../problems/PartBoundary';
import css from './GearField.module.css';
import { useDevice, useShelf } from './useShelf';

const GearCorrection = lazyPart(() => import('./GearCorrection'));

const UNKNOWN = { id: 'unknown', label: 'Unknown – no correction' };
const LOUDSPEAKERS = { id: 'loudspeakers', label: 'Loudspeakers' };
/** Ids of devices and of OPRA's products are told apart from the two above and from each other. */
const DEVICE = 'device:';
const OPRA = 'opra:';
/** More would be a list to read, not an answer. */
const OPRA_HITS = 20;
/** OPRA's database holds too many for a single letter. */
const OPRA_FROM_LETTERS = 2;

/** What can be worn: the library's headphones and whatever of one's own is no loudspeaker in a room. */
const isWorn = ({ family, room }: DeviceProfile): boolean =>
  family === 'headphones' || family === 'earbuds' || (family === 'own' && !room);

function shelfGroups(shelf: readonly DeviceProfile[], query: string): ComboboxGroup[] {
  const words = foldedWords(query);
  const all = shelf.filter(isWorn);
  const named = all.filter((device) => hasEveryWord(device.name, words));
  // A kind is asked for only where no name fits: nearly every kind has “headphones” in it.
  const worn =
    named.length > 0 ? named : all.filter((device) => hasEveryWord(`${device.name} ${device.kindLabel}`, words));
  return SUBFAMILIES.map(({ subfamily, label }) => ({
    label,
    options: worn
      .filter((device) => device.subfamily === subfamily)
      .map(({ id, name }) => ({ id: DEVICE + id, label: name })),
  }));
}

/** OPRA's products for a query, as they come in; the last question wins. */
function useOpraHits(query: string): readonly OpraHit[] {
  const { deviceDesk } = useSession();
  const isReady = useDevices((state) => state.opra.phase === 'ready');
  const [found, setFound] = useState<{ readonly query: string; readonly hits: readonly OpraHit[] } | null>(null);
  const asked = isReady && query.trim().length >= OPRA_FROM_LETTERS ? query : null;
  useEffect(() => {
    if (asked === null) return undefined;
    let isLatest = true;
    const ask = async (): Promise<void> => {
      const hits = await (await deviceDesk()).searchOpra(asked, OPRA_HITS);
      if (isLatest) setFound({ query: asked, hits });
    };
    // What goes wrong there is said by the desk; here nothing is found.
    ask().catch(() => isLatest && setFound({ query: asked, hits: [] }));
    return () => {
      isLatest = false;
    };
  }, [asked, deviceDesk]);
  return asked !== null && found ? found.hits : [];
}

/** What the listener wears or sits before, found by typing; what it adds of its own is taken away. */
export function GearField() {
  const session = useSession();
  const shelf = useShelf();
  const gear = useListen((state) => state.gear);
  const device = useDevice(gear.kind === 'device' ? gear.id : '');
  const hasOpra = useDevices((state) => state.opra.phase === 'ready');
  const [query, setQuery] = useState('');
  const [adopting, setAdopting] = useState<string | null>(null);
  const hits = useOpraHits(query);
  const id = useId();

  const groups = useMemo(() => {
    const words = foldedWords(query);
    const plain = { options: [UNKNOWN, LOUDSPEAKERS].filter((option) => hasEveryWord(option.label, words)) };
    const opra = {
      label: 'From OPRA',
      options: hits.map((hit) => ({
        id: OPRA + hit.id,
        label: `${hit.vendor} ${hit.product}`,
        detail: [hit.author, hit.details].filter(Boolean).join(', '),
      })),
    };
    return [plain, ...shelfGroups(shelf, query), opra].filter((group) => group.options.length > 0);
  }, [shelf, query, hits]);

  const choose = async (optionId: string): Promise<void> => {
    const set = (next: Gear): void => session.listen.getState().setGear(next);
    if (optionId === UNKNOWN.id) set({ kind: 'unknown' });
    else if (optionId === LOUDSPEAKERS.id) set({ kind: 'loudspeakers' });
    else if (optionId.startsWith(DEVICE)) set({ kind: 'device', id: optionId.slice(DEVICE.length) });
    else {
      const hit = hits.find((entry) => OPRA + entry.id === optionId);
      if (!hit) return;
      setAdopting(`${hit.vendor} ${hit.product}`);
      try {
        const adoptedId = await withDesk(session, hit.product, (desk) => desk.adoptOpra(hit.id));
        if (adoptedId !== undefined) set({ kind: 'device', id: adoptedId });
      } finally {
        setAdopting(null);
      }
    }
  };

  const value = device?.name ?? (gear.kind === 'loudspeakers' ? LOUDSPEAKERS.label : UNKNOWN.label);
  const chosenId = device ? DEVICE + device.id : gear.kind === 'loudspeakers' ? LOUDSPEAKERS.id : UNKNOWN.id;
  return (
    <div className={css.gear}>
      <div className={css.words}>
        <label id={`${id}-label`} htmlFor={id} className={css.label}>
          I am listening on
        </label>
        <p id={`${id}-state`} className={css.state} aria-live="polite">
          {adopting !== null
            ? 'preparing it'
            : device
              ? 'corrected'
              : gear.kind === 'loudspeakers'
                ? 'rooms left to yours'
                : 'uncalibrated'}
        </p>
      </div>
      <div className={css.field}>
        <Combobox
          id={id}
          value={adopting ?? value}
          chosenId={chosenId}
          groups={groups}
          query={query}
          describedBy={`${id}-state`}
          onQuery={setQuery}
          onChoose={(optionId) => void choose(optionId)}
          note={
            groups.length === 0
              ? `Nothing here is called “${query}”.${hasOpra ? '' : ' OPRA’s database, loaded on the Devices screen, knows 6,230 more.'}`
              : !hasOpra && 'Not here? The Devices screen imports yours or loads OPRA’s 6,230 products.'
          }
        />
      </div>
      {device && (
        <Suspense fallback={<span className={css.room} />}>
          <PartBoundary name="The correction of your headphones">
            <GearCorrection gear={device} />
          </PartBoundary>
        </Suspense>
      )}
    </div>
  );
}
