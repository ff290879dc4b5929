import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import { loadEvidence } from '../../src/devices/evidence';
import type { Stage } from '../../src/devices/DeviceProfile';
import { responseDb } from '../../src/devices/response';
import { FakeFitting } from '../support/fakeFitting';
import type { FakeParts } from '../support/fakeSession';
import { renderDesk, type RenderedDesk } from '../support/renderDesk';
import { setWindowWidth } from '../support/uiSetup';

const CAR = CATALOGUE.find((device) => device.family === 'cars')!;
const HEADPHONES = CATALOGUE.find((device) => device.subfamily === 'closed')!;
/** A response of forty points that falls from bass to treble. */
const CSV = [
  'frequency,raw',
  ...Array.from({ length: 40 }, (_, i) => `${(20 * 1000 ** (i / 39)).toFixed(1)},${(6 - i / 4).toFixed(2)}`),
].join('\n');
const APO =
  'Preamp: -6 dB\nFilter 1: ON PK Fc 105 Hz Gain 6.4 dB Q 0.70\nFilter 2: ON HSC Fc 8000 Hz Gain -3 dB Q 0.7\n';

const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const heading = (): HTMLElement => screen.getByRole('heading', { level: 1 });

/** The app with Devices open at this address. */
async function openDevices(hash = '#devices', given: Partial<FakeParts> = {}): Promise<RenderedDesk> {
  window.location.hash = hash;
  const desk = await renderDesk(given);
  // The screen is fetched when it is first opened.
  await waitFor(() => expect(heading()).toBeInTheDocument());
  await desk.settled();
  return desk;
}

async function follow(desk: RenderedDesk, hash: string): Promise<void> {
  await act(async () => {
    window.location.hash = hash;
    await new Promise((resolve) => {
      window.addEventListener('hashchange', resolve, { once: true });
    });
  });
  await desk.settled();
}

