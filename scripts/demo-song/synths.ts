import { addPanned, noteHz, SAMPLE_RATE, type Stereo } from './audio';
import { equalise, smoothing, StateVariableFilter } from './filters';
import { bell, phaseStep, readTable, waveTable } from './oscillators';
import type { Random } from '../../src/core/random';

/** A note for any of the keyboards, times in seconds. */
export interface Note {
  startSec: number;
  durationSec: number;
  midi: number;
  /** 0…1 */
  velocity: number;
}

/** A bass note; `slide` glides from the note before instead of starting afresh. */
export interface BassNote extends Note {
  slide: boolean;
}

/**
 * Monophonic synth bass: saw and square through a resonant low-pass with its own envelope, a sine on the root for
 * weight, and soft saturation, which fills 100–700 Hz so that small speakers carry the line.
 * @param length in samples
 */
export function bassLine(notes: readonly BassNote[], length: number): Float64Array {
  const out = new Float64Array(length);
  const filter = new StateVariableFilter();
  const second = new StateVariableFilter();
  // The same tables for all notes: 130 Hz is the highest note that still needs all partials.
  const saw = waveTable('saw', 130, 7000);
  const square = waveTable('square', 130, 7000);
  const glide = smoothing(0.028);
  const attack = smoothing(0.0025);
  const release = smoothing(0.016);
  let index = 0;
  let midi = notes[0]?.midi ?? 36;
  let phase = 0;
  let squarePhase = 0.31;
  let level = 0;
  let contour = 0;
  let velocity = 0;
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    while (index < notes.length && notes[index]!.startSec <= t) {
      const starting = notes[index]!;
      if (!starting.slide) {
        midi = starting.midi;
        contour = 1;
      } else contour = Math.max(contour, 0.5);
      velocity = starting.velocity;
      index++;
    }
    const note = notes[index - 1];
    const on = note !== undefined && t < note.startSec + note.durationSec;
    if (note) midi += (note.midi - midi) * glide;
    const target = on ? 0.55 + 0.45 * velocity : 0;
    level += (target - level) * (target > level ? attack : release);
    contour *= 1 - 1 / (0.13 * SAMPLE_RATE);
    if (level < 1e-5 && !on) {
      out[i] = 0;
      continue;
    }
    const hz = noteHz(midi);
    const step = phaseStep(hz);
    phase += step;
    if (phase >= 1) phase -= 1;
    squarePhase += step * 1.0009;
    if (squarePhase >= 1) squarePhase -= 1;
    const raw = 0.62 * readTable(saw, phase) + 0.38 * readTable(square, squarePhase);
    const cutoff = 240 + (500 + 1500 * velocity) * contour + hz;
    const shaped = second.next(filter.next(raw, cutoff, 1.25).low, cutoff * 1.3, 0.6).low;
    const sub = Math.sin(2 * Math.PI * phase - 0.4);
    out[i] = level * Math.tanh(1.55 * shaped + 0.62 * sub);
  }
  equalise(out, [{ kind: 'highpass', hz: 28 }]);
  return out;
}

/**
 * Electric piano by frequency modulation: a tone pair with a bell-like tine on top that decays fast; touch makes it
 * bark. Notes are spread over the stereo field by pitch and swayed by a slow auto-pan.
 * @param target is added to, in place
 */
export function electricPiano(target: Stereo, notes: readonly Note[], random: Random): void {
  for (const note of notes) {
    const hz = noteHz(note.midi + 0.015 * bell(random));
    const ring = note.durationSec + 0.35;
    const sound = new Float64Array(Math.round(ring * SAMPLE_RATE));
    const decay = 1.5 * (440 / hz) ** 0.35;
    let carrier = 0;
    let slow = random();
    for (let i = 0; i < sound.length; i++) {
      const t = i / SAMPLE_RATE;
      carrier += hz / SAMPLE_RATE;
      slow += (hz * 1.0016) / SAMPLE_RATE;
      const damp = t > note.durationSec ? Math.exp(-(t - note.durationSec) / 0.07) : 1;
      const index = (0.5 + 2.1 * note.velocity) * Math.exp(-t / 0.5) + 0.4;
      const body = Math.sin(2 * Math.PI * carrier + index * Math.sin(2 * Math.PI * carrier));
      const warm = Math.sin(2 * Math.PI * slow);
      const tineLevel = 0.34 * note.velocity * Math.exp(-t / 0.16);
      const tine = Math.sin(2 * Math.PI * carrier + tineLevel * 2 * Math.sin(2 * Math.PI * 9 * carrier));
      sound[i] =
        note.velocity *
        Math.min(1, t / 0.0025) *
        damp *
        Math.exp(-t / decay) *
        (0.5 * body + 0.26 * warm + 0.36 * tine * Math.exp(-t / 0.5));
    }
    const end = Math.round(0.02 * SAMPLE_RATE);
    for (let i = 0; i < end; i++) sound[sound.length - 1 - i]! *= i / end;
    addPanned(target, sound, 0.34, (note.midi - 63) / 22, Math.round(note.startSec * SAMPLE_RATE));
  }
}

