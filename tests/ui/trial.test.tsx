import { act, render, screen, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { Scope } from '../../src/core/scope';
import { seededRandom } from '../../src/core/random';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import type { Trial } from '../../src/drills/DrillKind';
import type { DrillSpec } from '../../src/drills/records';
import type { Activity, AskedTrial, BlockResult, RevealedTrial, TrainFacts } from '../../src/store/train/trainStore';
import { FrameLoop } from '../../src/ui/frame/FrameLoop';
import { DeskProvider } from '../../src/ui/SessionContext';
import { SummaryView } from '../../src/ui/train/trial/SummaryView';
import { TrialView } from '../../src/ui/train/trial/TrialView';
import { TrainingProvider } from '../../src/ui/train/TrainingContext';
import { fakeSession } from '../support/fakeSession';
import { fakeTraining, type FakeTraining } from '../support/fakeTraining';
import { syntheticShelf } from '../support/materialShelf';

type TrialActivity = Extract<Activity, { kind: 'trial' }>;

const spec = (kindId: string, more: Partial<DrillSpec> = {}): DrillSpec => ({
  kindId,
  mode: 'practise',
  trialCount: 20,
  seed: 7,
  settings: {},
  deviceId: null,
  trackIds: [],
  ...more,
});

const PAIR: AskedTrial = {
  question: 'Which is louder?',
  versions: [{ label: 'A' }, { label: 'B' }],
  answer: {
    kind: 'choice',
    isVersion: true,
    options: [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ],
  },
  durationSec: 6,
};
const FREQUENCY: AskedTrial = {
  question: 'Where is the boost?',
  versions: [{ label: 'Original' }, { label: 'Changed' }],
  answer: { kind: 'scale', name: 'Frequency', unit: 'Hz', min: 60, max: 12_000, mapping: 'log', tolerance: 0.5 },
  durationSec: 6,
};
const PAN: AskedTrial = {
  ...FREQUENCY,
  question: 'Where is it?',
  answer: {
    kind: 'scale',
    name: 'Position',
    unit: '%',
    min: -100,
    max: 100,
    mapping: 'linear',
    // How near counts follows the listener here, and is not told.
    ends: ['left', 'right'],
  },
};
const FAULT: AskedTrial = {
  question: 'Where does it begin, and what is it?',
  versions: [{ label: 'Recording' }],
  answer: {
    kind: 'moment',
    durationSec: 8,
    toleranceSec: 0.75,
    options: [
      { id: 'crackle', label: 'Crackle', hint: 'a bad contact' },
      { id: 'bump', label: 'Bump' },
    ],
  },
  durationSec: 8,
};
const EQ: AskedTrial = {
  question: 'One band is wrong. Move yours until the mix sounds right.',
  versions: [{ label: 'Yours' }],
  answer: { kind: 'eq', frequencyRangeHz: [60, 12_000], gainRangeDb: [-18, 18], q: 1.41, toleranceDb: 1.3 },
  durationSec: 8,
};

const asking = (asked: AskedTrial, more: Partial<TrialActivity> = {}): TrialActivity => ({
  kind: 'trial',
  title: 'Daily workout',
  spec: spec('louder'),
  blockIndex: 0,
  blockCount: 1,
  index: 2,
  phase: 'asking',
  asked,
  revealed: null,
  correctSoFar: 1,
  trying: null,
  ...more,
});

const MISSED: RevealedTrial = {
  isCorrect: false,
  yours: { kind: 'scale', value: 4000 },
  truth: { kind: 'scale', value: 2700 },
  truthSentence: 'The boost was at 2.7 kHz, +6.0 dB.',
  comparison: 'You said 4.0 kHz; it was 2.7 kHz: 0.6 octaves high.',
  versions: [
    { label: 'Truth: 2.7 kHz', role: 'truth' },
    { label: 'Yours: 4.0 kHz', role: 'yours' },
    { label: 'Original', role: 'original' },
  ],
  curves: {
    truth: [{ kind: 'peaking', frequencyHz: 2700, gainDb: 6, q: 2 }],
    yours: [{ kind: 'peaking', frequencyHz: 4000, gainDb: 6, q: 2 }],
  },
  threshold: { value: 2.1, low: 1.7, high: 2.6 },
};
const RIGHT: RevealedTrial = {
  ...MISSED,
  isCorrect: true,
  comparison: '',
  versions: [MISSED.versions[0]!, MISSED.versions[2]!],
  curves: { truth: MISSED.curves!.truth },
};
const FAULT_MISSED: RevealedTrial = {
  isCorrect: false,
  yours: { kind: 'moment', atSec: 1, id: 'crackle' },
  truth: { kind: 'moment', atSec: 3.5, id: 'bump' },
  truthSentence: 'A bump at 3.5 s, lasting 0.4 s.',
  comparison: 'You said a crackle at 1.0 s; it was a bump at 3.5 s: 2.5 s early.',
  versions: MISSED.versions,
  moment: { atSec: 3.5, durationSec: 0.4, yoursSec: 1 },
};

const BLOCK: BlockResult = {
  spec: spec('bandFrequency', { mode: 'test', trialCount: 3 }),
  trialCount: 3,
  correctCount: 1,
  chance: 0.13,
  interval: [0.06, 0.79],
  threshold: { value: 2.1, low: 1.7, high: 2.6 },
  catchCount: 3,
  catchCorrectCount: 1,
  trials: [MISSED, RIGHT, MISSED],
};

interface Rendered extends FakeTraining {
  readonly user: UserEvent;
  readonly container: HTMLElement;
  show(activity: Activity, more?: Partial<TrainFacts>): void;
}

async function renderAt(activity: Activity, more: Partial<TrainFacts> = {}): Promise<Rendered> {
  const fake = fakeTraining({ activity, ...more });
  const { session } = fakeSession();
  const ready = Promise.resolve(fake.training);
  const desk = {
    session: { ...session, training: () => ready },
    frames: new FrameLoop(new Scope(), () => false),
  };
  const { container } = await act(async () =>
    render(
      <DeskProvider value={desk}>
        <main>
          <TrainingProvider>{activity.kind === 'summary' ? <SummaryView /> : <TrialView />}</TrainingProvider>
        </main>
      </DeskProvider>,
    ),
  );
  const show = (next: Activity, facts: Partial<TrainFacts> = {}): void =>
    act(() => fake.store.setState({ activity: next, ...facts }));
  return Object.assign(fake, { user: userEvent.setup(), container, show });
}

const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });

