// Tone prints a banner on import unless this is set first.
(globalThis as { TONE_SILENCE_LOGGING?: boolean }).TONE_SILENCE_LOGGING = true;
export {};
