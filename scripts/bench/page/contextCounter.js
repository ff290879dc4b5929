/**
 * `window.surplusContexts()`: of the audio contexts of both kinds that were opened and neither closed nor collected, how
 * many there are beyond the output and one for decoding at each sample rate.
 */
const refs = [];
const decodingRates = new Set();
for (const name of ['AudioContext', 'OfflineAudioContext']) {
  const Native = window[name];
  window[name] = class extends Native {
    constructor(...args) {
      super(...args);
      refs.push(new WeakRef(this));
      if (name === 'OfflineAudioContext') decodingRates.add(this.sampleRate);
    }
  };
}
window.surplusContexts = () => {
  const live = refs.flatMap((ref) => ref.deref() ?? []).filter(({ state }) => state !== 'closed');
  return live.length - 1 - decodingRates.size;
};
