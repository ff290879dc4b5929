import { createElement, lazy, type ComponentType } from 'react';

/** A part of the screen that did not come. */
export class PartMissing extends Error {
  override readonly name = 'PartMissing';
  constructor(
    cause: unknown,
    /** Makes the next attempt a new one. */
    readonly forget: () => void = () => undefined,
  ) {
    super('A part of the screen did not load', { cause });
  }
}

/**
 * A component that is fetched when it is first drawn. `React.lazy` remembers a failure for ever; here the next attempt
 * fetches again, once {@link PartBoundary} has caught the failure.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ readonly default: ComponentType<Props> }>,
): ComponentType<Props> {
  const attempt = (isAgain: boolean) =>
    lazy(async () => {
      try {
        if (isAgain) await restoreStyles();
        return await load();
      } catch (cause) {
        throw new PartMissing(cause, () => {
          Part = attempt(true);
        });
      }
    });
  let Part = attempt(false);
  return (props) => createElement(Part as ComponentType<Props>, props);
}

/**
 * A style sheet that failed stays in the page, and the bundler takes it for loaded: it is asked for once more.
 * Rejects where one fails again.
 */
async function restoreStyles(): Promise<void> {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')) {
    if (link.sheet) continue;
    const again = link.cloneNode() as HTMLLinkElement;
    // Seldom more than one.
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve, reject) => {
      again.onload = resolve;
      again.onerror = reject;
      link.replaceWith(again);
    });
  }
}
