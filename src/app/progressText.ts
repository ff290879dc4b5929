import type { ProgressText } from '../drills/progressFile';

/** A file's text, decoded piece by piece: it may be larger than a string can be, and is larger than it need be. */
export const textOf = (file: Blob): ProgressText => ({
  size: file.size,
  async *pieces() {
    const decoder = new TextDecoder();
    const reader = file.stream().getReader();
    try {
      for (;;) {
        // A piece at a time is what this is for.
        // oxlint-disable-next-line no-await-in-loop
        const { value, done } = await reader.read();
        if (done) break;
        yield decoder.decode(value, { stream: true });
      }
      yield decoder.decode();
    } finally {
      await reader.cancel();
    }
  },
});
