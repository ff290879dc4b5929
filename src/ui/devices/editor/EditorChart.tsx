import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { clamp } from '../../../core/units';
import type { DeviceProfile, Stage } from '../../../devices/DeviceProfile';
import { responseCurveDb, responseDb } from '../../../devices/response';
import { CHART_MARGIN, ChartGrid } from '../../plots/ChartGrid';
import { bandPath, CHART_HZ, chartScale, decibelRange, linePath } from '../../plots/chartScale';
import { useWidth } from '../../progress/useWidth';
import { useScope } from '../../useScope';
import { stageWords } from '../../words/deviceLibrary';
import css from './DeviceEditor.module.css';
import { frequencyWithin, handleDb, isFilter, movedTo, withQ, type Filter } from './filters';

/** A press this near to the curve takes hold of it, pixels. */
const GRAB = 14;
/** Arrow keys: a twelfth of an octave, half a decibel; with Shift a fifth of it. */
const STEP_OCTAVES = 1 / 12;
const STEP_DB = 0.5;
const FINE = 0.2;
const Q_FACTOR = 1.12;

interface Drag {
  readonly index: number;
  readonly gesture: string;
  /** Where the hand took hold, against the handle's middle, pixels. */
  readonly dx: number;
  readonly dy: number;
}

/**
 * The curve with a handle for each filter. Pointer: drag a handle; the wheel changes its Q; a press on the curve adds a
 * filter there. Keys on a handle: arrows move it (Shift: finely), plus and minus change Q, Delete removes it.
 */
