import { Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { lazyPart } from '../problems/lazyPart';
import { PartBoundary } from '../problems/PartBoundary';
import { AccuracyPage } from './AccuracyPage';
import { DeviceLibrary, EVERYTHING } from './DeviceLibrary';
import { DevicePage } from './DevicePage';
import css from './devices.module.css';
import { HeardBar } from './HeardBar';
import { OpraPage } from './OpraPage';
import { placeAt, useHash, type Place } from './places';
import { useArrivals } from './useArrivals';

const DeviceEditor = lazyPart(() => import('./editor/DeviceEditor'));

/** What a mix can be heard through: the library, a page for each device, import, OPRA's database and the editor. */
export default function DevicesScreen() {
  const place = placeAt(useHash());
  const arrivals = useArrivals();
  const ref = useFocus(place);
  // Kept here, so that the library is as it was when one comes back to it.
  const [filter, setFilter] = useState(EVERYTHING);
  return (
    <div className={css.screen} ref={ref}>
      {place.kind === 'library' && <DeviceLibrary arrivals={arrivals} filter={filter} onFilter={setFilter} />}
      {place.kind === 'device' && <DevicePage key={place.deviceId} deviceId={place.deviceId} />}
      {place.kind === 'opra' && <OpraPage />}
      {place.kind === 'accuracy' && <AccuracyPage />}
      {place.kind === 'editor' && (
        <Suspense fallback={<p className={css.opening}>Opening the editor…</p>}>
          <PartBoundary name="The editor">
            <DeviceEditor />
          </PartBoundary>
        </Suspense>
      )}
      <HeardBar />
    </div>
  );
}

const keyOf = (place: Place): string => (place.kind === 'device' ? `device ${place.deviceId}` : place.kind);

/**
 * When one page takes the place of another, the focus goes to its heading, and the library comes back where it had been
 * scrolled to.
 */
function useFocus(place: Place) {
  const ref = useRef<HTMLDivElement>(null);
  const key = keyOf(place);
  const before = useRef(key);
  const libraryTop = useRef(0);
  useEffect(() => {
    if (key !== 'library') return undefined;
    const note = (): void => {
      libraryTop.current = window.scrollY;
    };
    window.addEventListener('scroll', note, { passive: true });
    return () => window.removeEventListener('scroll', note);
  }, [key]);
  useLayoutEffect(() => {
    if (before.current === key) return;
    before.current = key;
    const top = key === 'library' ? libraryTop.current : 0;
    window.scrollTo({ top, behavior: 'instant' });
    const heading = ref.current?.querySelector<HTMLElement>('h1');
    if (heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  }, [key]);
  return ref;
}
