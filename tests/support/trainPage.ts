import type { Locator, Page } from 'playwright';
import { expect } from '@playwright/test';
import type { DrillSpec } from '../../src/drills/records';
import { writeLink } from '../../src/drills/shareLink';

/** More stops than any screen has: who comes this far has missed what they wanted. */
const MOST_TABS = 150;

type AnswerKind = 'choice' | 'scale' | 'moment' | 'eq';

/** The Train screen by role and name, worked by keyboard. */
export class TrainPage {
  readonly heading: Locator;
  readonly trial: Locator;
  readonly question: Locator;
  readonly versions: Locator;
  readonly options: Locator;
  readonly summary: Locator;
  readonly alerts: Locator;
  readonly play: Locator;
  readonly pause: Locator;
  readonly position: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { level: 1 });
    this.trial = page.getByRole('region', { name: 'Trial' });
    this.question = this.trial.getByRole('heading', { level: 1 });
    this.versions = page.getByRole('group', { name: 'Versions' });
    this.options = page.getByRole('group', { name: 'Answer' });
    this.summary = page.getByRole('region', { name: 'Summary' });
    this.alerts = page.getByRole('alert');
    this.play = this.trial.getByRole('button', { name: 'Play', exact: true });
    this.pause = this.trial.getByRole('button', { name: 'Pause', exact: true });
    this.position = this.trial.getByRole('slider', { name: 'Position' });
  }

  /** Opens Train as the first screen. */
  async open(hash = '#train'): Promise<void> {
    await this.page.goto(`/${hash}`);
    await expect(this.heading).toBeVisible();
  }

  /** Goes to what is wanted as somebody without a mouse does. */
  async tabTo(wanted: Locator): Promise<void> {
    await expect(wanted).toBeVisible();
    for (let stop = 0; stop < MOST_TABS; stop++) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${String(wanted)} cannot be reached with Tab`);
  }

  async pressOn(wanted: Locator): Promise<void> {
    await this.tabTo(wanted);
    await this.page.keyboard.press('Enter');
  }

  /** A link that anybody could have been sent: any drill, as few trials as wanted. */
  linkTo(blocks: readonly (Pick<DrillSpec, 'kindId' | 'seed'> & Partial<DrillSpec>)[], title = 'A drill'): string {
    return writeLink(
      title,
      blocks.map((block) => ({ mode: 'test', trialCount: 1, settings: {}, deviceId: null, trackIds: [], ...block })),
    );
  }

  /** Follows a link within the open page. */
  async follow(link: string): Promise<void> {
    await this.page.evaluate((hash) => {
      window.location.hash = hash;
    }, link);
  }

  /** Says yes to a drill that came by link. */
  async acceptInvitation(): Promise<void> {
    await this.pressOn(this.page.getByRole('button', { name: 'Start', exact: true }));
  }

  /** The question stands there and has the focus. @param index 1-based */
  async expectQuestion(index: number, count: number): Promise<void> {
    await expect(this.trial.getByText(`${index} of ${count}`, { exact: true })).toBeVisible();
    await expect(this.question).not.toHaveText(/^Preparing/);
    await expect(this.trial.getByRole('heading', { name: /^(?:Right|Not this time)$/ })).toHaveCount(0);
    await expect(this.question).toBeFocused();
  }

  async answerKind(): Promise<AnswerKind> {
    if ((await this.page.getByRole('slider', { name: 'Moment' }).count()) > 0) return 'moment';
    if ((await this.options.count()) > 0) return 'choice';
    if ((await this.page.getByRole('textbox', { name: 'Gain' }).count()) > 0) return 'eq';
    if ((await this.page.getByRole('spinbutton', { name: 'Gain' }).count()) > 0) return 'eq';
    return 'scale';
  }

  /** Answers something, whatever is asked, by keyboard. */
  async answer(): Promise<AnswerKind> {
    const kind = await this.answerKind();
    const { keyboard } = this.page;
    switch (kind) {
      case 'choice':
        await keyboard.press('1');
        break;
      case 'scale':
        await keyboard.press('ArrowRight');
        await keyboard.press('PageUp');
        await keyboard.press('Enter');
        break;
      case 'moment':
        await keyboard.press('m');
        await keyboard.press('ArrowRight');
        await keyboard.press('1');
        await keyboard.press('Enter');
        break;
      case 'eq':
        await keyboard.press('ArrowUp');
        await keyboard.press('ArrowRight');
        await keyboard.press('Enter');
        break;
    }
    return kind;
  }

  /** The answer has been judged, and the verdict has the focus. */
  async expectVerdict(): Promise<void> {
    await expect(this.question).toHaveText(/^(?:Right|Not this time)$/);
    await expect(this.question).toBeFocused();
  }

  /** What Progress has counted in all. Leaves Train. */
  async expectTrialsInProgress(count: number): Promise<void> {
    await this.pressOn(this.page.getByRole('link', { name: 'Progress', exact: true }));
    await expect(this.heading).toHaveText('Progress');
    const figure = this.page.locator('div').filter({ has: this.page.getByText('Trials', { exact: true }) });
    await expect(figure.getByRole('definition').last()).toHaveText(String(count));
  }

  /** Unfolds the summary and reads what each of its trials was, in order. */
  async truths(): Promise<string[]> {
    const lists = this.summary.getByRole('group', { name: /^Hear trial/ });
    for (const fold of await this.summary.getByText(/trials? to hear again/).all()) await fold.click();
    await expect(this.summary.locator('details:not([open])')).toHaveCount(0);
    return lists.evaluateAll((groups) =>
      groups.map((group) => group.parentElement?.querySelector('p + p')?.textContent ?? ''),
    );
  }
}
