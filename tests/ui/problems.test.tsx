import { act, render, screen, within } from '@testing-library/react';
import type { ComponentType } from 'react';
import { Suspense } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { lazyPart, PartMissing } from '../../src/ui/problems/lazyPart';
import { PartBoundary } from '../../src/ui/problems/PartBoundary';
import { settle } from '../support/fakeSession';
import { renderDesk } from '../support/renderDesk';

const button = (name: string | RegExp) => screen.getByRole('button', { name });

describe('many problems of one kind', () => {
  const add = (desk: Awaited<ReturnType<typeof renderDesk>>, from: number, to: number): Promise<void> =>
    act(async () => {
      for (let i = from; i <= to; i++) {
        desk.session.library.getState().addProblem({ code: 'decode-not-audio', detail: {}, subject: `page ${i}.pdf` });
        // Each file is judged in a turn of its own.
        // oxlint-disable-next-line no-await-in-loop
        await Promise.resolve();
      }
      await settle();
    });

  it('are one line with their number, and the names in a dialog on demand [fault: many-messages]', async () => {
    const desk = await renderDesk();
    await add(desk, 1, 178);
    const alert = await screen.findByText('178 files are not audio files.', undefined, { timeout: 10_000 });
    expect(alert).toBeVisible();
    const region = screen.getByRole('alert');
    expect(within(region).getAllByRole('listitem')).toHaveLength(1);
    expect(region).not.toHaveTextContent('page 17.pdf');
    expect(region).toHaveTextContent('Choose a WAV');
    await desk.user.click(button('Show list'));
    const dialog = screen.getByRole('dialog', { name: '178 files are not audio files.' });
    expect(within(dialog).getAllByRole('listitem')).toHaveLength(178);
    expect(dialog).toHaveTextContent('page 178.pdf');
    expect(region.contains(dialog)).toBe(false);
    await desk.user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await desk.user.click(button('Dismiss all'));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('change the alert a few times, not once for each [fault: many-messages]', async () => {
    const desk = await renderDesk();
    await add(desk, 1, 4);
    const region = screen.getByRole('alert');
    let changeCount = 0;
    const observer = new MutationObserver(() => changeCount++);
    observer.observe(region, { childList: true, characterData: true, subtree: true });
    for (let i = 5; i <= 178; i++) {
      // oxlint-disable-next-line no-await-in-loop
      await act(async () =>
        desk.session.library.getState().addProblem({ code: 'decode-not-audio', detail: {}, subject: `page ${i}.pdf` }),
      );
    }
    await screen.findByText('178 files are not audio files.', undefined, { timeout: 10_000 });
    observer.disconnect();
    // 174 files more: as many changes as there are spans of two seconds in which they came, and the last.
    expect(changeCount).toBeLessThan(20);
  });

  it('are all counted in the end, though one comes in the very moment of drawing', async () => {
    const desk = await renderDesk();
    await add(desk, 1, 4);
    vi.useFakeTimers();
    try {
      const addOne = (i: number): void =>
        desk.session.library.getState().addProblem({ code: 'decode-not-audio', detail: {}, subject: `page ${i}.pdf` });
      act(() => addOne(5));
      act(() => {
        vi.advanceTimersByTime(2000);
        addOne(6);
      });
      act(() => {
        vi.advanceTimersByTime(2000);
      });
      expect(screen.getByRole('alert')).toHaveTextContent('6 files are not audio files.');
    } finally {
      vi.useRealTimers();
    }
  });

  it('stay lines of their own while they are few or differ', async () => {
    const desk = await renderDesk();
    await add(desk, 1, 3);
    act(() => desk.session.library.getState().addProblem({ code: 'decode-empty', detail: {}, subject: 'nil.wav' }));
    expect(within(screen.getByRole('alert')).getAllByRole('listitem')).toHaveLength(4);
    await add(desk, 4, 4);
    await screen.findByText('4 files are not audio files.');
    expect(within(screen.getByRole('alert')).getAllByRole('listitem')).toHaveLength(2);
    await desk.user.click(button('Dismiss: 4 files are not audio files.'));
    expect(screen.getByRole('alert')).toHaveTextContent('nil.wav');
    expect(within(screen.getByRole('alert')).getAllByRole('listitem')).toHaveLength(1);
  });
});

describe('a part of the screen', () => {
  const show = async (Part: ComponentType, onClose?: () => void): Promise<void> =>
    act(async () => {
      render(
        <main>
          <p>The rest</p>
          <Suspense>
            <PartBoundary name="The chart" {...(onClose && { onClose })}>
              <Part />
            </PartBoundary>
          </Suspense>
        </main>,
        { onCaughtError: () => undefined },
      );
      await settle();
    });

  it('that does not load is named, and every attempt fetches anew [fault: chunk-missing]', async () => {
    let count = 0;
    await show(
      lazyPart(async () => {
        if (++count < 3) throw new TypeError('Failed to fetch');
        return { default: () => <p>Here it is</p> };
      }),
    );
    expect(screen.getByRole('alert')).toHaveTextContent('The chart could not be loaded. Check the connection');
    expect(screen.getByText('The rest')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Reload the page' })).toBeNull();
    const again = async (): Promise<void> =>
      act(async () => {
        button('Try again').click();
        await settle();
      });
    await again();
    expect(button('Reload the page')).toBeVisible();
    await again();
    expect(screen.getByText('Here it is')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(count).toBe(3);
  });

  it('that throws while it is drawn leaves the rest, and is drawn again when asked for [fault: chunk-missing]', async () => {
    let isBroken = true;
    await show(() => {
      if (isBroken) throw new RangeError('not a number');
      return <p>Here it is</p>;
    });
    expect(screen.getByRole('alert')).toHaveTextContent('The chart stopped working. Try again.');
    expect(screen.getByText('The rest')).toBeVisible();
    isBroken = false;
    await act(async () => button('Try again').click());
    expect(screen.getByText('Here it is')).toBeVisible();
  });

  it('that was opened can be closed again', async () => {
    const onClose = vi.fn<() => void>();
    await show(() => {
      throw new PartMissing(new Error('gone'));
    }, onClose);
    await act(async () => button('Close').click());
    expect(onClose).toHaveBeenCalledOnce();
  });
});

describe('a newer version', () => {
  it('is offered, waits for other tabs in words, and is taken when asked for [fault: update-elsewhere]', async () => {
    const desk = await renderDesk();
    const takeUpdate = vi.fn<() => void>();
    act(() => desk.session.installation.setState({ update: { kind: 'ready' }, takeUpdate }));
    expect(screen.getByText(/A newer version is ready/)).toBeVisible();
    await desk.user.click(button('Reload into it'));
    expect(takeUpdate).toHaveBeenCalledOnce();
    act(() => desk.session.installation.setState({ update: { kind: 'waiting', otherTabCount: 2 } }));
    expect(screen.getByText(/Elsewhere is open in 2 other tabs, which it would interrupt/)).toBeVisible();
  });
});

describe('use without a connection', () => {
  it('is told in About: ready, or what is missing and how to get it', async () => {
    const desk = await renderDesk();
    const fetchMissing = vi.fn<() => void>();
    await desk.user.click(button('About Elsewhere'));
    const status = await screen.findByRole('status', { name: 'Without a connection' });
    expect(status).toHaveTextContent('about to be stored');
    act(() => desk.session.installation.setState({ offline: { kind: 'ready' } }));
    expect(status).toHaveTextContent('Ready to work without a connection');
    act(() =>
      desk.session.installation.setState({
        offline: { kind: 'partial', missing: ['passages', 'stems'], cause: 'save-data' },
        fetchMissing,
      }),
    );
    expect(status).toHaveTextContent('the passages for drills and the stems of the demo song. Your browser asks');
    await desk.user.click(button('Fetch what is missing'));
    expect(fetchMissing).toHaveBeenCalledOnce();
  });
});
