import { ElsewhereError } from '../../core/errors';
import { Scope } from '../../core/scope';
import { dbToAmp, secToFrames } from '../../core/units';
import { openContext } from '../context';
import { outputLatencySec } from '../outputLatency';
import { LateStart, recoveryBudget, resumeOutput, watchOutput } from '../outputWatch';
import { SEEK_FADE_SEC, SWITCH_FADE_SEC, fadeInCurve, fadeOutCurve, followCurve } from '../ramp';
import { ToneAudioNode } from '../tone';
import type { Context } from '../tone';
import type { DeckEvents, DeckPort } from './DeckPort';
import type { RenderedStimulus } from './StimulusPort';

type Samples = readonly [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>];
type Loadable = Pick<RenderedStimulus, 'sampleRate' | 'length' | 'versions'>;

/** A deck that stands still gives the sound card back after this long. */
const IDLE_SUSPEND_MS = 20_000;
/** A fade-in under way is finished before the fade-out: both, and the lead of a start, are over after this long. */
const END_MS = 100;
/** Time constant of a change of volume, seconds. */
const VOLUME_TAU_SEC = 0.015;
/** How often a start that was asked for looks whether it sounds, milliseconds. */
const LOOK_MS = 4;

interface Voice {
  readonly source: AudioBufferSourceNode;
  readonly fade: GainNode;
}

/** The voices of one stimulus from one start to its end. */
interface Run {
  readonly voices: Voice[];
  /** All voices of a run fade in and out together here. */
  readonly gate: GainNode;
  /** Context frame at which the passage began (it may lie before the run's first sample). */
  readonly originFrame: number;
  readonly firstFrame: number;
}

/**
 * ```
 * voice 0: source (loop) ── fade ──┐
 * voice 1: source (loop) ── fade ──┼── gate ── output
 * voice 2: source (loop) ── fade ──┘
 * ```
 * Every version of a stimulus runs all the time, in step to the frame; which one is heard is a matter of the fades.
 * They are equal-gain, since the versions carry the same music.
 */
class VersionSwitcher extends ToneAudioNode {
  override readonly name = 'VersionSwitcher';
  override readonly input = undefined;
  override readonly output: GainNode;
  readonly #native: BaseAudioContext;
  #run: Run | null = null;
  #heard = 0;
  /** Frame behind which a new fade may begin: two curves on one gain may not even touch. */
  #settledFrame = 0;

