import { useRef } from 'react';
import type { LoopRegion } from '../../audio/EnginePort';
import { clamp } from '../../core/units';
import { fittedLoop } from '../../store/listenStore';
import { waveformColumns } from '../plots/waveformColumns';
import {
  useCurrentTrack,
  useDesk,
  useDurationSec,
  useLibrary,
  useListen,
  usePlayback,
  usePreferences,
  useSession,
} from '../SessionContext';
import { SKIP_SEC } from '../shortcuts/shortcuts';
import { useScope } from '../useScope';
import { clock, durationWords } from '../words/format';
import css from './WaveformView.module.css';

/** Pixels the pointer may wander before a press becomes a drag. */
const DRAG_FROM_PX = 4;
/**
 * Places the playhead can stand at: less than half a pixel apart on a desk of usual width. Each move makes the browser
 * lay the page's layers together anew, so a long mix, whose playhead creeps, need not do that every frame.
 */
const PLAYHEAD_STEPS = 4000;
/** Every frame, unless the machine is busy. */
const PLAYHEAD_EVERY_MS = 16;
/** How often a screen reader's slider follows the music, ms. */
const SLIDER_REFRESH_MS = 250;

const STEPS_SEC = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600];

/** Times for the ruler, at most about ten of them. */
function rulerTimes(durationSec: number): number[] {
  const step = STEPS_SEC.find((sec) => durationSec / sec <= 10) ?? 3600;
  // The last label would hang over the edge.
  const count = Math.max(0, Math.ceil((durationSec * 0.965) / step));
  return Array.from({ length: count }, (_, i) => i * step);
}

const percentOf = (sec: number, durationSec: number): string =>
  `${durationSec > 0 ? clamp((sec / durationSec) * 100, 0, 100) : 0}%`;

/** The whole mix across the page: hear from anywhere, loop any part. */
export function WaveformView() {
  const session = useSession();
  const durationSec = useDurationSec();
  const isLoopOn = useListen((state) => state.isLoopOn);
  const loop = useListen((state) => state.loop);
  const region = fittedLoop(loop, durationSec);
  const isRegionShown = region !== null && (isLoopOn || loop !== null);
  const stageRef = useRef<HTMLDivElement>(null);

  /** Follows one press until it is let go, in seconds of the mix. */
  const follow = (
    event: React.PointerEvent,
    moves: {
      readonly onDrag: (sec: number, startSec: number) => void;
      readonly onEnd?: (sec: number, wasDrag: boolean) => void;
    },
  ): void => {
    const stage = stageRef.current;
    if (!stage || event.button !== 0 || durationSec <= 0) return;
    const box = stage.getBoundingClientRect();
    const secAt = (x: number): number => clamp((x - box.left) / box.width, 0, 1) * durationSec;
    const startX = event.clientX;
    const target = event.currentTarget;
    let isDrag = false;
    target.setPointerCapture(event.pointerId);
    const onMove = (move: Event): void => {
      const { clientX } = move as PointerEvent;
      isDrag ||= Math.abs(clientX - startX) >= DRAG_FROM_PX;
      if (isDrag) moves.onDrag(secAt(clientX), secAt(startX));
    };
    const onEnd = (end: Event): void => {
      target.removeEventListener('pointermove', onMove);
      target.removeEventListener('pointerup', onEnd);
      target.removeEventListener('pointercancel', onEnd);
      moves.onEnd?.(secAt((end as PointerEvent).clientX), isDrag);
    };
    target.addEventListener('pointermove', onMove);
    target.addEventListener('pointerup', onEnd);
    target.addEventListener('pointercancel', onEnd);
  };

  const ghostRef = useRef<HTMLDivElement>(null);
  const showGhost = (sec: number | null): void => {
    const ghost = ghostRef.current;
    if (!ghost) return;
    ghost.hidden = sec === null;
    if (sec !== null) ghost.style.left = percentOf(sec, durationSec);
  };

  const listen = session.listen.getState();
  const drawRegion = (event: React.PointerEvent): void =>
    follow(event, {
      onDrag(sec, startSec) {
        listen.setLoop({ startSec: Math.min(sec, startSec), endSec: Math.max(sec, startSec) }, durationSec);
        listen.setLoopOn(true);
      },
      onEnd(sec, wasDrag) {
        if (!wasDrag) session.seek(sec);
      },
    });
  const scrub = (event: React.PointerEvent): void => {
    if (event.shiftKey) {
      drawRegion(event);
      return;
    }
    follow(event, {
      onDrag: showGhost,
      onEnd(sec) {
        showGhost(null);
        session.seek(sec);
      },
    });
  };
  const dragEdge = (edge: 'start' | 'end') => (event: React.PointerEvent) => {
    event.stopPropagation();
    follow(event, {
      onDrag: (sec) => (edge === 'start' ? listen.setLoopStart(sec, durationSec) : listen.setLoopEnd(sec, durationSec)),
    });
  };
  const dragRegion = (event: React.PointerEvent): void => {
    if (!region) return;
    event.stopPropagation();
    const held: LoopRegion = region;
    follow(event, {
      onDrag(sec, startSec) {
        const length = held.endSec - held.startSec;
        const start = clamp(held.startSec + sec - startSec, 0, durationSec - length);
        listen.setLoop({ startSec: start, endSec: start + length }, durationSec);
      },
      onEnd(sec, wasDrag) {
        if (!wasDrag) session.seek(sec);
      },
    });
  };

  return (
    <section className={css.wave} aria-label="Waveform">
      {/* Pointer ways to what the Position slider and the loop fields do by keyboard. */}
      <div className={css.lane} onPointerDown={drawRegion} title="Drag to loop a part">
        {rulerTimes(durationSec).map((sec) => (
          <span key={sec} className={css.tick} style={{ left: percentOf(sec, durationSec) }} aria-hidden="true">
            {clock(sec)}
          </span>
        ))}
        {isRegionShown && (
          <div
            className={css.laneRegion}
            data-on={isLoopOn || undefined}
            style={{
              left: percentOf(region.startSec, durationSec),
              right: `${100 - Number.parseFloat(percentOf(region.endSec, durationSec))}%`,
            }}
            onPointerDown={dragRegion}
          />
        )}
      </div>
      <div ref={stageRef} className={css.stage} onPointerDown={scrub}>
        <WaveformCanvas />
        {durationSec > 0 && <Playhead />}
        {isRegionShown && (
          <div
            className={css.region}
            data-on={isLoopOn || undefined}
            style={{
              left: percentOf(region.startSec, durationSec),
              right: `${100 - Number.parseFloat(percentOf(region.endSec, durationSec))}%`,
            }}
          >
            <div className={css.handle} data-edge="start" onPointerDown={dragEdge('start')} />
            <div className={css.handle} data-edge="end" onPointerDown={dragEdge('end')} />
          </div>
        )}
        <div ref={ghostRef} className={css.ghost} hidden />
        <PositionSlider durationSec={durationSec} />
        <WaveformState />
      </div>
    </section>
  );
}

