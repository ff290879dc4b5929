import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWork } from '../../src/audio/IdleWork';

let nowMs = 0;

beforeEach(() => {
  nowMs = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function pass(ms: number): void {
  nowMs += ms;
  vi.advanceTimersByTime(ms);
}

/** A job of so many steps, each of which takes `ms`. */
function job(name: string, steps: number, ms: number, done: string[]): () => boolean {
  let left = steps;
  return () => {
    nowMs += ms;
    done.push(name);
    return --left === 0;
  };
}

describe('IdleWork', () => {
  it('does jobs in order, step by step, and gives way after a few milliseconds', () => {
    const work = new IdleWork();
    const done: string[] = [];
    work.add(job('a', 3, 1, done));
    work.add(job('b', 2, 1, done));
    expect(done).toEqual([]);
    vi.advanceTimersToNextTimer();
    expect(done).toEqual(['a', 'a']);
    vi.runAllTimers();
    expect(done).toEqual(['a', 'a', 'a', 'b', 'b']);
  });

  it('rests after a press', () => {
    const work = new IdleWork();
    const done: string[] = [];
    work.hold(300);
    work.add(job('a', 1, 1, done));
    pass(290);
    expect(done).toEqual([]);
    pass(20);
    expect(done).toEqual(['a']);
  });

  it('forgets what it is told to forget, also by the job itself', () => {
    const work = new IdleWork();
    const done: string[] = [];
    work.add(() => {
      done.push('a');
      work.clear();
      return true;
    });
    work.add(job('b', 1, 1, done));
    vi.runAllTimers();
    expect(done).toEqual(['a']);
    work.add(job('c', 1, 1, done));
    vi.runAllTimers();
    expect(done).toEqual(['a', 'c']);
  });
});
