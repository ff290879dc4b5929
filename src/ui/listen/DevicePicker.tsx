import { useDeferredValue, useId, useMemo, useState } from 'react';
import type { DeviceFamily, DeviceProfile } from '../../devices/DeviceProfile';
import { FAMILIES } from '../../devices/families';
import { Icon } from '../icons/Icon';
import { useListen, usePlayback, useSession } from '../SessionContext';
import { evidenceWords } from '../words/devices';
import { DeviceCard } from './DeviceCard';
import css from './DevicePicker.module.css';

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();

const FAMILY_LABELS = new Map(FAMILIES.map(({ family, label }) => [family, label]));
const searchText = (device: DeviceProfile): string =>
  fold(`${device.name} ${device.kindLabel} ${FAMILY_LABELS.get(device.family) ?? ''} ${evidenceWords(device)}`);

/** The devices to show: every word of the query somewhere in a device's texts; the anchor stays in every family. */
function matching(
  devices: readonly DeviceProfile[],
  family: DeviceFamily | null,
  query: string,
): readonly DeviceProfile[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return devices.filter((device) => {
    const isInFamily =
      family === null || device.family === family || (device.family === 'reference' && words.length === 0);
    return isInFamily && words.every((word) => searchText(device).includes(word));
  });
}

const NO_DEVICES: readonly DeviceProfile[] = [];

/** Every playback target as a card, by family or by name. */
export function DevicePicker() {
  const session = useSession();
  const [family, setFamily] = useState<DeviceFamily | null>(null);
  const [query, setQuery] = useState('');
  const targetId = useListen((state) => state.targetId);
  const slots = useListen((state) => state.slots);
  const pins = useListen((state) => state.pins);
  const isMatching = useListen((state) => state.isMatching);
  const levels = usePlayback((state) => state.levels);
  const groupName = useId();
  const inOrder = useMemo(() => {
    const order = FAMILIES.map((entry) => entry.family);
    return session.catalogue.toSorted((a, b) => order.indexOf(a.family) - order.indexOf(b.family));
  }, [session]);
  const families = FAMILIES.filter(
    (entry) => entry.family !== 'reference' && inOrder.some((device) => device.family === entry.family),
  );
  // The first picture does without the cards: they follow in slices that leave the page free.
  const shown = useDeferredValue(
    useMemo(() => matching(inOrder, family, query), [inOrder, family, query]),
    NO_DEVICES,
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
      <div className={css.cards} role="radiogroup" aria-label="Playback target">
        {shown.map((device) => (
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
      {shown.length === 0 && shown !== NO_DEVICES && (
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
