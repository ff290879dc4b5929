import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/devices/catalogue';
import { listenDefaults } from '../../src/store/defaults';
import { createListenStore, fittedLoop, PIN_COUNT, SHORTEST_LOOP_SEC } from '../../src/store/listenStore';
import { readKeptIntent, readKeptPosition, readKeptTheme } from '../../src/store/keptSettings';
import { joinFields } from '../../src/store/settingFields';
import { splitOldSettings } from '../../src/store/oldSettings';
import { exportFileName } from '../../src/store/exportFileName';
import { BufferShelf, bufferBytes } from '../../src/store/bufferShelf';
import { fakeBuffer } from '../support/fakeEngine';

const store = () =>
  createListenStore({
    targetId: 'flat',
    slots: { A: 'flat', B: 'car' },
    pins: ['car', 'phone', null, null, null, null, null, null, null],
  });

describe('targets', () => {
  it('begins on flat, and Swap goes to B at once', () => {
    const s = store();
    expect(s.getState().targetId).toBe('flat');
    s.getState().swap();
    expect(s.getState().targetId).toBe('car');
    s.getState().swap();
    expect(s.getState().targetId).toBe('flat');
  });

  it('swaps between the last two whatever the slots hold', () => {
    const s = store();
    s.getState().chooseTarget('phone');
    s.getState().chooseTarget('tv');
    s.getState().swap();
    expect(s.getState().targetId).toBe('phone');
    s.getState().swap();
    expect(s.getState().targetId).toBe('tv');
  });

  it('choosing the current target again leaves the way back alone', () => {
    const s = store();
    s.getState().chooseTarget('phone');
    s.getState().chooseTarget('phone');
    s.getState().swap();
    expect(s.getState().targetId).toBe('flat');
  });

  it('puts a device in a slot, and exchanges the slots when it is already in the other', () => {
    const s = store();
    s.getState().assignSlot('A', 'phone');
    expect(s.getState().slots).toEqual({ A: 'phone', B: 'car' });
    s.getState().assignSlot('A', 'car');
    expect(s.getState().slots).toEqual({ A: 'car', B: 'phone' });
    expect(s.getState().targetId).toBe('flat');
  });

  it('gives a device one key only, and frees it', () => {
    const s = store();
    s.getState().pin(4, 'car');
    expect(s.getState().pins.slice(0, 5)).toEqual([null, 'phone', null, null, 'car']);
    s.getState().pin(null, 'car');
    expect(s.getState().pins).not.toContain('car');
    s.getState().choosePin(8);
    expect(s.getState().targetId).toBe('flat');
  });
});

describe('loop', () => {
  it('is the whole track until a part is chosen', () => {
    expect(fittedLoop(null, 60)).toEqual({ startSec: 0, endSec: 60 });
    expect(fittedLoop(null, 0)).toBeNull();
  });

  it('is cut to the track, and gone when nothing of it fits', () => {
    expect(fittedLoop({ startSec: 50, endSec: 90 }, 60)).toEqual({ startSec: 50, endSec: 60 });
    expect(fittedLoop({ startSec: 70, endSec: 90 }, 60)).toBeNull();
  });

  it('setting a start behind the end moves the region, keeping its length', () => {
    const s = store();
    s.getState().setLoop({ startSec: 2, endSec: 6 }, 60);
    s.getState().setLoopStart(10, 60);
    expect(s.getState().loop).toEqual({ startSec: 10, endSec: 14 });
    s.getState().setLoopEnd(5, 60);
    expect(s.getState().loop).toEqual({ startSec: 1, endSec: 5 });
  });

  it('never gets shorter than the shortest, nor leaves the track', () => {
    const s = store();
    s.getState().setLoop({ startSec: 59.99, endSec: 200 }, 60);
    const loop = s.getState().loop!;
    expect(loop.endSec).toBeLessThanOrEqual(60);
    expect(loop.endSec - loop.startSec).toBeGreaterThanOrEqual(SHORTEST_LOOP_SEC - 1e-9);
  });

  it('changing the region switches nothing on', () => {
    const s = store();
    s.getState().setLoopStart(3, 60);
    expect(s.getState().isLoopOn).toBe(false);
  });
});

describe('defaults', () => {
  const defaults = listenDefaults(CATALOGUE);

  it('are flat, another device in B, and nine different pinned devices', () => {
    expect(defaults.targetId).toBe(CATALOGUE.find((d) => d.family === 'reference')!.id);
    expect(defaults.slots.B).not.toBe(defaults.slots.A);
    expect(defaults.pins).toHaveLength(PIN_COUNT);
    expect(new Set(defaults.pins).size).toBe(PIN_COUNT);
    expect(defaults.pins).not.toContain(defaults.targetId);
  });

  it('bring every family of the catalogue to a key', () => {
    const families = new Set(defaults.pins.map((id) => CATALOGUE.find((d) => d.id === id)!.family));
    expect([...families].toSorted()).toEqual(['cars', 'earbuds', 'headphones', 'monitors', 'smallSpeakers']);
  });
});

