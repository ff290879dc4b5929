import { useEffect, useEffectEvent } from 'react';
import { Scope } from '../../../core/scope';
import { isTyping } from '../../shortcuts/shortcuts';

export interface TrialKey {
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (event: KeyboardEvent) => void;
  /** Holding the key repeats it. */
  readonly repeats?: boolean;
}

/** Marks a control whose arrow keys the answer handles itself, focused or not. */
export const ANSWERS_ARROWS = { 'data-arrows': 'answer' } as const;

export const key =
  (...names: readonly string[]) =>
  (event: KeyboardEvent): boolean =>
    names.includes(event.key);

/** By what is printed on the key; by its place where the layout has no Latin letters. */
export const letterKey =
  (letter: string) =>
  (event: KeyboardEvent): boolean =>
    !event.shiftKey &&
    (event.key.toLowerCase() === letter.toLowerCase() ||
      (/^[^\0-\x7f]$/.test(event.key) && event.code === `Key${letter.toUpperCase()}`));

/** By value, or by place where the layout puts digits behind Shift. */
export const digitKey =
  (digit: string) =>
  (event: KeyboardEvent): boolean =>
    !event.shiftKey && (event.key === digit || (!/^[0-9]$/.test(event.key) && event.code === `Digit${digit}`));

/** A press does one thing: what the focused control uses is not a key of the screen as well. */
function isTaken(target: Element, pressed: string): boolean {
  if (isTyping(target)) return pressed !== 'Enter';
  if (pressed === ' ' || pressed === 'Enter') {
    // A version that is already heard has nothing more to do: its keys are free again.
    if (target.closest('button[aria-pressed="true"]')) return false;
    return target.closest('button, summary, a[href]') !== null;
  }
  const moves = pressed.startsWith('Arrow') || pressed.startsWith('Page') || pressed === 'Home' || pressed === 'End';
  if (!moves || !(target instanceof HTMLInputElement)) return false;
  return target.type === 'range' && target.dataset['arrows'] !== 'answer';
}

/** Keys of the part that is on the screen; they run inside their own event, so that a switch is heard at once. */
export function useTrialKeys(keys: readonly TrialKey[]): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('dialog[open]')) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (isTaken(target, event.key)) return;
    const found = keys.find((entry) => entry.matches(event));
    if (!found) return;
    event.preventDefault();
    // Firefox presses a button when Space is let go, whatever became of the press.
    if (event.key === ' ') target.addEventListener('keyup', (up) => up.preventDefault(), { once: true });
    if (!event.repeat || found.repeats) found.run(event);
  });
  useEffect(() => {
    const scope = new Scope();
    scope.listen<KeyboardEvent>(window, 'keydown', (event) => onKeyDown(event));
    return () => scope.close();
  }, []);
}
