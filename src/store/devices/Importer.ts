import type { DeviceText, FittingPort } from '../../analysis/FittingPort';
import { cleanName } from '../../core/cleanName';
import { throwIfAborted } from '../../core/errors';
import type { DeviceProfile, DeviceSource } from '../../devices/DeviceProfile';
import type { Meaning, Reading } from '../../devices/exchange/Reading';
import { averagedReading, channelGroups, responseOf, type DeviceResponse } from '../../devices/exchange/responseOf';
import { playableDevice } from '../../devices/judgeDevice';
import type { ToneCurve } from '../../devices/ToneCurve';
import type { StoredDevice } from '../../storage/DeviceStoragePort';
import type { DevicesStore, PendingImport } from './devicesStore';
import type { OwnDevices } from './OwnDevices';

export interface ImporterDeps {
  readonly devices: DevicesStore;
  readonly own: OwnDevices;
  readonly fitting: () => FittingPort;
  readonly now: () => number;
}

interface Import {
  readonly id: string;
  readonly subject: string;
  readonly abort: AbortController;
  /** Ends the wait for the listener's word. */
  answer: (meaning: Meaning) => void;
}

/**
 * Makes devices of files and texts, each on its own: a bad one leaves the others alone, and nothing is kept of it.
 *
 * ```
 * file ─▶ reading ─┬─ sure ────────────────┬─▶ fitting ─▶ kept
 *                  └─▶ asking ─▶ answer ───┘
 * ```
 */
export class Importer {
  readonly #imports = new Map<string, Import>();
  /** Reading and fitting fill a core: one at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  constructor(private readonly deps: ImporterDeps) {}

  /** Left and right of one device, as squig.link writes them, become one. */
  async importFiles(files: readonly File[]): Promise<void> {
    const groups = channelGroups(files.map((file) => file.name)).map((at) => at.map((i) => files[i]!));
    await Promise.all(
      groups.map((group) =>
        this.#run(cleanName(group[0]!.name), async (job) => {
          const readings: Reading[] = [];
          for (const file of group) {
            // oxlint-disable-next-line no-await-in-loop
            readings.push(await this.#read(job, file));
          }
          return averagedReading(readings);
        }),
      ),
    );
  }

  async importText(text: string): Promise<void> {
    await this.#run('Pasted text', (job) => this.#read(job, { text, name: 'Pasted text' }));
  }

  answer(importId: string, meaning: Meaning): void {
    this.#imports.get(importId)?.answer(meaning);
  }

  cancel(importId: string): void {
    this.#imports.get(importId)?.abort.abort();
  }

  close(): void {
    for (const { abort } of this.#imports.values()) abort.abort();
  }

  async #run(subject: string, read: (job: Import) => Promise<Reading>): Promise<void> {
    const id = `import-${++this.#lastId}`;
    const job: Import = { id, subject, abort: new AbortController(), answer: () => undefined };
    const { signal } = job.abort;
    this.#imports.set(id, job);
    this.#show(job, { id, subject, phase: 'reading' });
    try {
      const reading = await read(job);
      throwIfAborted(signal);
      const meaning = reading.guess ?? (await this.#ask(job, reading));
      const device = await this.#inTurn(job, () => this.#deviceOf(job, reading, meaning));
      throwIfAborted(signal);
      await this.deps.own.put(device);
    } catch (error) {
      this.deps.own.tell(error, 'device-failed', subject);
    } finally {
      this.#imports.delete(id);
      const { pending } = this.deps.devices.getState();
      this.deps.devices.setState({ pending: pending.filter((other) => other.id !== id) });
    }
  }

  async #read(job: Import, source: File | DeviceText): Promise<Reading> {
    const { id, subject, abort } = job;
    let toldPercent = 0;
    const onProgress = (fraction: number): void => {
      const percent = Math.round(fraction * 100);
      if (abort.signal.aborted || percent === toldPercent) return;
      toldPercent = percent;
      this.#show(job, { id, subject, phase: 'reading', fraction });
    };
    return this.#inTurn(job, () => this.deps.fitting().read(source, { signal: abort.signal, onProgress }));
  }

  async #ask(job: Import, { formatLabel }: Reading): Promise<Meaning> {
    const { id, subject, abort } = job;
    this.#show(job, { id, subject, phase: 'asking', formatLabel });
    return new Promise<Meaning>((resolve, reject) => {
      job.answer = resolve;
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason as Error), { once: true });
    });
  }

  async #deviceOf(job: Import, reading: Reading, meaning: Meaning): Promise<StoredDevice> {
    const { id, subject, abort } = job;
    this.#show(job, { id, subject, phase: 'fitting', formatLabel: reading.formatLabel });
    const response = responseOf(reading, meaning);
    const { own, now } = this.deps;
    const profile = { ...(await this.#profileOf(response, reading, meaning, abort.signal)), id: own.newId() };
    const curve = response.kind === 'filters' ? undefined : response.curve;
    const named = { ...profile, name: own.freeName(profile.name) };
    return {
      id: profile.id,
      profile: playableDevice(named),
      addedAt: now(),
      ...(curve && { curve: pointsOf(curve) }),
    };
  }

  async #profileOf(
    response: DeviceResponse,
    reading: Reading,
    meaning: Meaning,
    signal: AbortSignal,
  ): Promise<Omit<DeviceProfile, 'id'>> {
    if (response.kind === 'profile') return { ...response.profile, family: 'own', subfamily: 'own', evidence: 'own' };
    const facts = {
      name: reading.name,
      kindLabel: kindOf(reading, meaning),
      family: 'own',
      subfamily: 'own',
      pictogram: 'curve',
      evidence: 'own',
      source: sourceOf(reading, meaning, response.notes),
      leavesOut: 'All but the tone: a curve says nothing of stereo, of limits or of what is around.',
    } as const;
    if (response.kind === 'filters') return { ...facts, stages: response.stages };
    const { stages, fit } = await this.deps.fitting().fit(response.curve, { signal });
    const { frequenciesHz } = response.curve;
    const validRangeHz = [frequenciesHz[0]!, frequenciesHz.at(-1)!] as const;
    return { ...facts, stages, fit, validRangeHz };
  }

  #show(job: Import, shown: PendingImport): void {
    if (!this.#imports.has(job.id)) return;
    const { pending } = this.deps.devices.getState();
    const isKnown = pending.some(({ id }) => id === job.id);
    this.deps.devices.setState({
      pending: isKnown ? pending.map((other) => (other.id === job.id ? shown : other)) : [...pending, shown],
    });
  }

  async #inTurn<T>({ abort }: Import, work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => {
      throwIfAborted(abort.signal);
      return work();
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const pointsOf = ({ frequenciesHz, levelsDb }: ToneCurve): NonNullable<StoredDevice['curve']> => ({
  frequenciesHz: [...frequenciesHz],
  levelsDb: [...levelsDb],
});

const kindOf = ({ formatLabel }: Reading, meaning: Meaning): string =>
  meaning === 'correction' ? `correction turned round, ${formatLabel}` : `imported, ${formatLabel}`;

function sourceOf(
  { source, name, formatLabel, notes }: Reading,
  meaning: Meaning,
  more: readonly string[],
): DeviceSource {
  const how = meaning === 'correction' ? 'a correction turned round' : 'a response';
  return {
    credit: source?.credit ?? `Imported by you from “${name}”`,
    licence: source?.licence ?? 'Not stated in the file',
    references: [...(source?.references ?? []), `${formatLabel}, taken as ${how}.`, ...notes, ...more],
  };
}