describe('a question', () => {
  it('has the focus, its versions and its answers, and says how far along it is', async () => {
    const { show } = await renderAt(asking(PAIR, { phase: 'preparing', asked: null }));
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Preparing the sound…');
    show(asking(PAIR));
    const question = screen.getByRole('heading', { level: 1, name: 'Which is louder?' });
    expect(question).toHaveFocus();
    expect(screen.getByText('3 of 20')).toBeVisible();
    const versions = within(screen.getByRole('group', { name: 'Versions' }));
    expect(versions.getByRole('button', { name: 'A' })).toHaveAttribute('aria-pressed', 'true');
    expect(versions.getByRole('button', { name: 'B' })).toHaveAttribute('aria-pressed', 'false');
    expect(within(screen.getByRole('group', { name: 'Answer' })).getAllByRole('button')).toHaveLength(2);
  });

  it('moves the focus to the next question even where the words are the same', async () => {
    const { show, user } = await renderAt(asking(PAIR));
    const first = screen.getByRole('heading', { level: 1 });
    await user.tab();
    show(asking(PAIR, { index: 3 }));
    const second = screen.getByRole('heading', { level: 1 });
    expect(second).not.toBe(first);
    expect(second).toHaveFocus();
  });

  it('is heard and answered by keys alone', async () => {
    const { user, of, asked } = await renderAt(asking(PAIR), { isPlaying: true });
    await user.keyboard('wq');
    expect(of('hear')).toEqual([[1], [0]]);
    await user.keyboard(' ');
    expect(of('togglePlay')).toHaveLength(1);
    await user.keyboard('{Backspace}');
    expect(of('replay')).toHaveLength(1);
    const before = asked.length;
    await user.keyboard('3');
    expect(asked).toHaveLength(before);
    await user.keyboard('21');
    expect(of('answer')).toEqual([[{ kind: 'choice', id: 'b' }]]);
  });

  it('lets Space pause while the version heard has the focus, and press one that has not been heard', async () => {
    const { user, of } = await renderAt(asking(PAIR), { isPlaying: true });
    const [a, b] = within(screen.getByRole('group', { name: 'Versions' })).getAllByRole('button');
    a!.focus();
    await user.keyboard(' ');
    expect(of('togglePlay')).toHaveLength(1);
    expect(of('hear')).toEqual([]);
    b!.focus();
    await user.keyboard(' ');
    expect(of('togglePlay')).toHaveLength(1);
    expect(of('hear')).toEqual([[1]]);
  });

  it('gives letters to the options after the ninth, apart from those of the versions', async () => {
    const options = Array.from({ length: 24 }, (_, i) => ({ id: `band${i}`, label: `${i} Hz` }));
    const { user, of } = await renderAt(asking({ ...FREQUENCY, answer: { kind: 'choice', options } }));
    const keys = screen
      .getAllByRole('button')
      .map((element) => element.getAttribute('aria-keyshortcuts'))
      .filter((name) => name !== null);
    expect(new Set(keys).size).toBe(keys.length);
    await user.keyboard('s');
    expect(of('answer')).toEqual([[{ kind: 'choice', id: 'band10' }]]);
  });

  it('keeps its keys to itself while a dialog is open', async () => {
    const { user, asked } = await renderAt(asking(PAIR));
    const dialog = document.createElement('dialog');
    document.body.append(dialog);
    dialog.showModal();
    const before = asked.length;
    await user.keyboard('1w');
    expect(asked).toHaveLength(before);
    dialog.remove();
  });

  it('can be left', async () => {
    const { user, of } = await renderAt(asking(PAIR));
    await user.click(button('Leave'));
    expect(of('leave')).toHaveLength(1);
  });

  it('says nothing of right or wrong in a test', async () => {
    const { container } = await renderAt(
      asking(PAIR, { spec: spec('louder', { mode: 'test' }), correctSoFar: null, index: 5 }),
    );
    expect(container.textContent).not.toMatch(/right|wrong|missed/i);
  });

  it('names the device it is heard through', async () => {
    const device = CATALOGUE.find(({ family }) => family === 'cars')!;
    await renderAt(asking(FREQUENCY, { spec: spec('bandFrequency', { deviceId: device.id }), blockCount: 3 }));
    expect(screen.getByText(`through ${device.name}`)).toBeVisible();
    expect(screen.getByText('part 1 of 3')).toBeVisible();
  });
});

