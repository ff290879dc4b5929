import { act, render, screen, within } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { Scope } from '../../src/core/scope';
import { CATALOGUE } from '../../src/devices/catalogue';
import { DRILL_KINDS } from '../../src/drills/catalogue';
import { confusionCounts, createProgressRules } from '../../src/drills/progress';
import type { DaySummary, SkillState, TrialRecord } from '../../src/drills/records';
import type { TrainFacts } from '../../src/store/train/trainStore';
import { FrameLoop } from '../../src/ui/frame/FrameLoop';
import { ProgressOverview } from '../../src/ui/progress/ProgressScreen';
import { DeskProvider } from '../../src/ui/SessionContext';
import { TrainingProvider } from '../../src/ui/train/TrainingContext';
import { fakeSession } from '../support/fakeSession';
import { fakeTraining, type FakeTraining } from '../support/fakeTraining';
import { practiceRecords } from '../support/practiceRecords';
import { trialRecord } from '../support/trialRecords';

const NOW = new Date(2026, 10, 14, 20).getTime();
const DAY_MS = 86_400_000;
const PHONE = CATALOGUE.find(({ pictogram }) => pictogram === 'phone')!;

/** Adds records up as the storage does. */
function added(records: readonly TrialRecord[]): { skills: SkillState[]; days: DaySummary[] } {
  const rules = createProgressRules(DRILL_KINDS, 'import');
  const skills = new Map<string, SkillState>();
  const days = new Map<string, DaySummary>();
  for (const record of records) {
    const keys = rules.keysOf(record);
    const merged = rules.merge([record], skills.get(keys.skill), days.get(keys.day));
    skills.set(keys.skill, merged.skill);
    days.set(keys.day, merged.day);
  }
  return {
    skills: [...skills.values()],
    days: [...days.values()].map((day) => rules.settle(day, skills.get(day.skill)!)),
  };
}

/** Three weeks of one drill on two devices in two octaves, up to the day before yesterday. */
const weeks = (() => {
  const records = Array.from({ length: 20 }, (_, day) =>
    [null, PHONE.id].flatMap((deviceId) =>
      [3, 6].flatMap((band) =>
        Array.from({ length: 12 }, (__, i): TrialRecord => {
          const threshold = (deviceId === null ? 2 : 5) * (band === 3 ? 1 : 1.4) * (day < 10 ? 1.5 : 1);
          const strength = threshold * [0.7, 1.4, 0.85, 1.2, 0.6, 1.8][i % 6]!;
          const isCorrect = strength > threshold;
          const item = band === 3 ? '250' : '2000';
          return trialRecord({
            id: `${day}/${deviceId}/${band}/${i}`,
            at: NOW - (21 - day) * DAY_MS + i * 9000,
            kindId: 'bandBoost',
            deviceId,
            band,
            strength,
            isCorrect,
            chance: 0.125,
            item,
            answered: isCorrect ? item : i % 6 === 4 ? '125' : '500',
            responseMs: 5000,
          });
        }),
      ),
    ),
  ).flat();
  return added(records);
})();

async function show(facts: Partial<TrainFacts> = {}): Promise<FakeTraining & { user: UserEvent }> {
  const fake = fakeTraining(facts);
  const { session } = fakeSession();
  const ready = Promise.resolve(fake.training);
  const desk = {
    session: { ...session, training: () => ready },
    frames: new FrameLoop(new Scope(), () => false),
  };
  await act(async () =>
    render(
      <DeskProvider value={desk}>
        <main>
          <TrainingProvider>
            <ProgressOverview now={NOW} />
          </TrainingProvider>
        </main>
      </DeskProvider>,
    ),
  );
  return Object.assign(fake, { user: userEvent.setup() });
}

const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const chooser = (name: string): HTMLSelectElement => screen.getByRole('combobox', { name });
const chosenNames = (select: HTMLSelectElement): string[] => [...select.options].map(({ text }) => text);
const figure = (name: string): HTMLElement => screen.getByRole('figure', { name });
const skillRows = (): HTMLElement[] => within(screen.getByRole('list', { name: 'All skills' })).getAllByRole('button');

