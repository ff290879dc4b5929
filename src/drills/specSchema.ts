import * as v from 'valibot';
import { plainText } from '../core/cleanName';

/** Anything shorter is no id, anything longer is none of ours. */
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const wholeNumber = v.pipe(v.number(), v.integer());

export const MAX_TRIALS = 500;
export const MAX_BLOCKS = 24;
export const MAX_TITLE = 80;

/** Settings as they come from outside; unknown ones fall away. */
export const SettingsSchema = v.object({
  bands: v.exactOptional(v.pipe(v.array(v.pipe(wholeNumber, v.minValue(0), v.maxValue(40))), v.maxLength(41))),
  thirdOctaves: v.exactOptional(v.boolean()),
  deviceIds: v.exactOptional(v.pipe(v.array(id), v.maxLength(64))),
  strength: v.exactOptional(v.pipe(v.number(), v.finite())),
  pinkNoise: v.exactOptional(v.boolean()),
  faults: v.exactOptional(v.pipe(v.array(id), v.maxLength(64))),
});

export const ModeSchema = v.picklist(['practise', 'test']);
export const TrialCountSchema = v.pipe(wholeNumber, v.minValue(1), v.maxValue(MAX_TRIALS));
export const SeedSchema = v.pipe(wholeNumber, v.minValue(0), v.maxValue(0xffff_ffff));
/** A title as it may be shown and shared: at most {@link MAX_TITLE} UTF-16 units, since a link has room for few. */
export const cleanTitle = (title: string): string => plainText(title, MAX_TITLE, MAX_TITLE) || 'Untitled drill';
export const TitleSchema = v.pipe(v.string(), v.maxLength(MAX_TITLE * 4), v.transform(cleanTitle));
export const IdSchema = id;

const CustomBlockSchema = v.object({
  kindId: id,
  mode: ModeSchema,
  trialCount: TrialCountSchema,
  settings: SettingsSchema,
  deviceId: v.nullable(id),
  trackIds: v.pipe(v.array(id), v.maxLength(1000)),
});

export const CustomDrillSchema = v.object({
  id,
  name: v.pipe(v.string(), v.maxLength(200), v.transform(cleanTitle)),
  blocks: v.pipe(v.array(CustomBlockSchema), v.minLength(1), v.maxLength(MAX_BLOCKS)),
  createdAt: v.pipe(v.number(), v.finite()),
});
