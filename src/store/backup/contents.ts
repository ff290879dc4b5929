import * as v from 'valibot';
import { cleanName, plainText } from '../../core/cleanName';
import { parseJsonSafely } from '../../core/jsonDepth';
import { ElsewhereError } from '../../core/errors';
import { judgeDevice } from '../../devices/judgeDevice';
import { ownFileOf } from '../../devices/exchange/ownJson';
import type { StoredDevice } from '../../storage/DeviceStoragePort';
import type { StoredTrack } from '../../storage/StoragePort';
import type { Settings } from '../settingFields';

/** Size of one part, bytes, and how deep brackets may be nested in it. */
const LIMITS = { maxDepth: 24, maxBytes: 64_000_000, maxValues: 4_000_000 };

const FILE_NAME_LIMIT = 255;

const finite = v.pipe(v.number(), v.finite());
const id = v.pipe(v.string(), v.regex(/^[\w.:-]{1,200}$/));
/** Shown; the file's own name keeps its ending, which says what it is, and may be longer. */
const name = v.pipe(
  v.string(),
  v.transform((text) => cleanName(text)),
);
/** Figures of a decode, which are found again when the track is opened. */
const figure = v.exactOptional(v.pipe(finite, v.minValue(0)));

const TrackSchema = v.object({
  id,
  name,
  fileName: v.pipe(
    v.string(),
    v.transform((text) => plainText(text, FILE_NAME_LIMIT)),
  ),
  sizeBytes: v.pipe(finite, v.minValue(0)),
  addedAt: finite,
  role: v.picklist(['mix', 'reference', 'stem']),
  durationSec: figure,
  sampleRate: figure,
  channelCount: figure,
  formatLabel: v.exactOptional(v.pipe(v.string(), v.maxLength(100))),
});
const TrackRowSchema = v.object({ track: TrackSchema, audio: v.nullable(v.pipe(v.string(), v.maxLength(400))) });

const DeviceRowSchema = v.object({
  id,
  addedAt: finite,
  profile: v.looseObject({ name: v.string() }),
  curve: v.exactOptional(v.looseObject({})),
});

const SettingsSchema = v.record(
  v.pipe(v.string(), v.maxLength(300)),
  v.object({ value: v.unknown(), at: v.pipe(finite, v.minValue(0)) }),
);

export interface TrackInBackup {
  readonly track: StoredTrack;
  /** Null when the backup was made without audio. */
  readonly audio: Blob | null;
}

/** What a backup holds, judged. */
export interface BackupContents {
  readonly settings: Settings;
  readonly tracks: readonly TrackInBackup[];
  readonly devices: readonly StoredDevice[];
  /** Devices that are refused, as an import would. */
  readonly refusedDevices: readonly string[];
  /** A progress file. */
  readonly progress: Blob | null;
}

const damaged = (part: string): ElsewhereError =>
  new ElsewhereError('backup-damaged', `${part} is not as it should be`, { name: part });

async function partOf<T>(
  entries: ReadonlyMap<string, Blob>,
  part: string,
  schema: v.GenericSchema<unknown, T>,
): Promise<T | undefined> {
  const content = entries.get(part);
  if (!content) return undefined;
  if (content.size > LIMITS.maxBytes) throw damaged(part);
  const parsed = parseJsonSafely(await content.text(), LIMITS);
  if ('reason' in parsed) throw damaged(part);
  const read = v.safeParse(schema, parsed.value, { abortEarly: true });
  if (!read.success) throw damaged(part);
  return read.output;
}

/** Judges every part before any of it is used. @throws ElsewhereError `backup-damaged` naming the part */
export async function readContents(entries: ReadonlyMap<string, Blob>): Promise<BackupContents> {
  const [settings, trackRows, deviceRows] = await Promise.all([
    partOf(entries, 'settings.json', SettingsSchema),
    partOf(entries, 'tracks.json', v.array(TrackRowSchema)),
    partOf(entries, 'devices.json', v.array(DeviceRowSchema)),
  ]);
  const tracks = (trackRows ?? []).map(({ track, audio }): TrackInBackup => {
    if (audio === null) return { track, audio: null };
    const content = entries.get(audio);
    if (!content) throw damaged('tracks.json');
    return { track, audio: content };
  });
  const devices: StoredDevice[] = [];
  const refusedDevices: string[] = [];
  for (const row of deviceRows ?? []) {
    const device = judgedDevice(row);
    if (device) devices.push(device);
    else refusedDevices.push(cleanName(row.profile.name));
  }
  return {
    settings: settings ?? {},
    tracks,
    devices,
    refusedDevices,
    progress: entries.get('progress.json') ?? null,
  };
}

/** A device passes the judgement that an imported file passes, or is refused. */
function judgedDevice({ id: deviceId, addedAt, profile, curve }: v.InferOutput<typeof DeviceRowSchema>) {
  try {
    const own = ownFileOf({
      format: 'elsewhere.device/1',
      profile: { ...profile, id: deviceId },
      ...(curve && { curve }),
    });
    const verdict = judgeDevice({ ...own.profile, family: 'own', subfamily: 'own', evidence: 'own' });
    if (!('profile' in verdict)) return null;
    const device: StoredDevice = {
      id: deviceId,
      addedAt,
      profile: verdict.profile,
      ...(own.curve && {
        curve: { frequenciesHz: [...own.curve.frequenciesHz], levelsDb: [...own.curve.levelsDb] },
      }),
    };
    return device;
  } catch (error) {
    if (error instanceof ElsewhereError) return null;
    throw error;
  }
}
