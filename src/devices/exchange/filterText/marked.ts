import type { Meaning } from '../Reading';

/** What a file that was exported here says of its meaning. */
export function markedMeaning(text: string): Meaning | null {
  const mark = /Elsewhere: (response|correction) /.exec(text);
  return mark ? (mark[1] as Meaning) : null;
}
