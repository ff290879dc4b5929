import { ElsewhereError, isAbortError, throwIfAborted } from '../../core/errors';
import { loadPart } from '../../core/loadPart';
import { Scope } from '../../core/scope';
import type { DecodedMix, DecodeOptions, DecodePort } from '../DecodePort';
import { blobSource } from './bytes';
import type { decodePcm as DecodePcm, DecodeJob, PcmWorkers } from './decodePcm';
import { decodeStream } from './decodeStream';
import { decodedBytesLimitHere } from './limits';
import { probe } from './probe';
import { abortable } from './settle';

type OpenPcm = () => Promise<{ readonly decodePcm: typeof DecodePcm; readonly workers: PcmWorkers }>;

/** What reads uncompressed files: fetched with the first of them, or when the demo song has been loaded for a while. */
function pcmOf(scope: Scope): OpenPcm {
  let opening: ReturnType<OpenPcm> | null = null;
  const open: OpenPcm = async () => {
    try {
      const { decodePcm, PcmWorkers: Workers } = await loadPart(
        'The reader of WAV and AIFF files',
        () => import('./decodePcm'),
      );
      const workers = new Workers();
      scope.add(() => workers.close());
      return { decodePcm, workers };
    } catch (error) {
      // The next file tries again.
      opening = null;
      throw error;
    }
  };
  return () => (opening ??= open());
}

/** The first file of a visit is the demo song: its sound comes before readiness for the next one. */
const PREPARE_AFTER_MS = 2000;

/**
 * Makes the decoder. Files are told apart by content alone.
 *
 *            ┌─ WAV, AIFF ─▶ pcm.worker (slices) ─▶ blocks ─▶ AudioBuffer
 *   probe ───┤
 *            ├─ MP3 ───────▶ decodeAudioData in pieces ─▶ AudioBuffer (where it is odd: as the rest)
 *            └─ the rest ──▶ decodeAudioData at the file's rate ──(refused)──▶ WebCodecs
 *
 * @param limitBytes most bytes of samples a file may become
 */
export function createDecoder(limitBytes = decodedBytesLimitHere()): DecodePort {
  const scope = new Scope();
  const openPcm = pcmOf(scope);
  let cancelPrepare = (): void => undefined;
  const prepareLater = (): void => {
    cancelPrepare();
    const timer = setTimeout(() => void prepare(openPcm), PREPARE_AFTER_MS);
    cancelPrepare = scope.add(() => clearTimeout(timer));
  };
  return {
    async decode(file, _name, options = {}) {
      // Starting one would compete with the file that is being loaded.
      cancelPrepare();
      try {
        return await decodeFile(file, options, limitBytes, openPcm, scope.child());
      } finally {
        prepareLater();
      }
    },
    dispose: () => scope.close(),
  };
}

async function prepare(openPcm: OpenPcm): Promise<void> {
  try {
    (await openPcm()).workers.prepare();
  } catch {
    // The file that needs it will try again, and tell.
  }
}

async function decodeFile(
  file: Blob,
  options: DecodeOptions,
  limitBytes: number,
  openPcm: OpenPcm,
  scope: Scope,
): Promise<DecodedMix> {
  const abort = new AbortController();
  const { signal } = abort;
  scope.add(() => abort.abort());
  let progress = -1;
  const job: DecodeJob = {
    file,
    signal,
    limitBytes,
    onProgress: (fraction) => {
      if (signal.aborted || fraction <= progress) return;
      progress = Math.min(1, fraction);
      options.onProgress?.(progress);
    },
    onHead: (head) => {
      if (!signal.aborted) options.onHead?.(head);
    },
  };
  try {
    throwIfAborted(options.signal);
    if (scope.isClosed) throwIfAborted(signal);
    if (options.signal) scope.listen(options.signal, 'abort', () => abort.abort(options.signal?.reason));
    if (file.size === 0) throw new ElsewhereError('decode-empty', 'The file is empty', { sizeBytes: 0 });
    return await abortable(decodeContent(job, openPcm, scope), signal);
  } catch (error) {
    if (isAbortError(error) || error instanceof ElsewhereError) throw error;
    // `throwIfAborted` hands on whatever reason the caller gave.
    if (signal.aborted) throw error;
    throw new ElsewhereError('decode-failed', 'Decoding failed', {}, { cause: error });
  } finally {
    scope.close();
  }
}

async function decodeContent(job: DecodeJob, openPcm: OpenPcm, scope: Scope): Promise<DecodedMix> {
  job.onProgress(0);
  const probed = await probe(blobSource(job.file));
  throwIfAborted(job.signal);
  if ('behindTag' in probed) return decodeContent({ ...job, file: job.file.slice(probed.behindTag) }, openPcm, scope);
  if ('stream' in probed) return decodeStream(job, probed.stream, scope);
  const { decodePcm, workers } = await openPcm();
  throwIfAborted(job.signal);
  const content = await decodePcm(job, probed.pcm, workers, scope);
  if (!('codec' in content)) {
    job.onProgress(1);
    return content;
  }
  const { codec, sampleRate, channelCount, durationSec } = content;
  return decodeStream(
    job,
    {
      formatLabel: `WAV, ${codec}`,
      sampleRate,
      channelCount,
      isRareCodec: true,
      ...(durationSec !== undefined && { durationSec }),
    },
    scope,
  );
}