/**
 * Sways a stereo signal between the sides, as a suitcase piano does, in place.
 * @param hz speed
 * @param depth 0…1
 */
export function autoPan(signal: Stereo, hz: number, depth: number): void {
  for (let i = 0; i < signal.left.length; i++) {
    const sway = depth * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE);
    signal.left[i]! *= 1 - sway;
    signal.right[i]! *= 1 + sway;
  }
}

/** Detuning in cents and place from -1 to 1 of the saws under each pad note. */
const PAD_SAWS = [
  { cents: -11, pan: -0.42 },
  { cents: -5, pan: 0.3 },
  { cents: 0, pan: 0 },
  { cents: 6, pan: -0.3 },
  { cents: 12, pan: 0.42 },
] as const;

/**
 * Analogue-style pad: detuned saws, a low-pass that breathes, slow attack and release. Its two channels stay well
 * correlated, so that it survives a mono fold.
 * @param target is added to, in place
 */
export function pad(target: Stereo, notes: readonly Note[], random: Random): void {
  for (const note of notes) {
    const attack = 0.22;
    // Chords are changed quickly, but one that is held to the end of the song is let go slowly.
    const releaseSec = note.durationSec > 2.5 ? 2 : 0.55;
    const length = Math.round((note.durationSec + releaseSec) * SAMPLE_RATE);
    const hz = noteHz(note.midi);
    const table = waveTable('saw', hz * 1.01, 9000);
    const left = new Float64Array(length);
    const right = new Float64Array(length);
    for (const saw of PAD_SAWS) {
      const step = phaseStep(hz * 2 ** ((saw.cents + bell(random)) / 1200));
      const angle = ((saw.pan + 1) * Math.PI) / 4;
      const gainLeft = Math.cos(angle);
      const gainRight = Math.sin(angle);
      let phase = random();
      for (let i = 0; i < length; i++) {
        phase += step;
        if (phase >= 1) phase -= 1;
        const x = readTable(table, phase);
        left[i]! += gainLeft * x;
        right[i]! += gainRight * x;
      }
    }
    const filters = [new StateVariableFilter(), new StateVariableFilter()];
    const start = Math.round(note.startSec * SAMPLE_RATE);
    [left, right].forEach((channel, side) => {
      const into = side === 0 ? target.left : target.right;
      for (let i = 0; i < length; i++) {
        const t = i / SAMPLE_RATE;
        const rise = Math.min(1, t / attack);
        const fall = t > note.durationSec ? Math.max(0, 1 - (t - note.durationSec) / releaseSec) : 1;
        const cutoff = 1200 + 1500 * note.velocity + 700 * Math.sin(2 * Math.PI * 0.21 * (note.startSec + t));
        const y = filters[side]!.next(channel[i]!, cutoff, 0.75).low;
        const at = start + i;
        if (at >= 0 && at < into.length) into[at]! += 0.075 * note.velocity * rise * rise * fall * fall * y;
      }
    });
  }
}

/**
 * Pluck: a saw and an octave triangle through a low-pass that snaps shut.
 * @param target is added to, in place
 */
export function pluck(target: Stereo, notes: readonly Note[], random: Random): void {
  notes.forEach((note, n) => {
    const hz = noteHz(note.midi + 0.02 * bell(random));
    const length = Math.round((note.durationSec + 0.5) * SAMPLE_RATE);
    const saw = waveTable('saw', hz * 1.01, 15000);
    const triangle = waveTable('triangle', hz * 2.02, 15000);
    const filter = new StateVariableFilter();
    const sound = new Float64Array(length);
    let a = random();
    let b = random();
    let c = random();
    for (let i = 0; i < length; i++) {
      const t = i / SAMPLE_RATE;
      a += phaseStep(hz * 1.0026);
      b += phaseStep(hz * 0.9974);
      c += phaseStep(hz * 2);
      if (a >= 1) a -= 1;
      if (b >= 1) b -= 1;
      if (c >= 1) c -= 1;
      const raw = 0.4 * (readTable(saw, a) + readTable(saw, b)) + 0.3 * readTable(triangle, c);
      const cutoff = 500 + hz + (1500 + 4200 * note.velocity) * Math.exp(-t / 0.075);
      const level = Math.exp(-t / (0.16 + 0.35 * note.durationSec)) * Math.min(1, t / 0.0015);
      const end = Math.min(1, (length - i) / 2000);
      sound[i] = note.velocity * level * end * filter.next(raw, cutoff, 1.1).low;
    }
    addPanned(target, sound, 0.5, n % 2 === 0 ? -0.22 : 0.22, Math.round(note.startSec * SAMPLE_RATE));
  });
}
