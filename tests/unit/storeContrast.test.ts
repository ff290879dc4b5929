import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];
interface Colour {
  readonly rgb: Rgb;
  readonly alpha: number;
}

/** OKLCH to linear sRGB (Ottosson 2020, CSS Color 4 §10), clipped to the gamut as a browser would at worst. */
function oklch(lightness: number, chroma: number, hueDeg: number): Rgb {
  const hue = (hueDeg * Math.PI) / 180;
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear: Rgb = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb;
}

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

function ratio(one: Rgb, other: Rgb): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function tokensOf(theme: 'dark' | 'light'): Map<string, Colour> {
  const css = readFileSync(new URL('../../src/ui/styles/tokens.css', import.meta.url), 'utf8');
  const block = css.slice(css.indexOf(`[data-theme='${theme}']`)).split('}')[0]!;
  const found = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)/g);
  return new Map(
    [...found].map(([, name, l, c, h, alpha]) => [
      name!,
      { rgb: oklch(Number(l), Number(c), Number(h)), alpha: alpha === undefined ? 1 : Number(alpha) },
    ]),
  );
}

const TEXT = 4.5;
/** Lines of controls and charts that carry meaning (WCAG 2.2, 1.4.11). */
const GRAPHIC = 3;

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  const tokens = tokensOf(theme);
  const colour = (name: string): Rgb => {
    const token = tokens.get(name);
    if (!token || token.alpha !== 1) throw new Error(`--${name} is not an opaque colour of the ${theme} theme`);
    return token.rgb;
  };

  it('has every token of the other theme', () => {
    expect([...tokens.keys()]).toEqual([...tokensOf(theme === 'dark' ? 'light' : 'dark').keys()]);
    expect(tokens.size).toBeGreaterThan(15);
  });

  const pairs: [string, string, number][] = [];
  for (const ground of ['ground', 'surface', 'raised']) {
    for (const text of ['ink', 'muted', 'a', 'b', 'warn']) pairs.push([text, ground, TEXT]);
    pairs.push(['edge', ground, GRAPHIC], ['bad', ground, GRAPHIC]);
  }
  pairs.push(
    ['on-a', 'a-fill', TEXT],
    ['on-b', 'b-fill', TEXT],
    ['ink', 'bad-wash', TEXT],
    ['ink', 'warn-wash', TEXT],
    ['bad', 'bad-wash', GRAPHIC],
  );

  it.each(pairs)('--%s on --%s reaches %s', (front, back, least) => {
    expect(ratio(colour(front), colour(back))).toBeGreaterThanOrEqual(least);
  });

  it('tells A from B by lightness or by hue far apart', () => {
    const [a, b] = [colour('a'), colour('b')];
    expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(0.2);
  });
});

describe('the conversion itself', () => {
  it('agrees with known colours', () => {
    expect(ratio(oklch(1, 0, 0), oklch(0, 0, 0))).toBeCloseTo(21, 3);
    // CSS Color 4: #808080 is oklch(0.5999 0 0); its contrast to white is 3.95.
    expect(ratio(oklch(0.5999, 0, 0), oklch(1, 0, 0))).toBeCloseTo(3.95, 1);
  });
});
