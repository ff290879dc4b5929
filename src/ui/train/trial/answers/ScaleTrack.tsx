import type { ReactNode } from 'react';
import { fractionOf, tickLabel, ticksOf, type ScaleSpec } from './scaleAxis';
import css from './answers.module.css';

/** The scale an answer lies on, with its axis; marks and controls lie on it. */
export function ScaleTrack({ spec, children }: { readonly spec: ScaleSpec; readonly children: ReactNode }) {
  return (
    <div className={css.scale}>
      <div className={css.scaleLane}>
        <div className={css.scaleLine} />
        {children}
      </div>
      <div className={css.ticks} aria-hidden="true">
        {ticksOf(spec).map((value) => (
          <span key={value} style={{ left: `${fractionOf(spec, value) * 100}%` }}>
            {tickLabel(value, spec.unit)}
          </span>
        ))}
      </div>
      <div className={css.ends} aria-hidden="true">
        <span>{spec.ends?.[0]}</span>
        <span>{spec.unit}</span>
        <span>{spec.ends?.[1]}</span>
      </div>
    </div>
  );
}