describe('an answer on a scale', () => {
  it('waits until something is set, then takes it by Enter, once', async () => {
    const { user, of } = await renderAt(asking(FREQUENCY));
    await user.keyboard('{Enter}');
    expect(of('answer')).toEqual([]);
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('slider', { name: 'Frequency' })).toHaveAttribute('aria-valuetext', '874 Hz');
    await user.keyboard('{PageUp}{ArrowLeft}{Enter}{Enter}');
    expect(of('answer')).toEqual([[{ kind: 'scale', value: 1070 }]]);
  });

  it('takes a typed number, and says what fits when it does not', async () => {
    const { user, of } = await renderAt(asking(FREQUENCY));
    const field = screen.getByRole('spinbutton', { name: 'Frequency' });
    await user.type(field, '20');
    expect(field).toBeInvalid();
    expect(field).toHaveAccessibleDescription('Hz Type a number from 60 to 12000.');
    await user.keyboard('{Enter}');
    expect(of('answer')).toEqual([]);
    await user.keyboard('00');
    expect(field).toBeValid();
    await user.keyboard('{Enter}');
    expect(of('answer')).toEqual([[{ kind: 'scale', value: 2000 }]]);
  });

  it('reads both sides of a centre by their names', async () => {
    const { user } = await renderAt(asking(PAN));
    await user.keyboard('{End}');
    expect(button(/^Answer 100 % right/)).toBeEnabled();
    await user.keyboard('{Home}');
    expect(button(/^Answer 100 % left/)).toBeEnabled();
    expect(screen.getByText('The better you do, the nearer you must be.')).toBeVisible();
  });

  it('reaches every end by arrow keys and never passes it', async () => {
    const { user, of } = await renderAt(asking(FREQUENCY));
    await user.keyboard('{ArrowRight>120/}{Enter}');
    expect(of('answer')).toEqual([[{ kind: 'scale', value: 12_000 }]]);
  });
});

