import { Suspense, useState, type ReactNode } from 'react';
import { lazyPart } from '../problems/lazyPart';
import { PartBoundary } from '../problems/PartBoundary';
import { useCurrentTrack, useListen, usePlayback, useSession } from '../SessionContext';
import { evidenceWords, levelWords } from '../words/devices';
import { withoutWords } from '../words/layers';
import css from './NowPlaying.module.css';
import { useListening } from './useListening';
import { useTarget } from './useShelf';
import { useVoice } from './voice';

const DeviceDetail = lazyPart(() => import('./DeviceDetail'));

/** What the mix is heard through, in words, and what can be done with that target. */
export function NowPlaying({ children }: { readonly children?: ReactNode }) {
  const { listen } = useSession();
  const targetId = useListen((state) => state.targetId);
  const slots = useListen((state) => state.slots);
  const pins = useListen((state) => state.pins);
  const isMatching = useListen((state) => state.isMatching);
  const gainDb = usePlayback((state) => state.levels?.[targetId]?.matchGainDb);
  const hasTrack = useCurrentTrack() !== undefined;
  const voice = useVoice(targetId);
  const [isDetailOpen, setIsDetailOpen] = useState(false);
  const device = useTarget();
  const layers = useListen((state) => state.layers);
  const listening = useListening();
  if (!device) return null;
  const without = withoutWords(device, layers, listening);
  const isAnchor = device.family === 'reference';
  const pinned = pins.indexOf(device.id);
  const { assignSlot, pin } = listen.getState();
  return (
    <section className={css.now} data-voice={voice} aria-label="Target">
      <p className={css.label} aria-hidden="true">
        Now playing through
      </p>
      <output aria-label="Now playing through" className={css.status}>
        <span className={css.name}>{device.name}</span>
        <span className={css.line}>
          {/* The line break takes the place of the first comma or dot, which is still spoken. */}
          <span className={css.spoken}>{isAnchor ? ' · ' : ', '}</span>
          {!isAnchor && <span className={css.kind}>{device.kindLabel} · </span>}
          <span className={css.level}>{hasTrack ? levelWords(device, isMatching, gainDb) : 'nothing loaded'}</span>
          {without !== '' && <span className={css.kind}> · {without}</span>}
        </span>
      </output>
      <p className={css.evidence}>
        {evidenceWords(device)}
        <button type="button" className={css.more} onClick={() => setIsDetailOpen(true)}>
          About this device
        </button>
      </p>
      {children}
      <div className={css.keep}>
        {(['A', 'B'] as const).map((slot) => (
          <button
            key={slot}
            type="button"
            className={css.set}
            data-voice={slot}
            disabled={slots[slot] === device.id}
            aria-label={slots[slot] === device.id ? `In ${slot}: ${device.name}` : `Set ${slot} to ${device.name}`}
            onClick={() => assignSlot(slot, device.id)}
          >
            {slots[slot] === device.id ? `In ${slot}` : `Set ${slot}`}
          </button>
        ))}
        {!isAnchor && (
          <label className={css.pin}>
            <span>Key</span>
            <select
              aria-label={`Number key for ${device.name}`}
              value={pinned}
              onChange={(event) => {
                const index = Number(event.currentTarget.value);
                pin(index < 0 ? null : index, device.id);
              }}
            >
              <option value={-1}>none</option>
              {pins.map((id, index) => (
                // The index is the key on the keyboard; the shelf shows who holds it.
                // oxlint-disable-next-line react/no-array-index-key
                <option key={index} value={index}>
                  {index + 1}
                  {id && id !== device.id ? ' (taken)' : ''}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {isDetailOpen && (
        <Suspense>
          <PartBoundary name="About this device" onClose={() => setIsDetailOpen(false)}>
            <DeviceDetail device={device} onClose={() => setIsDetailOpen(false)} />
          </PartBoundary>
        </Suspense>
      )}
    </section>
  );
}
