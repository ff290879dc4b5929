import { bandNamingKind } from './parts/bandNaming';

export const bandBoost = bandNamingKind({
  id: 'bandBoost',
  direction: 'boost',
  name: 'Which band was boosted',
  skill: 'naming a boosted band',
  summary: 'One band stands out. Name the octave, later the third octave.',
  help: [
    'Switch between the two and ask which instrument or which part of a sound steps forward. Below 100 Hz it is weight; around 250 Hz fullness that can turn to mud; at 500 Hz a box; at 1 kHz a telephone or a horn; at 2 to 4 kHz the edge of voices and guitars; at 8 kHz the s and the cymbals.',
    'Vowels help. A boost at 250 Hz says “oo”, at 500 Hz “oh”, at 1 kHz “ah”, at 2 kHz “eh”, at 4 kHz “ee”. Hum the one that you hear and you have the octave.',
    'The two versions are equally loud, so a boost in one place makes everything else a little quieter. Listen for what is nearer, not for what is louder.',
    'Why it matters: to repair a mix you have to know where to turn the knob. The sooner you can name the octave, the less you sweep around and spoil your ear.',
  ],
  // The smallest audible boost of a wide band is about 1 dB (Toole & Olive 1988); naming it takes more.
  strength: { name: 'boost', unit: 'dB', easiest: 15, hardest: 1, mapping: 'log' },
});
