import type { LimitsModel } from '../dsp/limits/LimitsModel';

/*
 * What small loudspeakers and wireless links cannot do. Nobody publishes thresholds or times of these protection circuits,
 * so all levels and times are estimates, chosen so that a loud master (at −14 LUFS, peaks near 0 dBFS, volume high) is
 * turned down as much as the published observations say: compression at all volumes that grows over the last steps on a
 * phone (Audio Science Review, thread 29572, iPhone 12 mini); distortion of phones at full volume 5–20 % below
 * 500 Hz, 1–3 % at 1 kHz (estimate); less than 2 dB of compression is good for a soundbar (Rtings).
 *
 * Band limits: SBC at 328 kbit/s has no fixed low-pass, but its top subband (19.3 kHz on) usually gets no bits; AAC to
 * true-wireless earbuds runs near 160 kbit/s, for which encoders cut at about 17.5–19 kHz (LAME's table has 17.5 kHz at
 * 160 kbit/s, 18.6 kHz at 192 kbit/s).
 */

const bass = (
  belowHz: number,
  thresholdDb: number,
  ratio: number,
  thirdHarmonic: number,
  attackSec = 0.01,
  releaseSec = 0.12,
): NonNullable<LimitsModel['bass']> => ({ belowHz, thresholdDb, ratio, attackSec, releaseSec, thirdHarmonic });

const limiter = (thresholdDb: number, releaseSec = 0.1, attackSec = 0.002): NonNullable<LimitsModel['limiter']> => ({
  thresholdDb,
  attackSec,
  releaseSec,
});

/** Two loudspeakers with a smart amplifier. */
export const phoneFlagshipLimits: LimitsModel = { bass: bass(500, -24, 4, 0.06), limiter: limiter(-5) };
/** One loudspeaker that buzzes. */
export const phoneBudgetLimits: LimitsModel = { bass: bass(800, -24, 3, 0.15), limiter: limiter(-6) };
export const tabletLimits: LimitsModel = { bass: bass(350, -23, 3, 0.05), limiter: limiter(-4) };
export const laptopThinLimits: LimitsModel = { bass: bass(400, -24, 3, 0.08), limiter: limiter(-5) };
/** Large laptops with force-cancelling woofers. */
export const laptopLargeLimits: LimitsModel = { bass: bass(160, -21, 3, 0.03), limiter: limiter(-3) };
/** SBC over Bluetooth. */
export const bluetoothSpeakerLimits: LimitsModel = {
  bass: bass(140, -21, 4, 0.05),
  limiter: limiter(-4),
  codecHz: 19_300,
};
export const smartSpeakerLimits: LimitsModel = { bass: bass(120, -20, 3, 0.03), limiter: limiter(-3) };
export const tvLimits: LimitsModel = { bass: bass(200, -21, 3, 0.05), limiter: limiter(-4) };
export const soundbarLimits: LimitsModel = { bass: bass(110, -18, 2, 0.02), limiter: limiter(-2) };
/** FM: the pilot tone at 19 kHz leaves 15 kHz (ITU-R BS.450). */
export const kitchenRadioLimits: LimitsModel = {
  bass: bass(200, -20, 2, 0.06),
  limiter: limiter(-5, 0.15),
  codecHz: 15_000,
};
/** AAC at about 160 kbit/s. */
export const earbudsCodecLimits: LimitsModel = { codecHz: 17_500 };
/** SBC at 328 kbit/s. */
export const bluetoothHeadphonesCodecLimits: LimitsModel = { codecHz: 19_300 };

const PROTECTION = 'levels and times are estimates';
const SBC = 'SBC at 328 kbit/s: its top subband from 19.3 kHz usually gets no bits (estimate)';

const SOURCES = new Map<LimitsModel, string>([
  [
    phoneFlagshipLimits,
    `Compression at all volumes, growing over the last steps, is reported for an iPhone 12 mini (Audio Science Review, thread 29572); ${PROTECTION}.`,
  ],
  [phoneBudgetLimits, `Distortion of 5–20 % below 500 Hz at full volume is an estimate; ${PROTECTION}.`],
  [tabletLimits, `Between phone and laptop; ${PROTECTION}.`],
  [
    laptopThinLimits,
    `Case buzz below 400 Hz is reported for a Framework 13 (community.frame.work, thread 1078); ${PROTECTION}.`,
  ],
  [laptopLargeLimits, `Usable to 60–80 Hz (estimate); ${PROTECTION}.`],
  [bluetoothSpeakerLimits, `${SBC}; ${PROTECTION}.`],
  [smartSpeakerLimits, `Bass gives way as the volume rises; ${PROTECTION}.`],
  [tvLimits, `Bass gives way as the volume rises; ${PROTECTION}.`],
  [soundbarLimits, `Less than 2 dB of compression at full level counts as good (Rtings); ${PROTECTION}.`],
  [kitchenRadioLimits, `FM carries up to 15 kHz (ITU-R BS.450); ${PROTECTION}.`],
  [
    earbudsCodecLimits,
    'AAC at about 160 kbit/s; 17.5 kHz is what encoders keep at that rate (LAME’s table, estimate for AAC).',
  ],
  [bluetoothHeadphonesCodecLimits, `${SBC}.`],
]);

/** What the figures of a named model rest on, for the screen; empty for a model that is not from this file. */
export const limitsSource = (model: LimitsModel): string => SOURCES.get(model) ?? '';

/** All models by name. */
export const LIMITS: Readonly<Record<string, LimitsModel>> = {
  phoneFlagship: phoneFlagshipLimits,
  phoneBudget: phoneBudgetLimits,
  tablet: tabletLimits,
  laptopThin: laptopThinLimits,
  laptopLarge: laptopLargeLimits,
  bluetoothSpeaker: bluetoothSpeakerLimits,
  smartSpeaker: smartSpeakerLimits,
  tv: tvLimits,
  soundbar: soundbarLimits,
  kitchenRadio: kitchenRadioLimits,
  earbudsCodec: earbudsCodecLimits,
  bluetoothHeadphonesCodec: bluetoothHeadphonesCodecLimits,
};
