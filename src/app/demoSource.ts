import { ElsewhereError, isAbortError } from '../core/errors';
import type { DemoMix, DemoSource } from '../store/demos';

const isDemoMix = (value: unknown): value is DemoMix => {
  const demo = value as Partial<Record<keyof DemoMix, unknown>> | null;
  return (
    typeof demo?.id === 'string' &&
    typeof demo.name === 'string' &&
    typeof demo.file === 'string' &&
    typeof demo.durationSec === 'number' &&
    typeof demo.sampleRate === 'number'
  );
};

/** Demo mixes from `samples/` beside the page. @param base URL of the page's folder, ending in `/` */
export function createDemoSource(base: string): DemoSource {
  const fetchSample = async (file: string, signal?: AbortSignal): Promise<Response> => {
    try {
      const response = await fetch(`${base}samples/${file}`, signal ? { signal } : {});
      if (response.ok) return response;
    } catch (error) {
      if (isAbortError(error)) throw error;
      throw new ElsewhereError('decode-missing', `${file} could not be fetched`, {}, { cause: error });
    }
    throw new ElsewhereError('decode-missing', `${file} is not on the server`);
  };
  return {
    async list() {
      const manifest = (await (await fetchSample('manifest.json')).json()) as { mixes?: unknown };
      return Array.isArray(manifest.mixes) ? manifest.mixes.filter(isDemoMix) : [];
    },
    async read(demo, signal) {
      const response = await fetchSample(demo.file, signal);
      try {
        return await response.blob();
      } catch (error) {
        if (isAbortError(error)) throw error;
        throw new ElsewhereError('decode-missing', `${demo.file} broke off`, {}, { cause: error });
      }
    },
  };
}
