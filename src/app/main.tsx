import { createRoot } from 'react-dom/client';
import { loadPart } from '../core/loadPart';
import { Scope } from '../core/scope';
import { CATALOGUE } from '../devices/catalogue';
import { createStorage } from '../storage/createStorage';
import { createSession } from '../store/session';
import { App } from '../ui/App';
import { FrameLoop } from '../ui/frame/FrameLoop';
import { createDemoSource } from './demoSource';
import { lookForNewBuild } from './newBuild';
import { holdOpenLock } from './openLock';
import { saveFile } from './saveFile';
import { mirrorTheme, readMirroredTheme } from './themeMirror';

/** A page that is never idle still gets its background work done, this much later. */
const IDLE_LIMIT_MS = 3000;
/** Where the browser does not tell when it is idle. */
const IDLE_MS = 200;
/** The page is made to work offline this long after it has opened: whoever presses Play at once hears it first. */
const INSTALL_AFTER_MS = 4000;

const scope = new Scope();
holdOpenLock();

/** Two frames after the first render something is on the screen; a hidden tab has no frames and need not wait. */
const firstPaint = new Promise<void>((resolve) => {
  requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  setTimeout(resolve, 500);
});

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: IDLE_LIMIT_MS });
    else setTimeout(resolve, IDLE_MS);
  });

let opened: ReturnType<typeof createStorage> | undefined;
const openStorage = (): ReturnType<typeof createStorage> => (opened ??= createStorage());

const session = createSession({
  catalogue: CATALOGUE,
  async openStorage() {
    const storage = await openStorage();
    if (storage.trouble) session.library.getState().addProblem({ code: storage.trouble, detail: {} });
    return storage;
  },
  loadEngine: async () => (await import('../audio/createEngine')).createEngine(),
  loadDecoder: async () =>
    (await loadPart('The decoder', () => import('../audio/decode/createDecoder'))).createDecoder(),
  loadAnalysis: async () => (await import('../analysis/createAnalysis')).createAnalysis(),
  loadTraining: async (parts) =>
    (await import('./loadTraining')).loadTraining(parts, async () => (await openStorage()).openProgress()),
  loadDevices: async (parts) =>
    (await loadPart('What imports, makes and exports devices', () => import('./loadDevices'))).loadDevices(parts),
  loadStoredData: async (parts) =>
    (await loadPart('What shows and backs up what is stored', () => import('./loadStoredData'))).loadStoredData(
      parts,
      async () => (await openStorage()).openProgress(),
    ),
  demos: createDemoSource(import.meta.env.BASE_URL),
  saveFile,
  loadZip: async () => (await loadPart('What writes ZIP files', () => import('./writeZip'))).writeZip,
  idle,
  firstPaint,
  theme: readMirroredTheme(),
});

const frames = new FrameLoop(
  scope,
  () => session.live.isPlaying,
  () => session.library.getState().jobs.some((job) => job.phase === 'decoding'),
);
// Whatever changes may be drawn by frames: the loop wakes, draws and goes to rest again.
for (const store of [session.listen, session.playback, session.preferences, session.devices]) {
  scope.add(store.subscribe(() => frames.wake()));
}
scope.add(mirrorTheme(session.preferences));
scope.listen(document, 'visibilitychange', () => {
  if (document.hidden) void session.flush();
});
scope.listen(window, 'pagehide', () => void session.flush());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const reactRoot = createRoot(root);
// Not as a transition: what storage answers meanwhile would make React begin again, and draw everything twice.
reactRoot.render(<App desk={{ session, frames }} />);
void session.start();

const pauseAfterOpening = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, INSTALL_AFTER_MS);
    scope.add(() => clearTimeout(timer));
  });

/** Neither the first sound nor the drawing of the first screens has to share the line and the processor with this. */
async function installLater(): Promise<void> {
  await pauseAfterOpening();
  await idle();
  const { installOffline } = await import('./installOffline');
  await installOffline(scope, session.installation, import.meta.env.BASE_URL, idle);
}

/** Without it the page works as long as there is a connection; a press or the next visit tries again. */
function installOrTell(): void {
  installLater().catch(() =>
    session.installation.setState({
      offline: { kind: 'partial', missing: ['page'], cause: 'unreachable' },
      fetchMissing: installOrTell,
    }),
  );
}
installOrTell();

/** A part that does not come may be gone for good: a newer build has been published. The page then offers it. */
scope.listen(window, 'vite:preloadError', () => {
  lookForNewBuild(session.installation).catch(() => undefined);
});
