/** Renders a graph of native nodes offline and returns its channels. */
export async function renderOffline(
  frames: number,
  sampleRate: number,
  build: (context: OfflineAudioContext) => void,
  channels = 2,
): Promise<Float32Array[]> {
  const context = new OfflineAudioContext(channels, frames, sampleRate);
  build(context);
  const rendered = await context.startRendering();
  return Array.from({ length: channels }, (_, channel) => rendered.getChannelData(channel));
}

/** An AudioBuffer of the given channels. */
export function bufferOf(sampleRate: number, ...channels: Float32Array[]): AudioBuffer {
  const buffer = new AudioBuffer({
    length: channels[0]!.length,
    numberOfChannels: channels.length,
    sampleRate,
  });
  channels.forEach((channel, index) => buffer.copyToChannel(channel as Float32Array<ArrayBuffer>, index));
  return buffer;
}

/** Largest absolute difference between two signals over a range of frames. */
export function worstDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  from = 0,
  to = Math.min(a.length, b.length),
): number {
  let worst = 0;
  for (let i = from; i < to; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}

/** Level of the difference relative to the level of `b`, dB. */
export function nullDb(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  from = 0,
  to = Math.min(a.length, b.length),
): number {
  let difference = 0;
  let power = 0;
  for (let i = from; i < to; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    power += b[i]! ** 2;
  }
  return 10 * Math.log10((difference + 1e-30) / (power + 1e-30));
}
