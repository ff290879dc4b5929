import { addMono, addPanned, addStereo, SAMPLE_RATE, silence, type Stereo } from './audio';
import * as drums from './drums';
import { bell } from './oscillators';
import * as song from './song';
import { chorus } from './space';
import { autoPan, bassLine, electricPiano, pad, pluck, type Note } from './synths';
import { sing, type Singer, type SungNote } from './voice';
import { seededRandom } from '../../src/core/random';

/** The eight stems, in mixing order. */
export const STEM_IDS = ['kick', 'snare', 'hats', 'bass', 'chords', 'pad', 'lead', 'voice'] as const;
export type StemId = (typeof STEM_IDS)[number];

/** The dry recordings both mixes are made from, all of one length and aligned to the same zero. */
export interface Recording {
  tracks: Record<StemId, Stereo>;
  /** When the kick is hit, in seconds. */
  kickSec: number[];
}

/** Which bars to play: from `first` up to but not including `end`. */
export interface BarRange {
  first: number;
  end: number;
}

/** Share of a sixteenth by which every second one is late: a light swing. */
const SWING = 0.1;

/** Turns song positions into times and keeps what starts inside the bars played. */
class Clock {
  constructor(
    private readonly bars: BarRange,
    private readonly seed: number,
  ) {}

  /** Whether an event at this step is played. */
  plays(step: number): boolean {
    return step >= 16 * this.bars.first && step < 16 * this.bars.end;
  }

  /** Time of a step in seconds from the start of what is played. */
  seconds(step: number): number {
    const pair = Math.floor(step / 2) * 2;
    const inside = step - pair;
    const swung = inside <= 1 ? inside * (1 + SWING) : 1 + SWING + (inside - 1) * (1 - SWING);
    return (pair + swung - 16 * this.bars.first) * song.STEP_SEC;
  }

  /** Seeded by position, so that a bar sounds the same alone and in the song. */
  random(step: number, part: number): ReturnType<typeof seededRandom> {
    return seededRandom(this.seed + Math.round(step * 64) * 131 + part * 7919);
  }
}

/** Adds one drum part. @param pan -1…1 @param looseSec standard deviation of the timing */
function playHits(
  target: Stereo,
  clock: Clock,
  part: number,
  hits: readonly song.Hit[],
  gain: number,
  pan: number,
  looseSec: number,
  sound: (velocity: number, random: ReturnType<typeof seededRandom>, step: number) => Float64Array | Stereo,
): void {
  for (const hit of hits) {
    if (!clock.plays(hit.step)) continue;
    const random = clock.random(hit.step, part);
    const offset = Math.max(0, Math.round((clock.seconds(hit.step) + looseSec * bell(random)) * SAMPLE_RATE));
    const velocity = Math.min(1, hit.velocity * (1 + 0.05 * bell(random)));
    const played = sound(velocity, random, hit.step);
    if (played instanceof Float64Array) addPanned(target, played, gain, pan, offset);
    else addStereo(target, played, gain, offset);
  }
}

/** Times and touches of a keyboard part. @param looseSec standard deviation of the timing */
function playNotes(clock: Clock, part: number, notes: readonly song.PartNote[], looseSec: number): Note[] {
  return notes
    .filter((note) => clock.plays(note.step))
    .map((note) => {
      const random = clock.random(note.step + note.midi / 1000, part);
      return {
        startSec: Math.max(0, clock.seconds(note.step) + looseSec * bell(random)),
        durationSec: note.length * song.STEP_SEC,
        midi: note.midi,
        velocity: note.velocity * (1 + 0.06 * bell(random)),
      };
    });
}

const LEAD_SINGER: Singer = {
  seed: 41,
  cents: 0,
  lagSec: 0,
  effort: 0.5,
  breath: 0.55,
  tract: 1,
  vibratoCents: 34,
};

/** Sings syllables with one singer; `transpose` gives the note for each. */
function singPart(
  clock: Clock,
  syllables: readonly song.Syllable[],
  singer: Singer,
  length: number,
  transpose: (syllable: song.Syllable) => number = (syllable) => syllable.midi,
): Float64Array {
  const notes: SungNote[] = syllables
    .filter((syllable) => clock.plays(syllable.step))
    .map((syllable) => ({
      startSec: clock.seconds(syllable.step),
      durationSec: syllable.length * song.STEP_SEC,
      midi: transpose(syllable),
      onset: syllable.onset,
      vowel: syllable.vowel,
      glide: syllable.glide,
      level: 1,
    }));
  return sing(notes, singer, length);
}