// jsdom scrolls nothing.
Element.prototype.scrollIntoView = () => undefined;

describe('before there is anything', () => {
  it('says that the practice is being opened', async () => {
    await show({ isReady: false });
    expect(screen.getByText('Opening your practice…')).toBeInTheDocument();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });

  it('invites to train, and lets practice come in from elsewhere', async () => {
    await show();
    expect(screen.getByRole('link', { name: 'Go to Train' })).toHaveAttribute('href', '#train');
    expect(screen.getByLabelText('Import progress')).toBeEnabled();
    expect(button('Clear all progress')).toBeDisabled();
    expect(screen.queryByRole('figure')).not.toBeInTheDocument();
  });

  it('says how many trials an estimate takes after the first', async () => {
    await show(added([trialRecord({ kindId: 'louder', band: null, item: 'louder', answered: null, at: NOW })]));
    expect(screen.getByText(/takes at least 15 trials; so far there are 1\./)).toBeInTheDocument();
    expect(screen.queryByRole('figure', { name: 'Threshold over time' })).not.toBeInTheDocument();
    expect(screen.queryByText(/in a row/)).not.toBeInTheDocument();
  });
});

describe('practice', () => {
  it('is summed up over the past week and in all', async () => {
    await show(weeks);
    const of = (name: string): string => screen.getByText(name).nextElementSibling!.textContent;
    // 20 days of 48 trials of 5 s; the past seven days hold five of them, the last two being free.
    expect(of('In all')).toBe('1 h 20 min');
    expect(of('Past 7 days')).toBe('20 min');
    expect(of('Trials')).toBe('960');
  });

  it('has a streak only while it goes on and is more than a day', async () => {
    await show(weeks);
    expect(screen.queryByText(/in a row/)).not.toBeInTheDocument();
  });

  it('says the streak quietly when there is one', async () => {
    const days = [0, 1, 2, 3].map((ago) =>
      trialRecord({ id: `s${ago}`, kindId: 'louder', band: null, at: NOW - ago * DAY_MS }),
    );
    await show(added(days));
    expect(screen.getByText('4 days in a row')).toBeInTheDocument();
  });
});

