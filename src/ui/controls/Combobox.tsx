// No element of HTML can be typed into and shows a list with details and headings.
/* oxlint-disable jsx-a11y/prefer-tag-over-role */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import css from './Combobox.module.css';

export interface ComboboxOption {
  readonly id: string;
  readonly label: string;
  /** A quieter second line. */
  readonly detail?: string;
}

export interface ComboboxGroup {
  /** Heading; none for choices that stand by themselves. */
  readonly label?: string;
  readonly options: readonly ComboboxOption[];
}

/** Kept in sight around the option that is pointed at: a heading, or half of what comes next. */
const SIGHT_PX = 24;
/** Height of the field with its label above it. */
const FIELD_PX = 88;

/**
 * A choice that is found by typing (ARIA 1.2 combobox with a list below). The caller filters: `groups` are what fits
 * `query`, which is empty while nothing has been typed.
 */
export function Combobox({
  id,
  value,
  chosenId,
  groups,
  query,
  describedBy,
  onQuery,
  onChoose,
  note,
}: {
  /** Of the field, for its label. */
  readonly id: string;
  /** What is chosen, in words; stands in the field while nobody types. */
  readonly value: string;
  readonly chosenId: string;
  readonly groups: readonly ComboboxGroup[];
  readonly query: string;
  readonly describedBy?: string;
  readonly onQuery: (query: string) => void;
  readonly onChoose: (id: string) => void;
  /** Below the list: what else can be had, or that nothing fits. */
  readonly note?: ReactNode;
}) {
  const listId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [isTyping, setIsTyping] = useState(false);
  const [activeId, setActiveId] = useState<string | null>(null);
  const popupRef = useRef<HTMLDivElement>(null);
  const listRef = useRef<HTMLDivElement>(null);
  const options = groups.flatMap((group) => group.options);
  const active =
    options.find((option) => option.id === activeId) ??
    (query !== '' ? options[0] : options.find((option) => option.id === chosenId));
  const optionId = (option: ComboboxOption): string => `${listId}-${options.indexOf(option)}`;

  // On a small screen the page moves up as far as the list needs it, but the field stays in sight.
  useEffect(() => {
    const popup = isOpen && popupRef.current;
    if (!popup) return;
    const { top, bottom } = popup.getBoundingClientRect();
    const hidden = Math.min(bottom + SIGHT_PX - window.innerHeight, top - FIELD_PX);
    if (hidden > 0) window.scrollBy({ top: hidden });
  }, [isOpen]);

  // From then on the list alone scrolls.
  useEffect(() => {
    const list = listRef.current;
    const shown = list?.querySelector<HTMLElement>('[data-active]');
    if (!list || !shown) return;
    const top = shown.offsetTop - SIGHT_PX;
    const bottom = shown.offsetTop + shown.offsetHeight + SIGHT_PX - list.clientHeight;
    if (list.scrollTop > top) list.scrollTop = top;
    else if (list.scrollTop < bottom) list.scrollTop = bottom;
  });

  const open = (): void => {
    setIsOpen(true);
    setActiveId(null);
  };
  const close = (): void => {
    setIsOpen(false);
    setIsTyping(false);
    setActiveId(null);
    onQuery('');
  };
  const choose = (option: ComboboxOption): void => {
    close();
    onChoose(option.id);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    // Typing begins anew: what stands there is a choice, not a text to be gone on with.
    if (!isTyping && event.key.length === 1 && !event.ctrlKey && !event.metaKey) event.currentTarget.select();
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (!isOpen) open();
      else if (options.length > 0) {
        const now = active ? options.indexOf(active) : step > 0 ? -1 : options.length;
        const next = Math.abs(step) === 1 ? (now + step + options.length) % options.length : now + step;
        setActiveId(options[Math.min(Math.max(next, 0), options.length - 1)]!.id);
      }
    } else if (event.key === 'Enter') {
      if (!isOpen) open();
      else if (active) choose(active);
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      close();
    }
  };

  return (
    <div className={css.box}>
      <input
        id={id}
        type="text"
        role="combobox"
        className={css.field}
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen && active ? optionId(active) : undefined}
        aria-describedby={describedBy}
        value={isTyping ? query : value}
        title={value}
        onFocus={(event) => event.currentTarget.select()}
        onClick={(event) => {
          if (isOpen) return;
          event.currentTarget.select();
          open();
        }}
        onChange={(event) => {
          setIsTyping(true);
          onQuery(event.currentTarget.value);
          open();
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <span className={css.arrow} aria-hidden="true" />
      {isOpen && (
        // Pressing what is in here must not take the focus out of the field.
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
        <div ref={popupRef} className={css.popup} onMouseDown={(event) => event.preventDefault()}>
          <div ref={listRef} id={listId} role="listbox" className={css.list} aria-labelledby={`${id}-label`}>
            {groups.map((group, index) => (
              // Groups keep their places while options come and go.
              // oxlint-disable-next-line react/no-array-index-key
              <div key={index} role="group" aria-label={group.label}>
                {group.label && (
                  <p className={css.heading} aria-hidden="true">
                    {group.label}
                  </p>
                )}
                {group.options.map((option) => (
                  // The keys are the field's: the focus never leaves it.
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
                  <div
                    key={option.id}
                    id={optionId(option)}
                    role="option"
                    className={css.option}
                    tabIndex={-1}
                    aria-selected={option.id === chosenId}
                    data-active={option === active || undefined}
                    onClick={() => choose(option)}
                  >
                    {option.label}
                    {option.detail && <span className={css.detail}> {option.detail}</span>}
                  </div>
                ))}
              </div>
            ))}
          </div>
          {note && <div className={css.note}>{note}</div>}
        </div>
      )}
    </div>
  );
}
