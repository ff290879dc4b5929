import { useRef } from 'react';
import { clamp } from '../../core/units';
import type { DeviceProfile } from '../../devices/DeviceProfile';
import { withLayers } from '../../devices/layers';
import { AXIS_LABELS, axisFraction } from '../plots/frequencyAxis';
import { responsePath } from '../plots/responsePath';
import { createSpectrumBands, type SpectrumBands } from '../plots/spectrumBands';
import { useDesk, useListen, usePreferences, useSession } from '../SessionContext';
import { useScope } from '../useScope';
import css from './SpectrumView.module.css';
import { useTarget } from './useShelf';
import { useVoice, voiceOf, type Voice } from './voice';

/** Range of the spectrum, dBFS a band. */
const TOP_DB = 0;
const BOTTOM_DB = -72;
/** The device's 0 dB lies on this level: the curve has the same decibels a pixel as the spectrum. */
const CURVE_ZERO_DBFS = -24;
/** Bands across the plot: a twelfth of an octave each. */
const BANDS = 120;
/** How fast a band falls after a peak, dB a second; up is at once. */
const FALL_DB_PER_SEC = 36;
/** The FFT behind it spans 190 ms: every second frame shows all there is. */
const DRAW_EVERY_MS = 33;

const VIEW = { width: 1000, height: 360 };
const CURVE_BOX = { ...VIEW, topDb: TOP_DB - CURVE_ZERO_DBFS, bottomDb: BOTTOM_DB - CURVE_ZERO_DBFS };
const GRID_DB = Array.from({ length: 11 }, (_, i) => TOP_DB - 6 * (i + 1));
const yOf = (db: number): number => ((TOP_DB - db) / (TOP_DB - BOTTOM_DB)) * 100;
const curveLabel = (dbfs: number): string => {
  const db = dbfs - CURVE_ZERO_DBFS;
  return db > 0 ? `+${db}` : db < 0 ? `−${-db}` : '0 dB';
};

/** What goes into the device and what comes out, with the device's curve over both. */
export function SpectrumView() {
  const { deviceById } = useSession();
  const targetId = useListen((state) => state.targetId);
  const slots = useListen((state) => state.slots);
  const voice = useVoice(targetId);
  const others = (['A', 'B'] as const).filter((slot) => slots[slot] !== targetId);
  const layers = useListen((state) => state.layers);
  const target = useTarget();
  // Without its tone a device draws a straight line.
  const heard = (device: DeviceProfile): DeviceProfile => withLayers(device, layers);
  return (
    <figure className={css.figure} data-voice={voice}>
      <figcaption className={css.caption}>
        <span className={css.keyBefore}>your mix</span>
        <span className={css.keyAfter}>after the device</span>
        <span className={css.keyCurve}>{target?.name}</span>
      </figcaption>
      <div className={css.plot}>
        <svg className={css.layer} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {GRID_DB.map((db) => (
            <line
              key={db}
              className={db === CURVE_ZERO_DBFS ? css.zero : css.grid}
              x1="0"
              x2="100"
              y1={yOf(db)}
              y2={yOf(db)}
            />
          ))}
          {AXIS_LABELS.slice(1, -1).map(([hz]) => (
            <line
              key={hz}
              className={css.grid}
              y1="0"
              y2="100"
              x1={axisFraction(hz) * 100}
              x2={axisFraction(hz) * 100}
            />
          ))}
        </svg>
        <SpectrumCanvas voice={voice} />
        <svg
          className={css.layer}
          viewBox={`0 0 ${VIEW.width} ${VIEW.height}`}
          preserveAspectRatio="none"
          // An inline drawing has no <img>.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="img"
          aria-label={`Response of ${target?.name ?? 'the target'} from 20 hertz to 20 kilohertz`}
        >
          {others.map((slot) => {
            const device = deviceById(slots[slot]);
            return device ? (
              <path
                key={slot}
                className={css.other}
                data-voice={voiceOf(device, slot)}
                d={responsePath(heard(device), CURVE_BOX)}
              />
            ) : null;
          })}
          {/* A new key starts the drawing anew: the curve runs in from the left as the sound changes. */}
          {target && (
            <path key={target.id} className={css.curve} data-voice={voice} d={responsePath(heard(target), CURVE_BOX)} />
          )}
        </svg>
        {GRID_DB.filter((db) => db % 12 === 0).map((db) => (
          <span key={db} className={css.db} style={{ top: `${yOf(db)}%` }} aria-hidden="true">
            {curveLabel(db)}
          </span>
        ))}
      </div>
      <div className={css.axis} aria-hidden="true">
        {AXIS_LABELS.map(([hz, label]) => (
          <span key={hz} style={{ left: `${axisFraction(hz) * 100}%` }}>
            {label}
          </span>
        ))}
      </div>
    </figure>
  );
}

