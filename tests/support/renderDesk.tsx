import { act, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { Scope } from '../../src/core/scope';
import { App } from '../../src/ui/App';
import { FrameLoop } from '../../src/ui/frame/FrameLoop';
import { fakeSession, settle, type FakeParts, type FakeSession } from './fakeSession';

export interface RenderedDesk extends FakeSession {
  readonly user: UserEvent;
  /** Lets all promises settle and React draw what came of it. */
  settled(): Promise<void>;
  /** Runs frames until the instruments have read once more. */
  frame(): Promise<void>;
  unmount(): void;
}

/** The whole screen on a fake session that has started. */
export async function renderDesk(given: Partial<FakeParts> = {}): Promise<RenderedDesk> {
  const parts = fakeSession(given);
  const frames = new FrameLoop(new Scope(), () => parts.session.live.isPlaying);
  const { unmount } = render(<App desk={{ session: parts.session, frames }} />);
  const settled = async (): Promise<void> => {
    await act(settle);
  };
  await act(() => parts.session.start());
  await settled();
  return {
    ...parts,
    // The file chooser of a person can be told to show all files.
    user: userEvent.setup({ applyAccept: false }),
    settled,
    frame: async () => {
      frames.wake();
      await act(async () => {
        await new Promise<void>((resolve) => {
          setTimeout(resolve, 350);
        });
      });
    },
    unmount,
  };
}
