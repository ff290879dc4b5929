import { useRef, useState } from 'react';
import type { Answer, AnswerSpec } from '../../../../drills/DrillKind';
import { clamp } from '../../../../core/units';
import { responseCurveDb } from '../../../../devices/response';
import { hertz, signedFigure } from '../../../words/format';
import { useTraining } from '../../TrainingContext';
import { key, useTrialKeys } from '../useTrialKeys';
import { AnswerButton } from './AnswerButton';
import css from './answers.module.css';
import { NumberField } from './NumberField';
import { fractionOf, stepFraction, tickLabel, ticksOf, valueAt } from './scaleAxis';

const GAIN_STEP_DB = 0.5;
/** Arrow keys with Shift. */
const FINE = 0.2;
const CURVE_POINTS = 121;
const GRID_DB = 6;

interface Setting {
  readonly frequencyHz: number;
  readonly gainDb: number;
}

/** An EQ band under the hand: frequency across, gain up. What is set is heard. */
export function EqAnswer({
  spec,
  isSent,
  onAnswer,
}: {
  readonly spec: Extract<AnswerSpec, { kind: 'eq' }>;
  readonly isSent: boolean;
  readonly onAnswer: (answer: Answer) => void;
}) {
  const training = useTraining();
  const [minHz, maxHz] = spec.frequencyRangeHz;
  const [minDb, maxDb] = spec.gainRangeDb;
  const axis = { min: minHz, max: maxHz, mapping: 'log', unit: 'Hz' } as const;
  const [setting, setSetting] = useState<Setting>({ frequencyHz: valueAt(axis, 0.5), gainDb: 0 });
  const [isMoved, setMoved] = useState(false);
  const [wrong, setWrong] = useState<ReadonlySet<keyof Setting>>(new Set());
  const padRef = useRef<HTMLDivElement>(null);

  const set = (next: Partial<Setting>): void => {
    if (isSent) return;
    const wanted = { ...setting, ...next };
    const within = {
      frequencyHz: clamp(wanted.frequencyHz, minHz, maxHz),
      gainDb: clamp(Math.round(wanted.gainDb * 10) / 10, minDb, maxDb),
    };
    setSetting(within);
    setMoved(true);
    training.tryOut({ kind: 'eq', ...within });
  };
  const step = stepFraction(axis) * 2;
  const across = (steps: number): void =>
    set({ frequencyHz: valueAt(axis, fractionOf(axis, setting.frequencyHz) + steps * step) });
  const up = (byDb: number): void => set({ gainDb: setting.gainDb + byDb });
  const size = (event: KeyboardEvent): number => (event.shiftKey ? FINE : 1);
  useTrialKeys([
    { matches: key('ArrowRight'), run: (event) => across(size(event)), repeats: true },
    { matches: key('ArrowLeft'), run: (event) => across(-size(event)), repeats: true },
    { matches: key('ArrowUp'), run: (event) => up(GAIN_STEP_DB * size(event)), repeats: true },
    { matches: key('ArrowDown'), run: (event) => up(-GAIN_STEP_DB * size(event)), repeats: true },
  ]);

  const drag = (event: React.PointerEvent): void => {
    const pad = padRef.current;
    if (!pad) return;
    const box = pad.getBoundingClientRect();
    set({
      frequencyHz: valueAt(axis, (event.clientX - box.left) / box.width),
      gainDb: maxDb - clamp((event.clientY - box.top) / box.height, 0, 1) * (maxDb - minDb),
    });
  };

  const yOf = (db: number): number => ((maxDb - db) / (maxDb - minDb)) * 100;
  const frequencies = Array.from(
    { length: CURVE_POINTS },
    (_, i) => minHz * (maxHz / minHz) ** (i / (CURVE_POINTS - 1)),
  );
  const curve = responseCurveDb({ stages: [{ kind: 'peaking', ...setting, q: spec.q }] }, frequencies);
  const path = [...curve].map((db, i) => `${((i / (CURVE_POINTS - 1)) * 100).toFixed(2)} ${yOf(db).toFixed(2)}`);
  const gridDb: number[] = [];
  for (let db = Math.ceil(minDb / GRID_DB) * GRID_DB; db <= maxDb; db += GRID_DB) gridDb.push(db);
  const words = `${signedFigure(setting.gainDb, 1)} dB at ${hertz(setting.frequencyHz)}`;
  const field = (name: keyof Setting) => (typed: number | null) => {
    const now = new Set(wrong);
    if (typed === null) now.add(name);
    else now.delete(name);
    setWrong(now);
    if (typed !== null) set({ [name]: typed });
  };
  return (
    <div className={css.answer}>
      <div className={css.padRow}>
        {/* A pointer's way to what arrow keys and the two fields do. */}
        <div
          ref={padRef}
          className={css.pad}
          onPointerDown={(event) => {
            if (event.button !== 0 || isSent) return;
            event.currentTarget.setPointerCapture?.(event.pointerId);
            drag(event);
          }}
          onPointerMove={(event) => {
            if (event.buttons === 1 && !isSent) drag(event);
          }}
        >
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            {gridDb.map((db) => (
              <line key={db} className={db === 0 ? css.zero : css.grid} x1="0" x2="100" y1={yOf(db)} y2={yOf(db)} />
            ))}
            {ticksOf(axis).map((hz) => {
              const x = fractionOf(axis, hz) * 100;
              return <line key={hz} className={css.grid} y1="0" y2="100" x1={x} x2={x} />;
            })}
            <path className={css.curve} d={`M${path.join('L')}`} />
          </svg>
          <div
            className={css.handle}
            style={{ left: `${fractionOf(axis, setting.frequencyHz) * 100}%`, top: `${yOf(setting.gainDb)}%` }}
          />
        </div>
        <div className={css.padScale} aria-hidden="true">
          {gridDb.map((db) => (
            <span key={db} style={{ top: `${yOf(db)}%` }}>
              {db === 0 ? '0 dB' : signedFigure(db, 0)}
            </span>
          ))}
        </div>
        <div className={css.ticks} aria-hidden="true">
          {ticksOf(axis).map((hz) => (
            <span key={hz} style={{ left: `${fractionOf(axis, hz) * 100}%` }}>
              {tickLabel(hz, 'Hz')}
            </span>
          ))}
        </div>
      </div>
      <div className={css.fields}>
        <NumberField
          label="Frequency"
          unit="Hz"
          min={minHz}
          max={maxHz}
          step={1}
          value={setting.frequencyHz}
          onValue={field('frequencyHz')}
        />
        <NumberField
          label="Gain"
          unit="dB"
          min={minDb}
          max={maxDb}
          step={0.1}
          value={setting.gainDb}
          onValue={field('gainDb')}
        />
        <p className={css.keysNote}>← → frequency, ↑ ↓ gain, with Shift in small steps.</p>
      </div>
      <AnswerButton
        label={isMoved ? `Answer ${words}` : 'Move the band until it sounds right'}
        isReady={isMoved && wrong.size === 0 && !isSent}
        onAnswer={() => onAnswer({ kind: 'eq', ...setting })}
      />
    </div>
  );
}