describe('kept settings', () => {
  const isDevice = (id: string): boolean => ['flat', 'car', 'phone'].includes(id);

  it('take what is sound and leave out what is not', () => {
    const kept = readKeptIntent(
      {
        targetId: 'car',
        previousTargetId: 'gone',
        slots: { A: 'phone', B: 'phone' },
        volumeDb: 12,
        isMatching: 'yes',
        isLoopOn: true,
        loop: { startSec: 4, endSec: 2 },
        pins: ['car', 'gone', null, null, null, null, null, null, null],
      },
      isDevice,
    );
    expect(kept).toEqual({
      targetId: 'car',
      isLoopOn: true,
      pins: ['car', null, null, null, null, null, null, null, null],
    });
  });

  it.each([undefined, null, 7, 'x', []])('survive %o', (value) => {
    expect(readKeptIntent(value, isDevice)).toEqual({});
    expect(readKeptPosition(value)).toBe(0);
    expect(readKeptTheme(value)).toBeUndefined();
    const rows = {
      'listen.place': { value, at: 1 },
      'listen.layers.room': { value, at: 1 },
      'library.hidden.x': { value, at: 1 },
    };
    const joined = joinFields(rows);
    expect(readKeptIntent(joined.listen, isDevice)).toEqual({});
    expect(joined.library).toEqual({ hiddenDemoIds: [], referenceDemoIds: [] });
  });
});

describe('export file name', () => {
  it('names track and target', () => {
    expect(exportFileName('Night Drive', 'Mid-size car')).toBe('Night Drive – Mid-size car.wav');
  });

  it('is safe on every file system', () => {
    const name = exportFileName('..mix: a/b\\c*"v2"? <final>|\n', 'TV. ');
    expect(name).toBe('mix a b c v2 final – TV.wav');
    expect(exportFileName('???', 'x')).toBe('Untitled – x.wav');
    for (const letter of ['a', 'é', '車', '🎧']) {
      const long = exportFileName(letter.repeat(300), letter.repeat(300));
      expect(new TextEncoder().encode(long).length).toBeLessThanOrEqual(255);
      expect(long).toMatch(/^(.)\1+ – \1+\.wav$/u);
    }
  });
});

describe('buffer shelf', () => {
  const mix = (sec: number) => ({ buffer: fakeBuffer(sec), formatLabel: 'WAV', notes: {} });
  const second = bufferBytes(fakeBuffer(1));

  it('gives up the least recently used first', () => {
    const shelf = new BufferShelf(second * 2.5);
    shelf.put('a', mix(1), true);
    shelf.put('b', mix(1), true);
    expect(shelf.get('a')).toBeDefined();
    shelf.put('c', mix(1), true);
    expect(shelf.get('b')).toBeUndefined();
    expect(shelf.get('a')).toBeDefined();
    expect(shelf.get('c')).toBeDefined();
  });

  it('keeps the mix in use though it alone is too large', () => {
    const shelf = new BufferShelf(second);
    shelf.put('huge', mix(10), true);
    expect(shelf.get('huge')).toBeDefined();
  });

  it('does not let what is merely kept ready push out what is in use', () => {
    const shelf = new BufferShelf(second * 1.5);
    shelf.put('heard', mix(1), true);
    shelf.put('ready', mix(1), false);
    expect(shelf.get('heard')).toBeDefined();
    expect(shelf.get('ready')).toBeUndefined();
  });
});

describe('settings of before they were written by field [fault: old-data]', () => {
  const listen = {
    currentTrackId: 'a',
    positionSec: 12,
    targetId: 'phone',
    previousTargetId: 'flat',
    layers: { tone: true, room: false, limits: true, noise: false },
    volumeDb: -20,
  };
  const wholes = {
    listen: { value: listen, at: 0 },
    preferences: { value: { theme: 'light', trainTrackIds: ['a'] }, at: 0 },
    library: { value: { hiddenDemoIds: ['demo-1'], referenceDemoIds: ['demo-2'] }, at: 0 },
  };

  it('say the same once they are split', () => {
    expect(joinFields(splitOldSettings(wholes))).toEqual({
      listen,
      preferences: { theme: 'light', trainTrackIds: ['a'] },
      library: { hiddenDemoIds: ['demo-1'], referenceDemoIds: ['demo-2'] },
    });
  });

  it('are taken away, and never newer than a field that is stored by itself', () => {
    const split = splitOldSettings({ ...wholes, 'preferences.theme': { value: 'dark', at: 9 } });
    for (const part of ['listen', 'preferences', 'library']) expect(split[part]).toEqual({ value: undefined, at: 0 });
    expect(split).not.toHaveProperty(['preferences.theme']);
    expect(split['listen.volumeDb']).toEqual({ value: -20, at: 1 });
  });

  it.each([null, 'x', 1, [], { layers: [1], hiddenDemoIds: 'x' }])('that are damaged (%j) are no harm', (value) => {
    const rows = Object.fromEntries(['listen', 'preferences', 'library'].map((part) => [part, { value, at: 0 }]));
    expect(joinFields(splitOldSettings(rows)).library).toEqual({ hiddenDemoIds: [], referenceDemoIds: [] });
  });
});
