import { Component, type ReactNode } from 'react';
import controls from '../controls/controls.module.css';
import { PlayButton } from '../listen/PlayButton';
import { PartMissing } from './lazyPart';
import css from './PartBoundary.module.css';

interface PartBoundaryProps {
  /** As a sentence begins with it: "Train", "About this device". */
  readonly name: string;
  /** The music is played and paused in what is missing: the button stands in for it. */
  readonly isScreen?: boolean;
  /** For what was opened and can be closed again. */
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

/** Stands in for a part that could not be fetched or drawn, and tries again; all around it stays as it is. */
export class PartBoundary extends Component<PartBoundaryProps, { readonly error: unknown; readonly failures: number }> {
  override state = { error: null, failures: 0 };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error: error ?? new Error('nothing was thrown') };
  }

  override componentDidCatch(error: unknown): void {
    if (error instanceof PartMissing) error.forget();
    this.setState(({ failures }) => ({ failures: failures + 1 }));
  }

  override render(): ReactNode {
    const { name, isScreen, onClose, children } = this.props;
    const { error, failures } = this.state;
    if (error === null) return children;
    const isMissing = (error as unknown) instanceof PartMissing;
    return (
      <div role="alert" className={css.trouble}>
        <p>
          <strong>
            {name} {isMissing ? 'could not be loaded' : 'stopped working'}.
          </strong>{' '}
          {isMissing ? 'Check the connection and try again.' : 'Try again.'} Your tracks and results are kept.
        </p>
        <div className={css.actions}>
          {isScreen && <PlayButton />}
          <button type="button" className={controls.button} onClick={this.#tryAgain}>
            Try again
          </button>
          {failures > 1 && (
            <button type="button" className={controls.button} onClick={() => window.location.reload()}>
              Reload the page
            </button>
          )}
          {onClose && (
            <button type="button" className={controls.button} onClick={onClose}>
              Close
            </button>
          )}
        </div>
      </div>
    );
  }

  readonly #tryAgain = (): void => {
    this.setState({ error: null });
    // The button goes; what comes in its place is there.
    document.getElementById('main')?.focus();
  };
}
