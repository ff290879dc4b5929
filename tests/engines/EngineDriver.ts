export type Role = 'button' | 'radio' | 'radiogroup' | 'switch' | 'slider' | 'region' | 'group';

interface WantedByRole {
  readonly role: Role;
  /** Its accessible name, whole. */
  readonly name: string;
  readonly within?: WantedByRole;
}

/** An element as people with screen readers find it: by role and name, or a file input, which has no role, by label. */
export type Wanted = WantedByRole | { readonly label: string };

/** What the journey needs of a browser; one engine each. */
export interface EngineDriver {
  /** Of the browser, as it says itself, such as `153.8.0`. */
  readonly version: string;
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Runs a function in the page, with arguments and a result that JSON can carry. It may return a promise. */
  evaluate<A extends readonly unknown[], T>(work: (...args: A) => T | Promise<T>, ...args: A): Promise<T>;
  /** A real click, which the page can tell from one of a script. @throws Error when there is no such element */
  click(wanted: Wanted): Promise<void>;
  setFiles(wanted: Wanted, paths: readonly string[]): Promise<void>;
  /** One key, as `KeyboardEvent.key` names it: a letter, digit or `Enter`. */
  press(key: string): Promise<void>;
  close(): Promise<void>;
}

/** Three browsers, two cores: an engine is slow only when it is slower than this. */
const WAIT_MS = 90_000;
const POLL_MS = 50;

/** Waits until a function of the page returns something true, and returns that. @throws Error that says what was missing */
export async function waitFor<A extends readonly unknown[], T>(
  driver: EngineDriver,
  what: string,
  isSo: (...args: A) => T | Promise<T>,
  ...args: A
): Promise<T> {
  const end = Date.now() + WAIT_MS;
  for (;;) {
    const value = await driver.evaluate(isSo, ...args);
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${WAIT_MS / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

export const described = (wanted: Wanted): string =>
  'label' in wanted ? `the control labelled "${wanted.label}"` : `${wanted.role} "${wanted.name}"`;
