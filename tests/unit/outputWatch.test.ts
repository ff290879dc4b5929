import { describe, expect, it } from 'vitest';
import { clockWatch } from '../../src/audio/outputWatch';

/** Looks of a timer, and what the clock said at each. @returns the number of the look that takes it for dead, or null */
function deathOf(clockSec: readonly number[], isExpected: (look: number) => boolean = () => true): number | null {
  const isStill = clockWatch();
  for (const [look, sec] of clockSec.entries()) if (isStill(sec, isExpected(look))) return look;
  return null;
}

describe('a clock that is looked at twice a second [fault: audio-lost]', () => {
  const moving = (count: number, everySec = 0.5): number[] => Array.from({ length: count }, (_, i) => i * everySec);

  it('is alive as long as it moves, however late the looks come in a hidden tab', () => {
    expect(deathOf(moving(7200))).toBeNull();
    expect(deathOf(moving(60, 60))).toBeNull();
  });

  it('is dead when it has stood still for four looks, and not before', () => {
    expect(deathOf([1, 2, 2, 2, 2])).toBeNull();
    expect(deathOf([1, 2, 2, 2, 2, 2])).toBe(5);
  });

  it('is not taken for dead by the first look after a computer slept, whatever time that is', () => {
    const before = moving(10);
    // The audio clock stood for hours while nothing looked; it goes on a second after the lid was opened.
    expect(deathOf([...before, 4.5, 4.5, 4.6, 5.1])).toBeNull();
  });

  it('may stand still while nothing has to be heard', () => {
    expect(deathOf(Array(100).fill(3) as number[], () => false)).toBeNull();
    // A pause does not count towards the looks after it.
    expect(deathOf(Array(8).fill(3) as number[], (look) => look > 4)).toBeNull();
  });
});