describe('an answer at a moment', () => {
  it('marks what sounds, moves the mark, hears from there and says what it was', async () => {
    const fake = await renderAt(asking(FAULT), { isPlaying: true });
    const { user, of } = fake;
    await user.keyboard('{Enter}');
    fake.positionSec = 3.24;
    await user.keyboard('m');
    expect(screen.getByRole('slider', { name: 'Moment' })).toHaveAttribute('aria-valuetext', '3.2 seconds');
    await user.keyboard('{ArrowLeft}{ArrowLeft}h');
    expect(of('seek')).toEqual([[3.04]]);
    expect(button(/^Choose what it was/)).toHaveAttribute('aria-disabled', 'true');
    await user.keyboard('2');
    expect(of('answer')).toEqual([]);
    await user.keyboard('{Enter}');
    expect(of('answer')).toEqual([[{ kind: 'moment', atSec: 3.04, id: 'bump' }]]);
  });

  it('keeps the mark within the passage', async () => {
    const { user, of } = await renderAt(asking(FAULT));
    await user.keyboard('{Home}{PageDown}1{Enter}');
    expect(of('answer')).toEqual([[{ kind: 'moment', atSec: 0, id: 'crackle' }]]);
  });
});

describe('an answer by EQ', () => {
  it('is heard at every move and given by Enter', async () => {
    const { user, of } = await renderAt(asking(EQ));
    await user.keyboard('{Enter}');
    expect(of('answer')).toEqual([]);
    await user.keyboard('{ArrowUp}{ArrowUp}{ArrowRight}');
    expect(of('tryOut')).toHaveLength(3);
    const last = of('tryOut').at(-1)![0];
    expect(last).toEqual({ kind: 'eq', frequencyHz: 899, gainDb: 1 });
    await user.keyboard('{Enter}');
    expect(of('answer')).toEqual([[last]]);
  });

  it('takes typed figures within its range', async () => {
    const { user, of } = await renderAt(asking(EQ));
    const gain = screen.getByRole('spinbutton', { name: 'Gain' });
    await user.clear(gain);
    await user.type(gain, '-40');
    expect(gain).toBeInvalid();
    await user.keyboard('{Enter}');
    expect(of('answer')).toEqual([]);
    await user.clear(gain);
    await user.type(gain, '-4.5{Enter}');
    expect(of('answer')).toEqual([[{ kind: 'eq', frequencyHz: 849, gainDb: -4.5 }]]);
  });
});

describe('blind', () => {
  const material = syntheticShelf();
  const askedOf = ({ question, versions, answer }: Trial): AskedTrial => ({
    question,
    versions: versions.map(({ label }) => ({ label })),
    answer,
    durationSec: 6,
  });
  const draw = (kindId: string, seed: number): Trial => {
    const kind = DRILL_KINDS.find(({ id }) => id === kindId)!;
    const { strength } = kind;
    return kind.makeTrial({
      random: seededRandom(seed),
      strength: strength.easiest,
      isCatch: false,
      device: null,
      catalogue: CATALOGUE,
      material,
      settings: {},
    });
  };

  it.each(['louder', 'bandBoost', 'bandFrequency', 'panPosition', 'mixedFaults', 'correctEq', 'hum'])(
    '%s looks the same whatever is true',
    async (kindId) => {
      const first = draw(kindId, 1);
      const asked = askedOf(first);
      const truths = new Set<string>();
      const pages = new Set<string>();
      for (let seed = 1; seed < 60 && truths.size < 3; seed++) {
        const trial = draw(kindId, seed);
        const truth = JSON.stringify(trial.secret.truth);
        if (JSON.stringify(askedOf(trial)) !== JSON.stringify(asked) || truths.has(truth)) continue;
        truths.add(truth);
        const activity = asking(askedOf(trial), { spec: spec(kindId, { seed }) });
        const { container } = await renderAt(activity);
        // React numbers its ids by how many parts there have been.
        pages.add(container.innerHTML.replaceAll(/_r_\w+_/g, ''));
        expect(window.location.href).not.toContain(truth);
        act(() => container.remove());
      }
      expect(truths.size).toBeGreaterThan(1);
      expect(pages.size).toBe(1);
    },
  );

  it('an EQ does not show how near counts, which follows from how far off it is', async () => {
    const pages: string[] = [];
    for (const toleranceDb of [0.4, 3.2]) {
      const answer = { ...EQ.answer, toleranceDb } as AskedTrial['answer'];
      const { container } = await renderAt(asking({ ...EQ, answer }));
      pages.push(container.innerHTML.replaceAll(/_r_\w+_/g, ''));
    }
    expect(pages[0]).toBe(pages[1]);
  });
});