describe('one skill', () => {
  it('can be chosen by drill, device and octave; what was practised last and most comes first', async () => {
    const { user } = await show(weeks);
    expect(chosenNames(chooser('Skill'))).toEqual(['Which band was boosted']);
    expect(chosenNames(chooser('Heard through'))).toEqual(['Flat reference', PHONE.name]);
    expect(chosenNames(chooser('Octave'))).toEqual(['250 Hz', '2 kHz']);
    expect(screen.getByText(/^240 of 480 right in this period, all octaves together: 50 %/)).toBeInTheDocument();
    const flat = Number.parseFloat(screen.getByText(/^\d+\.\d dB$/, { selector: 'p' }).textContent);
    await user.selectOptions(chooser('Heard through'), PHONE.name);
    expect(screen.getByText(`Boost at 250 Hz, through ${PHONE.name}`)).toBeInTheDocument();
    const phone = Number.parseFloat(screen.getByText(/^\d+\.\d dB$/, { selector: 'p' }).textContent);
    expect(flat).toBeGreaterThan(1.4);
    expect(flat).toBeLessThan(2.8);
    expect(phone).toBeGreaterThan(flat + 1);
    await user.selectOptions(chooser('Octave'), '2 kHz');
    expect(screen.getByText(`Boost at 2 kHz, through ${PHONE.name}`)).toBeInTheDocument();
  });

  it('has every figure of the course in a table', async () => {
    const { user } = await show(weeks);
    const course = figure('Threshold over time');
    expect(within(course).queryByRole('table')).not.toBeInTheDocument();
    await user.click(within(course).getByRole('button', { name: 'Threshold over time as a table' }));
    const rows = within(within(course).getByRole('table')).getAllByRole('row').slice(1);
    const row = weeks.days.find(({ day, deviceId, band }) => day === '2026-11-12' && deviceId === null && band === 3)!;
    expect(rows[0]).toHaveTextContent('12 Nov 2026');
    expect(rows[0]).toHaveTextContent(`${row.threshold!.value.toFixed(1)} dB`);
    const estimated = weeks.days.filter(
      ({ deviceId, band, threshold }) => deviceId === null && band === 3 && threshold,
    );
    expect(rows).toHaveLength(estimated.length);
  });

  it('keeps to the period, and says so when nothing is in it', async () => {
    const old = added(
      Array.from({ length: 60 }, (_, i) =>
        trialRecord({
          id: `o${i}`,
          at: NOW - 200 * DAY_MS + i * 5000,
          kindId: 'louder',
          band: null,
          item: 'louder',
          answered: null,
          chance: 0.5,
          strength: i % 2 ? 1.2 : 0.5,
          isCorrect: i % 2 === 1 || i % 4 === 0,
        }),
      ),
    );
    const { user } = await show(old);
    expect(figure('Threshold over time')).toBeInTheDocument();
    await user.click(screen.getByRole('radio', { name: '30 days' }));
    expect(screen.queryByRole('figure', { name: 'Threshold over time' })).not.toBeInTheDocument();
    expect(screen.getByText(/No practice of this skill in this period/)).toBeInTheDocument();
    expect(screen.getByText('No trials in this period.')).toBeInTheDocument();
  });

  it('is compared between devices in words', async () => {
    await show(weeks);
    const says = figure('Heard through each device').textContent;
    expect(says).toMatch(/\d\.\d ± \d\.\d dB on Flat reference, \d\.\d ± \d\.\d dB on Phone/);
  });

  it('shows right answers by octave with their intervals and chance', async () => {
    const { user } = await show(weeks);
    await user.click(button('Right answers by octave as a table'));
    const rows = within(figure('Right answers by octave')).getAllByRole('row').slice(1);
    expect(rows.map((row) => row.firstChild!.textContent)).toEqual(['250 Hz', '2 kHz']);
    // Half of 240 trials; Wilson's interval of 120 in 240 is 43.7 % to 56.3 %.
    expect(rows[0]).toHaveTextContent('120');
    expect(rows[0]).toHaveTextContent('240');
    expect(rows[0]).toHaveTextContent('44 % to 56 %');
    expect(rows[0]).toHaveTextContent('13 %');
  });

  it('counts what was taken for what', async () => {
    await show(weeks);
    const counts = confusionCounts(weeks.days, { kindId: 'bandBoost', deviceId: null });
    const table = within(figure('Taken for what')).getByRole('table');
    const columns = within(table)
      .getAllByRole('columnheader')
      .slice(1)
      .map(({ textContent }) => textContent);
    expect(columns).toEqual(['125 Hz', '250 Hz', '500 Hz', '2 kHz']);
    const row = within(table).getByRole('row', { name: /^250 Hz/ });
    const cells = within(row)
      .getAllByRole('cell')
      .map(({ textContent }) => Number(textContent));
    expect(cells).toEqual([counts['250→125'], counts['250→250'], counts['250→500'], 0]);
    expect(cells[0]).toBeGreaterThan(0);
  });
});

describe('all skills', () => {
  it('come by what is due or what is weakest', async () => {
    const { user } = await show(weeks);
    expect(skillRows()).toHaveLength(4);
    await user.click(screen.getByRole('radio', { name: 'Weakest first' }));
    const [weakest] = skillRows();
    expect(weakest).toHaveTextContent(`2 kHz · ${PHONE.name}`);
    expect(skillRows().at(-1)).toHaveTextContent('250 Hz · Flat reference');
  });

  it('lead to their charts', async () => {
    const { user } = await show(weeks);
    await user.click(screen.getByRole('radio', { name: 'Weakest first' }));
    await user.click(skillRows()[0]!);
    expect(screen.getByText(`Boost at 2 kHz, through ${PHONE.name}`)).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Which band was boosted' })).toHaveFocus();
  });

  it('are a short list until all are asked for', async () => {
    const many = added(practiceRecords(600, 6, 5, NOW));
    const { user } = await show(many);
    expect(skillRows()).toHaveLength(8);
    const all = button(/^Show all/);
    expect(all).toHaveAttribute('aria-expanded', 'false');
    await user.click(all);
    expect(skillRows()).toHaveLength(many.skills.length);
  });

  it('survive a drill that this version does not have', async () => {
    await show(added([trialRecord({ kindId: 'fromALaterVersion', band: 4, at: NOW })]));
    expect(skillRows()[0]).toHaveTextContent('A drill that this version does not have');
    expect(screen.queryByRole('combobox', { name: 'Skill' })).not.toBeInTheDocument();
  });
});

