import { SAMPLE_RATE, noteHz } from './audio';
import { smoothing, StateVariableFilter } from './filters';
import { bell } from './oscillators';
import { seededRandom } from '../../src/core/random';

/** Vowels the singer knows: ah, oh, oo, eh, ee and the neutral one. */
export type Vowel = 'a' | 'o' | 'u' | 'e' | 'i' | '@';

/** How a syllable begins; '' is a vowel sung on from the note before. */
export type Onset = '' | 'n' | 'm' | 'l' | 'd' | 'b' | 'h' | 's' | 'y' | 'w';

/** One sung note. */
export interface SungNote {
  /** Where the vowel begins, in seconds; the consonant comes before it, as singers do. */
  startSec: number;
  durationSec: number;
  midi: number;
  onset: Onset;
  vowel: Vowel;
  /** Vowel the note moves towards, for diphthongs. */
  glide: Vowel | undefined;
  /** Level, 1 = normal. */
  level: number;
}

/** A person in the choir. */
export interface Singer {
  seed: number;
  /** Tuning offset in cents. */
  cents: number;
  /** How late this singer comes in, in seconds. */
  lagSec: number;
  /** 0 = breathy, 1 = full voice: sets how bright the glottal source is. */
  effort: number;
  /** Level of breath noise, 0…1. */
  breath: number;
  /** Length of the vocal tract as a factor on all formants: above 1 is a smaller singer. */
  tract: number;
  /** Depth of the vibrato in cents. */
  vibratoCents: number;
}

/**
 * Formant frequencies F1…F5 in Hz for a singer of middling size. F3 to F5 lie close together, as trained voices
 * place them: the cluster is what lets a voice be heard over a band.
 */
const FORMANTS: Record<Vowel, readonly number[]> = {
  a: [770, 1230, 2600, 3180, 3850],
  o: [500, 930, 2520, 3120, 3800],
  u: [370, 980, 2420, 3080, 3750],
  e: [550, 1830, 2620, 3250, 3900],
  i: [320, 2200, 2850, 3350, 4000],
  '@': [560, 1400, 2520, 3150, 3850],
};

/** Formant bandwidths in Hz, F1…F5, then two fixed resonances that carry the top octave. */
const BANDWIDTHS = [135, 140, 170, 210, 260, 420, 560] as const;
const UPPER_HZ = [5100, 6700] as const;

/** Mouth positions that are held during a consonant: formants in Hz, level of the voice, length in seconds. */
const CONSONANTS: Record<Exclude<Onset, ''>, { formants?: readonly number[]; voice: number; sec: number }> = {
  n: { formants: [260, 1550, 2450, 3150, 3850], voice: 0.34, sec: 0.075 },
  m: { formants: [250, 1050, 2250, 3120, 3800], voice: 0.34, sec: 0.08 },
  l: { formants: [350, 1150, 2750, 3180, 3850], voice: 0.5, sec: 0.07 },
  d: { formants: [270, 1750, 2700, 3180, 3850], voice: 0.03, sec: 0.055 },
  b: { formants: [270, 850, 2300, 3150, 3850], voice: 0.05, sec: 0.06 },
  h: { voice: 0.06, sec: 0.075 },
  s: { formants: [330, 1600, 2650, 3200, 3900], voice: 0, sec: 0.1 },
  y: { formants: [310, 2230, 2950, 3350, 4000], voice: 0.7, sec: 0.07 },
  w: { formants: [340, 720, 2400, 3120, 3800], voice: 0.6, sec: 0.07 },
};

/** Samples between updates of mouth and pitch: 1.45 ms, fast enough for consonants. */
const HOP = 64;
const FRAME_RATE = SAMPLE_RATE / HOP;
/** No partial above this, in Hz. */
const TOP_HZ = 12500;

/** Mouth, breath and pitch over time, one value a frame. */
interface Gestures {
  midi: Float64Array;
  voiced: Float64Array;
  breath: Float64Array;
  hiss: Float64Array;
  burst: Float64Array;
  /** Seconds since the vowel began, for the vibrato that comes late. */
  age: Float64Array;
  long: Uint8Array;
  formants: Float64Array[];
}

