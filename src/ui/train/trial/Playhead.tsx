import { useRef } from 'react';
import css from './Timeline.module.css';
import { usePosition } from './usePosition';

/** The line that runs over a passage. */
export function Playhead({ durationSec }: { readonly durationSec: number }) {
  const ref = useRef<HTMLDivElement>(null);
  usePosition((sec) => {
    if (ref.current && durationSec > 0) ref.current.style.transform = `translateX(${(sec / durationSec) * 100}%)`;
  });
  return (
    <div className={css.clip} aria-hidden="true">
      <div ref={ref} className={css.playhead} style={{ transform: 'translateX(0%)' }} />
    </div>
  );
}
