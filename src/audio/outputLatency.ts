/**
 * Seconds from the context to the ear, as far as the browser says; 0 where it does not.
 *
 * Firefox is not asked: it asks the sound server then, on the main thread, while it holds the lock of its audio graph.
 * Where the server's answer waits for the graph's next samples, as with PulseAudio, the page hangs for good.
 */
export const outputLatencySec = (native: AudioContext): number =>
  navigator.userAgent.includes('Firefox/') ? 0 : native.outputLatency || 0;
