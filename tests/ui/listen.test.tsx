import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import { evidenceOf } from '../../src/devices/evidence';
import { FakeDemos, FakeStorage } from '../support/fakeEngine';
// Loaded on demand on the page; here it is there already, or the first question would wait for the bundler.
import '../../src/ui/listen/DeviceDetail';
import { fakeFile } from '../support/fakeSession';
import { renderDesk } from '../support/renderDesk';
import { setWindowWidth } from '../support/uiSetup';

const CAR = CATALOGUE.find((device) => device.family === 'cars')!;
const PHONE = CATALOGUE.find((device) => device.pictogram === 'phone')!;

const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name });
const radio = (name: string): HTMLElement => screen.getByRole('radio', { name });
const status = (): HTMLElement => screen.getByRole('status', { name: 'Now playing through' });
const trackItem = (name: string): HTMLElement => {
  const items = within(screen.getByRole('list', { name: 'Tracks' })).getAllByRole('listitem');
  return items.find((item) => item.textContent.includes(name))!;
};

describe('the names people rely on', () => {
  const names: [role: string, name: string][] = [
    ['button', 'Play'],
    ['slider', 'Position'],
    ['button', 'Loop'],
    ['spinbutton', 'Loop start'],
    ['spinbutton', 'Loop end'],
    ['radiogroup', 'Playback target'],
    ['radio', 'Flat reference'],
    ['button', 'A'],
    ['button', 'B'],
    ['button', 'Swap'],
    ['switch', 'Match loudness'],
    ['switch', 'Tone'],
    ['switch', 'Stereo and room'],
    ['switch', 'Device limits'],
    ['switch', 'Background noise'],
    ['slider', 'Listening level'],
    ['combobox', 'I am listening on'],
    ['status', 'Now playing through'],
    ['button', 'Export audio'],
    ['button', 'Export through several'],
    ['list', 'Tracks'],
    ['slider', 'Volume'],
  ];

  it.each([1440, 390])('are there once each at %i px', async (width) => {
    setWindowWidth(width);
    await renderDesk();
    for (const [role, name] of names) expect(screen.getAllByRole(role, { name }), `${role} “${name}”`).toHaveLength(1);
  });

  it('the file input takes several files', async () => {
    await renderDesk();
    const input = screen.getByLabelText('Add audio files');
    expect(input).toHaveAttribute('type', 'file');
    expect(input).toHaveAttribute('multiple');
  });

  it('one radio for each device, named as it is, flat first', async () => {
    await renderDesk();
    const group = screen.getByRole('radiogroup', { name: 'Playback target' });
    const shown = within(group)
      .getAllByRole('radio')
      .map((element) => document.getElementById(element.getAttribute('aria-labelledby')!)?.textContent);
    expect(shown[0]).toBe(FLAT_REFERENCE.name);
    expect(new Set(shown)).toEqual(new Set(CATALOGUE.map((device) => device.name)));
    expect(shown).toHaveLength(CATALOGUE.length);
  });
});

describe('first visit', () => {
  it('plays the demo on Play and pauses it again', async () => {
    const desk = await renderDesk();
    await desk.user.click(button('Play'));
    expect(desk.engine.isPlaying).toBe(true);
    await desk.user.click(button('Pause'));
    expect(desk.engine.isPlaying).toBe(false);
    expect(button('Play')).toBeInTheDocument();
  });

  it('lists two mixes, the first being the current one', async () => {
    const desk = await renderDesk();
    expect(within(screen.getByRole('list', { name: 'Tracks' })).getAllByRole('listitem')).toHaveLength(2);
    const other = within(trackItem('Mix that translates')).getByRole('button', { name: /^Mix that translates/ });
    expect(other).not.toHaveAttribute('aria-current');
    await desk.user.click(other);
    await desk.settled();
    expect(other).toHaveAttribute('aria-current', 'true');
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Mix that translates');
    expect(document.title).toContain('Mix that translates');
  });
});

