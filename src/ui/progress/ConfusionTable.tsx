import { useId, type CSSProperties } from 'react';
import { confusionMatrix } from '../../drills/statistics';
import css from './charts.module.css';
import { itemOrder, wholeNumber } from './words';

/** What was asked against what was answered: rows asked, columns answered. */
export function ConfusionTable({
  counts,
  catalogue,
  nameOf,
}: {
  readonly counts: Readonly<Record<string, number>>;
  readonly catalogue: Parameters<typeof itemOrder>[1];
  readonly nameOf: (item: string) => string;
}) {
  const id = useId();
  const {
    items,
    leftOutCount,
    counts: matrix,
    askedCounts,
    total,
    worst,
  } = confusionMatrix(counts, (shown) => itemOrder(shown, catalogue));
  if (total === 0 || items.length < 2) return null;
  const alternatives = items.length + leftOutCount;
  return (
    <figure className={css.figure} aria-labelledby={id}>
      <figcaption>
        <h3 id={id}>Taken for what</h3>
        <p className={css.says}>
          {worst
            ? `Most often: ${nameOf(worst.asked)} taken for ${nameOf(worst.answered)}, ${worst.count} of ${worst.askedCount} times.`
            : 'Nothing has been taken for anything else.'}{' '}
          Amber cells come up more often than guessing would have it, blue ones less; right answers are framed.
          {leftOutCount > 0 &&
            ` The ${items.length} that came up most are shown; ${wholeNumber(leftOutCount)} more are left out.`}
        </p>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- wide tables scroll inside themselves */}
      <section className={css.scroller} aria-labelledby={id} tabIndex={0}>
        <table className={css.confusion}>
          <thead>
            <tr>
              <th scope="col" className={css.corner}>
                asked ↓ answered →
              </th>
              {items.map((item) => (
                <th key={item} scope="col">
                  {nameOf(item)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((asked, row) => {
              const cells = matrix[row] ?? [];
              const askedCount = askedCounts[row] ?? 0;
              return (
                <tr key={asked}>
                  <th scope="row">{nameOf(asked)}</th>
                  {cells.map((count, column) => (
                    <td
                      key={items[column]}
                      data-right={row === column || undefined}
                      data-lean={leanOf(count, askedCount, alternatives)}
                      style={weightStyle(count, askedCount, alternatives)}
                    >
                      {count}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </figure>
  );
}

/** How much more often than by guessing, as a share of all the way there is: −1 … 1. */
function lean(count: number, asked: number, alternatives: number): number {
  if (asked === 0) return 0;
  const chance = 1 / alternatives;
  const share = count / asked;
  return share >= chance ? (share - chance) / (1 - chance) : (share - chance) / chance;
}

function leanOf(count: number, asked: number, alternatives: number): 'more' | 'less' | undefined {
  const value = lean(count, asked, alternatives);
  return value > 0 ? 'more' : value < 0 ? 'less' : undefined;
}

/** Blue stops early: a cell that is never chosen is the usual thing and not the loudest on the screen. */
const MOST_AMBER = 52;
const MOST_BLUE = 12;

function weightStyle(count: number, asked: number, alternatives: number): CSSProperties {
  const value = lean(count, asked, alternatives);
  const weight = Math.round(Math.abs(value) * (value > 0 ? MOST_AMBER : MOST_BLUE));
  return { '--weight': `${weight}%` } as CSSProperties;
}
