import { SAMPLE_RATE, type Stereo } from './audio';
import { equalise, StateVariableFilter } from './filters';
import { phaseStep, readTable, waveTable, whiteNoise } from './oscillators';
import type { Random } from '../../src/core/random';

/** Fades the last milliseconds so that no drum ends in a click. */
function fadeOut(sound: Float64Array, seconds = 0.01): Float64Array {
  const n = Math.min(sound.length, Math.round(seconds * SAMPLE_RATE));
  for (let i = 0; i < n; i++) sound[sound.length - 1 - i]! *= i / n;
  return sound;
}

/**
 * Kick: a sine that falls from about 550 Hz onto its tuned sub tail, a felt-beater knock near 190 Hz and a
 * click at 2–4 kHz; the body is saturated so that its harmonics tell a small speaker where the kick is.
 * @param tuneHz frequency the sweep lands on
 * @param velocity 0…1
 */
export function kick(tuneHz: number, velocity: number, random: Random): Float64Array {
  const sound = new Float64Array(Math.round(0.42 * SAMPLE_RATE));
  let phase = 0;
  for (let i = 0; i < sound.length; i++) {
    const t = i / SAMPLE_RATE;
    const hz = tuneHz + 95 * Math.exp(-t / 0.028) + 400 * Math.exp(-t / 0.0045);
    phase += (2 * Math.PI * hz) / SAMPLE_RATE;
    const level = Math.min(1, t / 0.0007) * (t < 0.05 ? 1 : Math.exp(-(t - 0.05) / 0.085));
    const knock = 0.3 * Math.sin(2 * Math.PI * 192 * t) * Math.exp(-t / 0.018);
    const drive = 1.9;
    // A little bias makes even harmonics too; the offset it causes is taken out at the end of the chain.
    const x = level * (Math.sin(phase) + knock);
    sound[i] = (Math.tanh(drive * x + 0.12 * level) - Math.tanh(0.12 * level)) / Math.tanh(drive);
  }
  const click = whiteNoise(Math.round(0.02 * SAMPLE_RATE), random);
  for (let i = 0; i < click.length; i++) {
    const t = i / SAMPLE_RATE;
    const tick = Math.sin(2 * Math.PI * 2900 * t) * Math.exp(-t / 0.0028);
    click[i] = (0.7 * click[i]! * Math.exp(-t / 0.0018) + 0.8 * tick) * Math.min(1, t / 0.0002);
  }
  equalise(click, [
    { kind: 'highpass', hz: 1300 },
    { kind: 'lowpass', hz: 7500 },
  ]);
  for (let i = 0; i < click.length; i++) sound[i]! += 0.55 * velocity * click[i]!;
  equalise(sound, [{ kind: 'highpass', hz: 24 }]);
  for (let i = 0; i < sound.length; i++) sound[i]! *= velocity;
  return fadeOut(sound, 0.05);
}

/**
 * Snare: two head modes that sag in pitch, wires as noise whose level follows the head, and a stick transient.
 * A soft hit is darker and shorter, as on a real drum.
 * @param velocity 0…1
 */
export function snare(velocity: number, random: Random): Float64Array {
  const length = Math.round((0.2 + 0.16 * velocity) * SAMPLE_RATE);
  const sound = new Float64Array(length);
  const wires = whiteNoise(length, random);
  const stick = whiteNoise(length, random);
  equalise(wires, [
    { kind: 'highpass', hz: 1700 },
    { kind: 'peak', hz: 4800, q: 0.8, db: 5 },
    { kind: 'lowpass', hz: 6500 + 6000 * velocity },
  ]);
  equalise(stick, [{ kind: 'bandpass', hz: 3400, q: 0.7 }]);
  const wireDecay = 0.055 + 0.05 * velocity;
  let low = 0;
  let high = 0;
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    low += (2 * Math.PI * (188 + 34 * Math.exp(-t / 0.016))) / SAMPLE_RATE;
    high += (2 * Math.PI * (334 + 50 * Math.exp(-t / 0.012))) / SAMPLE_RATE;
    const head = Math.sin(low) * Math.exp(-t / 0.075) + 0.5 * Math.sin(high) * Math.exp(-t / 0.042);
    // The wires lift off and fall back on the head: noise modulated by the head's own swing.
    const rattle = wires[i]! * (0.75 + 0.35 * Math.abs(Math.sin(low))) * Math.exp(-t / wireDecay);
    const attack = Math.min(1, t / 0.0004);
    const hit = stick[i]! * Math.exp(-t / 0.0022);
    const mixed = attack * (0.62 * head + 0.62 * velocity * rattle + 0.9 * velocity * hit);
    sound[i] = velocity * Math.tanh(1.3 * mixed);
  }
  return fadeOut(sound, 0.02);
}