async function violations(): Promise<string[]> {
  const { violations: found } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    rules: { 'color-contrast': { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
}

const draftStages = (desk: RenderedDesk): readonly Stage[] => desk.session.devices.getState().draft!.profile.stages;

describe('the library', () => {
  it('is a screen of its own between Train and Progress, with a card for every device', async () => {
    await openDevices();
    const links = within(screen.getByRole('navigation', { name: 'Screens' })).getAllByRole('link');
    expect(links.map((link) => link.textContent)).toEqual(['Listen', 'Train', 'Devices', 'Progress', 'Settings']);
    const cards = within(screen.getByRole('region', { name: 'Library' })).getAllByRole('link');
    const shown = new Map(cards.map((link) => [link.textContent, link.getAttribute('href')]));
    expect(shown).toEqual(new Map(CATALOGUE.map(({ id, name }) => [name, `#devices/of/${id}`])));
    expect(document.title).toBe('Devices – Elsewhere');
  });

  it('is narrowed by family, evidence and words, and says when nothing is left', async () => {
    const desk = await openDevices();
    const cards = (): HTMLElement[] => within(screen.getByRole('region', { name: 'Library' })).queryAllByRole('link');
    await desk.user.click(button('Cars'));
    const cars = CATALOGUE.filter(({ family }) => family === 'cars');
    await waitFor(() => expect(cards()).toHaveLength(cars.length));
    await desk.user.click(button('All'));
    await desk.user.selectOptions(screen.getByRole('combobox', { name: 'Evidence' }), 'Measured');
    const measured = CATALOGUE.filter(({ evidence }) => evidence === 'measured');
    await waitFor(() => expect(cards()).toHaveLength(measured.length));
    await desk.user.type(screen.getByRole('searchbox', { name: 'Search the library' }), 'zzz');
    await waitFor(() => expect(cards()).toHaveLength(0));
    expect(screen.getByText(/No device matches “zzz” with evidence “Measured”/)).toBeInTheDocument();
    await desk.user.click(button('Show all devices'));
    await waitFor(() => expect(cards()).toHaveLength(CATALOGUE.length));
    await desk.user.click(button('Your own'));
    expect(await screen.findByText(/Nothing of your own yet/)).toBeInTheDocument();
  });

  it('lets a device be heard at once, without leaving', async () => {
    const desk = await openDevices();
    await desk.user.click(button(`Listen through ${CAR.name}`));
    expect(desk.engine.targetId).toBe(CAR.id);
    expect(button(`Listen through ${CAR.name}`)).toHaveAttribute('aria-pressed', 'true');
    expect(screen.getByRole('status', { name: 'Now playing through' })).toHaveTextContent(CAR.name);
    await desk.user.click(button('Play'));
    expect(desk.engine.isPlaying).toBe(true);
    expect(window.location.hash).toBe('#devices');
  });

  it('takes the keys of Listen', async () => {
    const desk = await openDevices();
    await desk.user.keyboard(' ');
    expect(desk.engine.isPlaying).toBe(true);
    await desk.user.keyboard('b');
    expect(desk.engine.targetId).toBe(desk.session.listen.getState().slots.B);
    await desk.user.keyboard('x');
    expect(desk.engine.targetId).toBe(desk.session.listen.getState().slots.A);
  });

  it('pins a device to a number key and takes it off again', async () => {
    const desk = await openDevices();
    const free = CATALOGUE.find(
      ({ id, family }) => family !== 'reference' && !desk.session.listen.getState().pins.includes(id),
    )!;
    await desk.user.click(button(`Pin ${free.name} to a number key`));
    const dialog = screen.getByRole('dialog', { name: `Number key for ${free.name}` });
    await desk.user.click(within(dialog).getByRole('button', { name: /^3/ }));
    expect(desk.session.listen.getState().pins[2]).toBe(free.id);
    await desk.user.click(button(`${free.name} is on key 3; change`));
    await desk.user.click(button('Take it off its key'));
    expect(desk.session.listen.getState().pins).not.toContain(free.id);
  });

  it('is as it was when one comes back from a page', async () => {
    const desk = await openDevices();
    await desk.user.click(button('Cars'));
    await follow(desk, `#devices/of/${CAR.id}`);
    expect(heading()).toHaveTextContent(CAR.name);
    expect(heading()).toHaveFocus();
    await follow(desk, '#devices');
    expect(button('Cars')).toHaveAttribute('aria-pressed', 'true');
  });
});

describe('the page of a device', () => {
  it('shows chart, source, evidence, licence and fit error', async () => {
    await openDevices(`#devices/of/${HEADPHONES.id}`);
    const { source, leavesOut, fit } = (await loadEvidence())[HEADPHONES.id]!;
    expect(heading()).toHaveTextContent(HEADPHONES.name);
    const facts = screen.getByRole('region', { name: 'Where it comes from' });
    await within(facts).findByText(source.licence);
    for (const words of [source.credit, leavesOut]) expect(within(facts).getByText(words)).toBeInTheDocument();
    expect(facts).toHaveTextContent('measured');
    expect(facts).toHaveTextContent(fit!.worstDb.toFixed(2));
    expect(screen.getByRole('figure', { name: 'Response' })).toBeInTheDocument();
  });

  it('reads the chart by key, and says all of it as a table', async () => {
    const desk = await openDevices(`#devices/of/${CAR.id}`);
    const reading = screen.getByRole('slider', { name: 'Read the chart at' });
    const at1k = responseDb(CAR, 1002.4).toFixed(1).replace('-', '−');
    expect(reading).toHaveAttribute('aria-valuetext', expect.stringMatching(/^1 kHz: /));
    expect(reading.getAttribute('aria-valuetext')).toContain(`${at1k} dB`);
    fireEvent.change(reading, { target: { value: '0' } });
    expect(reading).toHaveAttribute('aria-valuetext', expect.stringMatching(/^20 Hz: /));
    await desk.user.click(button('Response as a table'));
    const table = screen.getByRole('table', { name: 'Response' });
    const row = within(table).getByRole('row', { name: /^100 Hz/ });
    const shown = Number(within(row).getAllByRole('cell').at(-1)!.textContent.replace('−', '-'));
    expect(shown).toBeCloseTo(responseDb(CAR, 100), 0);
  });

  it('says what each layer does, in words and figures', async () => {
    await openDevices(`#devices/of/${CAR.id}`);
    const room = screen.getByRole('region', { name: 'Stereo and room' });
    expect(room).toHaveTextContent(/Left loudspeaker/);
    expect(room).toHaveTextContent(/Reverberation time/);
    expect(screen.getByRole('region', { name: 'Background noise' })).toHaveTextContent(/road/);
  });

  it('says so when there is no such device', async () => {
    await openDevices('#devices/of/%E0%A4%A');
    expect(heading()).toHaveTextContent('This device is not here');
    expect(screen.getByRole('link', { name: 'Show all devices' })).toBeInTheDocument();
  });

  it('writes every format', async () => {
    const desk = await openDevices(`#devices/of/${HEADPHONES.id}`);
    const choices = [
      'Save as Elsewhere device',
      'Save as Equalizer APO',
      'Save as GraphicEQ',
      'Save as AutoEq CSV',
      'Save as CamillaDSP',
      'Save as miniDSP, 48 kHz',
      'Save as miniDSP, 96 kHz',
      'Save Impulse response (WAV) at 48 kHz',
    ];
    for (const [index, choice] of choices.entries()) {
      // One after another, as a hand does.
      // oxlint-disable-next-line no-await-in-loop
      await desk.user.click(button('Export device'));
      // oxlint-disable-next-line no-await-in-loop
      await desk.user.click(button(choice));
      // oxlint-disable-next-line no-await-in-loop
      await waitFor(() => expect(desk.saved, choice).toHaveLength(index + 1));
    }
    expect(new Set(desk.saved.map(({ fileName }) => fileName)).size).toBe(choices.length);
  });
});

describe('import', () => {
  it('opens the page of a single file with its fit error', async () => {
    const desk = await openDevices();
    const input = screen.getByLabelText('Import device');
    expect(input).toHaveAttribute('type', 'file');
    expect(input).toHaveAttribute('multiple');
    await desk.user.upload(input, new File([CSV], 'My cans.csv'));
    await waitFor(() => expect(heading()).toHaveTextContent('My cans'));
    await desk.settled();
    expect(screen.getByRole('region', { name: 'Where it comes from' })).toHaveTextContent('0.10 dB on average');
    expect(screen.getByRole('slider', { name: 'Read the chart at' })).toHaveAttribute(
      'aria-valuetext',
      expect.stringContaining('Imported curve'),
    );
  });

  it('asks what points mean when it cannot tell, and shows what is under way', async () => {
    const fitting = new FakeFitting();
    let release = (): void => undefined;
    fitting.gate = new Promise((resolve) => {
      release = resolve;
    });
    const desk = await openDevices('#devices', { fitting });
    const bare = CSV.split('\n').slice(1).join('\n').replaceAll(',', ' ');
    await desk.user.click(button(/Paste text/));
    const dialog = screen.getByRole('dialog', { name: 'Paste a device' });
    expect(within(dialog).getByRole('button', { name: 'Import' })).toBeDisabled();
    fireEvent.change(within(dialog).getByRole('textbox'), { target: { value: bare } });
    await desk.user.click(within(dialog).getByRole('button', { name: 'Import' }));
    await desk.settled();
    const list = screen.getByRole('list', { name: 'Imports under way' });
    if (within(list).queryByRole('group', { name: 'Is this a response or a correction?' })) {
      await desk.user.click(within(list).getByRole('radio', { name: /A correction/ }));
      await desk.user.click(within(list).getByRole('button', { name: 'Go on' }));
      await desk.settled();
    }
    expect(list).toHaveTextContent('fitting');
    expect(await violations()).toEqual([]);
    await act(async () => {
      release();
      await Promise.resolve();
    });
    await waitFor(() => expect(window.location.hash).toMatch(/^#devices\/of\//));
  });

  it('lists several that came in together, and tells of the one that did not', async () => {
    const desk = await openDevices();
    await desk.user.upload(screen.getByLabelText('Import device'), [
      new File([CSV], 'One.csv'),
      new File(['nothing to see here'], 'Notes.txt'),
      new File([APO], 'Two ParametricEQ.txt'),
    ]);
    await waitFor(() => expect(screen.getByRole('region', { name: 'Just imported' })).toHaveTextContent('2 devices'));
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent('“Notes.txt”'));
    expect(window.location.hash).toBe('#devices');
  });

  it('takes files that are dropped on the screen', async () => {
    const desk = await openDevices();
    const dataTransfer = { types: ['Files'], files: [new File([CSV], 'Dropped.csv')], dropEffect: 'none' };
    fireEvent.dragEnter(window, { dataTransfer });
    expect(screen.getByText('Let go to import as devices')).toBeInTheDocument();
    fireEvent.drop(window, { dataTransfer });
    await waitFor(() => expect(heading()).toHaveTextContent('Dropped'));
    expect(desk.session.library.getState().tracks).toHaveLength(2);
  });

  it('shows hostile names as text [fault: foreign-script]', async () => {
    const desk = await openDevices();
    await desk.user.upload(
      screen.getByLabelText('Import device'),
      new File(['no curve'], '<img src=x onerror="document.title=1">.csv'),
    );
    await waitFor(() =>
      expect(screen.getByRole('alert')).toHaveTextContent('“<img src=x onerror="document.title=1">.csv”'),
    );
    await desk.user.upload(screen.getByLabelText('Import device'), new File([CSV], 'Fine.csv'));
    await waitFor(() => expect(heading()).toHaveTextContent('Fine'));
    await desk.user.click(button('Rename'));
    const field = screen.getByRole('textbox', { name: 'Name' });
    fireEvent.change(field, { target: { value: '<b>loud</b>' } });
    await desk.user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Rename' }));
    await waitFor(() => expect(heading()).toHaveTextContent('<b>loud</b>'));
    expect(document.querySelector('img')).toBeNull();
  });

  it('own devices are renamed, and removed after a question', async () => {
    const desk = await openDevices();
    await desk.user.upload(screen.getByLabelText('Import device'), new File([CSV], 'Mine.csv'));
    await waitFor(() => expect(heading()).toHaveTextContent('Mine'));
    await desk.user.click(button('Rename'));
    const field = screen.getByRole('textbox', { name: 'Name' });
    await desk.user.clear(field);
    await desk.user.type(field, 'Studio B');
    await desk.user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Rename' }));
    await waitFor(() => expect(heading()).toHaveTextContent('Studio B'));
    await desk.user.click(button('Remove'));
    await desk.user.click(button('Keep it'));
    expect(desk.session.devices.getState().own).toHaveLength(1);
    await desk.user.click(button('Remove'));
    await desk.user.click(button('Remove it'));
    await waitFor(() => expect(desk.session.devices.getState().own).toHaveLength(0));
    await waitFor(() => expect(heading()).toHaveTextContent('Devices'));
  });
});

describe('OPRA', () => {
  it('is fetched on a click, searched as one types, and gives a device of one’s own', async () => {
    const desk = await openDevices('#devices/opra');
    expect(screen.getByText(/about 13 MB/)).toBeInTheDocument();
    expect(screen.getByText(/CC BY-SA 4.0/)).toBeInTheDocument();
    await desk.user.click(button('Fetch from OPRA’s public mirror'));
    const search = await screen.findByRole('searchbox', { name: 'Search OPRA' });
    expect(search).toHaveAccessibleDescription(/2 products with 3 corrections\..*1 line could not be read.*\(4\)/);
    await desk.user.type(search, 'zzz');
    expect(await screen.findByText(/Nothing in OPRA’s database matches “zzz”/)).toBeInTheDocument();
    await desk.user.clear(search);
    await desk.user.type(search, 'one');
    await desk.user.click(await screen.findByRole('button', { name: /A One/ }));
    await waitFor(() => expect(heading()).toHaveTextContent('A One'));
    await desk.settled();
    expect(screen.getByText('OPRA, X')).toBeInTheDocument();
  });

  it('is read from a file, with progress that can be cancelled, and forgotten', async () => {
    const fitting = new FakeFitting();
    let release = (): void => undefined;
    fitting.gate = new Promise((resolve) => {
      release = resolve;
    });
    const desk = await openDevices('#devices/opra', { fitting });
    const file = new File(['database'], 'database_v1.jsonl');
    await desk.user.upload(screen.getByLabelText('Load OPRA’s database'), file);
    expect(await screen.findByRole('progressbar', { name: 'Reading OPRA’s database' })).toBeInTheDocument();
    await desk.user.click(button('Cancel'));
    release();
    await desk.settled();
    await desk.user.upload(screen.getByLabelText('Load OPRA’s database'), file);
    await desk.user.click(await screen.findByRole('button', { name: 'Forget the database' }));
    await desk.settled();
    expect(button('Fetch from OPRA’s public mirror')).toBeInTheDocument();
  });
});

describe('the editor', () => {
  async function fork(): Promise<RenderedDesk> {
    const desk = await openDevices(`#devices/of/${HEADPHONES.id}`);
    await desk.user.click(button('Make your own from it'));
    await waitFor(() => expect(heading()).toHaveTextContent('Make a device'));
    await desk.settled();
    return desk;
  }
  const handle = (number: number): HTMLElement => button(new RegExp(`^Filter ${number}:`));
  const first = (desk: RenderedDesk) => {
    const stage = draftStages(desk).find((entry) => entry.kind === 'peaking')!;
    if (stage.kind !== 'peaking') throw new Error('no peak');
    return {
      stage,
      number:
        draftStages(desk)
          .filter((s) => 'frequencyHz' in s)
          .indexOf(stage) + 1,
    };
  };

  it('is heard at once, and moves a filter by keys', async () => {
    const desk = await fork();
    expect(desk.engine.targetId).toBe('draft');
    const { stage: before, number } = first(desk);
    act(() => handle(number).focus());
    await desk.user.keyboard('{ArrowUp}');
    expect(first(desk).stage.gainDb).toBeCloseTo(before.gainDb + 0.5, 1);
    await desk.user.keyboard('{Shift>}{ArrowDown}{/Shift}');
    expect(first(desk).stage.gainDb).toBeCloseTo(before.gainDb + 0.4, 1);
    await desk.user.keyboard('{ArrowRight}');
    expect(first(desk).stage.frequencyHz / before.frequencyHz).toBeCloseTo(2 ** (1 / 12), 2);
    await desk.user.keyboard('+');
    expect(first(desk).stage.q).toBeGreaterThan(before.q);
    expect(desk.engine.positionSec()).toBe(0);
  });

  it('undoes and redoes, one gesture at a time', async () => {
    const desk = await fork();
    const before = draftStages(desk);
    expect(button('Undo')).toBeDisabled();
    act(() => handle(1).focus());
    fireEvent.keyDown(handle(1), { key: 'ArrowUp' });
    await desk.settled();
    fireEvent.keyDown(handle(1), { key: 'ArrowUp', repeat: true });
    await desk.settled();
    fireEvent.keyUp(handle(1), { key: 'ArrowUp' });
    const after = draftStages(desk);
    await desk.user.keyboard('{Control>}z{/Control}');
    await desk.settled();
    expect(draftStages(desk)).toEqual(before);
    await desk.user.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await desk.settled();
    expect(draftStages(desk)).toEqual(after);
  });

  it('drags a handle with the pointer', async () => {
    const desk = await fork();
    const { stage: before, number } = first(desk);
    const { left, top } = handle(number).style;
    const [x, y] = [Number.parseFloat(left), Number.parseFloat(top)];
    fireEvent.pointerDown(handle(number), { button: 0, pointerId: 1, clientX: x, clientY: y });
    fireEvent.pointerMove(handle(number), { pointerId: 1, clientX: x + 40, clientY: y - 30, buttons: 1 });
    await desk.settled();
    fireEvent.pointerUp(handle(number), { pointerId: 1 });
    expect(first(desk).stage.frequencyHz).toBeGreaterThan(before.frequencyHz);
    expect(first(desk).stage.gainDb).toBeGreaterThan(before.gainDb);
    const moved = first(desk).stage;
    fireEvent.pointerMove(handle(number), { pointerId: 1, clientX: 80, clientY: 0 });
    await desk.settled();
    expect(first(desk).stage).toEqual(moved);
  });

  it('changes Q with the wheel', async () => {
    const desk = await fork();
    const { stage: before, number } = first(desk);
    fireEvent.wheel(handle(number), { deltaY: -100 });
    await desk.settled();
    expect(first(desk).stage.q).toBeGreaterThan(before.q);
  });

  it('does the same with fields, and refuses what does not fit', async () => {
    const desk = await fork();
    const { stage: before, number } = first(desk);
    const gain = screen.getByRole('spinbutton', { name: `Filter ${number}: gain` });
    await desk.user.clear(gain);
    await desk.user.type(gain, '99');
    expect(gain).toHaveAttribute('aria-invalid', 'true');
    fireEvent.change(gain, { target: { value: '4.5' } });
    await desk.settled();
    expect(first(desk).stage.gainDb).toBe(4.5);
    const frequency = screen.getByRole('spinbutton', { name: `Filter ${number}: frequency` });
    fireEvent.change(frequency, { target: { value: '440' } });
    await desk.settled();
    expect(first(desk).stage.frequencyHz).toBe(440);
    expect(before.frequencyHz).not.toBe(440);
    await desk.user.selectOptions(screen.getByRole('combobox', { name: `Filter ${number}: type` }), 'High-pass');
    await desk.settled();
    expect(draftStages(desk)).toContainEqual(expect.objectContaining({ kind: 'highpass', frequencyHz: 440 }));
  });

  it('adds and removes filters, and sums to mono', async () => {
    const desk = await fork();
    const count = draftStages(desk).length;
    await desk.user.click(button('Add a filter'));
    await desk.settled();
    expect(draftStages(desk)).toHaveLength(count + 1);
    act(() => handle(1).focus());
    await desk.user.keyboard('{Delete}');
    await desk.settled();
    expect(draftStages(desk)).toHaveLength(count);
    const width = screen.getByRole('slider', { name: 'Stereo width' });
    fireEvent.change(width, { target: { value: '0' } });
    await desk.settled();
    expect(draftStages(desk)[0]).toEqual({ kind: 'monoSum' });
    fireEvent.change(width, { target: { value: '40' } });
    await desk.settled();
    expect(draftStages(desk)[0]).toEqual({ kind: 'width', width: 0.4 });
    fireEvent.change(width, { target: { value: '100' } });
    await desk.settled();
    expect(draftStages(desk)).toHaveLength(count);
  });

  it('saves under a name and opens the page', async () => {
    const desk = await fork();
    const name = screen.getByRole('textbox', { name: 'Name' });
    await desk.user.clear(name);
    expect(button('Save device')).toBeDisabled();
    await desk.user.type(name, 'Small club');
    await desk.user.click(button('Save device'));
    await waitFor(() => expect(heading()).toHaveTextContent('Small club'));
    const [own] = desk.session.devices.getState().own;
    expect(own!.profile.name).toBe('Small club');
    expect(desk.engine.targetId).toBe(own!.id);
  });

  it('discards, and says where to begin when nothing is being made', async () => {
    const desk = await fork();
    await desk.user.click(button('Discard'));
    await waitFor(() => expect(heading()).toHaveTextContent(HEADPHONES.name));
    expect(desk.session.devices.getState().draft).toBeNull();
    await follow(desk, '#devices/edit');
    expect(heading()).toHaveTextContent('Nothing is being made');
  });
});

describe('accuracy', () => {
  it('has a row for every device', async () => {
    await openDevices('#devices/accuracy');
    const table = await screen.findByRole('table');
    const rows = within(table)
      .getAllByRole('rowheader')
      .map((row) => row.textContent);
    const names = CATALOGUE.filter(({ family }) => family !== 'reference').map(({ name }) => name);
    expect(rows).toEqual(expect.arrayContaining(names));
    expect(screen.getByText(/they differ by \d/)).toBeInTheDocument();
  });
});

describe('nothing stands in the way', () => {
  it.each([
    ['#devices', 1440],
    ['#devices', 390],
    [`#devices/of/${HEADPHONES.id}`, 1440],
    [`#devices/of/${CAR.id}`, 390],
    ['#devices/opra', 390],
    ['#devices/accuracy', 1440],
  ])(
    'at %s, %i px',
    async (hash, width) => {
      setWindowWidth(width);
      await openDevices(hash);
      expect(await violations()).toEqual([]);
    },
    30_000,
  );
});
