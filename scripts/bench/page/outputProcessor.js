// The part of recorder.js that listens on the audio thread. Every server of the tests and the bench has it at this path,
// since a page with a policy takes no script but from its own server.
const LOUD = 1e-4;
registerProcessor(
  'bench-recorder',
  class extends AudioWorkletProcessor {
    constructor() {
      super();
      this.left = null;
      this.right = null;
      this.used = 0;
      this.first = 0;
      this.energy = 0;
      this.frames = 0;
      this.peak = 0;
      this.heardFrame = -1;
      this.heardAtMs = 0;
      this.port.onmessage = ({ data }) => this[data.ask](data);
    }
    answer(id, value, transfer = []) {
      this.port.postMessage({ id, ...value }, transfer);
    }
    record({ id, frames }) {
      this.left = new Float32Array(frames);
      this.right = new Float32Array(frames);
      this.used = 0;
      this.answer(id, {});
    }
    take({ id }) {
      const left = this.left.slice(0, this.used),
        right = this.right.slice(0, this.used);
      this.left = this.right = null;
      this.answer(id, { firstFrame: this.first, left, right }, [left.buffer, right.buffer]);
    }
    watch({ id }) {
      this.energy = 0;
      this.frames = 0;
      this.peak = 0;
      this.heardFrame = -1;
      this.answer(id, { frame: currentFrame });
    }
    level({ id }) {
      this.answer(id, {
        rms: this.frames ? Math.sqrt(this.energy / (2 * this.frames)) : 0,
        frames: this.frames,
        peak: this.peak,
        heardFrame: this.heardFrame,
        heardAtMs: this.heardAtMs,
        frame: currentFrame,
      });
    }
    process([[l, r = l]]) {
      const at = this.used;
      if (this.left && at + 128 <= this.left.length) {
        if (at === 0) this.first = currentFrame;
        if (l) {
          this.left.set(l, at);
          this.right.set(r, at);
        }
        this.used = at + 128;
      }
      this.frames += 128;
      if (l)
        for (let i = 0; i < 128; i++) {
          const a = Math.abs(l[i]),
            b = Math.abs(r[i]);
          this.energy += a * a + b * b;
          if (a > this.peak) this.peak = a;
          if (b > this.peak) this.peak = b;
          if (this.heardFrame < 0 && (a > LOUD || b > LOUD)) {
            this.heardFrame = currentFrame + i;
            this.heardAtMs = Date.now();
          }
        }
      return true;
    }
  },
);