/** Sets `target` to `value` between two times in seconds. */
function hold(target: Float64Array, fromSec: number, toSec: number, value: number): void {
  const from = Math.max(0, Math.round(fromSec * FRAME_RATE));
  const to = Math.min(target.length, Math.round(toSec * FRAME_RATE));
  for (let i = from; i < to; i++) target[i] = value;
}

/** Two one-pole smoothers in a row, in place: how fast a muscle moves. */
function glideTrack(track: Float64Array, riseSec: number, fallSec = riseSec): void {
  const rise = smoothing(riseSec, FRAME_RATE);
  const fall = smoothing(fallSec, FRAME_RATE);
  let a = track[0] ?? 0;
  let b = a;
  for (let i = 0; i < track.length; i++) {
    a += (track[i]! - a) * (track[i]! > a ? rise : fall);
    b += (a - b) * (a > b ? rise : fall);
    track[i] = b;
  }
}

/** Turns notes into gestures: targets first, then the inertia of the body joins them up (coarticulation). */
function gesturesFor(notes: readonly SungNote[], singer: Singer, frames: number): Gestures {
  const track = (): Float64Array => new Float64Array(frames);
  const g: Gestures = {
    midi: track().fill(notes[0]?.midi ?? 60),
    voiced: track(),
    breath: track(),
    hiss: track(),
    burst: track(),
    age: track(),
    long: new Uint8Array(frames),
    formants: FORMANTS['@'].map((hz) => track().fill(hz)),
  };
  // The smoothers lag; the mouth therefore starts to move this much earlier.
  const lead = 0.022;
  notes.forEach((note, n) => {
    const random = seededRandom(singer.seed + 977 * Math.round(note.startSec * 1000));
    const start = note.startSec + singer.lagSec + 0.006 * bell(random);
    const next = notes[n + 1];
    const before = notes[n - 1];
    const joined = before !== undefined && note.startSec - (before.startSec + before.durationSec) < 0.06;
    const joins = next !== undefined && next.startSec - (note.startSec + note.durationSec) < 0.06;
    const nextStart = next ? next.startSec + singer.lagSec : frames / FRAME_RATE;
    const end = joins ? nextStart : start + note.durationSec - 0.03;

    hold(g.midi, start - (joined ? 0.035 : 0.3), nextStart, note.midi);
    if (!joined) hold(g.midi, start - 0.3, start - 0.005, note.midi - 1.3);
    if (!joins) hold(g.midi, end - 0.05, end + 0.2, note.midi - 0.5);

    const vowel = FORMANTS[note.vowel];
    const glide = note.glide ? FORMANTS[note.glide] : undefined;
    g.formants.forEach((formant, k) => {
      hold(formant, start - lead - (joined ? 0 : 0.12), nextStart, vowel[k]!);
      if (glide) hold(formant, start + 0.5 * (end - start) - lead, nextStart, 0.3 * vowel[k]! + 0.7 * glide[k]!);
    });

    // The note swells to two thirds of its length and gives way again.
    const length = end - start;
    hold(g.voiced, start, start + 0.3 * length, 0.92 * note.level);
    hold(g.voiced, start + 0.3 * length, start + 0.75 * length, note.level);
    hold(g.voiced, start + 0.75 * length, end, 0.86 * note.level);
    hold(g.breath, start, end, 0.5 * note.level);
    if (!joins) hold(g.breath, end - 0.06, end + 0.09, 0.8 * note.level);

    if (note.onset !== '') {
      const consonant = CONSONANTS[note.onset];
      const from = start - consonant.sec;
      hold(g.voiced, from, start, consonant.voice * note.level);
      hold(g.breath, from, start, 0);
      g.formants.forEach((formant, k) => {
        const hz = consonant.formants?.[k];
        if (hz !== undefined) hold(formant, from - lead, start - lead, hz);
      });
      if (note.onset === 'h') hold(g.breath, from - 0.01, start + 0.03, 1.5 * note.level);
      if (note.onset === 's') hold(g.hiss, from, start - 0.012, note.level);
      if (note.onset === 'd') hold(g.burst, start - 0.012, start - 0.002, note.level);
      if (note.onset === 'b') hold(g.burst, start - 0.009, start - 0.003, 0.35 * note.level);
    }
    const first = Math.max(0, Math.round(start * FRAME_RATE));
    const last = Math.min(frames, Math.round(end * FRAME_RATE));
    for (let i = first; i < last; i++) {
      g.age[i] = (i - first) / FRAME_RATE;
      g.long[i] = length > 0.34 ? 1 : 0;
    }
  });
  glideTrack(g.midi, 0.02);
  glideTrack(g.voiced, 0.011, 0.024);
  glideTrack(g.breath, 0.02, 0.035);
  glideTrack(g.hiss, 0.012);
  glideTrack(g.burst, 0.0012, 0.003);
  for (const formant of g.formants) glideTrack(formant, 0.014);
  return g;
}

