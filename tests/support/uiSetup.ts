import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
// The screen loads it when there is something to say; here no test waits for the disk.
import '../../src/ui/problems/ProblemList';

// A part that comes later (a page, a device's evidence) takes more than the usual second where the machine is busy.
configure({ asyncUtilTimeout: 20_000 });

// What jsdom lacks and the screen uses. Each is as small as the screen's use of it.

class QuietResizeObserver implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= QuietResizeObserver;

/** Width of the pretended window, for the media queries of the screen (`(max-width: Npx)`). */
let windowWidth = 1440;
export function setWindowWidth(width: number): void {
  windowWidth = width;
}
window.matchMedia = (query: string): MediaQueryList => {
  const limit = Number(/max-width: (\d+)px/.exec(query)?.[1] ?? Number.NaN);
  return Object.assign(new EventTarget(), {
    matches: windowWidth <= limit,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  });
};

// jsdom has no canvas: what is drawn is looked at in a real browser.
HTMLCanvasElement.prototype.getContext = () => null;

if (!('showModal' in HTMLDialogElement.prototype) || !HTMLDialogElement.prototype.showModal) {
  HTMLDialogElement.prototype.showModal = function (this: HTMLDialogElement) {
    this.setAttribute('open', '');
  };
  HTMLDialogElement.prototype.close = function (this: HTMLDialogElement) {
    this.removeAttribute('open');
    this.dispatchEvent(new Event('close'));
  };
}

if (!('stream' in Blob.prototype)) {
  Object.defineProperty(Blob.prototype, 'stream', {
    value(this: Blob): ReadableStream {
      return new ReadableStream({
        start: async (controller) => {
          controller.enqueue(new Uint8Array(await this.arrayBuffer()));
          controller.close();
        },
      });
    },
  });
}

afterEach(() => {
  cleanup();
  windowWidth = 1440;
  window.location.hash = '';
});