/** Six squares in the inharmonic ratios that read as struck brass. Frequencies in Hz. */
const METAL_HZ = [317, 431, 549, 703, 811, 1193] as const;

/** A struck-metal bank: band-limited squares, ring-multiplied in pairs for density, length in samples. */
function metal(length: number, tune: number, random: Random): Float64Array {
  const sound = new Float64Array(length);
  // Products of two waves add their bandwidths, so each is limited to half of what 20 kHz would allow.
  const voices = METAL_HZ.map((hz) => ({
    table: waveTable('square', hz * tune, 9500),
    phase: random(),
    step: phaseStep(hz * tune),
  }));
  for (let i = 0; i < length; i++) {
    let sum = 0;
    let previous = 1;
    for (const voice of voices) {
      voice.phase += voice.step;
      if (voice.phase >= 1) voice.phase -= 1;
      const x = readTable(voice.table, voice.phase);
      sum += 0.4 * x + 0.6 * x * previous;
      previous = x;
    }
    sound[i] = sum / 6;
  }
  return sound;
}

/**
 * Hi-hat: metal bank and noise, high-passed.
 * @param velocity 0…1; harder hits ring longer and brighter
 * @param openSec ring time of an open hat in seconds; 0 = closed
 */
export function hat(velocity: number, openSec: number, random: Random): Float64Array {
  const decay = openSec > 0 ? 0.45 * openSec : 0.014 + 0.02 * velocity;
  const length = Math.round(Math.max(0.06, openSec > 0 ? openSec : decay * 6) * SAMPLE_RATE);
  const sound = metal(length, 1 + 0.004 * (random() - 0.5), random);
  const noise = whiteNoise(length, random);
  for (let i = 0; i < length; i++) sound[i] = 0.8 * sound[i]! + 0.42 * noise[i]!;
  equalise(sound, [
    { kind: 'highpass', hz: 6200, q: 0.8 },
    { kind: 'highpass', hz: 5200, q: 0.7 },
    { kind: 'peak', hz: 8800, q: 1.1, db: 3 },
    { kind: 'lowpass', hz: 11000 + 5500 * velocity },
  ]);
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    const chick = 0.6 * Math.exp(-t / 0.004);
    sound[i]! *= velocity * Math.min(1, t / 0.0005) * (Math.exp(-t / decay) + chick);
  }
  return fadeOut(sound, openSec > 0 ? 0.03 : 0.008);
}

/** Shaker: noise with a soft attack, as the grains need time to cross the shell. @param velocity 0…1 */
export function shaker(velocity: number, random: Random): Float64Array {
  const length = Math.round(0.1 * SAMPLE_RATE);
  const sound = whiteNoise(length, random);
  equalise(sound, [
    { kind: 'bandpass', hz: 6400, q: 0.9 },
    { kind: 'highpass', hz: 3000 },
  ]);
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    const rise = Math.min(1, t / 0.016);
    sound[i]! *= velocity * rise * rise * Math.exp(-Math.max(0, t - 0.016) / 0.022);
  }
  return fadeOut(sound);
}

