import type { Scope } from '../../core/scope';
import { LAYER_NAMES, type LayerName } from '../../devices/layers';
import type { Session } from '../../store/session';
import { LAYER_LABELS } from '../words/layers';

export const SKIP_SEC = 5;

/** D is for what a device cannot do. */
export const LAYER_KEYS: Readonly<Record<LayerName, string>> = { tone: 'T', room: 'R', limits: 'D', noise: 'N' };

interface Shortcut {
  /** As printed in the help. */
  readonly keys: readonly string[];
  readonly does: string;
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (session: Session, event: KeyboardEvent, showHelp: () => void) => void;
  /** Holding the key repeats it. */
  readonly repeats?: boolean;
}

const flatId = (session: Session): string | undefined =>
  session.catalogue.find((device) => device.family === 'reference')?.id;
/** By what is printed on the key; by its place where the layout has no Latin letters. */
const isLetter = (event: KeyboardEvent, key: string): boolean =>
  event.key.toLowerCase() === key || (/^[^\0-\x7f]$/.test(event.key) && event.code === `Key${key.toUpperCase()}`);
const letter = (key: string) => (event: KeyboardEvent) => !event.shiftKey && isLetter(event, key);
const shifted = (key: string) => (event: KeyboardEvent) => event.shiftKey && isLetter(event, key);
/** By value, or by place where the layout puts digits behind Shift. A number pad without Num Lock moves the cursor. */
const digit = (event: KeyboardEvent): number => {
  const named = /^[0-9]$/.test(event.key) ? event.key : /^Digit([0-9])$/.exec(event.code)?.[1];
  return event.shiftKey || named === undefined ? Number.NaN : Number(named);
};

const HELP: Shortcut = {
  keys: ['?'],
  does: 'Show these keys',
  matches: (event) => event.key === '?',
  run: (_session, _event, showHelp) => showHelp(),
};

/** Every key of the Listen screen; the help dialog prints this list. */
export const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: ['Space'],
    does: 'Play or pause',
    matches: (event) => event.key === ' ',
    run: (session) => session.listen.getState().togglePlay(),
  },
  {
    keys: ['←', '→'],
    does: 'Back or on by five seconds',
    matches: (event) => event.key === 'ArrowLeft' || event.key === 'ArrowRight',
    run: (session, event) => session.skip(event.key === 'ArrowLeft' ? -SKIP_SEC : SKIP_SEC),
    repeats: true,
  },
  {
    keys: ['A', 'B'],
    does: 'Listen through slot A or B',
    matches: (event) => letter('a')(event) || letter('b')(event),
    run: (session, event) => session.listen.getState().chooseSlot(isLetter(event, 'a') ? 'A' : 'B'),
  },
  {
    keys: ['X'],
    does: 'Swap the last two targets',
    matches: letter('x'),
    run: (session) => session.listen.getState().swap(),
  },
  {
    keys: ['Shift A', 'Shift B'],
    does: 'Put the current target in slot A or B',
    matches: (event) => shifted('a')(event) || shifted('b')(event),
    run(session, event) {
      const { assignSlot, targetId } = session.listen.getState();
      assignSlot(isLetter(event, 'a') ? 'A' : 'B', targetId);
    },
  },
  {
    keys: ['0'],
    does: 'Flat reference',
    matches: (event) => digit(event) === 0,
    run(session) {
      const id = flatId(session);
      if (id !== undefined) session.listen.getState().chooseTarget(id);
    },
  },
  {
    keys: ['1', '…', '9'],
    does: 'Pinned targets',
    matches: (event) => digit(event) >= 1,
    run: (session, event) => session.listen.getState().choosePin(digit(event) - 1),
  },
  {
    keys: ['L'],
    does: 'Loop on or off',
    matches: letter('l'),
    run: (session) => session.listen.getState().toggleLoop(),
  },
  {
    keys: ['M'],
    does: 'Match loudness on or off',
    matches: letter('m'),
    run: (session) => session.listen.getState().toggleMatching(),
  },
  ...LAYER_NAMES.map((layer): Shortcut => ({
    keys: [LAYER_KEYS[layer]],
    does: `${LAYER_LABELS[layer]} on or off`,
    matches: letter(LAYER_KEYS[layer].toLowerCase()),
    run(session) {
      const { layers, setLayer } = session.listen.getState();
      setLayer(layer, !layers[layer]);
    },
  })),
  HELP,
];

const TEXT_INPUTS = new Set(['text', 'search', 'number', 'email', 'url', 'password', 'tel', 'date', 'time']);

export function isTyping(target: Element): boolean {
  if (target.closest('textarea, select, [contenteditable=""], [contenteditable="true"]')) return true;
  return target instanceof HTMLInputElement && TEXT_INPUTS.has(target.type);
}

/** True where the focused control itself uses the key: pressing it must do one thing, not two. */
export function isUsedByControl(target: Element, key: string): boolean {
  if (key === ' ')
    return target.closest('button, summary, a[href], input:not([type="radio"], [type="range"])') !== null;
  const isArrow = key.startsWith('Arrow');
  return isArrow && target instanceof HTMLInputElement && (target.type === 'radio' || target.type === 'range');
}

/**
 * Listens for keys on the window. The handler runs the store action itself: a switch reaches the engine inside the
 * key event.
 * @param isListen false on other screens, which have keys of their own; only the help stays
 */
export function installShortcuts(scope: Scope, session: Session, isListen: boolean, showHelp: () => void): void {
  scope.listen<KeyboardEvent>(window, 'keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector('dialog[open]')) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (isTyping(target) || isUsedByControl(target, event.key)) return;
    const shortcut = SHORTCUTS.find((entry) => entry.matches(event));
    if (!shortcut || (!isListen && shortcut !== HELP)) return;
    // Space would scroll the page.
    event.preventDefault();
    if (!event.repeat || shortcut.repeats) shortcut.run(session, event, showHelp);
  });
}