interface Trace {
  readonly now: Float32Array;
  readonly shown: Float32Array;
}

const createTrace = (): Trace => ({
  now: new Float32Array(BANDS).fill(-Infinity),
  shown: new Float32Array(BANDS).fill(BOTTOM_DB),
});

/** Up at once, down at a steady rate. @returns true while anything still moves */
function settle(trace: Trace, fallDb: number): boolean {
  let isMoving = false;
  for (let i = 0; i < BANDS; i++) {
    const before = trace.shown[i]!;
    const next = Math.max(trace.now[i]!, before - fallDb, BOTTOM_DB);
    if (next !== before) isMoving = true;
    trace.shown[i] = next;
  }
  return isMoving;
}

function SpectrumCanvas({ voice }: { readonly voice: Voice }) {
  const { session, frames } = useDesk();
  const theme = usePreferences((state) => state.theme);
  const ref = useRef<HTMLCanvasElement>(null);
  useScope(
    (scope) => {
      const canvas = ref.current;
      const context = canvas?.getContext('2d');
      if (!canvas || !context) return;
      const style = getComputedStyle(canvas);
      const ink = style.getPropertyValue('--ink');
      const accent = voice === 'ink' ? ink : style.getPropertyValue(voice === 'A' ? '--a' : '--b');
      const before = createTrace();
      const after = createTrace();
      let bands: SpectrumBands | null = null;
      let bins = new Float32Array(0);
      let rate = 0;
      let lastMs = 0;
      let isStale = true;
      const fit = (): void => {
        const ratio = window.devicePixelRatio || 1;
        canvas.width = Math.round(canvas.clientWidth * ratio);
        canvas.height = Math.round(canvas.clientHeight * ratio);
        isStale = true;
        frames.wake();
      };
      const observer = new ResizeObserver(fit);
      observer.observe(canvas);
      scope.add(() => observer.disconnect());
      fit();

      const trace = (levels: Float32Array): Path2D => {
        const path = new Path2D();
        for (let i = 0; i < BANDS; i++) {
          const x = ((i + 0.5) / BANDS) * canvas.width;
          const y = (yOf(clamp(levels[i]!, BOTTOM_DB, TOP_DB)) / 100) * canvas.height;
          if (i === 0) path.moveTo(0, y);
          path.lineTo(x, y);
          if (i === BANDS - 1) path.lineTo(canvas.width, y);
        }
        return path;
      };
      const read = (tap: 'before' | 'after', into: Trace): void => {
        const isRead = bands !== null && session.live.isPlaying && session.live.readSpectrum(tap, bins);
        if (isRead) bands!.read(bins, into.now);
        else into.now.fill(-Infinity);
      };

      scope.add(
        frames.add((nowMs) => {
          const { fftBins, sampleRate } = session.live;
          if (fftBins > 0 && (bins.length !== fftBins || rate !== sampleRate)) {
            bins = new Float32Array(fftBins);
            rate = sampleRate;
            bands = createSpectrumBands(BANDS, fftBins, sampleRate);
          }
          const fallDb = (FALL_DB_PER_SEC * Math.min(100, nowMs - lastMs)) / 1000;
          lastMs = nowMs;
          read('before', before);
          read('after', after);
          const isMoving = [settle(before, fallDb), settle(after, fallDb)].includes(true);
          if (!isMoving && !isStale) return;
          isStale = false;
          context.clearRect(0, 0, canvas.width, canvas.height);
          const fill = trace(before.shown);
          fill.lineTo(canvas.width, canvas.height);
          fill.lineTo(0, canvas.height);
          context.globalAlpha = 0.16;
          context.fillStyle = ink;
          context.fill(fill);
          if (after.shown.every((db) => db <= BOTTOM_DB)) return;
          context.globalAlpha = 0.9;
          context.strokeStyle = accent;
          context.lineWidth = 1.25 * (window.devicePixelRatio || 1);
          context.lineJoin = 'round';
          context.stroke(trace(after.shown));
          context.globalAlpha = 1;
        }, DRAW_EVERY_MS),
      );
    },
    [session, frames, theme, voice],
  );
  return <canvas ref={ref} className={css.layer} aria-hidden="true" />;
}