/** Hand clap: several hands a few milliseconds apart, then the room; different hands left and right. */
export function clap(velocity: number, random: Random): Stereo {
  const side = (): Float64Array => {
    const length = Math.round(0.28 * SAMPLE_RATE);
    const sound = whiteNoise(length, random);
    equalise(sound, [
      { kind: 'bandpass', hz: 1350, q: 1 },
      { kind: 'peak', hz: 2600, q: 1, db: 4 },
      { kind: 'highpass', hz: 600 },
    ]);
    const hands = [0, 0.009 + 0.002 * random(), 0.019 + 0.002 * random(), 0.028];
    for (let i = 0; i < length; i++) {
      const t = i / SAMPLE_RATE;
      let level = 0;
      hands.forEach((at, n) => {
        const since = t - at;
        if (since >= 0)
          level = Math.max(level, Math.min(1, since / 0.0004) * Math.exp(-since / (n < 3 ? 0.005 : 0.06)));
      });
      sound[i]! *= 1.8 * velocity * level;
    }
    return fadeOut(sound);
  };
  return { left: side(), right: side() };
}

/** Finger snap: one short resonant burst. */
export function snap(velocity: number, random: Random): Float64Array {
  const length = Math.round(0.12 * SAMPLE_RATE);
  const sound = whiteNoise(length, random);
  equalise(sound, [
    { kind: 'bandpass', hz: 1900, q: 3.2 },
    { kind: 'highpass', hz: 900 },
  ]);
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    sound[i]! *= 3 * velocity * Math.min(1, t / 0.0006) * (Math.exp(-t / 0.011) + 0.12 * Math.exp(-t / 0.05));
  }
  return fadeOut(sound);
}

/** Tom for fills. @param hz pitch it lands on */
export function tom(hz: number, velocity: number, random: Random): Float64Array {
  const length = Math.round(0.4 * SAMPLE_RATE);
  const sound = new Float64Array(length);
  const skin = whiteNoise(length, random);
  equalise(skin, [{ kind: 'bandpass', hz: 2200, q: 0.6 }]);
  let phase = 0;
  let second = 0;
  for (let i = 0; i < length; i++) {
    const t = i / SAMPLE_RATE;
    const f = hz * (1 + 0.45 * Math.exp(-t / 0.035));
    phase += (2 * Math.PI * f) / SAMPLE_RATE;
    second += (2 * Math.PI * f * 1.59) / SAMPLE_RATE;
    const ring = Math.sin(phase) * Math.exp(-t / 0.13) + 0.3 * Math.sin(second) * Math.exp(-t / 0.06);
    sound[i] =
      velocity * Math.min(1, t / 0.0008) * Math.tanh(1.3 * ring + 0.5 * velocity * skin[i]! * Math.exp(-t / 0.012));
  }
  return fadeOut(sound, 0.05);
}

/** Crash cymbal in stereo. @param seconds until it has died away */
export function crash(velocity: number, seconds: number, random: Random): Stereo {
  const side = (): Float64Array => {
    const length = Math.round(seconds * SAMPLE_RATE);
    const sound = metal(length, 0.86 + 0.02 * random(), random);
    const noise = whiteNoise(length, random);
    for (let i = 0; i < length; i++) sound[i] = 0.5 * sound[i]! + 0.6 * noise[i]!;
    equalise(sound, [
      { kind: 'highpass', hz: 2600, q: 0.6 },
      { kind: 'peak', hz: 5200, q: 0.7, db: 3 },
      { kind: 'lowpass', hz: 14500 },
    ]);
    for (let i = 0; i < length; i++) {
      const t = i / SAMPLE_RATE;
      const wash = 0.55 * Math.exp((-t * 3.2) / seconds) + 0.6 * Math.exp(-t / 0.09);
      sound[i]! *= velocity * Math.min(1, t / 0.0012) * wash;
    }
    return fadeOut(sound, 0.3 * seconds);
  };
  return { left: side(), right: side() };
}

/** Noise that opens and swells towards a downbeat, then stops. @param seconds length of the swell */
export function riser(seconds: number, random: Random): Stereo {
  const side = (): Float64Array => {
    const length = Math.round(seconds * SAMPLE_RATE);
    const sound = whiteNoise(length, random);
    const filter = new StateVariableFilter();
    for (let i = 0; i < length; i++) {
      const x = i / length;
      const swell = x ** 2.4 * Math.min(1, (1 - x) / 0.006);
      sound[i] = swell * filter.next(sound[i]!, 500 * 2 ** (4 * x), 1.6).band;
    }
    return sound;
  };
  return { left: side(), right: side() };
}
