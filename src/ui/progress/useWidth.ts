import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Width in pixels of what the ref is given to, so that a chart's letters keep their size. */
export function useWidth<E extends HTMLElement>(assumed: number): readonly [RefObject<E | null>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(assumed);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void => setWidth(Math.floor(element.clientWidth) || assumed);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [assumed]);
  return [ref, width];
}