describe('your data', () => {
  it('is exported as JSON, or as CSV', async () => {
    const fake = await show(weeks);
    await fake.user.click(button('Export progress'));
    await fake.user.selectOptions(chooser('Export format'), 'CSV');
    await fake.user.click(button('Export progress'));
    expect(fake.of('exportProgress')).toEqual([['json'], ['csv']]);
  });

  it('is imported from the chosen file, and says that it reads', async () => {
    const fake = await show();
    let done = (): void => undefined;
    Object.assign(fake.training, {
      importProgress: (file: File) => {
        fake.asked.push(['importProgress', file]);
        fake.training.store.setState({ importing: { phase: 'checking', share: 0.25 } });
        return new Promise<void>((resolve) => {
          done = () => {
            fake.training.store.setState({ importing: null });
            resolve();
          };
        });
      },
    });
    const input = screen.getByLabelText<HTMLInputElement>('Import progress');
    expect(input).toHaveAttribute('type', 'file');
    const file = new File(['{}'], 'progress.json', { type: 'application/json' });
    await fake.user.upload(input, file);
    expect(fake.of('importProgress')).toEqual([[file]]);
    expect(screen.getByText('Checking the file…')).toBeInTheDocument();
    expect(screen.getByRole('progressbar', { name: 'Imported so far' })).toHaveValue(0.25);
    expect(input).toBeDisabled();
    await act(async () => done());
    expect(screen.queryByText('Checking the file…')).not.toBeInTheDocument();
    expect(input).toBeEnabled();
  });

  it('is cleared only after saying what goes', async () => {
    const drill = { id: 'd', name: 'Mine', blocks: [], createdAt: 0 };
    const fake = await show({ ...weeks, customDrills: [drill] });
    await fake.user.click(button('Clear all progress'));
    const dialog = screen.getByRole('dialog', { name: 'Clear all progress?' });
    expect(dialog).toHaveTextContent('960 trials on 20 days');
    expect(dialog).toHaveTextContent('1 drill of your own');
    await fake.user.click(within(dialog).getByRole('button', { name: 'Keep it' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(fake.of('clearProgress')).toEqual([]);

    await fake.user.click(button('Clear all progress'));
    await fake.user.click(button('Forget all of it'));
    expect(fake.of('clearProgress')).toHaveLength(1);
    await act(async () => fake.store.setState({ days: [], skills: [], customDrills: [] }));
    expect(screen.getByText('Your progress has been cleared.')).toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 1, name: 'Progress' })).toHaveFocus();
  });

  it('says in an alert what became of a file', async () => {
    const fake = await show({ notice: { code: 'import-failed', reason: 'newer' } });
    expect(screen.getByRole('alert')).toHaveTextContent('newer version of this page');
    await fake.user.click(button(/^Dismiss/));
    expect(fake.of('dismissNotice')).toHaveLength(1);
    await act(async () =>
      fake.store.setState({
        notice: { code: 'import-done', added: 12, known: 3, clockTroubleCount: 0, movedCount: 0, isStopped: false },
      }),
    );
    expect(screen.getByRole('alert')).toHaveTextContent('12 trials came in, 3 were here already.');
  });
});

describe('axe finds nothing in', () => {
  const states: readonly (readonly [string, Partial<TrainFacts>])[] = [
    ['opening', { isReady: false }],
    ['nothing yet', {}],
    ['weeks of practice', weeks],
    ['a failed import', { ...weeks, notice: { code: 'import-failed', reason: 'broken' } }],
  ];
  it.each(states)('%s', async (_name, facts) => {
    const { user } = await show(facts);
    for (const toggle of screen.queryAllByRole('button', { name: /as a table$/ })) await user.click(toggle);
    const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    expect(violations.map((entry) => `${entry.id}: ${entry.nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
});