/** Draws when the waveform, the size or the theme changes; playing moves only what lies over it. */
function WaveformCanvas() {
  const waveform = usePlayback((state) => state.waveform);
  const theme = usePreferences((state) => state.theme);
  const ref = useRef<HTMLCanvasElement>(null);
  useScope(
    (scope) => {
      const canvas = ref.current;
      if (!canvas) return;
      const draw = (): void => drawWaveform(canvas, waveform);
      const observer = new ResizeObserver(draw);
      observer.observe(canvas);
      scope.add(() => observer.disconnect());
      draw();
    },
    // The theme is read from the computed style.
    [waveform, theme],
  );
  return <canvas ref={ref} className={css.canvas} aria-hidden="true" />;
}

function drawWaveform(canvas: HTMLCanvasElement, waveform: Parameters<typeof waveformColumns>[0] | null): void {
  const context = canvas.getContext('2d');
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (!context || width === 0 || height === 0) return;
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  const middle = height / 2;
  if (!waveform) {
    context.fillStyle = style.getPropertyValue('--hairline');
    context.fillRect(0, Math.round(middle), width, Math.max(1, ratio));
    return;
  }
  const { min, max, rms } = waveformColumns(waveform, width);
  const scale = middle * 0.96;
  const ink = style.getPropertyValue('--ink');
  context.fillStyle = ink;
  for (const [alpha, top, bottom] of [
    [0.42, (i: number) => max[i]!, (i: number) => min[i]!],
    [0.75, (i: number) => rms[i]!, (i: number) => -rms[i]!],
  ] as const) {
    context.globalAlpha = alpha;
    context.beginPath();
    for (let x = 0; x < width; x++) {
      const y = middle - clamp(top(x), -1, 1) * scale;
      const bottomY = middle - clamp(bottom(x), -1, 1) * scale;
      context.rect(x, y, 1, Math.max(ratio, bottomY - y));
    }
    context.fill();
  }
  context.globalAlpha = 1;
}

