import type { Locator, Page } from 'playwright';

/** The Listen screen by role and name, as people with screen readers find it. */
export class ListenPage {
  readonly addFiles: Locator;
  readonly tracks: Locator;
  readonly play: Locator;
  readonly pause: Locator;
  readonly position: Locator;
  readonly loop: Locator;
  readonly loopStart: Locator;
  readonly loopEnd: Locator;
  readonly targets: Locator;
  readonly slotA: Locator;
  readonly slotB: Locator;
  readonly swap: Locator;
  readonly matchLoudness: Locator;
  readonly nowPlaying: Locator;
  readonly exportAudio: Locator;
  readonly exportSeveral: Locator;
  readonly alerts: Locator;
  readonly heading: Locator;
  /** Everything that is still loading or being measured. */
  readonly progress: Locator;

  constructor(readonly page: Page) {
    this.addFiles = page.getByLabel('Add audio files');
    this.tracks = page.getByRole('list', { name: 'Tracks' });
    this.play = page.getByRole('button', { name: 'Play', exact: true });
    this.pause = page.getByRole('button', { name: 'Pause', exact: true });
    this.position = page.getByRole('slider', { name: 'Position' });
    this.loop = page.getByRole('button', { name: 'Loop', exact: true });
    this.loopStart = page.getByLabel('Loop start');
    this.loopEnd = page.getByLabel('Loop end');
    this.targets = page.getByRole('radiogroup', { name: 'Playback target' });
    this.slotA = page.getByRole('button', { name: 'A', exact: true });
    this.slotB = page.getByRole('button', { name: 'B', exact: true });
    this.swap = page.getByRole('button', { name: 'Swap' });
    this.matchLoudness = page.getByRole('switch', { name: 'Match loudness' });
    this.nowPlaying = page.getByRole('status', { name: 'Now playing through' });
    this.exportAudio = page.getByRole('button', { name: 'Export audio' });
    this.exportSeveral = page.getByRole('button', { name: 'Export through several' });
    this.alerts = page.getByRole('alert');
    this.heading = page.getByRole('heading', { level: 1 });
    this.progress = page.getByRole('progressbar');
  }

  target(name: string): Locator {
    return this.targets.getByRole('radio', { name, exact: true });
  }

  track(name: string): Locator {
    return this.tracks.getByRole('listitem').filter({ hasText: name });
  }
}
