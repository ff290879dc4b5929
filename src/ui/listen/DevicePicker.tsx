import { startTransition, useDeferredValue, useEffect, useId, useMemo, useState, type CSSProperties } from 'react';
import type { DeviceFamily, DeviceProfile, DeviceSubfamily } from '../../devices/DeviceProfile';
import { FAMILIES, SUBFAMILIES } from '../../devices/families';
import { Icon } from '../icons/Icon';
import { useListen, usePlayback } from '../SessionContext';
import { evidenceWords } from '../words/devices';
import { foldedWords, hasEveryWord } from '../words/search';
import { DeviceCard } from './DeviceCard';
import css from './DevicePicker.module.css';
import { useShelf } from './useShelf';

const FAMILY_LABELS = new Map(FAMILIES.map(({ family, label }) => [family, label]));
const ORDER = new Map(SUBFAMILIES.map(({ subfamily }, index) => [subfamily, index]));
const KIND_LABELS = new Map(SUBFAMILIES.map(({ subfamily, label }) => [subfamily, label]));
const searchText = (device: DeviceProfile): string =>
  [
    device.name,
    device.kindLabel,
    FAMILY_LABELS.get(device.family),
    KIND_LABELS.get(device.subfamily),
    evidenceWords(device),
  ].join(' ');

/** Own devices stand together, whatever they are; the others with their kind. */
const shelfPlace = ({ family, subfamily }: DeviceProfile): DeviceSubfamily => (family === 'own' ? 'own' : subfamily);

/** The devices to show: every word of the query somewhere in a device's texts; the anchor stays in every family. */
function matching(
  devices: readonly DeviceProfile[],
  family: DeviceFamily | null,
  query: string,
): readonly DeviceProfile[] {
  const words = foldedWords(query);
  return devices.filter((device) => {
    const isInFamily =
      family === null || device.family === family || (device.family === 'reference' && words.length === 0);
    return isInFamily && hasEveryWord(searchText(device), words);
  });
}

interface Group {
  readonly key: string;
  readonly label: string;
  readonly devices: readonly DeviceProfile[];
}

/** The anchor and what lies on the number keys, in their order, as the first of all; then kind by kind. */
function onKeysFirst(devices: readonly DeviceProfile[], pins: readonly (string | null)[]): readonly Group[] {
  const key = (device: DeviceProfile): number =>
    device.family === 'reference' ? 0 : pins.indexOf(device.id) + 1 || 10;
  const onKeys = devices.filter((device) => key(device) < 10).toSorted((a, b) => key(a) - key(b));
  const rest = byKind(devices.filter((device) => key(device) === 10));
  return onKeys.length === 0 ? rest : [{ key: 'keys', label: 'On your keys 0 to 9', devices: onKeys }, ...rest];
}

/** Kind by kind, in the order of the shelf. */
function byKind(devices: readonly DeviceProfile[]): readonly Group[] {
  const groups = new Map<DeviceSubfamily, DeviceProfile[]>();
  for (const device of devices) {
    const place = shelfPlace(device);
    const group = groups.get(place);
    if (group) group.push(device);
    else groups.set(place, [device]);
  }
  return [...groups]
    .toSorted(([a], [b]) => ORDER.get(a)! - ORDER.get(b)!)
    .map(([subfamily, members]) => ({ key: subfamily, label: KIND_LABELS.get(subfamily)!, devices: members }));
}

/** The first groups, cut off after so many devices. */
function firstOf(groups: readonly Group[], count: number): readonly Group[] {
  let left = count;
  return groups.flatMap((group) => {
    const devices = group.devices.slice(0, Math.max(0, left));
    left -= group.devices.length;
    return devices.length > 0 ? [{ ...group, devices }] : [];
  });
}

/** What the screen shows at once, and how many more at a time while the page has nothing better to do. */
const FIRST_CARDS = 10;
const MORE_CARDS = 12;

/** Grows to a number of cards; a page opens sooner without those far down. */
function useCardCount(total: number): number {
  const [count, setCount] = useState(typeof requestIdleCallback === 'function' ? FIRST_CARDS : Infinity);
  useEffect(() => {
    if (count >= total) return;
    const handle = requestIdleCallback(() => startTransition(() => setCount(count + MORE_CARDS)), { timeout: 300 });
    return () => cancelIdleCallback(handle);
  }, [count, total]);
  return count;
}

/** Every playback target as a card, by family or by name. */
export function DevicePicker() {
  const shelf = useShelf();
  const [family, setFamily] = useState<DeviceFamily | null>(null);
  const [query, setQuery] = useState('');
  const targetId = useListen((state) => state.targetId);
  const slots = useListen((state) => state.slots);
  const pins = useListen((state) => state.pins);
  const isMatching = useListen((state) => state.isMatching);
  const levels = usePlayback((state) => state.levels);
  const groupName = useId();
  const families = FAMILIES.filter(
    (entry) => entry.family !== 'reference' && shelf.some((device) => device.family === entry.family),
  );
  // The cards follow in a task of their own, which keeps the first short. Not as a deferred value: on a slow machine all
  // that changes while the page opens would put it off, for seconds.
  const [hasCards, setHasCards] = useState(false);
  // A second render is what is wanted.
  // oxlint-disable-next-line react/set-state-in-effect
  useEffect(() => setHasCards(true), []);
  const shown = useDeferredValue(useMemo(() => matching(shelf, family, query), [shelf, family, query]));
  const count = useCardCount(shown.length);
  const groups = useMemo(
    () => firstOf(family === null ? onKeysFirst(shown, pins) : byKind(shown), hasCards ? count : 0),
    [shown, family, pins, hasCards, count],
  );
  return (
    <section className={css.picker} aria-label="Devices">
      <div className={css.filters}>
        <fieldset className={css.chips} aria-label="Family">
          <button type="button" className={css.chip} aria-pressed={family === null} onClick={() => setFamily(null)}>
            All
          </button>
          {families.map((entry) => (
            <button
              key={entry.family}
              type="button"
              className={css.chip}
              aria-pressed={family === entry.family}
              onClick={() => setFamily(family === entry.family ? null : entry.family)}
            >
              {entry.label}
            </button>
          ))}
        </fieldset>
        <label className={css.search}>
          <Icon name="search" size={18} />
          <input
            type="search"
            aria-label="Search devices"
            placeholder="Search"
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </label>
      </div>
      <div className={css.shelf} role="radiogroup" aria-label="Playback target">
        {groups.map(({ key, label, devices }) => (
          <div key={key} className={css.group} style={{ '--count': devices.length } as CSSProperties}>
            <h2 className={css.heading}>{label}</h2>
            <div className={css.cards}>
              {devices.map((device) => (
                <DeviceCard
                  key={device.id}
                  device={device}
                  groupName={groupName}
                  isChosen={device.id === targetId}
                  slot={slots.A === device.id ? 'A' : slots.B === device.id ? 'B' : null}
                  keyHint={device.family === 'reference' ? 0 : pins.indexOf(device.id) + 1 || null}
                  gainDb={isMatching && device.family !== 'reference' ? levels?.[device.id]?.matchGainDb : undefined}
                />
              ))}
            </div>
          </div>
        ))}
      </div>
      {shown.length === 0 && (
        <output className={css.none}>
          <p>
            No device matches “{query}”{family === null ? '' : ` in ${FAMILY_LABELS.get(family) ?? ''}`}.
          </p>
          <button
            type="button"
            className={css.chip}
            onClick={() => {
              setQuery('');
              setFamily(null);
            }}
          >
            Show all devices
          </button>
        </output>
      )}
    </section>
  );
}
