import { ElsewhereError } from '../core/errors';
import { loadPart } from '../core/loadPart';
import type { Problem } from './libraryStore';
import type { MixExport, MixExportDeps, SeveralChoice, SeveralOutcome } from './MixExport';

const problemOf = (error: unknown): Omit<Problem, 'id'> =>
  error instanceof ElsewhereError ? { code: error.code, detail: error.detail } : { code: 'export-failed', detail: {} };

/** {@link MixExport}, fetched with the first export. */
export class ExportOnDemand {
  #loading: Promise<MixExport> | null = null;
  #loaded: MixExport | null = null;
  /** Exports asked for before the last cancelling are not begun once they could be. */
  #cancelCount = 0;

  constructor(private readonly deps: MixExportDeps) {}

  async exportOne(trackName: string): Promise<void> {
    try {
      await (await this.#ready())?.exportOne(trackName);
    } catch (error) {
      this.deps.library.getState().addProblem({ ...problemOf(error), subject: trackName });
    }
  }

  async exportSeveral(choice: SeveralChoice): Promise<SeveralOutcome> {
    try {
      return (await (await this.#ready())?.exportSeveral(choice)) ?? { fileName: null, problem: null };
    } catch (error) {
      const problem = problemOf(error);
      this.deps.library.getState().addProblem(problem);
      return { fileName: null, problem };
    }
  }

  cancel(): void {
    this.#cancelCount++;
    this.#loaded?.cancel();
  }

  close(): void {
    this.#cancelCount++;
    this.#loaded?.close();
  }

  /** @returns null when it was cancelled meanwhile. @throws when it cannot be fetched */
  async #ready(): Promise<MixExport | null> {
    const cancelCount = this.#cancelCount;
    this.#loading ??= this.#load();
    this.#loaded = await this.#loading;
    return cancelCount === this.#cancelCount ? this.#loaded : null;
  }

  async #load(): Promise<MixExport> {
    try {
      const { MixExport } = await loadPart('What writes exports', () => import('./MixExport'));
      return new MixExport(this.deps);
    } catch (error) {
      // The next export tries again.
      this.#loading = null;
      throw error;
    }
  }
}