describe('what it was', () => {
  const revealed = (result: RevealedTrial, asked = FREQUENCY, more: Partial<TrialActivity> = {}): TrialActivity =>
    asking(asked, { spec: spec('bandFrequency'), phase: 'revealed', revealed: result, ...more });

  it('is said in words, to the eye and to a screen reader, with the focus on the verdict', async () => {
    const { show } = await renderAt(asking(FREQUENCY));
    const live = screen.getByRole('status');
    expect(live).toBeEmptyDOMElement();
    show(revealed(MISSED));
    expect(screen.getByRole('heading', { level: 1, name: 'Not this time' })).toHaveFocus();
    expect(screen.getByRole('status')).toBe(live);
    expect(live).toHaveTextContent(`${MISSED.truthSentence} ${MISSED.comparison}`);
    show(revealed(RIGHT));
    expect(screen.getByRole('heading', { level: 1, name: 'Right' })).toBeVisible();
  });

  it('can be heard beside the answer and the original', async () => {
    const { user, of } = await renderAt(revealed(MISSED), { isPlaying: true });
    const versions = within(screen.getByRole('group', { name: 'Versions' })).getAllByRole('button');
    expect(versions.map((element) => element.dataset['voice'])).toEqual(['B', 'A', 'ink']);
    expect(button('Truth 2.7 kHz')).toHaveAttribute('aria-pressed', 'true');
    await user.click(button('Yours 4.0 kHz'));
    await user.keyboard('e');
    expect(of('hear')).toEqual([[1], [2]]);
  });

  it('draws what changed, and states the threshold with its interval', async () => {
    await renderAt(revealed(MISSED));
    expect(screen.getByRole('img')).toHaveAccessibleName(
      /2\.7 kHz: up to \+6\.0 dB at 2\.\d+ kHz\. 4\.0 kHz: up to \+6\.0 dB at (?:3\.9\d*|4\.0\d*|4) kHz/,
    );
    expect(screen.getByText(/Boost: you hear 2\.1 dB, between 1\.7 and 2\.6 dB, through flat\./)).toBeVisible();
  });

  it('draws no tone where none changed', async () => {
    const { curves: _curves, ...plain } = MISSED;
    await renderAt(revealed({ ...plain, curves: { truth: [{ kind: 'width', width: 0.5 }] } }));
    expect(screen.queryByRole('img')).toBeNull();
  });

  it('goes on by Enter, once, also with a version in focus', async () => {
    const { user, of } = await renderAt(revealed(MISSED), { isPlaying: true });
    await user.click(button('Yours 4.0 kHz'));
    await user.keyboard('{Enter}{Enter}');
    expect(of('next')).toHaveLength(1);
  });

  it('leads to the summary after the last', async () => {
    await renderAt(revealed(RIGHT, FREQUENCY, { index: 19 }));
    expect(button(/^To the summary/)).toBeVisible();
  });

  it('of a fault lies on the passage', async () => {
    const { user, of } = await renderAt(revealed(FAULT_MISSED, FAULT));
    expect(screen.getByText('your mark')).toBeVisible();
    expect(screen.getAllByRole('slider', { name: 'Position' })).toHaveLength(1);
    await user.keyboard('{Backspace}');
    expect(of('replay')).toHaveLength(1);
  });
});

