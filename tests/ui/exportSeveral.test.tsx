import { act, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { ElsewhereError } from '../../src/core/errors';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import { FAMILIES } from '../../src/devices/families';
// Loaded on demand on the page; here it is there already, or the first question would wait for the bundler.
import '../../src/ui/listen/ExportSeveralDialog';
import { severalWords } from '../../src/ui/words/exports';
import { FakeDecoder } from '../support/fakeEngine';
import { fakeFile } from '../support/fakeSession';
import { renderDesk, type RenderedDesk } from '../support/renderDesk';
import { setWindowWidth } from '../support/uiSetup';

const CARS = CATALOGUE.filter((device) => device.family === 'cars');
const PHONE = CATALOGUE.find((device) => device.pictogram === 'phone')!;
const MIX = 'Bass-heavy headphone mix';

const opener = (): HTMLElement => screen.getByRole('button', { name: 'Export through several' });
const dialog = () => within(screen.getByRole('dialog', { name: 'Export through several devices' }));
const checkbox = (name: string): HTMLElement => dialog().getByRole('checkbox', { name });
const quick = (name: string): HTMLElement => dialog().getByRole('button', { name });
const start = (): HTMLElement => dialog().getByRole('button', { name: 'Start export' });
const checkedCount = (): number => dialog().queryAllByRole('checkbox', { checked: true }).length;

async function opened(given: Parameters<typeof renderDesk>[0] = {}): Promise<RenderedDesk> {
  const desk = await renderDesk(given);
  await desk.user.click(opener());
  await screen.findByRole('dialog');
  return desk;
}

function gate(): { readonly promise: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

describe('the choice of devices', () => {
  it('has a checkbox for each device, in a group for each family', async () => {
    await opened();
    for (const { family, label } of FAMILIES) {
      const names = CATALOGUE.filter((device) => device.family === family).map(({ name }) => name);
      if (names.length === 0) continue;
      const group = within(dialog().getByRole('group', { name: label }));
      expect(group.getAllByRole('checkbox').map((box) => (box as HTMLInputElement).labels![0]!.textContent)).toEqual(
        names,
      );
    }
    expect(dialog().getAllByRole('checkbox')).toHaveLength(CATALOGUE.length);
  });

  it('begins with nothing, and says why it cannot start', async () => {
    await opened();
    expect(checkedCount()).toBe(0);
    expect(start()).toBeDisabled();
    expect(start()).toHaveAccessibleDescription('Choose at least one device.');
  });

  it('goes by all, by what is pinned and by family, on and off again', async () => {
    const { user, session } = await opened();
    await user.click(quick('Pinned'));
    const pinned = session.listen.getState().pins.filter((id) => id !== null).length;
    expect(checkedCount()).toBe(pinned);
    expect(quick('Pinned')).toHaveAttribute('aria-pressed', 'true');
    await user.click(quick('Pinned'));
    await user.click(quick('Cars'));
    expect(checkedCount()).toBe(CARS.length);
    await user.click(checkbox(CARS[0]!.name));
    expect(quick('Cars')).toHaveAttribute('aria-pressed', 'false');
    await user.click(quick('All devices'));
    expect(checkedCount()).toBe(CATALOGUE.length);
    await user.click(quick('All devices'));
    expect(checkedCount()).toBe(0);
  });

  it('says how many, how long and how large', async () => {
    const { user } = await opened();
    await user.click(checkbox(PHONE.name));
    expect(start()).toHaveAccessibleDescription('1 device, 1:00, about 21 MB');
    await user.click(quick('Cars'));
    expect(start()).toHaveAccessibleDescription(
      `${CARS.length + 1} devices, 1:00 each, about ${Math.round((CARS.length + 1) * 21.168)} MB`,
    );
    expect(severalWords(12, 242, 12 * 242 * 44_100 * 8)).toBe('12 devices, 4:02 each, about 1.0 GB');
    expect(severalWords(2, 0.5, 2 * 0.5 * 44_100 * 8)).toBe('2 devices, 0:01 each, less than 1 MB');
  });

  it('begins with the level that Listen has', async () => {
    const desk = await renderDesk();
    act(() => desk.session.listen.getState().toggleMatching());
    await desk.user.click(opener());
    await screen.findByRole('dialog');
    const level = within(dialog().getByRole('group', { name: 'Level' }));
    expect(level.getByRole('radio', { name: 'True level' })).toBeChecked();
    await desk.user.click(level.getByRole('radio', { name: 'Matched loudness' }));
    expect(level.getByRole('radio', { name: 'Matched loudness' })).toBeChecked();
    // It is a choice for this export, not for what is heard.
    expect(desk.session.listen.getState().isMatching).toBe(false);
  });

  it('is there again when it is opened again', async () => {
    const { user } = await opened();
    await user.click(quick('Cars'));
    await user.click(dialog().getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    await user.click(opener());
    await screen.findByRole('dialog');
    expect(checkedCount()).toBe(CARS.length);
  });

  it.each([1440, 390])('has nothing that axe finds at %i px', async (width) => {
    setWindowWidth(width);
    await opened();
    const { violations } = await axe.run(screen.getByRole('dialog'), {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
  });
});

describe('the export', () => {
  it('runs by keyboard alone and says what it saved', async () => {
    const desk = await renderDesk();
    act(() => opener().focus());
    await desk.user.keyboard('{Enter}');
    await screen.findByRole('dialog');
    act(() => quick('All devices').focus());
    await desk.user.tab();
    expect(quick('Pinned')).toHaveFocus();
    for (const { label } of FAMILIES.filter(({ family }) =>
      CATALOGUE.some((device) => device.family === family && family !== 'reference'),
    )) {
      await desk.user.tab();
      expect(quick(label)).toHaveFocus();
    }
    await desk.user.tab();
    expect(checkbox(FLAT_REFERENCE.name)).toHaveFocus();
    await desk.user.keyboard(' ');
    await desk.user.tab();
    await desk.user.keyboard(' {Enter}');
    const saved = await dialog().findByText(`“${MIX} - 2 devices.zip” is saved.`);
    expect(desk.saved.map(({ fileName }) => fileName)).toEqual([`${MIX} - 2 devices.zip`]);
    expect(saved).toHaveRole('status');
    expect(saved.parentElement).toHaveFocus();
  });

  it('shows the device and its number of all, and can be cancelled', async () => {
    const desk = await opened();
    const { promise, open } = gate();
    desk.engine.exportGate = promise;
    await desk.user.click(quick('Cars'));
    await desk.user.click(start());
    await dialog().findByText(`Writing ${CARS[0]!.name}, 1 of ${CARS.length}`);
    const bar = dialog().getByRole('progressbar', { name: `Writing ${MIX} - ${CARS.length} devices.zip` });
    expect(bar).toHaveAttribute('value', String(0.5 / CARS.length));
    await desk.user.click(dialog().getByRole('button', { name: 'Cancel export' }));
    open();
    await desk.settled();
    expect(desk.saved).toEqual([]);
    expect(dialog().getByText('Cancelled. Nothing was saved.').parentElement).toHaveFocus();
    expect(start()).toBeEnabled();
  });

  it('goes on while the dialog is closed, is seen on Listen and can be looked at again', async () => {
    const desk = await opened();
    const { promise, open } = gate();
    desk.engine.exportGate = promise;
    await desk.user.click(quick('Cars'));
    await desk.user.click(start());
    await dialog().findByText(`Writing ${CARS[0]!.name}, 1 of ${CARS.length}`);
    await desk.user.click(dialog().getByRole('button', { name: 'Close' }));
    expect(screen.getByText(`Writing ${CARS[0]!.name}, 1 of ${CARS.length}`)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Cancel writing' })).toBeInTheDocument();
    await desk.user.click(opener());
    expect(dialog().getByRole('button', { name: 'Cancel export' })).toBeInTheDocument();
    open();
    await dialog().findByText(/ is saved\.$/);
    expect(desk.saved).toHaveLength(1);
  });

  it('names what is missing from the file', async () => {
    const desk = await opened();
    desk.engine.exportErrors.set(PHONE.id, new ElsewhereError('export-failed', 'refused'));
    await desk.user.click(checkbox(PHONE.name));
    await desk.user.click(checkbox(FLAT_REFERENCE.name));
    await desk.user.click(start());
    const words = `“${MIX} - 1 device.zip” is saved without ${PHONE.name} (could not be rendered).`;
    expect(await dialog().findByText((text) => text.startsWith(words))).toHaveRole('status');
    await waitFor(() => expect(screen.getByRole('alert')).toHaveTextContent(words));
  });

  it('cannot start while another one runs, and says which', async () => {
    const desk = await renderDesk();
    desk.engine.exportGate = gate().promise;
    await desk.user.click(screen.getByRole('button', { name: 'Export audio' }));
    await desk.settled();
    await desk.user.click(opener());
    await screen.findByRole('dialog');
    await desk.user.click(quick('Cars'));
    expect(start()).toBeDisabled();
    expect(start()).toHaveAccessibleDescription(
      `“${MIX} – ${FLAT_REFERENCE.name}.wav” is being written. Wait for it, or cancel it.`,
    );
  });

  it('cannot be opened before the whole mix is there', async () => {
    const decoder = new FakeDecoder();
    decoder.files.set('new.wav', { gate: gate().promise, hasHead: true });
    const desk = await renderDesk({ decoder });
    expect(opener()).toBeEnabled();
    act(() => desk.session.addFiles([fakeFile('new.wav')]));
    await desk.settled();
    expect(opener()).toBeDisabled();
  });
});