/** The choir: lead, two quiet doubles in the chorus, harmonies below and above, and the chopped answers. */
function singSong(clock: Clock, length: number): Stereo {
  const out = silence(length);
  const inVerse = (s: song.Syllable): boolean => s.step < 16 * 9 + 12;
  const inOutro = (s: song.Syllable): boolean => s.step >= 16 * 18;
  const verse = song.LEAD_VOICE.filter((s) => inVerse(s) || inOutro(s));
  const hook = song.LEAD_VOICE.filter((s) => !inVerse(s) && !inOutro(s));
  const hookAndEnd = song.LEAD_VOICE.filter((s) => !inVerse(s));
  addPanned(out, singPart(clock, verse, { ...LEAD_SINGER, effort: 0.34, breath: 0.8 }, length), 1.12, 0);
  addPanned(out, singPart(clock, hook, { ...LEAD_SINGER, effort: 0.72 }, length), 1.12, 0);
  for (const side of [-1, 1]) {
    const double: Singer = {
      ...LEAD_SINGER,
      seed: 77 + side,
      cents: 8 * side,
      lagSec: 0.014 + 0.006 * side,
      effort: 0.5,
      tract: 1 + 0.025 * side,
      vibratoCents: 26,
    };
    addPanned(out, singPart(clock, hookAndEnd, double, length), 0.36, 0.65 * side);
  }
  const below: Singer = { ...LEAD_SINGER, seed: 59, cents: -4, lagSec: 0.016, effort: 0.42, tract: 0.96 };
  const above: Singer = { ...LEAD_SINGER, seed: 63, cents: 5, lagSec: 0.011, effort: 0.4, tract: 1.1, breath: 0.9 };
  addPanned(
    out,
    singPart(clock, hookAndEnd, below, length, (s) => song.harmonise(s.step, s.midi, -1)),
    0.5,
    -0.42,
  );
  addPanned(
    out,
    singPart(clock, hookAndEnd, above, length, (s) => song.harmonise(s.step, s.midi, 1)),
    0.4,
    0.42,
  );
  const small: Singer = { ...LEAD_SINGER, seed: 83, effort: 0.6, tract: 1.17, breath: 0.7, vibratoCents: 0 };
  addPanned(out, singPart(clock, song.CHOP_VOICE, small, length), 0.42, 0.3);
  return out;
}

/**
 * Plays the song, or some bars of it, into dry tracks.
 * @param bars which bars; the whole song by default
 * @param tailSec time after the last bar, in seconds
 */
export function perform(bars: BarRange = { first: 0, end: song.BARS }, tailSec: number = song.TAIL_SEC): Recording {
  const length = Math.round(((bars.end - bars.first) * song.BAR_SEC + tailSec) * SAMPLE_RATE);
  const clock = new Clock(bars, 20240);
  const tracks = Object.fromEntries(STEM_IDS.map((id) => [id, silence(length)])) as Record<StemId, Stereo>;

  playHits(tracks.kick, clock, 1, song.KICKS, 1.3, 0, 0, (v, random) => drums.kick(song.KICK_HZ, v, random));
  playHits(tracks.snare, clock, 2, song.SNARES, 1.1, 0, 0.0012, (v, random) => drums.snare(v, random));
  playHits(tracks.snare, clock, 3, song.CLAPS, 0.36, 0, 0.002, (v, random) => drums.clap(v, random));
  playHits(tracks.snare, clock, 4, song.SNAPS, 0.5, -0.12, 0.002, (v, random) => drums.snap(v, random));

  playHits(tracks.hats, clock, 5, song.CLOSED_HATS, 0.62, 0.2, 0.0016, (v, random) => drums.hat(v, 0, random));
  playHits(tracks.hats, clock, 6, song.OPEN_HATS, 0.5, 0.2, 0.0014, (v, random) => drums.hat(v, 0.2, random));
  playHits(tracks.hats, clock, 7, song.SHAKERS, 0.5, -0.4, 0.0022, (v, random) => drums.shaker(v, random));
  playHits(tracks.hats, clock, 8, song.CRASHES, 0.3, 0, 0, (v, random) => drums.crash(v, 2.6, random));
  playHits(tracks.hats, clock, 9, song.TOMS, 0.4, 0, 0.001, (v, random, step) =>
    drums.tom(song.TOMS.find((tom) => tom.step === step)?.hz ?? 120, v, random),
  );
  for (const riser of song.RISERS) {
    const from = riser.end - riser.length;
    if (!clock.plays(from)) continue;
    const sound = drums.riser(riser.length * song.STEP_SEC, clock.random(from, 10));
    addStereo(tracks.hats, sound, 0.24 * riser.level, Math.round(clock.seconds(from) * SAMPLE_RATE));
  }

  const bassNotes = song.BASS.filter((note) => clock.plays(note.step)).map((note) => ({
    startSec: clock.seconds(note.step) + 0.004,
    durationSec: note.length * song.STEP_SEC,
    midi: note.midi,
    velocity: note.velocity,
    slide: note.slide,
  }));
  const bass = bassLine(bassNotes, length);
  addMono(tracks.bass.left, bass, 0.7);
  addMono(tracks.bass.right, bass, 0.7);

  const comping = song.COMPING.map((note) => ({ ...note, step: note.step + 0.05 * note.voice }));
  electricPiano(tracks.chords, playNotes(clock, 11, comping, 0.003), seededRandom(1101));
  autoPan(tracks.chords, song.BPM / 60 / 2, 0.2);
  chorus(tracks.chords, 0.3);

  pad(tracks.pad, playNotes(clock, 12, song.PAD, 0), seededRandom(1201));
  chorus(tracks.pad, 0.3);

  pluck(tracks.lead, playNotes(clock, 13, song.LEAD, 0.0025), seededRandom(1301));

  tracks.voice = singSong(clock, length);

  const kickSec = song.KICKS.filter((hit) => clock.plays(hit.step)).map((hit) => clock.seconds(hit.step));
  return { tracks, kickSec };
}