/**
 * Sings a line. The voiced part is additive: every partial of the glottal source gets the complex gain of the
 * vocal tract at its frequency, so vowels are exact and nothing can alias; the source is a causal-anticausal
 * glottal pulse (a resonance near the fundamental, then a tilt that effort flattens). Breath, hiss and bursts are
 * noise through the same mouth, the breath pulsing with the glottis.
 * @param length in samples
 */
export function sing(notes: readonly SungNote[], singer: Singer, length: number): Float64Array {
  const out = new Float64Array(length);
  const frames = Math.ceil(length / HOP) + 1;
  const g = gesturesFor(notes, singer, frames);
  const random = seededRandom(singer.seed);
  const noise = seededRandom(singer.seed ^ 0x5eed);
  const top = Math.ceil(TOP_HZ / 60);
  let re = new Float64Array(top);
  let im = new Float64Array(top);
  let nextRe = new Float64Array(top);
  let nextIm = new Float64Array(top);
  const breathBands = [new StateVariableFilter(), new StateVariableFilter(), new StateVariableFilter()];
  const hissBand = new StateVariableFilter();
  const burstBand = new StateVariableFilter();
  const tilt = 2200 + 8000 * singer.effort;
  let phase = 0;
  let vibrato = random();
  let drift = 0;
  let flutter = 0;
  let partials = 0;
  let previousStep = noteHz(g.midi[0]!) / SAMPLE_RATE;
  let previous = { breath: 0, hiss: 0, burst: 0 };

  for (let frame = 0; frame < frames - 1; frame++) {
    drift += 0.012 * (bell(random) - drift);
    flutter += 0.2 * (bell(random) - flutter);
    vibrato += (5.35 + 1.2 * drift) / FRAME_RATE;
    const deep = g.long[frame] ? Math.max(0, Math.min(1, (g.age[frame]! - 0.2) / 0.35)) : 0;
    const wave = Math.sin(2 * Math.PI * vibrato);
    const cents = singer.cents + singer.vibratoCents * deep * wave + 55 * drift + 1.5 * flutter;
    const f0 = noteHz(g.midi[frame]! + cents / 100);
    const step = f0 / SAMPLE_RATE;
    const voiced = g.voiced[frame]! * (1 + 0.06 * deep * wave + 0.02 * flutter);
    const nextPartials = voiced > 1e-4 ? Math.min(top, Math.floor(TOP_HZ / f0)) : 0;

    // Complex gain of source and tract at each partial.
    const glottal = f0 * (0.95 + 0.5 * singer.effort);
    const glottalBand = 0.95 * glottal;
    let energy = 1e-12;
    nextRe.fill(0);
    nextIm.fill(0);
    for (let n = 0; n < nextPartials; n++) {
      const f = (n + 1) * f0;
      // j·f / (Fg² − f² − j·f·Bg): the anticausal pair of the open phase, as a flow derivative.
      const dr = glottal * glottal - f * f;
      const di = -f * glottalBand;
      const dd = dr * dr + di * di;
      let hr = (f * di * glottal) / dd;
      let hi = (f * dr * glottal) / dd;
      // Tilt of the return phase: 1 / (1 + j·f/Ft).
      const r = f / tilt;
      const tr = 1 / (1 + r * r);
      const ti = -r * tr;
      [hr, hi] = [hr * tr - hi * ti, hr * ti + hi * tr];
      for (let k = 0; k < BANDWIDTHS.length; k++) {
        let centre = k < 5 ? g.formants[k]![frame]! * singer.tract : UPPER_HZ[k - 5]! * singer.tract;
        // High notes: singers open the jaw so that the first formant does not fall below the note.
        if (k === 0) centre = Math.max(centre, 1.04 * f0);
        const w2 = centre * centre;
        const pr = w2 - f * f;
        const pi = f * BANDWIDTHS[k]! * 1.12;
        const pp = pr * pr + pi * pi;
        const qr = (w2 * pr) / pp;
        const qi = (-w2 * pi) / pp;
        [hr, hi] = [hr * qr - hi * qi, hr * qi + hi * qr];
      }
      // Recorded close with a bright microphone: up to 14 dB of air that a plain tube model leaves out.
      const bright = Math.sqrt((1 + (f / 950) ** 2) / (1 + (f / 4800) ** 2));
      hr *= bright;
      hi *= bright;
      const edge = Math.min(1, Math.max(0, (TOP_HZ - f) / 2500));
      nextRe[n] = hr * edge;
      nextIm[n] = hi * edge;
      energy += (hr * hr + hi * hi) * edge * edge;
    }
    // Vowels differ in natural power by far more than a singer lets them: even out most of it.
    const level = voiced * 0.16 * energy ** -0.43;
    for (let n = 0; n < nextPartials; n++) {
      nextRe[n]! *= level;
      nextIm[n]! *= level;
    }

    const breath = g.breath[frame]! * singer.breath;
    const hiss = g.hiss[frame]!;
    const burst = g.burst[frame]!;
    const noisy = breath + previous.breath + hiss + previous.hiss + burst + previous.burst > 1e-5;
    const active = Math.max(partials, nextPartials);
    for (let s = 0; s < HOP; s++) {
      const index = frame * HOP + s;
      if (index >= length) break;
      const u = s / HOP;
      phase += previousStep + (step - previousStep) * u;
      if (phase >= 1) phase -= 1;
      let sum = 0;
      if (active > 0) {
        const cos = Math.cos(2 * Math.PI * phase);
        const sin = Math.sin(2 * Math.PI * phase);
        let zr = cos;
        let zi = sin;
        for (let n = 0; n < active; n++) {
          const a = re[n]! + (nextRe[n]! - re[n]!) * u;
          const b = im[n]! + (nextIm[n]! - im[n]!) * u;
          sum += a * zr - b * zi;
          const turned = zr * cos - zi * sin;
          zi = zr * sin + zi * cos;
          zr = turned;
        }
      }
      if (noisy) {
        const white = 2 * noise() - 1;
        const pulse = 0.55 + 0.45 * Math.cos(2 * Math.PI * phase);
        const air = (previous.breath + (breath - previous.breath) * u) * (g.voiced[frame]! > 0.1 ? pulse : 0.8);
        let mouth = 0;
        for (let k = 0; k < breathBands.length; k++) {
          const band = breathBands[k]!.next(white, g.formants[k + 1]![frame]! * singer.tract, 4);
          mouth += band.band * (k === 0 ? 0.5 : 0.35);
        }
        const hissing = hissBand.next(white, 6900 * singer.tract, 1.4).band;
        const bursting = burstBand.next(white, 3600, 1.2).band;
        sum +=
          0.075 * air * mouth +
          0.09 * (previous.hiss + (hiss - previous.hiss) * u) * hissing +
          0.2 * (previous.burst + (burst - previous.burst) * u) * bursting;
      }
      out[index] = sum;
    }
    [re, nextRe] = [nextRe, re];
    [im, nextIm] = [nextIm, im];
    partials = nextPartials;
    previousStep = step;
    previous = { breath, hiss, burst };
  }
  return out;
}