export function EditorChart({
  stages,
  before,
  selected,
  onSelect,
  onChange,
  onAdd,
  onRemove,
  newGesture,
}: {
  readonly stages: readonly Stage[];
  /** What it began as, for comparison. */
  readonly before: DeviceProfile | undefined;
  readonly selected: number | null;
  readonly onSelect: (index: number | null) => void;
  readonly onChange: (stages: readonly Stage[], gesture: string) => void;
  /** Null when there is no room for another. */
  readonly onAdd: ((stage: Filter) => void) | null;
  readonly onRemove: (index: number) => void;
  readonly newGesture: () => string;
}) {
  const [ref, width] = useWidth<HTMLDivElement>(900);
  const levelsDb = responseCurveDb({ stages }, CHART_HZ);
  const beforeDb = before ? responseCurveDb(before, CHART_HZ) : null;
  const handles = stages.flatMap((stage, index) => (isFilter(stage) ? [{ stage, index }] : []));
  // The chart may grow under the hand but does not shrink: a scale that follows the drag would run away from it.
  const [range, setRange] = useState({ topDb: 12, bottomDb: -18 });
  const plotWidth = Math.max(120, width - CHART_MARGIN.right - CHART_MARGIN.left);
  const needed = decibelRange(
    plotWidth,
    levelsDb,
    beforeDb ?? [],
    handles.map(({ stage }) => handleDb(stage)),
  );
  const topDb = Math.max(range.topDb, needed.topDb);
  const bottomDb = Math.min(range.bottomDb, needed.bottomDb);
  if (topDb !== range.topDb || bottomDb !== range.bottomDb) setRange({ topDb, bottomDb });
  const scale = chartScale(plotWidth, topDb, bottomDb);
  const [drag, setDrag] = useState<Drag | null>(null);
  const keyGesture = useRef<string | null>(null);

  const change = (index: number, stage: Filter, gesture: string): void =>
    onChange(
      stages.map((old, i) => (i === index ? stage : old)),
      gesture,
    );

  // React listens for wheels passively, and the page must not scroll under the hand.
  const padRef = useRef<HTMLDivElement>(null);
  const wheelGesture = useRef({ index: -1, name: '', at: 0 });
  useScope(
    (scope) => {
      scope.listen<WheelEvent>(
        padRef.current,
        'wheel',
        (event) => {
          const handle = event.target instanceof Element ? event.target.closest('[data-index]') : null;
          const index = handle instanceof HTMLElement ? Number(handle.dataset['index']) : selected;
          const stage = index === null ? undefined : stages[index];
          if (index === null || !stage || !isFilter(stage) || event.ctrlKey) return;
          event.preventDefault();
          const last = wheelGesture.current;
          // Turns that follow one another are one change.
          const isSame = last.index === index && event.timeStamp - last.at < 700;
          wheelGesture.current = { index, name: isSame ? last.name : newGesture(), at: event.timeStamp };
          change(index, withQ(stage, stage.q * Q_FACTOR ** -Math.sign(event.deltaY)), wheelGesture.current.name);
        },
        { passive: false },
      );
    },
    [stages, selected],
  );

  const place = (event: PointerEvent): { readonly x: number; readonly y: number } => {
    const box = padRef.current!.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const take = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture?.(event.pointerId);
    event.stopPropagation();
    const { x, y } = place(event);
    // Handles are larger than they look and lie over one another: the nearest is the one that was meant.
    const distance = ({ stage }: { readonly stage: Filter }): number =>
      Math.hypot(x - scale.xOf(stage.frequencyHz), y - scale.yOf(handleDb(stage)));
    const nearest = handles.reduce((best, handle) => (distance(handle) < distance(best) ? handle : best), handles[0]!);
    const { index, stage } = nearest;
    onSelect(index);
    // The press itself would give the focus to the handle on top.
    event.preventDefault();
    padRef.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
    setDrag({
      index,
      gesture: newGesture(),
      dx: x - scale.xOf(stage.frequencyHz),
      dy: y - scale.yOf(handleDb(stage)),
    });
  };
  const follow = (event: PointerEvent): void => {
    if (!drag) return;
    const stage = stages[drag.index];
    if (!stage || !isFilter(stage)) return;
    const { x, y } = place(event);
    const levelDb = clamp(scale.dbAt(y - drag.dy), bottomDb, topDb);
    change(drag.index, movedTo(stage, scale.hzAt(x - drag.dx), levelDb), drag.gesture);
  };
  const pressCurve = (event: PointerEvent): void => {
    // A finger that comes to scroll must not leave a filter behind; it has the button.
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const { x, y } = place(event);
    const frequencyHz = frequencyWithin(scale.hzAt(x));
    if (onAdd && Math.abs(scale.yOf(responseDb({ stages }, frequencyHz)) - y) <= GRAB) {
      onAdd({ kind: 'peaking', frequencyHz, gainDb: 0, q: 1 });
    } else onSelect(null);
  };

  const pressKey = (event: KeyboardEvent, index: number, stage: Filter): void => {
    const { key } = event;
    const fine = event.shiftKey ? FINE : 1;
    const step = (octaves: number, db: number): Filter =>
      movedTo(stage, stage.frequencyHz * 2 ** (octaves * fine), handleDb(stage) + db * fine);
    const moves: Readonly<Record<string, () => Filter>> = {
      ArrowRight: () => step(STEP_OCTAVES, 0),
      ArrowLeft: () => step(-STEP_OCTAVES, 0),
      ArrowUp: () => step(0, STEP_DB),
      ArrowDown: () => step(0, -STEP_DB),
      '+': () => withQ(stage, stage.q * Q_FACTOR),
      '=': () => withQ(stage, stage.q * Q_FACTOR),
      '-': () => withQ(stage, stage.q / Q_FACTOR),
    };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === 'Delete' || key === 'Backspace') {
      event.preventDefault();
      onRemove(index);
      padRef.current?.focus();
      return;
    }
    const move = moves[key];
    if (!move) return;
    // The arrows are also the transport's.
    event.preventDefault();
    keyGesture.current ??= newGesture();
    change(index, move(), keyGesture.current);
  };

  const chosen = selected === null ? undefined : stages[selected];
  const ownDb = chosen && isFilter(chosen) ? [...responseCurveDb({ stages: [chosen] }, CHART_HZ)] : null;
  return (
    <div ref={ref} className={css.chart}>
      <svg width={width} height={scale.height + CHART_MARGIN.top + CHART_MARGIN.bottom} aria-hidden="true">
        <g transform={`translate(${CHART_MARGIN.left} ${CHART_MARGIN.top})`}>
          <ChartGrid scale={scale} />
          {ownDb && (
            <path
              className={css.ownArea}
              d={bandPath(
                ownDb.map(() => 0),
                ownDb,
                scale,
              )}
            />
          )}
          {beforeDb && <path className={css.before} d={linePath(beforeDb, scale)} />}
          <path className={css.curve} d={linePath(levelsDb, scale)} />
        </g>
      </svg>
      {/* A pointer's way to what the handles' keys and the list below do. */}
      <div
        ref={padRef}
        className={css.pad}
        // A fieldset cannot be laid over the drawing in every browser.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="group"
        aria-label="Filters on the curve"
        tabIndex={-1}
        style={{ left: CHART_MARGIN.left, top: CHART_MARGIN.top, width: plotWidth, height: scale.height }}
        onPointerDown={pressCurve}
        onPointerMove={follow}
        onPointerUp={() => setDrag(null)}
        onPointerCancel={() => setDrag(null)}
      >
        {handles.map(({ stage, index }, order) => (
          <button
            // A filter is known by its place in the chain.
            key={index}
            type="button"
            data-index={index}
            className={css.handle}
            aria-label={`Filter ${order + 1}: ${stageWords(stage)}`}
            aria-pressed={index === selected}
            style={{
              left: scale.xOf(stage.frequencyHz),
              top: scale.yOf(clamp(handleDb(stage), bottomDb, topDb)),
            }}
            onPointerDown={take}
            onFocus={() => onSelect(index)}
            onKeyDown={(event) => pressKey(event, index, stage)}
            onKeyUp={() => {
              keyGesture.current = null;
            }}
          >
            <span>{order + 1}</span>
          </button>
        ))}
      </div>
      <p className={css.help}>
        Drag a handle, turn the wheel for Q, press on the curve to add. With keys: arrows move, Shift finely, + and −
        change Q, Delete removes.
      </p>
    </div>
  );
}
