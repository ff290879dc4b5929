import { secToFrames } from '../../core/units';
import { fadeEnds } from '../../dsp/effects/fade';
import type { StereoSamples } from '../../dsp/effects/StereoSamples';
import { levelVersions } from './levelVersions';
import { RecipeRenderer } from './renderRecipe';
import type { StimulusJob } from './StimulusJob';
import type { StepFilters } from './StepFilters';
import type { RenderedStimulus } from './StimulusPort';

const FADE_SEC = 0.015;

/** 32-bit FNV-1a of a text. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/**
 * Renders all versions of a stimulus: each recipe with its rolls, cut to the passage, faded at both ends, then levelled
 * together. The same job gives the same samples, whatever was rendered before.
 * @throws RangeError when a recipe names something that the job does not bring, or there is none
 */
export function renderStimulus(job: StimulusJob, filters: StepFilters): RenderedStimulus {
  const { sampleRate, length, preRoll, recipes } = job;
  if (recipes.length === 0) throw new RangeError('A stimulus needs at least one recipe');
  const renderer = new RecipeRenderer(job, filters);
  const fadeFrames = secToFrames(FADE_SEC, sampleRate);
  const versions = recipes.map((recipe): StereoSamples => {
    const [left, right] = renderer.render(recipe);
    const version: StereoSamples = [left.slice(preRoll, preRoll + length), right.slice(preRoll, preRoll + length)];
    fadeEnds(version, fadeFrames);
    return version;
  });
  const { level, loudnessLufs } = levelVersions(versions, sampleRate, {
    ...job,
    roveSeed: hash(JSON.stringify([job.passages, recipes])),
  });
  const { programmeLufs } = renderer;
  return {
    sampleRate,
    length,
    versions,
    loudnessLufs,
    level: { ...level, ...(programmeLufs !== undefined && { programmeLufs }) },
  };
}
