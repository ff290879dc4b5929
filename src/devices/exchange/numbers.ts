/** Numbers as a machine of another country writes them. */
export interface NumberStyle {
  /** `20,5` is twenty and a half; otherwise commas part thousands. */
  readonly hasDecimalComma: boolean;
}

const PLAIN = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;
/** What programs write where there is no number, Windows' `1.#INF` included. */
const NO_NUMBER = /^(?:[-+]?(?:nan|inf|infinity|∞|1\.#\w+)(?:\(\w+\))?|n\/?a|null|none|-+|)$/i;
const SPACES = /[\u00a0\u202f\u2009'’]/g;

/**
 * Tells decimal commas from thousands commas by the first token that leaves no doubt.
 * @param tokens numbers as written, none of them parted by commas
 */
export function numberStyleOf(tokens: readonly string[]): NumberStyle {
  let hasDot = false;
  let hasBare = false;
  let hasComma = false;
  for (const token of tokens) {
    if (!token.includes(',')) {
      if (token.includes('.')) hasDot = true;
      else if (/\d/.test(token)) hasBare = true;
      continue;
    }
    hasComma = true;
    if (/\.\d+,/.test(token)) return { hasDecimalComma: true };
    if (/,\d{3}\./.test(token)) return { hasDecimalComma: false };
    if (/,(?!\d{3}(?:\D|$))/.test(token) || /^[-+]?(?:\d{4,}|0),/.test(token)) return { hasDecimalComma: true };
  }
  // `1,034` alone could be either. Where it stands beside `998.2` or `998` it is a thousand; where every number has
  // three places after a comma they are decimals.
  return { hasDecimalComma: hasComma && !hasDot && !hasBare };
}

/**
 * A number as text.
 * @returns NaN for what programs write instead of a number (`-inf`, `NaN`, nothing), undefined for anything else
 */
export function numberOf(token: string, style: NumberStyle): number | undefined {
  let text = token.replaceAll(SPACES, '').replaceAll('−', '-').trim();
  text = text
    .replace(/^"(.*)"$/, '$1')
    .replace(/(?:hz|db)$/i, '')
    .trim();
  if (NO_NUMBER.test(text)) return NaN;
  text = style.hasDecimalComma
    ? text.replaceAll('.', text.includes(',') ? '' : '.').replace(',', '.')
    : text.replaceAll(/,(?=\d{3})/g, '');
  if (!PLAIN.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}
