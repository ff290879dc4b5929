import * as v from 'valibot';
import type { DrillSettings } from './DrillKind';
import type { DrillSpec } from './records';
import {
  IdSchema,
  cleanTitle,
  MAX_BLOCKS,
  ModeSchema,
  SeedSchema,
  SettingsSchema,
  TitleSchema,
  TrialCountSchema,
} from './specSchema';

/** Some chat programmes cut longer addresses. The page's own address comes on top. */
export const LINK_LENGTH = 2000;
const PREFIX = '#train/';
const VERSION = 1;

/** A drill that came by link. Its blocks are for the demo material, and a sitting of them starts empty. */
export interface SharedDrill {
  readonly title: string;
  readonly blocks: readonly DrillSpec[];
}

/** Why a link gives no drill. `foreign`: it is none of ours; `newer`: made by a later version of the app. */
export type LinkTrouble = 'foreign' | 'broken' | 'newer' | 'too-long';

/** Short names, because every character counts: version, title, blocks of kind, mode, count, seed, settings, device. */
const LinkSchema = v.object({
  v: v.literal(VERSION),
  t: TitleSchema,
  b: v.pipe(
    v.array(v.strictTuple([IdSchema, ModeSchema, TrialCountSchema, SeedSchema, SettingsSchema, v.nullable(IdSchema)])),
    v.minLength(1),
    v.maxLength(MAX_BLOCKS),
  ),
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** UTF-8 in base64url (RFC 4648 §5), without padding. `btoa` knows no UTF-8, and is the browser's. */
function toBase64Url(text: string): string {
  const bytes = [...encodeURIComponent(text).matchAll(/%([\dA-F]{2})|[^%]/g)].map(([whole, hex]) =>
    hex === undefined ? whole.codePointAt(0)! : Number.parseInt(hex, 16),
  );
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const count = Math.min(3, bytes.length - i);
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let digit = 0; digit <= count; digit++) out += ALPHABET[(group >> (18 - 6 * digit)) & 63]!;
  }
  return out;
}

/** @throws URIError, RangeError when it is not base64url of UTF-8 */
function fromBase64Url(code: string): string {
  let escaped = '';
  let bits = 0;
  let held = 0;
  for (const character of code) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) throw new RangeError(`${character} is no base64url`);
    held = ((held << 6) | digit) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    escaped += `%${((held >> bits) & 255).toString(16).padStart(2, '0')}`;
  }
  return decodeURIComponent(escaped);
}

/**
 * The hash of a link that asks the same trials of everybody. Tracks are left out: audio never leaves the machine.
 * @returns begins with `#`, at most {@link LINK_LENGTH} characters
 * @throws RangeError when there is nothing to share, or too much for a link
 */
export function writeLink(title: string, blocks: readonly DrillSpec[]): string {
  const content = v.safeParse(LinkSchema, {
    v: VERSION,
    t: cleanTitle(title),
    b: blocks.map(({ kindId, mode, trialCount, seed, settings, deviceId }) => [
      kindId,
      mode,
      trialCount,
      seed >>> 0,
      settings,
      deviceId,
    ]),
  });
  if (!content.success) throw new RangeError(`these blocks make no link: ${content.issues[0].message}`);
  const hash = PREFIX + toBase64Url(JSON.stringify(content.output));
  if (hash.length > LINK_LENGTH) {
    throw new RangeError(`a link must be at most ${LINK_LENGTH} characters, got ${hash.length}`);
  }
  return hash;
}

/** The drill in the hash of an address, or why there is none. */
export function readLink(hash: string): SharedDrill | { readonly reason: LinkTrouble } {
  if (!hash.startsWith(PREFIX) || hash.length === PREFIX.length) return { reason: 'foreign' };
  if (hash.length > LINK_LENGTH) return { reason: 'too-long' };
  let content: unknown;
  try {
    // Mail programmes and chats like to escape what they do not know.
    content = JSON.parse(fromBase64Url(decodeURIComponent(hash.slice(PREFIX.length))));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError || error instanceof RangeError) {
      return { reason: 'broken' };
    }
    throw error;
  }
  const version = v.safeParse(v.object({ v: v.number() }), content);
  if (version.success && version.output.v > VERSION) return { reason: 'newer' };
  const link = v.safeParse(LinkSchema, content);
  if (!link.success) return { reason: 'broken' };
  return {
    title: link.output.t,
    blocks: link.output.b.map(([kindId, mode, trialCount, seed, settings, deviceId]) => ({
      kindId,
      mode,
      trialCount,
      seed,
      settings: settings satisfies DrillSettings,
      deviceId,
      trackIds: [],
    })),
  };
}
