import { betweenRatios } from '../../compose';
import type { FaultOption } from './momentKind';

/** The range in which a room and a microphone ring, hertz. */
const RING_HZ = [250, 5000] as const;

export const CRACKLE: FaultOption = {
  id: 'crackle',
  label: 'Crackle',
  hint: 'a bad contact',
  noun: 'a crackle',
  durationSec: [0.35, 0.7],
  make: () => ({ kind: 'crackle' }),
};

export const HISS_SWELL: FaultOption = {
  id: 'hiss',
  label: 'Hiss',
  hint: 'noise that swells in',
  noun: 'a swell of hiss',
  durationSec: [0.8, 1.4],
  make: () => ({ kind: 'hiss' }),
};

export const FEEDBACK: FaultOption = {
  id: 'feedback',
  label: 'Feedback',
  hint: 'a tone that builds',
  noun: 'a feedback ring',
  durationSec: [0.9, 1.4],
  make: (random) => ({ kind: 'feedback', frequencyHz: betweenRatios(random, ...RING_HZ, 0) }),
};

export const SQUEAK: FaultOption = {
  id: 'squeak',
  label: 'Squeak',
  hint: 'a chair, a pedal',
  noun: 'a squeak',
  durationSec: [0.35, 0.7],
  make: () => ({ kind: 'squeak' }),
};

export const BUMP: FaultOption = {
  id: 'bump',
  label: 'Bump',
  hint: 'a knock on the stand',
  noun: 'a bump',
  durationSec: [0.35, 0.6],
  make: () => ({ kind: 'bump' }),
};

export const BRUSH: FaultOption = {
  id: 'brush',
  label: 'Brush',
  hint: 'a sleeve over the microphone',
  noun: 'a brush over the microphone',
  durationSec: [0.5, 0.9],
  make: () => ({ kind: 'brush' }),
};

export const INTERFERENCE: FaultOption = {
  id: 'interference',
  label: 'Interference',
  hint: 'a phone or a stray broadcast',
  noun: 'radio interference',
  durationSec: [0.6, 1],
  make: () => ({ kind: 'interference' }),
};