describe('the summary', () => {
  const summary = (
    blocks: readonly BlockResult[],
    more: Partial<Extract<Activity, { kind: 'summary' }>> = {},
  ): Activity => ({
    kind: 'summary',
    title: 'Daily workout',
    mode: 'practise',
    blocks,
    practiceMs: 6.4 * 60_000,
    ...more,
  });
  const workout: TrainFacts['workout'] = [
    { spec: spec('bandFrequency'), reason: 'due since Monday', minutes: 3 },
    { spec: spec('hum'), reason: 'new to you', minutes: 2.5 },
  ];

  it('states shares and thresholds with their intervals, and what guessing gives', async () => {
    await renderAt(summary([BLOCK]));
    expect(screen.getByRole('heading', { level: 1, name: 'Daily workout' })).toHaveFocus();
    const block = within(screen.getByRole('region', { name: 'How far up' }));
    expect(block.getByText('1 of 3')).toBeVisible();
    expect(block.getByText('33 %, between 6 and 79 %; guessing gives 13 %.')).toBeVisible();
    expect(block.getByText('So far this cannot be told apart from guessing.')).toBeVisible();
    expect(block.getByText('Boost: you hear 2.1 dB, between 1.7 and 2.6 dB, through flat.')).toBeVisible();
    expect(block.getByText(/You missed 2 of 3 easy trials/)).toBeVisible();
    expect(block.getAllByRole('img')).toHaveLength(2);
  });

  it('claims no threshold where there is none, and no caution where none was missed', async () => {
    await renderAt(
      summary([{ ...BLOCK, threshold: null, catchCorrectCount: 3, interval: [0.4, 0.9], correctCount: 2 }]),
    );
    expect(screen.getByText(/No threshold yet/)).toBeVisible();
    expect(screen.queryByText(/easy trials?/)).toBeNull();
    expect(screen.queryByText(/told apart from guessing/)).toBeNull();
  });

  it('plays every trial again', async () => {
    const { user, of, store } = await renderAt(summary([BLOCK, { ...BLOCK, spec: spec('hum') }]));
    const block = within(screen.getByRole('region', { name: 'Mains hum' }));
    await user.click(block.getByText('3 trials to hear again'));
    const third = within(block.getByRole('group', { name: 'Hear trial 3' }));
    await user.click(third.getByRole('button', { name: 'Yours 4.0 kHz' }));
    expect(of('hearAgain')).toEqual([[1, 2, 1]]);
    act(() => store.setState({ isPlaying: true, version: 1 }));
    expect(third.getByRole('button', { name: 'Yours 4.0 kHz' })).toHaveAttribute('aria-pressed', 'true');
    await user.click(third.getByRole('button', { name: 'Original' }));
    expect(of('hear')).toEqual([[2]]);
    await user.click(third.getByRole('button', { name: 'Original' }));
    expect(of('togglePlay')).toHaveLength(1);
  });

  it('shows the missed ones alone when asked', async () => {
    const { user } = await renderAt(summary([BLOCK]));
    await user.click(screen.getByText('3 trials to hear again'));
    expect(screen.getAllByRole('listitem')).toHaveLength(3);
    await user.click(button('Missed only'));
    expect(screen.getAllByRole('listitem')).toHaveLength(2);
    expect(screen.queryByRole('group', { name: 'Hear trial 2' })).toBeNull();
  });

  it('leads on: again with new trials, back, or to what is next', async () => {
    const { user, of } = await renderAt(summary([BLOCK]), { workout });
    await user.click(button('Again'));
    expect(of('start')).toEqual([['Daily workout', [{ ...BLOCK.spec, seed: 4242 }]]]);
    await user.click(button('Back to Train'));
    expect(of('leave')).toHaveLength(1);
    expect(screen.getByText(/new to you/)).toBeVisible();
    await user.click(button('Start Mains hum'));
    expect(of('start')[1]).toEqual(['Mains hum', [workout[1]!.spec]]);
  });
});

describe('axe finds nothing in', () => {
  const revealed = (result: RevealedTrial, asked: AskedTrial): TrialActivity =>
    asking(asked, { spec: spec('bandFrequency'), phase: 'revealed', revealed: result });
  const states: readonly (readonly [string, Activity])[] = [
    ['preparing', asking(PAIR, { phase: 'preparing', asked: null })],
    ['a choice', asking(PAIR)],
    ['a scale', asking(FREQUENCY)],
    ['a moment', asking(FAULT)],
    ['an EQ', asking(EQ)],
    ['a miss', revealed(MISSED, FREQUENCY)],
    ['a hit', revealed(RIGHT, FREQUENCY)],
    ['a missed moment', revealed(FAULT_MISSED, FAULT)],
    ['the summary', { kind: 'summary', title: 'Test', mode: 'test', blocks: [BLOCK], practiceMs: 60_000 }],
  ];
  it.each(states)('%s', async (_name, activity) => {
    await renderAt(activity);
    // jsdom draws nothing: contrast is held by a test of the tokens.
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map((entry) => `${entry.id}: ${entry.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
});