describe('targets', () => {
  it('choosing one is heard at once and said in words', async () => {
    const desk = await renderDesk();
    await desk.user.click(radio(CAR.name));
    expect(desk.engine.targetId).toBe(CAR.id);
    expect(radio(CAR.name)).toBeChecked();
    expect(status()).toHaveTextContent(new RegExp(`^${CAR.name}, ${CAR.kindLabel} · matched [+−]?\\d+\\.\\d dB$`));
    await desk.user.click(screen.getByRole('switch', { name: 'Match loudness' }));
    expect(status()).toHaveTextContent(`${CAR.name}, ${CAR.kindLabel} · true level`);
  });

  it('arrow keys rove through the radios and do not seek', async () => {
    const desk = await renderDesk();
    desk.engine.seek(30);
    act(() => radio(FLAT_REFERENCE.name).focus());
    await desk.user.keyboard('{ArrowDown}');
    expect(desk.engine.targetId).not.toBe(FLAT_REFERENCE.id);
    expect(screen.getAllByRole('radio', { checked: true })).toHaveLength(1);
    await desk.user.keyboard('{ArrowRight}{ArrowLeft}{ArrowUp}');
    expect(desk.engine.targetId).toBe(FLAT_REFERENCE.id);
    expect(desk.engine.positionSec()).toBe(30);
  });

  it('A, B and Swap', async () => {
    const desk = await renderDesk();
    expect(button('A')).toHaveAttribute('aria-pressed', 'true');
    await desk.user.click(button('B'));
    expect(desk.engine.targetId).toBe(CAR.id);
    await desk.user.click(button('Swap'));
    expect(desk.engine.targetId).toBe(FLAT_REFERENCE.id);
    await desk.user.click(radio(PHONE.name));
    await desk.user.click(button(`Set A to ${PHONE.name}`));
    expect(button('A')).toHaveAccessibleDescription(PHONE.name);
    await desk.user.click(button('Swap'));
    expect(desk.engine.targetId).toBe(FLAT_REFERENCE.id);
    await desk.user.click(button('A'));
    expect(desk.engine.targetId).toBe(PHONE.id);
  });

  it('speak in the colour of their slot, the anchor in ink whichever slot it is in', async () => {
    const desk = await renderDesk();
    const voices = (name: string) => ({
      card: radio(name).closest('[data-voice]')?.getAttribute('data-voice'),
      name: screen.getByRole('region', { name: 'Target' }).getAttribute('data-voice'),
    });
    expect(button('A')).toHaveAccessibleDescription(FLAT_REFERENCE.name);
    expect(button('A')).toHaveAttribute('data-voice', 'A');
    expect(voices(FLAT_REFERENCE.name)).toEqual({ card: 'ink', name: 'ink' });
    await desk.user.click(button('B'));
    expect(voices(CAR.name)).toEqual({ card: 'B', name: 'B' });
    await desk.user.click(button(`Set A to ${CAR.name}`));
    expect(voices(CAR.name)).toEqual({ card: 'A', name: 'A' });
    await desk.user.click(button('B'));
    expect(voices(FLAT_REFERENCE.name)).toEqual({ card: 'ink', name: 'ink' });
  });

  it('are found by family and by name, and none found is said', async () => {
    const desk = await renderDesk();
    await desk.user.click(button('Cars'));
    const cars = CATALOGUE.filter((device) => device.family === 'cars').length;
    await waitFor(() => expect(screen.getAllByRole('radio')).toHaveLength(cars + 1));
    expect(radio(FLAT_REFERENCE.name)).toBeInTheDocument();
    await desk.user.click(button('All'));
    await desk.user.type(screen.getByRole('searchbox', { name: 'Search devices' }), 'PHONE speaker');
    await waitFor(() => expect(radio(PHONE.name)).toBeInTheDocument());
    expect(screen.queryByRole('radio', { name: CAR.name })).toBeNull();
    await desk.user.type(screen.getByRole('searchbox'), 'zzz');
    await waitFor(() => expect(screen.queryAllByRole('radio')).toHaveLength(0));
    expect(screen.getByText(/No device matches/)).toBeInTheDocument();
    await desk.user.click(button('Show all devices'));
    await waitFor(() => expect(screen.getAllByRole('radio')).toHaveLength(CATALOGUE.length));
  });

  it('carry their evidence in words, and a page with source and limits', async () => {
    const desk = await renderDesk();
    expect(radio(CAR.name)).toHaveAccessibleDescription(expect.stringContaining('modelled'));
    await desk.user.click(radio(CAR.name));
    await desk.user.click(button('About this device'));
    const page = await screen.findByRole('dialog', { name: CAR.name });
    const { source, leavesOut } = (await evidenceOf(CAR))!;
    for (const text of [leavesOut, source.credit, source.licence]) {
      expect(await within(page).findByText(text)).toBeInTheDocument();
    }
    expect(within(page).getByRole('img', { name: /Stated response/ })).toBeInTheDocument();
    await desk.user.click(within(page).getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('keys', () => {
  it('do what the help says', async () => {
    const desk = await renderDesk();
    const pressed = async (keys: string): Promise<void> => desk.user.keyboard(keys);
    await pressed(' ');
    expect(desk.engine.isPlaying).toBe(true);
    await pressed(' ');
    expect(desk.engine.isPlaying).toBe(false);
    await pressed('{ArrowRight}{ArrowRight}{ArrowLeft}');
    expect(desk.engine.positionSec()).toBe(5);
    await pressed('{ArrowLeft}{ArrowLeft}');
    expect(desk.engine.positionSec()).toBe(0);
    await pressed('b');
    expect(desk.engine.targetId).toBe(CAR.id);
    await pressed('a');
    expect(desk.engine.targetId).toBe(FLAT_REFERENCE.id);
    await pressed('x');
    expect(desk.engine.targetId).toBe(CAR.id);
    await pressed('2');
    expect(desk.engine.targetId).toBe(desk.session.listen.getState().pins[1]);
    await pressed('0');
    expect(desk.engine.targetId).toBe(FLAT_REFERENCE.id);
    await pressed('l');
    expect(desk.engine.loop).toEqual({ startSec: 0, endSec: 60 });
    await pressed('m');
    expect(screen.getByRole('switch', { name: 'Match loudness' })).not.toBeChecked();
    await pressed('3{Shift>}B{/Shift}');
    expect(desk.session.listen.getState().slots.B).toBe(desk.session.listen.getState().pins[2]);
    await pressed('?');
    expect(await screen.findByRole('dialog', { name: 'Keyboard' })).toBeInTheDocument();
  });

  it('reach the engine inside the key event', async () => {
    const desk = await renderDesk();
    fireEvent.keyDown(document.body, { key: 'b', code: 'KeyB' });
    expect(desk.engine.targetId).toBe(CAR.id);
  });

  it('are not taken while typing, with a modifier, or under a dialog', async () => {
    const desk = await renderDesk();
    await desk.user.type(screen.getByRole('searchbox', { name: 'Search devices' }), 'b x ');
    await desk.user.type(screen.getByRole('spinbutton', { name: 'Loop start' }), '2');
    fireEvent.keyDown(document.body, { key: 'b', code: 'KeyB', ctrlKey: true });
    expect(desk.engine.targetId).toBe(FLAT_REFERENCE.id);
    expect(desk.engine.isPlaying).toBe(false);
    act(() => (document.activeElement as HTMLElement).blur());
    await desk.user.keyboard('?');
    await desk.user.keyboard('b');
    expect(desk.engine.targetId).toBe(FLAT_REFERENCE.id);
  });

  it('act once on a focused button', async () => {
    const desk = await renderDesk();
    act(() => button('Play').focus());
    await desk.user.keyboard(' ');
    expect(desk.engine.log.filter((entry) => entry === 'play' || entry === 'pause')).toEqual(['play']);
    act(() => button('Loop').focus());
    await desk.user.keyboard(' ');
    expect(button('Loop')).toHaveAttribute('aria-pressed', 'true');
    expect(desk.engine.isPlaying).toBe(true);
  });

  it('Space plays while a target is focused', async () => {
    const desk = await renderDesk();
    await desk.user.click(radio(CAR.name));
    await desk.user.keyboard(' ');
    expect(desk.engine.isPlaying).toBe(true);
    expect(desk.engine.targetId).toBe(CAR.id);
  });

  it('are found by their place on keyboards without Latin letters, and by value on number pads', async () => {
    const desk = await renderDesk();
    fireEvent.keyDown(document.body, { key: 'и', code: 'KeyB' });
    expect(desk.engine.targetId).toBe(CAR.id);
    fireEvent.keyDown(document.body, { key: 'Home', code: 'Numpad7' });
    expect(desk.engine.targetId).toBe(CAR.id);
    fireEvent.keyDown(document.body, { key: '0', code: 'Numpad0' });
    expect(desk.engine.targetId).toBe(FLAT_REFERENCE.id);
    fireEvent.keyDown(document.body, { key: '&', code: 'Digit1' });
    expect(desk.engine.targetId).toBe(desk.session.listen.getState().pins[0]);
  });

  it('held down, a toggle acts once', async () => {
    const desk = await renderDesk();
    fireEvent.keyDown(document.body, { key: 'x', code: 'KeyX' });
    fireEvent.keyDown(document.body, { key: 'x', code: 'KeyX', repeat: true });
    expect(desk.engine.targetId).toBe(CAR.id);
  });

  it('can be changed: a pin moves to another number', async () => {
    const desk = await renderDesk();
    await desk.user.click(radio(PHONE.name));
    await desk.user.selectOptions(screen.getByRole('combobox', { name: `Number key for ${PHONE.name}` }), '1');
    expect(desk.session.listen.getState().pins[0]).not.toBe(PHONE.id);
    expect(desk.session.listen.getState().pins[1]).toBe(PHONE.id);
    act(() => (document.activeElement as HTMLElement).blur());
    await desk.user.keyboard('02');
    expect(desk.engine.targetId).toBe(PHONE.id);
  });
});

describe('time', () => {
  it('Position is in seconds, follows playback and seeks', async () => {
    const desk = await renderDesk();
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: 'Position' });
    expect(slider).toHaveAttribute('max', '60');
    desk.engine.seek(42);
    await desk.frame();
    expect(slider.valueAsNumber).toBe(42);
    expect(slider).toHaveAttribute('aria-valuetext', '42 seconds of 1 minute');
    expect(screen.getByText('0:42')).toBeInTheDocument();
    fireEvent.change(slider, { target: { value: '12.5' } });
    expect(desk.engine.positionSec()).toBe(12.5);
    act(() => slider.focus());
    await desk.user.keyboard('{ArrowRight}');
    expect(desk.engine.positionSec()).toBe(17.5);
    await desk.user.keyboard('{Home}');
    expect(desk.engine.positionSec()).toBe(0);
    await desk.user.keyboard('{End}{PageDown}');
    expect(desk.engine.positionSec()).toBe(30);
  });

  it('a loop is set by typing its ends', async () => {
    const desk = await renderDesk();
    const start = screen.getByRole('spinbutton', { name: 'Loop start' });
    const end = screen.getByRole('spinbutton', { name: 'Loop end' });
    expect(end).toHaveValue(60);
    await desk.user.clear(start);
    await desk.user.type(start, '12.5{Enter}');
    await desk.user.clear(end);
    await desk.user.type(end, '20');
    await desk.user.tab();
    expect(desk.engine.loop).toBeNull();
    await desk.user.click(button('Loop'));
    expect(desk.engine.loop).toEqual({ startSec: 12.5, endSec: 20 });
    await desk.user.click(button('Clear'));
    expect(desk.engine.loop).toBeNull();
    expect(end).toHaveValue(60);
  });

  it('a loop end filled by a script counts without leaving the field', async () => {
    const desk = await renderDesk();
    const end = screen.getByRole<HTMLInputElement>('spinbutton', { name: 'Loop end' });
    fireEvent.change(end, { target: { value: '9' } });
    act(() => {
      end.dispatchEvent(new Event('change', { bubbles: true }));
    });
    expect(desk.session.listen.getState().loop).toEqual({ startSec: 0, endSec: 9 });
  });

  it('the volume follows the hand and says itself', async () => {
    const desk = await renderDesk();
    const volume = screen.getByRole('slider', { name: 'Volume' });
    expect(volume).toHaveValue('-12');
    expect(volume).toHaveAttribute('aria-valuetext', '−12 dB');
    fireEvent.change(volume, { target: { value: '-60' } });
    expect(desk.engine.volumeDb).toBe(-Infinity);
    expect(volume).toHaveAttribute('aria-valuetext', 'silent');
  });
});

describe('files', () => {
  const add = async (desk: Awaited<ReturnType<typeof renderDesk>>, ...names: string[]): Promise<void> => {
    await desk.user.upload(screen.getByLabelText('Add audio files'), names.map(fakeFile));
    await desk.settled();
  };

  it('come in, the first is put on and notes are told', async () => {
    const desk = await renderDesk();
    desk.decoder.files.set('Night Drive.wav', { notes: { downmixedFrom: 6 } });
    await add(desk, 'Night Drive.wav', 'Second.mp3');
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Night Drive');
    expect(within(trackItem('Night Drive')).getByText('Six channels, folded to stereo')).toBeInTheDocument();
    expect(trackItem('Second')).toBeInTheDocument();
  });

  it('are shown as being stored until they are, and as not stored when storage refuses them', async () => {
    const desk = await renderDesk();
    const putTrack = desk.storage.putTrack.bind(desk.storage);
    let answer: (error?: Error) => void = () => undefined;
    desk.storage.putTrack = async (track, file) => {
      await new Promise<void>((resolve, reject) => {
        answer = (error) => (error ? reject(error) : resolve());
      });
      await putTrack(track, file);
    };
    await add(desk, 'kept.wav');
    expect(trackItem('kept')).toHaveTextContent('storing…');
    await act(async () => answer());
    expect(trackItem('kept')).not.toHaveTextContent(/stor/);
    expect([...desk.storage.tracks.values()]).toEqual([expect.not.objectContaining({ unstored: expect.anything() })]);
    await add(desk, 'refused.wav');
    await act(async () => answer(new ElsewhereError('storage-full', 'no room')));
    await desk.settled();
    expect(trackItem('refused')).toHaveTextContent('not stored');
    expect(trackItem('kept')).not.toHaveTextContent(/stor/);
  });

  it('fail with what happened and what to do, and the rest is undisturbed', async () => {
    const desk = await renderDesk();
    await desk.user.click(button('Play'));
    desk.decoder.refuse('notes.txt', 'decode-not-audio');
    await add(desk, 'notes.txt', 'good.wav');
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('“notes.txt” is not an audio file. Choose a WAV');
    expect(trackItem('good')).toBeInTheDocument();
    expect(desk.engine.isPlaying).toBe(true);
    await desk.user.click(within(alert).getByRole('button', { name: /^Dismiss/ }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('with flaws stay, and one alert has a line for each', async () => {
    const desk = await renderDesk();
    desk.decoder.files.set('kick.wav', { durationSec: 12, notes: { truncatedAtSec: 12, promisedSec: 30 } });
    desk.decoder.files.set('mute.wav', { notes: { isSilent: true } });
    desk.decoder.refuse('notes.txt', 'decode-not-audio');
    await add(desk, 'kick.wav', 'mute.wav', 'notes.txt');
    const lines = within(screen.getByRole('alert')).getAllByRole('listitem');
    expect(lines.map((line) => line.textContent)).toEqual([
      '“kick.wav” ends early: 0:12 of 0:30 could be read. You can work with what is there, or export the file again.',
      expect.stringMatching(/^“mute.wav” is silent from beginning to end\. See /),
      expect.stringMatching(/^“notes.txt” is not an audio file\. Choose /),
    ]);
    expect(trackItem('kick')).toBeInTheDocument();
    expect(trackItem('mute')).toBeInTheDocument();
    await desk.user.click(button(/^Dismiss: “mute.wav”/));
    expect(screen.getByRole('alert')).not.toHaveTextContent('mute.wav');
    desk.decoder.refuse('more.txt', 'decode-empty');
    await add(desk, 'more.txt');
    await desk.user.click(button('Dismiss all'));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('show name, progress and Cancel while they load', async () => {
    const desk = await renderDesk();
    desk.decoder.files.set('slow.wav', { gate: new Promise(() => undefined) });
    await add(desk, 'slow.wav', 'waiting.wav', 'third.wav');
    const bar = screen.getByRole('progressbar', { name: 'Loading slow.wav' });
    expect(bar).toHaveAttribute('value', '0.25');
    await desk.user.click(button('Cancel loading slow.wav'));
    await desk.settled();
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(trackItem('waiting')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('can be dropped anywhere', async () => {
    const desk = await renderDesk();
    const dataTransfer = { types: ['Files'], files: [fakeFile('dropped.wav')] };
    fireEvent.dragEnter(window, { dataTransfer });
    expect(screen.getByText('Let go to listen')).toBeInTheDocument();
    fireEvent.dragLeave(window, { dataTransfer });
    expect(screen.queryByText('Let go to listen')).toBeNull();
    fireEvent.dragEnter(window, { dataTransfer });
    fireEvent.drop(window, { dataTransfer });
    await desk.settled();
    expect(screen.queryByText('Let go to listen')).toBeNull();
    expect(trackItem('dropped')).toBeInTheDocument();
  });

  it('dragged text is none of our business', async () => {
    await renderDesk();
    fireEvent.dragEnter(window, { dataTransfer: { types: ['text/plain'], files: [] } });
    expect(screen.queryByText('Let go to listen')).toBeNull();
  });

  it('are marked as reference and removed', async () => {
    const desk = await renderDesk();
    const mark = within(trackItem('Mix that translates')).getByRole('button', { name: 'Reference' });
    expect(mark).toHaveAttribute('aria-pressed', 'false');
    expect(mark).toHaveAccessibleDescription('Mix that translates');
    await desk.user.click(mark);
    expect(mark).toHaveAttribute('aria-pressed', 'true');
    await desk.user.click(button('Remove Mix that translates'));
    await desk.user.click(button('Remove Bass-heavy headphone mix'));
    await desk.settled();
    expect(screen.getByText('Drop a mix here')).toBeInTheDocument();
    expect(button('Play')).toBeDisabled();
    await desk.user.click(button('Bring back the demo mixes'));
    await desk.settled();
    expect(button('Play')).toBeEnabled();
  });
});

describe('export', () => {
  it('saves under the names of track and target', async () => {
    const desk = await renderDesk();
    await desk.user.click(radio(CAR.name));
    await desk.user.click(button('Export audio'));
    // Its level with the room is still being worked out.
    await waitFor(() =>
      expect(desk.saved.map((entry) => entry.fileName)).toEqual([`Bass-heavy headphone mix – ${CAR.name}.wav`]),
    );
  });

  it('shows progress and can be cancelled', async () => {
    const desk = await renderDesk();
    let finish = (): void => undefined;
    desk.engine.exportGate = new Promise((resolve) => {
      finish = resolve;
    });
    await desk.user.click(button('Export audio'));
    expect(screen.getByRole('progressbar', { name: /^Writing/ })).toHaveAttribute('value', '0.5');
    await desk.user.click(button('Cancel writing'));
    finish();
    await desk.settled();
    expect(button('Export audio')).toBeEnabled();
    expect(desk.saved).toEqual([]);
  });
});

describe('trouble', () => {
  it('blocked sound is told, and trying again plays', async () => {
    const desk = await renderDesk();
    desk.engine.playError = new ElsewhereError('audio-start-blocked', 'no');
    await desk.user.click(button('Play'));
    await desk.settled();
    expect(screen.getByRole('alert')).toHaveTextContent('The browser did not let the sound start.');
    expect(button('Play')).toBeInTheDocument();
    await desk.user.click(button('Try again'));
    await desk.settled();
    expect(desk.engine.isPlaying).toBe(true);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('an empty desk invites', async () => {
    const demos = new FakeDemos();
    demos.isOffline = true;
    await renderDesk({ demos });
    expect(screen.getByText('Drop a mix here')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('instruments show a dash, not nonsense, while there is silence', async () => {
    const desk = await renderDesk();
    await desk.frame();
    const row = screen.getByRole('row', { name: /Integrated/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['–', '−14.2']);
  });
});

describe('instruments', () => {
  it('tell now from the whole mix', async () => {
    const desk = await renderDesk();
    desk.engine.reading = {
      momentaryLufs: -13.04,
      shortTermLufs: -14,
      integratedLufs: -15.26,
      loudnessRangeLu: 5.55,
      truePeakDbtp: -0.95,
      correlation: 0.456,
      limiterReductionDb: 2,
    };
    await desk.user.click(button('Play'));
    await desk.frame();
    const table = screen.getByRole('table');
    expect(within(table).getByRole('columnheader', { name: 'Now' })).toBeInTheDocument();
    expect(within(table).getByRole('columnheader', { name: 'Whole mix' })).toBeInTheDocument();
    const cells = (name: RegExp): (string | null)[] =>
      within(within(table).getByRole('row', { name }))
        .getAllByRole('cell')
        .map((cell) => cell.textContent);
    expect(cells(/Momentary/)).toEqual(['−13.0', 'max −9.6']);
    expect(cells(/Integrated/)).toEqual(['−15.3', '−14.2']);
    expect(cells(/Correlation/)).toEqual(['0.46', '0.82']);
    expect(screen.getByText('Limiter')).toHaveAttribute('data-lit', 'true');
  });
});

describe('theme and reload', () => {
  it('is dark until light is chosen, and stays chosen', async () => {
    const storage = new FakeStorage();
    const desk = await renderDesk({ storage });
    expect(document.documentElement).toHaveAttribute('data-theme', 'dark');
    await desk.user.click(button('Use the light theme'));
    expect(document.documentElement).toHaveAttribute('data-theme', 'light');
    await desk.user.click(radio(PHONE.name));
    await desk.session.flush();
    desk.unmount();
    await renderDesk({ storage });
    expect(document.documentElement).toHaveAttribute('data-theme', 'light');
    expect(radio(PHONE.name)).toBeChecked();
  });
});

describe('accessibility', () => {
  const violations = async (): Promise<string[]> => {
    // Colours are held by tests/unit/storeContrast.test.ts: jsdom paints nothing.
    const { violations: found } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
    return found.map((entry) => `${entry.id}: ${entry.nodes.map((node) => node.html).join(' ')}`);
  };

  it.each([1440, 390])('axe finds nothing at %i px', async (width) => {
    setWindowWidth(width);
    await renderDesk();
    expect(await violations()).toEqual([]);
  });

  it('axe finds nothing while loading, after a failure and with a dialog open', async () => {
    const desk = await renderDesk();
    desk.decoder.refuse('bad.wav', 'decode-empty');
    desk.decoder.files.set('slow.wav', { gate: new Promise(() => undefined) });
    act(() => desk.session.addFiles([fakeFile('bad.wav'), fakeFile('slow.wav'), fakeFile('c.wav'), fakeFile('d.wav')]));
    await desk.settled();
    expect(await violations()).toEqual([]);
    await desk.user.keyboard('?');
    expect(await violations()).toEqual([]);
  });
});