/** Moved by transforms alone: no layout, no paint, no React. */
function Playhead() {
  const { session, frames } = useDesk();
  const headRef = useRef<HTMLDivElement>(null);
  const aheadRef = useRef<HTMLDivElement>(null);
  useScope(
    (scope) => {
      let shownX = -1;
      scope.add(
        frames.add(() => {
          const head = headRef.current;
          const ahead = aheadRef.current;
          if (!head || !ahead) return;
          const durationSec = session.durationSec();
          const fraction = durationSec > 0 ? clamp(session.live.positionSec() / durationSec, 0, 1) : 0;
          // Percentages of an element that is as wide as the stage: right at any width without measuring it.
          const x = Math.round(fraction * PLAYHEAD_STEPS) * (100 / PLAYHEAD_STEPS);
          if (x === shownX) return;
          shownX = x;
          head.style.transform = `translateX(${x}%)`;
          ahead.style.transform = `translateX(${x}%)`;
        }, PLAYHEAD_EVERY_MS),
      );
    },
    [session, frames],
  );
  return (
    <>
      <div className={css.aheadClip}>
        <div ref={aheadRef} className={css.ahead} />
      </div>
      <div className={css.headClip}>
        <div ref={headRef} className={css.head} />
      </div>
    </>
  );
}

/** The playhead as a slider: for keyboards and screen readers, with the focus ring round the whole waveform. */
function PositionSlider({ durationSec }: { readonly durationSec: number }) {
  const { session, frames } = useDesk();
  const ref = useRef<HTMLInputElement>(null);
  useScope(
    (scope) => {
      let lastMs = -Infinity;
      scope.add(
        frames.add((nowMs) => {
          const slider = ref.current;
          if (!slider || nowMs - lastMs < SLIDER_REFRESH_MS) return;
          lastMs = nowMs;
          const sec = session.live.positionSec();
          if (Math.abs(slider.valueAsNumber - sec) < 0.01) return;
          slider.valueAsNumber = sec;
          slider.setAttribute(
            'aria-valuetext',
            `${durationWords(Math.floor(sec))} of ${durationWords(Math.round(session.durationSec()))}`,
          );
        }),
      );
    },
    [session, frames],
  );
  const go = (sec: number): void => {
    session.seek(sec);
    frames.wake();
  };
  const steps: Readonly<Record<string, (nowSec: number) => number>> = {
    ArrowLeft: (now) => now - SKIP_SEC,
    ArrowRight: (now) => now + SKIP_SEC,
    ArrowDown: (now) => now - 1,
    ArrowUp: (now) => now + 1,
    PageDown: (now) => now - 30,
    PageUp: (now) => now + 30,
    Home: () => 0,
    End: () => durationSec,
  };
  return (
    <input
      ref={ref}
      type="range"
      className={css.position}
      aria-label="Position"
      min={0}
      max={durationSec}
      step="any"
      defaultValue={0}
      disabled={durationSec <= 0}
      onChange={(event) => go(event.currentTarget.valueAsNumber)}
      onKeyDown={(event) => {
        const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : steps[event.key];
        if (!step) return;
        event.preventDefault();
        const sec = clamp(step(session.live.positionSec()), 0, durationSec);
        event.currentTarget.valueAsNumber = sec;
        go(sec);
      }}
    />
  );
}

/** What the empty stage says while there is nothing to draw yet. */
function WaveformState() {
  const track = useCurrentTrack();
  const hasWaveform = usePlayback((state) => state.waveform !== null);
  const job = useLibrary((state) => state.jobs.find((j) => j.trackId === track?.id));
  const isReady = useLibrary((state) => state.isReady);
  if (isReady && !track && !job) {
    return (
      <p className={css.invitation}>
        Drop a mix here
        <span>WAV, AIFF, FLAC, MP3, AAC, Ogg or Opus; it never leaves this browser.</span>
      </p>
    );
  }
  if (hasWaveform || !track || !job) return null;
  const words = job.phase === 'analysing' ? 'Drawing the waveform' : job.phase === 'reading' ? 'Fetching' : 'Loading';
  return (
    <p className={css.state}>
      {words}
      {job.phase !== 'reading' && ` ${Math.round(job.fraction * 100)} %`}
    </p>
  );
}
