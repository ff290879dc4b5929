import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { Scope } from '../../src/core/scope';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { CustomDrill, DrillSpec, OpenSession, SkillState } from '../../src/drills/records';
import type { WorkoutBlock } from '../../src/drills/workout';
import type { Session } from '../../src/store/session';
import type { Training } from '../../src/store/train/Training';
import type { Activity, TrainFacts, TrainNotice } from '../../src/store/train/trainStore';
import { PartBoundary } from '../../src/ui/problems/PartBoundary';
import { FrameLoop } from '../../src/ui/frame/FrameLoop';
import { DeskProvider } from '../../src/ui/SessionContext';
import TrainScreen from '../../src/ui/train/TrainScreen';
import { noticeWords } from '../../src/ui/words/training';
import { fakeFile, fakeSession, settle } from '../support/fakeSession';
import { fakeTraining, type FakeTraining } from '../support/fakeTraining';
import { setWindowWidth } from '../support/uiSetup';

const PHONE = CATALOGUE.find((device) => device.pictogram === 'phone')!;
const BOOST = DRILL_KINDS.find(({ id }) => id === 'bandBoost')!;
const FAULTS = DRILL_KINDS.find(({ id }) => id === 'mixedFaults')!;
const LOUDER = DRILL_KINDS.find(({ id }) => id === 'louder')!;

const spec = (kindId: string, more: Partial<DrillSpec> = {}): DrillSpec => ({
  kindId,
  mode: 'practise',
  trialCount: 10,
  seed: 7,
  settings: {},
  deviceId: null,
  trackIds: [],
  ...more,
});

const WORKOUT: readonly WorkoutBlock[] = [
  { spec: spec('bandBoost'), reason: 'due since Monday', minutes: 3 },
  { spec: spec('louder', { deviceId: PHONE.id }), reason: 'your weakest through the phone', minutes: 2.5 },
];

const OWN: CustomDrill = {
  id: 'own-1',
  name: 'Monday class',
  createdAt: 1,
  blocks: [
    {
      kindId: 'bandBoost',
      mode: 'test',
      trialCount: 10,
      settings: { thirdOctaves: true },
      deviceId: null,
      trackIds: [],
    },
    { kindId: 'louder', mode: 'practise', trialCount: 20, settings: {}, deviceId: PHONE.id, trackIds: ['gone'] },
  ],
};

const UNFINISHED: OpenSession = {
  id: 's',
  title: 'Daily workout',
  blocks: [spec('louder'), spec('bandBoost')],
  start: {},
  answers: [1, 2, 3],
  startedAt: 1,
  savedAt: Date.UTC(2026, 10, 20),
};

/** A listener who hears everything down to a strength and guesses below it. */
function skillOf(kindId: string, deviceId: string | null, hearsFrom: number): SkillState {
  const outcomes = Array.from({ length: 60 }, (_, i) => {
    const strength = [0.4, 0.6, 0.9, 1.3, 1.9, 2.6][i % 6]!;
    return [strength, strength >= hearsFrom || i % 4 < 2, 0.5] as const;
  });
  return {
    key: `${kindId}|${deviceId ?? 'flat'}|-`,
    kindId,
    deviceId,
    band: null,
    history: { outcomes },
    trialCount: 60,
    correctCount: outcomes.filter(([, isCorrect]) => isCorrect).length,
    card: null,
    updatedAt: 1,
  };
}

interface Rendered extends FakeTraining {
  readonly session: Session;
  readonly user: UserEvent;
  readonly container: HTMLElement;
  readonly set: (facts: Partial<TrainFacts>) => Promise<void>;
}

async function renderTrain(
  facts: Partial<TrainFacts> = {},
  { hash = '#train', training = {} }: { readonly hash?: string; readonly training?: Partial<Training> } = {},
): Promise<Rendered> {
  window.location.hash = hash;
  const fake = fakeTraining(facts);
  const { session: made } = fakeSession();
  await made.start();
  const ready = Promise.resolve({ ...fake.training, ...training });
  const session = { ...made, training: () => ready };
  const { container } = await act(async () => {
    const rendered = render(
      <DeskProvider value={{ session, frames: new FrameLoop(new Scope(), () => false) }}>
        <main>
          <TrainScreen />
        </main>
      </DeskProvider>,
    );
    await settle();
    return rendered;
  });
  const set = async (more: Partial<TrainFacts>): Promise<void> => {
    await act(async () => {
      fake.store.setState(more);
      await settle();
    });
  };
  return Object.assign(fake, { session, user: userEvent.setup(), container, set });
}

