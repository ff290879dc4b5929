// Injected before any script of the page. Whatever is connected to the destination of a real-time AudioContext is also
// connected to a recorder in the same context; the page's own graph is left as it is. The recorder keeps everything
// inside its worklet until it is asked, so that measuring makes no tasks on the page.
(() => {
  if (window.outputRecorder) return;
  const nativeConnect = AudioNode.prototype.connect;
  const nativeDisconnect = AudioNode.prototype.disconnect;

  const PROCESSOR = '/scripts/bench/page/outputProcessor.js';
  let lastId = 0;

  const recorder = (window.outputRecorder = {
    /** One for each real-time context, in order of their first sound path. */
    taps: [],
    /** Trusted input events: when they happened, when they were handled, and the audio clock at that moment. */
    events: [],
    longTasks: [],
    /** Frames that took long, with the scripts that ran in them: where long tasks come from. */
    longFrames: [],
    /** Names of conditions and when (performance.now()) they first held; see `when`. */
    marks: {},
    get current() {
      return recorder.taps.findLast((tap) => tap.context.state !== 'closed') ?? null;
    },
    /** Asks the recorder of the context in use. */
    async ask(ask, more = {}) {
      const tap = recorder.current;
      const node = await tap?.node;
      if (!node) return null;
      const id = ++lastId;
      return new Promise((resolve) => {
        tap.answers.set(id, resolve);
        node.port.postMessage({ ask, id, ...more });
      });
    },
    async record(seconds) {
      recorder.events.length = 0;
      await recorder.ask('record', { frames: Math.ceil((seconds * recorder.current.context.sampleRate) / 128) * 128 });
    },
    /** Ends the recording and gives what was recorded. */
    async take() {
      return { ...(await recorder.ask('take')), sampleRate: recorder.current.context.sampleRate };
    },
    /** Sends the recording to the bench's server: firstFrame, sampleRate, frames, then left, then right. */
    async send(url) {
      const { firstFrame, sampleRate, left, right } = await recorder.take();
      const head = new Float64Array([firstFrame, sampleRate, left.length]);
      await fetch(url, { method: 'POST', body: new Blob([head, left, right]) });
      return recorder.events;
    },
    /** Notes when `isTrue` first holds, checked after every change of the document and once a frame. */
    when(name, isTrue) {
      let isDone = false;
      const check = () => {
        if (isDone || !document.body || !isTrue()) return;
        isDone = true;
        observer.disconnect();
        recorder.marks[name] = performance.now();
      };
      const observer = new MutationObserver(check);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      const frame = () => {
        check();
        if (!isDone) requestAnimationFrame(frame);
      };
      frame();
    },
  });

  function tapOf(context) {
    let tap = recorder.taps.find((known) => known.context === context);
    if (tap) return tap;
    const bus = new GainNode(context, { channelCount: 2, channelCountMode: 'explicit' });
    tap = { context, bus, answers: new Map(), node: null };
    const ready = context.audioWorklet.addModule(PROCESSOR);
    // A context that is closed meanwhile takes no module; nothing will be asked of it any more.
    tap.node = ready
      .catch(() => null)
      .then((failed) => {
        if (failed === null) return null;
        const node = new AudioWorkletNode(context, 'bench-recorder', {
          outputChannelCount: [1],
          channelCount: 2,
          channelCountMode: 'explicit',
        });
        node.port.onmessage = ({ data }) => {
          tap.answers.get(data.id)?.(data);
          tap.answers.delete(data.id);
        };
        nativeConnect.call(bus, node);
        nativeConnect.call(node, context.destination);
        return node;
      });
    recorder.taps.push(tap);
    return tap;
  }

  const isOutput = (node, to) => to instanceof AudioDestinationNode && node.context instanceof AudioContext;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (isOutput(this, to)) nativeConnect.call(this, tapOf(this.context).bus, rest[0] ?? 0);
    return nativeConnect.call(this, to, ...rest);
  };
  AudioNode.prototype.disconnect = function (...to) {
    if (isOutput(this, to[0])) nativeDisconnect.call(this, tapOf(this.context).bus);
    return nativeDisconnect.apply(this, to);
  };

  for (const type of ['keydown', 'pointerdown', 'click', 'change']) {
    addEventListener(
      type,
      (event) => {
        if (!event.isTrusted) return;
        recorder.events.push({
          type,
          key: event.key ?? '',
          happenedMs: event.timeStamp,
          handledMs: performance.now(),
          contextSec: recorder.current?.context.currentTime ?? -1,
          underruns: recorder.current?.context.playbackStats?.underrunEvents ?? 0,
          // What the screen says before the event is handled.
          status: document.querySelector('[aria-label="Now playing through"]')?.textContent ?? '',
          targetId: document.querySelector('[aria-label="Playback target"] input:checked')?.value ?? '',
        });
      },
      { capture: true, passive: true },
    );
  }
  new PerformanceObserver((list) => {
    for (const task of list.getEntries())
      recorder.longTasks.push({ startMs: task.startTime, durationMs: task.duration });
  }).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => {
    for (const frame of list.getEntries()) {
      const scripts = frame.scripts.map(({ invoker, sourceURL, sourceFunctionName, sourceCharPosition, duration }) => {
        const place = `${sourceURL.split('/').pop()}:${sourceCharPosition}`;
        return `${Math.round(duration)} ms ${invoker} ${sourceFunctionName} ${place}`;
      });
      const styleMs = Math.round(frame.startTime + frame.duration - frame.styleAndLayoutStart);
      recorder.longFrames.push({ startMs: frame.startTime, durationMs: frame.duration, styleMs, scripts });
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
})();