  constructor(context: Context) {
    super({ context });
    this.#native = context.rawContext;
    this.output = new GainNode(this.#native, { channelCount: 2, channelCountMode: 'explicit' });
  }

  get isRunning(): boolean {
    return this.#run !== null;
  }

  get heard(): number {
    return this.#heard;
  }

  get settledFrame(): number {
    return this.#settledFrame;
  }

  get firstFrame(): number {
    return this.#run?.firstFrame ?? 0;
  }

  /** Frame of the passage at a context frame. */
  passageFrameAt(contextFrame: number, length: number): number {
    const run = this.#run;
    if (!run) return 0;
    return Math.max(0, contextFrame - run.originFrame) % length;
  }

  start(
    buffers: readonly AudioBuffer[],
    version: number,
    offsetFrame: number,
    atFrame: number,
    isFadedIn: boolean,
  ): void {
    this.end(atFrame);
    const { sampleRate } = this.#native;
    const gate = new GainNode(this.#native, { channelCount: 2, channelCountMode: 'explicit' });
    const run: Run = { voices: [], gate, originFrame: atFrame - offsetFrame, firstFrame: atFrame };
    for (const [index, buffer] of buffers.entries()) {
      run.voices.push(this.#voice(run, buffer, atFrame, index === version ? 1 : 0));
    }
    if (isFadedIn) {
      gate.gain.setValueAtTime(0, 0);
      const frames = secToFrames(SEEK_FADE_SEC, sampleRate);
      followCurve(gate.gain, fadeInCurve(frames), atFrame, sampleRate);
      this.#settledFrame = atFrame + frames;
    } else {
      this.#settledFrame = atFrame;
    }
    gate.connect(this.output);
    this.#run = run;
    this.#heard = version;
  }

  /** Fades the run out and lets it go. */
  end(atFrame: number): void {
    const run = this.#run;
    if (!run) return;
    this.#run = null;
    const { sampleRate } = this.#native;
    const frames = secToFrames(SEEK_FADE_SEC, sampleRate);
    // The gate's own fade-in is finished first.
    const from = Math.max(atFrame, run.firstFrame + frames + 1);
    followCurve(run.gate.gain, fadeOutCurve(frames), from, sampleRate);
    for (const { source } of run.voices) source.stop((from + frames) / sampleRate);
    const last = run.voices.at(-1);
    if (last) last.source.onended = () => release(run);
  }

  fadeTo(version: number, atFrame: number): void {
    const run = this.#run;
    if (!run || version === this.#heard) return;
    const from = run.voices[this.#heard];
    const to = run.voices[version];
    if (!to) return;
    this.#crossfade(from, to, atFrame);
    this.#heard = version;
  }

  /** Puts a new sound in a version's place at the same position; a crossfade where that version is heard. */
  replace(index: number, buffer: AudioBuffer, atFrame: number): void {
    const run = this.#run;
    const old = run?.voices[index];
    if (!run || !old) return;
    const isHeard = index === this.#heard;
    const voice = this.#voice(run, buffer, atFrame, 0);
    run.voices[index] = voice;
    const { sampleRate } = this.#native;
    if (isHeard) this.#crossfade(old, voice, atFrame);
    old.source.stop((atFrame + secToFrames(SWITCH_FADE_SEC, sampleRate)) / sampleRate);
    old.source.onended = () => {
      old.source.disconnect();
      old.fade.disconnect();
    };
  }

  #crossfade(from: Voice | undefined, to: Voice, atFrame: number): void {
    const { sampleRate } = this.#native;
    const frames = secToFrames(SWITCH_FADE_SEC, sampleRate);
    if (from) followCurve(from.fade.gain, fadeOutCurve(frames), atFrame, sampleRate);
    followCurve(to.fade.gain, fadeInCurve(frames), atFrame, sampleRate);
    this.#settledFrame = atFrame + frames;
  }

  #voice(run: Run, buffer: AudioBuffer, atFrame: number, level: number): Voice {
    const { sampleRate } = this.#native;
    const source = new AudioBufferSourceNode(this.#native, { buffer, loop: true });
    const fade = new GainNode(this.#native, { gain: level });
    // A gain that is set by hand and then follows a curve would start the curve with a step of its own smoothing.
    fade.gain.setValueAtTime(level, 0);
    source.connect(fade).connect(run.gate);
    source.start(atFrame / sampleRate, ((atFrame - run.originFrame) % buffer.length) / sampleRate);
    return { source, fade };
  }

  override dispose(): this {
    if (this.#run) release(this.#run);
    this.#run = null;
    this.output.disconnect();
    return super.dispose();
  }
}

function release(run: Run): void {
  for (const { source, fade } of run.voices) {
    source.onended = null;
    source.disconnect();
    fade.disconnect();
  }
  run.gate.disconnect();
}

/** What lives on one AudioContext, at one sample rate. */
interface DeckGraph {
  readonly native: AudioContext;
  readonly tone: Context;
  readonly switcher: VersionSwitcher;
  readonly volume: GainNode;
  readonly watch: Scope;
}

/** The deck behind {@link DeckPort}, on a context of its own at the stimulus's rate. */
export class StimulusDeck implements DeckPort {
  readonly #listeners: { [E in keyof DeckEvents]: Set<DeckEvents[E]> } = { sounding: new Set(), trouble: new Set() };
  #graph: DeckGraph | null = null;
  #buffers: readonly AudioBuffer[] = [];
  #version = 0;
  #isPlaying = false;
  /** Frame of the passage where it stands while nothing sounds. */
  #restFrame = 0;
  #volumeDb = -12;
  #lookTimer: ReturnType<typeof setTimeout> | null = null;
  #fadeTimer: ReturnType<typeof setTimeout> | null = null;
  #idleTimer: ReturnType<typeof setTimeout> | null = null;
  /** Newest sound of a version that waits for the fade under way. */
  readonly #waiting = new Map<number, AudioBuffer>();
  readonly #scope = new Scope();
  readonly #mayRecover = recoveryBudget();
  readonly #lateStart = new LateStart();
  /** Contexts on their way out. */
  readonly #closing = new Set<Promise<void>>();

  on<E extends keyof DeckEvents>(event: E, listener: DeckEvents[E]): () => void {
    this.#listeners[event].add(listener);
    return () => {
      this.#listeners[event].delete(listener);
    };
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get version(): number {
    return this.#version;
  }

  get durationSec(): number {
    const buffer = this.#buffers[0];
    return buffer ? buffer.duration : 0;
  }

  async load(stimulus: Loadable, version: number): Promise<void> {
    const buffers = stimulus.versions.map((samples) => bufferOf(samples, stimulus.sampleRate));
    this.#waiting.clear();
    const old = this.#graph;
    if (old && old.native.sampleRate !== stimulus.sampleRate) {
      this.#graph = null;
      closeGraph(old).catch(() => undefined);
    }
    this.#lateStart.forget();
    this.#buffers = buffers;
    this.#version = version;
    this.#restFrame = 0;
    const graph = this.#open(stimulus.sampleRate);
    if (!this.#isPlaying) return;
    if (graph === old) this.#startAt(0);
    else await this.play();
  }

  replaceVersion(index: number, samples: Samples): void {
    const graph = this.#graph;
    if (!graph || !this.#buffers[index]) return;
    const buffer = bufferOf(samples, graph.native.sampleRate);
    this.#buffers = this.#buffers.with(index, buffer);
    if (!graph.switcher.isRunning) return;
    this.#waiting.set(index, buffer);
    this.#catchUp();
  }

  choose(version: number): void {
    if (!this.#buffers[version]) return;
    this.#version = version;
    this.#catchUp();
  }

  async play(): Promise<void> {
    const [buffer] = this.#buffers;
    if (!buffer) return;
    // Closed in a pause; the message that says so may still be on its way.
    if (!this.#isPlaying && this.#graph?.native.state === 'closed') this.#recover(this.#graph);
    this.#isPlaying = true;
    this.#lateStart.forget();
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    let graph = this.#graph;
    try {
      graph = this.#open(buffer.sampleRate);
      await resumeOutput(graph.native);
    } catch (error) {
      // Unloaded in the meantime: nobody asks for this sound any more.
      if (graph !== this.#graph) return;
      const isBlocked = error instanceof ElsewhereError && error.code === 'audio-start-blocked';
      if (isBlocked && this.#isPlaying) this.#lateStart.await();
      this.#fail(isBlocked ? 'audio-start-blocked' : 'audio-no-device');
      return;
    }
    if (!this.#isPlaying || graph !== this.#graph || graph.switcher.isRunning) return;
    this.#startAt(this.#restFrame);
  }

  pause(): void {
    this.#lateStart.forget();
    if (!this.#isPlaying) return;
    this.#isPlaying = false;
    const graph = this.#graph;
    if (!graph) return;
    this.#restFrame = this.#passageFrame(graph);
    graph.switcher.end(leadFrame(graph));
    this.#waiting.clear();
    this.#idleTimer = setTimeout(() => {
      if (!this.#isPlaying && graph.native.state === 'running') graph.native.suspend().catch(() => undefined);
    }, IDLE_SUSPEND_MS);
  }

  restart(): void {
    this.seek(0);
  }

  seek(positionSec: number): void {
    const graph = this.#graph;
    const buffer = this.#buffers[0];
    if (!graph || !buffer) return;
    const frame = Math.min(buffer.length - 1, Math.max(0, secToFrames(positionSec, buffer.sampleRate)));
    this.#restFrame = frame;
    if (graph.switcher.isRunning) this.#startAt(frame);
  }

  setVolume(volumeDb: number): void {
    this.#volumeDb = Math.min(0, volumeDb);
    const graph = this.#graph;
    if (!graph) return;
    graph.volume.gain.setTargetAtTime(dbToAmp(this.#volumeDb), graph.native.currentTime, VOLUME_TAU_SEC);
  }

  positionSec(): number {
    const graph = this.#graph;
    const buffer = this.#buffers[0];
    if (!graph || !buffer) return 0;
    return (graph.switcher.isRunning ? this.#passageFrame(graph) : this.#restFrame) / buffer.sampleRate;
  }

  async unload(): Promise<void> {
    const graph = this.#graph;
    this.pause();
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    this.#waiting.clear();
    this.#buffers = [];
    this.#restFrame = 0;
    this.#graph = null;
    if (!graph) return;
    const closed = this.#closeFaded(graph);
    this.#closing.add(closed);
    await closed.finally(() => this.#closing.delete(closed));
  }

  async #closeFaded(graph: DeckGraph): Promise<void> {
    const scope = this.#scope.child();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => scope.close(), END_MS);
      scope.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
    await closeGraph(graph);
  }

  async dispose(): Promise<void> {
    this.#isPlaying = false;
    for (const timer of [this.#lookTimer, this.#fadeTimer, this.#idleTimer]) if (timer !== null) clearTimeout(timer);
    this.#listeners.sounding.clear();
    this.#listeners.trouble.clear();
    const graph = this.#graph;
    this.#graph = null;
    this.#buffers = [];
    this.#scope.close();
    await Promise.all([...this.#closing, ...(graph ? [closeGraph(graph)] : [])]);
  }

  #open(sampleRate: number): DeckGraph {
    if (this.#graph) return this.#graph;
    const { native, tone } = openContext(sampleRate);
    const switcher = new VersionSwitcher(tone);
    const volume = new GainNode(native, {
      gain: dbToAmp(this.#volumeDb),
      channelCount: 2,
      channelCountMode: 'explicit',
    });
    switcher.output.connect(volume).connect(native.destination);
    const graph: DeckGraph = {
      native,
      tone,
      switcher,
      volume,
      watch: watchOutput(native, {
        isWanted: () => this.#isPlaying && graph.switcher.isRunning,
        onRunning: () => this.#onRunning(graph),
        onInterrupted: () => this.#recover(graph),
        onSuspended: () => this.#recover(graph),
        onDead: () => this.#recover(graph),
      }),
    };
    this.#graph = graph;
    return graph;
  }

  #onRunning(graph: DeckGraph): void {
    if (graph !== this.#graph || !this.#lateStart.take()) return;
    this.#isPlaying = true;
    this.#startAt(this.#restFrame);
  }

  /** The output was lost: what played goes on in another context where it was. */
  #recover(graph: DeckGraph): void {
    if (graph !== this.#graph) return;
    this.#restFrame = this.#isPlaying ? this.#passageFrame(graph) : this.#restFrame;
    this.#graph = null;
    this.#waiting.clear();
    // Not waited for: a context whose clock stands still may never say that it is closed.
    closeGraph(graph).catch(() => undefined);
    // In a pause the next Play opens another.
    if (!this.#isPlaying) return;
    if (this.#mayRecover()) void this.play();
    else this.#fail('audio-failed');
  }

  #fail(code: Parameters<DeckEvents['trouble']>[0]): void {
    this.#isPlaying = false;
    for (const listener of this.#listeners.trouble) listener(code);
  }

  #passageFrame(graph: DeckGraph): number {
    const length = this.#buffers[0]?.length ?? 1;
    const heard = currentFrame(graph) - Math.round(outputLatencySec(graph.native) * graph.native.sampleRate);
    return graph.switcher.passageFrameAt(heard, length);
  }

  #startAt(passageFrame: number): void {
    const graph = this.#graph;
    if (!graph) return;
    this.#waiting.clear();
    // A passage begins with a fade of its own; only a start in the middle needs one.
    graph.switcher.start(this.#buffers, this.#version, passageFrame, leadFrame(graph), passageFrame > 0);
    this.#lookWhetherSounding(graph);
  }

  /** Brings the sound to what was asked for last, one fade at a time. */
  #catchUp(): void {
    const graph = this.#graph;
    if (!graph || this.#fadeTimer !== null || !graph.switcher.isRunning) return;
    const { switcher } = graph;
    const waiting = this.#waiting.entries().next().value;
    if (!waiting && switcher.heard === this.#version) return;
    const at = leadFrame(graph);
    if (at <= switcher.settledFrame) {
      const waitSec = (switcher.settledFrame + 1 - at) / graph.native.sampleRate;
      this.#catchUpLater(waitSec);
      return;
    }
    if (switcher.heard !== this.#version) {
      switcher.fadeTo(this.#version, at);
    } else if (waiting) {
      this.#waiting.delete(waiting[0]);
      switcher.replace(waiting[0], waiting[1], at);
    }
    if (this.#waiting.size > 0) this.#catchUpLater(SWITCH_FADE_SEC);
  }

  #catchUpLater(waitSec: number): void {
    this.#fadeTimer = setTimeout(
      () => {
        this.#fadeTimer = null;
        this.#catchUp();
      },
      Math.ceil(waitSec * 1000),
    );
  }

  #lookWhetherSounding(graph: DeckGraph): void {
    if (this.#lookTimer !== null) clearTimeout(this.#lookTimer);
    const look = (): void => {
      this.#lookTimer = null;
      if (graph !== this.#graph || !graph.switcher.isRunning) return;
      if (currentFrame(graph) > graph.switcher.firstFrame) {
        for (const listener of this.#listeners.sounding) listener();
      } else {
        this.#lookTimer = setTimeout(look, LOOK_MS);
      }
    };
    this.#lookTimer = setTimeout(look, LOOK_MS);
  }
}

/** First context frame that is not rendered yet. */
const currentFrame = ({ native }: DeckGraph): number => Math.round(native.currentTime * native.sampleRate);

/** First frame from which a change is sure to be in time: one hardware buffer from now, at least 10 ms. */
const leadFrame = (graph: DeckGraph): number =>
  currentFrame(graph) + Math.ceil((Math.max(graph.native.baseLatency, 0.01) * graph.native.sampleRate) / 128) * 128;

function bufferOf(samples: Samples, sampleRate: number): AudioBuffer {
  const buffer = new AudioBuffer({ length: samples[0].length, numberOfChannels: 2, sampleRate });
  buffer.copyToChannel(samples[0], 0);
  buffer.copyToChannel(samples[1], 1);
  return buffer;
}

async function closeGraph(graph: DeckGraph): Promise<void> {
  graph.watch.close();
  graph.switcher.dispose();
  graph.volume.disconnect();
  graph.tone.dispose();
  if (graph.native.state !== 'closed') await graph.native.close();
}
