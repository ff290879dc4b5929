import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import type { OpraHit } from '../../src/analysis/FittingPort';
import { CATALOGUE, FLAT_REFERENCE } from '../../src/devices/catalogue';
import type { DeviceProfile } from '../../src/devices/DeviceProfile';
import { LAYER_NAMES, type LayerName } from '../../src/devices/layers';
import type { DeviceDesk } from '../../src/store/devices/DeviceDesk';
import type { ListenIntent } from '../../src/store/listenStore';
// Loaded on demand on the page; here it is there already, or the first question would wait for the bundler.
import '../../src/ui/listen/GearCorrection';
import { LAYER_LABELS, layerWords, type Listening } from '../../src/ui/words/layers';
import { renderDesk, type RenderedDesk } from '../support/renderDesk';
import { setWindowWidth } from '../support/uiSetup';

const HEADPHONES = CATALOGUE.find((device) => device.subfamily === 'closed')!;
const PHONE = CATALOGUE.find((device) => device.name === 'Phone')!;
const HD_600 = CATALOGUE.find((device) => device.name === 'Sennheiser HD 600')!;
const CAR = CATALOGUE.find((device) => device.family === 'cars')!;

const layerSwitch = (layer: LayerName): HTMLElement => screen.getByRole('switch', { name: LAYER_LABELS[layer] });
const level = (): HTMLInputElement => screen.getByRole('slider', { name: 'Listening level' });
const gearField = (): HTMLInputElement => screen.getByRole('combobox', { name: 'I am listening on' });
const options = (): (string | null)[] => {
  const list = screen.queryByRole('listbox');
  return list
    ? within(list)
        .queryAllByRole('option')
        .map((option) => option.textContent)
    : [];
};
const listenOf = (desk: RenderedDesk): ListenIntent => desk.session.listen.getState();
const radio = (name: string): HTMLElement => screen.getByRole('radio', { name });

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 80)}`));
}

const ownDevice = (name: string, more: Partial<DeviceProfile> = {}): DeviceProfile => ({
  id: 'own-1',
  name,
  kindLabel: 'imported',
  family: 'own',
  subfamily: 'own',
  pictogram: 'curve',
  evidence: 'own',
  source: { credit: 'you', licence: 'yours', references: [] },
  leavesOut: 'everything else',
  stages: [{ kind: 'peaking', frequencyHz: 100, gainDb: -14, q: 1 }],
  ...more,
});
const keep = (desk: RenderedDesk, profile: DeviceProfile): void =>
  act(() => desk.session.devices.setState({ own: [{ id: profile.id, profile, addedAt: 0 }] }));

describe('layers', () => {
  it('are four switches, three of them on, each with a sentence on the target', async () => {
    await renderDesk();
    for (const layer of LAYER_NAMES) expect(layerSwitch(layer)).toHaveAccessibleDescription(/\.$/);
    expect(LAYER_NAMES.map((layer) => layerSwitch(layer).getAttribute('aria-checked'))).toEqual([
      'true',
      'true',
      'true',
      'false',
    ]);
  });

  it('say what they do for each target', async () => {
    const desk = await renderDesk();
    await desk.user.click(radio(HEADPHONES.name));
    expect(layerSwitch('room')).toHaveAccessibleDescription('Headphones keep their wide image: nothing to add.');
    await desk.user.click(radio(PHONE.name));
    expect(layerSwitch('room')).toHaveAccessibleDescription(/left and right are summed/);
    expect(layerSwitch('limits')).toHaveAccessibleDescription(/gives way/);
    await desk.user.click(radio(CAR.name));
    expect(layerSwitch('noise')).toHaveAccessibleDescription(/LU under the music/);
  });

  it('can be switched where the target has nothing in them', async () => {
    const desk = await renderDesk();
    await desk.user.click(radio(HEADPHONES.name));
    expect(layerSwitch('room')).toBeEnabled();
    await desk.user.click(layerSwitch('room'));
    expect(listenOf(desk).layers.room).toBe(false);
    expect(layerSwitch('room')).not.toBeChecked();
  });

  it('answer to T, R, D and N', async () => {
    const desk = await renderDesk();
    await desk.user.keyboard('trdn');
    expect(listenOf(desk).layers).toEqual({ tone: false, room: false, limits: false, noise: true });
    await desk.user.keyboard('?');
    const help = await screen.findByRole('dialog', { name: 'Keyboard' });
    for (const layer of LAYER_NAMES) {
      expect(within(help).getByText(`${LAYER_LABELS[layer]} on or off`)).toBeInTheDocument();
    }
  });

  it('that are off and would be heard are named in the status line', async () => {
    const desk = await renderDesk();
    const status = screen.getByRole('status', { name: 'Now playing through' });
    await desk.user.click(layerSwitch('limits'));
    await desk.user.click(layerSwitch('tone'));
    await desk.user.click(radio(PHONE.name));
    expect(status).toHaveTextContent(/without tone and limits$/);
    await desk.user.click(radio(HEADPHONES.name));
    expect(status).toHaveTextContent(/without tone$/);
    await desk.user.click(radio(FLAT_REFERENCE.name));
    expect(status).not.toHaveTextContent('without');
  });

  it('take their noise from the device, or from the listener', async () => {
    const desk = await renderDesk();
    await desk.user.click(radio(HEADPHONES.name));
    const scene = screen.getByRole('combobox', { name: 'Noise of' });
    await desk.user.selectOptions(scene, 'Airplane');
    expect(listenOf(desk).scene).toBe('airplane');
    expect(layerSwitch('noise')).toHaveAccessibleDescription(/LU under the music/);
    await desk.user.selectOptions(scene, '');
    expect(listenOf(desk).scene).toBeNull();
  });

  it('fold their sentences away on a phone, and keep the switches', async () => {
    setWindowWidth(390);
    await renderDesk();
    for (const layer of LAYER_NAMES) expect(layerSwitch(layer)).toHaveAccessibleDescription(/\.$/);
    expect(screen.getByText('What the layers do')).toBeInTheDocument();
  });
});

describe('what is said of a layer', () => {
  const LISTENING: Listening = { isOnLoudspeakers: false, scene: null, listeningPhon: null };

  it('is a sentence for every device, layer and gear', () => {
    for (const device of CATALOGUE) {
      for (const layer of LAYER_NAMES) {
        for (const isOnLoudspeakers of [false, true]) {
          const { says } = layerWords(layer, device, { ...LISTENING, isOnLoudspeakers });
          expect(says, `${device.id} ${layer}`).toMatch(/^[A-Z\d].{5,150}\.$/);
          expect(says, `${device.id} ${layer}`).not.toMatch(/undefined|NaN|–/);
        }
      }
    }
  });

  it('leaves the room to the listener on loudspeakers', () => {
    expect(layerWords('room', CAR, LISTENING).isEmpty).toBe(false);
    expect(layerWords('room', CAR, { ...LISTENING, isOnLoudspeakers: true })).toEqual({
      says: 'Your own room takes the place of its room.',
      isEmpty: true,
    });
  });

  it('has more noise the more quietly one listens', () => {
    const lu = (listeningPhon: number): number =>
      Number.parseInt(layerWords('noise', CAR, { ...LISTENING, scene: 'road100', listeningPhon }).says, 10);
    expect(lu(60)).toBeLessThan(lu(80));
  });
});

describe('listening level', () => {
  it('is off at first, set in phon, and off again at its lower end', async () => {
    const desk = await renderDesk();
    expect(level()).toHaveAttribute('aria-valuetext', 'off');
    fireEvent.change(level(), { target: { value: '60' } });
    expect(listenOf(desk).listeningPhon).toBe(60);
    expect(level()).toHaveAttribute('aria-valuetext', '60 phon');
    expect(level()).toHaveAccessibleDescription(/0\.6.*overstate/);
    fireEvent.change(level(), { target: { value: level().min } });
    expect(listenOf(desk).listeningPhon).toBeNull();
  });

  it('steps from off to the lowest level and back', async () => {
    const desk = await renderDesk();
    fireEvent.change(level(), { target: { value: String(Number(level().min) + 1) } });
    expect(listenOf(desk).listeningPhon).toBe(40);
    fireEvent.change(level(), { target: { value: '39' } });
    expect(listenOf(desk).listeningPhon).toBeNull();
  });

  it('is against the level the mix was made at', async () => {
    const desk = await renderDesk();
    await desk.user.selectOptions(screen.getByRole('combobox', { name: /^Mixed at/ }), '73');
    expect(listenOf(desk).mixedAtPhon).toBe(73);
  });
});

describe('I am listening on', () => {
  it('is unknown at first, and says that nothing is calibrated', async () => {
    await renderDesk();
    expect(gearField()).toHaveValue('Unknown – no correction');
    expect(gearField()).toHaveAccessibleDescription('uncalibrated');
  });

  it('is found by typing and chosen with the keyboard', async () => {
    const desk = await renderDesk();
    await desk.user.click(gearField());
    expect(gearField()).toHaveAttribute('aria-expanded', 'true');
    expect(options().slice(0, 2)).toEqual(['Unknown – no correction', 'Loudspeakers']);
    expect(options()).not.toContain(CAR.name);
    await desk.user.keyboard('hd 600');
    expect(options()).toEqual(['Sennheiser HD 600']);
    expect(desk.engine.isPlaying).toBe(false);
    await desk.user.keyboard('{Enter}');
    expect(listenOf(desk).gear).toEqual({ kind: 'device', id: HD_600.id });
    expect(gearField()).toHaveValue('Sennheiser HD 600');
    expect(gearField()).toHaveAccessibleDescription('corrected');
    expect(gearField()).toHaveAttribute('aria-expanded', 'false');
  });

  it('opens with the arrow keys, begins anew when typed into, and Escape leaves all as it was', async () => {
    const desk = await renderDesk();
    act(() => gearField().focus());
    await desk.user.keyboard('{ArrowDown}{ArrowDown}{Enter}');
    expect(listenOf(desk).gear).toEqual({ kind: 'loudspeakers' });
    await desk.user.keyboard('unk');
    expect(gearField()).toHaveValue('unk');
    expect(options()).toEqual(['Unknown – no correction']);
    await desk.user.keyboard('{Escape}');
    expect(options()).toEqual([]);
    expect(gearField()).toHaveValue('Loudspeakers');
  });

  it('points at the option that Enter would take', async () => {
    const desk = await renderDesk();
    await desk.user.click(gearField());
    await desk.user.keyboard('{ArrowDown}');
    const pointed = document.getElementById(gearField().getAttribute('aria-activedescendant')!);
    expect(pointed).toHaveTextContent('Loudspeakers');
    expect(within(screen.getByRole('listbox')).getByRole('option', { selected: true })).toHaveTextContent('Unknown');
    expect(await violations()).toEqual([]);
  });

  it('closes when the focus goes elsewhere', async () => {
    const desk = await renderDesk();
    await desk.user.click(gearField());
    await desk.user.click(screen.getByRole('heading', { level: 1 }));
    expect(options()).toEqual([]);
  });

  it('shows the correction, where it ends and what cannot be had', async () => {
    const desk = await renderDesk();
    keep(desk, ownDevice('Thin cans'));
    await desk.user.click(gearField());
    await desk.user.keyboard('thin');
    await desk.user.click(screen.getByRole('option', { name: 'Thin cans' }));
    await desk.user.click(await screen.findByRole('button', { name: 'Correction of Thin cans' }));
    const page = screen.getByRole('dialog', { name: 'Correction of Thin cans' });
    expect(within(page).getByRole('img', { name: /^Correction of Thin cans/ })).toBeInTheDocument();
    expect(within(page).getByText(/more would be needed than is safe/)).toBeInTheDocument();
    expect(within(page).getByText(/^Of Flat reference they leave out up to \d+\sdB/)).toBeInTheDocument();
    expect(await violations()).toEqual([]);
  });

  it('says that nothing is called so, and where more can be had', async () => {
    const desk = await renderDesk();
    await desk.user.click(gearField());
    await desk.user.keyboard('zzz');
    expect(options()).toEqual([]);
    expect(screen.getByText(/Nothing here is called “zzz”/)).toBeInTheDocument();
    await desk.user.keyboard('{Enter}');
    expect(listenOf(desk).gear).toEqual({ kind: 'unknown' });
  });

  it('finds OPRA’s products once they are loaded, and takes one as an own device', async () => {
    const hit: OpraHit = {
      id: 'acme::one',
      vendor: 'Acme',
      product: 'One',
      author: 'Someone',
      details: 'with foam',
      subtype: 'over_the_ear',
    };
    const asked: string[] = [];
    const desk = await renderDesk();
    const adopt = async (): Promise<string> => {
      keep(desk, ownDevice('Acme One'));
      return 'own-1';
    };
    const opraDesk: Partial<DeviceDesk> = {
      searchOpra: async (query) => {
        asked.push(query);
        return [hit];
      },
      adoptOpra: adopt,
    };
    Object.assign(desk.session, { deviceDesk: async () => opraDesk });
    const summary = { products: 1, corrections: 1, brokenLines: [], brokenCount: 0, unusable: 0 };
    act(() => desk.session.devices.setState({ opra: { phase: 'ready', summary } }));
    await desk.user.click(gearField());
    await desk.user.keyboard('acme o');
    await waitFor(() => expect(options()).toEqual(['Acme One Someone, with foam']));
    expect(asked).not.toContain('a');
    await desk.user.keyboard('{Enter}');
    await waitFor(() => expect(listenOf(desk).gear).toEqual({ kind: 'device', id: 'own-1' }));
    expect(gearField()).toHaveValue('Acme One');
  });
});

describe('the shelf', () => {
  it('starts with flat and what lies on the number keys, each device once', async () => {
    const desk = await renderDesk();
    const { pins } = listenOf(desk);
    const names = screen
      .getAllByRole('radio')
      .map((element) => document.getElementById(element.getAttribute('aria-labelledby')!)!.textContent);
    const pinned = pins.map((id) => CATALOGUE.find((device) => device.id === id)!.name);
    expect(names.slice(0, 10)).toEqual([FLAT_REFERENCE.name, ...pinned]);
    expect(new Set(names).size).toBe(CATALOGUE.length);
  });

  it('stands kind by kind within a family', async () => {
    const desk = await renderDesk();
    await desk.user.click(screen.getByRole('button', { name: 'Headphones' }));
    await waitFor(() => expect(screen.queryByRole('radio', { name: CAR.name })).toBeNull());
    const headings = within(screen.getByRole('radiogroup')).getAllByRole('heading');
    expect(headings.map((heading) => heading.textContent)).toEqual([
      'Reference',
      'Studio, closed',
      'Studio, semi-open',
      'Studio, open',
      'Consumer, over-ear and on-ear',
      'Noise-cancelling',
    ]);
  });

  it('has one’s own devices among the targets, found by name and family, with hostile names as text', async () => {
    const desk = await renderDesk();
    const name = '<img src=x onerror=alert(1)>';
    keep(desk, ownDevice(name));
    await desk.user.click(await screen.findByRole('radio', { name }));
    expect(screen.getByRole('status', { name: 'Now playing through' })).toHaveTextContent(name);
    await desk.user.click(screen.getByRole('button', { name: 'Your own' }));
    await waitFor(() => expect(screen.getAllByRole('radio')).toHaveLength(2));
    expect(document.querySelector('img')).toBeNull();
  });
});
