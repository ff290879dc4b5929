import { useState, type ReactNode } from 'react';
import css from './Fold.module.css';

/** Folded away until asked for; what is inside costs nothing before. */
export function Fold({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className={css.fold} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && <div className={css.inside}>{children}</div>}
    </details>
  );
}