/** The page follows the address, which tells in a turn of its own. */
async function goTo(hash: string): Promise<void> {
  await act(async () => {
    window.location.hash = hash;
    await settle();
  });
}

async function violations(container: HTMLElement): Promise<string[]> {
  const { violations: found } = await axe.run(container, {
    // jsdom lays nothing out; colours are held by a test of the tokens.
    rules: { 'color-contrast': { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const heading = (): HTMLElement => screen.getByRole('heading', { level: 1 });

afterEach(() => localStorage.clear());

describe('the start of Train', () => {
  it.each<readonly [state: string, facts: Partial<TrainFacts>]>([
    ['with nothing to do', {}],
    ['while practice is being read', { isReady: false }],
    ['with everything there is', { workout: WORKOUT, customDrills: [OWN], skills: [skillOf('louder', null, 1)] }],
    [
      'with everything in the way',
      {
        openSession: UNFINISHED,
        isBusyElsewhere: true,
        notice: { code: 'stimulus-failed' },
        invitation: { title: 'Class', blocks: [spec('louder')] },
      },
    ],
  ])('%s has no fault that axe finds', async (_state, facts) => {
    const { container } = await renderTrain(facts);
    expect(await violations(container)).toEqual([]);
  });

  it('lists every kind in its group, and finds one by its words', async () => {
    const { user } = await renderTrain();
    const drills = within(screen.getByRole('region', { name: 'Drills' }));
    for (const { id, name } of DRILL_KINDS) {
      expect(drills.getByRole('link', { name: new RegExp(`^${name}`) }), name).toHaveAttribute('href', `#train/${id}`);
    }
    await user.click(drills.getByRole('button', { name: 'Faults' }));
    expect(drills.getAllByRole('link')).toHaveLength(DRILL_KINDS.filter(({ group }) => group === 'faults').length);
    await user.type(drills.getByRole('searchbox', { name: 'Search drills' }), 'boosted');
    expect(drills.queryByRole('link', { name: new RegExp(`^${BOOST.name}`) })).toBeNull();
    await user.clear(drills.getByRole('searchbox'));
    await user.type(drills.getByRole('searchbox'), 'nothing like it');
    expect(drills.queryAllByRole('link')).toHaveLength(0);
    await user.click(drills.getByRole('button', { name: 'Show all drills' }));
    expect(drills.getAllByRole('link')).toHaveLength(DRILL_KINDS.length);
  });

  it('says what the listener hears, through the device that is chosen', async () => {
    const { user } = await renderTrain({ skills: [skillOf('louder', null, 0.9), skillOf('louder', PHONE.id, 1.9)] });
    const row = (): HTMLElement =>
      within(screen.getByRole('region', { name: 'Drills' })).getByRole('link', { name: new RegExp(`^${LOUDER.name}`) });
    const figureOf = (text: string | null): number => Number(/([\d.]+) dB/.exec(text ?? '')?.[1]);
    const onFlat = figureOf(row().textContent);
    expect(onFlat).toBeGreaterThan(0.4);
    expect(onFlat).toBeLessThan(1.3);
    await user.selectOptions(screen.getByRole('combobox', { name: 'Heard through' }), PHONE.name);
    const onPhone = figureOf(row().textContent);
    expect(onPhone).toBeGreaterThan(onFlat);
    expect(onPhone).toBeLessThan(2.6);
  });

  it('starts the workout, or one drill of it alone, on the chosen tracks', async () => {
    const { user, of, session } = await renderTrain({ workout: WORKOUT });
    const [track] = session.library.getState().tracks;
    await user.click(screen.getByRole('checkbox', { name: new RegExp(`^${track!.name}`) }));
    await user.click(button('Start workout'));
    expect(of('startWorkout')).toEqual([[[track!.id]]]);
    await user.click(button(`Start ${LOUDER.name} alone`));
    expect(of('start')).toEqual([[LOUDER.name, [{ ...WORKOUT[1]!.spec, trackIds: [track!.id] }]]]);
    expect(session.preferences.getState().trainTrackIds).toEqual([track!.id]);
  });

  it('offers an unfinished sitting, to go on with or to discard', async () => {
    const { user, of } = await renderTrain({ openSession: UNFINISHED });
    expect(screen.getByText(/^3 of 20 trials answered/)).toBeVisible();
    await user.click(button('Go on'));
    await user.click(button('Discard'));
    expect(of('resume')).toHaveLength(1);
    expect(of('discardOpenSession')).toHaveLength(1);
  });

  it('takes stems by a file input and lists them with their removal', async () => {
    const { user, session } = await renderTrain();
    const input = screen.getByLabelText('Add stems');
    expect(input).toHaveAttribute('type', 'file');
    expect(input).toHaveAttribute('multiple');
    await user.upload(input, [fakeFile('kick.wav'), fakeFile('bass.wav')]);
    const list = await screen.findByRole('list', { name: 'Stems' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(2));
    await user.click(within(list).getByRole('button', { name: 'Remove stem kick' }));
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1));
    const bass = session.library.getState().tracks.find(({ role }) => role === 'stem');
    expect(list).toHaveTextContent(/^bass[\d:]+$/);
    act(() => session.library.getState().changeTrack(bass!.id, { unstored: 'storing' }));
    expect(list).toHaveTextContent(/storing…$/);
    act(() => session.library.getState().changeTrack(bass!.id, { unstored: 'refused' }));
    expect(list).toHaveTextContent(/not stored$/);
  });
});

describe('the page of a kind', () => {
  it.each(DRILL_KINDS.map(({ id }) => id))('%s has its help and no fault that axe finds', async (id) => {
    const kind = DRILL_KINDS.find((entry) => entry.id === id)!;
    const { container } = await renderTrain({}, { hash: `#train/${id}` });
    expect(heading()).toHaveTextContent(kind.name);
    for (const paragraph of kind.help) expect(screen.getByText(paragraph)).toBeVisible();
    expect(screen.queryByRole('combobox', { name: 'Heard through' }) !== null).toBe(kind.canUseDevice);
    expect(await violations(container)).toEqual([]);
  });

  it('starts what has been set up', async () => {
    const { user, of } = await renderTrain({}, { hash: '#train/bandBoost' });
    await user.click(screen.getByRole('radio', { name: 'Test' }));
    await user.click(screen.getByRole('radio', { name: '40' }));
    await user.click(screen.getByRole('checkbox', { name: '250 Hz' }));
    await user.click(screen.getByRole('checkbox', { name: '125 Hz' }));
    await user.click(screen.getByRole('checkbox', { name: 'Third octaves' }));
    await user.click(screen.getByRole('checkbox', { name: 'Pink noise instead of music' }));
    await user.click(screen.getByRole('checkbox', { name: 'Pink noise instead of music' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Heard through' }), PHONE.name);
    await user.click(screen.getByRole('radio', { name: 'Fixed' }));
    expect(screen.getByRole('slider', { name: 'Fixed boost' })).toHaveAttribute('aria-valuetext', '3.9 dB');
    await user.click(button('Start test'));
    expect(of('start')).toEqual([
      [
        BOOST.name,
        [
          spec('bandBoost', {
            mode: 'test',
            trialCount: 40,
            seed: 4242,
            deviceId: PHONE.id,
            settings: { bands: [2, 3], thirdOctaves: true, strength: 3.873 },
          }),
        ],
      ],
    ]);
  });

  it('offers faults and devices where the kind has them', async () => {
    const { user, of } = await renderTrain({}, { hash: '#train/mixedFaults' });
    for (const { label } of FAULTS.faults!) expect(screen.getByRole('checkbox', { name: label })).not.toBeChecked();
    await user.click(screen.getByRole('checkbox', { name: 'Squeak' }));
    await user.click(screen.getByRole('checkbox', { name: 'Bump' }));
    await user.click(button('Start practice'));
    expect(of('start')[0]![1]).toMatchObject([{ settings: { faults: ['squeak', 'bump'] } }]);
    await goTo('#train/nameDevice');
    await user.click(screen.getByText(/^Devices asked about/));
    await user.click(await screen.findByRole('checkbox', { name: PHONE.name }));
    await user.click(button('Start practice'));
    expect(of('start')[1]![1]).toMatchObject([{ settings: { deviceIds: [PHONE.id] } }]);
  });

  it('keeps the set-up through a sitting', async () => {
    const { user, set } = await renderTrain({}, { hash: '#train/louder' });
    await user.click(screen.getByRole('radio', { name: '40' }));
    await set({
      activity: { kind: 'learn', kindId: 'louder', deviceId: null, examples: [], example: 0 },
    });
    expect(screen.queryByRole('radio', { name: '40' })).toBeNull();
    await set({ activity: { kind: 'home' } });
    expect(screen.getByRole('radio', { name: '40' })).toBeChecked();
  });

  it('says why it cannot be started', async () => {
    const whyNot = (): string => 'This drill needs music whose left and right differ.';
    await renderTrain({}, { hash: '#train/width', training: { whyNot } });
    expect(button('Start practice')).toBeDisabled();
    expect(button('Start practice')).toHaveAccessibleDescription(/left and right differ\. Choose other tracks/);
  });

  it('gives a link, to be copied by hand where the browser does not let the page do it', async () => {
    const { user } = await renderTrain({}, { hash: '#train/louder' });
    await user.click(button('Copy link'));
    expect(await screen.findByText(/^Link copied/)).toBeVisible();
    expect(await navigator.clipboard.readText()).toBe('https://elsewhere.test/#train/link');
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    await user.click(button('Copy link'));
    expect(await screen.findByRole('textbox', { name: 'Link to this drill' })).toHaveValue(
      'https://elsewhere.test/#train/link',
    );
  });

  it('takes the focus along, and gives it back to the link that led there', async () => {
    const { user } = await renderTrain();
    const link = screen.getByRole('link', { name: new RegExp(`^${LOUDER.name}`) });
    link.focus();
    await goTo('#train/louder');
    await waitFor(() => expect(heading()).toHaveFocus());
    await user.tab();
    await goTo('#train');
    await waitFor(() => expect(screen.getByRole('link', { name: new RegExp(`^${LOUDER.name}`) })).toHaveFocus());
  });
});

describe('learning', () => {
  const learning: Activity = {
    kind: 'learn',
    kindId: 'bandBoost',
    deviceId: PHONE.id,
    examples: [
      { title: '125 Hz', versions: [{ label: 'Original' }, { label: 'Boosted' }] },
      { title: '250 Hz', versions: [{ label: 'Original' }, { label: 'Boosted' }] },
    ],
    example: 0,
  };

  it('asks for the examples of the kind through the chosen device', async () => {
    const { user, of } = await renderTrain({}, { hash: '#train/bandBoost' });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Heard through' }), PHONE.name);
    await user.click(button('Learn'));
    expect(of('learn')).toEqual([['bandBoost', PHONE.id, []]]);
  });

  it('says that it prepares, then shows every example with its name', async () => {
    const { set, container } = await renderTrain({ activity: { ...learning, examples: [] } });
    expect(screen.getByText('Preparing the examples…')).toBeVisible();
    expect(heading()).toHaveFocus();
    expect(await violations(container)).toEqual([]);
    await set({ activity: learning });
    expect(screen.getByRole('heading', { name: '125 Hz' })).toBeVisible();
    expect(screen.getByText(new RegExp(`Heard through ${PHONE.name}`))).toBeVisible();
    expect(await violations(container)).toEqual([]);
  });

  it('is played by keys alone', async () => {
    const { user, asked, store } = await renderTrain({ activity: learning });
    await user.keyboard('2 r{ArrowDown}n9');
    expect(asked.filter(([name]) => name !== 'open')).toEqual([
      ['hear', 1],
      ['togglePlay'],
      ['replay'],
      ['showExample', 1],
      ['anotherPassage'],
    ]);
    expect(store.getState().version).toBe(1);
    expect(button(/^Boosted/)).toHaveAttribute('aria-pressed', 'true');
    await user.keyboard('{Escape}');
    expect(asked.at(-1)).toEqual(['leave']);
  });

  it('is left by going elsewhere on Train, and goes quiet behind another screen', async () => {
    const { of } = await renderTrain({ activity: learning }, { hash: '#train/bandBoost' });
    await goTo('#listen');
    expect(of('leave')).toHaveLength(0);
    await goTo('#train');
    expect(of('leave')).toHaveLength(1);
  });
});

describe('a shared drill', () => {
  it('is taken from the address, which it leaves, and waits for a yes', async () => {
    const invited: string[] = [];
    const invite = (hash: string): boolean => invited.push(hash) > 0;
    const { user, of, set } = await renderTrain({}, { hash: '#train/eyJ2IjoxfQ', training: { invite } });
    await waitFor(() => expect(window.location.hash).toBe('#train'));
    expect(invited).toEqual(['#train/eyJ2IjoxfQ']);
    await set({
      invitation: { title: 'Class of Monday', blocks: [spec('louder', { mode: 'test', deviceId: PHONE.id })] },
    });
    const card = within(screen.getByRole('region', { name: 'Class of Monday' }));
    expect(card.getByText(`10 trials, test, through ${PHONE.name}`)).toBeVisible();
    await user.click(card.getByRole('button', { name: 'Not now' }));
    await user.click(card.getByRole('button', { name: 'Start' }));
    expect(of('declineInvitation')).toHaveLength(1);
    expect(of('acceptInvitation')).toHaveLength(1);
  });

  it('is not looked for in the address of a kind or of an own drill', async () => {
    const invited: string[] = [];
    const invite = (hash: string): boolean => invited.push(hash) > 0;
    await renderTrain({}, { hash: '#train/louder', training: { invite } });
    await goTo('#train/own');
    await goTo('#train');
    expect(invited).toEqual([]);
  });
});

describe('what went wrong', () => {
  const notices: readonly TrainNotice[] = [
    { code: 'material-too-short', subject: 'Demo' },
    { code: 'material-too-quiet', subject: 'Demo' },
    { code: 'material-missing', subject: '' },
    { code: 'sound-trouble' },
    { code: 'stimulus-failed' },
    { code: 'storage-failed' },
    { code: 'clock-set-back' },
    { code: 'import-done', added: 3, known: 1, clockTroubleCount: 1, movedCount: 1, isStopped: false },
    { code: 'import-done', added: 3, known: 0, clockTroubleCount: 0, movedCount: 0, isStopped: true },
    { code: 'repair-done', removedTrials: 1, changedTrials: 2, removedDrills: 1, hasRemovedSession: true },
    { code: 'repair-done', removedTrials: 0, changedTrials: 0, removedDrills: 0, hasRemovedSession: false },
    { code: 'link-failed', reason: 'foreign' },
    { code: 'link-failed', reason: 'broken' },
    { code: 'link-failed', reason: 'newer' },
    { code: 'link-failed', reason: 'too-long' },
    { code: 'import-failed', reason: 'foreign' },
    { code: 'import-failed', reason: 'broken' },
    { code: 'import-failed', reason: 'newer' },
    { code: 'import-failed', reason: 'too-large' },
  ];

  it.each(notices)('$code $reason is told in a sentence and a remedy', async (notice) => {
    const { user, of } = await renderTrain({ notice });
    const { happened, remedy } = noticeWords(notice);
    for (const sentence of [happened, remedy]) expect(sentence).toMatch(/^[A-Z“\d].*[^.!]\.$/);
    expect(screen.getByRole('alert')).toHaveTextContent(`${happened} ${remedy}`);
    await user.click(button(`Dismiss: ${happened}`));
    expect(of('dismissNotice')).toHaveLength(1);
  });

  it('another tab that trains can be taken over from', async () => {
    const { user, of } = await renderTrain({ isBusyElsewhere: true });
    await user.click(within(screen.getByRole('alert')).getByRole('button', { name: 'Train here instead' }));
    expect(of('takeOver')).toHaveLength(1);
  });

  it('a training loop that cannot be fetched is told, and fetched again when asked for [fault: chunk-missing]', async () => {
    const { session } = fakeSession();
    const fake = fakeTraining();
    let count = 0;
    const failing = Promise.reject(new Error('offline'));
    failing.catch(() => undefined);
    const ready = Promise.resolve(fake.training);
    const training = (): Promise<Training> => (count++ === 0 ? failing : ready);
    await act(async () => {
      render(
        <DeskProvider value={{ session: { ...session, training }, frames: new FrameLoop(new Scope(), () => false) }}>
          <PartBoundary name="Train">
            <TrainScreen />
          </PartBoundary>
        </DeskProvider>,
        { onCaughtError: () => undefined },
      );
      await settle();
    });
    expect(screen.getByRole('alert')).toHaveTextContent('Train could not be loaded.');
    await act(async () => {
      button('Try again').click();
      await settle();
    });
    expect(await screen.findByRole('heading', { level: 1, name: 'Train' })).toBeVisible();
    expect(count).toBe(2);
  });
});

describe('own drills', () => {
  it('are listed, to start, edit, share and remove', async () => {
    const { user, of } = await renderTrain({ customDrills: [OWN] });
    const list = within(screen.getByRole('list', { name: 'Your drills' }));
    expect(list.getByText(`30 trials: ${BOOST.name}, ${LOUDER.name}`)).toBeVisible();
    await user.click(list.getByRole('button', { name: 'Start Monday class' }));
    // A track that is gone is left out, and every start has trials of its own.
    expect(of('start')).toEqual([
      ['Monday class', OWN.blocks.map((block) => ({ ...block, trackIds: [], seed: 4242 }))],
    ]);
    await user.click(list.getByRole('button', { name: 'Remove Monday class' }));
    expect(of('removeCustomDrill')).toEqual([['own-1']]);
    expect(list.getByRole('link', { name: 'Edit Monday class' })).toHaveAttribute('href', '#train/own/own-1');
  });

  it('of a kind that is not known here say so and do not start', async () => {
    const drill = { ...OWN, blocks: [{ ...OWN.blocks[0]!, kindId: 'later' }] };
    await renderTrain({ customDrills: [drill] });
    expect(button('Start Monday class')).toBeDisabled();
    expect(screen.getByText(/does not have. Reload the page/)).toBeVisible();
  });

  it('are made of blocks, in any order, each with its settings', async () => {
    const { user, of, container } = await renderTrain({}, { hash: '#train/own' });
    await user.click(button('Save'));
    expect(screen.getByRole('alert')).toHaveTextContent(/no name yet/);
    expect(screen.getByRole('textbox', { name: 'Name' })).toHaveFocus();
    await user.type(screen.getByRole('textbox', { name: 'Name' }), 'Mine');
    await user.click(button('Save'));
    expect(screen.getByRole('alert')).toHaveTextContent(/nothing in the drill yet/);
    for (const name of [BOOST.name, LOUDER.name]) {
      await user.selectOptions(screen.getByRole('combobox', { name: 'Kind to add' }), name);
      await user.click(button('Add block'));
    }
    await user.click(button(`Move ${LOUDER.name} up`));
    await user.click(screen.getByText('Settings of block 2'));
    await user.click(await screen.findByRole('checkbox', { name: 'Third octaves' }));
    expect(await violations(container)).toEqual([]);
    await user.click(button('Save'));
    const block = { mode: 'practise', trialCount: 10, deviceId: null, trackIds: [] };
    expect(of('saveCustomDrill')).toEqual([
      [
        {
          name: 'Mine',
          blocks: [
            { ...block, kindId: 'louder', settings: {} },
            { ...block, kindId: 'bandBoost', settings: { thirdOctaves: true } },
          ],
        },
      ],
    ]);
    await waitFor(() => expect(window.location.hash).toBe('#train'));
  });

  it('are edited under their own id', async () => {
    const { user, of } = await renderTrain({ customDrills: [OWN] }, { hash: '#train/own/own-1' });
    await user.click(button(`Take out ${BOOST.name}`));
    await user.click(button('Save'));
    expect(of('saveCustomDrill')[0]![0]).toMatchObject({
      id: 'own-1',
      name: 'Monday class',
      blocks: [{ kindId: 'louder' }],
    });
  });

  it('that are gone are missed in a sentence', async () => {
    await renderTrain({}, { hash: '#train/own/nowhere' });
    expect(heading()).toHaveTextContent('This drill is no longer here');
  });
});

it('the phone has everything the desk has', async () => {
  setWindowWidth(390);
  const { container } = await renderTrain({ workout: WORKOUT });
  expect(button('Start workout')).toBeVisible();
  expect(screen.getByLabelText('Add stems')).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});
